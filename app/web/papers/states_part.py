"""Earlier states of a paper: each can be had back, and what is now becomes an earlier one."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.papers.views import PaperHead
from app.web.desk import acts
from app.web.formats import integer, markdown, moment
from app.web.papers import reads
from app.web.texts import language, plural, t


def draw(head: PaperHead) -> None:
    """Draw the list, the latest first."""
    st.markdown(markdown(t("papers.states_text")))
    found = reads.desk().earlier(head.id, language()).value
    if not found:
        st.info(t("papers.no_states"), icon=":material/history:")
    for state in found:
        with st.container(horizontal=True, vertical_alignment="center"):
            told = t(
                "papers.state",
                revision=integer(state.revision),
                when=moment(state.changed_on),
                title=state.title,
            )
            st.markdown(f"{markdown(told)} · {plural('papers.parts', state.parts)}", width="stretch")
            st.button(
                t("papers.restore", revision=integer(state.revision)), icon=":material/restore:", type="tertiary",
                key=f"paper:restore:{state.revision}", on_click=acts.act, args=(_restore, head.id, state.revision),
            )  # fmt: skip


def undo_button(head: PaperHead) -> None:
    """Draw the button that takes back what was saved last; pressed again it brings it back."""
    earlier = reads.desk().earlier(head.id, language()).value
    if earlier:
        st.button(
            t("papers.undo"), icon=":material/undo:", type="tertiary", key="paper:undo",
            on_click=acts.act, args=(_restore, head.id, earlier[0].revision),
        )  # fmt: skip


def _restore(name: str, revision: int) -> None:
    reads.desk().restore(name, revision)
    acts.say(t("papers.restored", revision=integer(revision)))
