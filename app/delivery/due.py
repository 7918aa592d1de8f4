"""The delivery calendar: who owes which delivery by when, and who is late.

A delivery counts for the due day it is nearest to; so one that comes two days late does not count for the next year.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from app.cockpit.overviews import town_info
from app.delivery.calendar_views import CalendarView, DueView
from app.protection import ask
from app.records.editing import record_of, sheet_of, speaking
from app.records.rows import Reader, reader_of
from app.town import OpenTown
from graph.town import Snapshot
from ontology import iris
from ontology.iris import Audience
from ontology.vocabulary import label
from ontology.words import words_of
from queries.rhythms import MONTHS, WEEKLY
from queries.settings import shift_months

SOON: Final = 30
"""So many days before it is due a delivery is announced as due."""

_EDITORIAL: Final = "datenpflege"
_WORDS = words_of(__name__)


class State(StrEnum):
    """How an agreement stands."""

    LATE = "late"
    NEVER = "never"
    DUE = "due"
    ON_TIME = "on_time"
    ON_REQUEST = "on_request"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Due days: the first, and one every so many months or days; neither = only the first."""

    first: date
    months: int = 0
    days: int = 0

    def at(self, number: int) -> date:
        """The due day with this number, counted from 0."""
        if self.months:
            return shift_months(self.first, number * self.months)
        return self.first + timedelta(days=number * self.days)

    def next_after(self, last: date | None) -> date | None:
        """The first due day that a delivery on `last` has not fulfilled; None if nothing is due any more."""
        if last is None:
            return self.first
        if not self.months and not self.days:
            half = timedelta(days=183)
            return None if last > self.first - half else self.first
        number = 0
        while last >= self.at(number) - (self.at(number) - self.at(number - 1)) / 2:
            number += 1
        return self.at(number)


def calendar(town: OpenTown, snapshot: Snapshot, today: date, lang: str) -> CalendarView:
    """All agreements in force, the most urgent first."""
    stand = iris.stand_graph(snapshot.ags, Audience.INTERN)
    rows = ask(snapshot.engine, "agreements.rq", [stand])
    reader = reader_of(snapshot, town.secrets(snapshot))
    days = _days(snapshot)
    items = [
        _item(town, reader, row, days, today, lang)
        for row in rows.records()
        if row["ends"] is None or str(row["ends"]) >= today.isoformat()
    ]
    order = list(State)
    items.sort(key=lambda item: (order.index(State(item.state)), item.next or date.max, item.key))
    late = sum(item.days is not None and item.days < 0 for item in items)
    due = sum(item.days is not None and 0 <= item.days <= SOON for item in items)
    lead = _WORDS("nothing", lang)
    if items:
        all_of_them = _WORDS.counted("agreements", len(items), lang)
        lead = _WORDS("lead", lang, late=late, all=all_of_them, due=due, soon=SOON)
    return CalendarView(lead, tuple(items), today, snapshot.version, town_info(town).name, town.ags, lang)


def _item(
    town: OpenTown,
    reader: Reader,
    row: Mapping[str, Node | None],
    days: Mapping[str, list[date]],
    today: date,
    lang: str,
) -> DueView:
    body = row["body"] if isinstance(row["body"], URIRef) else None
    sources = [str(row["source"])] if row["source"] is not None else _own_sources(town, reader, body)
    last = max((day for source in sources for day in days.get(source, ()) if day <= today), default=None)
    rhythm = _rhythm(row["first"], row["rhythm"])
    following = rhythm.next_after(last) if rhythm else None
    left = (following - today).days if following else None
    state = _state(left, last)
    return DueView(
        key=str(row["key"]),
        iri=str(row["record"]),
        label=str(row["label"] or row["key"]),
        body=reader.name(body) if body is not None else ", ".join(_titles(reader.snapshot, sources)),
        source=", ".join(sources),
        scope=str(row["scope"] or ""),
        rhythm=label(row["rhythm"], lang) if isinstance(row["rhythm"], URIRef) else "",
        contact=str(row["contact"] or ""),
        last=last,
        next=following,
        state=str(state),
        state_text=_state_text(state, left, lang),
        days=left,
    )


def _own_sources(town: OpenTown, reader: Reader, body: URIRef | None) -> list[str]:
    """The sources in which a body delivers itself; what the house enters is no delivery."""
    parts = iris.parts(body) if body is not None else None
    if parts is None:
        return []
    found = speaking(reader, sheet_of("traeger"), record_of(town, sheet_of("traeger"), parts.key))
    return [key for key in found if key != _EDITORIAL]


def _titles(snapshot: Snapshot, sources: list[str]) -> list[str]:
    """What sources are called; their keys if they never delivered."""
    rows = ask(snapshot.engine, "sources.rq", [iris.provenance_graph(snapshot.ags)]).rows
    titles = {str(key): str(title or key) for _, key, title, *_ in rows}
    return [titles.get(source, source) for source in sources]


def _days(snapshot: Snapshot) -> Mapping[str, list[date]]:
    found: defaultdict[str, list[date]] = defaultdict(list)
    for key, day in ask(snapshot.engine, "import_days.rq", [iris.provenance_graph(snapshot.ags)]).rows:
        found[str(key)].append(date.fromisoformat(str(day)))
    return found


def _rhythm(first: Node | None, rhythm: Node | None) -> Rhythm | None:
    if first is None:
        return None
    day = date.fromisoformat(str(first))
    return Rhythm(day, MONTHS.get(rhythm, 0), 7 if rhythm == WEEKLY else 0)


def _state(left: int | None, last: date | None) -> State:
    if left is None:
        return State.ON_REQUEST
    if left < 0:
        return State.LATE
    if last is None:
        return State.NEVER
    return State.DUE if left <= SOON else State.ON_TIME


def _state_text(state: State, left: int | None, lang: str) -> str:
    days = abs(left or 0)
    if state is State.DUE and days == 0:
        return _WORDS("state.today", lang)
    return _WORDS(f"state.{state}", lang, days=_WORDS.counted("days", days, lang))
