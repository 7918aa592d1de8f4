"""Veränderungen: what differs between two states, as a report."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.web import reads, stand
from app.web.changes_report import choosing, shown
from app.web.desk import long_work
from app.web.errors import show_expected
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t
from ontology.errors import KnowledgeGraphError

PAGE = PageHeader(
    title={"de": "Veränderungen", "en": "Changes"},
    order=43,
    url_path="veraenderungen",
    icon="compare_arrows",
    help={
        "de": "Was zwischen zwei Ständen anders geworden ist: Lücken, Angebote, Förderungen, Bedarfe, Recht, Erfassung.",
        "en": "What differs between two states: gaps, offers, fundings, needs, law, what is recorded.",
    },
    group={"de": "Entscheidung", "en": "Decision"},
)
_STOPPED: Final = "changes:stopped"


def render(chosen: Stand) -> None:
    """Draw the choice of the earlier state and the report."""
    st.markdown(t("changes.intro"))
    then = choosing.choose(chosen)
    if (then.version, then.reference_date) == (chosen.version, chosen.reference_date):
        st.info(t("changes.same"), icon=":material/compare_arrows:")
    elif then.reference_date > chosen.reference_date:
        st.info(t("changes.wrong_order"), icon=":material/swap_horiz:")
        choosing.swap(then, chosen)
    else:
        _report(then, chosen)
    stand.source_line(chosen)


def _report(then: Asked, chosen: Stand) -> None:
    """Worked out beside the page, because all cells of all areas are compared."""
    key = (then, chosen.asked)
    desk = reads.service_for(chosen.asked).changes
    if st.session_state.get(_STOPPED) == key:
        st.button(
            t("changes.again"), icon=":material/refresh:", on_click=_stop, args=(None,), key="changes:again"
        )
        return
    try:
        job = long_work.waited(desk.start_report(then, chosen.asked).value)
        if job.state == long_work.RUNNING:
            long_work.show(job, on_cancel=lambda: _stop(key))
        elif job.state != long_work.DONE:
            long_work.over(job, t("changes.again"), lambda: _stop(None))
        else:
            shown.draw(desk.found_report(job.key), then, chosen)
    except KnowledgeGraphError as error:
        show_expected(error)


def _stop(key: object) -> None:
    st.session_state[_STOPPED] = key
