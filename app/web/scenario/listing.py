"""The list of scenarios, a form for a new one, and those thrown away."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.scenarios.views import ScenarioView
from app.web.formats import markdown, moment
from app.web.scenario import doing
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.iris import Audience

_NAME: Final = "scenario:new:name"
_NOTE: Final = "scenario:new:note"


def draw(chosen: Stand) -> None:
    """Draw them; the public view only shows."""
    can_change = chosen.audience is Audience.INTERN
    found = doing.desk().scenarios(language(), chosen.audience).value
    st.html(f'<p class="q-lead">{t("scenario.lead")}</p>')
    if not found:
        st.info(t("scenario.none"), icon=":material/alt_route:")
    for scenario in found:
        _card(scenario, can_change=can_change)
    if can_change:
        _new()
        _aside()


def _new() -> None:
    with st.container(border=True), st.form("scenario:new", border=False):
        st.markdown(f"**{t('scenario.new')}**")
        st.text_input(t("scenario.name"), placeholder=t("scenario.name_example"), key=_NAME)
        st.text_area(t("scenario.note"), height=80, help=t("scenario.note_help"), key=_NOTE)
        st.form_submit_button(t("scenario.make"), icon=":material/add:", type="primary", on_click=_make)


def _make() -> None:
    doing.make(st.session_state[_NAME], st.session_state[_NOTE])


def _card(scenario: ScenarioView, *, can_change: bool) -> None:
    with st.container(border=True):
        acts = plural("scenario.acts", len(scenario.acts))
        told = t("scenario.changed", when=moment(scenario.changed_on))
        note = f"{markdown(scenario.note)}  \n" if scenario.note else ""
        st.markdown(f"**{markdown(scenario.name)}**  \n{note}{acts} · {told}")
        with st.container(horizontal=True):
            st.button(
                t("scenario.open"), key=f"scenario:open:{scenario.id}", icon=":material/alt_route:",
                on_click=doing.open_, args=(scenario.id,),
            )  # fmt: skip
            if not can_change:
                return
            st.button(
                t("scenario.copy"), key=f"scenario:copy:{scenario.id}", icon=":material/content_copy:", type="tertiary",
                on_click=doing.make, args=(t("scenario.copy_of", name=scenario.name), scenario.note, scenario.id),
            )  # fmt: skip
            st.button(
                t("scenario.throw_away"), key=f"scenario:drop:{scenario.id}", icon=":material/delete:", type="tertiary",
                on_click=doing.throw_away, args=(scenario.id, scenario.name),
            )  # fmt: skip


def _aside() -> None:
    thrown = doing.desk().thrown_away(language()).value
    if not thrown:
        return
    with st.expander(plural("scenario.aside", len(thrown)), icon=":material/delete:"):
        st.caption(t("scenario.aside_text"))
        for scenario in thrown:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(markdown(scenario.name))
                st.button(
                    t("scenario.take_back"), key=f"scenario:back:{scenario.id}", icon=":material/undo:", type="tertiary",
                    on_click=doing.take_back, args=(scenario.id,),
                )  # fmt: skip
                st.button(
                    t("scenario.forget"), key=f"scenario:forget:{scenario.id}", icon=":material/delete_forever:",
                    type="tertiary", on_click=doing.desk().forget, args=(scenario.id,),
                )  # fmt: skip
