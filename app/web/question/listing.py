"""The catalogue as a list: found by words, by what one is about to do, by who asks and by what can be narrowed."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.search import narrowed, search
from app.views import DecisionView, QuestionView
from app.web import permalink, reads
from app.web.formats import markdown
from app.web.texts import language, plural, t

_CARD: Final = 330
_NONE: Final = ""


def draw(catalogue: Sequence[QuestionView]) -> None:
    """Draw the fields to search with and the questions found."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        words = permalink.text(
            t("question.search"),
            name="suche",
            placeholder=t("question.search_example"),
            icon=":material/search:",
        )
        decision = _decision()
    roles, restricts = _facets(catalogue)
    found = narrowed(_of(decision, search(catalogue, words)), roles=roles, restricts=restricts)
    st.caption(plural("question.found", len(found)))
    if not found:
        _nothing(words)
    elif decision or words:
        _cards(found)
    else:
        for group, questions in groupby(found, key=lambda question: question.group):
            st.header(group, anchor=False)
            _cards(list(questions))


def _decision() -> DecisionView | None:
    decisions = {d.name: d for d in reads.decisions(language()).value}
    options = {_NONE: t("question.any_decision")} | {name: d.title for name, d in decisions.items()}
    chosen = permalink.choice(t("question.decision"), options, name="vorhaben", default=_NONE)
    return decisions.get(chosen)


def _facets(catalogue: Sequence[QuestionView]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    roles = sorted({role for question in catalogue for role in question.roles}, key=str.casefold)
    narrowing = {choice.value: choice.label for question in catalogue for choice in question.restricts}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by_role = permalink.choices(
            t("question.role"), {role: role for role in roles}, name="rolle", placeholder=t("question.all")
        )
        by_restriction = permalink.choices(
            t("question.restricts"), narrowing, name="nach", placeholder=t("question.all")
        )
    return by_role, by_restriction


def _of(decision: DecisionView | None, found: Sequence[QuestionView]) -> list[QuestionView]:
    """The questions of a decision in its own order; all found ones without."""
    if decision is None:
        return list(found)
    by_code = {question.id: question for question in found}
    return [by_code[code] for code in decision.questions if code in by_code]


def _nothing(words: str) -> None:
    st.info(t("question.none_found"), icon=":material/search_off:")
    if words:
        st.button(
            t("question.forget_search"),
            icon=":material/backspace:",
            on_click=permalink.put_back,
            args=("suche", ""),
        )


def _cards(questions: Sequence[QuestionView]) -> None:
    grid = st.grid(min_column_width=_CARD, gap="small")
    for question in questions:
        with grid.cell(), st.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(
                f"**{markdown(question.id)} · {markdown(question.title)}**  \n{markdown(question.question)}"
            )
            st.space("stretch")
            st.button(
                t("question.open", id=question.id),
                key=f"open:{question.id}",
                icon=":material/arrow_forward:",
                type="tertiary",
                on_click=_open,
                args=(question.id,),
            )


def _open(question: str) -> None:
    st.session_state["link:frage"] = question
