"""Networks, profiles and search, money, overlaps and interfaces."""

import pytest
from canaries import calls
from canaries.planted import DAY
from canaries.sweep import swept

from app.money.views import FlowChoice

WAYS = pytest.mark.parametrize("asked", calls.every_way(DAY), ids=lambda a: f"{a.audience}-{a.lang}")


@WAYS
def test_no_network_tells_it(planted, asked):
    with swept(NetworkDesk="networks network answer difference behind"):
        calls.pictures(planted, asked)


@WAYS
def test_nothing_that_can_be_looked_up_tells_it(planted, asked):
    with swept(ProfileDesk="profile entries find") as sweep:
        calls.looked_up(planted, asked)
    assert sweep.withheld > 0


@WAYS
def test_no_money_tells_it(planted, asked):
    with swept(MoneyDesk="kinds flows flows_answer cliff dates prices") as sweep:
        calls.money(planted, asked)
    assert sweep.withheld > 0


def test_nothing_behind_the_money_tells_it(planted):
    with swept(MoneyDesk="behind_flow behind_cliff"):
        calls.money(planted, calls.every_way(DAY)[0])


@WAYS
def test_no_overlap_and_no_interface_tells_it(planted, asked):
    with swept(
        OverlapDesk="overlaps answer pair", InterfaceDesk="interfaces profile constellations path"
    ) as sweep:
        calls.between(planted, asked)
    assert sweep.withheld > 0


@WAYS
def test_what_is_taken_along_says_as_much_withheld_as_the_page(planted, asked):
    """It passes the gate once more, where what was withheld the first time is not there any more to be counted."""
    choice = FlowChoice(asked.reference_date.year, to="offer")
    told = [
        (planted.money.flows(choice, asked).withheld, planted.money.flows_answer(choice, asked).withheld),
        (planted.overlaps.overlaps(asked).withheld, planted.overlaps.answer(asked).withheld),
    ]
    for network in planted.networks.networks(asked.lang).value:
        given = (network.name, asked, network.options[0].value if network.options else "")
        told.append((planted.networks.network(*given).withheld, planted.networks.answer(*given).withheld))
    assert [along for _, along in told] == [page for page, _ in told]
    assert any(page for page, _ in told)
