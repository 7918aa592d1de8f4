"""Überblick: what is known and how well, and the way from every figure to its question."""

from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellKind, CellView, ColumnView, CountView, FactView, Overview
from app.web import evidence, frame, reads, stand, tables
from app.web.formats import day, integer, markdown, share
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.states import STATES, bar, chip, claims_legend
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Überblick", "en": "Overview"},
    order=0,
    url_path="ueberblick",
    icon="dashboard",
    help={
        "de": "Was über die Stadt bekannt ist und wie gut.",
        "en": "What is known about the town, and how well.",
    },
)

_TILE = 150
_QUESTION_OF = {
    "Offer": "K1",
    "Provider": "E1",
    "NeedAssessment": "A1",
    "Coverage": "A6",
    "Funding": "D1",
    "Cooperation": "C2",
    "Contract": "C6",
    "InventoryStatement": "A12",
}
"""The classes planners ask for first, and the question each figure leads to."""

_COLUMNS = 4


def render(chosen: Stand) -> None:
    """Draw the page."""
    released = reads.overview(chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead">{escape(view.lead)}</p>')
    evidence.withheld(released)
    _states(view)
    _counts(view)
    _freshness(view)
    _completeness(view)
    _deliveries(view)
    _cannot_be_said(view)
    stand.source_line(chosen)


def _states(view: Overview) -> None:
    st.header(t("overview.states"), anchor=False)
    counts = {count.name: count.count for count in view.state_counts}
    cells = sum(counts.values())
    if not cells:
        st.info(t("overview.no_cells"), icon=":material/info:")
        return
    st.caption(t("overview.states_text", cells=integer(cells)))
    bar(counts)
    grid = st.grid(_COLUMNS, min_column_width=_TILE, gap="small")
    for state in STATES:
        count = counts.get(state, 0)
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            base = t("overview.of_cells", share=share(count, cells), cells=integer(cells))
            st.html(_tile(t(f"state.{state}"), count, base, chip(state)))
            _link("luecken", t("overview.to_matrix"), {"ansicht": "tabelle", "zustand": state})


def _counts(view: Overview) -> None:
    st.header(t("overview.counts"), anchor=False)
    if not view.counts:
        st.info(t("overview.no_deliveries"), icon=":material/upload_file:")
        return
    counts = {_class(count): count for count in view.counts}
    grid = st.grid(_COLUMNS, min_column_width=_TILE, gap="small")
    for name, question in _QUESTION_OF.items():
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            found = counts.pop(name, None)
            st.html(_tile(t(f"class.{name}"), found.count if found else None, ""))
            _link("fragen", t("overview.to_question", question=question), {"frage": question})
    with st.expander(t("overview.more_counts", count=integer(len(counts)))):
        evidence.facts(tuple(FactView(count.label, integer(count.count)) for count in counts.values()))


def _freshness(view: Overview) -> None:
    """Draw how long ago the offers were confirmed; the mark and the words say the same."""
    if not view.freshness:
        return
    st.header(t("overview.freshness"), anchor=False)
    st.caption(t("overview.freshness_text"))
    total = sum(count.count for count in view.freshness)
    grid = st.grid(_COLUMNS, min_column_width=_TILE, gap="small")
    for count in view.freshness:
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            base = t("overview.of_offers", share=share(count.count, total), offers=integer(total))
            st.html(_tile(count.label, count.count, base))
    _link("datensaetze", t("overview.to_records"), {"klasse": "angebot"})


def _class(count: CountView) -> str:
    """Return the last part of a class's IRI."""
    return count.name.replace("#", "/").rsplit("/", 1)[-1]


def _tile(label: str, count: int | None, base: str, mark: str = "") -> str:
    """Return a figure as HTML; what was never delivered is said in words, not as 0."""
    figure = f"<small>{escape(t('overview.nothing'))}</small>" if count is None else integer(count)
    below = f'<p class="q-base">{escape(base)}</p>' if base else ""
    return f'<div class="q-tile"><p class="q-label">{escape(label)}</p><div class="q-value">{mark}<span>{figure}</span></div>{below}</div>'


def _link(url_path: str, label: str, parameters: dict[str, str]) -> None:
    if frame.is_drawn():
        st.page_link(
            frame.page(url_path), label=label, icon=":material/arrow_forward:", query_params=parameters
        )


def _completeness(view: Overview) -> None:
    st.header(t("overview.completeness"), anchor=False)
    st.caption(t("overview.completeness_text"))
    table = view.completeness
    if not table.rows:
        st.info(markdown(table.note or t("overview.no_statements")), icon=":material/info:")
        return
    claims_legend()
    tables.draw(
        table.columns,
        table.rows,
        key="overview:completeness",
        caption=table.title,
        look=tables.Look(records=False, sortable=False, short_claims=True),
    )
    if table.note:
        st.caption(markdown(table.note))


def _deliveries(view: Overview) -> None:
    st.header(t("overview.deliveries"), anchor=False)
    if not view.deliveries:
        st.info(t("overview.no_deliveries"), icon=":material/upload_file:")
        _link("import", t("overview.to_import"), {})
        return
    kinds = (
        CellKind.TEXT,
        CellKind.TEXT,
        CellKind.DATE,
        CellKind.INTEGER,
        CellKind.INTEGER,
        CellKind.INTEGER,
    )
    names = ("source", "kind", "delivered", "records", "missing", "held_back")
    columns = tuple(
        ColumnView(name, t(f"delivery.{name}"), kind) for name, kind in zip(names, kinds, strict=True)
    )
    rows = tuple(
        (
            CellView(d.title, d.title),
            CellView(d.kind, d.kind),
            CellView(day(d.delivered_on), d.delivered_on),
            *(CellView(integer(number), number) for number in (d.records, d.missing, d.held_back)),
        )
        for d in view.deliveries
    )
    tables.draw(
        columns,
        rows,
        key="overview:deliveries",
        caption=t("overview.deliveries"),
        look=tables.Look(records=False),
    )
    _link("versionen", t("overview.to_versions"), {})


def _cannot_be_said(view: Overview) -> None:
    if view.notes:
        st.header(t("overview.cannot_be_said"), anchor=False)
        st.html(f'<ul class="q-list">{"".join(f"<li>{escape(note)}</li>" for note in view.notes)}</ul>')
    if view.thresholds:
        with st.expander(t("answer.thresholds")):
            evidence.facts(view.thresholds)
