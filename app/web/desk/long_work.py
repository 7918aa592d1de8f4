"""Work that takes its time: waited for quietly if it is short, else with a bar and a way to stop it."""

import time
from collections.abc import Callable
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import JobView
from app.web.desk.acts import act, desk
from app.web.formats import markdown
from app.web.texts import language, t

PATIENCE: Final = 1.5
"""Seconds before anything is shown: most files are done by then, and a bar would only flicker."""

_STEP: Final = 0.03
_POLL: Final = 1.0
RUNNING, DONE, FAILED, CANCELLED = "running", "done", "failed", "cancelled"


def waited(job: JobView) -> JobView:
    """Return the job as it is when it is over, or after a moment."""
    end = time.monotonic() + PATIENCE
    while job.state == RUNNING and time.monotonic() < end:
        time.sleep(_STEP)
        now = desk().progress(job.key, language()).value
        if now is None:
            break
        job = now
    return job


def show(job: JobView, *, on_cancel: Callable[[], None] | None = None) -> None:
    """Draw how far a job is, every second anew; the page is drawn again when it is over. The rest stays usable."""
    key = job.key

    def cancel() -> None:
        act(desk().cancel, key)
        if on_cancel:
            on_cancel()

    @st.fragment(run_every=_POLL)
    def bar() -> None:
        now = desk().progress(key, language()).value
        if now is None or now.state != RUNNING:
            st.rerun()
        with st.container(border=True):
            st.progress(min(max(now.fraction, 0.0), 1.0), text=now.stage or t("desk.work.starting"))
            st.caption(t("desk.work.text"))
            if not now.final:
                st.button(
                    t("desk.work.cancel"), icon=":material/close:", on_click=cancel, key=f"cancel:{key}"
                )

    bar()


def over(job: JobView, again: str, on_again: Callable[[], None]) -> None:
    """Say why nothing came of a job, and offer to begin again."""

    def begin() -> None:
        act(desk().forget, job.key)
        on_again()

    if job.state == FAILED:
        st.error(markdown(job.message or t("desk.work.failed")), icon=":material/error:")
    else:
        st.info(t("desk.work.cancelled"), icon=":material/info:")
    st.button(again, icon=":material/refresh:", on_click=begin, key=f"again:{job.key}")
