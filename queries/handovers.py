"""Whether the transitions between pillars are regulated by agreements, and what may be said if none is known.

An agreement is a binding cooperation (KO-3 to KO-7) that names the transition. That one is missing is not claimed where a
structure names the bridging norm, or a binding cooperation between both sides leaves open which transition it shapes.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import URIRef
from rdflib.term import Node

from queries.asking import Asking
from queries.connections import unconnected
from queries.reading import TRUE, iri, iri_or_none
from queries.verdict import Claim, as_far_as_known
from queries.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition from a pillar and body to another, with its bridging norms in force."""

    iri: URIRef
    from_pillar: URIRef
    to_pillar: URIRef
    from_body: URIRef | None
    to_body: URIRef | None
    norms: frozenset[URIRef] = frozenset()


@dataclass(slots=True)
class Agreement:
    """A cooperation that names a transition. `binds` is None where its kind is not known."""

    iri: URIRef
    type: URIRef | None
    binds: bool | None
    verified_on: Node | None
    participants: set[URIRef] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Regulation:
    """What is known about the regulation of a transition. `claim` is None if it is regulated."""

    agreements: tuple[Agreement, ...]
    claim: Claim | None = None
    reason: Words = NO_WORDS


class Handovers:
    """The agreements of a town on transitions."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self._within = Handovers(asking.whole) if asking.whole else None

    def of(self, transition: Transition) -> Regulation:
        """The agreements on a transition, or the weight of "there is none"."""
        named = self._agreements.get(transition.iri, [])
        binding = tuple(agreement for agreement in named if agreement.binds)
        if binding:
            return Regulation(binding)
        town = self._asking.reading.municipality
        sides = {transition.from_pillar, transition.to_pillar}
        claim, grounds = unconnected(
            self._asking, sides, town, holds_within=lambda: self._is_open_within(transition)
        )
        open_because = self._left_open(transition, named)
        if open_because is not None:
            # nothing is missing for sure; how well it was surveyed does not matter then
            claim, grounds = (claim if claim is Claim.NONE else Claim.HINT), open_because
        loose = [agreement.iri for agreement in named if agreement.binds is False]
        words = (_LOOSE if loose else _NONE).format(
            names=self._asking.reading.named(loose), known=as_far_as_known(claim)
        )
        return Regulation((), claim, words + grounds)

    def _is_open_within(self, transition: Transition) -> bool:
        """Whether all that is recorded has no agreement on a transition either, and nothing more names it."""
        if self._within is None:
            return True
        names_no_more = self._within.naming(transition) == self.naming(transition)
        return names_no_more and self._within.of(transition).claim is Claim.FIRM

    def naming(self, transition: Transition) -> set[URIRef]:
        """The cooperations that name a transition, whatever their kind."""
        return {agreement.iri for agreement in self._agreements.get(transition.iri, [])}

    def _left_open(self, transition: Transition, named: list[Agreement]) -> Words | None:
        if any(agreement.binds is None for agreement in named):
            return _UNTYPED
        structures = {s for norm in transition.norms for s in self._structures.get(norm, ())}
        if structures:
            return _NORM_ONLY.format(names=self._asking.reading.named(structures))
        between = [c for c, members in sorted(self._unassigned.items()) if _may_shape(transition, members)]
        return _UNASSIGNED.format(names=self._asking.reading.named(between)) if between else None

    @cached_property
    def _agreements(self) -> dict[URIRef, list[Agreement]]:
        found: dict[tuple[URIRef, URIRef], Agreement] = {}
        for row in self._asking.reading.facts("transition_cooperations"):
            key = iri(row["transition"]), iri(row["cooperation"])
            if key not in found:
                kind = iri_or_none(row["type"])
                found[key] = Agreement(
                    key[1], kind, None if kind is None else row["binds"] == TRUE, row["verifiedOn"]
                )
            found[key].participants.add(iri(row["participant"]))
        by_transition: defaultdict[URIRef, list[Agreement]] = defaultdict(list)
        for (transition, _), agreement in found.items():
            by_transition[transition].append(agreement)
        return dict(by_transition)

    @cached_property
    def _structures(self) -> dict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("norm_structures"):
            found[iri(row["norm"])].add(iri(row["structure"]))
        return dict(found)

    @cached_property
    def _unassigned(self) -> dict[URIRef, dict[URIRef, set[URIRef]]]:
        """Cooperation → who takes part → the pillars and roles that one stands for; none if not known."""
        found: defaultdict[URIRef, defaultdict[URIRef, set[URIRef]]] = defaultdict(lambda: defaultdict(set))
        for row in self._asking.reading.facts("unassigned_cooperations"):
            stands = found[iri(row["cooperation"])][iri(row["participant"])]
            stands |= {iri(row["stands"])} if row["stands"] is not None else set()
        return {cooperation: dict(members) for cooperation, members in found.items()}


def _may_shape(transition: Transition, members: dict[URIRef, set[URIRef]]) -> bool:
    """Whether one who takes part may stand for the one side and another for the other."""
    sides = ({transition.from_pillar, transition.from_body}, {transition.to_pillar, transition.to_body})
    one, other = ({who for who, stands in members.items() if not stands or stands & side} for side in sides)
    return any(a != b for a in one for b in other)


_NONE = Words(
    "Keine Vereinbarung nennt diesen Übergang {known}.", "No agreement names this transition {known}."
)
_LOOSE = Words(
    "Nur Austausch oder Verweis nennt diesen Übergang ({names}), keine verbindliche Vereinbarung {known}.",
    "Only exchange or referral names this transition ({names}), no binding agreement {known}.",
)
_UNTYPED = Words(
    "Eine Kooperation nennt ihn, sagt aber nicht, wie verbindlich sie ist.",
    "A cooperation names it but does not say how binding it is.",
)
_NORM_ONLY = Words(
    "Eine Struktur nennt die Brückennorm, aber keinen Übergang: {names}.",
    "A structure names the bridging norm but no transition: {names}.",
)
_UNASSIGNED = Words(
    "Zwischen beiden Seiten gibt es verbindliche oder nicht näher bezeichnete Kooperationen, die keinen Übergang nennen: {names}.",
    "Between both sides there are binding or unspecified cooperations that name no transition: {names}.",
)
