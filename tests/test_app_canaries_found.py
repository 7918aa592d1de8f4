"""Networks, profiles and search, money, overlaps and interfaces."""

import pytest
from canaries import calls
from canaries.planted import DAY
from canaries.sweep import swept

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
