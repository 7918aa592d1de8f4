"""A municipality at one version, opened for reading, and the stores that are open at the moment."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from graph.engine import Engine
from graph.shelf import Marker, Shelf
from ontology import iris
from ontology.iris import VOCABULARY_GRAPH, Audience

# How many opened stores are remembered; whoever holds a Snapshot keeps it open beyond that.
_HANDLES = 6


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A municipality at one version, for reading. `path` is its folder (for `run_untrusted`), if it has one."""

    engine: Engine
    version: int
    ags: str
    path: Path | None = None

    def graphs(self, audience: Audience, extra: Sequence[URIRef] = ()) -> list[URIRef]:
        """What a question for this audience reads: one Stand, what follows from it, the vocabulary."""
        stand, derived = iris.stand_graph(self.ags, audience), iris.derived_graph(self.ags, audience)
        return [stand, derived, VOCABULARY_GRAPH, *extra]


class OpenStores:
    """The stores of a municipality that were opened last. Thread-safe."""

    def __init__(self, ags: str) -> None:
        self._ags = ags
        self._lock = threading.Lock()
        self._open: dict[Marker, Snapshot] = {}

    def snapshot(self, shelf: Shelf, marker: Marker) -> Snapshot:
        """The store of this marker, opened now if it is not open yet.

        Raises:
            StoreError: it is gone or damaged.
        """
        with self._lock:
            if marker not in self._open:
                engine = shelf.open(marker)
                self._open[marker] = Snapshot(engine, marker.version, self._ags, shelf.path(marker))
                while len(self._open) > _HANDLES:
                    del self._open[next(iter(self._open))]
            return self._open[marker]

    def clear(self) -> None:
        """Forget them all; whoever holds a Snapshot keeps it open."""
        with self._lock:
            self._open.clear()
