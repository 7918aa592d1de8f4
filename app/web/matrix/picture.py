"""The cells of the gap matrix, drawn as a matrix or as a table of equal rank; and which of them is chosen."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.choice import counted, short, shown_cells
from app.gaps.tables import EVIDENCE, NOTHING, OBLIGATIONS, cell_table, obligation_words
from app.views import CellKind, CellView, ChoiceView, MatrixCellView, MatrixRowView, MatrixView
from app.web import components, permalink, tables
from app.web.formats import integer
from app.web.matrix.filters import BY_CLAIM, BY_EVIDENCE, BY_OBLIGATION, OFFERS
from app.web.states import CLAIMS, STATES, chip_mark, css_class, text_mark
from app.web.texts import t

_SEPARATOR: Final = "~"
_CELLS: Final = "matrix:cells"
_TABLE: Final = "matrix:table"
_NEED: Final = 1  # the column of `cell_table` that names the need


def key_of(row: MatrixRowView, column: ChoiceView) -> str:
    """Return the key of a cell in the URL and in the component."""
    return f"{short(row.need)}{_SEPARATOR}{short(column.value)}"


def find(view: MatrixView, key: str | None) -> MatrixCellView | None:
    """Return the cell of a key, if it is in the matrix."""
    pairs = (
        (row, column, cell) for row in view.rows for column, cell in zip(view.columns, row.cells, strict=True)
    )
    return next((cell for row, column, cell in pairs if key_of(row, column) == key), None)


def chosen(view: MatrixView) -> str | None:
    """Return the chosen cell: the one just clicked, else the one the URL or the session names, if it is in the matrix."""
    new: str | None = None
    for name, click in ((_CELLS, _click()), (_TABLE, tables.click(_TABLE))):
        if click and click != st.session_state.get(f"{name}:seen"):
            new = click[0]
        st.session_state[f"{name}:seen"] = click
    key = permalink.remember("zelle", new)
    return key if find(view, key) is not None else None


def _click() -> tuple[str, int] | None:
    """Return the cell clicked last in the matrix, and when."""
    value = (st.session_state.get(_CELLS) or {}).get("cell")
    return (str(value[0]), int(value[1])) if value else None


def _start(version: str, selected: str | None) -> str | None:
    """Return the cell the component is told to mark.

    It marks what is clicked by itself: while nothing else changes it is told the same as before, and the message with
    thousands of cells need not be sent again.
    """
    click = _click()
    told: tuple[str, str | None] | None = st.session_state.get(f"{_CELLS}:told")
    if told is None or told[0] != version or click is None or click[0] != selected:
        told = (version, selected)
    st.session_state[f"{_CELLS}:told"] = told
    return told[1]


def matrix(view: MatrixView, selected: str | None, cells: str = OFFERS) -> None:
    """Draw the cells as a matrix, with the sums of its rows and columns.

    Reasons and spoken texts are sent once each and named by their place: 4,690 cells then weigh 0.14 MB instead of 1.9.

    Args:
        view: what the filters leave.
        selected: the key of the chosen cell.
        cells: what stands in the cells: the number of offers, or one of the marks.
    """
    said: dict[str, int] = {}
    why: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    heading = None
    for row in view.rows:
        drawn = [
            (
                _css(cell),
                _text(cell, cells),
                said.setdefault(_spoken(cell, view.lang), len(said)),
                why.setdefault("" if cell.hidden else cell.reason, len(why)),
            )
            for cell in row.cells
        ]
        rows.append({
            "group": row.heading if row.heading != heading else None, "label": row.label, "key": short(row.need),
            "cells": drawn, "sum": _sum(row.cells, view),
        })  # fmt: skip
        heading = row.heading
    data: dict[str, Any] = {
        "caption": t("matrix.caption", area=place(view)),
        "corner": t("matrix.corner"),
        "hint": t("matrix.hint"),
        "total": t("matrix.total"),
        "more": t("table.more_columns"),
        "columns": [choice.label for choice in view.columns],
        "keys": [short(choice.value) for choice in view.columns],
        "rows": rows,
        "foot": [_sum([row.cells[at] for row in view.rows], view) for at in range(len(view.columns))],
        "all": _sum([cell for row in view.rows for cell in row.cells], view),
        "said": list(said),
        "why": list(why),
    }
    version = hashlib.sha1(repr(data).encode(), usedforsecurity=False).hexdigest()
    components.component("matrix")(
        key=_CELLS,
        data={**data, "version": version, "selected": _start(version, selected)},
        on_cell_change=_listen,
    )


def place(view: MatrixView) -> str:
    """Return what the matrix is about: the area, or the group along the areas."""
    return f"{view.group_label}, {view.area_label}" if view.group_label else view.area_label


def _css(cell: MatrixCellView) -> str:
    if cell.hidden:
        return "q-left-out"
    return css_class(cell.state, offers=cell.offers, need_mark=cell.need_mark)


def _text(cell: MatrixCellView, cells: str) -> str:
    if cell.hidden:
        return ""
    if cells == BY_OBLIGATION:
        return OBLIGATIONS.get(cell.obligation, NOTHING)
    if cells == BY_CLAIM:
        return CLAIMS.get(cell.claim, NOTHING)
    if cells == BY_EVIDENCE:
        return EVIDENCE.get(cell.evidence, NOTHING)
    return text_mark(cell)


def _sum(cells: Iterable[MatrixCellView], view: MatrixView) -> tuple[list[str], str]:
    """Return the states of these cells as marks with their numbers, and in words."""
    numbers = {count.name: count for count in counted(cells, view) if count.count}
    order = [numbers[state] for state in STATES if state in numbers]
    marks = [f"{chip_mark(count.name)}\u00a0{integer(count.count)}" for count in order]
    return marks, ", ".join(f"{count.label}: {integer(count.count)}" for count in order)


def _listen() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""


def _spoken(cell: MatrixCellView, lang: str) -> str:
    """Say of a cell what stands in it, without its row and column."""
    if cell.hidden:
        return t("matrix.left_out")
    told = (
        t("matrix.counted", offers=integer(cell.offers), providers=integer(cell.providers))
        if cell.offers
        else ""
    )
    need = cell.need_text or t(f"need.{cell.need_mark}")
    marks = (cell.claim_text, obligation_words(cell, lang) if cell.obligation else "", cell.evidence_text)
    return ". ".join(part for part in (cell.state_text, told, need, *marks) if part)


def table(view: MatrixView) -> None:
    """Draw the cells one below the other, with every mark in a column that can be sorted by alone."""
    shown = cell_table(view)
    if not shown.rows:
        st.info(t("matrix.nothing_matches"), icon=":material/filter_alt_off:")
        return
    keys = [key_of(row, column) for row, column, _ in shown_cells(view)]
    rows = [
        tuple(replace(cell, iri=key) if at == _NEED else _written(cell) for at, cell in enumerate(row))
        for row, key in zip(shown.rows, keys, strict=True)
    ]
    columns = [replace(c, kind=CellKind.RECORD) if at == _NEED else c for at, c in enumerate(shown.columns)]
    tables.draw(columns, rows, key=_TABLE, caption=t("matrix.caption", area=place(view)))


def _written(cell: CellView) -> CellView:
    is_number = isinstance(cell.value, int) and cell.text == str(cell.value)
    return replace(cell, text=integer(cell.value)) if is_number and isinstance(cell.value, int) else cell
