"""A table as it fits a page: which columns, which rows, how wide; what is not shown is said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.papers.paper import Look
from app.views import AnswerView, CellKind, ColumnView, Row, TableView

_LETTERS: Final = 92
"""So many letters of the size of a table stand beside each other on a portrait page, however wide they are."""

_AT_BEST: Final = 110
"""So many of usual width."""

_BOLD: Final = 1.2
"""So much wider are the letters of a heading."""
_MOST_COLUMNS: Final = 6
_CHOSEN: Final = 9
_LONG_WORD: Final = 15  # longer words are hyphenated
_BEHIND: Final = "behind:"
_NUMERIC: Final = frozenset(
    {CellKind.INTEGER, CellKind.DECIMAL, CellKind.MONEY, CellKind.SHARE, CellKind.PERSONS}
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column on paper; `weight` is its part of the width."""

    label: str
    numeric: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on paper, its cells as text. `notes` say what is the same everywhere and what stands in the annex."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def tables_of(answer: AnswerView) -> tuple[TableView, ...]:
    """The tables of an answer, the main one first under the name ""."""
    main = TableView(answer.table_title or answer.title, answer.columns, answer.rows, answer.totals, name="")
    return (replace(main, note=answer.empty_text), *answer.blocks)


def chosen_tables(answer: AnswerView, look: Look) -> tuple[TableView, ...]:
    """The tables a part shows: those chosen, else the main one. One that is chosen and gone is left out."""
    wanted = look.tables or ("",)
    return tuple(table for table in tables_of(answer) if table.name in wanted)


def chosen_columns(answer: AnswerView, look: Look) -> AnswerView:
    """The answer with the columns a part shows, in their order: the first number among them makes the bars."""
    at = [i for name in look.columns for i, column in enumerate(answer.columns) if column.name == name]
    if not at:
        return answer
    return replace(
        answer,
        columns=tuple(answer.columns[i] for i in at),
        rows=tuple(tuple(r[i] for i in at) for r in answer.rows),
        totals=None,
    )


def grid(table: TableView, look: Look) -> Grid:
    """A table with rows, as it stands on the page."""
    shown, same = _columns(table, look.columns)
    rows = table.rows[: look.rows]
    columns = [table.columns[i] for i in shown]
    cells = tuple(tuple(_text(row, i) for i in shown) for row in rows)
    totals = tuple(_text(table.totals, i) for i in shown) if table.totals else ()
    return Grid(
        table.title,
        _fitted([_column(c, [row[j] for row in cells]) for j, c in enumerate(columns)]),
        cells,
        totals,
        tuple(_notes(table, rows, shown, same)),
    )


def selectable(table: TableView) -> tuple[ColumnView, ...]:
    """The columns one may choose; not those that only lead to records."""
    return tuple(table.columns[i] for i in _real(table))


def _columns(table: TableView, wanted: Sequence[str]) -> tuple[list[int], list[int]]:
    """Which columns are shown, and which say the same in every row and are said once below."""
    real = _real(table)
    named = [i for name in wanted for i in real if table.columns[i].name == name]
    if named:
        return named[:_CHOSEN], []
    filled = [i for i in real if any(row[i].text for row in table.rows)]
    same = [i for i in filled if len(table.rows) > 1 and len({row[i].text for row in table.rows}) == 1]
    rest = [i for i in filled if i not in same] or filled[:1]
    same = [i for i in same if i not in rest]
    while len(rest) > 2 and (len(rest) > _MOST_COLUMNS or _narrowest(table, rest) > _LETTERS):
        rest.pop()
    return rest, same


def _real(table: TableView) -> list[int]:
    return [
        i
        for i in range(len(table.columns))
        if not any((row[i].iri or "").startswith(_BEHIND) for row in table.rows)
    ]


def _narrowest(table: TableView, shown: Sequence[int]) -> int:
    """The letters a line needs at least."""
    return sum(
        max(
            _longest_word(text, table.columns[i].kind)
            for text in (_heading(table.columns[i]), *(row[i].text for row in table.rows))
        )
        + 2
        for i in shown
    )


def _longest_word(text: str, kind: CellKind) -> int:
    """The letters that stand together; a number stays whole with its unit, a long word is hyphenated."""
    longest = max((len(word) for word in text.split(" ")), default=0)
    return longest if kind in _NUMERIC and text[:1].isdigit() else min(_LONG_WORD, longest)


@dataclass(frozen=True, slots=True)
class _Wish:
    """A column with the letters it needs, so that no word is torn, and those it would like."""

    label: str
    numeric: bool
    needs: float
    likes: float


def _column(column: ColumnView, texts: Sequence[str]) -> _Wish:
    label = _heading(column)
    words = (_longest_word(text, column.kind) for text in texts)
    needs = max(_BOLD * _longest_word(label, column.kind), *words) + 2.0
    longest = max((len(text) for text in texts), default=0)
    mean = sum(map(len, texts)) / max(len(texts), 1)
    return _Wish(
        label, column.kind in _NUMERIC, needs, max(needs, min(40.0, (mean * max(longest, 1)) ** 0.5))
    )


def _fitted(wishes: Sequence[_Wish]) -> tuple[Column, ...]:
    """Every column gets what it needs first; what remains of the page is shared by what they would like besides."""
    rest = max(0.0, _AT_BEST - sum(wish.needs for wish in wishes))
    more = sum(wish.likes - wish.needs for wish in wishes)
    share = min(1.0, rest / more) if more else 0.0
    return tuple(Column(w.label, w.numeric, w.needs + share * (w.likes - w.needs)) for w in wishes)


def _heading(column: ColumnView) -> str:
    return (
        f"{column.label} ({column.unit})" if column.unit and column.unit not in column.label else column.label
    )


def _text(row: Row, index: int) -> str:
    return row[index].text or "–"


def _notes(table: TableView, rows: Sequence[Row], shown: Sequence[int], same: Sequence[int]) -> list[str]:
    notes = []
    if same:
        told = "; ".join(f"{_heading(table.columns[i])}: {table.rows[0][i].text}" for i in same)
        notes.append(f"In jeder Zeile gleich: {told}.")
    more = len(table.rows) - len(rows)
    if more:
        line = "eine weitere Zeile" if more == 1 else f"{more} weitere Zeilen"
        notes.append(
            f"Gezeigt sind {len(rows)} von {len(table.rows)} Zeilen; {line} im Anhang (Excel-Datei)."
        )
    left = [
        _heading(table.columns[i])
        for i in _real(table)
        if i not in {*shown, *same} and any(row[i].text for row in table.rows)
    ]
    if left:
        notes.append(f"Weitere Spalten im Anhang: {', '.join(left)}.")
    return notes
