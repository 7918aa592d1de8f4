"""Losing data makes a lack of connection unknown, never sure: nothing new is claimed when statements of a kind are gone."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph

from ontology.iris import Audience
from ontology.terms import SOZ
from queries import MemoryTown, ask

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
CLAIMED = {
    "c3_anlaufstellen": ("missing", ("constellation", "need")),
    "c4_unkoordinierte_konstellationen": ("missing", ("constellation",)),
    "c5_uebergaenge": ("missing", ("transition",)),
    "j2_fehlende_saeulenpaare": ("missing", ("pillarGroup", "otherGroup")),
    "j4_vernetzung": ("isolated", ("provider",)),
}
CASES = [
    ("c3_anlaufstellen", SOZ.area),
    ("c3_anlaufstellen", SOZ.targetGroup),
    ("c3_anlaufstellen", SOZ.inventoryResult),
    ("c4_unkoordinierte_konstellationen", SOZ.pillar),
    ("c4_unkoordinierte_konstellationen", SOZ.cooperationType),
    ("c4_unkoordinierte_konstellationen", SOZ.targetGroup),
    ("c4_unkoordinierte_konstellationen", SOZ.topic),
    ("c5_uebergaenge", SOZ.transition),
    ("c5_uebergaenge", SOZ.cooperationType),
    ("j2_fehlende_saeulenpaare", SOZ.pillar),
    ("j2_fehlende_saeulenpaare", SOZ.cooperationType),
    ("j4_vernetzung", SOZ.cooperationType),
    ("j4_vernetzung", SOZ.inventoryAspect),
]


def claimed(stand: Graph, stem: str) -> set[tuple[object, ...]]:
    block, names = CLAIMED[stem]
    town = MemoryTown.of(stand, AGS)
    answer = ask(town, stem, {}, audience=Audience.INTERN, reference_date=TODAY)
    return {tuple(row[name] for name in names) for row in answer.block(block).rows}


def stand_of(stem: str) -> Graph:
    return Graph().parse(DATA / "town" / "stand.ttl").parse(DATA / stem / "town" / "stand.ttl")


@cache
def claimed_before(stem: str) -> set[tuple[object, ...]]:
    return claimed(stand_of(stem), stem)


@pytest.mark.parametrize(("stem", "lost"), CASES, ids=lambda value: str(value).rpartition("#")[2])
def test_losing_statements_claims_nothing_new(stem, lost):
    stand = stand_of(stem)
    # what is declared stays declared, or nothing could be claimed at all
    declared = set(stand.subjects(SOZ.inventoryAspect))
    keep_declared = lost not in (SOZ.inventoryResult, SOZ.inventoryAspect)
    gone = [t for t in stand.triples((None, lost, None)) if not (keep_declared and t[0] in declared)]
    assert gone
    for triple in gone:
        stand.remove(triple)
    assert claimed(stand, stem) <= claimed_before(stem)
