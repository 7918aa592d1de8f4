"""The matrix along areas, and the marks of its cells, held against a second plain computation on Beispielau."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from beispielau import AGS
from plain import marks
from plain.cells import EXACT, matches, weight

from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ
from queries import MemoryTown, matrix
from queries.errors import ParameterError
from queries.matrix import Axis
from queries.severity import Obligation
from queries.verdict import State

DATA = Path(__file__).parent / "data" / "queries" / "town"
TODAY = date(2026, 11, 24)


def notation(thing) -> str:
    name = str(thing).rpartition("/")[2]
    return name.partition("-")[2] if f"/id/{AGS}/" in str(thing) else name


def test_the_matrix_along_areas_has_the_cells_of_the_matrices_of_the_areas():
    town = MemoryTown.read(DATA, AGS)
    along = matrix(town, groups=["ZG-A06"], audience=Audience.INTERN, reference_date=TODAY, axis=Axis.AREAS)
    assert len(along.columns) > 1
    found = {(c.need, c.area): c for c in along.cells}
    expected = {}
    for area in along.columns:
        one = matrix(town, str(area), ["ZG-A06"], audience=Audience.INTERN, reference_date=TODAY)
        expected |= {(c.need, c.area): c for c in one.cells}
    assert found == expected
    assert Counter(c.verdict.state for c in along.cells) == Counter(
        {s: n for s, n in along.counts.items() if n}
    )


def test_along_the_areas_one_group_is_shown_everybody_without_a_choice():
    town = MemoryTown.read(DATA, AGS)
    shown = matrix(town, audience=Audience.INTERN, reference_date=TODAY, axis=Axis.AREAS)
    assert [notation(group) for group in shown.groups] == ["ZG-0"]
    within = matrix(town, "S", audience=Audience.INTERN, reference_date=TODAY, axis=Axis.AREAS)
    assert list(within.columns) == [iris.record(AGS, SOZ.Area, "S")]
    with pytest.raises(ParameterError, match="expected one, not several"):
        matrix(
            town, groups=["ZG-A06", "ZG-E05"], audience=Audience.INTERN, reference_date=TODAY, axis=Axis.AREAS
        )


@pytest.mark.slow
def test_every_mark_of_every_area_is_that_of_the_plain_computation(beispielau):
    expected_evidence = marks.evidence(TODAY)
    seen = set()
    areas = matrix(
        beispielau.snapshot, audience=Audience.INTERN, reference_date=TODAY, axis=Axis.AREAS
    ).columns
    for area in areas:
        for cell in matrix(
            beispielau.snapshot, str(area), audience=Audience.INTERN, reference_date=TODAY
        ).cells:
            place = notation(cell.need), notation(cell.group), notation(cell.area)
            level, is_part = marks.degree(place[0], place[1].replace("_", "+"), TODAY)
            told = cell.obligation
            assert (notation(told.level) if told.level else "", told.is_part) == (level, is_part), place
            assert (cell.evidence or "") == expected_evidence.get(place, ""), place
            seen |= {(level, is_part), cell.evidence}
            if cell.verdict.state is State.GAP:
                assert not matches(place[0], place[1].replace("_", "+"), place[2], TODAY), place
                assert weight(place[0], place[1].replace("_", "+"), place[2], TODAY) == str(
                    cell.verdict.claim
                )
    assert {("", False), ("PF-MO", False), ("PF-MR", True), "both", "experience", None} <= seen


@pytest.mark.slow
def test_the_gap_of_suedhang_is_a_duty_firm_and_doubly_documented(beispielau):
    (cell,) = matrix(
        beispielau.snapshot,
        "Südhang",
        ["ZG-A06"],
        "BD-SO2",
        audience=Audience.INTERN,
        reference_date=TODAY,
    ).cells
    assert (cell.verdict.state, cell.verdict.claim) == (State.GAP, "belastbar")
    assert (notation(cell.obligation.level), cell.obligation.is_part) == ("PF-MO", False)
    assert cell.evidence == "both"
    assert not [m for m in matches("BD-SO2", "ZG-A06", "G-03", TODAY) if m.grade == EXACT]


def test_a_register_without_a_norm_says_nothing_about_being_voluntary():
    town = MemoryTown.read(DATA, AGS)
    (row,) = matrix(town, field="BD-SO3", audience=Audience.INTERN, reference_date=TODAY).rows
    assert {cell.obligation for cell in row.cells} == {Obligation()}
    assert row.pillars == ()
