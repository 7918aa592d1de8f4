"""Pillar groups of offers at a day: those they are delivered under and those they are paid from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import URIRef

from queries.reading import Reading, iri, text


@dataclass(frozen=True, slots=True)
class OfferPillars:
    """The pillar groups of an offer; empty where none is recorded, which does not mean that there is none."""

    delivered: frozenset[URIRef] = frozenset()
    paid: frozenset[URIRef] = frozenset()

    @property
    def groups(self) -> frozenset[URIRef]:
        """All of them."""
        return self.delivered | self.paid

    @property
    def is_multiple(self) -> bool:
        """Whether the offer belongs to several pillar groups."""
        return len(self.groups) > 1

    @property
    def may_be_multiple(self) -> bool:
        """Whether it may belong to several although a single one is known: delivery or payment is not recorded."""
        return not self.is_multiple and not (self.delivered and self.paid)


def offer_pillars(reading: Reading, offers: Iterable[URIRef]) -> dict[URIRef, OfferPillars]:
    """The pillar groups of these offers."""
    known: defaultdict[tuple[URIRef, str], set[URIRef]] = defaultdict(set)
    for row in reading.facts("offer_pillars"):
        known[iri(row["offer"]), text(row["how"])].add(iri(row["pillarGroup"]))
    return {
        offer: OfferPillars(frozenset(known[offer, "delivered"]), frozenset(known[offer, "paid"]))
        for offer in sorted(set(offers))
    }
