"""How far a finding about a network holds when some of its links were not reported.

Links are what was reported, not what exists. So a part of them is taken away at random, again and again with the same
seed, and it is counted how often the same thing is still found.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from queries import structure
from queries.network import HangingPair, PillarNetwork

N = TypeVar("N", bound=Hashable)
G = TypeVar("G", bound=Hashable)

RUNS, SHARE, SEED = 100, 0.1, 1


@dataclass(frozen=True)
class Robustness(Generic[N, G]):
    """In how many of `runs` networks without `share` of the edges each finding is found again."""

    runs: int
    share: float
    cuts: Counter[N]
    bridges: Counter[frozenset[N]]
    pairs: Counter[tuple[tuple[G, G], tuple[N, ...]]]

    def of_cut(self, node: N) -> int:
        """How often the network falls apart without this node."""
        return self.cuts[node]

    def of_bridge(self, edge: frozenset[N]) -> int:
        """How often an edge is the only one between two parts."""
        return self.bridges[edge]

    def of_pair(self, pair: HangingPair[N, G]) -> int:
        """How often two groups hang on the same nodes."""
        return self.pairs[pair.groups, pair.nodes]


def robustness(
    network: PillarNetwork[N, G], runs: int = RUNS, share: float = SHARE, seed: int = SEED
) -> Robustness[N, G]:
    """Take away `share` of the edges (at least one) `runs` times and look again."""
    edges = sorted(network.edges, key=lambda edge: (str(edge.one), str(edge.other)))
    rng = np.random.default_rng(seed)
    gone = max(1, round(len(edges) * share)) if edges else 0
    cuts: Counter[N] = Counter()
    bridges: Counter[frozenset[N]] = Counter()
    pairs: Counter[tuple[tuple[G, G], tuple[N, ...]]] = Counter()
    for _ in range(runs if edges else 0):
        kept = np.sort(rng.permutation(len(edges))[gone:])
        thinner: PillarNetwork[N, G] = PillarNetwork(network.groups, [edges[at] for at in kept])
        cuts.update(structure.articulation_points(thinner.graph))
        bridges.update(structure.bridges(thinner.graph))
        pairs.update((pair.groups, pair.nodes) for pair in thinner.hanging_pairs())
    return Robustness(runs if edges else 0, share, cuts, bridges, pairs)
