"""Another day or version than today's newest: quick choices, and the line that says so on every page and leads back."""

from datetime import date
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import year_before
from app.views import TownInfo, VersionView
from app.web import permalink, reads
from app.web.formats import day, markdown
from app.web.texts import language, t

DATE: Final = "stichtag"
VERSION: Final = "version"
NEWEST: Final = "aktuell"
_UNKNOWN: Final = "stand:unknown"
_DAY_OF: Final = "stand:day_of_version"


def quick_days(today: date) -> dict[str, date]:
    """Return the days people ask for most, by name of their text."""
    return {
        "today": today,
        "year_before": year_before(today),
        "year_end": date(today.year, 12, 31),
        "next_budget_year": date(today.year + 1, 1, 1),
    }


def offer(town: TownInfo, *, versions: bool) -> None:
    """Draw the quick choices; `versions`: also the days on which a version was made, each together with that version."""
    st.caption(t("stand.quick"))
    with st.container(horizontal=True, gap="small"):
        for name, on in quick_days(town.reference_date).items():
            st.button(
                t(f"stand.quick_{name}"), key=f"stand:{name}", help=day(on), on_click=permalink.put_back, args=(DATE, on)
            )  # fmt: skip
    if versions:
        found = {v.number: v for v in reads.versions(town.version, language()).value}
        st.selectbox(
            t("stand.quick_version"), list(found), index=None, key=_DAY_OF, placeholder=t("stand.quick_version_none"),
            format_func=lambda number: t("stand.quick_version_day", day=day(_day(found[number])), version=number),
            on_change=_go_to_version, args=(found, town.version), help=t("stand.quick_version_help"),
        )  # fmt: skip


def say(town: TownInfo, reference_date: date, version: int) -> None:
    """Draw which day and version a page speaks about, if not today and the newest, and the way back, in one line."""
    today = reference_date == town.reference_date
    if today and version == town.version:
        return
    words = [] if today else [t("stand.instead_of_today", today=day(town.reference_date))]
    if version != town.version:
        words.append(t("stand.old_version", version=version, current=town.version))
    with st.container(horizontal=True, vertical_alignment="center", key="other_time"):
        st.html(
            f'<div class="q-banner q-other-time" role="status"><strong>{escape(t("stand.as_of", date=day(reference_date)))}</strong>'
            f"<span>{escape(' · '.join(words))}</span></div>"
        )
        st.button(
            t("stand.back_to_today"), key="stand:back", icon=":material/today:", on_click=_back, args=(town.reference_date,)
        )  # fmt: skip


def read_link(town: TownInfo) -> None:
    """Look whether a link that was just opened names a day and a version there are; before the fields take its values."""
    day_named, version_named = permalink.arrived(DATE), permalink.arrived(VERSION)
    if day_named is None or version_named is None:
        return
    known = {NEWEST, *(str(version.number) for version in reads.versions(town.version, language()).value)}
    unknown = (
        [t("stand.no_version", version=markdown(version_named))] if version_named not in {"", *known} else []
    )
    if day_named and permalink.date_of(day_named) is None:
        unknown.append(t("stand.no_day", day=markdown(day_named)))
    st.session_state[_UNKNOWN] = unknown


def say_unknown() -> None:
    """Draw what a link named that is not there, so that nobody takes today's newest for it."""
    for words in st.session_state.get(_UNKNOWN, ()):
        st.warning(words, icon=":material/help:")


def _day(version: VersionView) -> date:
    return version.when.astimezone().date()


def _go_to_version(found: dict[int, VersionView], newest: int) -> None:
    number = st.session_state.get(_DAY_OF)
    if number is None:
        return
    permalink.put_back(DATE, _day(found[number]))
    permalink.put_back(VERSION, NEWEST if number == newest else str(number))
    st.session_state[_DAY_OF] = None


def _back(today: date) -> None:
    permalink.put_back(DATE, today)
    permalink.put_back(VERSION, NEWEST)
