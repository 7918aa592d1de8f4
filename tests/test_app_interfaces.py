"""Interfaces of pillars and ways of constellations, on Beispielau as it is delivered: the views say what the answers say."""

import re
from dataclasses import replace
from datetime import date

import pytest
from beispielau import Town
from typer.testing import CliRunner

from app import cli
from app.asked import Asked
from app.errors import RequestError
from app.interfaces import path as constellation_path
from app.interfaces import rows as interface_rows
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from queries.asking import Given, ask, prepared
from queries.constellations import constellations
from queries.offer_pillars import offer_pillars
from queries.reading import Reading
from queries.settings import Thresholds
from queries.verdict import Claim

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
YOUTH, INTEGRATION = "saeulengruppe-jugendhilfe", "saeulengruppe-eingliederungshilfe"


@pytest.fixture(scope="module")
def town(beispielau: Town) -> Town:
    return beispielau


@pytest.fixture(scope="module")
def answered(town):
    known = {}

    def answer(code, **given):
        key = (code, tuple(sorted((name, str(value)) for name, value in given.items())))
        if key not in known:
            known[key] = ask(town.snapshot, code, given, audience=Audience.INTERN, reference_date=DAY)
        return known[key]

    return answer


@pytest.fixture(scope="module")
def small(small_home) -> Service:
    return Service.open(small_home)


@pytest.fixture(scope="module")
def profile(town, answered):
    reading = Reading(town.snapshot, Audience.INTERN, DAY, Thresholds.load())
    groups = {interface_rows.notation(g): g for row in blocks(answered("J2"), "matrix") for g in ends(row)}
    sides = interface_rows.Sides((groups[YOUTH], groups[INTEGRATION]), (("SA-08",), ("SA-09E",)), ((), ()))
    given = {code: answered(code) for code in ("C1", "C5", "C7", "J3", "A11")}
    return interface_rows.profile_view(sides, given, lambda offers: offer_pillars(reading, offers), "de")


def blocks(answer, name):
    return next(block.rows for block in answer.blocks if block.name == name)


def ends(row):
    return row["pillarGroup"], row["otherGroup"]


pytestmark = pytest.mark.slow


def test_every_pair_has_one_state_and_the_numbers_are_those_of_j2(answered):
    answer = answered("J2")
    view = interface_rows.interfaces_view(answer, "de")
    number = len(view.groups)
    assert len(view.pairs) == number * (number - 1) / 2 == len(view.table.rows)
    for state in ("missing", "loose", "unknown", "binding"):
        assert sum(pair.state == state for pair in view.pairs) == len(blocks(answer, state)), state
    needed = [pair for pair in view.pairs if pair.needed]
    assert {pair.state for pair in view.pairs if not pair.needed} == {"free"}
    assert all(pair.claim for pair in needed if pair.state != "binding")
    assert not any(pair.claim == str(Claim.FIRM) for pair in view.pairs if pair.state == "unknown")
    for pair in view.pairs:
        assert view.pair(pair.other, pair.one) is pair
        assert pair.reason


def test_what_is_required_and_not_known_is_every_claim_of_c1(answered, profile):
    claims = [
        str(row["claim"])
        for name in ("norms", "transitions", "shared")
        for row in blocks(answered("C1"), name)
        if row.get("claim") is not None
    ]
    assert [row[2].value for row in profile.missing.rows] == claims
    assert "belastbar" in claims
    assert "nicht_beurteilbar" in claims
    assert all(row[3].text for row in profile.missing.rows)


def test_the_handover_from_youth_welfare_to_integration_assistance_is_told(profile):
    """The story: at 18 with a mental disability no agreement is known, and offers end there."""
    names = [column.name for column in profile.transitions.columns]
    rows = [dict(zip(names, row, strict=True)) for row in profile.transitions.rows]
    birthday = next(row for row in rows if row["transition"].text.startswith("18. Geburtstag"))
    assert birthday["cooperation"].text == ""
    assert birthday["claim"].text == "nicht beurteilbar"
    assert "§ 36b SGB VIII" in birthday["norms"].text
    assert profile.ages.rows
    assert {row[-3].text for row in profile.ages.rows} <= {row["transition"].text for row in rows}


def test_only_transitions_between_the_two_are_shown(answered, profile):
    names = [column.name for column in profile.transitions.columns]
    at = names.index("fromPillar"), names.index("toPillar")
    shown = {frozenset(row[j].iri.rsplit("/", 1)[-1] for j in at) for row in profile.transitions.rows}
    assert shown == {frozenset({"SA-08", "SA-09E"})}
    assert len(blocks(answered("C5"), "unknown")) > len(profile.transitions.rows)


def test_offers_of_both_groups_are_named_as_such_by_c7(town, answered):
    reading = Reading(town.snapshot, Audience.INTERN, DAY, Thresholds.load())
    groups = {interface_rows.notation(g): g for row in blocks(answered("J2"), "matrix") for g in ends(row)}
    one, other = groups["saeulengruppe-sozialhilfe"], groups["saeulengruppe-freiwillig"]
    sides = interface_rows.Sides((one, other), (("SA-12L",), ("SA-KO",)), ((), ()))
    given = {code: answered(code) for code in ("C1", "C5", "C7", "J3", "A11")}
    view = interface_rows.profile_view(sides, given, lambda offers: offer_pillars(reading, offers), "de")
    for row in view.bridges.rows:
        told = f"{row[3].text}, {row[4].text}"
        assert "Sozialhilfe" in told
        assert "Freiwillig" in told
    expected = [
        row
        for row in blocks(answered("C7"), "several")
        if "Sozialhilfe" in f"{row['delivered']} {row['paid']}"
        and "Freiwillig" in f"{row['delivered']} {row['paid']}"
    ]
    assert len(view.bridges.rows) == len(expected) > 0


@pytest.mark.parametrize("number", range(1, 16))
def test_the_sentence_says_the_numbers_of_c3_and_never_a_number_nobody_knows(town, answered, number):
    name = f"BK-{number:02}"
    answer, joined = answered("C3", constellation=name), answered("C4", constellation=name)
    usual = constellations(
        prepared(Given(town.snapshot, Audience.INTERN, DAY), "C3", {"constellation": name}).rows
    )[0]
    view = constellation_path.path_view(usual, answer, joined, "de")
    row = blocks(answer, "places")[0]
    stops = {str(stop["stop"]) for stop in blocks(answer, "stops")}
    uncovered = [r for block in ("missing", "part", "unknown") for r in blocks(answer, block)]
    assert f"{len(usual.needs)} Bedarfe in {len(usual.pillars)} Säulen" in view.sentence
    if not stops:
        assert "lässt sich nicht sagen" in view.sentence
        assert not re.search(r"\d+ Anlaufstelle", view.sentence)
    else:
        assert re.search(rf"\b{len(stops)} Anlaufstelle", view.sentence)
        assert ("mindestens" in view.sentence) is bool(uncovered)
        unknown = int(str(row["applicationsUnknown"]))
        assert (f"bei {unknown} Angebot" in view.sentence) is (unknown > 0)
        assert "soweit erfasst" in view.sentence
    assert len(view.ways) == len(blocks(answer, "ways")) == len(stops) * (len(stops) - 1) / 2
    assert sum(not way.is_joined for way in view.ways) == int(str(row.get("unjoined") or 0))
    kinds = [node.kind for node in view.nodes]
    assert kinds.count("stop") == len(stops)
    assert kinds.count("need") + kinds.count("open") + kinds.count("gap") == len(usual.needs)
    assert kinds.count("gap") == len(blocks(answer, "missing"))


def test_a_way_joins_the_stops_its_row_names(answered, town):
    answer = answered("C3", constellation="BK-05")
    usual = constellations(
        prepared(Given(town.snapshot, Audience.INTERN, DAY), "C3", {"constellation": "BK-05"}).rows
    )[0]
    view = constellation_path.path_view(usual, answer, answered("C4", constellation="BK-05"), "de")
    offers = {}
    for stop in blocks(answer, "stops"):
        offers.setdefault(f"stop-{stop['stop']}", set()).add(answer.labels[stop["offer"]]["de"])
    for way, row in zip(view.ways, blocks(answer, "ways"), strict=True):
        assert all(name in str(row["offers"]) for name in offers[way.one])
        assert all(name in str(row["otherOffers"]) for name in offers[way.other])
    assert any(way.is_joined for way in view.ways)


def test_a_town_without_pillars_says_so(small):
    view = small.interfaces.interfaces(AT).value
    assert {pair.state for pair in view.pairs} <= {"unknown", "free"}
    path = small.interfaces.path("BK-04", AT).value
    assert "lässt sich nicht sagen" in path.sentence
    assert small.interfaces.constellations(AT).value.rows


def test_both_languages_and_what_cannot_be_asked(small):
    english = small.interfaces.path("BK-04", replace(AT, lang="en")).value
    assert "by the list" in english.sentence
    for groups in ((YOUTH, YOUTH), (YOUTH, "nichts")):
        with pytest.raises(RequestError):
            small.interfaces.profile(*groups, AT)
    with pytest.raises(RequestError, match="gehört nicht zu"):
        small.interfaces.profile(YOUTH, INTEGRATION, AT, pillars=("SA-02",))
    with pytest.raises(KnowledgeGraphError):
        small.interfaces.path("BK-99", AT)


def test_the_command_line_shows_pairs_one_pair_and_a_way(small_home):
    def run(*words):
        done = CliRunner().invoke(cli.app, [*words, "--home", str(small_home), "--date", "2026-11-24"])
        assert done.exit_code == 0, done.output
        return done.output

    assert YOUTH in run("interfaces")
    assert "Geforderte Brücke" in run("interfaces", YOUTH, INTEGRATION)
    assert "Bedarfe in" in run("way", "BK-04")
    assert "Stellen" in run("way")
    assert CliRunner().invoke(cli.app, ["interfaces", YOUTH, "--home", str(small_home)]).exit_code == 2
