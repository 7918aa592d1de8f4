"""Money with a known end: what ends on which day, what goes on, what runs in between, and of what no end is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import Literal, URIRef

from ontology.iris import parts
from ontology.terms import CL
from queries.answer import Row
from queries.money import CONFIRMED, Item, items, records, sums
from queries.money_flows import Key, funder_of_item, key_of
from queries.parameters import date_term
from queries.reading import Reading, day_or_none
from queries.words import NO_WORDS, Words

_PENDING = (CL["finanzierungsstatus-geplant"], CL["finanzierungsstatus-beantragt"])
_DAY = timedelta(days=1)
Block = tuple[list[Row], list[list[URIRef]]]


@dataclass(frozen=True, slots=True)
class Term:
    """An item with its days: `end` is recorded or None, `until` also follows from its budget year."""

    item: Item
    since: date
    until: date
    end: date | None

    def runs(self, day: date) -> bool:
        """Whether it pays on that day."""
        return self.since <= day <= self.until


class RunningMoney:
    """The funding items that run at some time from the reference date to the horizon.

    Amounts for several years say nothing about one; such items are counted as without amount. With a `funder` only its
    items make steps; what goes on is still looked for among all.
    """

    def __init__(self, reading: Reading, horizon: date, statuses: Sequence[URIRef], funder: str = "") -> None:
        rows = reading.facts("running_funds", horizon=[date_term(horizon)])
        self._reading, self._statuses = reading, statuses
        self._today, self._horizon = reading.reference_date, horizon
        self.all = [_term(item) for item in items(rows)]
        self._chosen = [
            term
            for term in self.all
            if term.item.status in statuses and (not funder or _is(funder_of_item(term.item), funder))
        ]

    @property
    def ends(self) -> set[date]:
        """The days within the period on which an item of the chosen statuses ends."""
        return {term.end for term in self._chosen if term.end and self._today <= term.end <= self._horizon}

    def steps(self) -> Block:
        """One row per day and status on which something ends."""
        rows: list[Row] = []
        behind = []
        for day in sorted(self.ends):
            for status in self._statuses:
                ending = self._ending(day, status)
                if not ending:
                    continue
                left = [t.item for t in self._known(status) if t.runs(day + _DAY)]
                rows.append({
                    "day": date_term(day), "status": status, **sums([t.item for t in ending]),
                    "followed": Literal(sum(self._next(term) == _GOES_ON for term in ending)),
                    "left": sums(left)["sum"] if left else Literal(0),
                })  # fmt: skip
                behind.append(records(term.item for term in ending))
        return rows, behind

    def levels(self) -> Block:
        """What runs with a known end from each day on which that changes."""
        rows: list[Row] = []
        behind = []
        for status in self._statuses:
            known = self._known(status)
            changes = {self._today, *(t.since for t in known), *(t.end + _DAY for t in known if t.end)}
            for day in sorted(day for day in changes if self._today <= day <= self._horizon + _DAY):
                running = [term.item for term in known if term.runs(day)]
                if known:
                    own = sums(running) if running else {**sums(running), "sum": Literal(0)}
                    rows.append({"day": date_term(day), "status": status, **own})
                    behind.append(records(running))
        return rows, behind

    def items(self) -> list[Row]:
        """One row per item that ends, with what is known of the time afterwards."""
        return [
            {
                "day": date_term(day), "funding": term.item.funding, "funder": funder_of_item(term.item),
                "offers": self._reading.named(term.item.funded) if term.item.funded else NO_WORDS,
                "status": status, "amount": None if term.item.amount is None else Literal(term.item.amount),
                "next": self._next(term),
            }
            for day in sorted(self.ends)
            for status in self._statuses
            for term in self._ending(day, status)
        ]  # fmt: skip

    @property
    def funded(self) -> frozenset[URIRef]:
        """What the items fund that end."""
        terms = (term for term in self._chosen if term.end in self.ends)
        return frozenset(thing for term in terms for thing in term.item.funded)

    def open(self) -> Block:
        """The items that run on the reference date and of which no end is recorded."""
        rows: list[Row] = []
        behind = []
        for status in self._statuses:
            for words, has_year in ((_ONLY_YEAR, True), (_NEITHER, False)):
                found = [
                    term.item
                    for term in self._chosen
                    if term.item.status == status and term.end is None and term.runs(self._today)
                    and (term.item.rows[0]["budgetYear"] is not None) is has_year
                ]  # fmt: skip
                if found:
                    rows.append({"status": status, "what": words, **sums(found)})
                    behind.append(records(found))
        return rows, behind

    def _known(self, status: URIRef) -> list[Term]:
        return [term for term in self._chosen if term.item.status == status and term.end is not None]

    def _ending(self, day: date, status: URIRef) -> list[Term]:
        return [term for term in self._known(status) if term.end == day]

    def _next(self, term: Term) -> Words:
        """What the same funder shows for the same offers on the day after."""
        payer = funder_of_item(term.item)
        if not isinstance(payer, URIRef) or term.end is None:
            return _NO_FUNDER
        found = {
            other.item.status
            for other in self.all
            if other.item.funding != term.item.funding
            and other.item.funded == term.item.funded
            and funder_of_item(other.item) == payer
            and other.runs(term.end + _DAY)
        }
        return _GOES_ON if found & set(CONFIRMED) else _ONLY_PLANNED if found & set(_PENDING) else _NOTHING


def _is(funder: Key, name: str) -> bool:
    """Whether a funder is meant: by `key_of`, or by the key of its record."""
    known = parts(funder) if isinstance(funder, URIRef) else None
    return name == key_of(funder) or (known is not None and known.key == name)


def _term(item: Item) -> Term:
    first = item.rows[0]
    if item.covers_several_years:
        item.amount = None
    since, until = day_or_none(first["since"]), day_or_none(first["until"])
    return Term(item, since or date.min, until or date.max, day_or_none(first["to"]))


_GOES_ON = Words("bewilligt oder ausgezahlt", "granted or paid")
_ONLY_PLANNED = Words("nur geplant oder beantragt", "only planned or applied for")
_NOTHING = Words("nichts erfasst", "nothing recorded")
_NO_FUNDER = Words("Geldgeber nicht erfasst", "funder not recorded")
_ONLY_YEAR = Words("nur das Haushaltsjahr", "only the budget year")
_NEITHER = Words("weder Ende noch Haushaltsjahr", "neither end nor budget year")
