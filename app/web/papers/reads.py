"""What the page of papers reads and does. Papers are read afresh: others write them as well."""

from datetime import date

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.papers.desk import PaperDesk
from app.papers.views import KindView, PaperHead, PaperView
from app.web import reads
from app.web.stand import Stand
from app.web.texts import language
from ontology.iris import Audience


def desk() -> PaperDesk:
    """Return the papers of this process's town; what an answer supposes is in the answer, not in the page."""
    return reads.service().papers


def now(chosen: Stand) -> Asked:
    """Return what a paper is asked with: the latest version and the reference date of the page."""
    return Asked(Audience.INTERN, chosen.reference_date, chosen.town.version, language())


def kinds() -> tuple[KindView, ...]:
    """Return the kinds of papers."""
    return desk().kinds(language()).value


def papers() -> tuple[PaperHead, ...]:
    """Return all papers."""
    return desk().papers(language()).value


@st.cache_resource(show_spinner=False, max_entries=32)
def paper(
    name: str, revision: int, version: int, today: date, supposed: tuple[str, ...]
) -> Released[PaperView]:
    """Return a paper with its answers; `revision`, `version` and the scenarios tell when it is another one."""
    del revision, supposed
    return desk().paper(name, Asked(Audience.INTERN, today, version))


def supposed() -> tuple[str, ...]:
    """Return the scenarios of the town with what tells their content."""
    return tuple(scenario.ref for scenario in reads.scenarios(language()))
