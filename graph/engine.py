"""What every store can do, whether it lies in a folder here or on a server elsewhere.

A query always says which graphs it reads; there is no union of everything. A union counts a triple that stands in
three graphs three times and makes engines ignore `FROM`, silently.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from rdflib import URIRef
from rdflib.term import Node

from graph.errors import StoreError
from graph.terms import Quad, Triple


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a SELECT in the order the engine gave them. An unbound variable is `None`."""

    columns: tuple[str, ...]
    rows: list[tuple[Node | None, ...]]

    def records(self) -> list[dict[str, Node | None]]:
        """The rows as column → value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@runtime_checkable
class Engine(Protocol):
    """A SPARQL store. Terms in and out are rdflib's; results are complete lists, never open cursors.

    Queries see `graphs` as default graph and as the only named graphs. They must name at least one: an
    empty list is an error (`StoreError`), not an empty answer.
    """

    def select(self, query: str, graphs: Sequence[URIRef], *, timeout_s: float | None = None) -> Table:
        """The rows of a SELECT.

        Raises:
            QuerySyntaxError: the query is not SPARQL.
            StoreError: not a SELECT, or the store failed.
        """
        ...

    def construct(self, query: str, graphs: Sequence[URIRef]) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, each once. Raises as `select`."""
        ...

    def ask(self, query: str, graphs: Sequence[URIRef]) -> bool:
        """The answer of an ASK. Raises as `select`."""
        ...

    def graph(self, iri: URIRef) -> list[Triple]:
        """All triples of a graph; of an unknown graph, none."""
        ...

    def count(self, iri: URIRef) -> int:
        """How many triples a graph holds."""
        ...

    def graph_names(self) -> list[URIRef]:
        """The graphs that hold at least one triple, sorted."""
        ...

    def apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Remove, then add, as one step that happens wholly or not at all.

        Raises:
            TermError: a term that cannot be stored; nothing was written.
            StoreError: the store failed; nothing was written.
        """
        ...

    def replace_graph(self, iri: URIRef, triples: Iterable[Triple]) -> None:
        """Make a graph hold exactly `triples`, in one step. Raises as `apply`."""
        ...


def named(graphs: Sequence[URIRef]) -> Sequence[URIRef]:
    """`graphs` itself, if there is at least one.

    Raises:
        StoreError: the list is empty.
    """
    if not graphs:
        raise StoreError("query: no graph named; expected at least one. Say which graphs the query reads")
    return graphs


def difference(
    present: Iterable[Triple], wanted: Iterable[Triple], graph: URIRef
) -> tuple[set[Quad], set[Quad]]:
    """What to remove from and what to add to `graph` so that it goes from `present` to `wanted`."""
    before = {(*triple, graph) for triple in present}
    after = {(*triple, graph) for triple in wanted}
    return before - after, after - before
