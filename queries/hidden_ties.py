"""What joins the pillars of a town and is not released: so far as it bears on "these two do not work together".

A row that names two offers would tell the unpublished cooperation between them if it alone were weakened. So nobody is told
more than between which pillars there is something: all rows of these pillars are weakened, whatever is asked. A pillar of
so few providers that it would be them is told from nothing else that is not published.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import permutations
from typing import Final

from rdflib import URIRef

from queries.asking import Asking
from queries.offers import Offer, Offers
from queries.provider_network import untyped_links
from queries.reading import Reading, iri
from queries.unpublished import Unpublished

FEW: Final = 3
"""A pillar with fewer providers, as the reader sees it, stands for them."""

Pillars = Iterable[URIRef | None]
_Rows = dict[URIRef, set[frozenset[tuple[str, object]]]]
_WHO: Final = {"cooperations": ("cooperation", "participant"), "common_bodies": ("committee", "member")}


class HiddenTies:
    """Cooperations and committees that join offers or providers and are not shown, or not whole. None for the house."""

    def __init__(self, asking: Asking) -> None:
        self._shown = asking.reading
        self._whole = asking.whole.reading if asking.whole else None

    def between(self, one: Pillars, other: Pillars) -> bool:
        """Whether something that is not shown may join an offer of the one with an offer of the other side.

        `one` and `other` are the pillars of an offer each; None stands for one that is not known.
        """
        if self._whole is None:
            return False
        ours, theirs = set(one), set(other)
        if None in ours | theirs or not ours or not theirs or self.are_few(ours | theirs):
            return self.is_something_hidden
        return any(
            frozenset({a, b}) in self._joined or self._run_otherwise & {a, b} for a in ours for b in theirs
        )

    @cached_property
    def is_something_hidden(self) -> bool:
        """Whether any offer or anything that joins is not shown, or not whole."""
        unpublished = Unpublished(self._shown)
        return (
            unpublished.offers or unpublished.connections or bool(self._altered) or bool(self._run_otherwise)
        )

    def are_few(self, pillars: Pillars) -> bool:
        """Whether one of these pillars has so few providers that what is said of it is said of them."""
        return any(pillar is None or self._providers[pillar] < FEW for pillar in pillars)

    @cached_property
    def _joined(self) -> set[frozenset[URIRef]]:
        """The pairs of pillars, of one pillar with itself as well, that something not shown joins."""
        return {
            frozenset({a, b})
            for members in self._altered
            for who, whom in permutations(members, 2)
            for a in self._pillars[who]
            for b in self._pillars[whom]
        }

    @cached_property
    def _altered(self) -> list[set[URIRef]]:
        """Who takes part in what is not shown, or of which not all is shown."""
        if self._whole is None:
            return []
        shown, whole = _structures(self._shown), _structures(self._whole)
        names = {name for name, rows in whole.items() if rows != shown.get(name)}
        return [members for name, members in _members(self._whole).items() if name in names]

    @cached_property
    def _run_otherwise(self) -> frozenset[URIRef]:
        """The pillars of offers of whose providers not all are shown."""
        other = [o for o in self._offers if self._within[o].providers != self._offers[o].providers]
        return frozenset[URIRef]().union(*(self._pillars[offer] for offer in other))

    @cached_property
    def _pillars(self) -> defaultdict[URIRef, set[URIRef]]:
        """The pillars of each offer, and of each provider by its offers."""
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for offer in (*self._offers.values(), *self._within.values()):
            for who in (offer.iri, *offer.providers):
                found[who] |= offer.pillars
        return found

    @cached_property
    def _providers(self) -> Counter[URIRef]:
        """How many providers each pillar has, as the reader sees it."""
        who = {(pillar, p) for o in self._offers.values() for pillar in o.pillars for p in o.providers}
        return Counter(pillar for pillar, _ in who)

    @cached_property
    def _offers(self) -> dict[URIRef, Offer]:
        return Offers(self._shown).all

    @cached_property
    def _within(self) -> dict[URIRef, Offer]:
        return Offers(self._whole or self._shown).all


def _structures(reading: Reading) -> _Rows:
    """Everything said of cooperations and committees, by structure."""
    found: defaultdict[URIRef, set[frozenset[tuple[str, object]]]] = defaultdict(set)
    for fact, (name, _) in _WHO.items():
        for row in reading.facts(fact):
            found[iri(row[name])].add(frozenset(row.items()))
    for link in untyped_links(reading):
        found[link.iri] |= {frozenset({("participant", who)}) for who in link.participants}
    return dict(found)


def _members(reading: Reading) -> dict[URIRef, set[URIRef]]:
    """Who takes part in each of them."""
    found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for fact, (name, who) in _WHO.items():
        for row in reading.facts(fact):
            found[iri(row[name])].add(iri(row[who]))
    for link in untyped_links(reading):
        found[link.iri] |= {each for pair in link.participants for each in pair}
    return dict(found)
