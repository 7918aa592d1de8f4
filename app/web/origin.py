"""Where a record comes from: the answer to the question about its origin, below the table it was chosen in."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import QuestionView
from app.web import answers, permalink, reads
from app.web.stand import Stand
from app.web.texts import t

QUESTION: Final = "K3"
_SEEN: Final = "origin:seen"


def draw(record: str | None, catalogue: tuple[QuestionView, ...], chosen: Stand, *, place: str) -> None:
    """Draw the origin of the record chosen in a table, or how to choose one.

    Args:
        record: the IRI the table says is chosen; it stays so after the origin was closed.
        catalogue: all questions; without the one about origins nothing is drawn.
        chosen: the state of knowledge to ask.
        place: the question or page the table belongs to; every place remembers its own record.
    """
    question = next((q for q in catalogue if q.id == QUESTION and q.parameters), None)
    if question is None or place == QUESTION:
        return
    key = f"origin:{place}"
    seen = f"{_SEEN}:{place}"
    clicked = record if record != st.session_state.get(seen) else None
    st.session_state[seen] = record
    shown = permalink.remember("beleg", clicked, key=key)
    if not shown:
        st.caption(t("answer.choose_record"))
        return
    released = reads.answer(QUESTION, ((question.parameters[0].name, (shown,)),), chosen.asked)
    with st.container(border=True):
        st.markdown(f"**{t('answer.origin')}**")
        answers.draw(released, key=f"{key}:answer")
        st.button(
            t("answer.close_origin"),
            icon=":material/close:",
            on_click=_forget,
            args=(key,),
            type="tertiary",
            key=f"{key}:close",
        )


def _forget(key: str) -> None:
    st.session_state.pop(key, None)
