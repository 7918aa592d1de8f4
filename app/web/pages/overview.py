"""Überblick: where to look, what changed, how well it is known; the way from every figure to its question."""

from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.delta_generator import DeltaGenerator  # noqa: TID251 the type of a place on the page

from app.views import CellKind, CellView, ColumnView, CountView, FactView, Overview
from app.web import evidence, reads, stand, tables
from app.web.desk import acts
from app.web.formats import day, integer, share
from app.web.overview import changes_since, field_table, start, watching
from app.web.overview.leading import COLUMNS, WIDTH, link, tile
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.states import STATES, bar, chip
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Überblick", "en": "Overview"},
    order=0,
    url_path="ueberblick",
    icon="dashboard",
    help={
        "de": "Wo hinzusehen ist, was sich geändert hat und wie gut es bekannt ist.",
        "en": "Where to look, what changed, and how well it is known.",
    },
)

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


def render(chosen: Stand) -> None:
    """Draw the page: the sentence and what is quickly known first; what takes longer fills its place afterwards."""
    acts.show()
    sentence = st.empty()
    sentence.skeleton(height=28)
    released = reads.overview(chosen.asked)
    view = released.value
    if not view.counts:
        _say(sentence, t("start.lead", town=view.town.name))
        start.draw()
        return
    _say(sentence, watching.first_words(view.fields))
    evidence.withheld(released)
    watched = watching.places(chosen)
    then = changes_since.choose(chosen)
    changes = st.container()
    field_table.draw(view.fields)
    _states(view)
    _counts(view)
    _freshness(view)
    _deliveries(view)
    _cannot_be_said(view)
    stand.source_line(chosen)
    _say(sentence, watching.lead(chosen, view.fields))
    watching.fill(watched, chosen)
    with changes:
        changes_since.draw(chosen, then)


def _say(place: DeltaGenerator, words: str) -> None:
    place.html(f'<p class="q-lead">{escape(words)}</p>')


def _states(view: Overview) -> None:
    st.header(t("overview.states"), anchor=False)
    counts = {count.name: count.count for count in view.state_counts}
    cells = sum(counts.values())
    if not cells:
        st.info(t("overview.no_cells"), icon=":material/info:")
        return
    st.caption(t("overview.states_text", cells=integer(cells)))
    bar(counts)
    grid = st.grid(COLUMNS, min_column_width=WIDTH, gap="small")
    for state in STATES:
        count = counts.get(state, 0)
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            base = t("overview.of_cells", share=share(count, cells), cells=integer(cells))
            st.html(tile(t(f"state.{state}"), count, base, chip(state)))
            link("luecken", t("overview.to_matrix"), {"ansicht": "tabelle", "zustand": state})


def _counts(view: Overview) -> None:
    st.header(t("overview.counts"), anchor=False)
    if not view.counts:
        st.info(t("overview.no_deliveries"), icon=":material/upload_file:")
        return
    counts = {_class(count): count for count in view.counts}
    grid = st.grid(COLUMNS, min_column_width=WIDTH, gap="small")
    for name, question in _QUESTION_OF.items():
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            found = counts.pop(name, None)
            st.html(tile(t(f"class.{name}"), found.count if found else None, ""))
            link("fragen", t("overview.to_question", question=question), {"frage": question})
    with st.expander(t("overview.more_counts", count=integer(len(counts)))):
        evidence.facts(tuple(FactView(count.label, integer(count.count)) for count in counts.values()))


def _freshness(view: Overview) -> None:
    """Draw how long ago the offers were confirmed; the mark and the words say the same."""
    if not view.freshness:
        return
    st.header(t("overview.freshness"), anchor=False)
    st.caption(t("overview.freshness_text"))
    total = sum(count.count for count in view.freshness)
    grid = st.grid(COLUMNS, min_column_width=WIDTH, gap="small")
    for count in view.freshness:
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            base = t("overview.of_offers", share=share(count.count, total), offers=integer(total))
            st.html(tile(count.label, count.count, base))
    link("datensaetze", t("overview.to_records"), {"klasse": "angebot"})


def _class(count: CountView) -> str:
    """Return the last part of a class's IRI."""
    return count.name.replace("#", "/").rsplit("/", 1)[-1]


def _deliveries(view: Overview) -> None:
    st.header(t("overview.deliveries"), anchor=False)
    if not view.deliveries:
        st.info(t("overview.no_deliveries"), icon=":material/upload_file:")
        link("import", t("overview.to_import"), {})
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
    link("versionen", t("overview.to_versions"), {})


def _cannot_be_said(view: Overview) -> None:
    if view.notes:
        st.header(t("overview.cannot_be_said"), anchor=False)
        st.html(f'<ul class="q-list">{"".join(f"<li>{escape(note)}</li>" for note in view.notes)}</ul>')
    if view.thresholds:
        with st.expander(t("answer.thresholds")):
            evidence.facts(view.thresholds)
