"""Pinning an answer: a short id under which the same question is asked again later."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import QuestionView
from app.web import reads
from app.web.desk import acts
from app.web.formats import markdown
from app.web.reads import Parameters
from app.web.stand import Stand
from app.web.texts import t


def draw(question: QuestionView, given: Parameters, chosen: Stand) -> None:
    """Draw the small form that pins a question, and what it said."""
    pin_button(question.id, given, chosen)


def pin_button(name: str, given: Parameters, chosen: Stand) -> None:
    """Draw the form for a question by its code, or the report about changes by its name."""
    acts.show()
    with st.popover(t("pin.pin"), icon=":material/keep:", key=f"noprint_pin:{name}"):
        st.markdown(markdown(t("pin.text")))
        note = f"pin:{name}:note"
        st.text_input(t("pin.note"), max_chars=200, key=note)
        st.button(
            t("pin.keep"),
            type="primary",
            key=f"pin:{name}:keep",
            on_click=acts.act,
            args=(_pin, name, given, chosen, note),
        )


def _pin(name: str, given: Parameters, chosen: Stand, note: str) -> None:
    # read now: what was typed just before the click is not yet known when the button is drawn
    words = str(st.session_state.get(note) or "").strip()
    pin = reads.service().answers.pin(name, dict(given), chosen.asked, note=words)
    acts.say(t("pin.done", id=pin.value.id))
