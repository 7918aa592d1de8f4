"""More parts: an own section, a pinned answer, a question asked here."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.papers.views import PaperView
from app.views import QuestionView
from app.web import parameters, reads
from app.web.desk import acts
from app.web.formats import day
from app.web.papers import reads as papers
from app.web.papers.writing import then
from app.web.stand import Stand
from app.web.texts import language, t

MATRIX: Final = "luecken"
_NETWORK: Final = "netz:"


def draw(view: PaperView, chosen: Stand) -> None:
    """Draw the three ways to add a part."""
    st.subheader(t("papers.add"), anchor=False)
    question, pin, own = st.tabs([t("papers.add_question"), t("papers.add_pin"), t("papers.add_text")])
    with question:
        _question(view, chosen)
    with pin:
        _pin(view)
    with own:
        heading = st.text_input(t("papers.heading"), max_chars=150, key="paper:add:heading")
        st.button(
            t("papers.add_text"), icon=":material/add:", key="paper:add:text", on_click=then,
            args=(view, lambda seen: _text(view.head.id, heading, seen)),
        )  # fmt: skip


def _text(name: str, heading: str, seen: int) -> None:
    papers.desk().add_text(name, heading, seen=seen)
    acts.say(t("papers.added"))


def _pin(view: PaperView) -> None:
    pins = {pin.id: pin for pin in reads.pins(language()).value}
    if not pins:
        st.info(t("pin.none"), icon=":material/keep_off:")
        return
    name = st.selectbox(
        t("papers.pinned"), list(pins), key="paper:add:pin",
        format_func=lambda n: f"{pins[n].note or pins[n].heading} ({day(pins[n].reference_date)})",
    )  # fmt: skip
    st.button(
        t("papers.put"), icon=":material/add:", key="paper:add:pinned", on_click=then,
        args=(view, lambda _seen: _put_pin(view.head.id, name)),
    )  # fmt: skip


def _put_pin(paper: str, pin: str) -> None:
    papers.desk().put_pin(paper, pin)
    acts.say(t("papers.added"))


def _question(view: PaperView, chosen: Stand) -> None:
    catalogue = {question.id: question for question in reads.questions(chosen.version, language()).value}
    networks = {
        f"{_NETWORK}{n.name}": n.title
        for n in reads.networks(chosen.version, language()).value
        if not n.options
    }
    names = {
        MATRIX: t("papers.matrix"),
        **{name: t("papers.network", title=title) for name, title in networks.items()},
        **{name: f"{name} · {question.title}" for name, question in catalogue.items()},
    }
    name = st.selectbox(
        t("papers.question"),
        [*catalogue, MATRIX, *networks],
        format_func=lambda n: names[n],
        key="paper:add:question",
    )
    given = _given(catalogue[name], chosen) if name in catalogue else ()
    if given is None:
        st.info(t("question.fill_in"), icon=":material/edit:")
        return
    asked = chosen.asked
    st.button(
        t("papers.put"), icon=":material/add:", type="primary", key="paper:add:put", on_click=then,
        args=(view, lambda _seen: put(view.head.id, name, given, chosen)),
        help=t("papers.put_help", date=day(asked.reference_date), version=asked.version),
    )  # fmt: skip


def _given(question: QuestionView, chosen: Stand) -> reads.Parameters | None:
    st.caption(question.question)
    return parameters.form(question, chosen.reference_date)


def put(paper: str, question_id: str, given: reads.Parameters, chosen: Stand, heading: str = "") -> None:
    """Put an answer into a paper, and say so."""
    papers.desk().put(paper, question_id, dict(given), chosen.asked, heading=heading)
    st.session_state["paper:last"] = paper
    acts.say(t("papers.added"))
