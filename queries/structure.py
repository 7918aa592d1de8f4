"""What holds a network together. networkx computes it; beyond a town's size rustworkx does, with the same results.

Graphs are undirected and simple. Definitions: betweenness after Freeman, normalised to 0 … 1; articulation points and
bridges as in Tarjan; a node's core number is the greatest k for which it is in a part where all have k neighbours.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import networkx as nx  # noqa: TID251 this room computes on networks
import rustworkx as rx

N = TypeVar("N", bound=Hashable)

LARGE = 1_000
"""Nodes from which on rustworkx computes: there networkx takes seconds, at 15,000 nodes hours for betweenness."""


def betweenness(graph: "nx.Graph[N]", large: int = LARGE) -> dict[N, float]:
    """Share of the shortest paths between two others that run through a node."""
    if len(graph) < large:
        return dict(nx.betweenness_centrality(graph))
    fast, nodes = _fast(graph)
    found = rx.betweenness_centrality(fast)
    return {node: float(found[at]) for at, node in enumerate(nodes)}


def articulation_points(graph: "nx.Graph[N]", large: int = LARGE) -> set[N]:
    """Nodes without which a connected part falls apart."""
    if len(graph) < large:
        return set(nx.articulation_points(graph))
    fast, nodes = _fast(graph)
    return {nodes[at] for at in rx.articulation_points(fast)}


def bridges(graph: "nx.Graph[N]", large: int = LARGE) -> set[frozenset[N]]:
    """Edges without which a connected part falls apart."""
    if len(graph) < large:
        found: Any = nx.bridges(graph)  # the stubs know single nodes only
        return {frozenset(edge) for edge in found}
    fast, nodes = _fast(graph)
    ends: Any = rx.bridges(fast)
    return {frozenset((nodes[one], nodes[other])) for one, other in ends}


def core_numbers(graph: "nx.Graph[N]", large: int = LARGE) -> dict[N, int]:
    """How deep in the dense part of the network a node lies."""
    if len(graph) < large:
        return dict(nx.core_number(graph))
    fast, nodes = _fast(graph)
    found: Any = rx.core_number(fast)
    return {node: int(found[at]) for at, node in enumerate(nodes)}


def components(graph: "nx.Graph[N]") -> list[set[N]]:
    """The connected parts, single nodes included, the largest first."""
    return sorted(
        map(set, nx.connected_components(graph)), key=lambda part: (-len(part), min(map(str, part)))
    )


def reach(graph: "nx.Graph[N]") -> float | None:
    """Share of the pairs of nodes that are connected by any way; None with fewer than two nodes."""
    nodes = len(graph)
    if nodes < 2:
        return None
    return sum(len(part) * (len(part) - 1) for part in components(graph)) / (nodes * (nodes - 1))


def _fast(graph: "nx.Graph[N]") -> tuple["rx.PyGraph[N, None]", list[N]]:
    nodes = list(graph)
    place = {node: at for at, node in enumerate(nodes)}
    fast: rx.PyGraph[N, None] = rx.PyGraph(multigraph=False)
    fast.add_nodes_from(nodes)
    fast.add_edges_from_no_data([(place[one], place[other]) for one, other in graph.edges])
    return fast, nodes


@dataclass(frozen=True, slots=True)
class Cut(Generic[N]):
    """A node or edge whose loss splits a connected part, and how many nodes each remaining piece has, largest first."""

    nodes: tuple[N, ...]
    pieces: tuple[int, ...]

    @property
    def lost(self) -> int:
        """How many nodes lose the way to the largest piece."""
        return sum(self.pieces[1:])


def cuts(graph: "nx.Graph[N]") -> tuple[list[Cut[N]], list[Cut[N]]]:
    """Articulation points and bridges with what they split, in the order of their names.

    Computed once for all of them on the tree of blocks: splitting the graph anew for each would take hours for a country.
    """
    points: dict[N, Cut[N]] = {}
    lines: dict[frozenset[N], Cut[N]] = {}
    for part in nx.connected_components(graph):
        if len(part) > 2:
            found: Any = nx.biconnected_components(graph.subgraph(part))  # the stubs know single nodes only
            blocks: list[frozenset[N]] = [frozenset(block) for block in found]
            pieces = _pieces(blocks, len(part))
            points |= {node: Cut((node,), _sorted(own.values())) for node, own in pieces.items()}
            for at, block in enumerate(blocks):
                if len(block) == 2:
                    one, other = sorted(block, key=str)
                    behind = pieces[one][at] if one in pieces else len(part) - 1
                    lines[block] = Cut((one, other), _sorted((behind, len(part) - behind)))
    return _in_order(points.values()), _in_order(lines.values())


def _pieces(blocks: Sequence[frozenset[N]], size: int) -> dict[N, dict[int, int]]:
    """Articulation point → block it belongs to → how many nodes lie behind that block."""
    number = Counter(node for block in blocks for node in block)
    tree: nx.Graph[Any] = nx.Graph()
    for at, block in enumerate(blocks):
        tree.add_node(("block", at), own=sum(number[node] == 1 for node in block))
        tree.add_edges_from((("block", at), ("node", node)) for node in block if number[node] > 1)
    root = ("block", 0)
    below: dict[Any, int] = {}
    parent = dict(nx.bfs_predecessors(tree, root))
    for vertex in reversed(list(nx.bfs_tree(tree, root))):
        kind, _ = vertex
        own = 1 if kind == "node" else tree.nodes[vertex]["own"]
        below[vertex] = own + sum(below[n] for n in tree[vertex] if n != parent.get(vertex))
    return {
        node: {
            at: below["block", at]
            if parent.get(("block", at)) == ("node", node)
            else size - below["node", node]
            for _, at in tree["node", node]
        }
        for node, times in number.items()
        if times > 1
    }


def _in_order(cuts_: Iterable[Cut[N]]) -> list[Cut[N]]:
    return sorted(cuts_, key=lambda cut: tuple(map(str, cut.nodes)))


def _sorted(sizes: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(sizes, reverse=True))
