"""What a Stand must never hold: where protected people live, and numbers small enough to point at one person.

Protection is found over all sources of a municipality, internal ones included, and never loses a conflict: it
suffices that one source calls a site protected. The loader refuses such data; this is the second line of defence.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from rdflib import Literal, URIRef
from rdflib.term import Node

from graph.sources import SourceIndex
from ontology.codes import CL
from ontology.namespaces import RDF, SKOS, namespace
from ontology.terms import GEO, LOCN, SCHEMA, SOZ
from ontology.vocabulary import vocabulary

#: Units whose numbers count people, or cases and households that stand for people.
PERSON_UNITS = frozenset(
    CL[f"einheit-{unit}"]
    for unit in (
        "personen",
        "berechtigte",
        "faelle",
        "faelle-gleichzeitig",
        "familien-gleichzeitig",
        "haushalte",
        "kinder-gleichzeitig",
        "kundschaft",
    )
)

#: How many people there are, or a value rests on, whatever the unit.
PEOPLE = frozenset((SOZ.persons, SOZ.caseCount, SOZ.respondents))
NUMBERS = PEOPLE | {SOZ.value, SOZ.lowerBound, SOZ.upperBound, SOZ.forecastValue, SOZ.demand}
#: What a record loses that rests on too few people: with one or two answers a survey's result is what they think.
RESTING = NUMBERS | {SOZ.result}
_NODES = (LOCN.address, GEO.hasGeometry)
_TELLING = (LOCN.thoroughfare, LOCN.locatorDesignator, LOCN.postCode, GEO.asWKT)
_NOT_COUNTED = {SOZ.Benchmark, SOZ.IndicatorTarget}  # what should be says nothing about who is
_SAME = (SOZ.indicator, SOZ.asOf, SOZ.observedOffer, SOZ.targetGroup)
_NOT_OFFERS = {SOZ.InventoryStatement, SOZ.QualityCriterion, SOZ.Constellation}
_WIDE = frozenset(CL[f"gebietsebene-{level}"] for level in ("gemeinde", "kreis", "land"))
_LARGE = frozenset(CL[f"gebietsebene-{level}"] for level in ("kreis", "land"))
_SUPPRESSED: URIRef = CL["wertstatus-gesperrt"]
_COORDINATE = re.compile(r"\d+\.\d{2,}")
_SHORTEST_SECRET = 4


@dataclass(frozen=True)
class Protection:
    """Which records need which treatment.

    `lifted` says for each record linked to a protected one which of its areas become which wider area (`None`: no
    wider one is known, the area goes). `hidden` are address and geometry nodes. `secrets` are the words that lie in
    them and nowhere in the open.
    """

    sites: frozenset[URIRef]
    offers: frozenset[URIRef]
    coverages: frozenset[URIRef]
    hidden: frozenset[URIRef]
    suppressed: frozenset[URIRef]
    lifted: Mapping[URIRef, Mapping[Node, Node | None]]
    secrets: frozenset[str]

    @classmethod
    def find(cls, index: SourceIndex, smallest_count: int) -> "Protection":
        """Look through all sources; counts from 1 to below `smallest_count` are too small."""
        offers, sites = _protected(index)
        coverages = frozenset(_linked(index, SOZ.hasCoverage, offers))
        guarded = offers | sites | coverages
        hidden, stray = _nodes(index, guarded)
        return cls(
            sites=sites,
            offers=offers,
            coverages=coverages,
            hidden=hidden | stray,
            suppressed=frozenset(_small(index, smallest_count)),
            lifted=_lifted(index, guarded),
            secrets=frozenset(_secrets(index, hidden, sites)),
        )

    @property
    def guarded(self) -> frozenset[URIRef]:
        """Records whose texts must not say where they are."""
        return self.sites | self.offers | self.coverages

    def treatment(self, subject: URIRef) -> object:
        """What happens to a record; equal values mean equal treatment."""
        guarded = subject in self.sites, subject in self.offers, subject in self.coverages
        return (
            guarded,
            subject in self.hidden,
            subject in self.suppressed,
            dict(self.lifted.get(subject, {})),
            self.secrets if any(guarded) else None,
        )

    def treated(self) -> set[URIRef]:
        """Every record that needs a treatment."""
        return {*self.guarded, *self.hidden, *self.suppressed, *self.lifted}

    def tells(self, value: Node) -> bool:
        """Whether a text contains one of the secrets."""
        return isinstance(value, Literal) and any(s in str(value).casefold() for s in self.secrets)


def is_small(value: Node, smallest_count: int) -> bool:
    """Whether a number lies between 0 and `smallest_count`, both excluded; a text without a number does not."""
    try:
        return 0 < Decimal(str(value).strip()) < smallest_count
    except InvalidOperation:
        return False


@cache
def protected_types() -> frozenset[Node]:
    """AT-S1 and every narrower service type."""
    narrower = vocabulary().transitive_subjects(SKOS.broader, namespace("at")["AT-S1"])
    return frozenset(kind for kind in narrower if kind is not None)


def _protected(index: SourceIndex) -> tuple[frozenset[URIRef], frozenset[URIRef]]:
    shelters = {s for s, kind in index.pairs(SOZ.serviceType) if kind in protected_types()}
    shelters -= {s for s, kind in index.pairs(RDF.type) if kind in _NOT_OFFERS}
    declared = {s for s, level in index.pairs(SOZ.disclosure) if level == CL["offenlegung-geschuetzt"]}
    offers = shelters | {s for s in declared if SOZ.Offer in index.objects(s, RDF.type)}
    sites = (declared - offers) | set(_linked(index, SOZ.atSite, offers))
    # Whatever is offered at a site that was declared protected tells about it; that a shelter uses a site does not
    # make the other users of that site shelters.
    guests = {offer for offer, site in index.pairs(SOZ.atSite) if site in declared}
    return frozenset(offers | guests), frozenset(sites)


def _linked(index: SourceIndex, prop: URIRef, subjects: Iterable[URIRef]) -> Iterator[URIRef]:
    return (
        value for subject in subjects for value in index.objects(subject, prop) if isinstance(value, URIRef)
    )


def _nodes(index: SourceIndex, guarded: frozenset[URIRef]) -> tuple[frozenset[URIRef], frozenset[URIRef]]:
    """Address and geometry nodes of guarded records, and those of nobody: who knows whose they are."""
    owned = [
        (owner, node) for prop in _NODES for owner, node in index.pairs(prop) if isinstance(node, URIRef)
    ]
    hidden = frozenset(node for owner, node in owned if owner in guarded)
    own_place = {s for s, kind in index.pairs(RDF.type) if kind not in (LOCN.Address, GEO.Geometry)}
    telling = {s for prop in _TELLING for s, _ in index.pairs(prop)}
    telling |= {s for s, kind in index.pairs(RDF.type) if kind in (LOCN.Address, GEO.Geometry)}
    return hidden, frozenset(telling - own_place - {node for _, node in owned})


def _small(index: SourceIndex, smallest_count: int) -> set[URIRef]:
    """Records with a number of people that is too small, and the totals from which it could be worked out."""
    indicators = {indicator for indicator, unit in index.pairs(SOZ.unit) if unit in PERSON_UNITS}
    counting = {
        observation for observation, indicator in index.pairs(SOZ.indicator) if indicator in indicators
    }
    counting -= {record for record, kind in index.pairs(RDF.type) if kind in _NOT_COUNTED}
    needs = {need for need, kind in index.pairs(RDF.type) if kind == SOZ.NeedAssessment}
    asking = {need for need, unit in index.pairs(SOZ.demandUnit) if unit in PERSON_UNITS}
    small = {
        subject
        for prop in NUMBERS
        for subject, value in index.pairs(prop)
        if (prop in PEOPLE or subject in (asking if prop == SOZ.demand else counting | needs))
        and is_small(value, smallest_count)
    }
    return small | set(_totals(index, small, counting | {s for s, _ in index.pairs(SOZ.caseCount)}))


def _totals(index: SourceIndex, small: set[URIRef], counts: set[URIRef]) -> Iterator[URIRef]:
    """Totals with a suppressed part: what is counted the same way, on the same day, in an area around it.

    Whoever knows the total and the other parts would know the suppressed one. Counties and states stay: what their
    other municipalities count is not known here.
    """
    parts = counts & (small | {s for s, status in index.pairs(SOZ.valueStatus) if status == _SUPPRESSED})
    cells: defaultdict[object, set[URIRef]] = defaultdict(set)
    for record in counts if parts else ():
        for area in index.objects(record, SOZ.area):
            cells[area, _counted(index, record)].add(record)
    areas = _Areas(index)
    for record in parts:
        for area in index.objects(record, SOZ.area):
            for wider in areas.around(area):
                yield from cells[wider, _counted(index, record)]


def _counted(index: SourceIndex, record: URIRef) -> tuple[frozenset[Node], ...]:
    return tuple(frozenset(index.objects(record, prop)) for prop in _SAME)


def _lifted(index: SourceIndex, guarded: frozenset[URIRef]) -> dict[URIRef, dict[Node, Node | None]]:
    linked = set(guarded)
    for subject in index.subjects():
        if any(value in guarded for _, value, _ in index.statements(subject)):
            linked.add(subject)
    # What is decided about a protected offer, its money or its contract, and who was heard before.
    for prop in (SOZ.concernsRecord, SOZ.forDecision):
        linked |= {subject for subject, value in index.pairs(prop) if value in linked}
    wider = _Areas(index)
    lifted: dict[URIRef, dict[Node, Node | None]] = {}
    for subject in linked:
        changes = {area: wider.of(area) for area in index.objects(subject, SOZ.area)}
        if moved := {area: wide for area, wide in changes.items() if area != wide}:
            lifted[subject] = moved
    return lifted


class _Areas:
    """Which area is the municipality or wider, in the data or in the vocabulary."""

    def __init__(self, index: SourceIndex) -> None:
        self._index = index
        town = [area for area, ags in index.pairs(SOZ.ags) if str(ags) == index.ags]
        self._town = min(town, default=None)

    def of(self, area: Node) -> Node | None:
        """The area itself if it is wide enough, else the nearest wider one, else the municipality if known."""
        seen: set[Node] = set()
        while area not in seen:
            seen.add(area)
            if self._values(area, SOZ.areaLevel) & _WIDE:
                return area
            area = min(self._above(area), key=str, default=area)
        return self._town

    def around(self, area: Node) -> Iterator[Node]:
        """The areas that contain it, up to the municipality."""
        seen = {area}
        rest = self._above(area)
        while rest:
            wider = rest.pop()
            if wider not in seen and not self._values(wider, SOZ.areaLevel) & _LARGE:
                seen.add(wider)
                yield wider
                rest |= self._above(wider)

    def _above(self, area: Node) -> set[Node]:
        return self._values(area, SOZ.withinArea) | self._values(area, SKOS.broader)

    def _values(self, area: Node, prop: URIRef) -> set[Node]:
        if not isinstance(area, URIRef):
            return set()
        return self._index.objects(area, prop) or set(vocabulary().objects(area, prop))


def _secrets(index: SourceIndex, hidden: frozenset[URIRef], sites: frozenset[URIRef]) -> set[str]:
    """Words of hidden addresses that do not also stand in an open one (the town's postcode is no secret)."""
    words: defaultdict[bool, set[str]] = defaultdict(set)
    for prop in (LOCN.thoroughfare, LOCN.postCode, GEO.asWKT):
        for subject, value in index.pairs(prop):
            words[subject in hidden or subject in sites] |= _words(prop, str(value).casefold())
    for prop in (SCHEMA.telephone, SCHEMA.email):
        for subject, value in index.pairs(prop):
            words[subject in sites].add(str(value).casefold())
    return {word for word in words[True] - words[False] if len(word) >= _SHORTEST_SECRET}


def _words(prop: URIRef, text: str) -> set[str]:
    return set(_COORDINATE.findall(text)) if prop == GEO.asWKT else {text}
