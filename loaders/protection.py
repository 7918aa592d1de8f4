"""The protection check (rule DQ-L08): is a shelter about to be delivered together with its place?

It looks at the raw rows, before anything becomes a record, and at everything: unread columns, unread and hidden sheets,
titles, the file name. What it finds is never echoed, and one hit refuses the whole file (ruling 25).

Protected is an offer of type AT-S1 or narrower, a row marked "geschützt", what is known as such from before, and the
sites of such offers. What refers to a protected record must not reveal its place either: a coverage below the
municipality would.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from rdflib import URIRef

from graph.findings import Finding, Place
from loaders.blanks import blank_of
from loaders.canonical import EMPTY, Cell, Stored
from loaders.cells import CellReader
from loaders.columns import HELP_TAG, LISTS_TAG, ReadColumn, Table, tag_of
from loaders.messages import finding
from loaders.outline import letter
from loaders.places import IN_WORDS, is_local_phone, trace_of_place
from loaders.references import KnownRecords
from loaders.shelters import UNNAMED, mentions_shelter, sounds_like_shelter, spaced
from loaders.spreadsheet import Sheet
from ontology.namespaces import DCTERMS, SKOS
from ontology.sheets import Kind
from ontology.terms import CL, GEO, LOCN, SOZ
from ontology.vocabulary import find_concept, scheme_iri, suggest, vocabulary

_SITE, _OFFER, _AREA, _SERVICE_TYPE, _AREA_LEVEL = (
    SOZ.Site,
    SOZ.Offer,
    SOZ.Area,
    SOZ.serviceType,
    SOZ.areaLevel,
)
_OFFER_TYPES = "offer-types"
_SHELTER_CODE = "AT-S1"
_OPEN_TO_ALL = (
    "AT-B",
    "AT-L",
    "AT-N",
    "AT-S2",
    "AT-S5",
)  # counselling, guidance, coordination: with public addresses
_OFFICE_WORDS = re.compile(
    r"berat|büro|geschäftsstelle|fachstelle|intervention|kontakt|anlauf|verwaltung|verein", re.IGNORECASE
)
_PROTECTED_WORDS = re.compile(r"(?:offenlegung[ -])?(?:geschützt|geschuetzt|protected)\.?", re.IGNORECASE)
_LARGE = frozenset(CL[f"gebietsebene-{level}"] for level in ("land", "kreis", "gemeinde"))
_PLACE_PATHS = frozenset({LOCN.address, GEO.hasGeometry})
_NUMERIC = frozenset({
    Kind.DATE, Kind.YEAR, Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.SHARE, Kind.BOOLEAN, Kind.AGS,
})  # fmt: skip
_HEADS = 30  # rows of an unread sheet that may hold its headers
_AMOUNT_HEAD = re.compile(r"betrag|summe|eur|€|kosten|anzahl|zahl|einwohner|personen|fläche", re.IGNORECASE)
_NAME_LENGTH = 4  # shorter area names ("Ost") are words of every text


@dataclass(slots=True)
class _Row:
    table: Table
    number: int
    cells: dict[int, Cell]
    iri: URIRef | None
    marked: bool  # some cell says "geschützt", in a column that is read or not
    links: dict[URIRef, set[URIRef]] = field(default_factory=dict)  # path → records


@dataclass(frozen=True, slots=True)
class Sheets:
    """All sheets of a file and those that were recognised; `raw` are those a mapping was applied to."""

    filename: str
    sheets: Sequence[Sheet]
    tables: Sequence[Table]
    raw: Sequence[Sheet] = ()

    @property
    def delivered(self) -> Sequence[Sheet]:
        """The sheets as they came: what was left out of a recast one counts, too."""
        return self.raw or self.sheets

    def read_rows(self) -> Mapping[str, frozenset[int]]:
        """Sheet → the delivered rows that are judged by what their columns are, not as loose text."""
        if not self.raw:
            return {t.sheet.name: frozenset(range(t.first_row, len(t.sheet.grid) + 1)) for t in self.tables}
        rows: dict[str, set[int]] = {}
        for table in self.tables:
            for origin in table.sheet.origins.values():
                rows.setdefault(origin.sheet, set()).add(origin.row)
        return {name: frozenset(numbers) for name, numbers in rows.items()}

    def around(self, table: Table, row: int) -> tuple[Sheet, int] | None:
        """The delivered row that a recast row was made of; None if it was delivered as it is."""
        origin = table.sheet.origin(row)
        sheet = next((s for s in self.raw if origin and s.name == origin.sheet), None)
        return (sheet, origin.row) if sheet is not None and origin is not None else None


@dataclass(frozen=True, slots=True)
class Protection:
    """Every place at which a protected facility's place is given away, and the file's name if it may be said."""

    findings: tuple[Finding, ...]
    filename: str


def protect(file: Sheets, reader: CellReader, known: KnownRecords) -> Protection:
    """Look for protected facilities whose place is given away.

    Args:
        file: the sheets as read.
        reader: with an index that holds all records of the file.
        known: from before; its protected records count here too.
    """
    rows = [row for table in file.tables for row in _rows(table, reader, file)]
    small_names = _small_area_names(rows, reader, known)
    protected = _protected(rows, reader, known)
    large = {record.iri for record in known.records if record.large} | {
        row.iri for row in rows if row.iri is not None and _is_large(row, reader)
    }
    check = _Check(file, reader, small_names, large, {r.iri for r in known.records if r.located})
    found: list[Finding] = []
    for row in rows:
        targets = set().union(*row.links.values()) if row.links else set()
        if row.iri in protected or targets & protected or row.marked or _is_shelter(row, reader):
            found += check.row(row)
    found += check.texts()
    if protected or found:
        found += check.names()
    return Protection(tuple(found), check.safe_file())


def _rows(table: Table, reader: CellReader, file: Sheets) -> Iterable[_Row]:
    key = table.column(Kind.KEY)
    references = [column for column in table.columns if column.spec.kind is Kind.REFERENCE]
    for number, cells in table.rows:
        text = cells[key.number].text if key and key.number in cells else ""
        own = reader.index.find(text, [table.spec.cls]) if text else ()
        around = file.around(table, number)
        delivered = around[0].grid[around[1] - 1] if around else ()
        told = (*table.sheet.grid[number - 1], *delivered)
        marked = any(_PROTECTED_WORDS.fullmatch(cell.text) for cell in told)
        row = _Row(table, number, cells, own[0] if own else None, marked)
        for column in references:
            cell = cells.get(column.number)
            if cell:
                values = reader.read(cell, column.spec).values
                row.links.setdefault(column.spec.paths[-1], set()).update(
                    v for v in values if isinstance(v, URIRef)
                )
        yield row


def _protected(rows: Sequence[_Row], reader: CellReader, known: KnownRecords) -> set[URIRef]:
    """Protected records of the file and from before, closed over sites and sub-offers."""
    protected = {record.iri for record in known.records if record.protected}
    protected |= {row.iri for row in rows if row.iri and (row.marked or _is_shelter(row, reader))}
    offers = [row for row in rows if row.table.spec.cls == _OFFER and row.iri is not None]
    while True:
        more: set[URIRef] = set()
        for row in offers:
            sites, parents = row.links.get(SOZ.atSite, set()), row.links.get(DCTERMS.isPartOf, set())
            if row.iri in protected:
                more |= sites
            elif row.iri is not None and (sites | parents) & protected:
                more.add(row.iri)
        if more <= protected:
            return protected
        protected |= more


def _is_shelter(row: _Row, reader: CellReader) -> bool:
    """Whether an offer is a shelter by its type, or offer or site by its name while nothing else says otherwise."""
    name = row.table.name_column
    called = row.cells.get(name.number, EMPTY).text if name else ""
    if row.table.spec.cls == _SITE:
        return mentions_shelter(called) and not _OFFICE_WORDS.search(called)
    if row.table.spec.cls != _OFFER:
        return False
    types: set[URIRef] = set()
    for column in row.table.columns:
        cell = row.cells.get(column.number)
        if column.spec.paths[-1] != _SERVICE_TYPE or not cell:
            continue
        reading = reader.read(cell, column.spec)
        types |= {v for v in reading.values if isinstance(v, URIRef)}
        if mentions_shelter(cell.text) or (reading.problems and _near_shelter(cell.text)):
            return True
    if types & _narrower((_SHELTER_CODE,)):
        return True
    return mentions_shelter(called) and not types & _narrower(_OPEN_TO_ALL)


def _near_shelter(text: str) -> bool:
    """Whether a type that could not be read resembles that of a shelter.

    "Sonstige Einrichtung" resembles "Schutzeinrichtung" only in what any facility is called; that does not count.
    """
    near = set(suggest(_OFFER_TYPES, text))
    return bool(near & _narrower((_SHELTER_CODE,))) and sounds_like_shelter(text)


@cache
def _narrower(codes: tuple[str, ...]) -> frozenset[URIRef]:
    graph, found = vocabulary(), set()
    for code in codes:
        concept = find_concept(scheme_iri(_OFFER_TYPES), code)
        if concept is not None:
            found |= {c for c in graph.transitive_subjects(SKOS.broader, concept) if isinstance(c, URIRef)}
    return frozenset(found)


def _is_large(row: _Row, reader: CellReader) -> bool:
    if row.table.spec.cls != _AREA:
        return False
    return any(
        set(reader.read(cell, column.spec).values) & _LARGE
        for column in row.table.columns
        if column.spec.paths[-1] == _AREA_LEVEL and (cell := row.cells.get(column.number))
    )


def _small_area_names(rows: Sequence[_Row], reader: CellReader, known: KnownRecords) -> frozenset[str]:
    small: set[str] = set()
    large = {name for record in known.records if record.large for name in record.names}
    for record in known.records:
        if not record.large and reader.index.is_of(record.iri, _AREA):
            small |= set(record.names)
    for row in rows:
        name = row.table.name_column
        cell = row.cells.get(name.number) if name else None
        if row.table.spec.cls == _AREA and cell:
            (large if _is_large(row, reader) else small).add(cell.text)
    return frozenset(n for n in small - large if len(n) >= _NAME_LENGTH and not n.isdecimal())


@dataclass(slots=True)
class _Check:
    file: Sheets
    reader: CellReader
    small_names: frozenset[str]
    large: set[URIRef]
    located: set[URIRef]

    def row(self, row: _Row) -> list[Finding]:
        """Everything in a protected row, or one that belongs to it, that tells where it is."""
        read = {column.number: column for column in row.table.columns}
        found = []
        for number, cell in enumerate(row.table.sheet.grid[row.number - 1], start=1):
            column = read.get(number)
            kind = self._kind(cell, column) if cell else None
            if kind:
                header = column.spec.label["de"] if column else None
                found.append(
                    self._finding("protected-place", kind, row.table.sheet, (row.number, number), header)
                )
        around = self.file.around(row.table, row.number)
        if around is not None:
            sheet, at = around
            kinds = (
                (n, trace_of_place(c.text, self.small_names)) for n, c in enumerate(sheet.grid[at - 1], 1)
            )
            found += [self._finding("protected-place", kind, sheet, (at, n)) for n, kind in kinds if kind]
        return found

    def texts(self) -> list[Finding]:
        """Texts that name a shelter and a street in one breath, wherever they stand; and rows of unread sheets."""
        read = self.file.read_rows()
        found = []
        for sheet in self.file.delivered:
            judged = read.get(sheet.name, frozenset())
            for row, cells in enumerate(sheet.grid, start=1):
                mentions = [n for n, c in enumerate(cells, start=1) if mentions_shelter(c.text)]
                for number in mentions:
                    kind = trace_of_place(cells[number - 1].text, self.small_names, phones=False)
                    if kind == "area" and row in judged:
                        kind = None  # the columns of a read row are judged by what they are
                    if kind:
                        found.append(self._finding("protected-text", kind, sheet, (row, number)))
                if mentions and not _is_ours(sheet) and row not in judged:
                    kinds = ((n, self._unread_kind(sheet, row, n)) for n in range(1, len(cells) + 1))
                    found += [self._finding("protected-text", k, sheet, (row, n)) for n, k in kinds if k]
        return found

    def names(self) -> list[Finding]:
        """The names of the file and of its sheets."""
        names = [self.file.filename, *(sheet.name for sheet in self.file.delivered)]
        kind = next((k for name in names if (k := trace_of_place(spaced(name), self.small_names))), None)
        return [finding("protected-filename", Place(UNNAMED))] if kind else []

    def _unread_kind(self, sheet: Sheet, row: int, column: int) -> str | None:
        kind = trace_of_place(sheet.cell(row, column).text, self.small_names)
        if kind == "postcode" and sheet.cell(row, column).text.isdecimal():
            heads = (sheet.cell(above, column).text for above in range(1, min(row, _HEADS)))
            return None if any(_AMOUNT_HEAD.search(head) for head in heads) else kind
        return kind

    def _kind(self, cell: Cell, column: ReadColumn | None) -> str | None:
        trace = trace_of_place(cell.text, self.small_names)
        if column is None:
            return trace
        spec = column.spec
        if blank_of(cell.text, spec.kind):
            trace = None
        elif spec.paths[0] in _PLACE_PATHS or spec.kind is Kind.POSTCODE:
            trace = "position" if GEO.hasGeometry in spec.paths else "street"
        elif spec.kind is Kind.REFERENCE:
            trace = self._reference_kind(cell, column)
        elif spec.kind is Kind.PHONE:
            trace = "phone" if is_local_phone(_full_number(cell)) else None
        elif spec.kind in _NUMERIC:  # five digits are an amount here
            trace = trace if cell.stored is Stored.TEXT and trace in {"street", "position", "area"} else None
        elif spec.kind in {Kind.CONCEPT, Kind.LEGAL, Kind.LANGUAGE} and self.reader.read(cell, spec).values:
            trace = None
        return trace

    def _reference_kind(self, cell: Cell, column: ReadColumn) -> str | None:
        reading = self.reader.read(cell, column.spec)
        targets = {v for v in reading.values if isinstance(v, URIRef)}
        if _AREA in column.spec.classes:
            return None if targets and targets <= self.large and not reading.problems else "area"
        if column.spec.paths[-1] == SOZ.atSite and (reading.problems or targets & self.located):
            return "site"  # what cannot be followed would be repeated in a finding
        return trace_of_place(cell.text, self.small_names) if reading.problems else None

    def _finding(
        self, code: str, kind: str, sheet: Sheet, where: tuple[int, int], header: str | None = None
    ) -> Finding:
        german, english = IN_WORDS[kind]
        row, column = where
        named = None if trace_of_place(spaced(sheet.name), self.small_names) else sheet.name
        place = Place(self.safe_file(), named, row, letter(column), header)
        return finding(code, place, fill={"kind": german, "kind_en": english})

    def safe_file(self) -> str:
        """The file's name, or a stand-in if the name itself tells a place."""
        return UNNAMED if trace_of_place(spaced(self.file.filename), self.small_names) else self.file.filename


def _is_ours(sheet: Sheet) -> bool:
    """Whether a sheet is the template's own list or explanation, where a row puts together what does not belong."""
    return tag_of(sheet.cell(1, 1)) in {LISTS_TAG, HELP_TAG}


def _full_number(cell: Cell) -> str:
    return f"0{cell.text}" if cell.stored is Stored.NUMBER else cell.text
