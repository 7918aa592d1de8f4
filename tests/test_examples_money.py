"""The page of the money on Beispielau: every sum a second time from the workbooks, and behind every way exactly its items."""

from collections import defaultdict
from decimal import Decimal

import pytest
from plain.funds import SEVERAL, _level, _provider_type, blanks, items, money, top_field
from plain.registers import delivered_under
from plain.tables import TODAY, Row, number, records, table, values, within, written
from plain.words import code
from test_examples_answers import cell
from test_examples_truth import Town

from ontology.iris import Audience
from queries.money_flows import DIVISIONS, Choice, money_flows

pytestmark = pytest.mark.slow
OWN = ("FT-G", "FT-T", "FT-D")
WAY = ("status", "funder", "group", "target", "items", "withoutAmount", "sum")
SEVERAL_AREAS = "mehrere Gebiete, nicht aufgeteilt"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(tmp_path_factory.mktemp("beispielau"))


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
    groups = [(str(row["funder"]), str(row["group"])) for row in block.rows]
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
