"""Whether the pillars of a constellation are joined, by those offers that reach somebody in it.

Offers are joined by a binding cooperation in which they or their providers take part, and by having the same provider.
Pillars are joined if one connected part holds an offer of each, or one committee on the topic a provider of each. What
leaves that open (an offer that may reach them, an unknown pillar, a cooperation of unknown kind, a committee without
recorded members or topic) makes a lack unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rdflib import URIRef

from ontology.terms import SOZ
from queries.asking import Asking
from queries.constellations import Constellation, Reach
from queries.matrix import field_of
from queries.network import Edge, PillarNetwork
from queries.offers import Offers, counting_pillars
from queries.provider_network import untyped_links
from queries.reading import TRUE, iri, iri_or_none
from queries.verdict import Grade

Pillars = frozenset[URIRef]


@dataclass(frozen=True, slots=True)
class Coordination:
    """The pillars of a constellation that have offers, and how these hang together.

    `parts` are the sets of pillars that are joined; `by` what joins all of them (nothing, if one provider or one offer
    does); `is_open` whether they may be joined though nothing does so for sure.
    """

    offers: tuple[URIRef, ...]
    present: Pillars
    absent: Pillars
    parts: tuple[Pillars, ...]
    by: tuple[URIRef, ...]
    is_joined: bool
    is_open: bool


class Coordinations:
    """Looks at constellations in an area."""

    def __init__(self, asking: Asking, reach: Reach) -> None:
        self._asking = asking
        self._reach = reach
        self._offers = Offers(asking.reading)

    def of(self, constellation: Constellation) -> Coordination:
        """How the pillars of a constellation hang together."""
        grades: dict[URIRef, Grade] = {}
        for need in constellation.needs:
            for offer, grade in self._reach.offers(constellation, need).items():
                grades[offer] = max(grade, grades.get(offer, Grade.NONE))
        known = {
            offer: self._pillars(offer) & constellation.pillars
            for offer, grade in sorted(grades.items())
            if grade >= Grade.GENERAL
        }
        possible = {
            offer: (self._pillars(offer) or constellation.pillars) & constellation.pillars
            for offer, grade in sorted(grades.items())
            if grade > Grade.NONE
        }
        present = _together(known)
        parts = self._parts(known, self._binding)
        whole = next((part for part in parts if present <= _together(known, part)), None)
        topics = {
            *constellation.needs,
            *map(field_of, constellation.needs),
            *constellation.groups,
            *constellation.pillars,
        }
        committees = [
            c for c, about in self._bodies.items() if about & topics and present <= self._on(c, known)
        ]
        by = (
            [name for name, who in self._binding.items() if len(self._taking_part(who, whole)) > 1]
            if whole
            else committees
        )
        return Coordination(
            offers=tuple(known), present=present, absent=constellation.pillars - present,
            parts=_merged(_together(known, part) for part in parts), by=tuple(sorted(by)),
            is_joined=whole is not None or bool(committees),
            is_open=any(
                present <= _together(possible, part) for part in self._parts(possible, self._binding | self._untyped)
            ) or any(
                (about & topics and not self._members.get(committee))
                or (not about and present <= self._on(committee, possible))
                for committee, about in self._bodies.items()
            ),
        )  # fmt: skip

    def _parts(self, offers: Iterable[URIRef], members: Mapping[URIRef, set[URIRef]]) -> list[set[URIRef]]:
        known = list(offers)
        joint = [self._taking_part(who, known) for who in members.values()]
        joint += [
            self._taking_part({provider}, known) for offer in known for provider in self._providers(offer)
        ]
        edges = [Edge(one, other) for group in joint for one, other in pairwise(group)]
        return PillarNetwork[URIRef, URIRef](dict.fromkeys(known), edges).parts()

    def _taking_part(self, who: set[URIRef], offers: Iterable[URIRef]) -> list[URIRef]:
        """The offers among `who`, themselves or with their provider."""
        return sorted(offer for offer in offers if offer in who or self._providers(offer) & who)

    def _on(self, committee: URIRef, pillars: Mapping[URIRef, Pillars]) -> Pillars:
        """The pillars whose providers are on a committee."""
        return _together(pillars, self._taking_part(self._members.get(committee, set()), pillars))

    def _pillars(self, offer: URIRef) -> Pillars:
        found = self._offers.all.get(offer)
        return counting_pillars(found.get(SOZ.pillarDelivered)) if found else frozenset()

    def _providers(self, offer: URIRef) -> frozenset[URIRef]:
        return self._reach.providers.get(offer, frozenset())

    @cached_property
    def _binding(self) -> dict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("cooperations"):
            if row["binds"] == TRUE:
                found[iri(row["cooperation"])].add(iri(row["participant"]))
        return dict(found)

    @cached_property
    def _untyped(self) -> dict[URIRef, set[URIRef]]:
        return {
            link.iri: {who for who, _ in link.participants} for link in untyped_links(self._asking.reading)
        }

    @cached_property
    def _bodies(self) -> dict[URIRef, set[URIRef]]:
        """Committee → its topics."""
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("committees"):
            topic = iri_or_none(row["topic"])
            found[iri(row["committee"])] |= {topic} if topic else set()
        return dict(found)

    @cached_property
    def _members(self) -> dict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("common_bodies"):
            found[iri(row["committee"])].add(iri(row["member"]))
        return dict(found)


def _together(pillars: Mapping[URIRef, Pillars], offers: Iterable[URIRef] | None = None) -> Pillars:
    chosen = pillars.values() if offers is None else [pillars[offer] for offer in offers]
    return frozenset[URIRef]().union(*chosen)


def _merged(parts: Iterable[Pillars]) -> tuple[Pillars, ...]:
    """The widest sets of joined pillars, without those that lie within another."""
    found = sorted({part for part in parts if part}, key=lambda part: (-len(part), sorted(part)))
    kept: list[Pillars] = []
    for part in found:
        if not any(part <= wider for wider in kept):
            kept.append(part)
    return tuple(kept)
