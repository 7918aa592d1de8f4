"""Networks as files of other programs: GraphML and GEXF."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx  # noqa: TID251 this room knows networks
from networkx.readwrite.gexf import GEXFWriter  # noqa: TID251 same

Attributes = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, slots=True)
class NetworkFile:
    """What is written: `about` says what the network is; `day`: as of when; nodes and edges with their attributes."""

    about: Attributes
    nodes: Sequence[tuple[str, Attributes]]
    edges: Sequence[tuple[str, str, Attributes]]
    directed: bool
    day: date


def graphml(given: NetworkFile) -> bytes:
    """The network as GraphML; what it is about stands on the graph."""
    out = io.BytesIO()
    nx.write_graphml(_graph(given), out)
    return out.getvalue()


def gexf(given: NetworkFile) -> bytes:
    """The network as GEXF, for Gephi; what it is about becomes its name."""
    out = io.BytesIO()
    graph = _graph(given)
    graph.graph = {"name": " · ".join(str(value) for value in given.about.values())}
    writer = GEXFWriter(prettyprint=True)
    writer.add_graph(graph)
    for meta in writer.xml.iter("meta"):  # the library enters the day of saving
        meta.set("lastmodifieddate", given.day.isoformat())
    writer.write(out)
    return out.getvalue()


def _graph(given: NetworkFile) -> "nx.Graph[Any]":
    graph: nx.Graph[Any] = nx.DiGraph() if given.directed else nx.Graph()
    graph.graph.update(given.about)
    graph.add_nodes_from((name, dict(own)) for name, own in given.nodes)
    graph.add_edges_from((one, other, dict(own)) for one, other, own in given.edges)
    return graph
