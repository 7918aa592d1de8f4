"""What the pages read from the service, remembered per version.

A version never changes, so an answer is remembered under (what was asked, audience, date, version, language) without an
expiry. The remembered views are frozen and shared by all sessions; nothing of a user is in them. Under a newer version, a
restored backup or when values were taken out of the log, everything is forgotten (`renew`).
"""

import os
from pathlib import Path
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.views import LooseningView, PinView, ReadinessView
from app.asked import Asked
from app.gate import Released
from app.networks.views import NetworkDifference, NetworkInfo, NetworkView
from app.scenarios.views import MatrixChangeView, ScenarioName
from app.service import Service
from app.settings import settings
from app.views import (
    AnswerView,
    CellEvidence,
    DecisionView,
    DifferenceView,
    MatrixView,
    Overview,
    QuestionView,
    ReversalView,
    TableView,
    TownInfo,
    VersionView,
)
from ontology.iris import Audience

HOME: Final = "QUERBLICK_HOME"
TOWN: Final = "QUERBLICK_TOWN"
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
    """Return the town of this process; one that was named may be empty yet."""
    return Service.open(home(), os.environ.get(TOWN), create=True)


def service_for(asked: Asked) -> Service:
    """Return the town that is asked: as it is, or as a scenario supposes it to be."""
    return service().supposing(asked.scenario) if asked.scenario else service()


@st.cache_resource(show_spinner=False, ttl=_NEWS, refresh_mode="background")
def town() -> TownInfo:
    """Return which town is open, at which version.

    Asked on every click, therefore remembered for a few seconds and then asked again in the background: so long may
    pass until a version made by another process is noticed. Whoever writes in this process calls `town.clear()`.
    """
    return service().town().value


def renew(town: TownInfo) -> None:
    """Forget everything that was remembered, if the town is not what it was at the last click any more.

    What is remembered had passed the gate with what was protected then. A newer version may protect a site that is named
    in what was remembered of an earlier one.
    """
    last = _shown().get(town.ags)
    if last and last.identity != town.identity:
        st.cache_resource.clear()
    _shown()[town.ags] = town


@st.cache_resource(show_spinner=False)
def _shown() -> dict[str, TownInfo]:
    """The town as the last click of this process found it."""
    return {}


@st.cache_resource(show_spinner=False, max_entries=32)
def questions(
    version: int, lang: str, audience: Audience = Audience.INTERN
) -> Released[tuple[QuestionView, ...]]:
    """Return the catalogue; `version` only because the choices of its parameters depend on it.

    `audience` matters to whoever offers these choices; titles and words are the same for all.
    """
    del version
    return service().questions(lang, audience)


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
    return service_for(asked).overview(
        audience=asked.audience, reference_date=asked.reference_date, version=asked.version, lang=asked.lang
    )


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def matrix(
    area: str | None, groups: tuple[str, ...], field: str | None, asked: Asked
) -> Released[MatrixView]:
    """Return the gap matrix of one area."""
    return service_for(asked).matrix(
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
    return service_for(asked).cell(
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
    return service_for(asked).ask(
        question,
        _given(parameters),
        audience=asked.audience,
        reference_date=asked.reference_date,
        version=asked.version,
        lang=asked.lang,
    )


@st.cache_resource(show_spinner=False, max_entries=4)
def decisions(lang: str) -> Released[tuple[DecisionView, ...]]:
    """Return what people are about to do, with the questions that help."""
    return service().decisions(lang)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def readiness(question: str, asked: Asked) -> Released[ReadinessView]:
    """Return how full is what a question needs."""
    return service_for(asked).answers.readiness(question, asked)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def behind(question: str, parameters: Parameters, block: str, row: int, asked: Asked) -> Released[TableView]:
    """Return the records behind a row of an answer."""
    return service_for(asked).answers.behind(question, _given(parameters), block, row, asked)


@st.cache_resource(show_spinner=False, max_entries=32)
def networks(version: int, lang: str) -> Released[tuple[NetworkInfo, ...]]:
    """Return which networks there are; `version` only because a town may bring constellations of its own."""
    del version
    return service().networks.networks(lang)


@st.cache_resource(show_spinner=False, max_entries=32)
def network(name: str, about: str, asked: Asked) -> Released[NetworkView]:
    """Return a network at a date."""
    return service_for(asked).networks.network(name, asked, about)


@st.cache_resource(show_spinner=False, max_entries=32)
def network_answer(name: str, about: str, asked: Asked) -> Released[AnswerView]:
    """Return the same as an answer, for the exports."""
    return service_for(asked).networks.answer(name, asked, about, found=network(name, about, asked))


@st.cache_resource(show_spinner=False, max_entries=32)
def network_difference(name: str, about: str, then: Asked, now: Asked) -> Released[NetworkDifference]:
    """Return what appeared and what is gone between two states of a network."""
    return service_for(now).networks.difference(name, then, now, about)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def network_behind(name: str, about: str, block: str, row: int, asked: Asked) -> Released[TableView]:
    """Return the records behind a row of a network."""
    return service_for(asked).networks.behind(name, block, row, asked, about)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def loosened(
    question: str, parameters: Parameters, block: str, asked: Asked
) -> Released[tuple[LooseningView, ...]]:
    """Return which choices emptied a table of an answer."""
    return service_for(asked).answers.loosened(question, _given(parameters), block, asked)


@st.cache_resource(show_spinner=False, max_entries=32)
def compared(question: str, parameters: Parameters, then: Asked, now: Asked) -> Released[AnswerView]:
    """Return how an answer differs from an earlier one."""
    return service_for(now).answers.compared(question, _given(parameters), then=then, now=now)


@st.cache_resource(show_spinner=False, max_entries=32)
def series(
    question: str, parameters: Parameters, months: int, number: int, asked: Asked
) -> Released[AnswerView]:
    """Return a question at several reference dates."""
    return service_for(asked).answers.series(
        question, _given(parameters), asked, months=months, number=number
    )


def scenarios(lang: str, audience: Audience = Audience.INTERN) -> tuple[ScenarioName, ...]:
    """Return the scenarios by name; read afresh, because others make them as well."""
    return service().scenarios.names(lang, audience).value


@st.cache_resource(show_spinner=False, max_entries=32)
def scenario_difference(scenario: str, against: str, asked: Asked) -> Released[MatrixChangeView]:
    """Return what a scenario changes in the gap matrix; both are `ScenarioView.ref`, so that a changed one is asked anew."""
    return service().scenarios.difference(scenario.partition(".")[0], asked, against.partition(".")[0])


@st.cache_resource(show_spinner=False, max_entries=32)
def scenario_answer(scenario: str, question: str, asked: Asked) -> Released[AnswerView]:
    """Return how the answer to a question, with its defaults, differs under a scenario (`ScenarioView.ref`)."""
    return service().scenarios.compared(scenario.partition(".")[0], question, {}, asked)


def pins(lang: str, audience: Audience = Audience.INTERN) -> Released[tuple[PinView, ...]]:
    """Return the pinned answers; read afresh, because others pin as well."""
    return service().answers.pins(lang, audience)


def _given(parameters: Parameters) -> dict[str, str | tuple[str, ...]]:
    return {name: values[0] if len(values) == 1 else values for name, values in parameters}
