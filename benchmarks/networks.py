"""How long each part of a network takes at 150, 2,000 and 15,000 providers, ten edges each.

Times hang on the machine; what matters is how they grow. `python -m benchmarks.networks 150 2000` measures these sizes.
"""

import sys
from collections.abc import Callable, Sequence
from time import perf_counter

import networkx as nx  # noqa: TID251 makes the networks that are measured

from queries import structure
from queries.network import Edge, PillarNetwork
from queries.network_measures import communities
from queries.resampling import robustness
from queries.silos import RandomGroups, densities

SIZES = (150, 2_000, 15_000)
GROUPS, EDGES = 14, 10


def town(size: int) -> PillarNetwork[str, str]:
    """A seeded network whose nodes prefer their own group."""
    given = nx.gnm_random_graph(size, size * EDGES, seed=1)
    nodes = {f"T-{node:05}": f"S-{node % GROUPS:02}" for node in given}
    edges = [Edge(f"T-{one:05}", f"T-{other:05}", 1 + (one + other) % 4) for one, other in given.edges]
    return PillarNetwork(nodes, edges)


def main(sizes: Sequence[int]) -> None:
    """Print one line per part and size, seconds."""
    for size in sizes:
        network = town(size)
        chance = RandomGroups(network, 100)
        parts: dict[str, Callable[[], object]] = {
            "assortativity": network.assortativity,
            "E-I index": network.ei_index,
            "100 permutations of r": lambda chance=chance: chance.assortativity(0.1),
            "densities": lambda network=network: densities(network),
            "communities": lambda network=network: communities(network),
            "betweenness": network.betweenness,
            "cuts": lambda network=network: structure.cuts(network.graph),
            "core numbers": lambda network=network: structure.core_numbers(network.graph),
            "10 runs without a tenth": lambda network=network: robustness(network, 10),
        }
        for name, part in parts.items():
            start = perf_counter()
            part()
            sys.stdout.write(f"{size:>6} providers  {name:<26} {perf_counter() - start:8.2f} s\n")


if __name__ == "__main__":
    main([int(given) for given in sys.argv[1:]] or SIZES)
