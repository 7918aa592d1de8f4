"""Lückenmatrix: need × target group or × area, what a gap weighs, and the evidence behind every cell."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app import exports
from app.gaps.choice import GROUPS, MatrixChoice, in_words, narrow, short, shown_cells
from app.views import MatrixCellView, MatrixView
from app.web import downloads, evidence, frame, origin, permalink, reads, stand
from app.web.desk import acts
from app.web.formats import integer, markdown
from app.web.matrix import details, filters, matrix_reads, onward, picture, saved, totals
from app.web.papers import putting
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.states import legend
from app.web.texts import plural, t

PAGE = PageHeader(
    title={"de": "Lückenmatrix", "en": "Gap matrix"},
    order=10,
    url_path="luecken",
    icon="grid_on",
    help={
        "de": "Bedarf × Zielgruppe oder × Gebiet: gedeckt, dünn, Lücke oder nicht bekannt, und was eine Lücke wiegt.",
        "en": "Need × target group or × area: covered, thin, gap or not known, and what a gap weighs.",
    },
)
_KINDS: Final = (("csv", exports.to_csv, "text/csv"), ("xlsx", exports.to_xlsx, downloads.XLSX), ("json", exports.to_json, "application/json"))  # fmt: skip


def render(chosen: Stand) -> None:
    """Draw the page."""
    totals.arrive()
    acts.show()
    lead = st.empty()
    shown = filters.choose(chosen)
    view = narrow(shown.whole, shown.choice)
    lead.html(f'<p class="q-lead">{escape(_finding(view, shown.whole))}</p>')
    evidence.withheld(shown.released)
    with st.container(horizontal=True):
        saved.draw(PAGE.url_path, chosen.audience)
        _into_a_paper(shown, chosen)
        onward.drilled(_drilled(shown))
    if not shown.whole.rows or not shown.whole.columns:
        st.info(t("matrix.empty"), icon=":material/info:")
        return
    if not view.rows:
        st.info(t("matrix.nothing_matches"), icon=":material/filter_alt_off:")
        return
    key = picture.chosen(view)
    _cells(view, key, shown, chosen)
    _sheet(picture.find(view, key), chosen)
    _downloads(view, shown, chosen)
    _what_it_rests_on(view)
    stand.source_line(chosen)


def _into_a_paper(shown: filters.Shown, chosen: Stand) -> None:
    """A paper counts the states of an area by need; along areas it has the questions instead."""
    choice = shown.choice
    if choice.axis != GROUPS:
        return
    given = {
        "area": (choice.area,) if choice.area else (),
        "field": (short(choice.field),) if choice.field else (),
        "group": choice.groups,
    }
    putting.put_button("luecken", tuple((name, values) for name, values in given.items() if values), chosen)


def _cells(view: MatrixView, key: str | None, shown: filters.Shown, chosen: Stand) -> None:
    """The picture, the list of cells, or the sums: all of the same cells."""
    if shown.form == filters.SUMS:
        totals.draw(view)
        return
    legend(view.legend)
    filters.marks_legend(shown)
    if shown.form == filters.TABLE:
        picture.table(view)
        return
    wide, side = st.columns([8, 3], gap="medium")
    with wide:
        picture.matrix(view, key, shown.cells)
    with side, st.container(border=True, key="matrix_details"):
        details.draw(picture.find(view, key), chosen)


def _drilled(shown: filters.Shown) -> dict[str, str]:
    """The row and column a sum led to, by their name in the address."""
    told = {fact.name: fact.text for fact in in_words(shown.whole, shown.choice)}
    return {"zeile": told.get("row", ""), "spalte": told.get("column", "")}


def _finding(view: MatrixView, whole: MatrixView) -> str:
    """Say the finding in one sentence: how many gaps, how many with a documented need, how much is not known."""
    cells = [cell for _, _, cell in shown_cells(view)]
    place, pairs = picture.place(view), t(f"matrix.pairs_{view.axis}")
    if not cells:
        return t("matrix.lead_empty", area=place)
    counts = Counter(cell.state for cell in cells)
    documented = sum(cell.state == "gap" and cell.need_mark == "documented" for cell in cells)
    if view.filters:
        told = [f"{c.label}: {integer(c.count)}" for c in view.state_counts if c.count]
        if documented:
            told.append(plural("matrix.lead_documented", documented))
        text = t(
            "matrix.lead_filtered", area=place, pairs=pairs, cells=integer(len(cells)), states=", ".join(told),
            all=integer(len(shown_cells(whole))),
        )  # fmt: skip
        return (
            f"{text} {t('matrix.filtered', filters='; '.join(f'{f.label}: {f.text}' for f in view.filters))}"
        )
    numbers = {"gaps": counts["gap"], "cells": len(cells), "documented": documented, "thin": counts["thin"], "unknown": counts["unknown"]}  # fmt: skip
    written = {name: integer(number) for name, number in numbers.items()}
    return t("matrix.lead" if counts["gap"] else "matrix.lead_none", area=place, pairs=pairs, **written)


def _sheet(cell: MatrixCellView | None, chosen: Stand) -> None:
    """All that stands behind the chosen cell, and the ways on from there."""
    if cell is None:
        return
    released = reads.cell(cell.need, cell.group, cell.area, chosen.asked)
    st.header(t("matrix.evidence"), anchor=details.ANCHOR)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        evidence.verdict(released.value)
        details.marks(cell)
    with right:
        onward.draw(cell, released.value, chosen)
    key = "matrix:evidence"
    behind = origin.opened("matrix", evidence.sheet_keys(released.value, key), chosen)
    evidence.sheet(released, key=key, below=behind.below)


def _downloads(view: MatrixView, shown: filters.Shown, chosen: Stand) -> None:
    """The matrix as it is shown, with filters and marks; made only when clicked."""
    choice = replace(shown.choice, as_list=shown.form == filters.TABLE)
    stem = downloads.stem(f"luecken-{picture.place(view)}")
    with st.container(horizontal=True, key="noprint_matrix"):
        for suffix, make, mime in _KINDS:
            st.download_button(
                t(f"download.{suffix}"), data=partial(_file, make, choice, chosen), file_name=f"{stem}.{suffix}",
                mime=mime, key=f"matrix:{suffix}", icon=":material/table_view:", on_click="ignore",
            )  # fmt: skip
        if frame.is_drawn():
            st.page_link(
                frame.page("fragen"), label=t("matrix.to_a12"), icon=":material/quiz:", query_params={**permalink.stand(), "frage": "A12"}
            )  # fmt: skip


def _file(make: Callable[[Any], bytes], choice: MatrixChoice, chosen: Stand) -> bytes:
    return make(matrix_reads.narrowed(choice, chosen.asked))


def _what_it_rests_on(view: MatrixView) -> None:
    with st.expander(t("matrix.rests_on")):
        st.markdown(markdown(t("matrix.marks_text")))
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
