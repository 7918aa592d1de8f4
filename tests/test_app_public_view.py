"""The public view of what people keep and compare: nothing of it is about what is not published, nor names it."""

import re
from dataclasses import replace
from datetime import date
from hashlib import md5

import pytest
from canaries.sweep import words_of

from app import exports
from app.asked import Asked
from app.coordination.agreements import About, Subject, Terms
from app.errors import RequestError
from app.scenarios.assumptions import THRESHOLD
from app.scenarios.bands import Band
from app.service import Service
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import SOZ

AGS = "99999001"
DAY = date(2026, 11, 24)
INTERN, PUBLIC = (Asked(audience, DAY) for audience in (Audience.INTERN, Audience.PUBLIC))
WHO = {"who": "Datenpflege", "why": "Test"}
KEPT = "Zaunkönigtreff"
OPEN = {"do": "close-offer", "offer": "A-1", "day": "2026-06-30"}
HIDDEN = {"do": "close-offer", "offer": "A-3", "day": "2026-06-30"}


@pytest.fixture(scope="module")
def service(tmp_path_factory, small_town):
    """The small town: A-1 is published, A-3 is not; in the second version others have another name and are published."""
    service = Service.open(tmp_path_factory.mktemp("oeffentlich") / "home", AGS, create=True)
    together = {
        "kennung": "K-1",
        "art": "KO-3",
        "name": "Absprache",
        "beteiligt": "A-1; A-3",
        "offenlegung": "öffentlich",
    }
    more = {"kooperation": [together]}
    first = small_town(change={"A-3": {"name": KEPT}}, more=more)
    second = small_town(
        change={"A-3": {"name": KEPT}, "A-2": {"name": f"{KEPT} II"}, "A-4": {"offenlegung": "öffentlich"}},
        more=more,
        datum="21.11.2026",
    )
    for data in (first, second):
        preview = service.stage(data, "a.xlsx").value
        assert preview.token is not None, preview.refused
        service.accept(preview.token, **WHO)
    return service


def made(service, act, name="Probe", note=""):
    scenario = service.scenarios.make(name, note).value.id
    service.scenarios.suppose(scenario, act)
    return scenario


def plain(asked):
    return {"audience": asked.audience, "reference_date": asked.reference_date, "lang": asked.lang}


@pytest.fixture
def about_hidden(service):
    """A scenario about an offer that is not published."""
    name = made(service, HIDDEN)
    yield name
    service.scenarios.throw_away(name)


@pytest.fixture
def about_open(service):
    """One about an offer that is."""
    name = made(service, OPEN)
    yield name
    service.scenarios.throw_away(name)


def calls(service, name, asked):
    """What can be asked of a scenario."""
    desk = service.scenarios
    return (
        lambda: desk.scenario(name, audience=asked.audience),
        lambda: desk.difference(name, asked),
        lambda: desk.compared(name, "K1", {}, asked),
        lambda: desk.bands(name, [Band(THRESHOLD, "thin_providers", ("1", "2"))], asked),
        lambda: service.supposing(name).overview(**plain(asked)),
        lambda: service.supposing(name).ask("A1", {}, **plain(asked)),
        lambda: service.supposing(name).map.choices(asked),
    )


def test_which_cells_an_unpublished_offer_reaches_is_not_told_by_supposing_that_it_ends(
    service, about_hidden
):
    for call in calls(service, about_hidden, PUBLIC):
        with pytest.raises(RequestError, match="interne") as refused:
            call()
        assert KEPT not in words_of(refused.value)
    for call in calls(service, about_hidden, INTERN):
        assert call().audience is Audience.INTERN


def test_what_is_supposed_of_published_offers_is_for_the_public_as_well(service, about_open):
    for call in calls(service, about_open, PUBLIC):
        assert call().audience is Audience.PUBLIC


def test_the_public_finds_no_scenario_that_is_about_or_names_what_is_not_published(
    service, about_hidden, about_open
):
    naming = (made(service, OPEN, f"Wenn der {KEPT} bleibt"), made(service, OPEN, note=f"statt {KEPT}"))
    desk = service.scenarios
    for told in (desk.scenarios, desk.names):
        assert {each.id for each in told(audience=Audience.PUBLIC).value} == {about_open}
        assert {each.id for each in told().value} == {about_hidden, about_open, *naming}
    for name in naming:
        desk.throw_away(name)


def test_the_public_finds_no_pin_but_its_own(service):
    desk = service.answers
    pins = [
        desk.pin("K1", {}, INTERN),
        desk.pin("K1", {}, PUBLIC),
        desk.pin("A1", {}, PUBLIC, note=f"zum {KEPT}"),
    ]
    assert [pin.id for pin in desk.pins(audience=Audience.PUBLIC).value] == [pins[1].value.id]
    assert {pin.id for pin in desk.pins().value} == {pin.value.id for pin in pins}


def test_the_public_finds_no_kept_view_that_names_what_is_not_published(service):
    kept = [
        service.gaps.save_view(name, "luecken", {"zustand": ("gap",)}).value
        for name in ("Lücken", f"um {KEPT}")
    ]
    assert service.gaps.views(audience=Audience.PUBLIC).value == (kept[0],)
    assert set(service.gaps.views().value) == set(kept)


@pytest.mark.parametrize("question", ["K1", "A1", "A12"])
def test_a_comparison_of_versions_names_nothing_unpublished(service, question):
    then, now = replace(PUBLIC, version=1), replace(PUBLIC, version=2)
    told = service.answers.compared(question, {}, then=then, now=now)
    assert KEPT not in exports.to_json(told).decode()
    assert told.audience is Audience.PUBLIC


def test_what_the_house_agrees_on_is_not_agreed_in_public(service):
    offers = (str(iris.record(AGS, SOZ.Offer, key)) for key in ("A-1", "A-3"))
    subject = Subject(About.PAIR, (str(namespace("bd")["BD-EX2"]), *offers))
    with pytest.raises(RequestError, match="internen"):
        service.coordination.agree(subject, Terms("Absprache", "Jugendamt"), PUBLIC, by="Amt")
    assert service.coordination.agreements().value == ()


@pytest.mark.parametrize("told", ["?o", "STR(?o)", "SUBSTR(STR(?o), 30)", "MD5(STR(?o))"])
def test_a_query_of_ones_own_does_not_find_what_published_records_name(service, told):
    """A published cooperation names an offer that is not: its key would tell that there is one."""
    named = "?s <https://w3id.org/sozialplanung/def#participant> ?o"
    query = f"SELECT ({told} AS ?x) WHERE {{ {named} }}"
    hidden = str(iris.record(AGS, SOZ.Offer, "A-3"))
    shown = {cell.text for row in service.sparql(query, audience=Audience.PUBLIC).value.rows for cell in row}
    every = service.sparql(query).value.rows
    assert len(every) == 2
    assert len(shown) == 1
    assert not any("A-3" in text or text == md5(hidden.encode()).hexdigest() for text in shown)  # noqa: S324 SPARQL's


@pytest.mark.parametrize("question", ["C1", "J4", "K1"])
def test_no_query_behind_a_public_answer_names_what_is_not_published(service, question):
    """The queries that were run stand beside every answer, filled with what they were about."""
    told = service.ask(question, {}, **plain(PUBLIC))
    every = exports.to_json(told).decode() + str(exports.about(told))
    for key in ("A-2", "A-3"):
        assert str(iris.record(AGS, SOZ.Offer, key)) not in every
    assert not re.search(r"(?<![\w-])A-[23](?![\w-])", every)
