"""What offers say about themselves, and what follows from the vocabularies about them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache, cached_property

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS
from rdflib.term import Node

from ontology.terms import CL, SOZ
from ontology.vocabulary import vocabulary
from queries.money import NO_FUNDER
from queries.reading import TRUE, Reading, iri, iri_or_none, text

PUBLIC: URIRef = CL["sektor-oeffentlich"]
PRIVATE: URIRef = CL["sektor-privat"]
CASH: URIRef = CL["normart-geldleistung"]


@dataclass(frozen=True, slots=True)
class Share:
    """A confirmed funding of an offer: who pays, granted or paid, in which budget year, what share of the cost."""

    funding: URIRef
    funder: URIRef | None
    status: URIRef
    year: str
    share: Decimal | None


@dataclass(frozen=True)
class Offer:
    """An active offer with all its features (property → values) and its confirmed funding by bodies.

    What follows from them is worked out once: an offer stands in thousands of pairs.
    """

    iri: URIRef
    features: Mapping[URIRef, AbstractSet[Node]] = field(default_factory=dict)
    funding: Sequence[Share] = ()

    def get(self, feature: URIRef) -> frozenset[URIRef]:
        """The IRIs of a feature."""
        return frozenset(v for v in self.features.get(feature, ()) if isinstance(v, URIRef))

    @cached_property
    def providers(self) -> frozenset[URIRef]:
        """Who provides it."""
        return self.get(SOZ.providedBy)

    @cached_property
    def levels(self) -> frozenset[URIRef]:
        """Its intervention levels, or those usual for its service types."""
        return self.get(SOZ.interventionLevel) or frozenset(
            level
            for kind in self.get(SOZ.serviceType)
            if (level := _value(kind, SOZ.interventionLevelDefault))
        )

    @cached_property
    def pillars(self) -> frozenset[URIRef]:
        """The pillars under which it is delivered, else those that pay it; procedural law is none."""
        delivered = counting_pillars(self.get(SOZ.pillarDelivered))
        return delivered or counting_pillars(self.get(SOZ.pillarPaid))

    @cached_property
    def recorded_pillars(self) -> frozenset[URIRef]:
        """All that is said of its pillars, also that it belongs to none: civil society, procedural law."""
        return self.get(SOZ.pillarDelivered) | self.get(SOZ.pillarPaid)

    @cached_property
    def laws(self) -> frozenset[URIRef]:
        """Its legal bases."""
        return self.get(SOZ.legalBasis)

    @cached_property
    def is_sovereign(self) -> bool:
        """Whether the offer or one of its legal bases is a sovereign task."""
        own = TRUE in self.features.get(SOZ.sovereignTask, ())
        return own or any(has(law, SOZ.sovereignTask, TRUE) for law in self.laws)

    @cached_property
    def is_cash(self) -> bool:
        """Whether all its legal bases are cash benefits."""
        return bool(self.laws) and all(has(law, SOZ.normKind, CASH) for law in self.laws)

    @cached_property
    def funders(self) -> frozenset[URIRef]:
        """Who pays for it, as far as confirmed."""
        return frozenset(share.funder for share in self.funding if share.funder)

    @cached_property
    def checked_on(self) -> date | None:
        """The day it was last checked."""
        days = [date.fromisoformat(str(day)) for day in self.features.get(SOZ.verifiedOn, ())]
        return min(days, default=None)

    def languages(self) -> frozenset[str]:
        """The languages it works in."""
        return frozenset(str(v) for v in self.features.get(DCTERMS.language, ()))


class Offers:
    """The active offers of a town and the sectors of their providers."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def all(self) -> dict[URIRef, Offer]:
        """All active offers."""
        features: dict[URIRef, dict[URIRef, set[Node]]] = {}
        for row in self._reading.facts("offer_features"):
            own = features.setdefault(iri(row["offer"]), {})
            if row["value"] is not None:
                own.setdefault(iri(row["feature"]), set()).add(row["value"])
        funding: defaultdict[URIRef, list[Share]] = defaultdict(list)
        for row in self._reading.facts("funders"):
            if row["type"] not in NO_FUNDER:
                share = None if row["share"] is None else Decimal(str(row["share"]))
                funding[iri(row["offer"])].append(
                    Share(
                        iri(row["funding"]),
                        iri_or_none(row["funder"]),
                        iri(row["status"]),
                        text(row["year"]),
                        share,
                    )
                )
        return {name: Offer(name, own, funding[name]) for name, own in features.items()}

    @cached_property
    def types(self) -> dict[URIRef, URIRef]:
        """Provider → its type."""
        return {iri(row["provider"]): iri(row["type"]) for row in self._reading.facts("provider_types")}

    def sector(self, provider: URIRef) -> URIRef | None:
        """The sector of a provider, by its type."""
        kind = self.types.get(provider)
        return _value(kind, SOZ.sector) if kind else None

    def is_public(self, provider: URIRef) -> bool:
        """Whether it is a public body."""
        return self.sector(provider) == PUBLIC

    def is_nonprofit(self, provider: URIRef) -> bool:
        """Whether it counts as non-profit in the sense of subsidiarity."""
        kind = self.types.get(provider)
        return kind is not None and has(kind, SOZ.countsAsFreeNonprofit, TRUE)


@cache
def counting_pillars(pillars: frozenset[URIRef]) -> frozenset[URIRef]:
    """Those pillars that are benefit systems; procedural law and civil society are left out of pillar measures."""
    return frozenset(p for p in pillars if not has(p, SOZ.countsAsPillar, Literal(False)))  # noqa: FBT003 as above


@cache
def has(concept: URIRef, feature: URIRef, value: Node) -> bool:
    """Whether the vocabulary says so."""
    return (concept, feature, value) in vocabulary()


@cache
def _value(concept: URIRef, feature: URIRef) -> URIRef | None:
    value = vocabulary().value(concept, feature)
    return value if isinstance(value, URIRef) else None
