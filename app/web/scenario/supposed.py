"""The acts of an open scenario: what is supposed, whether it counts, and what speaks against it."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.scenarios.views import ActView, ScenarioView
from app.web.desk.acts import done
from app.web.formats import markdown
from app.web.scenario import doing
from app.web.texts import language, plural, t

_UNDO: Final = "scenario:undo"


def draw(scenario: ScenarioView, *, can_change: bool) -> None:
    """Draw the acts."""
    st.header(t("scenario.supposed"), anchor=False)
    _offer_undo(scenario)
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
            switch = f"scenario:{scenario.id}:{supposed.id}:on"
            st.session_state[switch] = supposed.active  # what holds, not what this browser saw last
            st.toggle(
                t("scenario.counts", act=supposed.id), key=switch, on_change=_turn, args=(scenario.id, supposed)
            )  # fmt: skip
            st.button(
                t("scenario.remove", act=supposed.id), key=f"scenario:{scenario.id}:{supposed.id}:remove", type="tertiary",
                icon=":material/close:", on_click=_remove, args=(scenario.id, supposed),
            )  # fmt: skip


def _offer_undo(scenario: ScenarioView) -> None:
    """Offer to bring back what was just taken out of this scenario."""
    gone: tuple[str, ActView] | None = st.session_state.get(_UNDO)
    if gone and gone[0] == scenario.id and all(act.id != gone[1].id for act in scenario.acts):
        st.button(
            t("scenario.put_back", act=gone[1].id, kind=markdown(gone[1].kind_text)), icon=":material/undo:",
            key="noprint_act_undo", on_click=_put_back, args=gone,
        )  # fmt: skip


def _remove(scenario: str, supposed: ActView) -> None:
    if done(doing.desk().remove, scenario, supposed.id):
        st.session_state[_UNDO] = (scenario, supposed)


def _put_back(scenario: str, supposed: ActView) -> None:
    if done(doing.desk().set_active, scenario, supposed.id, active=supposed.active):
        st.session_state.pop(_UNDO, None)


def _turn(scenario: str, supposed: ActView) -> None:
    done(doing.desk().set_active, scenario, supposed.id, active=not supposed.active, lang=language())
