"""Which pillar groups should work together, because a need constellation brings them together, and which do.

A provider has one group in the network, that of most of its offers. That is too coarse to say whether two groups work
together: an offer of another group may take part, a provider may take part with any of its offers, a pillar may not be
known. Whatever leaves this open makes the pair unknown, neither joined nor missing.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from rdflib import URIRef

from queries.provider_network import Link, ProviderNetwork, untyped_links
from queries.reading import TRUE, Reading, iri
from queries.words import Words

BINDING = 2
_ANY_WEIGHT = 9

PairKey = frozenset[URIRef]


class PairState(StrEnum):
    """How two groups that should work together do."""

    BINDING = "binding"  # at least a handover is agreed
    LOOSE = "loose"  # exchange and referral only
    NONE = "none"  # nothing is recorded
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class RequiredPair:
    """Two groups, the constellations that need both, how they work together, and why that is not known."""

    groups: tuple[URIRef, URIRef]
    constellations: tuple[URIRef, ...]
    state: PairState
    reason: Words | None = None

    @property
    def is_missing(self) -> bool:
        """Whether no binding cooperation is recorded."""
        return self.state in (PairState.NONE, PairState.LOOSE)


def required_pairs(reading: Reading, providers: ProviderNetwork) -> list[RequiredPair]:
    """The pairs of groups that some constellation needs, in the order of their keys."""
    wanted = _wanted(reading)
    sure, possible = _weights(providers, untyped_links(reading))
    served = {group for groups in providers.groups.values() for group in groups}
    found = []
    for pair in sorted(wanted, key=sorted):
        state, reason = _state(sure.get(pair, 0), possible.get(pair, 0), absent=bool(pair - served))
        one, other = sorted(pair)
        found.append(RequiredPair((one, other), tuple(sorted(wanted[pair])), state, reason))
    return found


def pillars_of_groups(reading: Reading) -> dict[URIRef, list[URIRef]]:
    """The pillars of each coarse group."""
    found: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    for row in reading.facts("coarse_groups"):
        found[iri(row["pillarGroup"])].append(iri(row["pillar"]))
    return dict(found)


def _wanted(reading: Reading) -> dict[PairKey, set[URIRef]]:
    groups: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in reading.facts("constellations"):
        if row["counts"] in (None, TRUE):
            groups[iri(row["constellation"])].add(iri(row["pillarGroup"]))
    wanted: defaultdict[PairKey, set[URIRef]] = defaultdict(set)
    for constellation, own in groups.items():
        for pair in combinations(sorted(own), 2):
            wanted[frozenset(pair)].add(constellation)
    return dict(wanted)


def _state(sure: int, possible: int, *, absent: bool) -> tuple[PairState, Words | None]:
    if sure >= BINDING:
        return PairState.BINDING, None
    if absent:
        return PairState.UNKNOWN, _ABSENT
    if possible > sure:
        return PairState.UNKNOWN, _POSSIBLE
    return (PairState.LOOSE if sure else PairState.NONE), None


def _weights(
    providers: ProviderNetwork, untyped: list[Link]
) -> tuple[Mapping[PairKey, int], Mapping[PairKey, int]]:
    """The greatest weight between two groups, by what is sure and by what is possible."""
    sure: defaultdict[PairKey, int] = defaultdict(int)
    possible: defaultdict[PairKey, int] = defaultdict(int)
    network = providers.network
    for edge in network.grouped_edges:
        key = frozenset(g for g in (network.groups[edge.one], network.groups[edge.other]) if g is not None)
        possible[key] = max(possible[key], edge.weight)
    everything = {group for groups in providers.groups.values() for group in groups}
    for link in (*providers.links, *untyped):
        known = [_of(providers, *each, everything) for each in link.participants]
        for (one, one_sure), (other, other_sure) in combinations(known, 2):
            table = sure if one_sure and other_sure and link.weight is not None else possible
            for pair in product(one, other):
                table[frozenset(pair)] = max(table[frozenset(pair)], link.weight or _ANY_WEIGHT)
    return sure, possible


def _of(
    providers: ProviderNetwork, participant: URIRef, provider: URIRef, everything: set[URIRef]
) -> tuple[set[URIRef], bool]:
    """The groups one who takes part may stand for, and whether that is sure."""
    if participant in providers.groups:
        own = set(providers.groups[participant])
        return (own, True) if own else (everything, False)
    offers = providers.offers_of.get(provider, frozenset())
    groups = {group for offer in offers for group in providers.groups[offer]}
    if any(not providers.groups[offer] for offer in offers):
        return everything, False
    return groups, len(groups) == 1


_ABSENT = Words(
    "Für wenigstens eine der beiden Säulengruppen ist kein Träger mit aktivem Angebot erfasst.",
    "For at least one of the two pillar groups no provider with an active offer is recorded.",
)
_POSSIBLE = Words(
    "Träger beider Säulengruppen arbeiten zusammen, es ist aber nicht erfasst, mit welchem Angebot, unter welcher Säule "
    "oder wie verbindlich.",
    "Providers of both groups work together, but it is not recorded with which offer, under which pillar or how bindingly.",
)
