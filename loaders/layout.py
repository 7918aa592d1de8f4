"""Where on a foreign sheet the table is: its header, its rows, and what stands around it.

Nothing is left out without being named: titles, units, footnotes, totals and empty rows are set aside with their reason,
and whatever was found can be overruled by a `LayoutChoice`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.canonical import Cell
from loaders.layout_header import Head, HeaderFinder
from loaders.layout_lines import Line, Lines, is_footnote, is_total
from loaders.spreadsheet import Sheet


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """What a person says about a sheet; rows from 1. None = find it out, `header_rows=()` = there is no header.

    `keep`: rows that are data although they look like something to be set aside.
    """

    header_rows: tuple[int, ...] | None = None
    first_row: int | None = None
    last_row: int | None = None
    keep: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not data. `reason`: title, units, footnote, total, empty or repeated-header."""

    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The table on a sheet; `last_row < first_row` if there is none.

    Attributes:
        header_rows: rows of the header, from 1; empty if there is none.
        first_row: first row of the data, from 1.
        last_row: last row of the data, included.
        headers: one name per column of the sheet, index 0 = column A, each name once.
        set_aside: rows that are not data, in their order. Those of the header are not among them.
    """

    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    headers: tuple[str, ...]
    set_aside: tuple[SetAside, ...] = ()


NO_CHOICE = LayoutChoice()


def find_layout(sheet: Sheet, choice: LayoutChoice = NO_CHOICE) -> Layout:
    """Find the table on a sheet.

    Args:
        sheet: as read from the file.
        choice: what a person has said about it; goes before what is found.
    """
    lines = Lines.of(sheet)
    finder = HeaderFinder(lines)
    rows = choice.header_rows
    named = rows is None and sheet.header_row is not None  # by the file itself: there is nothing to find out
    if named:
        head = Head((sheet.header_row or 1,), (sheet.header_row or 1) + 1)
    elif rows:
        head = finder.below(tuple(sorted(row for row in set(rows) if row > 0)))
    elif rows is None:
        head = finder.find()
    else:
        head = Head((), finder.find().first_row if choice.first_row is None else choice.first_row)
    first = choice.first_row or head.first_row
    last = choice.last_row or (max(lines.by_row, default=0) if named else _last_row(lines, first))
    split = _Split(lines, finder, head, first, last, choice.keep)
    aside = tuple(split.set_aside())
    kept = [row for row in choice.keep if row in lines.by_row and row not in head.rows]
    return Layout(
        head.rows,
        min([first, *kept]),
        max([last, *kept]),
        finder.names(head.rows),
        aside,
    )


def data_rows(sheet: Sheet, layout: Layout) -> Iterator[tuple[int, dict[int, Cell]]]:
    """Row number and filled cells by column number, both from 1, of every row that is data.

    Where cells are merged downwards, each of their rows gets the value, if it has one of its own.
    """
    left_out = {aside.row for aside in layout.set_aside} | set(layout.header_rows)
    starts: dict[int, list[tuple[int, int]]] = {}  # top row → column and bottom row
    for merge in sheet.outline.merges:
        if merge.bottom > merge.top:
            starts.setdefault(merge.top, []).append((merge.left, merge.bottom))
    inherited: dict[int, tuple[int, Cell]] = {}  # column → until which row, what
    for row in range(layout.first_row, min(layout.last_row, len(sheet.grid)) + 1):
        cells = {column: cell for column, cell in enumerate(sheet.grid[row - 1], 1) if cell}
        for column, bottom in starts.get(row, ()):
            inherited[column] = (bottom, sheet.cell(row, column))
        if not cells or row in left_out:
            continue
        for column, (until, cell) in inherited.items():
            if row <= until and cell:
                cells.setdefault(column, cell)
        yield row, dict(sorted(cells.items()))


def _last_row(lines: Lines, first: int) -> int:
    """The last row of the data: from the end upwards, past footnotes and empty rows."""
    last = max(lines.by_row, default=0)
    rows = [row for row in lines.by_row if row >= first]
    while rows:
        row = rows.pop()
        above = rows[-1] if rows else None
        apart = above is None or above < row - 1 or _stands_apart(lines, rows, row)
        if above is None or not is_footnote(lines.line(row), width=lines.width, apart=apart):
            return row
        last = above
    return last


def _stands_apart(lines: Lines, rows: list[int], row: int) -> bool:
    """Whether the narrow rows that end with this one are separated from the table by an empty row."""
    for above in reversed(rows):
        if above < row - 1:
            return True
        if len(lines.line(above)) > 2 or 2 * len(lines.line(above)) > lines.width:
            return False
        row = above
    return False


@dataclass(slots=True)
class _Split:
    """Tells the rows that are not data from those that are."""

    lines: Lines
    finder: HeaderFinder
    head: Head
    first: int
    last: int
    keep: frozenset[int]
    _headers: list[Line] = field(default_factory=list)

    def set_aside(self) -> Iterator[SetAside]:
        """The rows that are not data, in their order."""
        self._headers = [self.lines.line(row) for row in (*self.head.rows, *self.head.below)]
        for row in range(1, max(self.lines.by_row, default=0) + 1):
            line = self.lines.line(row)
            reason = self._reason(row, line)
            if reason and row not in self.keep:
                yield SetAside(row, reason, "; ".join(line[column].text for column in sorted(line)))

    def _reason(self, row: int, line: Line) -> str | None:
        if row in self.head.rows:
            return None
        if row < self.first:
            under = self.head.rows and row > max(self.head.rows)
            return ("units" if under else "title") if line else None
        if row > self.last:
            return "footnote" if line else None
        return self._reason_within(row, line) if line else "empty"

    def _reason_within(self, row: int, line: Line) -> str | None:
        if len(line) > 1 and line in self._headers:
            return "repeated-header"
        if row in self.head.below:
            return "units"
        if is_total(line):
            return "total"
        return "title" if self.finder.spans_all(row) else None
