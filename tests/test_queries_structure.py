"""What holds a network together: both libraries agree, and every cut is what splitting the graph anew shows."""

import networkx as nx  # noqa: TID251 splits graphs anew, apart from the code under test
import pytest

from queries import structure


def graph(seed: int) -> "nx.Graph[int]":
    nodes = 2 + seed % 13
    return nx.gnm_random_graph(nodes, 1 + seed % (nodes + 2), seed=seed)


@pytest.mark.parametrize("seed", range(60))
def test_the_faster_library_gives_the_same(seed):
    given = graph(seed)
    for measure in (structure.articulation_points, structure.bridges, structure.core_numbers):
        assert measure(given, large=0) == measure(given), measure
    fast, slow = structure.betweenness(given, large=0), structure.betweenness(given)
    assert fast == pytest.approx(slow)


@pytest.mark.parametrize("seed", range(60))
def test_cuts_say_what_falls_apart(seed):
    given = graph(seed)
    points, lines = structure.cuts(given)
    expected = {}
    for node in nx.articulation_points(given):
        part = nx.node_connected_component(given, node)
        pieces = nx.connected_components(given.subgraph(part - {node}))
        expected[node] = sorted(map(len, pieces), reverse=True)
    assert {cut.nodes[0]: list(cut.pieces) for cut in points} == expected
    split = {}
    for one, other in nx.bridges(given):
        rest = given.copy()
        rest.remove_edge(one, other)
        sides = [len(nx.node_connected_component(rest, end)) for end in (one, other)]
        if sum(sides) > 2:
            split[frozenset((one, other))] = sorted(sides, reverse=True)
    assert {frozenset(cut.nodes): list(cut.pieces) for cut in lines} == split


def test_the_oracle_network_is_held_together_by_six():
    edges = ["a1a2", "a1a3", "a2a3", "a3a4", "b1b2", "b2b3", "c1c2", "a4b1", "b3c1"]
    given = nx.Graph((edge[:2], edge[2:]) for edge in edges)
    points, lines = structure.cuts(given)
    assert [cut.nodes[0] for cut in points] == ["a3", "a4", "b1", "b2", "b3", "c1"]
    assert {cut.nodes: cut.lost for cut in points}["a4",] == 3
    assert {cut.nodes: cut.pieces for cut in lines}["a4", "b1"] == (5, 4)
    assert structure.reach(given) == 1.0
    assert structure.reach(nx.Graph()) is None
