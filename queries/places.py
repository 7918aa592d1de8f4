"""Where the areas of a town and the open sites of its offers lie, and which is the nearest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from queries.distances import Place, metres, place_of, walking_minutes
from queries.reading import Binding, Reading, iri, text


@dataclass(frozen=True, slots=True)
class Way:
    """The nearest located offer for a cell."""

    metres: int
    minutes: int
    offer: URIRef
    site: URIRef


@dataclass(frozen=True)
class Places:
    """Where areas lie and where open sites of offers are, from rows with ?offer ?site ?position."""

    reading: Reading
    rows: Sequence[Binding]

    @cached_property
    def areas(self) -> dict[URIRef, Place]:
        """The centre of every area whose shape or centre is recorded."""
        rows = self.reading.facts("area_positions")
        found = {iri(row["area"]): place_of(text(row["position"])) for row in rows}
        return {area: place for area, place in found.items() if place}

    @cached_property
    def sites(self) -> dict[URIRef, dict[URIRef, Place]]:
        """Offer → its open sites with a readable position; protected offers have none."""
        found: defaultdict[URIRef, dict[URIRef, Place]] = defaultdict(dict)
        for row in self.rows:
            place = place_of(text(row["position"]))
            if place and iri(row["offer"]) not in self.protected:
                found[iri(row["offer"])][iri(row["site"])] = place
        return found

    @cached_property
    def unplaced(self) -> frozenset[URIRef]:
        """Offers with a site that is not open, or whose position is not recorded or cannot be read."""
        rows = [row for row in self.rows if place_of(text(row["position"])) is None]
        rows += self.reading.facts("offers_not_open")
        return frozenset(iri(row["offer"]) for row in rows)

    @cached_property
    def protected(self) -> frozenset[URIRef]:
        """Offers whose place nobody may know."""
        return frozenset(iri(row["offer"]) for row in self.reading.facts("protected_offers"))

    @cached_property
    def without_way(self) -> frozenset[URIRef]:
        """Offers that visit people or help by phone or online."""
        return frozenset(iri(row["offer"]) for row in self.reading.facts("without_way"))

    def nearest(self, area: URIRef, offers: list[URIRef]) -> Way | None:
        """The nearest open site of the offers from the centre of the area."""
        if (start := self.areas.get(area)) is None:
            return None
        found = [
            (metres(start, place), offer, site)
            for offer in offers
            for site, place in self.sites.get(offer, {}).items()
        ]
        if not found:
            return None
        distance, offer, site = min(found)
        return Way(distance, walking_minutes(distance, self.reading.thresholds), offer, site)
