"""Measures of networks whose nodes belong to pillars.

Graphs are undirected and simple; edges carry `weight` (bindingness) and `confirmed` (by both sides). Definitions follow
Freeman (betweenness), Krackhardt & Stern (E-I index, of edge weights), Newman (assortativity, modularity). A measure that
the network does not determine is None, never `nan`.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

import networkx as nx  # noqa: TID251 this room computes on networks

from queries import structure

N = TypeVar("N", bound=Hashable)
G = TypeVar("G", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Edge(Generic[N]):
    """Two nodes that work together; `confirmed` if both say so."""

    one: N
    other: N
    weight: int = 1
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class HangingPair(Generic[N, G]):
    """Two groups whose connection hangs on `nodes`: each of them is part of every edge between the two."""

    groups: tuple[G, G]
    nodes: tuple[N, ...]
    edges: int


class PillarNetwork(Generic[N, G]):
    """A network whose nodes belong to at most one group each.

    Args:
        nodes: node → its group, None if unknown; nodes without edges count.
        edges: parallel ones are merged (greatest weight, confirmed if one of them is), loops and edges to unknown
            nodes are left out.
    """

    def __init__(self, nodes: Mapping[N, G | None], edges: Iterable[Edge[N]]) -> None:
        self.groups = dict(nodes)
        self._graph: nx.Graph[N] = nx.Graph()
        self._graph.add_nodes_from(self.groups)
        merged: dict[frozenset[N], Edge[N]] = {}
        for edge in edges:
            if edge.one == edge.other or edge.one not in self.groups or edge.other not in self.groups:
                continue
            key = frozenset((edge.one, edge.other))
            same = merged.get(key, edge)
            merged[key] = Edge(
                same.one, same.other, max(same.weight, edge.weight), same.confirmed or edge.confirmed
            )
        self.edges = list(merged.values())
        self._graph.add_edges_from((edge.one, edge.other) for edge in self.edges)

    @property
    def graph(self) -> "nx.Graph[N]":
        """The graph of all nodes, for measures that do not ask for groups."""
        return self._graph

    @property
    def size(self) -> tuple[int, int]:
        """Nodes and edges."""
        return self._graph.number_of_nodes(), self._graph.number_of_edges()

    @property
    def confirmed_share(self) -> float | None:
        """Share of the edges that both sides confirmed; None without edges."""
        return sum(edge.confirmed for edge in self.edges) / len(self.edges) if self.edges else None

    def partners(self, node: N) -> int:
        """With how many others a node works."""
        return int(self._graph.degree[node])

    def betweenness(self) -> dict[N, float]:
        """Share of the shortest paths between two others that run through a node, 0 to 1."""
        return structure.betweenness(self._graph)

    def articulation_points(self) -> set[N]:
        """Nodes without which a connected part falls apart."""
        return structure.articulation_points(self._graph)

    def components(self) -> int:
        """Connected parts with more than one node."""
        return sum(1 for part in nx.connected_components(self._graph) if len(part) > 1)

    def hanging_pairs(self) -> list[HangingPair[N, G]]:
        """Pairs of groups with edges between them, all of which share a node."""
        between: defaultdict[frozenset[G], list[set[N]]] = defaultdict(list)
        for edge in self.grouped_edges:
            ends = {self.groups[edge.one], self.groups[edge.other]} - {None}
            if len(ends) > 1:
                between[frozenset(end for end in ends if end is not None)].append({edge.one, edge.other})
        found = []
        for pair, edges in between.items():
            shared = set.intersection(*edges)
            if shared:
                one, other = sorted(pair, key=str)
                found.append(HangingPair((one, other), tuple(sorted(shared, key=str)), len(edges)))
        return sorted(found, key=lambda pair: tuple(map(str, pair.groups)))

    def ends(self) -> tuple[int, int]:
        """Weight of the edges between groups, and of those within."""
        weights = [(self.groups[e.one] != self.groups[e.other], e.weight) for e in self.grouped_edges]
        return sum(w for is_between, w in weights if is_between), sum(
            w for is_between, w in weights if not is_between
        )

    def ei_index(self) -> float | None:
        """(E − I) / (E + I): −1 only within groups, +1 only between them; None without edges between grouped nodes."""
        external, internal = self.ends()
        return (external - internal) / (external + internal) if external + internal else None

    def assortativity(self) -> float | None:
        """Newman's r: 1 only within groups, 0 as by chance, below 0 across; None if there is only one group."""
        # where all edges lie within one group, networkx divides by zero and says nan
        ends = {self.groups[end] for edge in self.grouped_edges for end in (edge.one, edge.other)}
        if len(ends) < 2:
            return None
        return float(nx.attribute_assortativity_coefficient(self._grouped(), "group"))

    def modularity(self, parts: Iterable[set[N]] | None = None) -> float | None:
        """Q of the partition into groups, or of another one; None without edges between grouped nodes."""
        graph = self._grouped()
        if graph.number_of_edges() == 0:
            return None
        by_group: defaultdict[G | None, set[N]] = defaultdict(set)
        for node in graph:
            by_group[self.groups[node]].add(node)
        return float(nx.community.modularity(graph, by_group.values() if parts is None else parts))

    def communities(self, seeds: Iterable[int]) -> list[set[N]]:
        """The best partition Louvain finds with these seeds, of the grouped nodes; those without edges stand alone."""
        graph = self._grouped()
        if graph.number_of_edges() == 0:
            return [{node} for node in graph]
        found = (nx.community.louvain_communities(graph, seed=seed) for seed in seeds)
        best = max(found, key=lambda parts: round(float(nx.community.modularity(graph, parts)), 12))
        return sorted((set(part) for part in best), key=lambda part: min(map(str, part)))

    def parts(self, *, confirmed_only: bool = False) -> list[set[N]]:
        """The connected parts, those of a single node included, in the order of their first node."""
        graph: nx.Graph[N] = nx.Graph()
        graph.add_nodes_from(self.groups)
        graph.add_edges_from((e.one, e.other) for e in self.edges if e.confirmed or not confirmed_only)
        return sorted(
            (set(part) for part in nx.connected_components(graph)), key=lambda part: min(map(str, part))
        )

    @property
    def grouped_edges(self) -> list[Edge[N]]:
        """The edges both ends of which belong to a known group."""
        return [e for e in self.edges if self.groups[e.one] is not None and self.groups[e.other] is not None]

    def _grouped(self) -> "nx.Graph[N]":
        graph: nx.Graph[N] = nx.Graph()
        for node, group in self.groups.items():
            if group is not None:
                graph.add_node(node, group=str(group))
        graph.add_edges_from((edge.one, edge.other) for edge in self.grouped_edges)
        return graph


def dominant(groups: Iterable[G]) -> G | None:
    """The most frequent group, the first by name among equals; None without any."""
    counts = Counter(groups)
    return min(counts, key=lambda group: (-counts[group], str(group)), default=None)


def pairs_of(members: Iterable[N]) -> Iterable[tuple[N, N]]:
    """All pairs of the members of one cooperation."""
    return combinations(sorted(set(members), key=str), 2)
