"""Lückenmatrix: need × target group for one planning area, and the evidence behind every cell."""

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import Any

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import (
    CellEvidence,
    CellKind,
    CellView,
    ChoiceView,
    ColumnView,
    MatrixCellView,
    MatrixView,
    Row,
)
from app.web import components, downloads, evidence, origin, permalink, reads, stand, tables
from app.web.formats import indented, integer, markdown
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.states import STATES, css_class, legend, text_mark
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
_SEPARATOR = "~"
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
    key = _cell_in_url(view)
    if as_table:
        key = _table(view, key)
    else:
        wide, side = st.columns([8, 3], gap="medium")
        with wide:
            key = _matrix(view, key)
        with side, st.container(border=True, key="matrix_details"):
            _details(view, key, chosen)
    _sheet(view, key, chosen)
    downloads.buttons(released, name=f"luecken-{view.area_label}", key="matrix")
    _what_it_rests_on(view)
    stand.source_line(chosen)


def _finding(view: MatrixView) -> str:
    """Say the finding in one sentence: how many gaps, how many with a documented need, how much is not known."""
    cells = [cell for row in view.rows for cell in row.cells]
    if not cells:
        return view.lead
    counts = Counter(cell.state for cell in cells)
    documented = sum(cell.state == "gap" and cell.need_mark == "documented" for cell in cells)
    numbers = {
        "gaps": counts["gap"],
        "cells": len(cells),
        "documented": documented,
        "thin": counts["thin"],
        "unknown": counts["unknown"],
    }
    return t(
        "matrix.lead", area=view.area_label, **{name: integer(number) for name, number in numbers.items()}
    )


def _filters(whole: MatrixView) -> tuple[str, str, tuple[str, ...], bool]:
    columns = st.columns([3, 3, 4, 2], vertical_alignment="bottom")
    with columns[0]:
        area = permalink.choice(
            t("matrix.area"), _short(whole.areas), name="gebiet", default=_name(whole.area)
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
    full = {_name(choice.value): choice.value for choice in (*whole.areas, *whole.fields, *whole.all_groups)}
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
    return {_name(c.value): indented(c.label, c.level - highest) for c in offered}


def _name(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1]


def _key(cell: MatrixCellView) -> str:
    return f"{_name(cell.need)}{_SEPARATOR}{_name(cell.group)}"


def _cell_in_url(view: MatrixView) -> str | None:
    """Return the chosen cell: the one just clicked, else the one the URL or the session names, if it is in the matrix."""
    keys = {_key(cell) for row in view.rows for cell in row.cells}
    clicked = (st.session_state.get("matrix:cells") or {}).get("cell")
    key = permalink.remember("zelle", clicked if clicked != st.session_state.get("matrix:seen") else None)
    st.session_state["matrix:seen"] = clicked
    return key if key in keys else None


def _matrix(view: MatrixView, selected: str | None) -> str | None:
    labels = {choice.value: choice.label for choice in view.columns}
    rows: list[dict[str, Any]] = []
    field = None
    for row in view.rows:
        heading = row.field_label if row.field != field else None
        field = row.field
        rows.append(
            {
                "group": heading,
                "label": row.label,
                "cells": [_drawn(cell, row.label, labels) for cell in row.cells],
            }
        )
    data: dict[str, Any] = {
        "caption": t("matrix.caption", area=view.area_label),
        "corner": t("matrix.corner"),
        "hint": t("matrix.hint"),
        "columns": [choice.label for choice in view.columns],
        "rows": rows,
    }
    version = f"{view.area}|{view.version}|{view.audience}|{view.reference_date}|{view.lang}|{[c.value for c in view.columns]}|{len(rows)}|{rows[0]['label']}"
    components.component("matrix")(
        key="matrix:cells",
        data={**data, "version": version, "selected": selected},
        on_cell_change=_listen,
    )
    return selected


def _listen() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""


def _drawn(cell: MatrixCellView, need: str, labels: dict[str, str]) -> dict[str, str]:
    group = labels.get(cell.group, cell.group)
    need_text = cell.need_text or t(f"need.{cell.need_mark}")
    counted = (
        t("matrix.counted", offers=integer(cell.offers), providers=integer(cell.providers))
        if cell.offers
        else ""
    )
    spoken = ". ".join(part for part in (f"{need}, {group}: {cell.state_text}", counted, need_text) if part)
    return {
        "s": css_class(cell.state, offers=cell.offers, need_mark=cell.need_mark),
        "t": text_mark(cell),
        "a": spoken,
        "h": f"{need} · {group}\n{cell.reason}",
        "k": _key(cell),
    }


def _table(view: MatrixView, selected: str | None) -> str | None:
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
        return selected
    chosen = tables.draw(
        _columns(), rows, key="matrix:table", caption=t("matrix.caption", area=view.area_label)
    )
    if chosen and chosen != st.session_state.get("matrix:seen_row"):
        st.session_state["matrix:seen_row"] = chosen
        return permalink.remember("zelle", chosen)
    return selected


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
        CellView(need, need, iri=_key(cell)),
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


def _find(view: MatrixView, key: str | None) -> MatrixCellView | None:
    return next((cell for row in view.rows for cell in row.cells if _key(cell) == key), None)


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
