"""What became of records between two days, each in its own version of the town: begun, ended, only recorded now, changed.

"Recorded now" is not "began", and "no longer delivered" is not "ended": time and knowledge are kept apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from ontology.terms import CL, SOZ
from queries.catalogue import Catalogue
from queries.difference import Described, Difference, described
from queries.reading import Reading, day_or_none, iri, text

_FIRST, _LAST = date.min, date.max


class Fate(StrEnum):
    """What became of a record, in the order it is told."""

    BEGUN = "begun"
    SETTLED = "settled"
    RECORDED = "recorded"
    LATER = "later"
    RESUMED = "resumed"
    ENDED = "ended"
    CLOSED = "closed"
    DONE = "done"
    RECORDED_OVER = "recorded_over"
    UNDELIVERED = "undelivered"
    REDELIVERED = "redelivered"
    REMOVED = "removed"
    CHANGED = "changed"


_STARTS: Final = frozenset((SOZ.effectiveFrom, SOZ.validFrom, SOZ.decidedOn))
_ENDS: Final = frozenset((SOZ.effectiveTo,))
_REACHED: Final[Mapping[URIRef, Fate]] = {
    CL["bedarfsstatus-geprueft"]: Fate.SETTLED,
    CL["bedarfsstatus-anerkannt"]: Fate.SETTLED,
    CL["beschlussstatus-beschlossen"]: Fate.SETTLED,
    CL["massnahmenstatus-beschlossen"]: Fate.SETTLED,
    CL["bedarfsstatus-erledigt"]: Fate.CLOSED,
    CL["bedarfsstatus-verworfen"]: Fate.CLOSED,
    CL["massnahmenstatus-verworfen"]: Fate.CLOSED,
    CL["umsetzung-entfallen"]: Fate.CLOSED,
    CL["umsetzung-umgesetzt"]: Fate.DONE,
    CL["massnahmenstatus-umgesetzt"]: Fate.DONE,
}
"""States a record may have reached, and what that means; the latest of them counts."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as it is recorded in one version, with the period in which it holds; an open side is the first or last day."""

    described: Described
    start: date
    end: date

    def is_planned(self, day: date) -> bool:
        """Whether it begins only after the day."""
        return self.start > day

    def is_over(self, day: date) -> bool:
        """Whether it is over on the day, or said to have ended."""
        return self.end < day or self.described.is_over(day)

    @property
    def has_start(self) -> bool:
        """Whether it is known when it begins."""
        return self.start > _FIRST

    def reached(self) -> set[Fate]:
        """Which of the states that mean something it has."""
        said = self.described.said
        values = {*said.get(SOZ.status, ()), *said.get(SOZ.implementation, ())}
        return {fate for state, fate in _REACHED.items() if state in values}


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record of which something differs; None = not recorded on that side. `day` is when it began, ended or vanished."""

    fate: Fate
    record: URIRef
    cls: URIRef
    before: Kept | None
    after: Kept | None
    day: date | None

    @property
    def properties(self) -> Sequence[URIRef]:
        """The statements that differ, if it is recorded on both sides."""
        if self.before is None or self.after is None:
            return ()
        return Difference(self.before.described, self.after.described).properties


def kept(reading: Reading, classes: Sequence[URIRef]) -> dict[URIRef, Kept]:
    """The records of some classes with all that is said about them."""
    question = Catalogue.load().get("L4")
    rows = reading.run(question.text, question.stem, {"class": classes, "referenceDate": reading.today})
    starts: dict[URIRef, date] = {}
    ends: dict[URIRef, date] = {}
    for row in rows:
        for found, properties in ((starts, _starting(row["class"])), (ends, _ending(row["class"]))):
            if row["property"] in properties:
                found.setdefault(iri(row["record"]), date.fromisoformat(text(row["value"])))
    return {
        record: Kept(found, starts.get(record, _FIRST), ends.get(record, _LAST))
        for record, found in described(rows).items()
    }


def _starting(cls: Node | None) -> frozenset[URIRef]:
    """What says when a record of a class begins to hold; a declaration does on its day, a decision when it was taken."""
    return _STARTS | ({SOZ.asOf} if cls == SOZ.InventoryStatement else set())


def _ending(cls: Node | None) -> frozenset[URIRef]:
    """What says when it holds for the last time; a declaration counts until it is too old."""
    return _ENDS | ({SOZ.freshUntil} if cls == SOZ.InventoryStatement else set())


def record_changes(
    before: Mapping[URIRef, Kept], after: Mapping[URIRef, Kept], days: tuple[date, date]
) -> list[RecordChange]:
    """What became of each record from the first day (and version) to the last; in the order of `Fate`, then by record."""
    found = list(_changes(before, after, days))
    order = list(Fate)
    return sorted(found, key=lambda c: (order.index(c.fate), c.record))


def _changes(
    before: Mapping[URIRef, Kept], after: Mapping[URIRef, Kept], days: tuple[date, date]
) -> Iterable[RecordChange]:
    for record in before.keys() | after.keys():
        then, now = before.get(record), after.get(record)
        fate = _fate(then, now, days)
        side = now or then
        if fate is not None and side is not None:
            yield RecordChange(fate, record, side.described.cls, then, now, _day(fate, side))


def _fate(then: Kept | None, now: Kept | None, days: tuple[date, date]) -> Fate | None:
    if now is None:
        return Fate.REMOVED
    if then is None:
        return _first_recorded(now, days)
    return _in_time(then, now, days) or _in_words(then, now)


def _in_time(then: Kept, now: Kept, days: tuple[date, date]) -> Fate | None:
    """What became of the period of a record on both sides."""
    was_over, is_over = then.is_over(days[0]), now.is_over(days[1])
    if was_over is not is_over:
        return Fate.ENDED if is_over else Fate.RESUMED
    begins = then.is_planned(days[0]) and not now.is_planned(days[1])
    return Fate.BEGUN if begins and not is_over else None


def _in_words(then: Kept, now: Kept) -> Fate | None:
    """What else is said differently of it."""
    difference = Difference(then.described, now.described)
    if difference.is_undelivered:
        return Fate.UNDELIVERED
    if SOZ.notDeliveredSince in then.described.said and SOZ.notDeliveredSince not in now.described.said:
        return Fate.REDELIVERED
    reached = now.reached() - then.reached()
    latest = next((fate for fate in (Fate.DONE, Fate.CLOSED, Fate.SETTLED) if fate in reached), None)
    return latest or (Fate.CHANGED if difference.properties else None)


def _first_recorded(now: Kept, days: tuple[date, date]) -> Fate:
    if now.is_over(days[1]):
        return Fate.RECORDED_OVER
    if now.is_planned(days[1]):
        return Fate.LATER
    return Fate.BEGUN if now.has_start and now.start > days[0] else Fate.RECORDED


def _day(fate: Fate, kept_: Kept) -> date | None:
    if fate in (Fate.BEGUN, Fate.RECORDED, Fate.LATER, Fate.RESUMED):
        return kept_.start if kept_.has_start else None
    if fate in (Fate.ENDED, Fate.RECORDED_OVER):
        return kept_.end if kept_.end < _LAST else day_or_none(kept_.described.first(SOZ.validTo))
    return day_or_none(kept_.described.first(SOZ.notDeliveredSince)) if fate is Fate.UNDELIVERED else None
