"""What stands behind a cell of the matrix or a record: the tables of `CellEvidence`, and the origin of a record."""

from collections.abc import Callable
from html import escape
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.views import CellEvidence, FactView, TableView
from app.web import tables
from app.web.formats import markdown
from app.web.states import chip
from app.web.texts import language, t

CELL: Final = ("need", "group", "area")
"""The columns that together name a cell of the matrix."""

_CELL_KEY: Final = "cell:"
_SEPARATOR: Final = "~"


def cell_key(need: str | None, group: str | None, area: str | None) -> str:
    """Return the key a table hands back when the state of this cell is chosen."""
    return f"{_CELL_KEY}{need}{_SEPARATOR}{group}{_SEPARATOR}{area}"


def cell_of(key: str) -> tuple[str, str, str] | None:
    """Return need, group and area of a key made by `cell_key`; None for the IRI of a record."""
    parts = key.removeprefix(_CELL_KEY).split(_SEPARATOR)
    return (parts[0], parts[1], parts[2]) if key.startswith(_CELL_KEY) and len(parts) == len(CELL) else None


def block(table: TableView, *, key: str, records: bool = True) -> None:
    """Draw a block: its title, and its rows or the sentence that says what having none means."""
    st.markdown(f"**{markdown(table.title)}**")
    if table.rows:
        tables.draw(
            table.columns,
            table.rows,
            key=f"{key}:{table.name}",
            caption=table.title,
            look=tables.Look(totals=table.totals, records=records),
        )
    else:
        st.caption(markdown(table.note or t("table.empty")))


def facts(items: tuple[FactView, ...]) -> None:
    """Draw names and what is said about them."""
    rows = "".join(f"<dt>{escape(fact.label)}</dt><dd>{escape(fact.text)}</dd>" for fact in items)
    st.html(f'<dl class="q-facts">{rows}</dl>')


def withheld(released: Released[Any]) -> None:
    """Say what the release gate withheld, if anything."""
    text = released.withheld_text(language())
    if text:
        st.info(markdown(text), icon=":material/lock:")


def verdict(evidence: CellEvidence) -> None:
    """Draw the head of the evidence sheet: which cell, which state, why, and how far this may be said."""
    st.markdown(
        f"**{markdown(evidence.need_label)}**  \n{markdown(evidence.group_label)} · {markdown(evidence.area_label)}"
    )
    st.html(f'<p class="q-verdict">{chip(evidence.state)}<span>{escape(evidence.state_text)}</span></p>')
    st.markdown(markdown(evidence.reason))
    facts(
        (
            FactView(t("evidence.grade"), evidence.grade_text),
            FactView(t("evidence.claim"), evidence.claim_text),
        )
    )


def sheet_keys(found: CellEvidence, key: str) -> tuple[str, ...]:
    """Return the session names of the tables `sheet` makes."""
    return tuple(f"{key}:{table.name}" for table in found.blocks)


def sheet(
    released: Released[CellEvidence],
    *,
    key: str,
    records: bool = True,
    below: Callable[[str], None] | None = None,
) -> None:
    """Draw all blocks of the evidence, the offers first; `below` as in `app.web.answers.draw`."""
    evidence = released.value
    withheld(released)
    for table in evidence.blocks:
        block(table, key=key, records=records)
        if below:
            below(f"{key}:{table.name}")
    for note in evidence.notes:
        st.caption(markdown(note))
    if evidence.thresholds:
        with st.expander(t("answer.thresholds")):
            facts(evidence.thresholds)
