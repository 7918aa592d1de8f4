"""Lieferkalender: who owes which delivery by when, and who is late."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app import exports
from app.delivery.calendar_views import CalendarView, DueView
from app.gate import Released
from app.views import CellKind, CellView, ColumnView, Row
from app.web import evidence, frame, permalink, reads, tables
from app.web.formats import day, markdown
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

PAGE = PageHeader(
    title={"de": "Lieferkalender", "en": "Delivery calendar"},
    order=115,
    url_path="lieferkalender",
    icon="event",
    group={"de": "Datenpflege", "en": "Data care"},
    help={
        "de": "Wer welche Angaben bis wann liefert und wer überfällig ist.",
        "en": "Who delivers which data by when, and who is overdue.",
    },
    is_for_house=True,
)

_ALL: Final = "alle"
_STATES: Final = ("late", "never", "due", "on_time", "on_request")
_MARKS: Final = {"late": "!", "never": "–", "due": "◐", "on_time": "●", "on_request": "○"}
_COLUMNS: Final = {
    "state": CellKind.TEXT,
    "next": CellKind.DATE,
    "label": CellKind.TEXT,
    "body": CellKind.TEXT,
    "scope": CellKind.TEXT,
    "rhythm": CellKind.TEXT,
    "last": CellKind.DATE,
    "contact": CellKind.TEXT,
    "key": CellKind.TEXT,
}


def render(chosen: Stand) -> None:
    """Draw the calendar with its filter and the way to take it along."""
    st.caption(t("calendar.text"))
    released = _calendar(chosen.town.version, chosen.town.reference_date.isoformat(), language())
    view = released.value
    if not view.items:
        st.info(t("calendar.none"), icon=":material/event:")
        _edit()
        return
    st.markdown(f"**{markdown(view.lead)}**")
    present = [state for state in _STATES if any(item.state == state for item in view.items)]
    names = {_ALL: t("calendar.all")} | {state: t(f"calendar.{state}") for state in present}
    state = permalink.choice(
        t("calendar.filter"), names, name="stand", default=_ALL, widget=st.segmented_control, required=True
    )
    rows = [_row(item) for item in view.items if state in (_ALL, item.state)]
    columns = tuple(ColumnView(name, t(f"calendar.{name}"), kind) for name, kind in _COLUMNS.items())
    if rows:
        tables.draw(
            columns,
            rows,
            key="calendar:table",
            caption=t("calendar.caption"),
            look=tables.Look(records=False),
        )
    else:
        st.info(t("calendar.nothing"), icon=":material/check:")
    evidence.withheld(released)
    with st.container(horizontal=True, key="noprint_calendar"):
        st.download_button(
            t("calendar.download"),
            data=lambda: exports.to_ics(released),
            file_name="lieferkalender.ics",
            mime="text/calendar",
            icon=":material/event:",
            on_click="ignore",
        )
    _edit()


@st.cache_resource(show_spinner=False, max_entries=8)
def _calendar(version: int, today: str, lang: str) -> Released[CalendarView]:
    del version, today
    return reads.service().records.calendar(lang=lang)


def _row(item: DueView) -> Row:
    cells = {
        "state": CellView(f"{_MARKS[item.state]} {item.state_text}", item.days),
        "next": CellView(day(item.next), item.next),
        "label": CellView(item.label, item.label),
        "body": CellView(item.body or item.source, item.body),
        "scope": CellView(item.scope, item.scope),
        "rhythm": CellView(item.rhythm, item.rhythm),
        "last": CellView(day(item.last), item.last),
        "contact": CellView(item.contact, item.contact),
        "key": CellView(item.key, item.key),
    }
    return tuple(cells[name] for name in _COLUMNS)


def _edit() -> None:
    if frame.is_drawn():
        st.page_link(
            frame.page("datensaetze"),
            label=t("calendar.to_records"),
            icon=":material/edit_note:",
            query_params={**permalink.stand(), "klasse": "lieferabsprache"},
        )
