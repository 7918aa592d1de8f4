"""What stands beside the pairs: offers with several funders (B3), new public offers beside others (E2)."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import answers, frame, origin, permalink, reads, stand
from app.web.formats import markdown
from app.web.papers import putting
from app.web.question import pinning
from app.web.stand import Stand
from app.web.texts import language, t


def draw(name: str, chosen: Stand) -> None:
    """Draw the answer to a question with its usual choices, and the way to ask it with others."""
    question = next(q for q in reads.questions(chosen.version, language()).value if q.id == name)
    st.header(f"{question.id} · {question.title}", anchor=False)
    st.markdown(markdown(question.question))
    released = reads.answer(name, (), chosen.asked)
    key = f"overlaps:{name}"
    behind = origin.opened(name, answers.table_keys(released.value, key), chosen, ())
    answers.draw(released, key=key, below=behind.below)
    answers.foundations(released.value)
    with st.container(horizontal=True, key=f"noprint_beside:{name}"):
        if frame.is_drawn():
            st.page_link(
                frame.page("fragen"), label=t("overlaps.ask_otherwise"), icon=":material/quiz:",
                query_params={**permalink.stand(), "frage": name},
            )  # fmt: skip
        pinning.draw(question, (), chosen)
        putting.put_button(question.id, (), chosen)
    stand.source_line(chosen)
