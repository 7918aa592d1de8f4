"""No question of the catalogue claims more than a hint where too little is known, whatever it asks for."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from random_towns import change
from rdflib.namespace import RDF

from graph import EmbeddedEngine
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ
from queries import Catalogue, MemoryTown, ask

DATA = Path(__file__).parent / "data" / "queries"
AGS = "99999001"
TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.slow

# What is firm whatever is declared: that somebody checked and stated there is none; what is said about an earlier day.
STATED = {"D4": {"missing"}, "F1": {"none"}}
EARLIER_DAY = {"L2": {"course"}}


@cache
def beside(stem: str, version: int) -> MemoryTown:
    """The common town with what one question has beside it; on the whole common town nearly all claims are weakened."""
    also = [DATA / stem / ("town" if version == 2 else "earlier")]
    return MemoryTown.read(DATA / "town", AGS, also=also, engine=EmbeddedEngine(), version=version)


def claimed(town: MemoryTown, stem: str, day: date = TODAY) -> set[tuple[str, str]]:
    """Block and claim of everything that is claimed firmly or provisionally."""
    return {
        (block.name, str(row[column.name]))
        for run in yaml.safe_load((DATA / stem / "case.yaml").read_text("utf-8"))["runs"]
        for answer in [
            ask(town, stem, {name: str(value) for name, value in run.items()}, audience=Audience.INTERN, reference_date=day, earlier=lambda _: beside(stem, 1))
        ]
        for block in answer.blocks
        for row in block.rows
        for column in answer.columns
        if column.kind == "claim" and str(row.get(column.name)) in {"belastbar", "vorlaeufig"}
    }  # fmt: skip


CLAIMING = [q.stem for q in Catalogue.load().questions if any(c.kind == "claim" for c in q.header.columns)]


@pytest.mark.parametrize("stem", CLAIMING)
def test_no_question_claims_more_than_a_hint_where_too_little_is_known(stem):
    """Without any inventory statement, beyond the freshness of all, or while a row waits of which nobody knows what it is."""
    town, code = beside(stem, 2), Catalogue.load().get(stem).id
    graphs = change.graphs_of(town)
    stand, held_back = iris.stand_graph(AGS, Audience.INTERN), iris.held_back_graph(AGS)
    statements = {s for s, p, o in graphs[stand] if p == RDF.type and o == SOZ.InventoryStatement}
    undeclared = {**graphs, stand: [t for t in graphs[stand] if t[0] not in statements]}
    row = iris.source_row(AGS, "0" * 64, 1, 999)
    waiting = {**graphs, held_back: [*graphs.get(held_back, []), (row, RDF.type, SOZ.HeldBackRow)]}
    stated = {(block, "belastbar") for block in STATED.get(code, ())}
    earlier = {(block, "belastbar") for block in EARLIER_DAY.get(code, ())}
    assert claimed(change.placed(undeclared, AGS, 2), stem) <= stated
    assert claimed(change.placed(waiting, AGS, 2), stem) <= stated
    assert claimed(town, stem, date(2030, 1, 1)) <= stated | earlier
