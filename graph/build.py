"""Fill a store: sources as they are, one Stand per audience, what follows from it, and the vocabulary."""

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Protocol

from rdflib import URIRef

from graph.engine import Engine
from graph.merge import Merger
from graph.patch import Patch
from graph.sources import SourceIndex, source_of
from graph.terms import Quad, Triple
from ontology import iris
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.vocabulary import version as vocabulary_version
from ontology.vocabulary import vocabulary

# Whoever edits one of these changes what a Stand looks like: stores built before are built anew.
_RECIPE = ("build.py", "merge.py", "merging.ttl", "protection.py", "sources.py", "vote.py")


class Deriver(Protocol):
    """Writes what follows from a Stand; implemented above this room (`queries`).

    If it has an attribute `version` (a text that changes with its rules), stores built by other rules are rebuilt.
    """

    def derive(self, engine: Engine, ags: str, audience: Audience, changed: frozenset[URIRef] | None) -> None:
        """Bring the derived graph up to date after these records changed; `None` = all of them.

        Writes into `ontology.iris.derived_graph(ags, audience)` only and leaves the contradictions there
        (`soz:Conflict`) alone: those come from merging.
        """
        ...


def recipe(deriver: Deriver, smallest_count: int) -> str:
    """What, besides the log, decides how a built store looks."""
    parts = [vocabulary_version(), _code(), str(getattr(deriver, "version", "")), str(smallest_count)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


@cache
def _code() -> str:
    texts = (files(__package__).joinpath(name).read_bytes() for name in _RECIPE)
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def fill(engine: Engine, index: SourceIndex, deriver: Deriver, smallest_count: int) -> None:
    """Make the store hold exactly what follows from `index`, whatever it held of this municipality before."""
    wanted = {graph: triples for graph, triples in index.graphs.items() if triples}
    for graph in engine.graph_names():
        if graph not in wanted and is_delivered(index.ags, graph):
            engine.replace_graph(graph, ())
    for graph, triples in wanted.items():
        engine.replace_graph(graph, triples)
    engine.replace_graph(VOCABULARY_GRAPH, _vocabulary_triples())
    merger = Merger(index, smallest_count=smallest_count)
    for audience in Audience:
        stand = merger.build(audience)
        engine.replace_graph(iris.stand_graph(index.ags, audience), stand.triples)
        engine.replace_graph(iris.derived_graph(index.ags, audience), stand.conflicts)
        deriver.derive(engine, index.ags, audience, None)


def update(engine: Engine, index: SourceIndex, patch: Patch, deriver: Deriver, smallest_count: int) -> None:
    """Bring a store that holds what followed from `index` up to date with `patch`, and `index` with it.

    Only records the patch reaches are merged again, only what differs is written.
    """
    ags = index.ags
    before = Merger(index, smallest_count=smallest_count)
    index.apply(patch)
    after = Merger(index, smallest_count=smallest_count)
    records = after.affected(before, patch)
    new = {audience: after.build(audience, records) for audience in Audience}
    index.apply(patch.inverse())
    old = {
        audience: Merger(index, smallest_count=smallest_count).build(audience, records)
        for audience in Audience
    }
    index.apply(patch)
    engine.apply(patch.removed, patch.added)
    held_back = {
        quad[0]
        for quads in (patch.removed, patch.added)
        for quad in quads
        if quad[3] == iris.held_back_graph(ags)
    }
    for audience in Audience:
        gone, come = (
            old[audience].triples - new[audience].triples,
            new[audience].triples - old[audience].triples,
        )
        _write(engine, iris.stand_graph(ags, audience), gone, come)
        derived = iris.derived_graph(ags, audience)
        _write(
            engine,
            derived,
            old[audience].conflicts - new[audience].conflicts,
            new[audience].conflicts - old[audience].conflicts,
        )
        changed = frozenset(triple[0] for triple in gone | come) | held_back
        if changed:
            deriver.derive(engine, ags, audience, changed)


def contradictions(
    index: SourceIndex, patch: Patch, smallest_count: int
) -> tuple[frozenset[Triple], frozenset[Triple]]:
    """Where sources contradict each other before and after a change, as far as it reaches; `index` stays as it is."""
    before = Merger(index, smallest_count=smallest_count)
    index.apply(patch)
    try:
        after = Merger(index, smallest_count=smallest_count)
        records = after.affected(before, patch)
        new = after.build(Audience.INTERN, records).conflicts
    finally:
        index.apply(patch.inverse())
    old = Merger(index, smallest_count=smallest_count).build(Audience.INTERN, records).conflicts
    return frozenset(old), frozenset(new)


def is_delivered(ags: str, graph: URIRef) -> bool:
    """Whether a graph is one that the log holds: a source, the provenance, the rows held back."""
    return (
        graph in (iris.provenance_graph(ags), iris.held_back_graph(ags)) or source_of(ags, graph) is not None
    )


def _write(engine: Engine, graph: URIRef, removed: Iterable[Triple], added: Iterable[Triple]) -> None:
    gone: list[Quad] = [(*triple, graph) for triple in removed]
    new: list[Quad] = [(*triple, graph) for triple in added]
    if gone or new:
        engine.apply(gone, new)


@cache
def _vocabulary_triples() -> list[Triple]:
    return [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in vocabulary()]
