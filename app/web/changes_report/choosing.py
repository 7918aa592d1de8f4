"""Which earlier state a report begins with; the later one is that of the bar under the navigation."""

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.web import other_time, permalink, reads
from app.web.formats import day, markdown
from app.web.stand import Stand
from app.web.texts import language, t

_DAY: Final = "von"
_VERSION: Final = "von-version"
_SAME: Final = "gleich"


def choose(chosen: Stand) -> Asked:
    """Draw the choice of the earlier day and version, and return that state."""
    start = other_time.quick_days(chosen.reference_date)["year_before"]
    numbers = {v.number: v for v in reads.versions(chosen.town.version, language()).value}
    options = {_SAME: t("changes.same_version", version=chosen.version)} | {
        str(n): t("changes.version_of", version=n, when=day(v.when.astimezone().date()))
        for n, v in numbers.items()
        if n != chosen.version
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        on = permalink.day(t("changes.from_day"), name=_DAY, default=start, key="changes:from", width=180)
        version = permalink.choice(
            t("changes.from_version"), options, name=_VERSION, default=_SAME, key="changes:version", width=320
        )
        _quick(chosen, on)
    st.caption(
        markdown(
            t("changes.until", date=day(chosen.reference_date), version=chosen.version, bar=t("stand.change"))
        )
    )
    number = chosen.version if version == _SAME else int(version)
    return replace(chosen.asked, reference_date=on, version=number)


def swap(then: Asked, chosen: Stand) -> None:
    """Offer to exchange both states, where the earlier has the later day."""
    st.button(
        t("changes.swap"),
        icon=":material/swap_horiz:",
        key="changes:swap",
        on_click=_swap,
        args=(then, chosen),
    )


def _quick(chosen: Stand, on: date) -> None:
    cockpit = reads.service_for(chosen.asked).cockpit
    before = cockpit.before_last_delivery(chosen.asked).value
    st.button(
        t("changes.since_delivery"), icon=":material/inbox:", key="changes:delivery", disabled=not before,
        help=t("changes.since_delivery_help"), on_click=_state, args=(chosen.reference_date, str(before)),
    )  # fmt: skip
    known = cockpit.version_at(on).value
    st.button(
        t("changes.known_then"), icon=":material/history:", key="changes:known", disabled=not known or known == chosen.version,
        help=t("changes.known_then_help"), on_click=_state, args=(on, str(known)),
    )  # fmt: skip


def _state(on: date, version: str) -> None:
    permalink.put_back("changes:from", on)
    permalink.put_back("changes:version", version)


def _swap(then: Asked, chosen: Stand) -> None:
    _state(chosen.reference_date, str(chosen.version))
    permalink.put_back(other_time.DATE, then.reference_date)
    newest = then.version == chosen.town.version
    permalink.put_back(other_time.VERSION, other_time.NEWEST if newest else str(then.version))
