"""From the text of a cell to values, by the kind of its column. Nothing is dropped or guessed without a word."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from rdflib import XSD, Literal

from loaders.blanks import blank_of
from loaders.canonical import Cell, Stored
from loaders.codes import (
    read_ags,
    read_email,
    read_language,
    read_phone,
    read_position,
    read_postcode,
    read_url,
)
from loaders.concepts import read_concept
from loaders.dates import read_date, read_year
from loaders.legal import read_legal
from loaders.local_terms import LocalTerms
from loaders.numbers import read_decimal, read_integer, read_money, read_share
from loaders.persons import IN_WORDS, is_private_mail, trace_of_person
from loaders.readings import Blank, Problem, Reading, join, noted, problem, value
from loaders.references import RecordIndex
from ontology import iris
from ontology.sheets import ColumnSpec, Kind
from ontology.terms import GEO, SOZ

_SEPARATORS = re.compile(r"\s*[;|\n]\s*")
_TEXT_SEPARATORS = re.compile(r"\s*\n\s*|;\s+|\s+\|\s+")  # web addresses may hold ; and |
_FREE_TEXT = frozenset({Kind.NAME, Kind.TEXT, Kind.STRING})
_WRITTEN = _FREE_TEXT | {Kind.KEY}
_CODES = frozenset({SOZ.localAreaCode})  # plain texts whose zeros count
_CONTACT = frozenset({Kind.PHONE, Kind.EMAIL, Kind.URL})
_NAMED_FIRST = frozenset({Kind.CONCEPT})  # a list may hold "offen" or "keine" as a term of its own
_LAST_DAYS = frozenset({SOZ.validTo, SOZ.noticeBy, SOZ.dueDate, SOZ.applicationTo})
_TRUE = frozenset({"ja", "j", "x", "yes", "y", "true", "wahr", "1", "✓", "✔", "ja."})
_FALSE = frozenset({"nein", "n", "no", "false", "falsch", "0", "nein."})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_NOT_KEY = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one file. `untyped`: the file holds text only (CSV). `terms`: words of the town's own."""

    index: RecordIndex
    untyped: bool = False
    date1904: bool = False
    terms: LocalTerms = field(default_factory=LocalTerms)
    _seen: dict[tuple[str, Cell], Reading] = field(default_factory=dict)

    def read(self, cell: Cell, column: ColumnSpec) -> Reading:
        """What the cell says, as values of the column's kind."""
        known = self._seen.get((column.tag, cell))
        if known is None:
            known = self._seen[column.tag, cell] = self._read(cell, column)
        return known

    def _read(self, cell: Cell, column: ColumnSpec) -> Reading:
        if cell.stored is Stored.EMPTY:
            return Reading()
        if cell.stored is Stored.LOST:
            return problem("formula-lost")
        if cell.stored is Stored.ERROR:
            return problem("error-value")
        if cell.stored is Stored.DATE and column.kind in _WRITTEN:
            return problem("text-as-date")
        reading = self._blank(cell, column) or self._values(cell, column)
        unread = reading.problems and not (column.kind in _CONTACT and reading.values)
        if column.kind in _FREE_TEXT or (unread and column.kind is not Kind.KEY):
            trace = trace_of_person(cell.text)
            if trace:
                german, english = IN_WORDS[trace]
                return problem("person-in-text", kind=german, kind_en=english)
        return reading

    def _blank(self, cell: Cell, column: ColumnSpec) -> Reading | None:
        if column.kind is Kind.KEY:
            return None
        blank = blank_of(cell.text, column.kind, end=column.paths[-1] in _LAST_DAYS)
        if blank is None:
            return None
        if column.kind in _NAMED_FIRST:
            named = read_concept(cell.text, column, self.index.ags, self.terms)
            if named.values:
                return named
        code = "blank-unknown" if blank is Blank.UNKNOWN else "blank-none"
        return Reading(problems=(Problem(code),), blank=blank)

    def _values(self, cell: Cell, column: ColumnSpec) -> Reading:
        reader = _READERS[column.kind]
        if column.kind in {Kind.KEY, Kind.NAME, Kind.TEXT, Kind.LEGAL}:
            return reader(self, cell, column)
        pieces = [cell.text]
        if column.repeatable or column.kind in {Kind.CONCEPT, Kind.REFERENCE}:
            separators = _TEXT_SEPARATORS if column.kind is Kind.STRING else _SEPARATORS
            pieces = [piece for piece in separators.split(cell.text) if piece]
        if len(pieces) <= 1:
            return self._one(cell, column, reader)
        if not column.repeatable:
            whole = reader(self, cell, column)
            return whole if whole.values else problem("values-too-many", count=len(pieces))
        if any(blank_of(piece, column.kind) for piece in pieces) and column.kind not in _FREE_TEXT:
            return problem("values-with-blank")
        return join(_about(self._one(Cell(piece), column, reader), piece) for piece in pieces)

    def _one(self, cell: Cell, column: ColumnSpec, reader: "Reader") -> Reading:
        """One value; or several separated by commas, if each of them is one and the whole is none."""
        reading = reader(self, cell, column)
        if reading.values or not column.repeatable or "," not in cell.text or column.kind is Kind.STRING:
            return reading
        pieces = [piece.strip() for piece in cell.text.split(",") if piece.strip()]
        parts = [reader(self, Cell(piece), column) for piece in pieces]
        if len(parts) < 2 or not all(part.values for part in parts):
            return reading
        several = join(parts)
        note = Problem("values-by-comma", cell.text, "; ".join(pieces))
        return replace(several, problems=(*several.problems, note))


def _key(cell: Cell) -> Reading:
    if iris.is_key(cell.text):
        rounded = cell.stored is Stored.NUMBER and "." in cell.text  # 1.10 comes as 1.1
        return noted(Literal(cell.text), "code-as-number") if rounded else value(Literal(cell.text))
    better = _NOT_KEY.sub("-", cell.text.translate(_UMLAUTS)).strip("-._")
    return problem("key-invalid", better if iris.is_key(better) else None)


def _string(cell: Cell, column: ColumnSpec) -> Reading:
    if column.paths[-1] in _CODES and cell.stored is Stored.NUMBER:
        return noted(Literal(cell.text), "code-as-number")
    if column.paths[-1] != GEO.asWKT:
        return value(Literal(cell.text))
    reading = read_position(cell) or value(Literal(cell.text))
    return replace(reading, values=tuple(Literal(str(v), datatype=GEO.wktLiteral) for v in reading.values))


def _boolean(cell: Cell) -> Reading:
    word = cell.text.casefold()
    if word in _TRUE or word in _FALSE:
        return value(Literal("true" if word in _TRUE else "false", datatype=XSD.boolean))
    return problem("boolean-unreadable")


def _mail(cell: Cell) -> Reading:
    reading = read_email(cell)
    if reading.values and is_private_mail(cell.text):
        return Reading(reading.values, (Problem("private-mail"),))
    return reading


def _about(reading: Reading, piece: str) -> Reading:
    """Problems of one of several values name that value."""
    named = tuple(replace(p, found=p.found or piece) for p in reading.problems)
    return replace(reading, problems=named)


def _date(reader: CellReader, cell: Cell, column: ColumnSpec) -> Reading:
    return read_date(cell, end=column.paths[-1] in _LAST_DAYS, date1904=reader.date1904)


Reader = Callable[[CellReader, Cell, ColumnSpec], Reading]

_READERS: dict[Kind, Reader] = {
    Kind.KEY: lambda _, cell, __: _key(cell),
    Kind.NAME: lambda _, cell, __: value(Literal(" ".join(cell.text.split()), lang="de")),
    Kind.TEXT: lambda _, cell, __: value(Literal(cell.text, lang="de")),
    Kind.STRING: lambda _, cell, column: _string(cell, column),
    Kind.DATE: _date,
    Kind.YEAR: lambda _, cell, __: read_year(cell),
    Kind.INTEGER: lambda _, cell, __: read_integer(cell),
    Kind.DECIMAL: lambda _, cell, __: read_decimal(cell),
    Kind.MONEY: lambda _, cell, __: read_money(cell),
    Kind.SHARE: lambda _, cell, __: read_share(cell),
    Kind.BOOLEAN: lambda _, cell, __: _boolean(cell),
    Kind.CONCEPT: lambda reader, cell, column: read_concept(
        cell.text, column, reader.index.ags, reader.terms
    ),
    Kind.LEGAL: lambda _, cell, column: read_legal(cell.text, column),
    Kind.REFERENCE: lambda reader, cell, column: reader.index.read(cell.text, column.classes),
    Kind.AGS: lambda reader, cell, _: read_ags(cell, untyped=reader.untyped),
    Kind.POSTCODE: lambda reader, cell, _: read_postcode(cell, untyped=reader.untyped),
    Kind.PHONE: lambda _, cell, __: read_phone(cell),
    Kind.EMAIL: lambda _, cell, __: _mail(cell),
    Kind.URL: lambda _, cell, __: read_url(cell),
    Kind.LANGUAGE: lambda _, cell, __: read_language(cell),
}
