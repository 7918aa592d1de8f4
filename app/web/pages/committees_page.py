"""Gremien: what comes next, who sits where, who is not heard, which decisions are open. Never a person."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app import date_exports
from app.web import evidence, frame, permalink, stand
from app.web.formats import markdown
from app.web.planning import meetings, parts, reads
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Gremien", "en": "Committees"},
    order=72,
    url_path="gremien",
    icon="groups",
    help={
        "de": "Welches Gremium was bearbeitet, wer darin sitzt, was beschlossen und was offen ist, wer nicht gehört wird.",
        "en": "Which committee works on what, who sits on it, what is decided and what is open, who is not heard.",
    },
    group={"de": "Planung", "en": "Planning"},
)
_PARTS = ("dates", "members", "own_voice", "side_by_side", "decisions", "participation", "unheard")
_QUESTIONS = {
    "members": ("H1", "topic"),
    "own_voice": ("H2", "field"),
    "side_by_side": ("H3", "field"),
    "decisions": ("H4", ""),
    "participation": ("H5", ""),
    "unheard": ("G6", ""),
}


def render(chosen: Stand) -> None:
    """Draw what comes next, then the part that is chosen."""
    released = reads.study(date_exports.COMMITTEE_DATES, "", "", chosen.asked)
    view = released.value
    parts.lead(view.lead)
    evidence.withheld(released)
    part = parts.choose({name: t(f"committees.part_{name}") for name in _PARTS}, default=_PARTS[0])
    if part == "dates":
        if view.completeness:
            st.caption(markdown(view.completeness.text))
        meetings.draw(view, chosen)
        with st.container(key="noprint_committee_dates"):
            st.download_button(
                t("committees.ics"), data=lambda: date_exports.committees_to_ics(released), file_name="gremien.ics",
                mime="text/calendar", icon=":material/event:", on_click="ignore", help=t("committees.ics_help"),
            )  # fmt: skip
        parts.study_tables(date_exports.COMMITTEE_DATES, chosen)
        st.caption(markdown(view.definition))
    else:
        _question(part, chosen)
    if frame.is_drawn():
        with st.container(horizontal=True):
            st.page_link(
                frame.page("netze"),
                label=t("committees.network"),
                icon=":material/hub:",
                query_params={**permalink.stand(), "netz": "shared_bodies"},
            )
            st.page_link(frame.page("prozess"), label=t("committees.process"), icon=":material/route:")
            st.page_link(
                frame.page("datensaetze"), label=t("committees.records"), icon=":material/edit_note:",
                query_params={**permalink.stand(), "klasse": "gremium"},
            )  # fmt: skip
    stand.source_line(chosen)


def _question(part: str, chosen: Stand) -> None:
    question, parameter = _QUESTIONS[part]
    field = ""
    if parameter:
        field = parts.narrowing(question, parameter, chosen, name="feld", label=t("planning.field"))
    if part in ("own_voice", "participation", "unheard"):
        st.caption(t(f"committees.about_{part}"))
    parts.question(question, chosen, reads.given(**{parameter: field}) if parameter else ())
