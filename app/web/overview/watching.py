"""Wo Sie hinsehen sollten: a tile per question, first as an empty place, then filled one after the other."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.delta_generator import DeltaGenerator  # noqa: TID251 the type of a place on the page

from app.asked import Asked
from app.cockpit.views import WatchView
from app.cockpit.watch import WATCHED, watch
from app.delivery.calendar_views import CalendarView
from app.gate import Released
from app.views import FieldClaims
from app.web import reads
from app.web.formats import integer
from app.web.overview.leading import link, tile
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

_LATE: Final = "late"
_DUE: Final = ("due", "never")
_COLUMNS: Final = 3
_WIDE: Final = 260
_HEIGHT: Final = 96


@dataclass(frozen=True, slots=True)
class Places:
    """Where the tiles go."""

    of: dict[str, DeltaGenerator]


def places(chosen: Stand) -> Places:
    """Draw the places the tiles will take, so that what stands below does not jump."""
    st.header(t("overview.watch"), anchor=False)
    names = [*WATCHED, *(["deliveries"] if chosen.audience is Audience.INTERN else [])]
    grid = st.grid(_COLUMNS, min_column_width=_WIDE, gap="small")
    found = {}
    for name in names:
        with grid.cell():
            found[name] = st.empty()
            found[name].skeleton(height=_HEIGHT)
    return Places(found)


def fill(where: Places, chosen: Stand) -> None:
    """Fill the tiles, the quick ones first; the answers are remembered per version."""
    for name, place in where.of.items():
        with place.container(border=True, gap="xsmall"):
            try:
                if name == "deliveries":
                    _deliveries(chosen)
                else:
                    _watched(of(name, chosen.asked))
            except KnowledgeGraphError as error:
                st.html(tile(t(f"watch.{name}"), None, str(error)))


def of(name: str, asked: Asked) -> WatchView:
    """Return the figures of a question, read off its remembered answer."""
    watched = WATCHED[name]
    given = tuple((key, (value,)) for key, value in sorted(watched.parameters))
    return watch(name, reads.answer(watched.question, given, asked).value)


def ask_all(asked: Asked) -> None:
    """Have the questions remembered before anybody comes; one that fails says so in its tile."""
    for name in WATCHED:
        with suppress(KnowledgeGraphError):
            of(name, asked)


def first_words(fields: FieldClaims | None) -> str:
    """Return what is known at once, while the questions are still being asked: about how much nothing can be said."""
    claims = [claim.claim for row in fields.rows for claim in row] if fields else []
    unknown = sum(claim == "nicht_beurteilbar" for claim in claims)
    return t("overview.lead_fields", unknown=integer(unknown), all=integer(len(claims))) if claims else ""


def lead(chosen: Stand, fields: FieldClaims | None) -> str:
    """Return the one sentence: stated needs without offer, and about how much nothing can be said."""
    try:
        gaps = of("gaps", chosen.asked)
    except KnowledgeGraphError:  # its tile says why
        return first_words(fields)
    if not gaps.base:
        return f"{t('overview.lead_no_needs')} {first_words(fields)}"
    parts = ", ".join(f"{integer(part.count)} {part.label}" for part in gaps.parts if part.count)
    numbers = {"base": integer(gaps.base), "count": integer(gaps.count)}
    return f"{t('overview.lead_gaps', **numbers, parts=f' ({parts})' if parts else '')} {first_words(fields)}"


def _watched(view: WatchView) -> None:
    base = [t(f"watch.{view.name}_base", base=integer(view.base))] if view.base is not None else []
    parts = [f"{integer(part.count)} × {part.label}" for part in view.parts if part.count]
    if not view.count and view.claim not in ("", "belastbar"):
        parts.append(t("overview.as_far_as_recorded"))
    st.html(tile(t(f"watch.{view.name}"), view.count, " · ".join((*base, *parts))))
    link(
        "fragen", t("overview.to_question", question=view.question), {"frage": view.question, **dict(view.parameters)}
    )  # fmt: skip


def _deliveries(chosen: Stand) -> None:
    """Deliveries are due as of today on the calendar, whatever reference date is read."""
    view = _calendar(chosen.town.version, chosen.town.reference_date.isoformat(), language()).value
    if not view.items:
        st.html(tile(t("watch.deliveries"), None, t("watch.deliveries_none")))
    else:
        late = sum(item.state == _LATE for item in view.items)
        due = sum(item.state in _DUE for item in view.items)
        told = [t("watch.deliveries_base", base=integer(len(view.items)))]
        if due:
            told.append(plural("watch.due", due))
        st.html(tile(t("watch.deliveries"), late, " · ".join(told)))
    link("lieferkalender", t("watch.to_calendar"), {"stand": _LATE} if view.items else {})


@st.cache_resource(show_spinner=False, max_entries=8)
def _calendar(version: int, today: str, lang: str) -> Released[CalendarView]:
    del version, today
    return reads.service().records.calendar(lang=lang)
