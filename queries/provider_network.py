"""Providers with active offers and who of them works with whom: the network the questions about silos share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from queries import rq
from queries.network import Edge, PillarNetwork, dominant, pairs_of
from queries.reading import Binding, Reading, iri, iri_or_none

Providers = PillarNetwork[URIRef, URIRef]
_PROJECTION = "cooperation_of_providers"


@dataclass(frozen=True, slots=True)
class Link:
    """A cooperation with all who take part: the offer or organisation named, and the provider behind it.

    `weight` is its bindingness, None where its kind is not known.
    """

    iri: URIRef
    weight: int | None
    participants: frozenset[tuple[URIRef, URIRef]]


@dataclass(frozen=True, slots=True)
class ProviderNetwork:
    """The network of providers at a day, and what it was made of.

    `groups` are the pillar groups of the active offers, none where they are not known; `offers_of` the active offers of
    the providers; `outside` who takes part without an active offer.
    """

    network: Providers
    groups: Mapping[URIRef, frozenset[URIRef]]
    offers_of: Mapping[URIRef, frozenset[URIRef]]
    links: tuple[Link, ...]

    @property
    def outside(self) -> set[URIRef]:
        """Who takes part but has no active offer: authorities, committees."""
        return {p for link in self.links for _, p in link.participants} - self.network.groups.keys()


def provider_network(rows: Iterable[Binding], projected: Iterable[Binding]) -> ProviderNetwork:
    """The network from the offers of a question (?provider ?pillarGroup ?offer) and the projected cooperations.

    The group of a provider is the one with most of its offers.
    """
    of_provider: defaultdict[URIRef, set[tuple[URIRef, URIRef]]] = defaultdict(set)
    groups: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    offers: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in rows:
        provider, offer, group = iri(row["provider"]), iri(row["offer"]), iri_or_none(row["pillarGroup"])
        offers[provider].add(offer)
        groups[offer] |= {group} if group else set()
        of_provider[provider] |= {(offer, group)} if group else set()
    found, edges = _links(projected)
    return ProviderNetwork(
        PillarNetwork(
            {name: dominant(group for _, group in known) for name, known in of_provider.items()}, edges
        ),
        {offer: frozenset(own) for offer, own in groups.items()},
        {provider: frozenset(own) for provider, own in offers.items()},
        tuple(found),
    )


def network_rows(reading: Reading) -> list[Binding]:
    """The projected cooperations of any weight at the date of a reading."""
    text = rq.load("networks", _PROJECTION)
    return reading.run(text, _PROJECTION, {"referenceDate": reading.today, "minimumWeight": (Literal(1),)})


def untyped_links(reading: Reading) -> list[Link]:
    """Cooperations of which nobody said of which kind they are: they are no edges, and no proof of a lack either."""
    return _gathered(reading.facts("untyped_cooperations"), {})


def _links(rows: Iterable[Binding]) -> tuple[list[Link], list[Edge[URIRef]]]:
    rows = list(rows)
    weights = {iri(row["cooperation"]): int(str(row["weight"])) for row in rows}
    confirming: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in rows:
        if confirmed_by := iri_or_none(row["confirmedBy"]):
            confirming[iri(row["cooperation"])].add(confirmed_by)
    links = _gathered(rows, weights)
    edges = [
        Edge(one, other, weights[link.iri], {one, other} <= confirming[link.iri])
        for link in links
        for one, other in pairs_of(provider for _, provider in link.participants)
    ]
    return links, edges


def _gathered(rows: Iterable[Binding], weights: Mapping[URIRef, int]) -> list[Link]:
    taking_part: defaultdict[URIRef, set[tuple[URIRef, URIRef]]] = defaultdict(set)
    for row in rows:
        taking_part[iri(row["cooperation"])].add((iri(row["participant"]), iri(row["provider"])))
    return [Link(name, weights.get(name), frozenset(members)) for name, members in taking_part.items()]
