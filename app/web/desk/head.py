"""The head of a delivery: what it is, what was done to it step by step, and the way back and forth."""

from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import WorkStepView
from app.web.desk import acts, shelf
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.formats import day, markdown, moment
from app.web.texts import plural, t

_LATEST = 30


def draw(opened: Opened) -> None:
    """Draw name and source, the history and its two buttons."""
    view = opened.view
    held = [step for step in view.steps if step.held]
    undone = [step for step in view.steps if not step.held]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("desk.head.back"),
            icon=":material/arrow_back:",
            on_click=shelf.open_token,
            args=(None,),
            key="desk:back",
        )
        st.space("stretch")
        st.button(
            t("desk.head.undo"),
            icon=":material/undo:",
            disabled=not view.can_undo,
            help=markdown(held[-1].text) if held else None,
            on_click=act,
            args=(desk().undo, opened.token),
            key="desk:undo",
        )
        st.button(
            t("desk.head.redo"),
            icon=":material/redo:",
            disabled=not view.can_redo,
            help=markdown(undone[0].text) if undone else None,
            on_click=act,
            args=(desk().redo, opened.token),
            key="desk:redo",
        )
        with st.popover(plural("desk.head.steps", len(held)), icon=":material/history:"):
            _history(held, undone)
        with st.popover(t("desk.head.discard"), icon=":material/delete:"):
            st.markdown(t("desk.head.discard_text"))
            st.button(t("desk.head.discard_now"), on_click=_discard, args=(opened.token,), key="desk:discard")
    st.html(f'<p class="q-lead">{_lead(opened)}</p>')
    if undone:
        st.caption(plural("desk.head.undone", len(undone)))


def _lead(opened: Opened) -> str:
    view = opened.view
    preview = view.preview
    source = preview.source_title or view.file.source_title
    words = [f"<b>{escape(view.file.filename)}</b>"]
    if source:
        words.append(escape(t("desk.head.from", source=source)))
    if preview.delivered_on:
        words.append(escape(t("desk.head.of_day", day=day(preview.delivered_on))))
    if view.partial:
        words.append(escape(t("desk.head.partial")))
    if view.file.accepted_as is not None:
        words.append(escape(t("desk.shelf.waiting", version=view.file.accepted_as)))
    return " · ".join(words)


def _history(held: list[WorkStepView], undone: list[WorkStepView]) -> None:
    if not held and not undone:
        st.caption(t("desk.head.no_steps"))
        return
    earlier = len(held) - _LATEST
    if earlier > 0:
        st.caption(plural("desk.head.earlier", earlier))
    lines = [f"{step.number}. {markdown(step.text)} ({moment(step.when)})" for step in held[-_LATEST:]]
    lines += [f"{step.number}. ~~{markdown(step.text)}~~ {t('desk.head.taken_back')}" for step in undone]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _discard(token: str) -> None:
    if acts.done(desk().discard, token):
        shelf.open_token(None)
        acts.say(t("import.discarded"))
