"""How far a network follows its groups: density between them, agreement with communities, comparison with chance.

A value of a small network says little by itself: with other group sizes the same cooperation gives another one. So it is
held against the same network with the groups dealt out anew at random (permutation), always with the same seed.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations_with_replacement
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from queries.network import PillarNetwork

N = TypeVar("N", bound=Hashable)
G = TypeVar("G", bound=Hashable)

SEED = 1
LOUVAIN_SEEDS = range(1, 11)
_EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Density(Generic[G]):
    """Cooperation between two groups, or within one: summed weight of the edges by number of possible pairs."""

    groups: tuple[G, G]
    sizes: tuple[int, int]
    edges: int
    weight: int

    @property
    def possible(self) -> int:
        """How many pairs of nodes there are."""
        one, other = self.sizes
        return one * (one - 1) // 2 if self.groups[0] == self.groups[1] else one * other

    @property
    def value(self) -> float | None:
        """Weight by possible pairs; None if there can be no edge."""
        return self.weight / self.possible if self.possible else None


def densities(network: PillarNetwork[N, G]) -> list[Density[G]]:
    """One for every pair of groups that have nodes, those within a group included."""
    sizes = Counter(group for group in network.groups.values() if group is not None)
    edges: Counter[frozenset[G | None]] = Counter()
    weights: Counter[frozenset[G | None]] = Counter()
    for edge in network.grouped_edges:
        key = frozenset((network.groups[edge.one], network.groups[edge.other]))
        edges[key] += 1
        weights[key] += edge.weight
    found = []
    for one, other in combinations_with_replacement(sorted(sizes, key=str), 2):
        key = frozenset((one, other))
        found.append(Density((one, other), (sizes[one], sizes[other]), edges[key], weights[key]))
    return found


def agreement(one: Sequence[Hashable], other: Sequence[Hashable]) -> float | None:
    """Normalised mutual information of two partitions of the same things: 0 independent, 1 identical.

    None where the first has a single class: then there is nothing to agree with.
    """
    if len(set(one)) < 2:
        return None
    return float(_agreements(_codes(one)[np.newaxis, :], _codes(other))[0])


@dataclass(frozen=True, slots=True)
class Chance:
    """A value beside those of randomly dealt groups: their mean, and the share at least as siloed (`p`)."""

    mean: float
    p: float


class RandomGroups(Generic[N, G]):
    """The network with its groups dealt out anew, `runs` times. Nodes of unknown group are left out."""

    def __init__(self, network: PillarNetwork[N, G], runs: int, seed: int = SEED) -> None:
        self._network = network
        self._nodes = [node for node, group in network.groups.items() if group is not None]
        self._groups = sorted({str(network.groups[node]) for node in self._nodes})
        own = _codes([str(network.groups[node]) for node in self._nodes])
        rng = np.random.default_rng(seed)
        self._dealt = rng.permuted(np.tile(own, (runs, 1)), axis=1)
        place = {node: at for at, node in enumerate(self._nodes)}
        edges = network.grouped_edges
        self._one = np.array([place[e.one] for e in edges], dtype=np.intp)
        self._other = np.array([place[e.other] for e in edges], dtype=np.intp)
        self._weights = np.array([e.weight for e in edges], dtype=np.float64)

    def ei_index(self, observed: float) -> Chance:
        """Small values are siloed."""
        values = 1 - 2 * (self._within @ self._weights) / self._weights.sum()
        return _chance(-values, -observed, sign=-1)

    def assortativity(self, observed: float) -> Chance:
        """Great values are siloed."""
        ends = np.bincount(np.concatenate((self._one, self._other)), minlength=len(self._nodes)).astype(float)
        shares = np.stack([(self._dealt == code) @ ends for code in range(len(self._groups))]) / ends.sum()
        by_chance = (shares**2).sum(axis=0)
        within = self._within.mean(axis=1)
        # dealt so that all edges lie within one group, r is not determined; such a deal is as siloed as can be
        spread = 1 - by_chance
        values = np.where(spread > _EPSILON, (within - by_chance) / np.maximum(spread, _EPSILON), 1.0)
        return _chance(values, observed)

    def without_edge(self, pairs: Iterable[frozenset[G]], minimum: int, observed: int) -> Chance:
        """Of these pairs of groups, how many have no edge of at least so much weight."""
        size = len(self._groups)
        code = {name: at for at, name in enumerate(self._groups)}
        wanted = [low * size + high for low, high in (sorted(code[str(g)] for g in pair) for pair in pairs)]
        heavy = self._weights >= minimum
        one, other = self._dealt[:, self._one[heavy]], self._dealt[:, self._other[heavy]]
        there = np.zeros((len(self._dealt), size * size), dtype=bool)
        cells = np.minimum(one, other) * size + np.maximum(one, other)
        np.put_along_axis(there, cells, values=True, axis=1)
        return _chance((~there[:, wanted]).sum(axis=1).astype(float), observed)

    def agreement(self, communities: Sequence[set[N]], observed: float) -> Chance:
        """Of the groups with the communities, for those nodes that are in one."""
        community = {node: at for at, part in enumerate(communities) for node in part}
        kept = [at for at, node in enumerate(self._nodes) if node in community]
        of = [community[self._nodes[at]] for at in kept]
        return _chance(_agreements(self._dealt[:, kept], _codes(of)), observed)

    @cached_property
    def _within(self) -> NDArray[np.bool_]:
        within: NDArray[np.bool_] = self._dealt[:, self._one] == self._dealt[:, self._other]
        return within


def _chance(values: NDArray[np.float64], observed: float, sign: int = 1) -> Chance:
    # the observed network is one of the possible ones: so p is never 0
    reached = int((values >= observed - _EPSILON).sum())
    return Chance(float(sign * values.mean()), (reached + 1) / (len(values) + 1))


def _codes(labels: Sequence[Hashable]) -> NDArray[np.int16]:
    known = {label: at for at, label in enumerate(sorted(set(labels), key=str))}
    return np.array([known[label] for label in labels], dtype=np.int16)


def _agreements(many: NDArray[np.int16], fixed: NDArray[np.int16]) -> NDArray[np.float64]:
    """The agreement of each row of labels with the fixed ones."""
    runs, number = many.shape
    high, low = int(many.max()) + 1, int(fixed.max()) + 1
    cells = (many.astype(np.intp) * low + fixed) + np.arange(runs)[:, np.newaxis] * (high * low)
    joint = np.bincount(cells.ravel(), minlength=runs * high * low).reshape(runs, high, low) / number
    apart = _entropy(joint.sum(axis=2)) + _entropy(joint.sum(axis=1))
    shared = apart - _entropy(joint.reshape(runs, -1))
    result: NDArray[np.float64] = np.clip(2 * shared / np.maximum(apart, _EPSILON), 0, 1)
    return result


def _entropy(shares: NDArray[Any]) -> NDArray[np.float64]:
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    result: NDArray[np.float64] = -(shares * logs).sum(axis=1)
    return result
