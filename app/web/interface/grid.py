"""All pairs of pillar groups: a symmetrical matrix with the state in every field, and the same pairs as a table."""

import hashlib
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.interfaces.views import GroupPair, InterfacesView
from app.web import components, tables
from app.web.formats import integer
from app.web.states import chip
from app.web.texts import t

SEPARATOR: Final = "~"
_CELLS: Final = "interfaces:cells"
_TABLE: Final = "interfaces:pairs"
_LOOKS: Final = {
    "missing": ("q-gap", "×"),
    "loose": ("q-thin", "( )"),
    "unknown": ("q-unknown", "?"),
    "binding": ("q-covered", "✓"),
    "free": ("q-left-out", "–"),
}
_STATES: Final = {"missing": "gap", "loose": "thin", "unknown": "unknown", "binding": "covered"}
"""How the states look: as the four states everywhere, with their own words."""


def clicked() -> tuple[str, str] | None:
    """Return the pair just chosen in the matrix or the table, before they are drawn."""
    new: str | None = None
    cell = (st.session_state.get(_CELLS) or {}).get("cell")
    for name, click in ((_CELLS, tuple(cell) if cell else None), (_TABLE, tables.click(_TABLE))):
        if click and click != st.session_state.get(f"{name}:seen"):
            new = str(click[0])
        st.session_state[f"{name}:seen"] = click
    one, _, other = (new or "").partition(SEPARATOR)
    return (one, other) if one and other and one != other else None


def draw(view: InterfacesView, chosen: tuple[str, str] | None) -> None:
    """Draw the matrix, its legend and the table."""
    legend(view)
    data = _data(view)
    version = hashlib.sha1(repr(data).encode(), usedforsecurity=False).hexdigest()
    components.component("matrix")(
        key=_CELLS,
        data={**data, "version": version, "selected": SEPARATOR.join(chosen) if chosen else None},
        on_cell_change=_listen,
    )
    with st.expander(t("interfaces.as_table"), icon=":material/table_rows:"):
        tables.draw(view.table.columns, view.table.rows, key=_TABLE, caption=view.table.title)


def legend(view: InterfacesView) -> None:
    """Draw what the marks mean, with how many pairs have each."""
    words = {pair.state: pair.state_text for pair in view.pairs}
    numbers = {state: sum(pair.state == state for pair in view.pairs) for state in _LOOKS}
    items = "".join(
        f'<span role="listitem">{chip(_STATES[state], mark) if state in _STATES else mark}'
        f"<span>{words[state]}: {integer(numbers[state])}</span></span>"
        for state, (_, mark) in _LOOKS.items()
        if state in words
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{t("interfaces.legend")}">{items}</div>')


def _data(view: InterfacesView) -> dict[str, Any]:
    said: dict[str, int] = {}
    why: dict[str, int] = {}
    rows = []
    for row in view.groups:
        cells = []
        for column in view.groups:
            pair = view.pair(row.value, column.value)
            css, mark = _LOOKS[pair.state] if pair else ("q-left-out", "")
            words = _spoken(pair) if pair else t("interfaces.same_group")
            reason = pair.reason if pair else ""
            cells.append((css, mark, said.setdefault(words, len(said)), why.setdefault(reason, len(why))))
        rows.append({
            "group": None, "label": row.label, "key": row.value, "cells": cells,
            "sum": _sum([p for p in view.pairs if row.value in (p.one, p.other)]),
        })  # fmt: skip
    return {
        "caption": t("interfaces.matrix"),
        "corner": t("interfaces.corner"),
        "hint": t("interfaces.hint"),
        "total": t("interfaces.total"),
        "more": t("table.more_columns"),
        "columns": [group.label for group in view.groups],
        "keys": [group.value for group in view.groups],
        "rows": rows,
        "foot": [_sum([p for p in view.pairs if g.value in (p.one, p.other)]) for g in view.groups],
        "all": _sum(list(view.pairs)),
        "said": list(said),
        "why": list(why),
    }


def _spoken(pair: GroupPair) -> str:
    told = [pair.state_text, pair.claim_text]
    if pair.needed:
        told.append(t("interfaces.needed", count=integer(pair.needed)))
    return ". ".join(part for part in told if part)


def _sum(pairs: list[GroupPair]) -> tuple[list[str], str]:
    """How many of these pairs have which state, in marks and in words; pairs nobody needs are not counted."""
    numbers = {state: [p for p in pairs if p.state == state] for state in _STATES}
    marks = [f"{_LOOKS[state][1]}\u00a0{integer(len(own))}" for state, own in numbers.items() if own]
    return marks, ", ".join(f"{own[0].state_text}: {integer(len(own))}" for own in numbers.values() if own)


def _listen() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""
