"""Lückenmatrix: need × target group for one planning area, and the evidence behind every cell."""

from collections import Counter
from collections.abc import Iterable
from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellEvidence, ChoiceView, MatrixCellView, MatrixView
from app.web import cells, downloads, evidence, origin, permalink, reads, stand
from app.web.formats import indented, integer, markdown
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.states import legend
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Lückenmatrix", "en": "Gap matrix"},
    order=10,
    url_path="luecken",
    icon="grid_on",
    help={
        "de": "Bedarf × Zielgruppe je Planungsraum: gedeckt, dünn, Lücke oder nicht bekannt.",
        "en": "Need × target group per planning area: covered, thin, gap or not known.",
    },
)

_ALL = ""
_ANCHOR = "belege"
_SHORT = 4


def render(chosen: Stand) -> None:
    """Draw the page."""
    whole = reads.matrix(None, (), None, chosen.asked).value
    area, field, groups, as_table = _filters(whole)
    released = reads.matrix(area or None, groups, field or None, chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead">{escape(_finding(view))}</p>')
    evidence.withheld(released)
    if not view.rows or not view.columns:
        st.info(t("matrix.empty"), icon=":material/info:")
        return
    legend(view.legend)
    key = cells.chosen(view)
    if as_table:
        cells.table(view)
    else:
        wide, side = st.columns([8, 3], gap="medium")
        with wide:
            cells.matrix(view, key)
        with side, st.container(border=True, key="matrix_details"):
            _details(view, key, chosen)
    _sheet(view, key, chosen)
    downloads.buttons(released, name=f"luecken-{view.area_label}", key="matrix")
    _what_it_rests_on(view)
    stand.source_line(chosen)


def _finding(view: MatrixView) -> str:
    """Say the finding in one sentence: how many gaps, how many with a documented need, how much is not known."""
    shown = [cell for row in view.rows for cell in row.cells]
    if not shown:
        return view.lead
    counts = Counter(cell.state for cell in shown)
    numbers = {
        "gaps": counts["gap"],
        "cells": len(shown),
        "documented": sum(cell.state == "gap" and cell.need_mark == "documented" for cell in shown),
        "thin": counts["thin"],
        "unknown": counts["unknown"],
    }
    written = {name: integer(number) for name, number in numbers.items()}
    return t("matrix.lead" if counts["gap"] else "matrix.lead_none", area=view.area_label, **written)


def _filters(whole: MatrixView) -> tuple[str, str, tuple[str, ...], bool]:
    columns = st.columns([5, 5, 5, 4], vertical_alignment="bottom")
    with columns[0]:
        area = permalink.choice(
            t("matrix.area"), _short(whole.areas), name="gebiet", default=cells.short(whole.area)
        )
    with columns[1]:
        fields = {_ALL: t("matrix.all_fields")} | _short(whole.fields)
        field = permalink.choice(t("matrix.field"), fields, name="feld", default=_ALL)
    with columns[2]:
        groups = permalink.choices(
            t("matrix.groups"), _short(whole.all_groups), name="gruppe", placeholder=t("matrix.all_groups")
        )
    with columns[3]:
        views = {"matrix": t("matrix.view_matrix"), "tabelle": t("matrix.view_table")}
        view = permalink.choice(
            t("matrix.view"),
            views,
            name="ansicht",
            default="matrix",
            widget=st.segmented_control,
            required=True,
        )
    full = {
        cells.short(choice.value): choice.value for choice in (*whole.areas, *whole.fields, *whole.all_groups)
    }
    return (
        full.get(area, area),
        full.get(field, field),
        tuple(full.get(g, g) for g in groups),
        view == "tabelle",
    )


def _short(choices: Iterable[ChoiceView]) -> dict[str, str]:
    """Return the choices by the last part of their IRI, which is what stands in the URL."""
    offered = list(choices)
    highest = min((choice.level for choice in offered), default=0)
    return {cells.short(c.value): indented(c.label, c.level - highest) for c in offered}


def _find(view: MatrixView, key: str | None) -> MatrixCellView | None:
    return next((cell for row in view.rows for cell in row.cells if cells.key_of(cell) == key), None)


def _details(view: MatrixView, key: str | None, chosen: Stand) -> None:
    cell = _find(view, key)
    if cell is None:
        st.markdown(f"**{t('matrix.details')}**")
        st.caption(t("matrix.choose"))
        return
    released = reads.cell(cell.need, cell.group, view.area, chosen.asked)
    evidence.verdict(released.value)
    if cell.need_text:
        st.caption(markdown(cell.need_text))
    _offers_in_short(released.value)
    st.markdown(f"[{t('matrix.to_evidence')}](#{_ANCHOR})")


def _offers_in_short(found: CellEvidence) -> None:
    """Name the first offers considered, each with why it counts or does not."""
    offers = next((block for block in found.blocks if block.name == "offers"), None)
    if offers is None:
        return
    st.markdown(f"**{markdown(offers.title)}**")
    if not offers.rows:
        st.caption(markdown(offers.note or t("table.empty")))
        return
    names = [column.name for column in offers.columns]
    why = names.index("why") if "why" in names else len(names) - 1
    items = "".join(
        f"<li><b>{escape(row[0].text)}</b><br>{escape(row[why].text)}</li>" for row in offers.rows[:_SHORT]
    )
    st.html(f'<ul class="q-list">{items}</ul>')
    if len(offers.rows) > _SHORT:
        st.caption(t("matrix.more_offers", count=integer(len(offers.rows) - _SHORT)))


def _sheet(view: MatrixView, selected: str | None, chosen: Stand) -> None:
    cell = _find(view, selected)
    if cell is None:
        return
    released = reads.cell(cell.need, cell.group, view.area, chosen.asked)
    st.header(t("matrix.evidence"), anchor=_ANCHOR)
    evidence.verdict(released.value)
    key = "matrix:evidence"
    behind = origin.opened("matrix", evidence.sheet_keys(released.value, key), chosen)
    evidence.sheet(released, key=key, below=behind.below)


def _what_it_rests_on(view: MatrixView) -> None:
    with st.expander(t("matrix.rests_on")):
        if view.completeness:
            st.markdown(markdown(view.completeness.text))
            evidence.facts(view.completeness.statements)
        if view.legend:
            evidence.facts(view.legend)
        for note in view.notes:
            st.caption(markdown(note))
        if view.exclusions:
            st.markdown(f"**{t('answer.exclusions')}**")
            st.html(
                f'<ul class="q-list">{"".join(f"<li>{integer(c.count)} · {escape(c.label)}</li>" for c in view.exclusions)}</ul>'
            )
        evidence.facts(view.thresholds)
