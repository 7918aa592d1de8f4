"""The rows of a network's tables: edges, findings, measures, densities, nodes, with the records behind them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rdflib import Literal, URIRef

from queries import structure
from queries.answer import Row
from queries.connections import weight_of_absence
from queries.declarations import Declarations
from queries.network_findings import Weight, findings
from queries.network_header import Kind
from queries.network_measures import PERMUTATIONS, communities, measure_rows
from queries.offer_pillars import offer_pillars
from queries.pillar_pairs import PairState, RequiredPair, pillars_of_groups, required_pairs
from queries.projection import Projection
from queries.provider_network import network_rows, provider_network
from queries.reading import Reading, iri
from queries.resampling import robustness
from queries.silo_measures import silo_measures
from queries.silos import RandomGroups, densities
from queries.verdict import Claim
from queries.words import Words

COOPERATION = "cooperation_of_providers"
_RESAMPLED = 2_000
_FEWER = 10


def network_tables(
    reading: Reading, projection: Projection
) -> tuple[dict[str, list[Row]], dict[str, list[Sequence[URIRef]]]]:
    """The rows of every table, and the records behind those of edges and findings."""
    graph = projection.network
    small = graph.size[0] < _RESAMPLED
    parts = communities(graph)
    r, chance = graph.assortativity(), None
    if r is not None:
        chance = RandomGroups(graph, PERMUTATIONS if small else 100).assortativity(r)
    pairs, more = _required(reading, projection)
    found = findings(
        projection, robustness(graph) if small else robustness(graph, _FEWER),
        (r, chance) if r is not None and chance else None, pairs, reading.named, _weight(reading),
    )  # fmt: skip
    measures = [*measure_rows(projection, parts), *more]
    edges = sorted(graph.edges, key=lambda edge: (edge.one, edge.other))
    return {
        "edges": [
            _edge_row(projection, edge.one, edge.other, edge.weight, confirmed=edge.confirmed)
            for edge in edges
        ],
        "findings": [finding.row() for finding in found],
        "measures": measures,
        "densities": _density_rows(projection, pairs),
        "nodes": _node_rows(projection, parts, catchments(reading)),
    }, {
        "edges": [projection.links[frozenset((edge.one, edge.other))] for edge in edges],
        "findings": [finding.records for finding in found],
    }


def _required(reading: Reading, projection: Projection) -> tuple[list[RequiredPair], list[Row]]:
    """The pairs of pillars that should work together, and the two measures only cooperation has."""
    if projection.name != COOPERATION:
        return [], []
    providers = provider_network(reading.facts("active_offers"), network_rows(reading))
    pairs = required_pairs(reading, providers)
    *_, multiple, missing = silo_measures(providers, offer_pillars(reading, providers.groups), pairs)
    return pairs, [multiple.row(), missing.row()]


def _edge_row(projection: Projection, one: URIRef, other: URIRef, weight: int, *, confirmed: bool) -> Row:
    groups = projection.network.groups
    known = groups[one] is not None and groups[other] is not None
    return {
        "one": one,
        "other": other,
        "weight": Literal(weight),
        "confirmed": None if not projection.header.confirmed else _BOTH if confirmed else _NOT_BOTH,
        "across": None if not known else _YES if groups[one] != groups[other] else _NO,
    }


def _density_rows(projection: Projection, pairs: Iterable[RequiredPair]) -> list[Row]:
    needed = {frozenset(pair.groups): pair for pair in pairs}
    rows: list[Row] = []
    for density in densities(projection.network):
        pair = needed.get(frozenset(density.groups))
        rows.append({
            "pillarGroup": density.groups[0], "otherGroup": density.groups[1], "nodes": Literal(density.sizes[0]),
            "otherNodes": Literal(density.sizes[1]), "edges": Literal(density.edges), "weight": Literal(density.weight),
            "density": None if density.value is None else Literal(round(density.value, 4)),
            "mark": None if pair is None else _LACKING if pair.is_missing else _OPEN if pair.state is PairState.UNKNOWN else _NEEDED,
        })  # fmt: skip
    return rows


def _weight(reading: Reading) -> Weight:
    """How J2 weighs that a pair is not known to work together; the same for every audience of the finding."""
    declarations, pillars = Declarations(reading), pillars_of_groups(reading)

    def weigh(pair: RequiredPair) -> tuple[Claim, Words]:
        own = [pillar for group in pair.groups for pillar in pillars.get(group, ())]
        return weight_of_absence(declarations, own, reading.municipality)

    return weigh


def catchments(reading: Reading) -> dict[URIRef, set[URIRef]]:
    """Offers and providers with the areas their coverage names; whoever names none is not in it."""
    found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in reading.facts("catchments"):
        for node in (iri(row["offer"]), iri(row["provider"])):
            found[node].add(iri(row["area"]))
    return dict(found)


def _area(areas: set[URIRef]) -> URIRef | Words | None:
    """The one area a node works for; that it works for several is said, not which is the main one."""
    if len(areas) > 1:
        return _SEVERAL_AREAS
    return next(iter(areas), None)


def _node_rows(
    projection: Projection, parts: Sequence[set[URIRef]], areas: Mapping[URIRef, set[URIRef]]
) -> list[Row]:
    network = projection.network
    between, cores = structure.betweenness(network.graph), structure.core_numbers(network.graph)
    cuts = structure.articulation_points(network.graph)
    place = {node: at for at, part in enumerate(parts, 1) for node in part if network.partners(node)}
    groups: Mapping[URIRef, URIRef | None] = network.groups
    return [
        {
            "node": node,
            "what": _KINDS[projection.kinds[node]],
            "pillarGroup": groups[node],
            "community": Words(str(place[node]), str(place[node])) if node in place else None,
            "area": _area(areas.get(node, set())),
            "partners": Literal(network.partners(node)),
            "reaches": Literal(len({groups[n] for n in network.graph[node]} - {None, groups[node]})),
            "betweenness": Literal(round(between[node], 4)),
            "core": Literal(cores[node]),
            "cut": _YES if node in cuts else _NO,
        }
        for node in sorted(groups)
    ]


_KINDS: Mapping[Kind, Words] = {
    "provider": Words("Träger", "provider"), "offer": Words("Angebot", "offer"),
    "funder": Words("Geldgeber", "funder"), "need": Words("Bedarf", "need"),
}  # fmt: skip

_SEVERAL_AREAS = Words("mehrere Gebiete", "several areas")
_YES, _NO = Words("ja", "yes"), Words("nein", "no")
_BOTH, _NOT_BOTH = (
    Words("von beiden Seiten", "by both sides"),
    Words("nicht von beiden Seiten", "not by both sides"),
)
_NEEDED = Words("gebraucht", "needed")
# the first sign stands in the field of the heat map, too
_LACKING = Words(
    "! gebraucht, keine verbindliche Kooperation erfasst", "! needed, no binding cooperation recorded"
)
_OPEN = Words("? gebraucht, nicht beurteilbar", "? needed, cannot be judged")
