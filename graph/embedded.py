"""Oxigraph inside the process, in memory or in a folder.

What it does not do by itself is done here: results are complete before they leave the thread that asked (an open
cursor in another thread aborts the process), every write passes one lock (concurrent updates on disk lose data
without an error), a dataset is always an explicit list of graphs. A running query cannot be cancelled: what people
write themselves goes through `graph.worker`.
"""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox  # noqa: TID251 this room owns the embedded engine
from rdflib import URIRef

from graph.engine import Table, difference, named
from graph.errors import QuerySyntaxError, StoreError
from graph.terms import (
    Quad,
    Triple,
    from_engine,
    from_engine_quad,
    from_engine_triple,
    to_engine_iri,
    to_engine_quad,
)
from graph.updates import change_text, statement_text

# One lock for the whole process, not one per store: two engines may stand on the same folder by mistake.
_WRITING = threading.RLock()

# From here on the loader for large amounts is faster and leaves a sixth of the space behind.
_BULK = 5_000


class EmbeddedEngine:
    """A store in `path`, or in memory without one.

    Only one process at a time can open a folder for writing; any number may open it with `read_only`, provided
    nobody writes to it (`backup` makes such a copy).

    Raises:
        StoreError: the folder is damaged, locked by another process, or not a store.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        self.path = path
        self.read_only = read_only
        try:
            if path is None:
                self._store: ox.Store | None = ox.Store()
            elif read_only:
                self._store = ox.Store.read_only(str(path))
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._store = ox.Store(path)
        except (OSError, RuntimeError) as error:
            raise StoreError(
                f"{path}: the store cannot be opened: {error}. Rebuild it from the log"
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder. Any later call raises `StoreError`."""
        store, self._store = self._store, None
        if store is not None and self.path is not None and not self.read_only:
            # Without it the next opening replays the write-ahead log, which takes as long as writing took.
            try:
                store.flush()
            except (OSError, RuntimeError) as error:
                raise StoreError(f"{self._name}: could not be written to the end: {error}") from error

    def select(
        self,
        query: str,
        graphs: Sequence[URIRef],
        *,
        timeout_s: float | None = None,  # noqa: ARG002 part of the interface, impossible here
    ) -> Table:
        """As `Engine.select`. `timeout_s` has no effect: this engine cannot be interrupted."""
        result = self._run(query, graphs)
        if not isinstance(result, ox.QuerySolutions):
            raise StoreError("query: not a SELECT; expected one. Use construct() or ask()")
        columns = tuple(variable.value for variable in result.variables)
        try:
            rows = [tuple(None if t is None else from_engine(t) for t in solution) for solution in result]
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self._name}: query failed while reading: {error}") from error
        return Table(columns, rows)

    def construct(self, query: str, graphs: Sequence[URIRef]) -> list[Triple]:
        """As `Engine.construct`."""
        result = self._run(query, graphs)
        if not isinstance(result, ox.QueryTriples):
            raise StoreError("query: not a CONSTRUCT or DESCRIBE; expected one. Use select() or ask()")
        # The engine yields a triple as often as the pattern matches; a graph holds it once.
        return [from_engine_triple(triple) for triple in dict.fromkeys(result)]

    def ask(self, query: str, graphs: Sequence[URIRef]) -> bool:
        """As `Engine.ask`."""
        result = self._run(query, graphs)
        if not isinstance(result, ox.QueryBoolean):
            raise StoreError("query: not an ASK; expected one. Use select() or construct()")
        return bool(result)

    def graph(self, iri: URIRef) -> list[Triple]:
        """As `Engine.graph`."""
        quads = self._open.quads_for_pattern(None, None, None, to_engine_iri(iri))
        return [from_engine_quad(quad)[:3] for quad in quads]

    def count(self, iri: URIRef) -> int:
        """As `Engine.count`."""
        return int(str(self.select(statement_text("count.rq"), [iri]).rows[0][0]))

    def graph_names(self) -> list[URIRef]:
        """As `Engine.graph_names`."""
        store = self._open
        names = (g for g in store.named_graphs() if isinstance(g, ox.NamedNode))
        # A graph that was emptied stays known to the engine, on a server it does not.
        filled = (g for g in names if next(store.quads_for_pattern(None, None, None, g), None) is not None)
        return sorted(URIRef(g.value) for g in filled)

    def apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """As `Engine.apply`."""
        gone, new = list(removed), list(added)
        try:
            with _WRITING:
                if not gone and len(new) >= _BULK:
                    self._writable.bulk_extend([to_engine_quad(quad) for quad in new])
                elif text := change_text(gone, new):
                    self._writable.update(text)
        except (OSError, SyntaxError, RuntimeError) as error:
            raise StoreError(f"{self._name}: nothing was written: {error}") from error

    def replace_graph(self, iri: URIRef, triples: Iterable[Triple]) -> None:
        """As `Engine.replace_graph`; writes the difference only."""
        with _WRITING:
            removed, added = difference(self.graph(iri), triples, iri)
            self.apply(removed, added)

    def backup(self, target: Path) -> None:
        """A copy of a store on disk that can be opened `read_only`; hard links, hence milliseconds.

        Raises:
            StoreError: the store lies in memory, the target exists, or the disk is full.
        """
        try:
            with _WRITING:
                self._open.backup(target)
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{target}: the snapshot could not be written: {error}") from error

    @property
    def _name(self) -> str:
        return str(self.path) if self.path else "store in memory"

    @property
    def _open(self) -> ox.Store:
        if self._store is None:
            raise StoreError(f"{self._name}: the store is closed; open it again")
        return self._store

    @property
    def _writable(self) -> ox.Store:
        if self.read_only:
            raise StoreError(f"{self._name}: this is a read-only snapshot; write through TownStore.commit")
        return self._open

    def _run(
        self, query: str, graphs: Sequence[URIRef]
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        dataset = [to_engine_iri(iri) for iri in named(graphs)]
        try:
            return self._open.query(query, default_graph=list(dataset), named_graphs=list(dataset))
        except SyntaxError as error:
            raise QuerySyntaxError.from_engine(str(error)) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"{self._name}: query failed: {error}") from error
