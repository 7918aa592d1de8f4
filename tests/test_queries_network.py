"""Measures of networks, held against figures worked out beforehand."""

import pytest

from queries.network import Edge, PillarNetwork, dominant, pairs_of

PILLARS = {
    **dict.fromkeys(("a1", "a2", "a3", "a4"), "VIII"),
    **dict.fromkeys(("b1", "b2", "b3"), "IX"),
    "c1": "II",
    "c2": "II",
}
PAIRS = ["a1a2", "a1a3", "a2a3", "a3a4", "b1b2", "b2b3", "c1c2", "a4b1", "b3c1"]
EDGES = [Edge(pair[:2], pair[2:]) for pair in PAIRS]


@pytest.fixture
def oracle() -> PillarNetwork[str, str]:
    return PillarNetwork(PILLARS, EDGES)


def test_the_oracle_of_nine_providers(oracle):
    assert oracle.size == (9, 9)
    assert oracle.ei_index() == pytest.approx(-0.556, abs=5e-4)
    assert oracle.assortativity() == pytest.approx(0.636, abs=5e-4)
    assert oracle.modularity() == pytest.approx(0.389, abs=5e-4)
    assert oracle.articulation_points() == {"a3", "a4", "b1", "b2", "b3", "c1"}
    assert oracle.components() == 1
    between = oracle.betweenness()
    assert max(between, key=between.__getitem__) == "b1"
    assert between["a1"] == 0


def test_pairs_of_pillars_that_hang_on_one(oracle):
    found = {pair.groups: (pair.nodes, pair.edges) for pair in oracle.hanging_pairs()}
    assert found == {("II", "IX"): (("b3", "c1"), 1), ("IX", "VIII"): (("a4", "b1"), 1)}
    two = PillarNetwork(PILLARS, [*EDGES, Edge("a1", "b1")])
    assert {p.groups: p.nodes for p in two.hanging_pairs()}["IX", "VIII"] == ("b1",)
    free = PillarNetwork(PILLARS, [*EDGES, Edge("a1", "b3")])
    assert ("IX", "VIII") not in {p.groups for p in free.hanging_pairs()}


def test_what_a_network_does_not_determine_is_none_and_never_nan():
    one_group = PillarNetwork(dict.fromkeys("xyz", "VIII"), [Edge("x", "y"), Edge("y", "z")])
    assert one_group.assortativity() is None
    assert one_group.ei_index() == -1
    lonely = PillarNetwork({"x": "VIII", "y": "VIII", "z": "IX"}, [Edge("x", "y")])
    assert lonely.assortativity() is None, "the other group has no edges"
    empty: PillarNetwork[str, str] = PillarNetwork({"x": "VIII", "y": None}, [])
    assert (empty.ei_index(), empty.assortativity(), empty.modularity(), empty.confirmed_share) == (None,) * 4
    unknown = PillarNetwork({"x": None, "y": None}, [Edge("x", "y")])
    assert (unknown.ei_index(), unknown.assortativity(), unknown.modularity()) == (None, None, None)
    assert unknown.size == (2, 1)


def test_edges_are_merged_and_strangers_left_out():
    edges = [Edge("x", "y", 1), Edge("y", "x", 3, confirmed=True), Edge("x", "x"), Edge("x", "stranger")]
    network = PillarNetwork({"x": "A", "y": "B"}, edges)
    assert network.edges == [Edge("x", "y", 3, confirmed=True)]
    assert network.confirmed_share == 1
    assert network.partners("x") == 1


def test_the_dominant_group_is_the_most_frequent_the_first_by_name_among_equals():
    assert dominant(["b", "a", "b"]) == "b"
    assert dominant(["b", "a"]) == "a"
    assert dominant([]) is None


def test_members_of_a_cooperation_make_pairs():
    assert list(pairs_of(["c", "a", "b", "a"])) == [("a", "b"), ("a", "c"), ("b", "c")]
