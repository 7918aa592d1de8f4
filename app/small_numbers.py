"""Numbers of people too small to show, and the totals that would reveal them.

Rule (ruling 23; the threshold is `queries.settings.Thresholds.persons`): a number of people from 1 to threshold-1
is suppressed. Then every total that contains a suppressed number, and everything computed from one, is suppressed as
well, until nothing changes. No visible total has a suppressed part, so nobody can subtract: there is no equation left
in which a suppressed number stands alone with visible ones.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.views import CellKind, CellView, ColumnView, Mark, Row
from ontology.sheets import ColumnSpec
from ontology.terms import SOZ
from ontology.words import words_of

Grid = list[list[CellView]]
_PEOPLE = frozenset({SOZ.persons, SOZ.caseCount, SOZ.respondents})
_BOUNDS = frozenset({SOZ.lowerBound, SOZ.upperBound})
_NEEDS = "#bedarf+"
_WORDS = words_of(__name__)


def small_text(threshold: int, lang: str) -> str:
    """What stands in the place of a number of people that is too small to show."""
    return _WORDS("small", lang, n=threshold)


def total_text(lang: str) -> str:
    """What stands in the place of a number from which a small one would follow."""
    return _WORDS("total", lang)


def counts_people(column: ColumnSpec) -> bool:
    """Whether the values of a column are numbers of people; bounds are, of a need, while those of a measurement have its unit."""
    path = column.paths[-1]
    return path in _PEOPLE or (path in _BOUNDS and column.tag.startswith(_NEEDS))


def is_small(value: object, threshold: int) -> bool:
    """Whether a number of people is too small to show."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool) and 0 < value < threshold


def suppress(
    columns: Sequence[ColumnView], rows: Sequence[Row], totals: Row | None, threshold: int, lang: str
) -> tuple[tuple[Row, ...], Row | None, int]:
    """Rows and totals without small numbers, and how many cells were suppressed.

    Args:
        columns: `kind`, `sum_of` and `derived_from` say what is people and what is computed from it.
        rows: aligned with `columns`.
        totals: sums over the rows, aligned with `columns`; or None.
        threshold: numbers of people from 1 to threshold-1 are suppressed.
        lang: language of the text put in their place.
    """
    lines: Grid = [list(row) for row in rows]
    total = list(totals) if totals is not None else None
    every = lines + ([total] if total is not None else [])
    people = [i for i, column in enumerate(columns) if column.kind is CellKind.PERSONS]
    count = 0
    for line in every:
        for i in people:
            if is_small(line[i].value, threshold):
                line[i] = _hidden(small_text(threshold, lang))
                count += 1
    while changed := _spread(columns, lines, total, total_text(lang)):
        count += changed
    return tuple(tuple(line) for line in lines), tuple(total) if total is not None else None, count


def _spread(columns: Sequence[ColumnView], lines: Grid, total: list[CellView] | None, text: str) -> int:
    """One round: hide what contains or is computed from something hidden. Returns how many cells it hid."""
    changed = 0
    position = {column.name: i for i, column in enumerate(columns)}
    for line in lines + ([total] if total is not None else []):
        for i, column in enumerate(columns):
            parts = [position[name] for name in (*column.sum_of, *column.derived_from) if name in position]
            if not _is_hidden(line[i]) and line[i].text and any(_is_hidden(line[p]) for p in parts):
                line[i] = _hidden(text)
                changed += 1
    if total is not None:
        for i, cell in enumerate(total):
            if not _is_hidden(cell) and cell.text and any(_is_hidden(line[i]) for line in lines):
                total[i] = _hidden(text)
                changed += 1
    return changed


def _is_hidden(cell: CellView) -> bool:
    return cell.mark is Mark.SMALL_NUMBER


def _hidden(text: str) -> CellView:
    return replace(CellView(""), text=text, mark=Mark.SMALL_NUMBER)
