"""The gap matrix, the evidence of its cells, and that both agree with the questions."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rdflib import URIRef

from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import SOZ
from ontology.vocabulary import concepts
from queries import CellEvidence, MatrixAnswer, MemoryTown, ask, cell_evidence, matrix
from queries.errors import ParameterError
from queries.matrix import Mark, leaf_needs
from queries.verdict import Claim, Grade, State

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
BD, ZG, CL = namespace("bd"), namespace("zg"), namespace("cl")


@cache
def town() -> MemoryTown:
    return MemoryTown.read(DATA / "town", AGS)


def cells(area: str | None = None, **more) -> MatrixAnswer:
    return matrix(town(), area, audience=Audience.INTERN, reference_date=TODAY, **more)


def evidence(need: str, group: str, area: str | None = None) -> CellEvidence:
    return cell_evidence(town(), need, group, area, audience=Audience.INTERN, reference_date=TODAY)


def test_cells_are_leaf_needs_by_named_groups():
    found = cells()
    assert found.area == iris.record(AGS, SOZ.Area, "G")
    assert [row.need for row in found.rows] == list(leaf_needs())
    assert BD["BD-EX"] not in {row.need for row in found.rows}
    named = {"ZG-0", "ZG-A06", "ZG-A07", "ZG-A09", "ZG-E05", "ZG-E07", "ZG-F01", "ZG-W01"}
    assert {str(g).rpartition("/")[2] for g in found.groups} == named
    assert list(found.groups) == [g for g in concepts("target-groups") if g in found.groups]
    assert sum(found.counts.values()) == len(found.cells) == len(found.rows) * len(found.groups)
    assert Counter(c.verdict.state for c in found.cells) == Counter(
        {s: n for s, n in found.counts.items() if n}
    )
    assert str(found.counts[State.GAP]) in found.lead.de


def test_area_groups_and_field_narrow_the_matrix():
    found = cells("Südhang", groups=["ZG-A06", str(ZG["ZG-E05"])], field="BD-SO")
    assert [str(g).rpartition("/")[2] for g in found.groups] == ["ZG-A06", "ZG-E05"]
    assert {row.field for row in found.rows} == {BD["BD-SO"]}
    assert len(found.rows) == 6
    with pytest.raises(ParameterError, match="area: 'Westend' names none"):
        cells("Westend")
    with pytest.raises(ParameterError, match="no area with its municipality key"):
        matrix(MemoryTown.of([], AGS), audience=Audience.INTERN, reference_date=TODAY)


def test_a_group_nobody_names_is_judged_when_asked_for():
    found = cells("S", groups=["ZG-M02"], field="BD-WO")
    assert {cell.verdict.claim for cell in found.cells} == {Claim.NONE}


def test_the_mark_tells_what_is_stated_for_exactly_this_cell():
    marks = {(c.need, c.group): c.mark for c in cells("S").cells if c.mark is not Mark.NONE}
    assert marks == {
        (BD["BD-EX2"], ZG["ZG-E05"]): Mark.CHECKED,
        (BD["BD-SO2"], ZG["ZG-A06"]): Mark.RECOGNISED,
        (BD["BD-SO1"], ZG["ZG-A09"]): Mark.REPORTED,
        (BD["BD-PF1"], ZG["ZG-A09"]): Mark.CHECKED,
    }


@pytest.mark.parametrize("area", ["G", "N", "S"])
def test_the_matrix_agrees_with_the_question_about_needs(area):
    answer = ask(town(), "A1", {"within": area}, audience=Audience.INTERN, reference_date=TODAY)
    shown = {(c.need, c.group): c for c in cells(area).cells}
    own = [row for row in answer.rows if row["area"] == iris.record(AGS, SOZ.Area, area)]
    assert own
    for row in own:
        cell = shown[row["need"], row["group"]]
        claim = None if row["claim"] is None else str(row["claim"])
        assert (str(row["state"]), claim) == (str(cell.verdict.state), cell.verdict.claim)
        assert row["reason"] == cell.verdict.reason
        assert (int(row["offers"]), int(row["providers"])) == (cell.facts.offers, cell.facts.providers)


@pytest.mark.parametrize("area", ["G", "N", "S"])
def test_the_matrix_agrees_with_the_question_about_single_providers(area):
    answer = ask(town(), "A6", {"area": area}, audience=Audience.INTERN, reference_date=TODAY)
    asked = {(row["need"], row["group"]) for row in answer.rows if row["need"] in leaf_needs()}
    single = {
        (c.need, c.group)
        for c in cells(area).cells
        if c.verdict.grade is Grade.SPECIFIC and c.facts.providers == 1
    }
    assert asked == single


def test_the_evidence_agrees_with_its_cell():
    for cell in cells("S", field="BD-SO").cells:
        shown = evidence(str(cell.need), str(cell.group), "S")
        assert shown.verdict == cell.verdict
        assert shown.mark is cell.mark
        grade = {
            Grade.SPECIFIC: "spezifisch", Grade.GENERAL: "allgemein", Grade.PART: "teildeckung",
            Grade.UNKNOWN: "ungewiss", Grade.NONE: "keine",
        }[cell.verdict.grade]  # fmt: skip
        assert shown.grade == CL[f"deckung-{grade}"]
        of_that_grade = {row["offer"] for row in shown.block("offers").rows if row["grade"] == shown.grade}
        if cell.verdict.grade is not Grade.NONE:
            assert len(of_that_grade) == cell.facts.offers


def whys(shown: CellEvidence) -> dict[str, str]:
    return {str(r["offer"]).rpartition("-")[2]: r["why"].de for r in shown.block("offers").rows}


REASONS = [
    ("BD-EX2", "ZG-E05", "S", "A1", "zählt: genau dieser Bedarf"),
    ("BD-EX2", "ZG-E05", "N", "A1", "zählt nicht: anderes Gebiet"),
    (
        "BD-EX2",
        "ZG-E05",
        "N",
        "A2",
        "zählt als allgemein: weiter gefasster Bedarf; zählt als allgemein: weiter gefasste",
    ),
    ("BD-EX2", "ZG-E05", "G", "A1", "zählt nur zum Teil: nur ein Teil des Gebiets"),
    ("BD-GE3", "ZG-E05", "N", "A3", "ungewiss: Gebiet nicht angegeben"),
    ("BD-WO3", "ZG-W01", "N", "A5", "zählt nicht: endete am 31.12.2025"),
    ("BD-SO2", "ZG-A06", "S", "A6", "zählt nicht: koordiniert nur"),
    ("BD-SO2", "ZG-A07", "N", "A8", "zählt nicht: andere Zielgruppe"),
    ("BD-SO2", "ZG-A06", "N", "A9", "zählt nicht: andere Zielgruppe"),
    ("BD-FA2", "ZG-F02", "S", "A4", "zählt als allgemein: weiter gefasste Zielgruppe"),
    ("BD-FA2", "ZG-F", "S", "A4", "zählt nur zum Teil: enger gefasste Zielgruppe"),
]


@pytest.mark.parametrize(("need", "group", "area", "offer", "why"), REASONS)
def test_every_offer_says_why_it_counts_or_not(need, group, area, offer, why):
    assert whys(evidence(need, group, area))[offer].startswith(why)


def test_the_evidence_of_a_gap_names_needs_statements_open_offers_and_neighbours():
    shown = evidence("BD-SO2", "ZG-A06", "S")
    assert shown.verdict.state is State.GAP
    (need,) = shown.block("needs").rows
    assert (str(need["assessment"]).rpartition("-")[2], need["relation"].de) == ("B3", "genau diese Zelle")
    (statement,) = shown.block("statements").rows
    assert (str(statement["statement"]).rpartition("-")[2], statement["counts"].de) == ("D1", "ja")
    assert [str(row["offer"]).rpartition("-")[2] for row in shown.block("open_offers").rows] == ["A7"]
    states = {str(r["area"]).rpartition("-")[2]: str(r["state"]) for r in shown.block("neighbours").rows}
    assert states == {"G": "thin", "N": "thin"}
    for block in shown.blocks:
        assert block.rows or (block.empty and block.empty.de and block.empty.en)


def test_an_outdated_statement_is_shown_and_does_not_count():
    (row,) = evidence("BD-WO3", "ZG-W01", "N").block("statements").rows
    assert row["counts"].de == "nein: zu alt"


def test_contradictions_about_offers_considered_are_evidence():
    (row,) = evidence("BD-EX2", "ZG-E05", "S").block("conflicts").rows
    assert (row["holds"].de, row["lost"].de) == ("Schuldnerberatung Südhang", "Schuldnerhilfe Süd")


def test_labels_are_there_for_what_the_vocabulary_does_not_name():
    shown = evidence("BD-EX2", "ZG-E05", "S")
    named = [v for b in shown.blocks for row in b.rows for v in row.values() if isinstance(v, URIRef)]
    own = {v for v in named if f"/id/{AGS}/" in v and "quelle" not in v}
    assert own
    assert own <= shown.labels.keys()
