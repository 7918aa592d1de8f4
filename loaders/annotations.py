"""What is to be written into a sender's own file, put in order and freed of what must not be repeated.

A rule that protects people carries no value, and nothing else that is said about the same cell may carry it either.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph.findings import Effect, Finding, Place, Severity
from loaders.canonical import clean
from loaders.errors import SourceError
from loaders.outline import position
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook

WORST_FIRST = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)
_REFUSING = "DQ-L08"
_CELL = 32_767  # characters a cell takes
_TEXT = 8_000  # characters of a text; a reader takes less than a cell
_TELLING = 3  # shorter values ("ja") stand in every text
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MARK = re.compile(r"querblick:(\d{1,4}):(\d{1,7})(?::(\d{1,5}))?")


@dataclass(frozen=True, slots=True)
class Annotation:
    """A finding as it is to be written beside its cell, in one language.

    `suggestion` is the text to write instead, `allowed` are the terms a drop-down in the cell offers.
    """

    place: Place
    severity: Severity
    rule: str
    message: str
    remedy: str = ""
    found: str | None = None
    suggestion: str | None = None
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An annotation with its number and its place in the workbook; rows and columns from 1, 0 if there is none."""

    number: int
    told: Annotation
    sheet: Sheet | None = None
    row: int = 0
    column: int = 0

    @property
    def answerable(self) -> bool:
        """Whether there is a suggestion that can be accepted."""
        return bool(self.column and self.told.suggestion)


def entries(workbook: Workbook, annotations: Sequence[Annotation]) -> tuple[Entry, ...]:
    """The annotations numbered in the order of the file, the worst of a cell first.

    Raises:
        SourceError: the file is refused or gives a protected place away; nothing of it may be sent around again.
    """
    if workbook.refused or any(told.rule.startswith(_REFUSING) for told in annotations):
        raise SourceError(
            f"{workbook.filename}: a refused file is not annotated; expected a workbook that was read and protects its "
            "shelters. Tell the sender what the findings of the refusal say"
        )
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    placed = sorted((_placed(told, sheets) for told in annotations), key=_order)
    secret: dict[tuple[int, int], set[int]] = {}
    for entry in placed:
        if entry.sheet and entry.row and never_echoes(entry.told.rule):
            secret.setdefault((entry.sheet.number, entry.row), set()).add(entry.column)
    return tuple(
        replace(entry, number=number, told=_written(entry, secret))
        for number, entry in enumerate(placed, start=1)
    )


def never_echoes(rule: str) -> bool:
    """Whether findings of a rule drop the value they found."""
    return Finding(rule, Severity.INFO, Effect.REPORT, {}, found="x").found is None


def mark(sheet: int, row: int, column: int = 0) -> str:
    """The text that says where in the original something stands, whatever is done to the copy."""
    return f"querblick:{sheet}:{row}:{column}" if column else f"querblick:{sheet}:{row}"


def read_mark(text: str) -> tuple[int, int, int] | None:
    """Sheet, row and column (0: none) of a mark; None if the text is none."""
    found = _MARK.fullmatch(text) if text.startswith("querblick:") else None
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def writable(text: str) -> str:
    """`text` without what no XML file can hold."""
    return _UNWRITABLE.sub("", text)


def width(sheet: Sheet) -> int:
    """The number of columns the sender used; what we add stands right of them."""
    used = (len(row) for row in sheet.grid)
    merged = (merge.right for merge in sheet.outline.merges)
    return max(sheet.outline.columns, max(used, default=0), max(merged, default=0))


def _placed(told: Annotation, sheets: Mapping[str, Sheet]) -> Entry:
    place = told.place
    sheet = sheets.get(place.sheet) if place.sheet else None
    if sheet is None and place.sheet is None and place.row and len(sheets) == 1:
        sheet = next(iter(sheets.values()))
    found = position(f"{place.column}1") if place.column else None
    column = found[1] if found and sheet and place.row else 0
    return Entry(0, told, sheet, (place.row or 0) if sheet else 0, column)


def _order(entry: Entry) -> tuple[int, int, int, int, str]:
    number = entry.sheet.number if entry.sheet else 0
    return number, entry.row, entry.column, WORST_FIRST.index(entry.told.severity), entry.told.rule


def _written(entry: Entry, secret: Mapping[tuple[int, int], set[int]]) -> Annotation:
    told, sheet = entry.told, entry.sheet
    message, remedy = _tidy(told.message), _tidy(told.remedy)
    found, suggestion = told.found, writable(clean(told.suggestion or ""))[:_CELL] or None
    columns = secret.get((sheet.number, entry.row), set()) if sheet else set()
    touched = {column for column in columns if not entry.column or column in {0, entry.column}}
    if sheet and touched:
        found = suggestion = None
        for column in {*touched, entry.column} - {0}:
            hidden = sheet.cell(entry.row, column).text
            if len(hidden) >= _TELLING:
                message, remedy = message.replace(hidden, "…"), remedy.replace(hidden, "…")
    if never_echoes(told.rule):
        found = suggestion = None
    allowed = tuple(dict.fromkeys(filter(None, map(_tidy, told.allowed))))
    return replace(told, message=message, remedy=remedy, suggestion=suggestion, found=found, allowed=allowed)


def _tidy(text: str) -> str:
    """Without characters a spreadsheet cannot hold, and not longer than anybody reads."""
    plain = writable(clean(text))
    return plain if len(plain) <= _TEXT else f"{plain[: _TEXT - 1]}…"
