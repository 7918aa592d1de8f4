"""What stands behind a cell of the matrix or a record: the tables of `CellEvidence`, and the origin of a record."""

from html import escape
from typing import Any

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.views import CellEvidence, FactView, TableView
from app.web import tables
from app.web.formats import markdown
from app.web.states import chip
from app.web.texts import language, t


def block(table: TableView, *, key: str, records: bool = True) -> str | None:
    """Draw a block: its title, and its rows or the sentence that says what having none means."""
    st.markdown(f"**{markdown(table.title)}**")
    chosen = None
    if table.rows:
        chosen = tables.draw(
            table.columns,
            table.rows,
            key=f"{key}:{table.name}",
            caption=table.title,
            look=tables.Look(totals=table.totals, records=records),
        ).record
        if table.note:
            st.caption(markdown(table.note))
    else:
        st.caption(markdown(table.note or t("table.empty")))
    return chosen


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


def sheet(released: Released[CellEvidence], *, key: str) -> str | None:
    """Draw all blocks of the evidence, the offers first, and return the record the reader chose."""
    evidence = released.value
    withheld(released)
    chosen = None
    for table in evidence.blocks:
        chosen = block(table, key=key) or chosen
    for note in evidence.notes:
        st.caption(markdown(note))
    if evidence.thresholds:
        with st.expander(t("answer.thresholds")):
            facts(evidence.thresholds)
    return chosen
