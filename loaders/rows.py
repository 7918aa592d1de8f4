"""From a row to a record."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from rdflib import Literal, URIRef
from rdflib.term import Node

from graph.findings import Effect, Finding
from loaders.canonical import Cell
from loaders.cells import CellReader
from loaders.columns import ReadColumn, Table
from loaders.messages import finding
from loaders.readings import Blank, Group, Problem, Reading
from loaders.records import Record, Statement
from ontology import iris
from ontology.namespaces import DCTERMS, RDF, RDFS
from ontology.sheets import Kind
from ontology.terms import CL, GEO, LOCN, SOZ
from ontology.vocabulary import label, ontology_graph

_DISCLOSURE, _IDENTIFIER = SOZ.disclosure, DCTERMS.identifier  # namespaces look terms up anew each time
_DEFAULT_DISCLOSURE: URIRef = CL["offenlegung-intern"]
_OWN_NODES = {  # values that hang on a node of their own: type of the node, ending of its key
    LOCN.address: (LOCN.Address, "anschrift"),
    GEO.hasGeometry: (GEO.Geometry, "geometrie"),
}
_BLANK_PATHS = {Blank.UNKNOWN: SOZ.unknownValueFor, Blank.NONE: SOZ.noValueFor}
_IN_NAMES = 3  # so many columns, and values of a column, make up a name nobody gave
_KEY_DIGITS = 12


@dataclass(slots=True)
class RowRead:
    """A record, what was found in its row, and the composite groups it names."""

    record: Record
    findings: list[Finding] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def read_row(
    table: Table, number: int, cells: Mapping[int, Cell], reader: CellReader, sha256: str
) -> RowRead:
    """Read one row.

    Args:
        table: the sheet it stands in.
        number: as the spreadsheet shows it.
        cells: the filled cells by column number.
        reader: with an index that holds all records of the file.
        sha256: of the file, for rows that have no key.
    """
    row = _Row(table, number, reader)
    readings = [
        (column, reader.read(cells[column.number], column.spec))
        for column in table.columns
        if column.number in cells
    ]
    key = next((str(r.values[0]) for c, r in readings if c.spec.kind is Kind.KEY and r.values), None)
    if key is None and not _key_is_demanded(table):
        key = _digest(readings)
    iri = (
        iris.record(reader.index.ags, table.spec.cls, key)
        if key is not None
        else iris.source_row(reader.index.ags, sha256, table.sheet.number, number)
    )
    origin = table.sheet.origin(number)
    for column, reading in readings:
        row.take(column, reading, cells[column.number], iri, key)
    if key is None and not any(c.spec.kind is Kind.KEY for c, _ in readings):
        row.findings.append(finding("key-missing", table.place(number, table.column(Kind.KEY)), focus=iri))
    if key is not None and _IDENTIFIER not in {s.path for s in row.statements}:
        row.statements.append(Statement(_IDENTIFIER, Literal(key)))
    row.name()
    rules = tuple(dict.fromkeys(f.rule for f in row.findings if f.effect is Effect.HOLD_ROW))
    record = Record(
        cls=table.spec.cls,
        iri=iri,
        key=key or "",
        place=table.place(number),
        disclosure=row.disclosure,
        statements=tuple(dict.fromkeys([*row.statements, *row.blanks()])),
        held_back=bool(rules),
        rules=rules,
        unreadable=frozenset(row.unreadable),
        part=origin.part if origin else 0,
        about_column=origin.column if origin and origin.unfolded else None,
    )
    return RowRead(record, row.findings, row.groups)


@dataclass(slots=True)
class _Row:
    """A record while its cells are taken in."""

    table: Table
    number: int
    reader: CellReader
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    unreadable: set[URIRef] = field(default_factory=set)
    disclosure: URIRef = _DEFAULT_DISCLOSURE
    _blanks: list[tuple[URIRef, Blank, str | None]] = field(default_factory=list)
    _named_by: list[Reading] = field(default_factory=list)

    def take(self, column: ReadColumn, reading: Reading, cell: Cell, iri: URIRef, key: str | None) -> None:
        """Add what one cell says."""
        path = column.spec.paths[-1]
        for told in reading.problems:
            self.findings.append(self._finding(told, column, cell, iri))
            if self.findings[-1].effect is Effect.HOLD_ROW or not (reading.values or reading.blank):
                self.unreadable.add(path)
        self.groups += reading.groups
        if reading.blank is not None:
            self._blanks.append((column.spec.paths[0], reading.blank, self._letter(column)))
        for node in reading.values:
            self._state(column, node, iri, key)
        if path == _DISCLOSURE and reading.values and isinstance(reading.values[0], URIRef):
            self.disclosure = reading.values[0]
        elif column.spec.kind in {Kind.REFERENCE, Kind.CONCEPT} and reading.values:
            self._named_by.append(reading)

    def name(self) -> None:
        """Give the record a name made of what it refers to, if its sheet does not demand one."""
        named = any(s.path == RDFS.label for s in self.statements)
        column = next((c for c in self.table.spec.columns if c.paths == (RDFS.label,)), None)
        if named or (column is not None and column.required):
            return
        key = next((str(s.value) for s in self.statements if s.path == _IDENTIFIER), "")
        words = [
            ", ".join(self._called(v, r) for v in r.values[:_IN_NAMES]) for r in self._named_by[:_IN_NAMES]
        ]
        text = " · ".join(words) or f"{label(self.table.spec.cls)} {key}"
        self.statements.append(Statement(RDFS.label, Literal(text, lang="de")))

    def blanks(self) -> list[Statement]:
        """Words for a missing value, unless other cells of the row gave the same thing a value."""
        given = {s.path for s in self.statements if s.subject is None}
        return [
            Statement(_BLANK_PATHS[blank], path, letter)
            for path, blank, letter in self._blanks
            if path not in given and path != RDFS.label and not _is_inverse(path, self.table.spec.cls)
        ]

    def _state(self, column: ReadColumn, node: Node, iri: URIRef, key: str | None) -> None:
        first, *more = column.spec.paths
        if more and key is not None:
            cls, ending = _OWN_NODES[first]
            own = iris.record(self.reader.index.ags, self.table.spec.cls, f"{key}-{ending}")
            self.statements.append(Statement(first, own, self._letter(column)))
            self.statements.append(Statement(RDF.type, cls, None, own))
            self.statements.append(Statement(more[0], node, self._letter(column), own))
        elif not more and isinstance(node, URIRef) and _is_inverse(first, self.table.spec.cls):
            self.statements.append(Statement(first, iri, self._letter(column), node))
        elif not more:
            self.statements.append(Statement(first, node, self._letter(column)))

    def _letter(self, column: ReadColumn) -> str | None:
        return self.table.letter(self.number, column)

    def _finding(self, told: Problem, column: ReadColumn, cell: Cell, iri: URIRef) -> Finding:
        return finding(
            told.code,
            self.table.place(self.number, column),
            found=cell.text if told.found is None else told.found,
            suggestion=told.suggestion,
            path=column.spec.paths[-1],
            focus=iri,
            fill=told.fill,
        )

    def _called(self, node: Node, reading: Reading) -> str:
        group = next((g for g in reading.groups if g.iri == node), None)
        if group is not None:
            return " und ".join(label(part) for part in group.parts)
        return self.reader.index.name(URIRef(str(node))) or label(URIRef(str(node)))


def _key_is_demanded(table: Table) -> bool:
    return any(column.kind is Kind.KEY and column.required for column in table.spec.columns)


def _digest(readings: list[tuple[ReadColumn, Reading]]) -> str:
    """A key from what the row says, for sheets whose rows need none: equal rows are one record."""
    said = sorted(
        f"{c.spec.tag} {v.n3()}" for c, r in readings for v in r.values if isinstance(v, URIRef | Literal)
    )
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:_KEY_DIGITS]


@cache
def _is_inverse(path: URIRef, cls: URIRef) -> bool:
    """Whether a column of `cls` names the subject of `path`, as the coverage sheet names its offer."""
    graph = ontology_graph()
    return (path, RDFS.range, cls) in graph and (path, RDFS.domain, cls) not in graph
