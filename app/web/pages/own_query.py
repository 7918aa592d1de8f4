"""Eigene Abfrage: SPARQL for those who know it, on what may be seen, with a deadline."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

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

_ROWS = 1000


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
    result = st.session_state.get("query:result")
    if result is None:
        return
    if st.session_state.get("query:asked") != query:
        st.caption(t("query.stale"))
    answers.draw(result, key="query:answer")
    stand.source_line(chosen)


def _run(query: str, seconds: int, chosen: Stand) -> None:
    st.session_state["query:result"] = None
    if not query.strip():
        st.info(t("query.empty"), icon=":material/edit:")
        return
    try:
        with st.spinner(t("query.running")):
            result = reads.service().sparql(
                query, audience=chosen.audience, seconds=seconds, rows=_ROWS, lang=language()
            )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    st.session_state["query:result"] = result
    st.session_state["query:asked"] = query


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
