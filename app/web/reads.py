"""What the pages read from the service, remembered per version.

A version never changes, so an answer is remembered under (what was asked, audience, date, version, language) without an
expiry. The remembered views are frozen and shared by all sessions; nothing of a user is in them.
"""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.service import Service
from app.settings import settings
from app.views import (
    AnswerView,
    CellEvidence,
    DifferenceView,
    MatrixView,
    Overview,
    QuestionView,
    ReversalView,
    TownInfo,
    VersionView,
)
from ontology.iris import Audience

HOME: Final = "QUERBLICK_HOME"
_REMEMBERED: Final = 256
_NEWS: Final = 5  # seconds

Parameters = tuple[tuple[str, tuple[str, ...]], ...]
"""Parameters of a question in a form that can be a key: sorted pairs of name and values."""


def home() -> Path:
    """Return the folder of this process's town, as `app.web.main.serve` or the environment says."""
    given = os.environ.get(HOME)
    return Path(given) if given else settings().home


@st.cache_resource(show_spinner=False)
def service() -> Service:
    """Return the town of this process."""
    return Service.open(home())


@st.cache_resource(show_spinner=False, ttl=_NEWS, refresh_mode="background")
def town() -> TownInfo:
    """Return which town is open, at which version.

    Asked on every click, therefore remembered for a few seconds and then asked again in the background: so long may
    pass until a version made by another process is noticed. Whoever writes in this process calls `town.clear()`.
    """
    return service().town().value


@st.cache_resource(show_spinner=False, max_entries=32)
def questions(version: int, lang: str) -> Released[tuple[QuestionView, ...]]:
    """Return the catalogue; `version` only because the choices of its parameters depend on it."""
    del version
    return service().questions(lang)


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom, as of when, on which version and in which language something is read."""

    audience: Audience
    reference_date: date
    version: int
    lang: str


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def versions(version: int, lang: str) -> Released[tuple[VersionView, ...]]:
    """Return all versions, newest first; `version` is the newest."""
    del version
    return service().versions(lang)


@st.cache_resource(show_spinner=False, max_entries=32)
def difference(before: int, after: int, version: int, lang: str) -> Released[DifferenceView]:
    """Return what lies between two versions; `version` is the newest, because what is protected now is in neither."""
    del version
    return service().difference(before, after, lang=lang)


@st.cache_resource(show_spinner=False, max_entries=32)
def reversal(number: int, version: int, lang: str) -> Released[ReversalView]:
    """Return whether a version can be taken back from `version`, the newest."""
    del version
    return service().reversal(number, lang=lang)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def overview(asked: Asked) -> Released[Overview]:
    """Return the first page."""
    return service().overview(
        audience=asked.audience, reference_date=asked.reference_date, version=asked.version, lang=asked.lang
    )


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def matrix(
    area: str | None, groups: tuple[str, ...], field: str | None, asked: Asked
) -> Released[MatrixView]:
    """Return the gap matrix of one area."""
    return service().matrix(
        area=area,
        groups=groups,
        field=field,
        audience=asked.audience,
        reference_date=asked.reference_date,
        version=asked.version,
        lang=asked.lang,
    )


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def cell(need: str, group: str, area: str, asked: Asked) -> Released[CellEvidence]:
    """Return the evidence of one cell."""
    return service().cell(
        need=need,
        group=group,
        area=area,
        audience=asked.audience,
        reference_date=asked.reference_date,
        version=asked.version,
        lang=asked.lang,
    )


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def answer(question: str, parameters: Parameters, asked: Asked) -> Released[AnswerView]:
    """Return the answer to a question of the catalogue."""
    given = {name: values[0] if len(values) == 1 else values for name, values in parameters}
    return service().ask(
        question,
        given,
        audience=asked.audience,
        reference_date=asked.reference_date,
        version=asked.version,
        lang=asked.lang,
    )
