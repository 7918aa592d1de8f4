"""Pairs of offers that stand under the same need and group in the same place, and what the tree asks about them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import combinations, product
from typing import TypeAlias

from rdflib import URIRef

from ontology.terms import CL, SOZ
from ontology.vocabulary import label
from queries.answer import Exclusion
from queries.asking import Asking
from queries.cooperations import Cooperations
from queries.groups import is_facet
from queries.matrix import broader_known, field_of
from queries.offers import Offer, Offers, has
from queries.overlap import Demand, OverlapNorms, Pair
from queries.reading import TRUE, Binding, iri, iri_or_none
from queries.words import Words


@dataclass(frozen=True, slots=True)
class Place:
    """A coverage of an offer in an area."""

    offer: URIRef
    coverage: URIRef
    area: URIRef


@dataclass
class Candidate:
    """Two offers that share a need, with the groups and areas they share and the coverages that say so."""

    need: URIRef
    one: Offer
    other: Offer
    groups: set[URIRef] = field(default_factory=set)
    areas: set[URIRef] = field(default_factory=set)

    @cached_property
    def place(self) -> "_Place":
        """What they share: many pairs share the same. Asked for when all of it is found."""
        return self.need, frozenset(self.groups), frozenset(self.areas)


_Place: TypeAlias = tuple[URIRef, frozenset[URIRef], frozenset[URIRef]]
_Key: TypeAlias = tuple[URIRef, URIRef, _Place]


class Pairs:
    """The candidates among the rows of a question, and the facts the tree asks for."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        self.offers = Offers(asking.reading)
        self.together = Cooperations(asking.reading)
        self.norms = OverlapNorms.load()
        self.incomparable: list[tuple[Candidate, Words]] = []
        self._asked: dict[_Key, Pair] = {}
        self._capacities: dict[_Place, Decimal | None] = {}
        self._choices: dict[_Place, int] = {}

    def candidates(self, *, any_pillar: bool = False) -> list[Candidate]:
        """Pairs of different providers with overlapping areas, the same level and no pillar in common.

        With `any_pillar` their pillars do not matter, and need not be known. `incomparable` then holds those of which
        something is not known that would tell.
        """
        self.incomparable = []
        found = []
        for pair in self._sharing:
            if not any_pillar and pair.one.pillars & pair.other.pillars:
                continue  # whatever else is not known of them, they do not overlap
            if unknown := _not_known(pair, any_pillar=any_pillar):
                self.incomparable.append((pair, unknown))
            else:
                found.append(pair)
        return found

    def facts(self, pair: Candidate) -> Pair:
        """What the tree asks about a candidate."""
        key = pair.one.iri, pair.other.iri, pair.place
        if key not in self._asked:
            self._asked[key] = self._facts(pair)
        return self._asked[key]

    def _facts(self, pair: Candidate) -> Pair:
        one, other = pair.one, pair.other
        publics = [any(map(self.offers.is_public, offer.providers)) for offer in (one, other)]
        nonprofits = [any(map(self.offers.is_nonprofit, offer.providers)) for offer in (one, other)]
        pillars = one.pillars | other.pillars
        return Pair(
            only_coarse=self._is_coarse(pair),
            plurality_demanded=all(
                any(has(law, SOZ.pluralityRequired, TRUE) for law in offer.laws) for offer in (one, other)
            ),
            choice_lost=bool(pillars & self.norms.choice)
            and self._choice_left(pair, any_public=any(publics)) < 2,
            demand=self.demand(pair)[0],
            access=self._access(one, other),
            public_beside_nonprofit=(publics[0] and nonprofits[1]) or (publics[1] and nonprofits[0]),
            subsidiarity=bool(pillars & self.norms.subsidiarity)
            and not any(offer.is_sovereign or offer.is_cash for offer in (one, other)),
            both_independent=not any(publics),
            same_pillar=bool(one.pillars & other.pillars),
            same_funder=bool(one.funders & other.funders),
            coordination=self.coordination(pair),
        )

    def coordination(self, pair: Candidate) -> Words | None:
        """What coordinates the two: a binding cooperation, or a body on the topic with both on it."""
        found = self.coordinated_by(pair)
        return found[1] if found else None

    def coordinated_by(self, pair: Candidate) -> tuple[URIRef, Words] | None:
        """The cooperation or body that coordinates the two, and how that is said."""
        one, other = sides_of(pair)
        agreed = self.together.binding(one, other)
        if agreed:
            cooperation, kind = agreed[0]
            return cooperation, Words(label(kind, "de"), label(kind, "en"))
        topics = {pair.need, self._field(pair.need), *pair.groups}
        for committee in sorted(self._sitting(pair.one) & self._sitting(pair.other)):
            if self._topics[committee] & topics:
                return committee, _BODY.format(body=self._asking.reading.named([committee]))
        return None

    def demand(self, pair: Candidate) -> tuple[Demand, Words]:
        """Documented people in need against the places of all offers that stand there, if both are known.

        A number of people too small to be told is not told: the words are no number the release gate could see.
        """
        people = [
            Decimal(str(row["persons"]))
            for row in self._people.get(pair.need, ())
            if row["group"] in pair.groups and row["area"] in pair.areas
        ]
        capacity = self.capacity(pair)
        if not people or capacity is None:
            return Demand.UNKNOWN, _DEMAND_UNKNOWN
        smallest = self._asking.reading.thresholds.smallest_number
        words = _DEMAND_SMALL if any(0 < number < smallest for number in people) else _DEMAND
        words = words.format(people=sum(people), places=capacity)
        return (Demand.UNMET if capacity < sum(people) else Demand.MET), words

    @cached_property
    def _stands(self) -> dict[tuple[URIRef, URIRef], dict[URIRef, list[Place]]]:
        """Who stands under a need and group in which area."""
        stands: dict[tuple[URIRef, URIRef], dict[URIRef, list[Place]]] = {}
        for row in self._asking.rows:
            place = Place(iri(row["offer"]), iri(row["coverage"]), iri(row["area"]))
            if place.offer in self.offers.all:
                areas = stands.setdefault((iri(row["need"]), iri(row["group"])), {})
                areas.setdefault(place.area, []).append(place)
        return stands

    @cached_property
    def _sharing(self) -> list[Candidate]:
        """All that share a need, a group and an area and may be told apart, in the order of need and offers.

        A town ten times as large has a hundred times as many pairs: those of one provider or of different levels are
        left out before anything of them is gathered.
        """
        offers = [self.offers.all[name] for name in sorted(self.offers.all)]
        number = {offer.iri: at for at, offer in enumerate(offers)}
        apart: dict[tuple[int, int], bool] = {}
        found: dict[tuple[URIRef, int, int], Candidate] = {}
        for (need, group), places in self._stands.items():
            standing = {area: {number[place.offer] for place in here} for area, here in places.items()}
            for area, one, other in self._meetings(standing):
                if (one, other) not in apart:
                    apart[one, other] = _are_apart(offers[one], offers[other])
                if apart[one, other]:
                    key = need, one, other
                    if (pair := found.get(key)) is None:
                        pair = found[key] = Candidate(need, offers[one], offers[other])
                    pair.groups.add(group)
                    pair.areas.add(area)
        return [found[key] for key in sorted(found)]

    def _meetings(self, standing: Mapping[URIRef, set[int]]) -> Iterator[tuple[URIRef, int, int]]:
        """Two that stand in areas of which one lies within the other, the lower number first, with the narrower area."""
        for area, here in standing.items():
            for wider in self._asking.reading.around(area):
                if wider == area:
                    yield from ((area, one, other) for one, other in combinations(sorted(here), 2))
                else:
                    there = standing.get(wider, set())
                    yield from (
                        (area, min(pair), max(pair)) for pair in product(here, there) if pair[0] != pair[1]
                    )

    def exclusions(self) -> tuple[Exclusion, ...]:
        """Pairs that could not be compared."""
        numbers = Counter(reason for _, reason in self.incomparable)
        return tuple(Exclusion(_LEFT_OUT[reason], number) for reason, number in numbers.items())

    def _standing_there(self, pair: Candidate, group: URIRef) -> Iterator[Place]:
        """Who stands under the need of a pair and a group in an area that touches theirs."""
        places = self._stands.get((pair.need, group), {})
        for area in places.keys() & set().union(*map(self._touching, pair.areas)):
            yield from places[area]

    def _touching(self, area: URIRef) -> set[URIRef]:
        """The areas an area lies in and those that lie in it, itself included."""
        return self._within.get(area, set()).union(self._asking.reading.around(area))

    @cached_property
    def _within(self) -> dict[URIRef, set[URIRef]]:
        """Area → all that lie in it."""
        reading = self._asking.reading
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for area in reading.areas:
            for wider in reading.around(area):
                found[wider].add(area)
        return dict(found)

    def _field(self, need: URIRef) -> URIRef:
        return field_of(broader_known(self._asking.reading, need))

    def is_field(self, need: URIRef) -> bool:
        """Whether a need is a whole field."""
        return self._field(need) == need

    def _is_coarse(self, pair: Candidate) -> bool:
        return self.is_field(pair.need) or all(is_facet(group) for group in pair.groups)

    def _choice_left(self, pair: Candidate, *, any_public: bool) -> int:
        """Independent providers that remain if one of the two went: the public one, if there is one."""
        if pair.place not in self._choices:
            self._choices[pair.place] = min(map(len, self._independent(pair)), default=0)
        return self._choices[pair.place] - (not any_public)

    def _independent(self, pair: Candidate) -> Iterator[set[URIRef]]:
        """The independent providers there, for each of the groups."""
        for group in pair.groups:
            offers = {place.offer for place in self._standing_there(pair, group)}
            providers = {who for offer in offers for who in self.offers.all[offer].providers}
            yield {who for who in providers if not self.offers.is_public(who)}

    def _access(self, one: Offer, other: Offer) -> Words | None:
        """How the ways to the offers differ; where one side says nothing, nothing is taken to differ."""
        reasons = []
        for words, mine, theirs in self._ways(one, other):
            if mine and theirs and mine != theirs:
                reasons.append(words)
        peers = [
            bool({self.offers.types.get(p) for p in o.providers} & self.norms.peers) for o in (one, other)
        ]
        if peers[0] != peers[1]:
            reasons.append(_PEERS)
        if not reasons:
            return None
        return Words(", ".join(w.de for w in reasons), ", ".join(w.en for w in reasons))

    def _ways(self, one: Offer, other: Offer) -> Iterator[tuple[Words, frozenset[object], frozenset[object]]]:
        yield _LANGUAGE, frozenset(one.languages()), frozenset(other.languages())
        yield _MODE, *_modes(one.get(SOZ.deliveryMode), other.get(SOZ.deliveryMode))
        mine, theirs = one.get(SOZ.accessFeature), other.get(SOZ.accessFeature)
        # both have to have said anything at all before a missing feature means that it is not there
        if mine and theirs:
            yield (
                _WAY,
                frozenset({None, *mine & self.norms.access}),
                frozenset({None, *theirs & self.norms.access}),
            )
        referral = SOZ.referralRequired
        yield (
            _REFERRAL,
            frozenset(one.features.get(referral, ())),
            frozenset(other.features.get(referral, ())),
        )

    def capacity(self, pair: Candidate) -> Decimal | None:
        """The places of all offers that stand there; None if one is not known or their units differ."""
        if pair.place not in self._capacities:
            self._capacities[pair.place] = self._capacity(pair)
        return self._capacities[pair.place]

    def _capacity(self, pair: Candidate) -> Decimal | None:
        coverages = {p.coverage for group in pair.groups for p in self._standing_there(pair, group)}
        places = [self._places.get(coverage) for coverage in coverages]
        units = {entry[1] for entry in places if entry}
        if None in places or len(units) != 1 or not units <= self.norms.units:
            return None
        return sum((entry[0] for entry in places if entry), Decimal(0))

    @cached_property
    def _places(self) -> dict[URIRef, tuple[Decimal, URIRef]]:
        rows = self._asking.reading.facts("capacity")
        return {iri(r["coverage"]): (Decimal(str(r["places"])), iri(r["unit"])) for r in rows}

    @cached_property
    def _people(self) -> dict[URIRef, list[Binding]]:
        found: defaultdict[URIRef, list[Binding]] = defaultdict(list)
        for row in self._asking.reading.facts("persons_in_need"):
            found[iri(row["need"])].append(row)
        return dict(found)

    def _sitting(self, offer: Offer) -> set[URIRef]:
        """The committees on which a provider of an offer sits."""
        return {committee for provider in offer.providers for committee in self._committees.get(provider, ())}

    @cached_property
    def _bodies(self) -> list[Binding]:
        return list(self._asking.reading.facts("common_bodies"))

    @cached_property
    def _committees(self) -> dict[URIRef, set[URIRef]]:
        """Who sits on which committees."""
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._bodies:
            found[iri(row["member"])].add(iri(row["committee"]))
        return dict(found)

    @cached_property
    def _topics(self) -> dict[URIRef, set[URIRef]]:
        """The topics of the committees."""
        found: dict[URIRef, set[URIRef]] = {}
        for row in self._bodies:
            topic = iri_or_none(row["topic"])
            found.setdefault(iri(row["committee"]), set()).update({topic} if topic else ())
        return found


def _are_apart(one: Offer, other: Offer) -> bool:
    """Whether two offers have no provider in common and their levels are not known to differ."""
    differ = one.levels and other.levels and not one.levels & other.levels
    return not differ and not one.providers & other.providers


def _not_known(pair: Candidate, *, any_pillar: bool) -> Words | None:
    """What would have to be known to compare a pair."""
    one, other = pair.one, pair.other
    if not any_pillar and (not one.pillars or not other.pillars):
        return _NO_SYSTEM if one.recorded_pillars and other.recorded_pillars else _NO_PILLAR
    return _NO_LEVEL if not one.levels or not other.levels else None


def _modes(one: frozenset[URIRef], other: frozenset[URIRef]) -> tuple[frozenset[object], frozenset[object]]:
    """What of two delivery modes tells the ways to the offers apart.

    Where people can reach both in one way, a second way of one of them (a phone number beside the visit) makes no other
    offer of it; whether somebody comes to them does.
    """
    if one.isdisjoint(other):
        return one, other
    return frozenset({None, *one & _OUTREACH}), frozenset({None, *other & _OUTREACH})


def sides_of(pair: Candidate) -> tuple[frozenset[URIRef], frozenset[URIRef]]:
    """Both offers, each with its providers."""
    return frozenset({pair.one.iri}) | pair.one.providers, frozenset({pair.other.iri}) | pair.other.providers


_OUTREACH: frozenset[URIRef] = frozenset({CL["angebotsform-aufsuchend"]})
_NO_PILLAR = Words("Eine Säule ist nicht erhoben.", "A pillar was not collected.")
_NO_SYSTEM = Words(
    "Ein Angebot gehört zu keiner Leistungssäule (etwa Zivilgesellschaft).",
    "One offer belongs to no pillar of benefits (for instance civil society).",
)
_NO_LEVEL = Words("Eine Interventionsstufe ist nicht bekannt.", "An intervention level is not known.")
_LEFT_OUT = {
    _NO_PILLAR: Words(
        "Paare, bei denen eine Säule nicht erhoben ist", "Pairs where a pillar was not collected"
    ),
    _NO_SYSTEM: Words(
        "Paare, bei denen ein Angebot zu keiner Leistungssäule gehört (etwa Zivilgesellschaft)",
        "Pairs where an offer belongs to no pillar of benefits (for instance civil society)",
    ),
    _NO_LEVEL: Words(
        "Paare, bei denen eine Interventionsstufe nicht bekannt ist",
        "Pairs where an intervention level is not known",
    ),
}
_BODY = Words("gemeinsames Gremium {body}", "common body {body}")
_DEMAND_UNKNOWN = Words("Nachfragelage unbekannt", "demand unknown")
_DEMAND = Words("{people} Personen mit Bedarf, {places} Plätze", "{people} people in need, {places} places")
_DEMAND_SMALL = Words(
    "festgestellter Bedarf (Personenzahl zu klein, um sie zu nennen), {places} Plätze",
    "documented need (number of people too small to be told), {places} places",
)
_LANGUAGE, _MODE = Words("Sprachen", "languages"), Words("Angebotsform", "delivery mode")
_WAY, _REFERRAL = (
    Words("Zugangsweg", "way of access"),
    Words("Antrag oder Zuweisung", "application or referral"),
)
_PEERS = Words("Selbsthilfe", "self-help")
