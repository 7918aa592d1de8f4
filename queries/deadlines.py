"""Records with deadlines: which of them still count, and what has been replaced."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from rdflib import URIRef
from rdflib.term import Node

from ontology.terms import CL
from queries.money import GRANTED, OWN_FUNDS, PAID
from queries.reading import Binding, day_or_none, iri, text

_DONE: dict[str, frozenset[URIRef]] = {
    "measure": frozenset({CL["massnahmenstatus-umgesetzt"], CL["massnahmenstatus-verworfen"]}),
    "decision": frozenset({CL["umsetzung-umgesetzt"], CL["umsetzung-entfallen"]}),
}
_ALLOWED: dict[str, tuple[Node | None, ...]] = {
    "contract": (None, CL["angebotsstatus-aktiv"]),
    "grant": (GRANTED, PAID),
    "decision": (CL["beschlussstatus-beschlossen"],),
}
_EVER = date.max


@dataclass(slots=True)
class Dated:
    """A record of a kind (contract, grant, recognition, measure, decision, statement, norm) with its deadlines.

    `terms` are its deadlines (notice, due, end) with their days; `offers` what it is about, `who` who takes part.
    """

    kind: str
    iri: URIRef
    status: Node | None = None
    implementation: Node | None = None
    type: Node | None = None
    since: date = date.min
    until: date = _EVER
    terms: set[tuple[date, str]] = field(default_factory=set)
    offers: set[URIRef] = field(default_factory=set)
    who: set[URIRef] = field(default_factory=set)

    @property
    def counts(self) -> bool:
        """Whether it is neither done nor out of question by its status."""
        if self.kind in _ALLOWED and self.status not in _ALLOWED[self.kind]:
            return False
        return not {self.status, self.implementation} & _DONE.get(self.kind, frozenset())

    def is_in_force(self, today: date) -> bool:
        """Whether it counts and its period holds the day."""
        return self.counts and self.since <= today <= self.until


class Deadlines:
    """The dated records among the rows of a question, and the offers active on the reference date."""

    def __init__(self, rows: Iterable[Binding], today: date) -> None:
        self.today = today
        self.active: set[URIRef] = set()
        found: dict[tuple[str, URIRef], Dated] = {}
        for row in rows:
            kind, name = text(row["kind"]), iri(row["record"])
            if kind == "offer":
                self.active.add(name)
                continue
            _read(found.setdefault((kind, name), Dated(kind, name)), row)
        self.all = [thing for thing in found.values() if thing.counts]

    def unreplaced(self, thing: Dated) -> set[URIRef]:
        """The active offers it was for that have nothing of the same kind in force now."""
        if thing.kind == "recognition":
            renewed = any(self._in_force[thing.kind, who] - {thing.iri} for who in thing.who)
            return set() if renewed else thing.offers & self.active
        return {
            o for o in thing.offers & self.active if not self._continued(thing, self._in_force[thing.kind, o])
        }

    def _continued(self, thing: Dated, now: set[URIRef]) -> bool:
        """Whether another record in force goes on with it: own funds of the provider are no new grant."""
        return bool(now - {thing.iri} - (self._own_funds if thing.iri not in self._own_funds else set()))

    @cached_property
    def _own_funds(self) -> set[URIRef]:
        return {thing.iri for thing in self.all if thing.type == OWN_FUNDS}

    @cached_property
    def _in_force(self) -> defaultdict[tuple[str, URIRef], set[URIRef]]:
        """Kind and offer (of a recognition: provider) → the records in force now."""
        found: defaultdict[tuple[str, URIRef], set[URIRef]] = defaultdict(set)
        for thing in self.all:
            if thing.is_in_force(self.today):
                for about in thing.who if thing.kind == "recognition" else thing.offers:
                    found[thing.kind, about].add(thing.iri)
        return found


def _read(thing: Dated, row: Binding) -> None:
    for name in ("status", "implementation", "type"):
        if row[name] is not None:
            setattr(thing, name, row[name])
    thing.since = day_or_none(row["from"]) or thing.since
    thing.until = day_or_none(row["to"]) or thing.until
    if day := day_or_none(row["day"]):
        thing.terms.add((day, text(row["term"])))
    thing.offers |= {iri(row["offer"])} if row["offer"] is not None else set()
    thing.who |= {iri(row["who"])} if row["who"] is not None else set()
