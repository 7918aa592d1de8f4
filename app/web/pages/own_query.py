"""Eigene Abfrage: SPARQL for those who know it, on what may be seen, with a deadline."""

from dataclasses import dataclass
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.views import AnswerView
from app.web import answers, reads, stand
from app.web.errors import show_expected
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.errors import KnowledgeGraphError

PAGE = PageHeader(
    title={"de": "Eigene Abfrage", "en": "Own query"},
    order=84,
    url_path="abfrage",
    icon="code",
    group={"de": "Nachschlagen", "en": "Look up"},
    help={
        "de": "Für Fachleute: SPARQL auf dem freigegebenen Stand, mit Frist.",
        "en": "For experts: SPARQL on the released data, with a deadline.",
    },
)

_ROWS: Final = 1000
_LAST: Final = "query:last"


@dataclass(frozen=True, slots=True)
class Result:
    """What was run last in this session, on what, and what came out."""

    query: str
    seen: tuple[str, ...]
    answer: Released[AnswerView]


def render(chosen: Stand) -> None:
    """Draw the editor, and the result of the last run."""
    st.markdown(t("query.text"))
    with st.form("query", border=True):
        query = st.text_area(
            t("query.label"), height=260, key="query_text", value=_start(), persist_state="session"
        )
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        seconds = left.slider(t("query.seconds"), 1, 30, 10, key="query:seconds", persist_state="session")
        with right:
            pressed = st.form_submit_button(t("query.run"), type="primary", icon=":material/play_arrow:")
    with st.expander(t("query.catalogue")):
        _from_catalogue(chosen)
    if not chosen.is_current:
        st.warning(t("query.current_only"), icon=":material/history:")
    if pressed:
        _run(query, seconds, chosen)
    last: Result | None = st.session_state.get(_LAST)
    if last is None:
        return
    if last.seen != _seen(chosen):
        st.info(t("query.other_stand"), icon=":material/update:")
        return
    if last.query != query:
        st.caption(t("query.stale"))
    answers.draw(last.answer, key="query:answer")
    stand.source_line(chosen)


def _seen(chosen: Stand) -> tuple[str, ...]:
    """What a query sees: a result made for one audience must not stay on the screen when another one reads."""
    return chosen.town.identity, chosen.audience, chosen.asked.scenario, language()


def _run(query: str, seconds: int, chosen: Stand) -> None:
    st.session_state[_LAST] = None
    if not query.strip():
        st.info(t("query.empty"), icon=":material/edit:")
        return
    try:
        with st.spinner(t("query.running")):
            answer = reads.service_for(chosen.asked).sparql(
                query, audience=chosen.audience, seconds=seconds, rows=_ROWS, lang=language()
            )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    st.session_state[_LAST] = Result(query, _seen(chosen), answer)


def _start() -> str:
    return t("query.example")


def _from_catalogue(chosen: Stand) -> None:
    """Show the reviewed queries as a starting point to learn from."""
    questions = {q.id: q for q in reads.questions(chosen.version, language()).value if q.query_text}
    if not questions:
        st.caption(t("question.none_found"))
        return
    names = {identifier: f"{identifier} · {q.title}" for identifier, q in questions.items()}
    picked = st.selectbox(t("query.pick"), list(names), format_func=lambda i: names[i], key="query:pick")
    st.code(questions[picked].query_text, language=None, wrap_lines=True)
