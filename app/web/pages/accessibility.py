"""Erklärung zur Barrierefreiheit: what is accessible, what is not and whose matter that is, and whom to tell."""

from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.settings import settings
from app.views import CellKind, CellView, ColumnView, Row
from app.web import tables
from app.web.formats import day, markdown
from app.web.limitations import WHOSE, Limitation, known
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

PAGE = PageHeader(
    title={"de": "Barrierefreiheit", "en": "Accessibility"},
    order=92,
    url_path="barrierefreiheit",
    icon="accessibility_new",
    help={
        "de": "Erklärung zur Barrierefreiheit: was noch nicht geht, und wem man es sagt.",
        "en": "Statement on accessibility: what does not work yet, and whom to tell.",
    },
    group={"de": "Nachschlagen", "en": "Look up"},
)
_COLUMNS = ("what", "where", "rule", "instead", "evidence", "since")


def render(chosen: Stand) -> None:
    """Draw the statement."""
    statement = known()
    st.markdown(t("accessibility.intro", town=markdown(chosen.town.name)))
    st.info(t("accessibility.draft"), icon=":material/edit_note:")
    st.header(t("accessibility.status_title"), anchor=False)
    st.markdown(t("accessibility.status"))
    st.header(t("accessibility.limits_title"), anchor=False)
    for whose in WHOSE:
        entries = [entry for entry in statement.limitations if entry.whose == whose]
        if entries:
            _limits(whose, entries)
    st.header(t("accessibility.made_title"), anchor=False)
    st.markdown(t("accessibility.made", day=day(statement.drawn_up_on)))
    _whom("feedback", settings().accessibility_contact or settings().contact)
    _whom("enforcement", settings().enforcement_body)


def _limits(whose: str, entries: list[Limitation]) -> None:
    st.subheader(t(f"accessibility.whose_{whose}"), anchor=False)
    lang = language()
    columns = tuple(
        ColumnView(n, t(f"accessibility.column_{n}"), CellKind.DATE if n == "since" else CellKind.TEXT)
        for n in _COLUMNS
    )
    rows: list[Row] = [
        (
            CellView(entry.what[lang]), CellView(entry.where[lang]), CellView(entry.rule), CellView(entry.instead[lang]),
            CellView(entry.evidence[lang]), CellView(day(entry.since), entry.since),
        )
        for entry in entries
    ]  # fmt: skip
    tables.draw(
        columns, rows, key=f"accessibility:{whose}", caption=t(f"accessibility.whose_{whose}"),
        look=tables.Look(records=False),
    )  # fmt: skip


def _whom(part: str, whom: str) -> None:
    """Whom to turn to; nobody is invented where the town has not said."""
    st.header(t(f"accessibility.{part}_title"), anchor=False)
    st.markdown(t(f"accessibility.{part}"))
    if whom:
        st.html(f"<p><strong>{escape(whom)}</strong></p>")
    else:
        st.warning(t(f"accessibility.{part}_missing"), icon=":material/edit:")
