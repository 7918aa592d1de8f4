"""The state of knowledge a page speaks about: reference date, audience, version. Chosen once, for all pages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.errors import RequestError
from app.scenarios.views import ScenarioName
from app.views import TownInfo
from app.web import other_time, permalink, reads
from app.web.errors import show_expected
from app.web.formats import day, markdown, moment
from app.web.texts import LANGUAGE_KEY, LANGUAGES, language, plural, t
from ontology.iris import Audience

AUDIENCE: Final = "sicht"
_NONE = "keines"
_SCENARIO = "szenario"
_GONE = "stand:gone"


@dataclass(frozen=True, slots=True)
class Stand:
    """What every reading call needs besides its own question."""

    town: TownInfo
    audience: Audience
    reference_date: date
    version: int
    scenario: ScenarioName | None = None

    @property
    def is_current(self) -> bool:
        """Whether this is the newest version."""
        return self.version == self.town.version

    @property
    def asked(self) -> Asked:
        """What every reading call needs, in the reader's language."""
        supposed = self.scenario.ref if self.scenario else ""
        return Asked(self.audience, self.reference_date, self.version, language(), supposed)


def choose(title: str, beside: Callable[[], None] | None = None) -> Stand:
    """Draw the head of the page, and return what is chosen in it.

    The title comes first: on a phone nothing else would be seen of the page, and who hears it hears first where they are.

    Args:
        title: what the page is called.
        beside: draws something else into the head.
    """
    town = reads.town()
    reads.renew(town)
    with st.container(horizontal=True, vertical_alignment="center", key="head"):
        st.title(title, anchor=False, width="stretch")
        bar = st.container(horizontal=True, vertical_alignment="center", width="content", key="noprint_stand")
    words = st.empty()
    with bar:
        if beside:
            beside()
        with st.popover(t("stand.change"), icon=":material/tune:"):
            other_time.read_link(town)
            reference_date = permalink.day(
                t("stand.date"), name=other_time.DATE, default=town.reference_date, help=t("stand.date_help")
            )
            quick = st.container()
            audience = _audience()
            known, unreadable = _scenarios(audience)
            scenario = _scenario(known)
            # What is supposed is worked out on the latest version only.
            version = town.version if scenario else _version(town)
            with quick:
                other_time.offer(town, versions=scenario is None)
        lang()
    stand = Stand(town, audience, reference_date, version, scenario)
    words.html(_words(stand))
    if unreadable is not None:
        show_expected(unreadable)
    if town.is_example:
        st.html(
            f'<div class="q-banner" role="note"><strong>{t("app.example")}</strong><span>{t("app.example_text")}</span></div>'
        )
    if scenario:
        _supposed(scenario)
    elif st.session_state.get(_GONE):
        st.warning(t("stand.scenario_gone"), icon=":material/help:")
    other_time.say(town, reference_date, version)
    other_time.say_unknown()
    return stand


def lang() -> None:
    """Draw the language switch."""
    permalink.choice(
        t("app.language"),
        {code: code for code in LANGUAGES},
        name=LANGUAGE_KEY,
        default=LANGUAGES[0],
        widget=st.segmented_control,
        required=True,
        label_visibility="collapsed",
        width="content",
    )


def _audience() -> Audience:
    names = {audience.value: t(f"audience.{audience.value}") for audience in Audience}
    value = permalink.choice(
        t("stand.audience"),
        names,
        name=AUDIENCE,
        default=Audience.INTERN.value,
        widget=st.segmented_control,
        required=True,
        help=t("stand.audience_help"),
    )
    return Audience(value)


def _scenario(known: tuple[ScenarioName, ...]) -> ScenarioName | None:
    """Offer the scenarios, if there are any; as it is recorded comes first."""
    found = {scenario.id: scenario for scenario in known}
    wanted = permalink.arrived(_SCENARIO)
    if wanted is not None:
        st.session_state[_GONE] = bool(wanted) and wanted not in {*found, _NONE}
    if not found:
        return None
    names = {_NONE: t("stand.no_scenario")} | {ident: scenario.name for ident, scenario in found.items()}
    value = permalink.choice(
        t("stand.scenario"), names, name=_SCENARIO, default=_NONE, help=t("stand.scenario_help")
    )
    return found.get(value)


def _scenarios(audience: Audience) -> tuple[tuple[ScenarioName, ...], RequestError | None]:
    """All scenarios; or why they cannot be read, which must not keep anybody from what is recorded."""
    try:
        return reads.scenarios(language(), audience), None
    except RequestError as error:
        return (), error


def _supposed(scenario: ScenarioName) -> None:
    """Say on every page that it shows what is supposed, and offer the way back."""
    with st.container(horizontal=True, vertical_alignment="center", key="supposed"):
        st.html(
            f'<div class="q-banner q-supposed" role="status"><strong>{escape(t("stand.supposed", name=scenario.name))}</strong>'
            f"<span>{escape(plural('stand.supposed_text', scenario.acts))}</span></div>"
        )
        st.button(
            t("stand.leave_scenario"), key="stand:leave", icon=":material/undo:", on_click=permalink.put_back,
            args=(_SCENARIO, _NONE),
        )  # fmt: skip


def _version(town: TownInfo) -> int:
    current = other_time.NEWEST
    names = {current: t("stand.current_version", version=town.version)}
    for version in reads.versions(town.version, language()).value:
        names[str(version.number)] = t("stand.version_of", version=version.number, when=moment(version.when))
    value = permalink.choice(
        t("stand.version"), names, name=other_time.VERSION, default=current, help=t("stand.version_help")
    )
    return town.version if value == current else int(value)


def _words(stand: Stand) -> str:
    name = escape(stand.town.name)
    return f'<p class="q-stand"><b>{name}</b> · {t("stand.words", date=day(stand.reference_date), version=stand.version)} · {t(f"audience.{stand.audience.value}")}</p>'


def source_line(stand: Stand) -> None:
    """Say under an answer what it rests on."""
    st.caption(markdown(source(stand)))


def source(stand: Stand) -> str:
    """What an answer rests on, in a sentence."""
    changed = stand.town.last_change
    when = f" {t('stand.changed', when=moment(changed))}" if changed else ""
    return (
        t("stand.source", town=stand.town.name, version=stand.version, date=day(stand.reference_date)) + when
    )
