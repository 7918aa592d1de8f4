"""How siloed a network is, held against the figures of the oracle of nine providers."""

import time

import pytest

from queries.network import Edge, PillarNetwork
from queries.silos import LOUVAIN_SEEDS, RandomGroups, agreement, densities

PILLARS = {
    **dict.fromkeys(("a1", "a2", "a3", "a4"), "VIII"),
    **dict.fromkeys(("b1", "b2", "b3"), "IX"),
    "c1": "II",
    "c2": "II",
}
PAIRS = ["a1a2", "a1a3", "a2a3", "a3a4", "b1b2", "b2b3", "c1c2", "a4b1", "b3c1"]


@pytest.fixture
def oracle() -> PillarNetwork[str, str]:
    return PillarNetwork(PILLARS, [Edge(pair[:2], pair[2:]) for pair in PAIRS])


def test_the_oracle_of_nine_providers(oracle):
    assert oracle.ends() == (2, 7)
    assert oracle.ei_index() == pytest.approx(-5 / 9)
    assert oracle.assortativity() == pytest.approx(0.636, abs=5e-4)
    assert oracle.modularity() == pytest.approx(0.389, abs=5e-4)


def test_the_best_communities_and_how_they_agree_with_the_pillars(oracle):
    for seeds in ([1], LOUVAIN_SEEDS):
        best = oracle.communities(seeds)
        assert oracle.modularity(best) == pytest.approx(0.438, abs=5e-4)
        community = {node: at for at, part in enumerate(best) for node in part}
        found = agreement([PILLARS[n] for n in PILLARS], [community[n] for n in PILLARS])
        assert found == pytest.approx(0.590, abs=5e-4)
    assert oracle.modularity() / oracle.modularity(best) == pytest.approx(0.887, abs=2e-3)


def test_density_between_and_within_pillars(oracle):
    found = {density.groups: density.value for density in densities(oracle)}
    assert found == {
        ("II", "II"): 1.0,
        ("II", "IX"): pytest.approx(0.167, abs=5e-4),
        ("II", "VIII"): 0.0,
        ("IX", "IX"): pytest.approx(0.667, abs=5e-4),
        ("IX", "VIII"): pytest.approx(0.083, abs=5e-4),
        ("VIII", "VIII"): pytest.approx(0.667, abs=5e-4),
    }


def test_density_is_of_weights_and_none_where_no_pair_is_possible():
    network = PillarNetwork({"x": "A", "y": "B", "z": "B"}, [Edge("x", "y", 3), Edge("x", "z", 1)])
    found = {density.groups: (density.edges, density.weight, density.value) for density in densities(network)}
    assert found == {("A", "A"): (0, 0, None), ("A", "B"): (2, 4, 2.0), ("B", "B"): (0, 0, 0.0)}


def test_comparison_with_random_pillars(oracle):
    chance = RandomGroups(oracle, 10_000)
    ei = chance.ei_index(oracle.ei_index())
    assert ei.mean == pytest.approx(0.444, abs=0.01)
    assert ei.p == pytest.approx(0.003, abs=0.0015)
    r = chance.assortativity(oracle.assortativity())
    assert r.mean == pytest.approx(-1 / 8, abs=0.05)
    assert r.p < 0.01
    pairs = {frozenset({"VIII", "II"}), frozenset({"VIII", "IX"})}
    missing = chance.without_edge(pairs, 1, 1)
    assert 0 < missing.mean < 2
    assert missing.p > 0.05


def test_comparison_with_random_pillars_is_the_same_every_time(oracle):
    one, other = (RandomGroups(oracle, 500).ei_index(-5 / 9) for _ in range(2))
    assert one == other
    assert RandomGroups(oracle, 500, seed=7).ei_index(-5 / 9) != one


def test_random_pillars_rarely_agree_with_the_communities(oracle):
    best = oracle.communities(LOUVAIN_SEEDS)
    chance = RandomGroups(oracle, 2_000).agreement(best, 0.590)
    assert chance.mean < 0.59
    assert chance.p < 0.2


def test_agreement_at_its_limits():
    assert agreement("aabb", "xxyy") == pytest.approx(1)
    assert agreement("abab", "xxyy") == pytest.approx(0)
    assert agreement("aabb", "xxxx") == 0
    assert agreement("aaaa", "xxyy") is None, "one pillar: nothing to agree with"


def test_weights_count_in_the_e_i_index():
    network = PillarNetwork({"x": "A", "y": "A", "z": "B"}, [Edge("x", "y", 1), Edge("y", "z", 3)])
    assert network.ends() == (3, 1)
    assert network.ei_index() == pytest.approx(0.5)


def test_parts_with_confirmed_edges_alone():
    network = PillarNetwork(dict.fromkeys("wxyz", "A"), [Edge("w", "x", confirmed=True), Edge("x", "y")])
    assert network.parts() == [{"w", "x", "y"}, {"z"}]
    assert network.parts(confirmed_only=True) == [{"w", "x"}, {"y"}, {"z"}]


def test_a_town_of_150_providers_takes_less_than_two_seconds():
    nodes = {f"n{i}": f"g{i % 12}" for i in range(150)}
    edges = [Edge(f"n{i}", f"n{(i * 7 + k * 11) % 150}", 1 + k % 4) for i in range(150) for k in range(9)]
    network = PillarNetwork(nodes, edges)
    started = time.process_time()
    chance = RandomGroups(network, 10_000)
    chance.ei_index(0.0)
    chance.assortativity(0.0)
    chance.without_edge([frozenset({"g0", "g1"})], 2, 1)
    assert time.process_time() - started < 2
