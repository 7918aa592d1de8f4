"""Where the header of a foreign table stands, and what its columns are called."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.layout_lines import Line, Lines, Look, is_numbering, is_series, is_units, look
from loaders.outline import Merge, letter

_REACH = 60  # a header below the sixtieth row is none
_DEEPEST = 5  # rows of a header
_BROAD = 0.6  # share of the cells that a row usually fills
_ENOUGH = 5  # rows that tell by repetition what is a value
_LIKE_DATA = 0.3  # share of cells that look like the column below, from which on a row is no header
_HYPHENATED = re.compile(r"([^\W\d_]{2,})[-\u2010]\s*\n\s*([a-zäöüß])")
_SOFT_HYPHENATED = re.compile(r"\b([A-ZÄÖÜ][a-zäöüß]{3,})[-\u2010]([a-zäöüß]{4,})")
_FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d_])\s?(?:\d{1,2}\)|\*+\)?)$")
_NAME_OF_ONE = re.compile(
    r"\D{,20}(?:name|bezeichnung|träger|anbieter|einrichtung|angebot|adresse|stadtteil)\D{,12}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of a header and what stands under it. `first_row`: where data may begin."""

    rows: tuple[int, ...]
    first_row: int
    below: tuple[int, ...] = ()  # units, numbers of columns


@dataclass(slots=True)
class HeaderFinder:
    """Finds the header of one sheet."""

    lines: Lines
    _covers: dict[int, list[Merge]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for merge in self.lines.sheet.outline.merges:
            for row in range(merge.top, min(merge.bottom, _REACH) + 1):
                self._covers.setdefault(row, []).append(merge)

    def find(self) -> Head:
        """The header as it shows itself: broad, of words, unlike what is below."""
        main = self._first_broad()
        if main is None:
            return Head((), min(self.lines.by_row, default=1))
        if not self._is_header(main):
            return Head((), main)
        return self.below((*self._above(main), *self._extended(main)))

    def below(self, rows: tuple[int, ...]) -> Head:
        """The header with these rows, and the rows of units and column numbers under it."""
        row, under = max(rows) + 1, []
        while (line := self.lines.line(row)) and (is_numbering(line) or is_units(line)):
            under.append(row)
            row += 1
        return Head(rows, row, tuple(under))

    def names(self, rows: Sequence[int]) -> tuple[str, ...]:
        """The name of every column, each once; the rows of a header joined by ` / `."""
        width = self.lines.width
        parts: dict[int, list[str]] = {column: [] for column in range(1, width + 1)}
        for place, row in enumerate(rows, start=1):
            below = rows[place] if place < len(rows) else None
            texts = self._unfolded(row)
            if below is not None and not any(merge.right > merge.left for merge in self._covers.get(row, ())):
                _spread(texts, self.lines.line(below), width)
            for column, text in texts.items():
                healed = heal(text)
                if column in parts and healed and healed not in parts[column]:
                    parts[column].append(healed)
        return tuple(_unique(" / ".join(parts[n]) or f"Spalte {letter(n)}" for n in parts))

    def spans_all(self, row: int) -> bool:
        """Whether one merged cell covers a row from edge to edge: a title, or a heading between rows."""
        line = self.lines.line(row)
        return len(line) == 1 and any(
            merge.right - merge.left + 1 >= max(2, 0.8 * self.lines.width) for merge in self._covering(row)
        )

    def _covering(self, row: int) -> list[Merge]:
        if row <= _REACH:
            return self._covers.get(row, [])
        return [merge for merge in self.lines.sheet.outline.merges if merge.top == row]

    def _first_broad(self) -> int | None:
        lines = self.lines
        if lines.width <= 1 or lines.typical <= 1:
            return self._first_of_narrow()
        for row, line in lines.by_row.items():
            if row > _REACH:
                break
            broad = len(self._unfolded(row)) >= _BROAD * lines.typical
            if broad and len(line) > 1 and not _is_pair(line) and not self.spans_all(row):
                return row
        return None

    def _first_of_narrow(self) -> int | None:
        """In a list of one column the first row is the header, unless it stands apart as a title."""
        rows = [row for row in self.lines.by_row if row <= _REACH]
        if len(rows) < 2:
            return rows[0] if rows else None
        first, second = rows[:2]
        apart = second > first + 1 and not _NAME_OF_ONE.fullmatch(
            self.lines.line(first)[min(self.lines.line(first))].text
        )
        return second if apart and len(rows) > 2 else first

    def _is_header(self, row: int) -> bool:
        line = self.lines.line(row)
        looks = {column: look(cell) for column, cell in line.items()}
        times = sum(found in {Look.YEAR, Look.DATE} for found in looks.values())
        if is_units(line) or is_numbering(line) or not (Look.TEXT in looks.values() or times > 1):
            return False
        if Look.TEXT in looks.values() and is_series(line) and not is_series(self.lines.line(row + 1)):
            return True
        like = sum(
            found is not Look.TEXT and found is self.lines.looks_below(row, column)
            for column, found in looks.items()
        )
        again = self._again(row)
        return like < _LIKE_DATA * len(line) and again < 2 and (again == 0 or 2 * again < len(line))

    def _again(self, row: int) -> int:
        """How many cells of a row stand below in their column again, which headers do not (a repeated header aside)."""
        line, sample = self.lines.line(row), list(self.lines.after(row))
        seen: set[int] = set()
        for _, other in sample if len(sample) >= _ENOUGH else ():
            same = {column for column, cell in line.items() if other.get(column) == cell}
            if len(same) < len(line):
                seen |= same
        return len(seen)

    def _above(self, main: int) -> tuple[int, ...]:
        """Rows over the main one that group its columns."""
        rows: list[int] = []
        row = main - 1
        while len(rows) < _DEEPEST - 1 and (line := self.lines.line(row)):
            if (
                self.spans_all(row)
                or _is_pair(line)
                or any(look(cell) is Look.NUMBER for cell in line.values())
            ):
                break
            grouped = any(m.top == row and m.right > m.left for m in self._covers.get(row, ()))
            if len(line) < 2 and not grouped:
                break
            rows.insert(0, row)
            row -= 1
        return tuple(rows)

    def _extended(self, main: int) -> tuple[int, ...]:
        """The main row and the ones below that still belong to the header."""
        rows = [main]
        while len(rows) < _DEEPEST and self._goes_on(rows[-1], main):
            rows.append(rows[-1] + 1)
        return tuple(rows)

    def _goes_on(self, last: int, main: int) -> bool:
        row = last + 1
        line = self.lines.line(row)
        if any(m.top <= last and main <= m.top and m.bottom >= row for m in self._covers.get(row, ())):
            return True
        if not line or is_numbering(line):
            return False
        above = self.lines.line(last)
        under_group = any(
            m.top == last and m.right > m.left and sum(m.left <= c <= m.right for c in line) > 1
            for m in self._covers.get(last, ())
        )
        fills_gaps = sum(column not in above for column in line) >= max(2, self.lines.width / 4)
        if not (under_group or fills_gaps):
            return False
        return all(look(cell) in {Look.TEXT, Look.YEAR} for cell in line.values()) and (
            under_group or self._differs_below(row, line)
        )

    def _differs_below(self, row: int, line: Line) -> bool:
        return any(self.lines.looks_below(row, column) not in {None, Look.TEXT} for column in line)

    def _unfolded(self, row: int) -> dict[int, str]:
        """The texts of a row by column, those of merged cells in each of their columns."""
        texts = {column: cell.text for column, cell in self.lines.line(row).items()}
        for merge in self._covers.get(row, ()):
            text = self.lines.sheet.cell(merge.top, merge.left).text
            for column in range(merge.left, min(merge.right, self.lines.width) + 1 if text else 0):
                texts.setdefault(column, text)
        return texts


def heal(text: str) -> str:
    """A header in one line, without the hyphens of line breaks and the marks of footnotes."""
    joined = _HYPHENATED.sub(r"\1\2", text)
    joined = _SOFT_HYPHENATED.sub(r"\1\2", " ".join(joined.split()))
    return _FOOTNOTE_MARK.sub("", joined).strip()


def _is_pair(line: Line) -> bool:
    """A line of a cover, `Stand: | 31.12.2025`."""
    return len(line) <= 2 and line[min(line)].text.endswith(":")


def _spread(texts: dict[int, str], below: Line, width: int) -> None:
    """Carry the name of a group over the empty cells to its right, as a merged cell would (CSV knows no merges)."""
    group: str | None = None
    for column in range(1, width + 1):
        if column in texts:
            group = texts[column] if column in below else None
        elif column in below and group:
            texts[column] = group


def _unique(names: Iterator[str] | Sequence[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    for name in names:
        seen[name] += 1
        fresh = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while fresh in taken:
            seen[name] += 1
            fresh = f"{name} ({seen[name]})"
        taken.add(fresh)
        yield fresh
