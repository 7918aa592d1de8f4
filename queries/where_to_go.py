"""Where people go for offers: sites, or a place per provider where none is recorded. Protected places count, unlocated."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from queries.reading import Reading, iri
from queries.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an offer can be found; `key` tells places apart and is never shown."""

    key: URIRef
    is_site: bool
    is_protected: bool

    @property
    def site(self) -> URIRef | None:
        """The site, if it may be named."""
        return self.key if self.is_site and not self.is_protected else None

    @property
    def note(self) -> Words:
        """What there is to say about it."""
        if self.is_protected:
            return _PROTECTED
        return NO_WORDS if self.is_site else _NO_SITE


class Places:
    """The places of the offers of a town."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, offer: URIRef, providers: Iterable[URIRef]) -> list[Place]:
        """The places of an offer: its sites, else one for its provider (or itself, for a shelter)."""
        is_shelter = offer in self._shelters
        if sites := self._sites.get(offer):
            return [Place(site, is_site=True, is_protected=site in self._protected) for site in sorted(sites)]
        return [
            Place(
                offer if is_shelter else min(providers, default=offer), is_site=False, is_protected=is_shelter
            )
        ]

    @cached_property
    def _sites(self) -> Mapping[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._reading.facts("offer_sites"):
            found[iri(row["offer"])].add(iri(row["site"]))
        return dict(found)

    @cached_property
    def _protected(self) -> set[URIRef]:
        return {iri(row["site"]) for row in self._reading.facts("protected_sites")}

    @cached_property
    def _shelters(self) -> set[URIRef]:
        return {iri(row["offer"]) for row in self._reading.facts("shelter_offers")}


_PROTECTED = Words("geschützter Ort, wird nicht verortet", "protected place, not located")
_NO_SITE = Words(
    "Standort nicht erfasst: gezählt wird eine Stelle je Träger",
    "site not recorded: one place per provider is counted",
)
