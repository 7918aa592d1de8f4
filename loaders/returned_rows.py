"""Which row of a returned workbook is which row of the original.

The hidden column written by `loaders.annotated` says it, wherever a row was moved to. Where that column is gone or does
not fit any more, the sheet is left out and a finding says so: a correction in the wrong row is worse than none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.findings import Finding, Place
from loaders.annotations import read_mark, width
from loaders.messages import finding
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook

_MOVED = 0.9  # share of equal cells at which a column is taken for another one that was moved
_OWN = 0.5  # share of equal cells above which a column is still itself
_ENOUGH = 3  # filled cells that make a column recognisable


@dataclass(slots=True)
class MatchedSheet:
    """A sheet of the original and what came back of it. `rows`: row of the original → row that came back."""

    original: Sheet
    returned: Sheet | None = None
    rows: dict[int, int] = field(default_factory=dict)
    numbers: int = 0  # the hidden column
    added: list[int] = field(default_factory=list)  # rows that came back and have no number
    deleted: list[int] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


def match_sheets(returned: Workbook, original: Workbook) -> list[MatchedSheet]:
    """Every sheet of the original that holds something."""
    marked = _marked(returned)
    names = {sheet.name: sheet for sheet in returned.sheets}
    matched = []
    for sheet in original.sheets:
        if not sheet.grid:
            continue
        candidates = [m for m in marked if m.number == sheet.number]
        best = next(
            (m for m in candidates if m.sheet.name == sheet.name), candidates[0] if candidates else None
        )
        if best is not None:
            matched.append(_Match(original.filename, sheet, best, returned.filename).made())
        else:
            matched.append(_unnumbered(original.filename, sheet, names.get(sheet.name)))
    return matched


@dataclass(frozen=True, slots=True)
class _Marked:
    """A sheet that came back with numbers of a sheet of the original. `marks`: row that came back → row before."""

    sheet: Sheet
    number: int
    column: int
    marks: dict[int, int]


def _marked(returned: Workbook) -> list[_Marked]:
    found = []
    for sheet in returned.sheets:
        marks = [
            (row, column, told)
            for row, cells in enumerate(sheet.grid, start=1)
            for column, cell in enumerate(cells, start=1)
            if cell.text.startswith("querblick:") and (told := read_mark(cell.text)) and not told[2]
        ]
        if marks:
            (column, number), _ = Counter((column, told[0]) for _, column, told in marks).most_common(1)[0]
            rows = {row: told[1] for row, at, told in marks if (at, told[0]) == (column, number)}
            found.append(_Marked(sheet, number, column, rows))
    return found


def _unnumbered(file: str, sheet: Sheet, returned: Sheet | None) -> MatchedSheet:
    """Without numbers only a sheet that is as it was can be trusted."""
    match, columns = MatchedSheet(sheet, returned), width(sheet)
    if returned is None:
        match.problems.append(finding("returned-sheet-missing", Place(file, sheet.name)))
    elif any(
        _texts(sheet, row, columns) != _texts(returned, row, columns)
        for row in range(1, max(len(sheet.grid), len(returned.grid)) + 1)
    ):
        match.problems.append(finding("returned-unnumbered", Place(file, sheet.name)))
    return match


@dataclass(slots=True)
class _Match:
    file: str
    sheet: Sheet
    marked: _Marked
    returned_file: str

    def made(self) -> MatchedSheet:
        """The rows matched, or a finding that says why not."""
        match = MatchedSheet(self.sheet, self.marked.sheet, numbers=self.marked.column)
        place = Place(self.file, self.sheet.name)
        if self.marked.column != width(self.sheet) + 1:
            match.problems.append(finding("returned-columns", place))
            return match
        self._rows(match)
        if self._columns_moved(match):
            match.problems.append(finding("returned-columns", place))
            match.rows, match.added, match.deleted = {}, [], []
        elif self._sorted_without_numbers(match):
            match.problems.append(finding("returned-sorted", place))
            match.rows, match.added, match.deleted = {}, [], []
        else:
            match.problems += self._told(match)
        return match

    def _rows(self, match: MatchedSheet) -> None:
        columns, last = width(self.sheet), len(self.sheet.grid)
        several: dict[int, list[int]] = {}
        for row, before in self.marked.marks.items():
            if before <= last:
                several.setdefault(before, []).append(row)
        for before, rows in several.items():
            kept = rows[0]
            if len(rows) > 1:  # a copied row: the one that is as it was is the row itself
                text = _texts(self.sheet, before, columns)
                kept = next((row for row in rows if _texts(self.marked.sheet, row, columns) == text), rows[0])
                place = Place(self.returned_file, self.marked.sheet.name, next(r for r in rows if r != kept))
                match.problems.append(finding("returned-row-twice", place, fill={"row": before}))
            match.rows[before] = kept
        known = set(match.rows.values())
        for row in range(1, len(self.marked.sheet.grid) + 1):
            if row not in known and any(_texts(self.marked.sheet, row, columns)):
                match.added.append(row)
        for before in range(1, last + 1):
            if before not in match.rows and any(_texts(self.sheet, before, columns)):
                match.deleted.append(before)

    def _told(self, match: MatchedSheet) -> Iterator[Finding]:
        if match.added:
            place = Place(self.returned_file, self.marked.sheet.name, match.added[0])
            yield finding("returned-rows-added", place, fill=_counted(match.added))
        if match.deleted:
            place = Place(self.file, self.sheet.name, match.deleted[0])
            yield finding("returned-rows-deleted", place, fill=_counted(match.deleted))

    def _columns_moved(self, match: MatchedSheet) -> bool:
        """Whether columns changed places: a column that is mostly another one's content."""
        wide = width(self.sheet)
        before = [[self.sheet.cell(row, n).text for row in match.rows] for n in range(1, wide + 1)]
        after = [
            [self.marked.sheet.cell(row, n).text for row in match.rows.values()] for n in range(1, wide + 1)
        ]
        for number in range(wide):
            if _likeness(before[number], after[number]) > _OWN or not _recognisable(after[number]):
                continue
            if any(_likeness(before[n], after[number]) >= _MOVED for n in range(wide) if n != number):
                return True
        return False

    def _sorted_without_numbers(self, match: MatchedSheet) -> bool:
        """Whether contents of rows changed places while the numbers stayed; rows that exist twice say nothing."""
        columns = width(self.sheet)
        before = {row: _texts(self.sheet, row, columns) for row in match.rows}
        after = {row: _texts(self.marked.sheet, now, columns) for row, now in match.rows.items()}
        once = {text for text, times in Counter(before.values()).items() if times == 1 and any(text)}
        left = {before[row] for row in before if before[row] != after[row]} & once
        return sum(text in left and text != before[row] for row, text in after.items()) > 1


def _texts(sheet: Sheet, row: int, columns: int) -> tuple[str, ...]:
    cells = sheet.grid[row - 1] if 0 < row <= len(sheet.grid) else []
    texts = [cell.text for cell in cells[:columns]]
    return (*texts, *[""] * (columns - len(texts)))


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of filled cells in which two columns agree."""
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a or b]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 1.0


def _recognisable(column: Sequence[str]) -> bool:
    return len({text for text in column if text}) >= _ENOUGH


def _counted(rows: Sequence[int]) -> dict[str, object]:
    return {"count": len(rows), "row": rows[0]}
