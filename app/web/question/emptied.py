"""After an empty answer: which choice removed the last rows, with a button that drops it."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.views import LooseningView
from app.views import QuestionView
from app.web import parameters, permalink, reads
from app.web.formats import markdown
from app.web.reads import Parameters
from app.web.stand import Stand
from app.web.texts import plural, t


def draw(question: QuestionView, given: Parameters, chosen: Stand) -> None:
    """Draw what each choice hides; nothing if none was made."""
    steps = reads.loosened(question.id, given, "", chosen.asked).value
    if not steps:
        return
    st.markdown(f"**{t('emptied.title')}**")
    for step in steps:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                t("emptied.without", choice=markdown(step.label), rows=plural("answer.rows", step.rows))
            )
            if step.rows:
                st.button(
                    t("emptied.drop", choice=step.label),
                    key=f"drop:{question.id}:{step.parameter}",
                    icon=":material/filter_alt_off:",
                    type="tertiary",
                    on_click=_drop,
                    args=(question, step),
                )
    if not any(step.rows for step in steps):
        st.caption(t("emptied.none"))


def _drop(question: QuestionView, step: LooseningView) -> None:
    for parameter in question.parameters:
        if step.parameter == parameter.name or not (
            step.parameter or parameter.required or parameter.default
        ):
            nothing: list[str] | str = [] if parameter.multiple else ""
            permalink.put_back(parameters.field_key(question, parameter), nothing)
