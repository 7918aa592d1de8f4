"""The cells of the gap matrix, drawn as a matrix or as a table of equal rank; and which of them is chosen."""

import hashlib
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellKind, CellView, ColumnView, MatrixCellView, MatrixView, Row
from app.web import components, permalink, tables
from app.web.formats import integer
from app.web.states import STATES, css_class, text_mark
from app.web.texts import t

_SEPARATOR: Final = "~"
_CELLS: Final = "matrix:cells"
_TABLE: Final = "matrix:table"


def short(iri: str) -> str:
    """Return the last part of an IRI, which is what stands in the URL."""
    return iri.rstrip("/").rsplit("/", 1)[-1]


def key_of(cell: MatrixCellView) -> str:
    """Return the key of a cell in the URL and in the component."""
    return f"{short(cell.need)}{_SEPARATOR}{short(cell.group)}"


def chosen(view: MatrixView) -> str | None:
    """Return the chosen cell: the one just clicked, else the one the URL or the session names, if it is in the matrix."""
    new: str | None = None
    for name, click in ((_CELLS, _click()), (_TABLE, tables.click(_TABLE))):
        if click and click != st.session_state.get(f"{name}:seen"):
            new = click[0]
        st.session_state[f"{name}:seen"] = click
    key = permalink.remember("zelle", new)
    return key if any(key_of(cell) == key for row in view.rows for cell in row.cells) else None


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


def matrix(view: MatrixView, selected: str | None) -> None:
    """Draw the cells as a matrix.

    Reasons and spoken texts are sent once each and named by their place: 4,690 cells then weigh 0.14 MB instead of 1.9.
    """
    said: dict[str, int] = {}
    why: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    field = None
    for row in view.rows:
        cells = [
            (
                css_class(cell.state, offers=cell.offers, need_mark=cell.need_mark),
                text_mark(cell),
                said.setdefault(_spoken(cell), len(said)),
                why.setdefault(cell.reason, len(why)),
            )
            for cell in row.cells
        ]
        heading = row.field_label if row.field != field else None
        field = row.field
        rows.append({"group": heading, "label": row.label, "key": short(row.need), "cells": cells})
    data: dict[str, Any] = {
        "caption": t("matrix.caption", area=view.area_label),
        "corner": t("matrix.corner"),
        "hint": t("matrix.hint"),
        "columns": [choice.label for choice in view.columns],
        "keys": [short(choice.value) for choice in view.columns],
        "rows": rows,
        "said": list(said),
        "why": list(why),
    }
    version = hashlib.sha1(repr(data).encode(), usedforsecurity=False).hexdigest()
    components.component("matrix")(
        key=_CELLS,
        data={**data, "version": version, "selected": _start(version, selected)},
        on_cell_change=_listen,
    )


def _listen() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""


def _spoken(cell: MatrixCellView) -> str:
    """Say of a cell what stands in it, without its need and target group."""
    counted = (
        t("matrix.counted", offers=integer(cell.offers), providers=integer(cell.providers))
        if cell.offers
        else ""
    )
    need = cell.need_text or t(f"need.{cell.need_mark}")
    return ". ".join(part for part in (cell.state_text, counted, need) if part)


def table(view: MatrixView) -> None:
    """Draw the cells as a table with filters by state and by documented need."""
    names = {count.name: f"{count.label} ({integer(count.count)})" for count in view.state_counts}
    states = {state: names.get(state, t(f"state.{state}")) for state in STATES}
    shown = permalink.choices(t("matrix.states"), states, name="zustand", placeholder=t("matrix.all_states"))
    only_need = permalink.switch(t("matrix.only_need"), name="nur-bedarf")
    labels = {choice.value: choice.label for choice in view.columns}
    rows = [
        _row(row.field_label, row.label, labels.get(cell.group, cell.group), cell)
        for row in view.rows
        for cell in row.cells
        if (not shown or cell.state in shown) and (not only_need or cell.need_mark == "documented")
    ]
    if not rows:
        st.info(t("matrix.nothing_matches"), icon=":material/filter_alt_off:")
        return
    tables.draw(_columns(), rows, key=_TABLE, caption=t("matrix.caption", area=view.area_label))


def _columns() -> tuple[ColumnView, ...]:
    kinds = {
        "field": CellKind.TEXT,
        "need": CellKind.RECORD,
        "group": CellKind.CONCEPT,
        "state": CellKind.STATE,
        "claim": CellKind.CLAIM,
        "offers": CellKind.INTEGER,
        "providers": CellKind.INTEGER,
        "documented": CellKind.TEXT,
        "reason": CellKind.TEXT,
    }
    return tuple(ColumnView(name, t(f"matrix.column_{name}"), kind) for name, kind in kinds.items())


def _row(field: str, need: str, group: str, cell: MatrixCellView) -> Row:
    return (
        CellView(field, field),
        CellView(need, need, iri=key_of(cell)),
        CellView(group, group),
        CellView(cell.state_text, cell.state),
        CellView(cell.claim_text, cell.claim),
        _count(cell.offers),
        _count(cell.providers),
        CellView(t(f"need.{cell.need_mark}"), cell.need_mark),
        CellView(cell.reason, cell.reason),
    )


def _count(number: int) -> CellView:
    """Show a number that was found; where nothing was found, the state says what that means, not a zero."""
    return CellView(integer(number), number) if number else CellView("–")
