"""The annotated workbook: the sender's own file with coloured cells, comments, drop-downs and a list of findings.

Right of the data, on every sheet with content, a hidden column says for every row which row of the original it is. It
stands next to the data because sorting takes along what is next to it; so rows may be sorted, inserted or deleted and
are still recognised when the file comes back (`loaders.returned`). Beside it, where there are findings, stand
"Vorschlag annehmen" and the suggestion.
"""

import hashlib
from collections.abc import Mapping, Sequence
from copy import copy
from itertools import groupby
from types import MappingProxyType

from openpyxl.cell.cell import Cell as BookCell  # noqa: TID251 this room owns spreadsheets
from openpyxl.cell.cell import MergedCell  # noqa: TID251 same
from openpyxl.comments import Comment  # noqa: TID251 same
from openpyxl.styles import Protection  # noqa: TID251 same
from openpyxl.utils import get_column_letter, range_boundaries  # noqa: TID251 same
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 same

from loaders import template_style as style
from loaders.annotated_book import open_own, own_cell, put_text, saved
from loaders.annotated_sheets import (
    FILLS,
    SLIP_TAG,
    TermLists,
    offer,
    write_findings,
    write_slip,
    yes_no,
)
from loaders.annotations import WORST_FIRST, Annotation, Entry, entries, mark, width
from loaders.errors import SourceError
from loaders.outline import letter
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook
from ontology.words import words_of

__all__ = ["Annotation", "annotate"]

_NUMBERS, _ACCEPT, _SUGGESTED = 1, 2, 3  # columns right of the data
_COMMENT = 4000  # characters of a comment; the list has everything
_LINE, _LINE_HEIGHT, _WIDTH = 46, 17, 330  # characters and pixels of a line of a comment
_TALLEST = 460
_GLANCE = 40  # characters beside a row
_AUTHOR = "Querblick"
_WORDS = words_of(__name__)


def annotate(
    data: bytes,
    workbook: Workbook,
    annotations: Sequence[Annotation],
    *,
    lang: str = "de",
    header_rows: Mapping[str, int] = MappingProxyType({}),
) -> bytes:
    """The sender's own file as XLSX, with everything that was found written where it was found.

    Args:
        data: the file as delivered.
        workbook: what `read_workbook` made of `data`.
        annotations: what to write; places name sheets, rows and columns of the file.
        lang: "de" or "en", for what is added; messages are taken as they come.
        header_rows: sheet → the row its headers stand in, 1 if it is not named.

    Raises:
        SourceError: the file is refused or gives a protected place away, is annotated already, or is another one.
    """
    found = entries(workbook, annotations)
    if hashlib.sha256(data).hexdigest() != workbook.sha256:
        raise SourceError(
            f"{workbook.filename}: these are not the bytes the workbook was read from; pass the same file"
        )
    if any(sheet.cell(1, 1).text == SLIP_TAG for sheet in workbook.sheets):
        raise SourceError(
            f"{workbook.filename}: the file is annotated already; annotate the original delivery"
        )
    own = open_own(data, workbook)
    lists = TermLists(own)
    for sheet in workbook.sheets:
        target = own.sheets[sheet.number]
        placed = [entry for entry in found if entry.sheet is sheet and entry.row]
        if sheet.grid or placed:
            _Marker(target, sheet, lists, lang).write(placed, max(header_rows.get(sheet.name, 1), 1))
    write_findings(own, found, lang)
    lists.write()
    write_slip(own)
    return saved(own)


class _Marker:
    """Writes on one sheet of the sender."""

    def __init__(self, target: Worksheet, sheet: Sheet, lists: TermLists, lang: str) -> None:
        self._target, self._sheet, self._lists, self._lang = target, sheet, lists, lang
        self._width = width(sheet)
        self._checked = [
            part for rule in target.data_validations.dataValidation for part in rule.sqref.ranges
        ]
        self._merges = list(target.merged_cells.ranges)

    def write(self, placed: Sequence[Entry], header_row: int) -> None:
        """Number the rows; colour and explain cells; offer suggestions."""
        last = self._width + (_SUGGESTED if placed else _NUMBERS)
        _free_columns(self._target, self._width + 1, last)
        numbers = letter(self._width + _NUMBERS)
        for row in range(1, len(self._sheet.grid) + 1):
            put_text(own_cell(self._target, row, self._width + _NUMBERS), mark(self._sheet.number, row))
        self._target.column_dimensions[numbers].hidden = True
        self._sort_along(last)
        self._mark_cells(placed)
        self._offer_terms(placed)
        if placed:
            self._suggest(placed, header_row)

    def _mark_cells(self, placed: Sequence[Entry]) -> None:
        cells: dict[tuple[int, int], list[Entry]] = {}
        for entry in placed:
            if 0 < entry.column <= self._width:
                cells.setdefault(self._top_left(entry.row, entry.column), []).append(entry)
        for (row, column), here in cells.items():
            cell = own_cell(self._target, row, column)
            cell.fill = FILLS[min((e.told.severity for e in here), key=WORST_FIRST.index)]
            cell.comment = self._comment(cell, here)

    def _offer_terms(self, placed: Sequence[Entry]) -> None:
        terms: dict[tuple[str, ...], set[tuple[int, int]]] = {}
        taken: set[tuple[int, int]] = set()
        for entry in placed:
            place = (entry.row, entry.column)
            if entry.told.allowed and 0 < entry.column <= self._width and place not in taken:
                taken.add(place)
                if not self._is_checked(*place):
                    terms.setdefault(entry.told.allowed, set()).add(place)
        for allowed, cells in terms.items():
            offer(self._target, self._lists.source(allowed), cells)

    def _suggest(self, placed: Sequence[Entry], header_row: int) -> None:
        accept, suggested = self._width + _ACCEPT, self._width + _SUGGESTED
        for column, word, wide in ((accept, "accept", 20), (suggested, "suggestion", 48)):
            head = own_cell(self._target, header_row, column)
            put_text(head, _WORDS(f"column.{word}", self._lang))
            style.format_header(head, required=True)
            self._target.column_dimensions[get_column_letter(column)].width = wide
        explained = Comment(_WORDS("explained", self._lang), _AUTHOR, height=90, width=_WIDTH)
        own_cell(self._target, header_row, accept).comment = explained
        answers = []
        for row, group in groupby((e for e in placed if e.row != header_row), key=lambda e: e.row):
            here = list(group)
            told = [text for entry in here if (text := self._in_words(entry))]
            if not told:
                continue
            note = own_cell(self._target, row, suggested)
            put_text(note, " · ".join(dict.fromkeys(told)))
            rows = [entry for entry in here if not entry.column]
            if rows:  # what is said about a row as a whole has no cell of its own
                note.fill = FILLS[min((e.told.severity for e in rows), key=WORST_FIRST.index)]
                note.comment = self._comment(note, rows)
            if row <= len(self._sheet.grid) and any(entry.answerable for entry in here):
                answers.append((row, accept))
                cell = own_cell(self._target, row, accept)
                cell.fill, cell.protection = style.INPUT, Protection(locked=False)
        offer(self._target, yes_no(self._lang), answers)

    def _in_words(self, entry: Entry) -> str:
        if not entry.column:
            told = entry.told.message  # whole in the comment
            shown = told if len(told) <= _GLANCE else told[: _GLANCE - 1] + "…"
            return _WORDS("row", self._lang, told=shown)
        return f"{letter(entry.column)}{entry.row}: {entry.told.suggestion}" if entry.told.suggestion else ""

    def _comment(self, cell: BookCell, here: Sequence[Entry]) -> Comment:
        """What is said about a cell, after what the sender's own comment says."""
        ours = "\n\n".join(self._note(entry) for entry in here)
        text, author = ours[:_COMMENT], _AUTHOR
        if cell.comment is not None:
            text, author = f"{cell.comment.text}\n\n— {_AUTHOR} —\n{text}", cell.comment.author or _AUTHOR
        lines = sum(max(1, -(-len(line) // _LINE)) for line in text.split("\n"))
        return Comment(text, author, height=min(30 + lines * _LINE_HEIGHT, _TALLEST), width=_WIDTH)

    def _note(self, entry: Entry) -> str:
        told = entry.told
        lines = [f"{told.severity.in_words(self._lang)} · {told.rule}", told.message]
        lines += [_WORDS("remedy", self._lang, told=told.remedy)] if told.remedy else []
        lines += [_WORDS("suggestion", self._lang, told=told.suggestion)] if told.suggestion else []
        return "\n".join(lines)

    def _sort_along(self, last: int) -> None:
        """Let the sender's filter reach over our columns, so that sorting by it takes them along."""
        reference = self._target.auto_filter.ref
        if not reference:
            return
        left, top, right, bottom = range_boundaries(reference)
        if left and top and right and bottom and right <= self._width:
            self._target.auto_filter.ref = f"{letter(left)}{top}:{letter(last)}{bottom}"

    def _top_left(self, row: int, column: int) -> tuple[int, int]:
        if isinstance(self._target.cell(row, column), MergedCell):
            for part in self._merges:
                if part.min_row <= row <= part.max_row and part.min_col <= column <= part.max_col:
                    return part.min_row, part.min_col
        return row, column

    def _is_checked(self, row: int, column: int) -> bool:
        """Whether the sender's own input check covers the cell; Excel allows one."""
        return any(
            part.min_row <= row <= part.max_row and part.min_col <= column <= part.max_col
            for part in self._checked
        )


def _free_columns(target: Worksheet, first: int, last: int) -> None:
    """Cut the sender's column formats so that none overlaps ours; Excel calls such a file damaged."""
    for key, dimension in list(target.column_dimensions.items()):
        start, end = dimension.min, dimension.max
        if not start or not end or end < first or start > last:
            continue
        del target.column_dimensions[key]
        for low, high in ((start, min(end, first - 1)), (max(start, last + 1), end)):
            if low <= high:
                kept = copy(dimension)
                kept.index, kept.min, kept.max = get_column_letter(low), low, high
                target.column_dimensions[kept.index] = kept
