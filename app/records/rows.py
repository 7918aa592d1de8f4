"""A record as the row of the template it could have been read from: column tag → text of the cell.

What a form shows and what is checked when it is saved are the same row; so a form never says more than a file could.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from app.delivery.known import known_records
from app.protection import Secrets, statement
from graph.town import Snapshot
from loaders import CellReader, KnownRecord, RecordIndex, written, written_blank
from loaders.local_terms import LocalTerms
from loaders.readings import Blank
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, RDF
from ontology.sheets import ColumnSpec, SheetSpec
from ontology.terms import SOZ
from queries.rq import fill
from shapes import inverse_columns

_BLANKS: Final = {SOZ.unknownValueFor: Blank.UNKNOWN, SOZ.noValueFor: Blank.NONE}
_KEPT: Final = 2
_readers: dict[tuple[str, int], "Reader"] = {}
_reading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Row:
    """What is said about one record in the columns of a sheet. `exists`: whether anything is."""

    record: URIRef
    exists: bool
    texts: Mapping[str, str]
    settled: frozenset[str] = frozenset()
    says: Mapping[URIRef, frozenset[Node]] | None = None

    def text(self, tag: str) -> str:
        """The text of a column; empty if nothing is said."""
        return self.texts.get(tag, "")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows of one version; `known` are all records a cell may refer to."""

    snapshot: Snapshot
    cells: CellReader
    known: tuple[KnownRecord, ...]

    def row(self, spec: SheetSpec, record: URIRef, graphs: Sequence[URIRef] | None = None) -> Row:
        """The row of a record.

        Args:
            spec: the sheet.
            record: whose row.
            graphs: where to look; None = the internal Stand.
        """
        read = list(graphs) if graphs else [iris.stand_graph(self.snapshot.ags, Audience.INTERN)]
        facts = self._facts(record, read)
        blanks = {value: kind for path, kind in _BLANKS.items() for value in facts.get((record, path), ())}
        inverse = self._owners(spec, record, read)
        texts: dict[str, str] = {}
        for column in spec.columns:
            values = inverse if column.tag in inverse_columns() else _values(column, record, facts)
            if values:
                texts[column.tag] = written(values, column, self.cells)
            elif column.paths[0] in blanks:
                texts[column.tag] = written_blank(blanks.pop(column.paths[0]), column, self.cells)
        settled = set(facts.get((record, SOZ.settles), ()))
        return Row(
            record,
            exists=spec.cls in facts.get((record, RDF.type), ()),
            texts=texts,
            settled=frozenset(c.tag for c in spec.columns if c.paths[0] in settled),
            says={path: frozenset(values) for (node, path), values in facts.items() if node == record},
        )

    def written(self, column: ColumnSpec, values: Iterable[Node]) -> str:
        """The text of a cell that holds `values`."""
        return written(values, column, self.cells)

    def name(self, record: URIRef) -> str:
        """The name of a record; its key if it has none."""
        return self.cells.index.name(record) or str(record).rpartition("-")[2]

    def _facts(
        self, record: URIRef, graphs: Sequence[URIRef]
    ) -> Mapping[tuple[Node | None, URIRef], list[Node]]:
        facts: defaultdict[tuple[Node | None, URIRef], list[Node]] = defaultdict(list)
        found = self._ask("about.rq", {"record": [record]}, graphs)
        own = [v for _, _, v in found if isinstance(v, URIRef) and v.startswith(f"{record}-")]
        more = self._ask("about.rq", {"record": own}, graphs) if own else []
        for node, path, value in (*found, *more):
            if isinstance(path, URIRef) and value is not None:
                facts[node, path].append(value)
        return facts

    def _owners(self, spec: SheetSpec, record: URIRef, graphs: Sequence[URIRef]) -> list[Node]:
        paths = [c.paths[0] for c in spec.columns if c.tag in inverse_columns()]
        if not paths:
            return []
        found = self._ask("pointing_to.rq", {"value": [record], "path": paths}, graphs)
        return [owner for owner, _, _ in found if owner is not None]

    def _ask(
        self, name: str, values: Mapping[str, Sequence[Node]], graphs: Sequence[URIRef]
    ) -> list[tuple[Node | None, ...]]:
        return self.snapshot.engine.select(fill(statement(name), values, name), graphs).rows


def reader_of(snapshot: Snapshot, secrets: Secrets) -> Reader:
    """The reader of a version; the latest ones are kept, because making one reads the names of all records."""
    at = (snapshot.ags, snapshot.version)
    with _reading:
        known = _readers.get(at)
        if known is None or known.snapshot.engine is not snapshot.engine:
            records = known_records(snapshot, secrets)
            index = RecordIndex.of(snapshot.ags, records)
            known = _readers[at] = Reader(
                snapshot, CellReader(index, terms=LocalTerms.of(records.terms)), records.records
            )
            while len(_readers) > _KEPT:
                _readers.pop(next(iter(_readers)))
    return known


def key_column(spec: SheetSpec) -> ColumnSpec:
    """The column with the key."""
    return next(c for c in spec.columns if c.paths == (DCTERMS.identifier,))


def graphs_of(ags: str, source: str) -> list[URIRef]:
    """The graphs of a source."""
    return [iris.source_graph(ags, source, audience) for audience in Audience]


def _values(
    column: ColumnSpec, record: URIRef, facts: Mapping[tuple[Node | None, URIRef], Iterable[Node]]
) -> list[Node]:
    first, *more = column.paths
    values = list(facts.get((record, first), ()))
    return [v for node in values for v in facts.get((node, more[0]), ())] if more else values
