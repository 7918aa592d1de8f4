"""What a row of a foreign table is: title, units, column numbers, total, footnote or data."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise

from loaders.canonical import Cell, Stored
from loaders.spreadsheet import Sheet

Line = Mapping[int, Cell]  # filled cells of a row by column number, from 1

_NUMBER = re.compile(r"[-–−+]?\s*\d[\d .,'’]*\s*[%€]?")
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{2}|\d{4})|\d{4}-\d\d-\d\d(?:[ T].*)?")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+", re.IGNORECASE)
_MARKS = frozenset({"x", "ja", "nein", "✓", "✔", "+", "-", "–", ".", "/", "k. a.", "k.a."})
_UNIT = re.compile(
    r"[(\[]?\s*(?:in|je|pro|als)?\s*(?:%|‰|prozent|anzahl|absolut|abs\.?|€|eur(?:o)?|t€|tsd\.?(?: ?€| ?euro?)?"
    r"|mio\.?(?: ?€| ?euro?)?|1[. ]?000(?: ?€| ?euro?| ?einwohner)?|k?m²|k?m2|qm|qkm|ha|jahr(?:e|en)?|monate?n?"
    r"|tagen?|std\.?|stunden?|personen|einwohner|plätzen?|vzä|vk|stück|text|datum|zahl)\s*[)\]]?",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:(?:zwischen|gesamt|end)?summe|insgesamt|gesamt|total|zusammen|∑)(?:\s+\d{4})?\s*[:.]?(?:\s*\(.*\))?"
    r"|.{1,60}\W(?:insgesamt|gesamt|zusammen)\W*",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:daten)?quellen?\b|sources?\b|stand\b|©|\(c\)|copyright|anmerkung|hinweise?\b|fußnote|bemerkung(?:en)?\s*:"
    r"|erläuterung(?:en)?\b|legende\b|zeichenerklärung|abkürzung(?:en)?\b|_{3,}|-{3,}|—{2,}",
    re.IGNORECASE,
)
_MARKER = re.compile(r"\(?\d{1,2}\)\s*\S|[¹²³⁴⁵]\s*\S|\*+\)?\s*\S|\S{1,3}\s*=(?:\s|$)")
_LONG = 60  # characters of a single cell that is rather a sentence than a value
_REMARK = 30  # the same beside a table of two columns
_SOME = 0.15  # share of rows with several cells, from which on they make the table
_SAMPLE = 60  # so many rows tell what a column holds


class Look(Enum):
    """What a cell looks like."""

    TEXT = "text"
    NUMBER = "number"
    YEAR = "year"
    DATE = "date"
    ADDRESS = "address"  # mail or web
    MARK = "mark"


def look(cell: Cell) -> Look:  # noqa: PLR0911 one line per kind of cell
    """What a filled cell looks like."""
    text = cell.text
    match cell.stored:
        case Stored.NUMBER:
            return Look.YEAR if is_year(text) else Look.NUMBER
        case Stored.DATE | Stored.TIME:
            return Look.DATE
        case Stored.BOOLEAN:
            return Look.MARK
        case Stored.LOST | Stored.ERROR:
            return Look.NUMBER
    if text.casefold() in _MARKS:
        return Look.MARK
    if _NUMBER.fullmatch(text):
        return Look.YEAR if is_year(text) else Look.NUMBER
    if _DATE.fullmatch(text):
        return Look.DATE
    return Look.ADDRESS if _ADDRESS.fullmatch(text) else Look.TEXT


def is_year(text: str) -> bool:
    """Whether a text is a year of our time."""
    return len(text) == 4 and text.isascii() and text.isdigit() and "1900" <= text <= "2100"


def is_units(line: Line) -> bool:
    """Whether every filled cell names a unit: `in %`, `Anzahl`, `EUR`."""
    return bool(line) and all(_UNIT.fullmatch(cell.text) for cell in line.values())


def is_numbering(line: Line) -> bool:
    """Whether a row numbers the columns: 1, 2, 3, 4 or (1), (2), (3)."""
    marks = [line[column].text.strip("() .") for column in sorted(line)]
    return len(marks) >= 4 and marks == [str(n) for n in range(1, len(marks) + 1)]


def is_series(line: Line) -> bool:
    """Whether the numbers of a row count up in equal steps, as ages and years do in a header."""
    texts = [line[column].text for column in sorted(line) if look(line[column]) in {Look.NUMBER, Look.YEAR}]
    if len(texts) < 3 or not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(texts)}
    return len(steps) == 1 and min(steps) > 0


def is_total(line: Line) -> bool:
    """Whether a row is the sum of others: a word for it stands first, and numbers follow."""
    first, *rest = (line[column] for column in sorted(line))
    return bool(_TOTAL.fullmatch(first.text)) and any(look(cell) in {Look.NUMBER, Look.YEAR} for cell in rest)


def is_footnote(line: Line, *, width: int, apart: bool) -> bool:
    """Whether a row at the end of a sheet is not part of its table.

    Args:
        line: the row.
        width: how many columns the table has.
        apart: empty rows or other footnotes stand between it and the table.
    """
    first = line[min(line)].text
    if len(line) > 2 and 3 * len(line) > width:
        return False
    if _SOURCE.match(first) and (len(line) < max(width, 2) or first.rstrip().endswith(":")):
        return True
    if _MARKER.match(first) and (apart or len(line) < width):
        return True
    if width == 2:
        return len(line) == 1 and apart and len(first) > _REMARK
    return len(line) == 1 and width > 2 and (apart or len(first) > _LONG)


@dataclass(frozen=True)
class Lines:
    """The rows of a sheet. `by_row`: row number → its filled cells, without empty rows."""

    sheet: Sheet
    by_row: Mapping[int, Line]

    @classmethod
    def of(cls, sheet: Sheet) -> "Lines":
        """The rows of `sheet`."""
        rows = (
            (number, {column: cell for column, cell in enumerate(row, 1) if cell})
            for number, row in enumerate(sheet.grid, 1)
        )
        return cls(sheet, {number: line for number, line in rows if line})

    @cached_property
    def width(self) -> int:
        """The last column that holds anything."""
        return max((max(line) for line in self.by_row.values()), default=0)

    @cached_property
    def typical(self) -> int:
        """How many cells a row usually fills."""
        counts = sorted(len(line) for line in self.by_row.values())
        several = [count for count in counts if count > 1]  # titles and footnotes have one
        if len(several) >= max(2, _SOME * len(counts)):
            return several[len(several) // 2]
        return counts[len(counts) // 2] if counts else 0

    def line(self, row: int) -> Line:
        """The filled cells of a row."""
        return self.by_row.get(row, {})

    def after(self, row: int) -> Iterator[tuple[int, Line]]:
        """A sample of the rows below."""
        found = 0
        for number, line in self.by_row.items():
            if number > row and found < _SAMPLE:
                found += 1
                yield number, line

    def looks_below(self, row: int, column: int) -> Look | None:
        """What the column mostly holds below a row; None without a majority."""
        looks = [look(line[column]) for _, line in self.after(row) if column in line]
        return majority(looks)


def majority(looks: Sequence[Look]) -> Look | None:
    """What more than half of the cells look like. A year among numbers is a number."""
    counts = Counter(looks)
    if counts[Look.NUMBER] >= counts[Look.YEAR]:
        counts[Look.NUMBER] += counts.pop(Look.YEAR, 0)
    best = max(counts, key=lambda key: counts[key], default=None)
    return best if best and 2 * counts[best] > len(looks) else None
