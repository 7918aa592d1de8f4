"""Fragen: the catalogue, one question with its form and answer, and the way back to exactly this answer."""

from functools import partial

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import QuestionView
from app.web import answers, frame, origin, parameters, permalink, reads, stand
from app.web.formats import day, markdown
from app.web.papers import putting
from app.web.question import before, emptied, leads, listing, over_time, pinning
from app.web.reads import Parameters
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

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


def render(chosen: Stand) -> None:
    """Draw the catalogue, or the question that is open."""
    catalogue = reads.questions(chosen.version, language(), chosen.audience).value
    opened = permalink.remember("frage", None)
    question = next((q for q in catalogue if q.id == opened), None)
    if question is None:
        if opened:
            st.warning(t("question.unknown", question=markdown(opened)))
        listing.draw(catalogue)
    else:
        _question(question, chosen)


def _close() -> None:
    st.session_state.pop("link:frage", None)


def _question(question: QuestionView, chosen: Stand) -> None:
    st.button(
        t("question.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close, key="noprint_back"
    )
    st.header(f"{question.id} · {question.title}", anchor=False)
    st.markdown(markdown(question.question))
    before.draw(question.id, chosen)
    given = parameters.form(question, chosen.reference_date)
    if given is None:
        st.info(t("question.fill_in"), icon=":material/edit:")
        return
    if not over_time.draw(over_time.choose(), question, given, chosen):
        _answer(question, given, chosen)
    with st.container(horizontal=True, key=f"noprint_keep:{question.id}"):
        _link_to_this(chosen)
        pinning.draw(question, given, chosen)
        putting.put_button(question.id, given, chosen)
        leads.draw(question, given)
    stand.source_line(chosen)


def _answer(question: QuestionView, given: Parameters, chosen: Stand) -> None:
    released = reads.answer(question.id, given, chosen.asked)
    key = f"answer:{question.id}"
    behind = origin.opened(question.id, answers.table_keys(released.value, key), chosen, given)
    answers.draw(
        released, key=key, below=behind.below, when_empty=partial(emptied.draw, question, given, chosen)
    )
    answers.foundations(released.value)


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
