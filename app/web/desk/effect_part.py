"""What taking the delivery in would do to the gap matrix; worked out beside the page, when somebody asks."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import evidence, tables
from app.web.desk import long_work
from app.web.desk.acts import desk
from app.web.desk.opened import Opened
from app.web.errors import show_expected
from app.web.formats import markdown
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.errors import KnowledgeGraphError

_ASKED: Final = "desk:effect"


def draw(opened: Opened, chosen: Stand) -> None:
    """Draw the button, the bar, or what came of it."""
    st.markdown(t("desk.effect.text"))
    key = (opened.token, opened.state, chosen.reference_date, language())
    if st.session_state.get(_ASKED) != key:
        st.button(t("desk.effect.ask"), type="primary", icon=":material/grid_on:", on_click=_ask, args=(key,))
        return
    try:
        begun = desk().start_effect(opened.token, reference_date=chosen.reference_date, lang=language())
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    job = long_work.waited(begun.value)
    if job.state == long_work.RUNNING:
        long_work.show(job, on_cancel=lambda: _ask(None))
    elif job.state != long_work.DONE:
        long_work.over(job, t("desk.effect.ask"), lambda: _ask(key))
    else:
        _found(job.key)


def _ask(key: object) -> None:
    st.session_state[_ASKED] = key


def _found(key: str) -> None:
    released = desk().effect(key)
    found = released.value
    evidence.withheld(released)
    st.markdown(f"**{markdown(found.lead)}**")
    if found.table.rows:
        tables.draw(
            found.table.columns,
            found.table.rows,
            key="desk:effect:cells",
            caption=found.table.title,
            look=tables.Look(records=False),
        )
