"""What two versions of a town say about its records, and how they differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cache

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.terms import CL, SOZ
from queries.derive import load_rules
from queries.reading import Binding, iri

_CHECKS = frozenset((SOZ.verifiedOn, SOZ.confirmedBy))
# A rule writes them for combined groups, but a coverage's own ages are recorded.
_RECORDED_TOO = frozenset((SOZ.minAge, SOZ.maxAge))
_ENDED: URIRef = CL["angebotsstatus-beendet"]


@dataclass(frozen=True, slots=True)
class Described:
    """A record with everything said about it. A record of two classes is shown as one of them."""

    iri: URIRef
    cls: URIRef
    said: Mapping[URIRef, AbstractSet[Node]]

    def first(self, prop: URIRef) -> Node | None:
        """A value of a property, None without one."""
        return min(self.said.get(prop, frozenset()), key=str, default=None)

    def is_over(self, day: date) -> bool:
        """Whether its period is past, or it is said to have ended."""
        until = self.first(SOZ.validTo)
        past = isinstance(until, Literal) and date.fromisoformat(str(until)) < day
        return past or _ENDED in self.said.get(SOZ.status, frozenset())


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that is on both sides, with the statements that differ."""

    before: Described
    now: Described

    @property
    def properties(self) -> list[URIRef]:
        """The statements that differ, days of check and the like left out."""
        names = self.before.said.keys() | self.now.said.keys()
        differing = (name for name in names if self.before.said.get(name) != self.now.said.get(name))
        return sorted(name for name in differing if name not in _CHECKS | {SOZ.notDeliveredSince})

    @property
    def is_only_confirmed(self) -> bool:
        """Whether nothing differs but when and by whom it was checked."""
        return not self.properties and any(self.before.said.get(p) != self.now.said.get(p) for p in _CHECKS)

    def has_ended(self, day: date) -> bool:
        """Whether it is over now and was not then."""
        return self.now.is_over(day) and not self.before.is_over(day)

    @property
    def is_undelivered(self) -> bool:
        """Whether the mark that a source no longer delivers it is new."""
        return SOZ.notDeliveredSince in self.now.said and SOZ.notDeliveredSince not in self.before.said


def described(rows: Iterable[Binding]) -> dict[URIRef, Described]:
    """The records among the rows of the question, without what rules derived."""
    said: defaultdict[URIRef, dict[URIRef, set[Node]]] = defaultdict(dict)
    classes: dict[URIRef, URIRef] = {}
    derived = derived_properties()
    for row in rows:
        record, prop, value = iri(row["record"]), iri(row["property"]), row["value"]
        classes.setdefault(record, iri(row["class"]))
        if value is not None and prop not in derived:
            said[record].setdefault(prop, set()).add(value)
    # the sets stay as they are: hashing every value once more would take longer than the query
    return {record: Described(record, cls, said[record]) for record, cls in classes.items()}


def differences(before: Mapping[URIRef, Described], now: Mapping[URIRef, Described]) -> list[Difference]:
    """The records on both sides of which anything differs."""
    both = sorted(before.keys() & now.keys())
    return [Difference(before[r], now[r]) for r in both if before[r].said != now[r].said]


@cache
def derived_properties() -> frozenset[URIRef]:
    """What rules write and nobody records."""
    return frozenset(prop for rule in load_rules() for prop in rule.writes) - _RECORDED_TOO
