"""A foreign table, recast into the sheets of our template by a mapping; every cell keeps its place in the user's file.

After this the way of a delivery is the same for all files, and a finding still names the cell its sender knows.
Rows that name the same record (a provider in every line) become one record; where they contradict each other, the
first one counts and the others are told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from graph.findings import Finding, Place
from loaders.canonical import EMPTY, Cell, Stored
from loaders.errors import SourceError
from loaders.layout import Layout, data_rows, find_layout
from loaders.mapping import UNFOLDED_CELL, UNFOLDED_HEADER, FieldMapping, RecordMapping, TableMapping
from loaders.mapping import Mapping as Agreement
from loaders.messages import finding
from loaders.outline import letter
from loaders.readings import Problem
from loaders.spreadsheet import CellOrigin, Sheet
from loaders.steps import Bench, Piece, run
from loaders.workbook import Workbook
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.vocabulary import fold

_EXAMPLES = 5
_BROKEN = frozenset({Stored.LOST, Stored.ERROR})
_BETWEEN = {Kind.TEXT: "\n", Kind.NAME: " "}


@dataclass(slots=True)
class FieldTrace:
    """What a field of a mapping did: cells filled and left empty, and a few distinct examples, in → out."""

    filled: int = 0
    empty: int = 0
    examples: dict[str, str] = field(default_factory=dict)


FieldPlace = tuple[int, int, int]
"""Positions of table, record and field in a mapping, from 0."""


@dataclass(frozen=True, slots=True)
class Recast:
    """A workbook in the form of the template. Its `findings` say what the mapping could not do.

    `layouts`: raw sheet → the table found on it. `unused`: columns with content that no record reads.
    """

    workbook: Workbook
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    traces: Mapping[FieldPlace, FieldTrace] = field(default_factory=dict)
    unused: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """A raw sheet with its table; `columns`: folded and plain header → column number."""

    sheet: Sheet
    layout: Layout
    columns: Mapping[str, int]

    def number(self, header: str) -> int | None:
        """The column with this header, also if case, umlauts or blanks changed."""
        return self.columns.get(header) or self.columns.get(fold(header))


def recast(
    workbook: Workbook,
    mapping: Agreement,
    specs: tuple[SheetSpec, ...],
    same: Mapping[tuple[str, str], str] | None = None,
) -> Recast:
    """Apply a mapping.

    Args:
        workbook: as read; if it was refused it comes back as it is.
        mapping: what becomes of its sheets.
        specs: the sheets of the template.
        same: (sheet tag, key made here) → key of the record somebody decided it to be.

    Raises:
        SourceError: the mapping names a sheet or column that the template does not have.
    """
    if workbook.refused:
        return Recast(workbook)
    work = _Work(workbook, {spec.tag: spec for spec in specs}, Bench(dict(same or {})))
    for number, table in enumerate(mapping.tables):
        work.take(number, table)
    sheets = tuple(work.sheets())
    findings = (*workbook.findings, *work.findings)
    if not sheets and not work.findings:
        names = ", ".join(f"‹{sheet.name}›" for sheet in workbook.sheets) or "–"
        findings = (*findings, finding("mapping-nothing", Place(workbook.filename), fill={"sheets": names}))
    shaped = replace(workbook, sheets=sheets, raw=workbook.sheets, findings=findings)
    return Recast(shaped, work.layouts, work.traces, tuple(work.unused(mapping)))


@dataclass(slots=True)
class _Work:
    workbook: Workbook
    specs: Mapping[str, SheetSpec]
    bench: Bench
    findings: list[Finding] = field(default_factory=list)
    layouts: dict[str, Layout] = field(default_factory=dict)
    traces: dict[FieldPlace, FieldTrace] = field(default_factory=dict)
    _filling: dict[str, "_Filling"] = field(default_factory=dict)
    _parts: dict[tuple[str, int], int] = field(default_factory=dict)
    _known: dict[tuple[int, tuple[Piece, ...]], tuple[Cell, str | None, tuple[tuple[str, Problem], ...]]] = (
        field(default_factory=dict)
    )

    def take(self, number: int, table: TableMapping) -> None:
        """Make records of every sheet the table mapping is about."""
        for sheet in self._sheets_of(table):
            layout = find_layout(sheet, table.layout)
            self.layouts[sheet.name] = layout
            headers = {fold(name): n for n, name in reversed(list(enumerate(layout.headers, start=1)))}
            source = _Source(
                sheet, layout, headers | {name: n for n, name in enumerate(layout.headers, start=1)}
            )
            if not self._has_columns(source, table):
                continue
            for row, cells in data_rows(sheet, layout):
                for position, record in enumerate(table.records):
                    self._record((number, position), record, source, row, cells)

    def sheets(self) -> Iterator[Sheet]:
        """The recast sheets in the order of the template."""
        for spec in sorted((self._spec(tag) for tag in self._filling), key=lambda s: s.order):
            yield self._filling[spec.tag].sheet(spec)

    def unused(self, mapping: Agreement) -> Iterator[Place]:
        """Columns with content that nothing reads."""
        for table in mapping.tables:
            used = {fold(name) for name in mapping.used_columns(table)}
            for sheet in self._sheets_of(table):
                layout = self.layouts.get(sheet.name)
                for number, header in enumerate(layout.headers if layout else (), start=1):
                    if fold(header) not in used and _has_content(sheet, layout, number):
                        yield Place(self.workbook.filename, sheet.name, None, letter(number), header)

    def _sheets_of(self, table: TableMapping) -> Iterator[Sheet]:
        for sheet in self.workbook.sheets:
            named = not table.sheet or fold(sheet.name) == fold(table.sheet)
            if named and any(any(row) for row in sheet.grid):
                yield sheet

    def _has_columns(self, source: _Source, table: TableMapping) -> bool:
        """Whether all columns are there. On a sheet nobody named, other columns mean that another table is on it."""
        used = {name for record in table.records for name in _columns_of(record)}
        missing = sorted(name for name in used if source.number(name) is None)
        if missing and not table.sheet and len(self.workbook.sheets) > 1 and 2 * len(missing) > len(used):
            return False
        for name in missing:
            place = Place(
                self.workbook.filename, source.sheet.name, max(source.layout.header_rows, default=None)
            )
            near = _nearest(name, source.layout.headers)
            self.findings.append(finding("mapping-column-missing", place, found=name, suggestion=near))
        return not missing

    def _record(
        self,
        at: tuple[int, int],
        record: RecordMapping,
        source: _Source,
        row: int,
        cells: Mapping[int, Cell],
    ) -> None:
        if record.when is not None:
            number = source.number(record.when.column)
            if not record.when.holds(cells.get(number or 0, EMPTY).text):
                return
        filling = self._filling.setdefault(record.into, _Filling(record.into, self.workbook.filename))
        for unfolded in record.unfold or (None,):
            if unfolded is None or cells.get(source.number(unfolded) or 0):
                filled = self._fields(at, record, source, row, cells, unfolded)
                part = self._parts[source.sheet.name, row] = self._parts.get((source.sheet.name, row), 0) + 1
                origin = self._origin(source, row, unfolded, part=part, unfolded=unfolded is not None)
                self.findings += filling.add(filled, origin, repeats=record.repeats)

    def _fields(
        self,
        at: tuple[int, int],
        record: RecordMapping,
        source: _Source,
        row: int,
        cells: Mapping[int, Cell],
        unfolded: str | None,
    ) -> dict[str, tuple[Cell, CellOrigin]]:
        filled = {}
        for number, entry in enumerate(record.fields):
            spec = self._column(record.into, entry)
            pieces = tuple(_pieces(entry, source, cells, unfolded))
            cell, header, told = self._evaluated(entry, spec, pieces)
            for about, problem in told:
                place = self._place(source, row, about)
                self.findings.append(
                    finding(problem.code, place, found=problem.found, suggestion=problem.suggestion)
                )
            trace = self.traces.setdefault((*at, number), FieldTrace())
            trace.filled, trace.empty = trace.filled + bool(cell), trace.empty + (not cell)
            if pieces and len(trace.examples) < _EXAMPLES:
                trace.examples.setdefault(" · ".join(p.cell.text for p in pieces if p.cell), cell.text)
            first = header or next((c for c in entry.columns if not c.startswith("@")), unfolded)
            filled[entry.to] = (cell, self._origin(source, row, first))
        return filled

    def _evaluated(
        self, entry: FieldMapping, spec: ColumnSpec, pieces: tuple[Piece, ...]
    ) -> tuple[Cell, str | None, tuple[tuple[str, Problem], ...]]:
        """The cell a field becomes, the column it mainly came from, and what is to be told; the same for the same."""
        key = (id(entry), pieces)
        if key not in self._known:
            broken = next((p for p in pieces if p.cell.stored in _BROKEN), None)
            if broken is not None:
                self._known[key] = (broken.cell, broken.header, ())
            else:
                self.bench.told.clear()
                made = tuple(p for p in run(entry.steps, pieces, self.bench) if p.cell)
                self._known[key] = (
                    _together(made, spec),
                    made[0].header if made else None,
                    tuple(self.bench.told),
                )
        return self._known[key]

    def _origin(
        self, source: _Source, row: int, header: str | None, *, part: int = 0, unfolded: bool = False
    ) -> CellOrigin:
        number = source.number(header) if header and not header.startswith("@") else None
        return CellOrigin(
            sheet=source.sheet.name,
            sheet_number=source.sheet.number,
            row=row,
            column=letter(number) if number else None,
            header=source.layout.headers[number - 1] if number else None,
            part=part,
            unfolded=unfolded,
        )

    def _place(self, source: _Source, row: int, header: str) -> Place:
        origin = self._origin(source, row, header)
        return Place(self.workbook.filename, origin.sheet, row, origin.column, origin.header)

    def _spec(self, tag: str) -> SheetSpec:
        if tag not in self.specs:
            raise SourceError(
                f"mapping: there is no sheet {tag}; expected one of {', '.join(self.specs)}. Correct 'into'"
            )
        return self.specs[tag]

    def _column(self, tag: str, entry: FieldMapping) -> ColumnSpec:
        column = self._spec(tag).column(f"{tag}+{entry.to}")
        if column is None:
            raise SourceError(f"mapping: sheet {tag} has no column {entry.to}. Correct 'to'")
        return column


@dataclass(slots=True)
class _Filling:
    """A sheet of the template while it is filled."""

    tag: str
    filename: str
    rows: list[tuple[dict[str, tuple[Cell, CellOrigin]], CellOrigin]] = field(default_factory=list)
    _by_key: dict[str, int] = field(default_factory=dict)
    _differing: set[tuple[str, str]] = field(default_factory=set)

    def add(
        self, filled: dict[str, tuple[Cell, CellOrigin]], origin: CellOrigin, *, repeats: bool
    ) -> list[Finding]:
        """Add a record; one that may repeat adds only what its earlier rows did not say."""
        key = filled.get("kennung", (EMPTY, origin))[0].text
        if repeats and not key:
            return []
        if not repeats or key not in self._by_key:
            self._by_key[key] = len(self.rows)
            self.rows.append((filled, origin))
            return []
        earlier, _ = self.rows[self._by_key[key]]
        return list(self._merge(key, earlier, filled))

    def _merge(
        self,
        key: str,
        earlier: dict[str, tuple[Cell, CellOrigin]],
        later: Mapping[str, tuple[Cell, CellOrigin]],
    ) -> Iterator[Finding]:
        for name, (cell, origin) in later.items():
            before = earlier.get(name)
            if before is None or not before[0]:
                earlier[name] = (cell, origin)
            elif cell and cell.text != before[0].text and (key, name) not in self._differing:
                self._differing.add((key, name))  # told once per record and column, not for every further row
                here, there = _place_of(self.filename, origin), _place_of(self.filename, before[1])
                yield finding(
                    "mapping-differs",
                    here,
                    found=cell.text,
                    places=(there,),
                    fill={"where": there.describe()},
                )

    def sheet(self, spec: SheetSpec) -> Sheet:
        """The filled sheet: one row of tags, then the records."""
        used = {name for filled, _ in self.rows for name in filled}
        columns = [c for c in spec.columns if c.tag.partition("+")[2] in used]
        grid = [[Cell(column.tag) for column in columns]]
        origins: dict[tuple[int, int], CellOrigin] = {}
        for row, (filled, origin) in enumerate(self.rows, start=2):
            origins[row, 0] = origin
            grid.append([])
            for number, column in enumerate(columns, start=1):
                cell, place = filled.get(column.tag.partition("+")[2], (EMPTY, None))
                grid[-1].append(cell)
                if place is not None:
                    origins[row, number] = place
        return Sheet(spec.label["de"], int(spec.order), grid, origins=origins)


def _pieces(
    entry: FieldMapping, source: _Source, cells: Mapping[int, Cell], unfolded: str | None
) -> Iterator[Piece]:
    if entry.constant is not None:
        yield Piece("", Cell(entry.constant))
    for name in entry.columns:
        if name == UNFOLDED_HEADER:
            yield Piece(unfolded or "", Cell(unfolded or "") if unfolded else EMPTY)
        elif name == UNFOLDED_CELL:
            yield Piece(unfolded or "", cells.get(source.number(unfolded or "") or 0, EMPTY))
        else:
            yield Piece(name, cells.get(source.number(name) or 0, EMPTY))


def _together(pieces: tuple[Piece, ...], column: ColumnSpec) -> Cell:
    if not pieces:
        return EMPTY
    if len(pieces) == 1 or column.kind is Kind.KEY:
        return pieces[0].cell
    texts = dict.fromkeys(p.cell.text for p in pieces)
    if len(texts) == 1:
        return pieces[0].cell
    return Cell(_BETWEEN.get(column.kind, "; ").join(texts))


def _columns_of(record: RecordMapping) -> Iterator[str]:
    yield from record.unfold
    if record.when is not None:
        yield record.when.column
    for entry in record.fields:
        yield from (name for name in entry.columns if not name.startswith("@"))


def _has_content(sheet: Sheet, layout: Layout | None, number: int) -> bool:
    first = layout.first_row if layout else 1
    return any(len(row) >= number and row[number - 1] for row in sheet.grid[first - 1 :])


def _nearest(name: str, headers: tuple[str, ...]) -> str | None:
    best = process.extractOne(fold(name), {h: fold(h) for h in headers}, scorer=fuzz.WRatio, score_cutoff=70)
    return str(best[2]) if best else None


def _place_of(filename: str, origin: CellOrigin) -> Place:
    return Place(filename, origin.sheet, origin.row, origin.column, origin.header)
