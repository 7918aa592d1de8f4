"""A profile on a page: what it is, section by section, what is not known, where it comes from, and where to go on."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.delta_generator import DeltaGenerator  # noqa: TID251 same

from app.profiles.addresses import address
from app.profiles.views import ProfileFact, ProfileOrigin, ProfileSection, ProfileView
from app.views import CellKind, CellView, ColumnView, Row, TableView
from app.web import answers, evidence, frame, permalink, tables
from app.web.formats import markdown
from app.web.origin import Behind
from app.web.texts import t

CELLS: Final = "cells"
_NARROW, _SMALL = 4, 24
"""So many columns and cells a table may have to stand beside another on a printed page."""
_PARTS: Final = re.compile(r" · |, |; ")


def key(profile: ProfileView) -> str:
    """Return the name of a profile in the session."""
    return f"profile:{profile.art}:{profile.key}"


def table_keys(profile: ProfileView) -> tuple[str, ...]:
    """Return the session names of all tables in which a click leads to another profile."""
    names = [section.name for section in profile.sections if section.name != CELLS]
    return tuple(f"{key(profile)}:{name}" for name in (*names, "related"))


def section(profile: ProfileView, part: ProfileSection, behind: Behind) -> None:
    """Draw a section: its fields or its table, and what an empty one means."""
    name = f"{key(profile)}:{part.name}"
    with _part(part.name, wide=part.table is not None and bool(part.table.rows) and _is_wide(part.table)):
        st.subheader(part.title, anchor=False)
        if part.facts:
            _facts(part, name)
        if part.table is not None:
            if part.table.rows:
                _table(_told_once(part.table, profile.label), name)
                behind.below(name)
            else:
                claim = f" ({markdown(part.claim_text)})" if part.claim_text else ""
                st.caption(f"{markdown(part.table.note or '')}{claim}")
        if part.note:
            st.caption(markdown(part.note))


def unknown(profile: ProfileView) -> None:
    """List what nobody recorded, and what was reported as unknown."""
    with _part("unknown"):
        st.subheader(t("profile.unknown"), anchor=False)
        if not profile.unknown:
            st.caption(t("profile.nothing_unknown"))
            return
        for said, words in (("missing", t("profile.missing")), ("unknown", t("profile.reported_unknown"))):
            names = [fact.label for fact in profile.unknown if fact.said == said]
            if names:
                st.markdown(f"**{words}** {markdown(', '.join(names))}")
        st.caption(t("profile.unknown_means"))


def origin(profile: ProfileView, given: ProfileOrigin) -> None:
    """Draw where the record comes from, how fresh it is, what contradicts it and what waits."""
    with _part("origin", wide=True):
        st.subheader(t("profile.origin"), anchor=False)
        fresh = f"**{markdown(given.freshness_text)}** · " if given.verified_on else ""
        st.markdown(f"{fresh}{markdown(given.text)}")
        for table in (given.sources, given.conflicts, given.waiting):
            if table.rows:
                evidence.block(_filled(table), key=f"{key(profile)}:origin", records=False)
            elif table.note:
                st.caption(markdown(table.note))


def related(profile: ProfileView) -> None:
    """Draw what else names the record."""
    with _part("related", wide=_is_wide(profile.related)):
        st.subheader(profile.related.title, anchor=False)
        if profile.related.rows:
            _table(profile.related, f"{key(profile)}:related")
        if profile.related.note:
            st.caption(markdown(profile.related.note))


def questions(profile: ProfileView) -> None:
    """Draw links to the questions about the record."""
    if not profile.questions or not frame.is_drawn():
        return
    with st.container(key="noprint_questions"):
        st.subheader(t("profile.questions"), anchor=False)
        for question in profile.questions:
            given = {question.parameter: question.value} if question.parameter else {}
            st.page_link(
                frame.page("fragen"), label=markdown(f"{question.id} · {question.title}"), icon=":material/quiz:",
                query_params={**permalink.stand(), "frage": question.id, **given},
            )  # fmt: skip


def _facts(part: ProfileSection, name: str) -> None:
    columns = (
        ColumnView("field", t("profile.field"), CellKind.TEXT),
        ColumnView("value", t("profile.value"), CellKind.RECORD),
    )
    facts = [fact for fact in part.facts if fact.cells or fact.said != "missing"]
    left = [fact.label for fact in part.facts if fact.said == "missing"]
    if facts:
        several = {(i, 1): fact.cells for i, fact in enumerate(facts) if len(fact.cells) > 1}
        _table(
            TableView(part.title, columns, tuple(_line(fact) for fact in facts), name=part.name),
            name,
            several,
        )
    if left:
        st.caption(t("profile.left", fields=markdown(", ".join(left))))


def _line(fact: ProfileFact) -> Row:
    """A field with its value; all values in words where it has several."""
    if len(fact.cells) == 1:
        return CellView(fact.label), fact.cells[0]
    return CellView(fact.label), CellView(fact.text or " · ".join(cell.text for cell in fact.cells))


def _table(
    table: TableView, name: str, several: Mapping[tuple[int, int], tuple[CellView, ...]] | None = None
) -> None:
    columns = tuple(
        replace(c, kind=CellKind.RECORD) if c.kind is CellKind.CONCEPT else c for c in table.columns
    )
    rows = answers.leading_to_evidence(table.columns, table.rows)
    of_fields = table.columns[0].name == "field"
    tables.draw(
        columns, tuple(_led(row) for row in rows), key=name, caption=table.title,
        look=tables.Look(
            sortable=len(rows) > 1 and not of_fields, heads=of_fields, opens=t("profile.open"),
            several={place: _led(cells) for place, cells in (several or {}).items()},
        ),
    )  # fmt: skip


def _told_once(table: TableView, label: str) -> TableView:
    """A table in which records that are called by what stands beside them are told by their key.

    "Treff · Zuwendung der Stadt · Stadt Beispielau" fills a column, and says again what offer, pot and payer say.
    """
    return replace(table, rows=tuple(_with_key(row, label) for row in table.rows))


def _with_key(row: Row, label: str) -> Row:
    first, beside = row[0], " · ".join([label, *(cell.text for cell in row[1:])])
    there = address(first.iri) if first.iri and first.mark is None and " · " in first.text else None
    if there is None or not all(part in beside for part in _PARTS.split(first.text)):
        return row
    return (replace(first, text=there.key), *row[1:])


def _part(name: str, *, wide: bool = False) -> DeltaGenerator:
    """A part of the profile; printed in one of two columns, or over both if it is wide."""
    return st.container(key=f"{'wide' if wide else 'part'}_profile_{name}")


def _is_wide(table: TableView) -> bool:
    """Whether a table needs the whole page when it is printed."""
    return len(table.columns) > _NARROW or len(table.columns) * len(table.rows) > _SMALL


def _led(row: Row) -> Row:
    """A row whose cells lead somewhere only if there is a profile there, or the evidence of a cell."""
    return tuple(
        cell
        if cell.iri is None or evidence.cell_of(cell.iri) or _leads_on(cell.iri)
        else replace(cell, iri=None)
        for cell in row
    )


def _filled(table: TableView) -> TableView:
    """A table without the columns in which nothing stands."""
    used = [j for j in range(len(table.columns)) if any(row[j].text for row in table.rows)]
    return replace(
        table,
        columns=tuple(table.columns[j] for j in used),
        rows=tuple(tuple(r[j] for j in used) for r in table.rows),
    )


def _leads_on(iri: str) -> bool:
    """Whether a profile says more than the name: not of "aktiv" or "öffentlich", the words of the short lists."""
    there = address(iri)
    return there is not None and not there.art.startswith("cl-")
