"""Übernehmen: who, why, and what happens then."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import frame, permalink, reads
from app.web.desk import long_work, missing_part, shelf
from app.web.desk.acts import desk
from app.web.desk.opened import Opened
from app.web.errors import show_expected
from app.web.formats import integer, markdown
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

_DONE: Final = "desk:done"
_TAKING: Final = "desk:taking"
"""Key of the job that takes a delivery in, and how many of its rows wait."""


def draw(opened: Opened) -> None:
    """Draw what will happen, and the form that makes it happen."""
    preview = opened.view.preview
    if preview.refused:
        st.error(preview.refused.reason, title=t("desk.preview.refused"), icon=":material/block:")
        st.caption(preview.refused.remedy)
        return
    st.markdown("\n".join(f"- {line}" for line in _what_happens(opened)))
    if preview.needs_drop_confirmation:
        missing_part.drop_warning(preview)
    with st.form("accept", border=True):
        left, right = st.columns(2)
        who = left.text_input(
            t("import.who"), help=t("import.who_help"), placeholder=t("import.who_example"), key="import:who"
        )
        why = right.text_input(t("import.why"), placeholder=t("import.why_example"), key="import:why")
        confirmed = not preview.needs_drop_confirmation or st.checkbox(
            t("import.drop_confirm"), key=f"desk:drop_confirmed:{opened.state}"
        )
        pressed = st.form_submit_button(t("import.accept"), type="primary", icon=":material/check:")
    if not pressed:
        return
    if not who.strip() or not why.strip():
        st.error(t("import.who_and_why"))
    elif not confirmed:
        st.error(t("import.drop_missing"))
    else:
        _accept(opened, who.strip(), why.strip())


def _what_happens(opened: Opened) -> list[str]:
    preview, view = opened.view.preview, opened.view
    lines = [
        t("desk.accept.version", version=integer(preview.base_version + 1)),
        t(
            "desk.accept.counts",
            new=integer(preview.new),
            changed=integer(preview.changed),
            unchanged=integer(preview.unchanged),
        ),
    ]
    if preview.missing:
        lines.append(plural("desk.accept.missing", preview.missing))
    if preview.held_back:
        lines.append(plural("desk.accept.waits", len(preview.held_back)))
    if view.mapping is not None:
        lines.append(t("desk.accept.mapping"))
    if view.matches:
        lines.append(plural("desk.accept.matches", view.matches))
    lines.append(t("desk.accept.back"))
    return lines


def _accept(opened: Opened, who: str, why: str) -> None:
    preview = opened.view.preview
    try:
        begun = desk().start_accepting(
            opened.token, who=who, why=why, confirm_drop=preview.needs_drop_confirmation,
            seen=(opened.view.file.state, preview.base_version), lang=language(),
        )  # fmt: skip
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    st.session_state[_TAKING] = (begun.value.key, len(preview.held_back))
    long_work.waited(begun.value)
    st.rerun()


def under_way() -> bool:
    """Follow what is being taken in: draw the bar while it goes on, and say once what came of it.

    Returns whether it still goes on; the delivery may be gone from the desk as soon as it does not.
    """
    taking: tuple[str, int] | None = st.session_state.get(_TAKING)
    if taking is None:
        return False
    key, waits = taking
    job = desk().progress(key, language()).value
    if job is not None and job.state == long_work.RUNNING:
        permalink.wait()
        long_work.show(job)
        return True
    st.session_state.pop(_TAKING, None)
    if job is not None and job.state == long_work.DONE:
        _say(desk().accepted(key, language()).value.number, waits)
    elif job is not None and job.state == long_work.FAILED:
        st.error(markdown(job.message), title=t("error.refused"))
    elif job is not None:
        st.info(t("desk.work.cancelled"), icon=":material/info:")
    return False


def _say(number: int, waits: int) -> None:
    reads.town.clear()
    done = t("import.done", number=integer(number))
    st.session_state[_DONE] = f"{done} {plural('desk.accept.waits_now', waits)}" if waits else done
    shelf.open_token(None)
    permalink.wait()
    st.rerun()


def say_done() -> None:
    """Say on the list what was accepted last, and where to look at it or take it back."""
    done = st.session_state.pop(_DONE, None)
    if done is None:
        return
    st.success(done, icon=":material/check:")
    if frame.is_drawn():
        with st.container(horizontal=True):
            st.page_link(frame.page("ueberblick"), label=t("import.to_overview"), icon=":material/dashboard:")
            st.page_link(frame.page("versionen"), label=t("import.to_undo"), icon=":material/undo:")
