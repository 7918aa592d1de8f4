"""The acts of an open scenario: what is supposed, whether it counts, and what speaks against it."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.scenarios.views import ActView, ScenarioView
from app.web.desk.acts import act as doing_act
from app.web.formats import markdown
from app.web.scenario import doing
from app.web.texts import language, plural, t


def draw(scenario: ScenarioView, *, can_change: bool) -> None:
    """Draw the acts."""
    st.header(t("scenario.supposed"), anchor=False)
    if not scenario.acts:
        st.info(t("scenario.no_acts"), icon=":material/edit_note:")
        return
    if scenario.problems:
        st.warning(plural("scenario.problems", scenario.problems), icon=":material/report:")
    for supposed in scenario.acts:
        _act(scenario, supposed, can_change=can_change)


def _act(scenario: ScenarioView, supposed: ActView, *, can_change: bool) -> None:
    with st.container(border=True):
        st.markdown(f"**{supposed.id} · {markdown(supposed.kind_text)}**  \n{markdown(supposed.text)}")
        if supposed.note:
            st.caption(markdown(supposed.note))
        for problem in supposed.problems:
            st.warning(markdown(problem), icon=":material/report:")
        if not can_change:
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.toggle(
                t("scenario.counts", act=supposed.id), value=supposed.active, key=f"scenario:{scenario.id}:{supposed.id}:on",
                on_change=_turn, args=(scenario.id, supposed),
            )  # fmt: skip
            st.button(
                t("scenario.remove", act=supposed.id), key=f"scenario:{scenario.id}:{supposed.id}:remove", type="tertiary",
                icon=":material/close:", on_click=doing_act, args=(doing.desk().remove, scenario.id, supposed.id),
            )  # fmt: skip


def _turn(scenario: str, supposed: ActView) -> None:
    doing_act(doing.desk().set_active, scenario, supposed.id, active=not supposed.active, lang=language())
