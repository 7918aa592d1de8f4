"""Beispielau as it is delivered, loaded once for all tests of a run: what its files say, and the town they make.

`conftest.py` gives it as `beispielau`. Loading takes a minute; who only asks the town shares one and changes nothing in it.
"""

import pickle
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef

from app.delivery.changes import compare
from graph import Entry, Patch, Quad, canonical
from graph.town import Snapshot, TownStore
from loaders import (
    KnownRecord,
    KnownRecords,
    load,
    provenance_quads,
    read_workbook,
    source_facts,
    source_quads,
)
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import RDFS
from ontology.terms import CL, SOZ
from queries.derive import RuleDeriver
from shapes import inverse_columns, sheet_specs

if TYPE_CHECKING:
    from graph.findings import Finding

AGS = "99999001"
TOWN = Path(__file__).parents[1] / "examples" / "beispielau"
RECEIVED = date(2026, 11, 24)
LARGE = {CL["gebietsebene-kreis"], CL["gebietsebene-gemeinde"]}
_SAID = "said.pickle"


class Town:
    """Beispielau after its deliveries, as `deliver` left it in a folder. What each says and finds, and the town they make."""

    def __init__(self, folder: Path) -> None:
        self.findings: dict[str, list[Finding]]
        self.held_back: list[URIRef]
        self.findings, self.held_back = pickle.loads((folder / _SAID).read_bytes())  # noqa: S301 our own, a moment old
        self.snapshot: Snapshot = TownStore(folder, AGS, RuleDeriver.shipped()).snapshot()

    def stand(self) -> Graph:
        """What holds in the end, with where it comes from."""
        engine, graph = self.snapshot.engine, Graph()
        for name in (iris.stand_graph(AGS, Audience.INTERN), iris.provenance_graph(AGS)):
            for triple in engine.graph(name):
                graph.add(triple)
        return graph


def deliver(folder: Path, until: str = "9999-12") -> None:
    """Load the deliveries (up to a month) into a folder, without the detour of one version each."""
    loading = _Loading()
    for file in sorted((TOWN / "lieferungen").rglob("*.xlsx")):
        if file.parent.name <= until:
            loading.deliver(file)
    store = TownStore(folder, AGS, RuleDeriver.shipped())
    store.commit(Patch(frozenset(), frozenset(loading.quads())), Entry(who="Test", why="Test"))
    (folder / _SAID).write_bytes(pickle.dumps((loading.findings, loading.held_back)))


class _Loading:
    def __init__(self) -> None:
        self.findings: dict[str, list[Finding]] = {}
        self.held_back: list[URIRef] = []
        self._known: dict[URIRef, KnownRecord] = {}
        self._said: defaultdict[str, set[Quad]] = defaultdict(set)
        self._provenance: dict[str, set[Quad]] = {}
        self._inverse = frozenset(
            column.paths[0]
            for sheet in sheet_specs()
            for column in sheet.columns
            if column.tag in inverse_columns()
        )

    def quads(self) -> set[Quad]:
        return set().union(*self._said.values(), *self._provenance.values())

    def deliver(self, file: Path) -> None:
        known = KnownRecords(tuple(self._known.values()))
        delivery = load(read_workbook(file), sheet_specs(), AGS, known, received=RECEIVED)
        self.findings[f"{file.parent.name}/{file.name}"] = list(delivery.findings)
        self.held_back += [record.iri for record in delivery.records if record.held_back]
        assert delivery.source is not None
        key = delivery.source.key
        changes = compare(
            self._said[key],
            canonical(source_quads(delivery)),
            frozenset(),
            delivery.source.delivered_on,
            self._inverse,
        )
        self._said[key] = (self._said[key] - changes.patch.removed) | set(changes.patch.added)
        facts = (source_facts(delivery), provenance_quads(delivery))
        self._provenance[key] = self._provenance.get(key, set()) | {quad for part in facts for quad in part}
        for record in delivery.records:
            names = tuple(str(s.value) for s in record.statements if s.path == RDFS.label)
            large = any(s.path == SOZ.areaLevel and s.value in LARGE for s in record.statements)
            self._known[record.iri] = KnownRecord(record.iri, record.key, names, large=large)
