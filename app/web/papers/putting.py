"""The button "In eine Vorlage legen", for every page that shows an answer: open it, choose the paper, done."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.papers.desk import NewPaper
from app.web import frame, permalink
from app.web.desk import acts
from app.web.formats import markdown
from app.web.papers import reads
from app.web.reads import Parameters
from app.web.stand import Stand
from app.web.texts import t

_NEW = ""


def put_button(question_id: str, parameters: Parameters, chosen: Stand) -> None:
    """Draw the button.

    Args:
        question_id: a question of the catalogue, "luecken" for the gap matrix, "netz:" with the name of a network, or
            "veraenderungen" for the report about changes.
        parameters: what it is asked with, as `Service.ask` takes it; for the matrix area, group, field.
        chosen: day, version and audience; the paper decides the audience itself.
    """
    acts.show()
    with st.popover(t("papers.into"), icon=":material/note_add:", key=f"noprint_put:{question_id}"):
        heads = {head.id: head for head in reads.papers()}
        last = st.session_state.get("paper:last")
        options = [*sorted(heads, key=lambda name: name != last), _NEW]
        paper = st.selectbox(
            t("papers.which"), options, key=f"put:{question_id}:paper",
            format_func=lambda name: heads[name].title if name in heads else t("papers.which_new"),
        )  # fmt: skip
        if paper == _NEW:
            st.text_input(t("papers.title"), max_chars=200, key=f"put:{question_id}:title")
        st.button(
            t("papers.into_do"), type="primary", key=f"put:{question_id}:do", on_click=acts.act,
            args=(_put, question_id, parameters, chosen.asked),
        )  # fmt: skip
        if paper in heads and frame.is_drawn():
            st.page_link(
                frame.page("vorlagen"), label=t("papers.to_paper", title=markdown(heads[paper].title)),
                icon=":material/description:", query_params={**permalink.stand(), "vorlage": paper},
            )  # fmt: skip


def _put(question_id: str, parameters: Parameters, asked: Asked) -> None:
    # read now: what was typed just before the click is not yet known when the button is drawn
    paper, title = (
        str(st.session_state.get(f"put:{question_id}:{name}") or "") for name in ("paper", "title")
    )
    desk = reads.desk()
    name = paper or desk.create("frei", NewPaper(title), asked).value.id
    head = desk.put(name, question_id, dict(parameters), asked).value
    st.session_state["paper:last"] = st.session_state[f"put:{question_id}:paper"] = head.id
    acts.say(t("papers.into_done", title=head.title))
