"""J3: who lies between others, whom the network falls apart without, pairs of pillar groups that hang on one provider."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import networkx as nx  # noqa: TID251 measures of networks, computed apart from the questions

from plain.network import main_group, network
from plain.tables import TODAY, Found, check, written
from plain.words import rounded


def bridges(at: date, minimum: int) -> Found:
    graph = network(at, minimum)
    between = nx.betweenness_centrality(graph)
    cuts = set(nx.articulation_points(graph))
    found: Found = set()
    for provider, share in between.items():
        if share > 0 or provider in cuts:
            shown = (written(rounded(Decimal(str(share)), 4)), str(graph.degree(provider)))
            found.add(
                ("bridges", provider, main_group(provider, at), *shown, "ja" if provider in cuts else "nein")
            )
    edges: defaultdict[tuple[str, str], list[set[str]]] = defaultdict(list)
    for one, other in graph.edges:
        first, second = sorted((main_group(one, at), main_group(other, at)))
        if first and first != second:
            edges[first, second].append({one, other})
    for (first, second), pairs in edges.items():
        for provider in set.intersection(*pairs):
            found.add(("pairs", first, second, provider, str(len(pairs))))
    return found


SHOW = {
    "bridges": ("provider", "pillarGroup", "betweenness", "partners", "cut"),
    "pairs": ("pillarGroup", "otherGroup", "provider", "edges"),
}


@check("J3", SHOW)
def bridges_of_all() -> Found:
    return bridges(TODAY, 1)


@check("J3", SHOW, minimumWeight="2")
def bridges_from_binding_on() -> Found:
    return bridges(TODAY, 2)
