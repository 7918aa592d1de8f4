"""Networks as files of other programs: GraphML and GEXF."""

import io
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx  # noqa: TID251 this room knows networks

Attributes = Mapping[str, str | int | float | bool]


def graphml(
    about: Attributes,
    nodes: Iterable[tuple[str, Attributes]],
    edges: Iterable[tuple[str, str, Attributes]],
    *,
    directed: bool,
) -> bytes:
    """The network as GraphML; `about` says on the graph what it is and as of when."""
    out = io.BytesIO()
    nx.write_graphml(_graph(about, nodes, edges, directed=directed), out)
    return out.getvalue()


def gexf(
    about: Attributes,
    nodes: Iterable[tuple[str, Attributes]],
    edges: Iterable[tuple[str, str, Attributes]],
    *,
    directed: bool,
) -> bytes:
    """The network as GEXF, for Gephi; `about` becomes its name."""
    out = io.BytesIO()
    graph = _graph(about, nodes, edges, directed=directed)
    graph.graph = {"name": " · ".join(str(value) for value in about.values())}
    nx.write_gexf(graph, out)
    return out.getvalue()


def _graph(
    about: Attributes,
    nodes: Iterable[tuple[str, Attributes]],
    edges: Iterable[tuple[str, str, Attributes]],
    *,
    directed: bool,
) -> "nx.Graph[Any]":
    graph: nx.Graph[Any] = nx.DiGraph() if directed else nx.Graph()
    graph.graph.update(about)
    graph.add_nodes_from((name, dict(own)) for name, own in nodes)
    graph.add_edges_from((one, other, dict(own)) for one, other, own in edges)
    return graph
