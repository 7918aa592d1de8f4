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
from loaders.filling import Filled, Filling, place_of
from loaders.layout import Layout, data_rows, find_layout
from loaders.mapping import UNFOLDED_HEADER, FieldMapping, RecordMapping, TableMapping
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

    @classmethod
    def of(cls, sheet: Sheet, layout: Layout) -> "_Source":
        """The sheet with its headers; of several that fold to the same the first one counts."""
        plain = {name: number for number, name in enumerate(layout.headers, start=1)}
        folded = {fold(name): number for name, number in reversed(plain.items()) if fold(name)}
        return cls(sheet, layout, folded | plain)

    def number(self, header: str) -> int | None:
        """The column with this header, also if case, umlauts or blanks changed."""
        return self.columns.get(header) or self.columns.get(fold(header))


_Made = tuple[Cell, str | None, tuple[tuple[str, Problem], ...]]
"""The cell a field becomes, the column it mainly came from, and what is to be told."""


@dataclass(slots=True)
class _Field:
    """A field of a mapping on one sheet, looked up once; `known` holds what it made of the same cells before.

    `numbers`: per mapped column its header and number, both None for the header of an unfolded column.
    """

    entry: FieldMapping
    spec: ColumnSpec
    numbers: tuple[tuple[str, int | None], ...]
    trace: FieldTrace
    known: dict[tuple[str | None, tuple[Cell, ...]], _Made] = field(default_factory=dict)

    def made(self, cells: Mapping[int, Cell], unfolded: tuple[str, int] | None, bench: Bench) -> _Made:
        """What this row makes of the field; the same cells make the same."""
        about = unfolded[0] if unfolded else None
        texts = tuple(self._cell(name, number, cells, unfolded) for name, number in self.numbers)
        made = self.known.get((about, texts))
        if made is None:
            made = self.known[about, texts] = self._evaluated(texts, about, bench)
        cell = made[0]
        self.trace.filled, self.trace.empty = self.trace.filled + bool(cell), self.trace.empty + (not cell)
        return made

    @staticmethod
    def _cell(
        name: str, number: int | None, cells: Mapping[int, Cell], unfolded: tuple[str, int] | None
    ) -> Cell:
        if number is not None:
            return cells.get(number, EMPTY)
        if unfolded is None:
            return EMPTY
        return Cell(unfolded[0]) if name == UNFOLDED_HEADER else cells.get(unfolded[1], EMPTY)

    def _evaluated(self, cells: tuple[Cell, ...], about: str | None, bench: Bench) -> _Made:
        names = (name if number is not None else about or "" for name, number in self.numbers)
        pieces = tuple(Piece(name, cell) for name, cell in zip(names, cells, strict=True))
        if self.entry.constant is not None:
            pieces = (Piece("", Cell(self.entry.constant)),)
        broken = next((p for p in pieces if p.cell.stored in _BROKEN), None)
        if broken is not None:
            return broken.cell, broken.header, ()
        bench.told.clear()
        made = tuple(p for p in run(self.entry.steps, pieces, bench) if p.cell)
        cell = _together(made, self.spec)
        if pieces and len(self.trace.examples) < _EXAMPLES:
            self.trace.examples.setdefault(" · ".join(p.cell.text for p in pieces if p.cell), cell.text)
        return cell, made[0].header if made else None, tuple(bench.told)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A record mapping on one sheet. `unfold`: header and number of the columns it is unfolded over."""

    record: RecordMapping
    fields: tuple[_Field, ...]
    when: int | None
    unfold: tuple[tuple[str, int], ...]


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
    # What was decided to be one record may stand in several rows, whatever the mapping says.
    decided = frozenset((tag, other) for (tag, key), other in (same or {}).items() if key != other)
    work = _Work(workbook, {spec.tag: spec for spec in specs}, Bench(dict(same or {})), decided)
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
    decided: frozenset[tuple[str, str]] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    layouts: dict[str, Layout] = field(default_factory=dict)
    traces: dict[FieldPlace, FieldTrace] = field(default_factory=dict)
    _filling: dict[str, Filling] = field(default_factory=dict)
    _parts: dict[tuple[str, int], int] = field(default_factory=dict)

    def take(self, number: int, table: TableMapping) -> None:
        """Make records of every sheet the table mapping is about."""
        for sheet in self._sheets_of(table):
            layout = find_layout(sheet, table.layout)
            self.layouts[sheet.name] = layout
            source = _Source.of(sheet, layout)
            if not self._has_columns(source, table):
                continue
            plans = [self._plan((number, at), record, source) for at, record in enumerate(table.records)]
            for row, cells in data_rows(sheet, layout):
                origins: dict[int | None, CellOrigin] = {}
                for plan in plans:
                    self._record(plan, source, row, cells, origins)

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

    def _plan(self, at: tuple[int, int], record: RecordMapping, source: _Source) -> _Plan:
        fields = tuple(
            _Field(
                entry,
                self._column(record.into, entry),
                tuple((c, None if c.startswith("@") else source.number(c) or 0) for c in entry.columns),
                self.traces.setdefault((*at, number), FieldTrace()),
            )
            for number, entry in enumerate(record.fields)
        )
        when = source.number(record.when.column) or 0 if record.when else None
        return _Plan(record, fields, when, tuple((name, source.number(name) or 0) for name in record.unfold))

    def _record(
        self,
        plan: _Plan,
        source: _Source,
        row: int,
        cells: Mapping[int, Cell],
        origins: dict[int | None, CellOrigin],
    ) -> None:
        record = plan.record
        if record.when is not None and not record.when.holds(cells.get(plan.when or 0, EMPTY).text):
            return
        filling = self._filling.setdefault(record.into, Filling(record.into, self.workbook.filename))
        for unfolded in plan.unfold or (None,):
            if unfolded is not None and not cells.get(unfolded[1]):
                continue
            filled = self._fields(plan, source, row, cells, unfolded, origins)
            part = self._parts[source.sheet.name, row] = self._parts.get((source.sheet.name, row), 0) + 1
            origin = replace(
                _origin(source, row, unfolded[1] if unfolded else None, origins),
                part=part,
                unfolded=unfolded is not None,
            )
            key = filled.get("kennung", (EMPTY, origin))[0].text
            repeats = record.repeats or (record.into, key) in self.decided
            self.findings += filling.add(filled, origin, repeats=repeats)

    def _fields(
        self,
        plan: _Plan,
        source: _Source,
        row: int,
        cells: Mapping[int, Cell],
        unfolded: tuple[str, int] | None,
        origins: dict[int | None, CellOrigin],
    ) -> Filled:
        filled: Filled = {}
        for entry in plan.fields:
            cell, header, told = entry.made(cells, unfolded, self.bench)
            for about, problem in told:
                place = place_of(self.workbook.filename, _origin(source, row, source.number(about), origins))
                self.findings.append(
                    finding(problem.code, place, found=problem.found, suggestion=problem.suggestion)
                )
            first = next((number for _, number in entry.numbers if number), None)
            if first is None and entry.numbers and unfolded:
                first = unfolded[1]
            column = (source.number(header) if header else None) or first
            filled[entry.entry.to] = (cell, _origin(source, row, column, origins))
        return filled

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


def _origin(
    source: _Source, row: int, column: int | None, origins: dict[int | None, CellOrigin]
) -> CellOrigin:
    """Where a cell stands; without a column the row. All records of a row share what they come from."""
    if column not in origins:
        origins[column] = CellOrigin(
            sheet=source.sheet.name,
            sheet_number=source.sheet.number,
            row=row,
            column=letter(column) if column else None,
            header=source.layout.headers[column - 1] if column else None,
        )
    return origins[column]


def _together(pieces: tuple[Piece, ...], column: ColumnSpec) -> Cell:
    if not pieces:
        return EMPTY
    if len(pieces) == 1 or column.kind is Kind.KEY:  # of several keys the first: a number, else a name
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
