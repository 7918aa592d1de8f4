"""A network of a town at a date: the rows of a projection as nodes with pillar groups and edges with their records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from queries import rq
from queries.network import Edge, PillarNetwork, dominant, pairs_of
from queries.network_header import FOLDER, Kind, NetworkHeader, network_headers
from queries.reading import Binding, Reading, iri, iri_or_none

Pair = tuple[URIRef, URIRef]


@dataclass(frozen=True, slots=True)
class Projection:
    """A network and what it was made of.

    Attributes:
        kinds: what every node is.
        links: the records behind an edge, by its ends as `network` has them.
        outside: who takes part but is no node of this network.
    """

    name: str
    header: NetworkHeader
    network: PillarNetwork[URIRef, URIRef]
    kinds: Mapping[URIRef, Kind]
    links: Mapping[frozenset[URIRef], tuple[URIRef, ...]]
    outside: frozenset[URIRef] = frozenset()

    @property
    def directed(self) -> bool:
        """Whether the order of an edge's ends says something."""
        return bool(self.header.ends)

    @property
    def two_modes(self) -> bool:
        """Whether nodes of one kind are connected only with nodes of another."""
        return len(self.header.kinds) > 1


def project(reading: Reading, name: str, chosen: URIRef | None = None) -> Projection:
    """The network `name` at the date of a reading.

    Args:
        reading: the town.
        name: the stem of a file in `queries/networks`.
        chosen: the concept the projection needs, if its header names one.
    """
    header = network_headers()[name]
    rows = _rows(reading, name, header, chosen)
    groups, kinds = _base(reading, header)
    edges, links = _joint(header, rows) if header.joint else _directed(header, rows)
    named = _named(header, rows)
    outside = named.keys() - kinds.keys() if header.only_base else set()
    kinds |= {node: kind for node, kind in named.items() if node not in kinds and node not in outside}
    if header.group:
        for row in rows:
            node, group = iri_or_none(row[header.ends[0].variable]), iri_or_none(row[header.group])
            if node and group:
                groups[node].append(group)
    of_node = {node: dominant(groups[node]) for node in sorted(kinds)}
    return Projection(name, header, PillarNetwork(of_node, edges), kinds, links, frozenset(outside))


def _named(header: NetworkHeader, rows: Iterable[Binding]) -> dict[URIRef, Kind]:
    found: dict[URIRef, Kind] = {}
    for row in rows:
        for end in (header.joint, *header.ends):
            if end and (node := iri_or_none(row[end.variable])):
                found.setdefault(node, end.kind)
    return found


def _rows(reading: Reading, name: str, header: NetworkHeader, chosen: URIRef | None) -> Sequence[Binding]:
    text = rq.load(FOLDER, name)
    values: dict[str, Sequence[URIRef | None]] = {}
    if header.chosen:
        values[header.chosen.name] = (chosen,)
    return reading.run(text, name, {"referenceDate": reading.today, **values})


def _base(
    reading: Reading, header: NetworkHeader
) -> tuple[defaultdict[URIRef, list[URIRef]], dict[URIRef, Kind]]:
    """Pillar groups of providers (one entry per offer) and offers, and the nodes that count without an edge."""
    groups: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    kinds: dict[URIRef, Kind] = {}
    seen: set[tuple[URIRef, URIRef, URIRef | None]] = set()
    for row in reading.facts("active_offers"):
        provider, offer, group = iri(row["provider"]), iri(row["offer"]), iri_or_none(row["pillarGroup"])
        if header.base == "providers":
            kinds[provider] = "provider"
        elif header.base == "offers":
            kinds[offer] = "offer"
            if "provider" in header.kinds:
                kinds[provider] = "provider"
        if group and (provider, offer, group) not in seen:
            seen.add((provider, offer, group))
            for node in {provider, offer}:
                groups[node].append(group)
    return groups, kinds


def _joint(
    header: NetworkHeader, rows: Iterable[Binding]
) -> tuple[list[Edge[URIRef]], dict[frozenset[URIRef], tuple[URIRef, ...]]]:
    members: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    confirming: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    weights: dict[URIRef, int] = {}
    for row in rows:
        link = iri(row[header.link])
        if header.joint:
            members[link].add(iri(row[header.joint.variable]))
        if header.weight:
            weights[link] = int(str(row[header.weight]))
        if header.confirmed and (by := iri_or_none(row[header.confirmed])):
            confirming[link].add(by)
    pairs = [(link, pair) for link, own in sorted(members.items()) for pair in pairs_of(own)]
    return _edges(pairs, weights, confirming)


def _directed(
    header: NetworkHeader, rows: Iterable[Binding]
) -> tuple[list[Edge[URIRef]], dict[frozenset[URIRef], tuple[URIRef, ...]]]:
    one, other = header.ends
    confirming: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    weights: dict[URIRef, int] = {}
    pairs: dict[tuple[URIRef, Pair], None] = {}
    for row in rows:
        link, first, second = (iri_or_none(row[name]) for name in (header.link, one.variable, other.variable))
        if link is None or first is None or second is None:
            continue  # a need that no offer names: a node without an edge
        pairs[link, (first, second)] = None
        if header.weight:
            weights[link] = int(str(row[header.weight]))
        if header.confirmed and (by := iri_or_none(row[header.confirmed])):
            confirming[link].add(by)
    return _edges(list(pairs), weights, confirming)


def _edges(
    pairs: Iterable[tuple[URIRef, Pair]],
    weights: Mapping[URIRef, int],
    confirming: Mapping[URIRef, set[URIRef]],
) -> tuple[list[Edge[URIRef]], dict[frozenset[URIRef], tuple[URIRef, ...]]]:
    """The edges; where links have no weight of their own, the number of links between two nodes is theirs."""
    links: defaultdict[frozenset[URIRef], list[URIRef]] = defaultdict(list)
    ends: dict[frozenset[URIRef], Pair] = {}
    confirmed: set[frozenset[URIRef]] = set()
    for link, pair in pairs:
        key = frozenset(pair)
        ends.setdefault(key, pair)
        links[key].append(link)
        if key <= confirming.get(link, set()):
            confirmed.add(key)
    edges = [
        Edge(
            *pair,
            max((weights[link] for link in links[key]), default=1) if weights else len(links[key]),
            key in confirmed,
        )
        for key, pair in ends.items()
    ]
    return edges, {key: tuple(dict.fromkeys(own)) for key, own in links.items()}
