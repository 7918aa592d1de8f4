"""Fragen: the catalogue, one question with its form and answer, and the way back to exactly this answer."""

from itertools import groupby
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import QuestionView
from app.web import answers, frame, origin, parameters, permalink, reads, stand
from app.web.formats import day, markdown
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, plural, t

PAGE = PageHeader(
    title={"de": "Fragen", "en": "Questions"},
    order=20,
    url_path="fragen",
    icon="quiz",
    help={
        "de": "Geprüfte Fragen mit Definition, Antwort und Belegen.",
        "en": "Reviewed questions with definition, answer and evidence.",
    },
)

_CARD: Final = 330


def render(chosen: Stand) -> None:
    """Draw the catalogue, or the question that is open."""
    catalogue = reads.questions(chosen.version, language()).value
    opened = permalink.remember("frage", None)
    question = next((q for q in catalogue if q.id == opened), None)
    if question is None:
        if opened:
            st.warning(t("question.unknown", question=markdown(opened)))
        _catalogue(catalogue)
    else:
        _question(question, chosen)


def _catalogue(catalogue: tuple[QuestionView, ...]) -> None:
    search = permalink.text(
        t("question.search"), name="suche", placeholder=t("question.search_example"), icon=":material/search:"
    )
    found = [question for question in catalogue if _matches(question, search)]
    st.caption(plural("question.found", len(found)))
    if not found:
        st.info(t("question.none_found"), icon=":material/search_off:")
    for group, questions in groupby(found, key=lambda question: question.group):
        st.header(group, anchor=False)
        grid = st.grid(min_column_width=_CARD, gap="small")
        for question in questions:
            with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(
                    f"**{markdown(question.id)} · {markdown(question.title)}**  \n{markdown(question.question)}"
                )
                st.space("stretch")
                st.button(
                    t("question.open"),
                    key=f"open:{question.id}",
                    icon=":material/arrow_forward:",
                    type="tertiary",
                    on_click=_open,
                    args=(question.id,),
                    help=None,
                )


def _matches(question: QuestionView, search: str) -> bool:
    text = f"{question.id} {question.group} {question.title} {question.question} {question.definition} {question.asked_by}"
    return all(word in text.casefold() for word in search.casefold().split())


def _open(question: str) -> None:
    st.session_state["link:frage"] = question


def _close() -> None:
    st.session_state.pop("link:frage", None)


def _question(question: QuestionView, chosen: Stand) -> None:
    st.button(
        t("question.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close, key="noprint_back"
    )
    st.header(f"{question.id} · {question.title}", anchor=False)
    st.markdown(markdown(question.question))
    given = parameters.form(question, chosen.reference_date)
    if given is None:
        st.info(t("question.fill_in"), icon=":material/edit:")
        return
    released = reads.answer(question.id, given, chosen.asked)
    key = f"answer:{question.id}"
    behind = origin.opened(question.id, answers.table_keys(released.value, key), chosen)
    answers.draw(released, key=key, below=behind.below)
    answers.foundations(released.value)
    _link_to_this(chosen)
    stand.source_line(chosen)


def _link_to_this(chosen: Stand) -> None:
    """Offer an address that stays the same answer when new versions come: version and date are in it."""
    if not frame.is_drawn():
        return
    pinned = permalink.chosen() | {
        "version": [str(chosen.version)],
        "stichtag": [chosen.reference_date.isoformat()],
    }
    st.page_link(
        frame.page(PAGE.url_path),
        label=t("answer.link"),
        help=t("answer.link_help", version=chosen.version, date=day(chosen.reference_date)),
        icon=":material/link:",
        query_params=pinned,
    )
