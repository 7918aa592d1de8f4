"""Which sheet of the template a sheet is, and which column is which.

The row of machine tags decides; where it is missing, the headers do. So columns may be renamed (the tag stays), moved or
inserted, and title rows may stand above.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from graph.findings import Finding, Place
from loaders.canonical import EMPTY, Cell
from loaders.messages import finding
from loaders.outline import letter
from loaders.spreadsheet import Sheet
from ontology.namespaces import RDFS
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.vocabulary import fold, label

COVER_TAG, LISTS_TAG, HELP_TAG = "#lieferung", "#listen", "#erlaeuterungen"
_HEADER_ROWS = 30  # a header below the thirtieth row is none
_KEY_WORDS = ("nr", "nummer", "id", "kennung", "schluessel", "key")
_NAME_WORDS = ("name", "bezeichnung", "titel")


@dataclass(frozen=True)
class ReadColumn:
    """A column of the file and what it is. `number` from 1, `header` as in the file."""

    number: int
    header: str
    spec: ColumnSpec

    @cached_property
    def letter(self) -> str:
        """As the spreadsheet shows it."""
        return letter(self.number)


@dataclass(frozen=True)
class Table:
    """A sheet that was recognised. `header_row` and `first_row` (of the data) as the spreadsheet counts."""

    file: str
    sheet: Sheet
    spec: SheetSpec
    columns: tuple[ReadColumn, ...]
    header_row: int
    first_row: int

    def column(self, kind: Kind) -> ReadColumn | None:
        """The first column of a kind."""
        return next((c for c in self.columns if c.spec.kind is kind), None)

    @cached_property
    def name_column(self) -> ReadColumn | None:
        """The column with the names of the records."""
        return next((c for c in self.columns if c.spec.paths == (RDFS.label,)), None)

    @cached_property
    def rows(self) -> tuple[tuple[int, dict[int, Cell]], ...]:
        """Row number and filled cells by column number, for every row that is not empty.

        Where cells are merged downwards, each of their rows gets the value, except for keys.
        """
        return tuple(self._filled_rows())

    def _filled_rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        numbers = [column.number for column in self.columns]
        inherited = self._inherited()
        for row in range(self.first_row, len(self.sheet.grid) + 1):
            cells = {}
            for number in numbers:
                cell = self.sheet.cell(row, number)
                if cell is EMPTY and (row, number) in inherited:
                    cell = inherited[row, number]
                if cell:
                    cells[number] = cell
            if cells:
                yield row, cells

    def place(self, row: int | None = None, column: ReadColumn | None = None) -> Place:
        """A cell, a row or the sheet, as it stands in the delivered file."""
        origin = self.sheet.origin(row, column.number if column else 0) if row else None
        if origin is not None and column is None:
            return Place(self.file, origin.sheet, origin.row)
        if origin is not None:
            return Place(self.file, origin.sheet, origin.row, origin.column, origin.header)
        if column is None:
            return Place(self.file, self.sheet.name, row)
        return Place(self.file, self.sheet.name, row, column.letter, column.header)

    def letter(self, row: int, column: ReadColumn) -> str | None:
        """The letter of a cell's column in the delivered file; None if no column says it."""
        origin = self.sheet.origin(row, column.number)
        return origin.column if origin is not None else column.letter

    def _inherited(self) -> dict[tuple[int, int], Cell]:
        by_number = {c.number: c for c in self.columns if c.spec.kind is not Kind.KEY}
        return {
            (row, merge.left): self.sheet.cell(merge.top, merge.left)
            for merge in self.sheet.outline.merges
            if merge.top >= self.first_row and merge.left in by_number
            for row in range(merge.top + 1, min(merge.bottom, len(self.sheet.grid)) + 1)
        }


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was made of a sheet."""

    table: Table | None
    findings: tuple[Finding, ...] = ()


def recognise(file: str, sheet: Sheet, specs: Sequence[SheetSpec]) -> Recognition | None:
    """Find the header of a sheet; None if it is not one of the template."""
    found = _by_tags(sheet, specs) or _by_labels(sheet, specs)
    if found is None:
        return None
    spec, tag_row, label_row = found
    columns, findings = _columns(file, sheet, spec, tag_row, label_row)
    present = {column.spec.tag for column in columns}
    header_row = label_row or tag_row or 1
    for column in spec.columns:
        if column.required and column.tag not in present:
            place = Place(file, sheet.name, header_row)
            fill = {"tag": column.tag}
            findings.append(finding("column-missing", place, found=column.label["de"], fill=fill))
    table = Table(file, sheet, spec, tuple(columns), header_row, max(tag_row or 0, label_row or 0) + 1)
    return Recognition(table, tuple(findings))


def tag_of(cell: Cell) -> str | None:
    """The machine tag in a cell, if it holds one."""
    text = cell.text.replace(" ", "").lower()
    return text if text.startswith("#") and len(text) > 1 else None


def _by_tags(sheet: Sheet, specs: Sequence[SheetSpec]) -> tuple[SheetSpec, int, int | None] | None:
    best: tuple[int, SheetSpec, int] | None = None
    for number, row in enumerate(sheet.grid[:_HEADER_ROWS], start=1):
        tags = {tag for tag in map(tag_of, row) if tag and not tag.startswith(COVER_TAG)}
        for spec in specs if tags else ():
            hits = sum(column.tag in tags for column in spec.columns)
            if hits and (best is None or hits > best[0]):
                best = (hits, spec, number)
    if best is None:
        return None
    _, spec, tag_row = best
    known = _synonyms(spec)
    above, below = (_label_hits(sheet, known, row) for row in (tag_row - 1, tag_row + 1))
    if below > above and below >= 2:
        return spec, tag_row, tag_row + 1
    filled_above = tag_row > 1 and any(sheet.grid[tag_row - 2])
    return spec, tag_row, tag_row - 1 if filled_above else None


def _by_labels(sheet: Sheet, specs: Sequence[SheetSpec]) -> tuple[SheetSpec, None, int] | None:
    """By headers alone: the sheet's name must fit, or all mandatory columns and half of the headers."""
    best: tuple[float, SheetSpec, int] | None = None
    for spec in specs:
        named = _is_named(sheet.name, spec)
        known = _synonyms(spec)
        required = {column.tag for column in spec.columns if column.required}
        for number, row in enumerate(sheet.grid[:_HEADER_ROWS], start=1):
            found = [known.get(_heading(cell)) for cell in row if cell]
            tags = {column.tag for column in found if column}
            enough = bool(tags) if named else required <= tags and 2 * len(tags) >= len(found)
            score = len(tags) + (100 if named else 0)
            if enough and (best is None or score > best[0]):
                best = (score, spec, number)
    return (best[1], None, best[2]) if best else None


def _columns(
    file: str, sheet: Sheet, spec: SheetSpec, tag_row: int | None, label_row: int | None
) -> tuple[list[ReadColumn], list[Finding]]:
    width = max((len(row) for row in sheet.grid), default=0)
    first_row = max(tag_row or 0, label_row or 0) + 1
    headers = {n: sheet.cell(label_row, n).text if label_row else "" for n in range(1, width + 1)}
    tags = {n: tag_of(sheet.cell(tag_row, n)) if tag_row else None for n in range(1, width + 1)}
    tagged = {n: spec.column(tag) for n, tag in tags.items() if tag}
    claimed = {column.tag for column in tagged.values() if column}
    known = _synonyms(spec)
    columns: list[ReadColumn] = []
    findings: list[Finding] = []
    for number in range(1, width + 1):
        column = tagged.get(number)
        if column is None:
            column = known.get(_heading(Cell(headers[number])))
            column = None if column and column.tag in claimed else column
        shown = headers[number] or tags[number] or ""
        place = Place(file, sheet.name, label_row or tag_row, letter(number), shown or None)
        if column is not None:
            columns.append(ReadColumn(number, shown, column))
        elif shown:
            findings.append(finding("column-unknown", place, found=shown, suggestion=_nearest(shown, spec)))
        elif any(len(row) >= number and row[number - 1] for row in sheet.grid[first_row - 1 :]):
            findings.append(finding("column-headless", place))
    return columns, [*findings, *_duplicates(file, sheet, columns, label_row or tag_row)]


def _duplicates(file: str, sheet: Sheet, columns: list[ReadColumn], row: int | None) -> list[Finding]:
    by_tag: dict[str, list[ReadColumn]] = {}
    for column in columns:
        by_tag.setdefault(column.spec.tag, []).append(column)
    return [
        finding(
            "column-duplicate",
            Place(file, sheet.name, row, same[-1].letter, same[-1].header),
            found=same[0].header or tag,
            fill={"columns": ", ".join(c.letter for c in same)},
        )
        for tag, same in by_tag.items()
        if len(same) > 1
    ]


def _synonyms(spec: SheetSpec) -> dict[str, ColumnSpec]:
    """Folded header → column. Labels first; further words only where one column can be meant."""
    known = {fold(text): column for column in spec.columns for text in column.label.values()}
    more: dict[str, list[ColumnSpec]] = {}
    for column in spec.columns:
        words = [fold(label(column.paths[-1], lang)) for lang in ("de", "en")]
        words.append(fold(column.tag.rpartition("+")[2]))
        words += _KEY_WORDS if column.kind is Kind.KEY else ()
        words += _NAME_WORDS if column.paths == (RDFS.label,) else ()
        for word in set(words):
            more.setdefault(word, []).append(column)
    return {word: same[0] for word, same in more.items() if len(same) == 1 and word} | known


def _heading(cell: Cell) -> str:
    return fold(cell.text.split("\n")[0].strip(" *:"))


def _label_hits(sheet: Sheet, known: Mapping[str, ColumnSpec], row: int) -> int:
    cells = sheet.grid[row - 1] if 0 < row <= len(sheet.grid) else []
    return sum(_heading(cell) in known for cell in cells if cell)


def _is_named(name: str, spec: SheetSpec) -> bool:
    words = fold(name.replace("_", " ").replace("-", " "))
    own = {fold(text) for text in spec.label.values()} | {fold(spec.tag.removeprefix("#"))}
    return any(re.match(rf"{re.escape(word)}(?:\b|\d)", words) for word in own if word)


def _nearest(header: str, spec: SheetSpec) -> str | None:
    names = {column.tag: fold(column.label["de"]) for column in spec.columns}
    best = process.extractOne(fold(header), names, scorer=fuzz.WRatio, score_cutoff=60)
    column = spec.column(best[2]) if best else None
    return column.label["de"] if column else None
