"""The page of the money on Beispielau: every sum a second time from the workbooks, and behind every way exactly its items."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from beispielau import Town
from plain.cells import combined, matches
from plain.ending import fallen, term
from plain.funds import (
    CONFIRMED,
    SEVERAL,
    _level,
    _provider_type,
    blanks,
    by_status,
    counting,
    items,
    money,
    top_field,
    total,
)
from plain.registers import delivered_under
from plain.stated_needs import claim_of, state
from plain.tables import TODAY, Row, active, day_of, later, number, records, table, values, within, written
from plain.words import code
from test_examples_answers import cell

from ontology.iris import Audience
from queries import ask
from queries.assumed_prices import assumed
from queries.cliff import cliff
from queries.ending import Fates
from queries.money_flows import DIVISIONS, Choice, key_of, money_flows
from queries.reading import Reading
from queries.settings import Thresholds

pytestmark = pytest.mark.slow
OWN = ("FT-G", "FT-T", "FT-D")
WAY = ("status", "funder", "group", "target", "items", "withoutAmount", "sum")
SEVERAL_AREAS = "mehrere Gebiete, nicht aufgeteilt"


@pytest.fixture(scope="module")
def town(beispielau: Town) -> Town:
    return beispielau


def flows(town: Town, choice: Choice):
    return money_flows(town.snapshot, choice, audience=Audience.INTERN, reference_date=TODAY)


def only(found: set[str], several: str, none: str) -> str:
    return none if not found else found.pop() if len(found) == 1 else several


def funder(row: Row) -> str:
    return row["art"] if row["art"] in OWN else row["zahlt"] or row["topf"] or "Geldgeber nicht erfasst"


def provider(row: Row) -> str:
    found = {records("angebot")[offer]["traeger"] for offer in values(row, "angebot")}
    return only(found, "mehrere Träger, nicht aufgeteilt", "Träger nicht erfasst")


def offer(row: Row) -> str:
    return only(set(values(row, "angebot")), SEVERAL, "nicht erfasst, wofür")


def pillar(row: Row) -> str:
    if len(values(row, "angebot")) > 1:
        return SEVERAL
    found = set().union(*(delivered_under(records("angebot")[key]) for key in values(row, "angebot")))
    return only(found, "mehrere Säulen, nicht aufgeteilt", "Säule nicht erfasst")


def area(row: Row) -> str:
    offers = values(row, "angebot")
    if len(offers) > 1:
        return SEVERAL
    named = [set(values(c, "gebiet")) for c in table("abdeckung") if c["angebot"] in offers]
    if not named or not all(named):
        return "ohne Gebiet (Einzugsgebiet nicht erfasst)"
    levels = {key: records("gebiet")[key]["ebene"] for key in set().union(*named)}
    if "Gemeinde" in levels.values():
        return "ganze Stadt, nicht aufgeteilt"
    districts = {
        district
        for key in levels
        for district in records("gebiet")
        if records("gebiet")[district]["ebene"] == "Stadtteil"
        and (key in within(district) or district in within(key))
    }
    return only(districts, SEVERAL_AREAS, SEVERAL_AREAS)


def level(row: Row) -> str:
    """As D3 defines it: a grant to several offers that says neither level nor norm is not split."""
    found = _level(row)
    return SEVERAL if found == "ohne Angabe" and len(values(row, "angebot")) > 1 else found


GROUPS = {
    "pillar": pillar,
    "field": top_field,
    "area": area,
    "provider_type": _provider_type,
    "obligation": level,
}


def ways(year: str, statuses: tuple[str, ...], by: str, to: str) -> set[tuple[str, ...]]:
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in items(year):
        if row["status"] in statuses:
            target = provider(row) if to == "provider" else offer(row)
            found[code("finanzierungsstatus", row["status"]), funder(row), GROUPS[by](row), target].append(
                row
            )
    return {(*way, str(len(rows)), str(blanks(rows)), money(rows)) for way, rows in found.items()}


@pytest.mark.parametrize("by", DIVISIONS)
@pytest.mark.parametrize(
    ("year", "statuses", "to"),
    [
        (2026, ("bewilligt", "ausgezahlt"), "provider"),
        (2024, ("ausgezahlt",), "offer"),
        (2027, ("geplant", "beantragt"), "offer"),
    ],
)
def test_every_way_is_that_of_the_workbooks(
    town: Town, by: str, year: int, statuses: tuple[str, ...], to: str
):
    answer = flows(town, Choice(year, statuses, by, to)).answer
    found = {tuple(cell(row[name]) for name in WAY) for row in answer.block("flows").rows}
    expected = ways(str(year), statuses, by, to)
    assert found == expected, (sorted(found - expected)[:5], sorted(expected - found)[:5])
    assert found


def test_statuses_are_never_added(town: Town):
    answer = flows(town, Choice(2026, ("bewilligt", "ausgezahlt"))).answer
    sums = {cell(row["status"]): cell(row["sum"]) for row in answer.block("sums").rows}
    assert sums == {
        code("finanzierungsstatus", status): money([row for row in items("2026") if row["status"] == status])
        for status in ("bewilligt", "ausgezahlt")
    }
    for row in answer.block("flows").rows:
        assert cell(row["base"]) == sums[cell(row["status"])]


@pytest.mark.parametrize("by", ["field", "area"])
def test_behind_every_way_are_exactly_its_items(town: Town, by: str):
    answer = flows(town, Choice(2026, ("bewilligt",), by)).answer
    block = answer.block("flows")
    behind = [cell(record) for found in block.records for record in found]
    assert sorted(behind) == sorted(row["kennung"] for row in items("2026") if row["status"] == "bewilligt")
    for row, found in zip(block.rows, block.records, strict=True):
        rows = [records("finanzierung")[cell(record)] for record in found]
        assert (cell(row["items"]), cell(row["withoutAmount"]), cell(row["sum"])) == (
            str(len(rows)), str(blanks(rows)), money(rows),
        )  # fmt: skip


def test_narrowed_to_a_band_there_are_its_items_and_no_others(town: Town):
    whole = flows(town, Choice(2026))
    block = whole.answer.block("flows")
    groups = [(key_of(row["funder"]), key_of(row["group"])) for row in block.rows]
    for band in {groups[0], groups[len(groups) // 2], max(groups, key=groups.count)}:
        narrowed = flows(town, Choice(2026, funder=band[0], group=band[1])).answer
        shown = [row for name in ("items", "withoutAmount") for row in narrowed.block(name).rows]
        expected = [found for key, found in zip(groups, block.records, strict=True) if key == band]
        assert {row["funding"] for row in shown} == set().union(*map(set, expected))
        amounts = sum((Decimal(str(row["amount"])) for row in narrowed.block("items").rows), Decimal(0))
        assert cell(narrowed.block("sums").rows[0]["sum"]) == written(amounts)
        assert cell(narrowed.block("sums").rows[0]["base"]) == cell(block.rows[0]["base"])


def test_a_kind_of_money_leaves_the_others_out_with_their_amount(town: Town):
    answer = flows(town, Choice(2026, kind="FT-E")).answer
    european = [
        row for row in items("2026") if row["status"] == "bewilligt" and row["art"].startswith("FT-E")
    ]
    assert cell(answer.block("sums").rows[0]["sum"]) == money(european)
    others = [
        row for row in items("2026") if row["status"] == "bewilligt" and not row["art"].startswith("FT-E")
    ]
    assert written(sum((number(r["betrag"]) for r in others if r["betrag"]), Decimal(0))) in {
        cell(row["sum"]) for row in answer.block("leftOut").rows
    }


def stair(town: Town, months: int = 36, funder: str = ""):
    return cliff(town.snapshot, months, CONFIRMED, funder, audience=Audience.INTERN, reference_date=TODAY)


def days_of_ends(until: date) -> list[date]:
    """The days on which confirmed money or an offer that is active today ends."""
    rows = [*records("finanzierung").values()]
    ends = {day_of(r["gueltig-bis"], date.max) for r in rows if r["gueltig-bis"] and r["status"] in CONFIRMED}
    offers = [row for row in records("angebot").values() if active(row, TODAY) and row["gueltig-bis"]]
    ends |= {day_of(row["gueltig-bis"], date.max) for row in offers}
    return sorted(day for day in ends if TODAY <= day <= until)


def test_the_steps_of_the_money_are_those_of_the_workbooks(town: Town):
    expected = set()
    for day in days_of_ends(later(TODAY, 36)):
        for status in CONFIRMED:
            known = [
                r for r in records("finanzierung").values() if r["status"] == status and r["gueltig-bis"]
            ]
            ending = [row for row in known if day_of(row["gueltig-bis"], date.max) == day]
            after = [row for row in known if term(row)[0] <= day + timedelta(days=1) <= term(row)[1]]
            if ending:
                left = money(after) if after else "0"
                expected.add((
                    day.isoformat(), code("finanzierungsstatus", status), str(len(ending)), str(blanks(ending)), money(ending), left,
                ))  # fmt: skip
    names = ("day", "status", "items", "withoutAmount", "sum", "left")
    assert {tuple(cell(row[name]) for name in names) for row in stair(town).block("steps").rows} == expected
    assert expected


def test_what_runs_without_a_known_end_is_counted_beside(town: Town):
    running = [
        row for row in records("finanzierung").values()
        if row["status"] == "bewilligt" and not row["gueltig-bis"] and term(row)[0] <= TODAY <= term(row)[1]
    ]  # fmt: skip
    (row,) = stair(town).block("open").rows
    assert (cell(row["items"]), cell(row["withoutAmount"]), cell(row["sum"])) == (
        str(len(running)), str(blanks(running)), money(running),
    )  # fmt: skip


def test_at_every_step_those_offers_fall_away_that_were_not_gone_before(town: Town):
    expected, before = set(), set()
    for day in days_of_ends(later(TODAY, 36)):
        gone, _ = fallen(TODAY, day + timedelta(days=1))
        expected |= {(day.isoformat(), key) for key in gone.keys() - before}
        before = set(gone)
    found = {(cell(row["day"]), cell(row["offer"])) for row in stair(town).block("offers").rows}
    assert found == expected
    assert len(expected) > 15


@pytest.mark.parametrize("months", [2, 12, 36])
def test_the_cliff_and_question_a5_agree_on_what_falls_away(town: Town, months: int):
    fates = Fates(Reading(town.snapshot, Audience.INTERN, TODAY, Thresholds.load()))
    answer = ask(town.snapshot, "A5", {"months": str(months)}, audience=Audience.INTERN, reference_date=TODAY)
    assert {fate.offer for fate in fates.fallen(later(TODAY, months))} == {
        row["offer"] for row in answer.block("ending").rows
    }
    assert {f.offer for f in fates.not_collected()} == {row["offer"] for row in answer.block("unknown").rows}


RANK = {"covered": 2, "thin": 1, "gap": 0, "unknown": 0}


def turned(need: str, group: str, first: date) -> Counter[tuple[str, ...]]:
    """How often a need and group turn in the areas at the first step: (before, after, claim) → areas."""
    after = first + timedelta(days=1)
    gone, _ = fallen(TODAY, after)
    found: Counter[tuple[str, ...]] = Counter()
    for key, row in records("gebiet").items():
        if row["ebene"] not in ("Gemeinde", "Stadtteil"):
            continue
        place = need, group, key
        before, then = matches(*place, TODAY), matches(*place, after, gone)
        lost = {m.offer for m in before} - {m.offer for m in then}
        was, claim = state(before, claim_of(before, *place, TODAY), TODAY), claim_of(then, *place, TODAY)
        now = state(then, claim, after)
        if lost & gone.keys() and RANK[now] < RANK[was]:
            found[was, now, claim] += 1
    return found


def test_the_cells_of_a_step_turn_as_computed_a_second_time(town: Town):
    """All needs that a lost offer names, with every group one of them names and some that none does."""
    first = days_of_ends(later(TODAY, 36))[0]
    gone, _ = fallen(TODAY, first + timedelta(days=1))
    tags = [row for row in table("abdeckung") if row["angebot"] in gone]
    needs = {need for row in tags for need in values(row, "bedarf")}
    groups = {group for row in tags for group in values(row, "zielgruppe") if "+" not in group}
    shown: Counter[tuple[str, ...]] = Counter()
    for row in stair(town).block("cells").rows:
        if cell(row["day"]) == first.isoformat():
            way = (cell(row[name]) for name in ("need", "group", "before", "state", "claim"))
            shown[tuple(way)] += int(cell(row["areas"]))
    assert len(needs) > 3
    turns = 0
    for need in needs:
        for group in groups:
            expected = turned(need, group, first)
            found = Counter({key[2:]: n for key, n in shown.items() if key[:2] == (need, group)})
            assert found == expected, (need, group)
            turns += sum(expected.values())
    assert turns > 20


def test_the_numbers_of_a_step_are_those_of_its_rows(town: Town):
    answer = stair(town)
    for row in answer.block("consequences").rows:
        day = cell(row["day"])
        cells = [r for r in answer.block("cells").rows if cell(r["day"]) == day]
        for name in ("gap", "thin", "unknown"):
            assert int(cell(row[name])) == sum(
                int(cell(r["areas"])) for r in cells if cell(r["state"]) == name
            )
        assert int(cell(row["offers"])) == sum(cell(r["day"]) == day for r in answer.block("offers").rows)
    steps = answer.block("steps")
    ending = [(cell(row["day"]), cell(row["funding"])) for row in answer.block("items").rows]
    behind = [
        (cell(row["day"]), cell(record))
        for row, found in zip(steps.rows, steps.records, strict=True)
        for record in found
    ]
    assert sorted(ending) == sorted(behind)


def test_the_story_of_the_programme_that_ends_can_be_read(town: Town):
    """Förderung Q: from the money to what ends, to the offers, to the cells and how firmly that may be said."""
    answer = stair(town, 12)
    day = "2026-12-31"
    paid = {
        key
        for key, row in records("finanzierung").items()
        if row["topf"] == "Q-07" and row["gueltig-bis"] == "31.12.2026"
    }
    ending = {cell(row["funding"]): row for row in answer.block("items").rows if cell(row["day"]) == day}
    assert paid <= ending.keys()
    offers = {cell(row["offer"]) for row in answer.block("offers").rows if cell(row["day"]) == day}
    assert {offer for key in paid for offer in values(records("finanzierung")[key], "angebot")} <= offers
    stated = {
        (cell(row["need"]), cell(row["group"])): (cell(row["state"]), cell(row["claim"]))
        for row in answer.block("cells").rows
        if cell(row["day"]) == day and cell(row["stated"]) == "festgestellt"
    }
    needs = records("bedarf")
    assert stated[needs["B-07"]["bedarf"], combined(needs["B-07"]["zielgruppe"])] == ("gap", "belastbar")
    assert stated[needs["B-17"]["bedarf"], combined(needs["B-17"]["zielgruppe"])] == (
        "unknown",
        "nicht_beurteilbar",
    )


def test_a_single_funder_shows_what_hangs_on_it_and_nothing_else(town: Town):
    whole, own = stair(town, 12), stair(town, 12, funder="K-024")
    paid = {cell(row["funding"]) for row in own.block("items").rows}
    assert paid == {
        cell(row["funding"]) for row in whole.block("items").rows if cell(row["funder"]) == "K-024"
    }
    offers = {cell(row["offer"]) for row in own.block("offers").rows}
    funded = {offer for key in paid for offer in values(records("finanzierung")[key], "angebot")}
    assert offers == funded & {cell(row["offer"]) for row in whole.block("offers").rows}
    names = {records("angebot")[offer]["name"] for offer in offers}
    lost = [set(cell(row["lost"]).split(", ")) for row in own.block("cells").rows]
    assert lost
    assert all(each & names for each in lost)
    others = [row for row in whole.block("cells").rows if not set(cell(row["lost"]).split(", ")) & names]
    assert others
    assert len(lost) + len(others) == len(whole.block("cells").rows)


@pytest.mark.parametrize("rate", ["0.025", "0", "-0.01"])
def test_real_amounts_under_an_assumption(town: Town, rate: str):
    given = {"since": "2024", "baseYear": "2020", "status": "bestaetigt"}
    answer = ask(town.snapshot, "D7", given, audience=Audience.INTERN, reference_date=TODAY)
    found = {
        (cell(row["status"]), cell(row["year"])): cell(row["assumed"])
        for row in assumed(answer, 2020, Decimal(rate)).block("years").rows
    }
    expected = {}
    for year in ("2024", "2025", "2026"):
        for status, rows in by_status(counting(year, CONFIRMED)).items():
            price = 1.0
            for _ in range(2020, int(year)):
                price *= 1 + float(rate)
            expected[code("finanzierungsstatus", status), year] = float(total(rows)) / price
    assert found.keys() == expected.keys()
    for key, amount in expected.items():
        assert float(found[key]) == pytest.approx(amount, abs=0.006)
