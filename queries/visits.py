"""The fewest places somebody in a constellation has to visit, and what that way is like."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from ontology.terms import SOZ
from queries.asking import Asking
from queries.constellations import Constellation, Reach
from queries.cooperations import Cooperations
from queries.offers import Offers, counting_pillars
from queries.reading import TRUE
from queries.set_cover import Cover, smallest_cover
from queries.where_to_go import Place, Places

_APPLICATION: URIRef = namespace("zu")["ZU-BE"]
_FALSE = Literal(False)  # noqa: FBT003 rdflib's way to write a boolean


@dataclass(frozen=True, slots=True)
class Stop:
    """A need that somebody gets covered at a place by an offer."""

    number: int
    place: Place
    need: URIRef
    offer: URIRef


@dataclass(frozen=True, slots=True)
class Way:
    """Two places of the route, what hands over from one to the other, and whether one provider runs both."""

    one: tuple[URIRef, ...]
    other: tuple[URIRef, ...]
    handovers: tuple[URIRef, ...]
    is_same_provider: bool

    @property
    def is_joined(self) -> bool:
        """Whether somebody is led from one to the other."""
        return bool(self.handovers) or self.is_same_provider


@dataclass(frozen=True, slots=True)
class Route:
    """The route of a constellation: the fewest places, the fewest providers, who covers what, the ways between."""

    places: Cover[Place]
    providers: Cover[URIRef]
    stops: tuple[Stop, ...]
    ways: tuple[Way, ...]

    @property
    def offers(self) -> list[URIRef]:
        """The offers used."""
        return sorted({stop.offer for stop in self.stops})


class Routes:
    """Finds routes in an area."""

    def __init__(self, asking: Asking, reach: Reach) -> None:
        self._reach = reach
        self._places = Places(asking.reading)
        self._offers = Offers(asking.reading)
        self._together = Cooperations(asking.reading)

    def of(self, constellation: Constellation) -> Route:
        """The route of a constellation, as far as its needs are covered."""
        at: defaultdict[Place, defaultdict[URIRef, list[URIRef]]] = defaultdict(lambda: defaultdict(list))
        by: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for need in constellation.needs:
            for offer in self._reach.covering(constellation, need):
                for place in self._places.of(offer, self.providers(offer)):
                    at[place][need].append(offer)
                for provider in self.providers(offer) or {offer}:
                    by[provider].add(need)
        wanted = frozenset(need for served in at.values() for need in served)
        places = smallest_cover({place: frozenset(at[place]) for place in sorted(at)}, wanted)
        providers = smallest_cover({name: frozenset(by[name]) for name in sorted(by)}, wanted)
        stops = _stops(places, at)
        return Route(places, providers, stops, tuple(self._ways(stops)))

    def providers(self, offer: URIRef) -> frozenset[URIRef]:
        """Who provides an offer."""
        return self._reach.providers.get(offer, frozenset())

    def pillars(self, offer: URIRef) -> frozenset[URIRef]:
        """The pillars an offer is delivered under; none if not known."""
        return (
            counting_pillars(self._offers.all[offer].get(SOZ.pillarDelivered))
            if offer in self._offers.all
            else frozenset()
        )

    def needs_application(self, offer: URIRef) -> bool | None:
        """Whether an application or referral is needed first; None if not known."""
        if offer not in self._offers.all:
            return None
        features = self._offers.all[offer].features
        said = features.get(SOZ.referralRequired, set())
        if TRUE in said or _APPLICATION in features.get(SOZ.accessFeature, ()):
            return True
        return False if _FALSE in said else None

    def _ways(self, stops: tuple[Stop, ...]) -> list[Way]:
        offers: defaultdict[int, set[URIRef]] = defaultdict(set)
        for stop in stops:
            offers[stop.number].add(stop.offer)
        ways = []
        for one, other in combinations(sorted(offers), 2):
            ours, theirs = offers[one], offers[other]
            running = [frozenset[URIRef]().union(*map(self.providers, own)) for own in (ours, theirs)]
            agreed = self._together.binding(running[0] | ours, running[1] | theirs)
            ways.append(Way(
                tuple(sorted(ours)), tuple(sorted(theirs)), tuple(cooperation for cooperation, _ in agreed),
                is_same_provider=bool(running[0] & running[1]),
            ))  # fmt: skip
        return ways


def _stops(places: Cover[Place], at: Mapping[Place, Mapping[URIRef, list[URIRef]]]) -> tuple[Stop, ...]:
    """Each need once, at the first place that covers it, by the offer there that covers most of them."""
    stops, served = list[Stop](), set[URIRef]()
    for number, place in enumerate(places.chosen, 1):
        here = at[place]
        use = defaultdict[URIRef, int](int)
        for offers in here.values():
            for offer in offers:
                use[offer] += 1
        for need, offers in sorted(here.items()):
            if need not in served:
                stops.append(Stop(number, place, need, min(offers, key=lambda offer: (-use[offer], offer))))
                served.add(need)
    return tuple(stops)
