"""What a change does to the matrix: exactly the cells that two full matrices disagree about, no more and no fewer."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, RDFS, SKOS, Graph, Literal

from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import SOZ
from queries import MemoryTown, matrix
from queries.matrix_difference import matrix_difference
from queries.reading import Reading
from queries.settings import Thresholds
from queries.verdict import State

DATA = Path(__file__).parent / "data" / "queries" / "town"
AGS = "99999001"
TODAY = date(2026, 11, 24)
BD, ZG, CL, VOK, ES = (namespace(n) for n in ("bd", "zg", "cl", "vok", "es"))
NEED = iris.record(AGS, SOZ.LocalTerm, "EB-1")


@cache
def stand():
    return Graph().parse(DATA / "stand.ttl")


@cache
def before():
    return MemoryTown.read(DATA, AGS)


def changed(removed=(), added=()):
    graph = Graph()
    for triple in stand():
        graph.add(triple)
    for triple in removed:
        graph.remove(triple)
    for triple in added:
        graph.add(triple)
    held = iris.held_back_graph(AGS)
    return MemoryTown.of(graph, AGS, extra={held: before().engine.graph(held)})


def by_brute_force(old, new, then=TODAY):
    """The cells of all areas about which the two full matrices disagree, where both have them."""
    areas = Reading(new, Audience.INTERN, TODAY, Thresholds.load()).areas.values()
    tables = []
    for town, day in ((old, then), (new, TODAY)):
        found = [
            matrix(town, str(a.iri), audience=Audience.INTERN, reference_date=day) for a in areas if a.is_cell
        ]
        tables.append(
            {(c.need, c.group, m.area): (c.verdict.state, c.verdict.claim) for m in found for c in m.cells}
        )
    before, after = tables
    return (
        {p: (before[p], after[p]) for p in before.keys() & after.keys() if before[p] != after[p]},
        before,
        after,
    )


def difference(old, new):
    return matrix_difference(old, new, audience=Audience.INTERN, reference_date=TODAY)


def said(verdict):
    return (verdict.state, verdict.claim) if verdict else None


def some(predicate, cls):
    return min(
        (s, p, o) for s, p, o in stand().triples((None, predicate, None)) if (s, RDF.type, cls) in stand()
    )


CHANGES = {
    "nothing": ((), ()),
    "a coverage without its need": ([some(SOZ.needType, SOZ.Coverage)], ()),
    "a coverage for another group": (
        [some(SOZ.targetGroup, SOZ.Coverage)],
        [(some(SOZ.targetGroup, SOZ.Coverage)[0], SOZ.targetGroup, ZG["ZG-M02"])],
    ),
    "a statement withdrawn": ([some(SOZ.inventoryResult, SOZ.InventoryStatement)], ()),
    "a statement weakened": (
        [some(SOZ.inventoryResult, SOZ.InventoryStatement)],
        [(some(SOZ.inventoryResult, SOZ.InventoryStatement)[0], SOZ.inventoryResult, ES["ES-4"])],
    ),
    "an offer ended": (
        list(stand().triples((None, SOZ.status, CL["angebotsstatus-aktiv"])))[:1],
        [],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_difference_is_that_of_the_whole_matrices(name):
    town = changed(*CHANGES[name])
    found = difference(before(), town)
    expected, old, new = by_brute_force(before(), town)
    told = {(c.need, c.group, c.area): (said(c.before), said(c.after)) for c in found.changes}
    assert {place: both for place, both in told.items() if place in old and place in new} == expected
    assert bool(told) == (name != "nothing")
    assert sum(found.kinds.values()) == len(found.changes)
    assert found.cells == len(new)


DAYS = [date(2023, 6, 1), date(2024, 12, 31), date(2025, 11, 24), date(2026, 6, 1), date(2026, 11, 23)]


@pytest.mark.parametrize("then", DAYS, ids=str)
def test_what_ended_or_grew_old_between_two_days_differs(then):
    found = matrix_difference(
        before(), before(), audience=Audience.INTERN, reference_date=TODAY, before_date=then
    )
    expected, old, new = by_brute_force(before(), before(), then)
    told = {(c.need, c.group, c.area): (said(c.before), said(c.after)) for c in found.changes}
    assert {place: both for place, both in told.items() if place in old and place in new} == expected
    assert expected or then > date(2026, 1, 1)


def test_a_need_of_the_town_s_own_adds_cells_and_is_named():
    town = changed(
        added=[
            (NEED, RDF.type, SOZ.LocalTerm),
            (NEED, SOZ.termKind, CL["begriffsart-begriff"]),
            (NEED, RDF.type, SOZ.NeedType),
            (NEED, DCTERMS.identifier, Literal("EB-1")),
            (NEED, RDFS.label, Literal("Energieschulden", lang="de")),
            (NEED, SKOS.inScheme, VOK["needs"]),
            (NEED, SKOS.broader, BD["BD-EX2"]),
        ]
    )
    found = difference(before(), town)
    assert {c.need for c in found.changes} == {NEED}
    assert {c.before for c in found.changes} == {None}
    assert found.labels[NEED]["de"] == "Energieschulden"
    rows = matrix(town, audience=Audience.INTERN, reference_date=TODAY).rows
    place = [row.need for row in rows].index(NEED)
    assert rows[place - 1].need == BD["BD-EX2"], (
        "the town's own need stands below the one it is narrower than"
    )
    assert rows[place].field == rows[place - 1].field
    per_area = len(rows[place].cells)
    assert len(found.changes) % per_area == 0
    back = difference(town, before())
    assert {c.after for c in back.changes} == {None}
    assert len(back.changes) == len(found.changes)


def test_kinds_say_from_which_state_to_which():
    found = difference(before(), changed([some(SOZ.needType, SOZ.Coverage)]))
    assert found.kinds == Counter((c.before.state, c.after.state) for c in found.changes)
    assert {kind[1] for kind in found.kinds} & {State.UNKNOWN, State.GAP}, (
        "a coverage without need covers less"
    )
    backwards = difference(changed([some(SOZ.needType, SOZ.Coverage)]), before())
    assert backwards.kinds == {(b, a): number for (a, b), number in found.kinds.items()}
