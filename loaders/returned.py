"""An annotated workbook that came back: what was corrected in it, and what cannot be taken over.

```
cell changed by hand        counts before everything else
"Stattdessen"               counts before a suggestion
"Annehmen" on ‹Befunde›     counts before "Vorschlag annehmen" of the row
```
Whatever contradicts itself becomes a finding at the cell. Nothing is read but texts: formulas and formats of the copy do
not matter, and what was not touched is taken from the original.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.findings import Finding, Place
from loaders.annotated_sheets import ACCEPT, FINDINGS_TAG, FORMAT, INSTEAD, SLIP_TAG, SUGGESTION, WHERE
from loaders.annotations import read_mark, width
from loaders.canonical import Cell, Stored, clean
from loaders.columns import LISTS_TAG, tag_of
from loaders.errors import SourceError
from loaders.messages import finding
from loaders.outline import letter
from loaders.returned_rows import MatchedSheet, match_sheets
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook

_YES = frozenset({"ja", "j", "x", "yes", "y", "true", "wahr", "1", "✓", "✔"})
_NO = frozenset({"nein", "n", "no", "false", "falsch", "0"})
_TAGS_WITHIN = 20  # rows above the findings, if somebody inserted some
_LAST_DIGIT = 2e-14  # of the 15 that spreadsheets keep
_ROW_ANSWER = 1  # columns right of the hidden numbers

Spot = tuple[int, int, int]  # number of the sheet, row and column of the original


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back.

    `corrections`: sheet, row and column (from 1) of the original → new text, "" if the cell was emptied. `accepted`:
    cells whose suggestion was taken. `added_rows`: sheet → new rows as texts, in the columns of the original.
    `deleted_rows`: sheet and row; they stay unless somebody decides otherwise. `problems` says what was not taken over.
    """

    original_sha256: str
    corrections: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    accepted: tuple[Place, ...] = ()
    added_rows: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    deleted_rows: tuple[tuple[str, int], ...] = ()
    problems: tuple[Finding, ...] = ()


def original_of(workbook: Workbook) -> str | None:
    """The SHA-256 of the delivery a workbook was annotated for; None if it is no annotated workbook."""
    slip = _slip(workbook)
    return slip.get("sha256") if slip else None


def read_returned(workbook: Workbook, original: Workbook) -> Returned | None:
    """Compare an annotated workbook that came back with the delivery it was made from.

    Args:
        workbook: the file that came back, in any format that is read.
        original: the delivery as it was read at first.

    Returns:
        None if it is not an annotated workbook of ours.

    Raises:
        SourceError: the original was refused; there is nothing to compare with.
    """
    slip = _slip(workbook)
    sha256 = slip.get("sha256") if slip else None
    if slip is None or sha256 is None:
        return None
    if original.refused:
        raise SourceError(f"{original.filename}: the original was refused; expected a workbook that was read")
    place = Place(workbook.filename)
    if slip.get("format") != str(FORMAT):
        return Returned(sha256, problems=(finding("returned-format", place),))
    if sha256 != original.sha256:
        return Returned(sha256, problems=(finding("returned-other-delivery", place),))
    return _Reading(workbook, original).read(sha256)


def _slip(workbook: Workbook) -> dict[str, str] | None:
    for sheet in workbook.sheets:
        if sheet.cell(1, 1).text == SLIP_TAG:
            return {sheet.cell(row, 1).text: sheet.cell(row, 2).text for row in range(2, len(sheet.grid) + 1)}
    return None


@dataclass(slots=True)
class _Answer:
    """A line of ‹Befunde›. `accept` is None if nothing was chosen."""

    spot: Spot
    suggestion: str
    accept: bool | None
    instead: str


class _Reading:
    def __init__(self, workbook: Workbook, original: Workbook) -> None:
        self._workbook, self._original = workbook, original
        self._sheets = {sheet.number: sheet for sheet in original.sheets}
        self._problems: list[Finding] = []

    def read(self, sha256: str) -> Returned:
        matched = match_sheets(self._workbook, self._original)
        self._problems += [problem for match in matched for problem in match.problems]
        self._note_new_sheets(matched)
        edits = {spot: text for match in matched for spot, text in self._edits(match)}
        answers = self._answers()
        corrections, accepted = self._decided(edits, answers, self._row_answers(matched, answers))
        name = {number: sheet.name for number, sheet in self._sheets.items()}
        return Returned(
            sha256,
            {(name[s], row, column): text for (s, row, column), text in sorted(corrections.items())},
            tuple(self._place(spot) for spot in sorted(accepted)),
            {match.original.name: _rows(match) for match in matched if match.added},
            tuple((match.original.name, row) for match in matched for row in match.deleted),
            tuple(self._problems),
        )

    def _edits(self, match: MatchedSheet) -> Iterator[tuple[Spot, str]]:
        """Cells that say something else than before."""
        before, after = match.original, match.returned
        if after is None:
            return
        columns = range(1, width(before) + 1)
        recalculated: list[Spot] = []
        for row, now in match.rows.items():
            for column in columns:
                old, new = before.cell(row, column), after.cell(now, column)
                if _same(old, new):
                    continue
                spot = (before.number, row, column)
                if new.stored in {Stored.LOST, Stored.ERROR}:
                    self._problem("returned-unread", spot)
                elif (now, column) in after.outline.formulas and before.outline.formulas.get((row, column)):
                    recalculated.append(spot)
                else:
                    yield spot, new.text
        if recalculated:
            self._problem("returned-formulas", recalculated[0], count=len(recalculated))

    def _answers(self) -> list[_Answer]:
        found = next(filter(None, (_tags(sheet) for sheet in self._workbook.sheets)), None)
        if found is None:
            self._problems.append(finding("returned-list-missing", Place(self._workbook.filename)))
            return []
        sheet, tag_row, columns = found
        answers = []
        for row in range(tag_row + 1, len(sheet.grid) + 1):
            texts = {tag: sheet.cell(row, column).text for tag, column in columns.items()}
            spot = read_mark(texts.get(WHERE, ""))
            if spot is None or spot[0] not in self._sheets:
                continue
            place = Place(self._workbook.filename, sheet.name, row, letter(columns.get(ACCEPT, 1)))
            accept = self._yes_or_no(texts.get(ACCEPT, ""), place)
            answers.append(_Answer(spot, texts.get(SUGGESTION, ""), accept, texts.get(INSTEAD, "")))
        return answers

    def _row_answers(
        self, matched: Sequence[MatchedSheet], answers: Sequence[_Answer]
    ) -> dict[tuple[int, int], bool]:
        """What was chosen beside the rows."""
        annotated = {answer.spot[:2] for answer in answers}
        chosen = {}
        for match in matched:
            if match.returned is None:
                continue
            column = match.numbers + _ROW_ANSWER
            for row, now in match.rows.items():
                spot = (match.original.number, row)
                if spot in annotated:
                    place = Place(self._workbook.filename, match.returned.name, now, letter(column))
                    answer = self._yes_or_no(match.returned.cell(now, column).text, place)
                    if answer is not None:
                        chosen[spot] = answer
        return chosen

    def _decided(
        self, edits: Mapping[Spot, str], answers: Sequence[_Answer], rows: Mapping[tuple[int, int], bool]
    ) -> tuple[dict[Spot, str], list[Spot]]:
        """The corrections, and the cells whose suggestion was taken."""
        at: dict[Spot, list[_Answer]] = {}
        for answer in answers:
            if answer.spot[2]:
                at.setdefault(answer.spot, []).append(answer)
        corrections, accepted = dict(edits), []
        for spot, here in at.items():
            wanted = self._wanted(spot, here, row=rows.get(spot[:2]))
            if wanted is None:
                continue
            text, by_suggestion = wanted
            if spot in edits and edits[spot] != text:
                self._problem("returned-contradiction", spot)
                continue
            if by_suggestion:
                accepted.append(spot)
            if text != self._sheets[spot[0]].cell(spot[1], spot[2]).text:
                corrections[spot] = text
        return corrections, accepted

    def _wanted(self, spot: Spot, here: Sequence[_Answer], *, row: bool | None) -> tuple[str, bool] | None:
        """The text that was chosen for a cell, and whether it is a suggestion."""
        instead = {clean(answer.instead) for answer in here if answer.instead}
        if len(instead) > 1:
            self._problem("returned-several", spot)
            return None
        if instead:
            return instead.pop(), False
        suggested = [answer for answer in here if answer.suggestion]
        if row is not None and any(answer.accept not in {None, row} for answer in suggested):
            self._problem("returned-answers-differ", spot)
        taken = {a.suggestion for a in suggested if (row if a.accept is None else a.accept)}
        if len(taken) > 1:
            self._problem("returned-several", spot)
            return None
        return (taken.pop(), True) if taken else None

    def _note_new_sheets(self, matched: Sequence[MatchedSheet]) -> None:
        used = {match.returned.number for match in matched if match.returned}
        names = {sheet.name for sheet in self._original.sheets}
        for sheet in self._workbook.sheets:
            ours = sheet.cell(1, 1).text == SLIP_TAG or tag_of(sheet.cell(1, 1)) == LISTS_TAG or _tags(sheet)
            if sheet.grid and not ours and sheet.number not in used and sheet.name not in names:
                self._problems.append(
                    finding("returned-sheet-new", Place(self._workbook.filename, sheet.name))
                )

    def _yes_or_no(self, text: str, place: Place) -> bool | None:
        word = text.casefold().strip(" .!")
        if word in _YES or word in _NO:
            return word in _YES
        if word:
            self._problems.append(finding("returned-answer", place))
        return None

    def _problem(self, code: str, spot: Spot, **fill: object) -> None:
        self._problems.append(finding(code, self._place(spot), fill=fill))

    def _place(self, spot: Spot) -> Place:
        return Place(self._original.filename, self._sheets[spot[0]].name, spot[1], letter(spot[2]))


def _tags(sheet: Sheet) -> tuple[Sheet, int, dict[str, int]] | None:
    """The row of tags of the list of findings, and the column of every tag."""
    for row, cells in enumerate(sheet.grid[:_TAGS_WITHIN], start=1):
        columns = {c.text: n for n, c in enumerate(cells, start=1) if c.text.startswith(f"{FINDINGS_TAG}+")}
        if WHERE in columns:
            return sheet, row, columns
    return None


def _rows(match: MatchedSheet) -> tuple[tuple[str, ...], ...]:
    if match.returned is None:
        return ()
    columns = range(1, width(match.original) + 1)
    return tuple(tuple(match.returned.cell(row, column).text for column in columns) for row in match.added)


def _same(old: Cell, new: Cell) -> bool:
    """Whether two cells say the same.

    Programs differ in the names of error values, in how they write hours, and in the last digit of a broken number.
    """
    if old.text == new.text:
        return True
    if old.stored is not new.stored:
        return False
    if old.stored is Stored.NUMBER and "." in old.text + new.text:
        return math.isclose(float(old.text), float(new.text), rel_tol=_LAST_DIGIT)
    return old.stored is Stored.ERROR or (
        old.stored is Stored.TIME and old.text.zfill(5) == new.text.zfill(5)
    )
