"""An invented town in an engine, and its answers in the shape in which they are expected.

One engine with the vocabulary serves a dozen towns, of which only the graphs are replaced. Then a new one: in memory it
goes on searching through what was taken out of it, and after a hundred towns takes twice as long.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from itertools import count

from random_towns.draft import AGS, TODAY
from rdflib import URIRef

from graph import EmbeddedEngine, Quad, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.vocabulary import vocabulary
from queries import Answer, MatrixAnswer, MemoryTown, RuleDeriver, ask, matrix
from queries.answer import Row

Verdict = tuple[str, str | None]


_SERVED = count()
_TOWNS = 12


@lru_cache(maxsize=1)
def engine(_number: int) -> EmbeddedEngine:
    store = EmbeddedEngine()
    store.apply([], _words())
    return store


@cache
def _words() -> list[Quad]:
    return [(URIRef(s), URIRef(p), o, iris.VOCABULARY_GRAPH) for s, p, o in vocabulary()]


def settle(stand: Iterable[Triple], held_back: Iterable[Triple] = ()) -> MemoryTown:
    """The town in the shared engine; the one before is gone."""
    store = engine(next(_SERVED) // _TOWNS)
    store.replace_graph(iris.stand_graph(AGS, Audience.INTERN), stand)
    store.replace_graph(iris.held_back_graph(AGS), held_back)
    RuleDeriver.shipped().derive(store, AGS, Audience.INTERN, None)
    return MemoryTown(store, AGS)


def answer(town: MemoryTown, code: str, *, day: date = TODAY, **parameters: str) -> Answer:
    return ask(town, code, parameters, audience=Audience.INTERN, reference_date=day)


def cells(town: MemoryTown, area: str, groups: Iterable[URIRef] = (), *, day: date = TODAY) -> MatrixAnswer:
    return matrix(town, area, sorted(map(str, groups)), audience=Audience.INTERN, reference_date=day)


def key(area: object) -> str:
    return str(area).rpartition("-")[2]


def optional(row: Row, name: str) -> str | None:
    return None if row.get(name) is None else str(row[name])


def needs(given: Answer) -> dict[URIRef, tuple[str, str, str | None, int, int]]:
    return {
        row["assessment"]: (
            block.name, str(row["state"]), optional(row, "claim"), int(str(row["offers"])), int(str(row["providers"])),
        )
        for block in given.blocks
        for row in block.rows
    }  # fmt: skip


def by_norm(given: Answer) -> dict[URIRef, Verdict]:
    return {row["norm"]: (block.name, optional(row, "claim")) for block in given.blocks for row in block.rows}


def limits(given: Answer) -> dict[tuple[URIRef, URIRef, str, int], Verdict]:
    return {
        (row["offer"], row["need"], key(row["area"]), int(str(row["endsAt"]))): (block.name, optional(row, "claim"))
        for block in given.blocks
        for row in block.rows
    }  # fmt: skip


def pairs(given: Answer) -> dict[tuple[URIRef, frozenset[URIRef]], str]:
    return {
        (row["need"], frozenset({row["offer"], row["otherOffer"]})): str(row["kind"]).rpartition("/")[2]
        if row.get("kind")
        else "capacity"
        for block in given.blocks
        if block.name != "funding"
        for row in block.rows
    }


def states(given: MatrixAnswer) -> Mapping[tuple[URIRef, URIRef], Verdict]:
    return {
        (cell.need, cell.group): (str(cell.verdict.state), cell.verdict.claim and str(cell.verdict.claim))
        for cell in given.cells
    }
