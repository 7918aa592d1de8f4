"""A report that was pinned: worked out anew as it was and as of now, with the ways to read either whole."""

from dataclasses import replace

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.views import PinView
from app.asked import Asked
from app.versions.report import earlier
from app.web import frame, permalink, reads
from app.web.desk import long_work
from app.web.stand import Stand
from app.web.texts import t
from ontology.iris import Audience


def ready(pin: PinView, chosen: Stand) -> bool:
    """Draw how far it is; return whether both reports are there to be compared."""
    if pin.scenario:
        return True
    now = replace(chosen.asked, audience=Audience(pin.audience), scenario="")
    kept = replace(now, reference_date=pin.reference_date, version=pin.version)
    then = earlier(dict(pin.parameters), kept)
    _onward(then, kept, now)
    for later in dict.fromkeys((kept, now)):
        if (then.reference_date, then.version) == (later.reference_date, later.version):
            continue
        job = long_work.waited(reads.service().changes.start_report(then, later).value)
        if job.state == long_work.RUNNING:
            long_work.show(job)
            return False
    return True


def _onward(then: Asked, kept: Asked, now: Asked) -> None:
    """The ways to the whole report up to now, from its own beginning and from the day it was pinned on."""
    if not frame.is_drawn():
        return
    with st.container(horizontal=True, key="noprint_pinned_report"):
        for words, since in ((t("changes.until_now"), then), (t("changes.since_pinned"), kept)):
            if (since.reference_date, since.version) == (now.reference_date, now.version):
                continue
            given = {"von": since.reference_date.isoformat()}
            if since.version != now.version:
                given["von-version"] = str(since.version)
            st.page_link(
                frame.page("veraenderungen"), label=words, icon=":material/compare_arrows:",
                query_params={**permalink.stand(), **given},
            )  # fmt: skip
