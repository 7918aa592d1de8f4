"""The measures of a network by hand: counted, walked and peeled on the edges, without any library of networks."""

from collections import Counter, deque
from itertools import combinations

Edges = set[frozenset[str]]


def neighbours(nodes: set[str], edges: Edges) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {node: set() for node in nodes}
    for one, other in map(sorted, edges):
        found[one].add(other)
        found[other].add(one)
    return found


def parts(near: dict[str, set[str]]) -> list[set[str]]:
    """What hangs together, found by walking."""
    rest, found = set(near), []
    while rest:
        part, todo = set(), [min(rest)]
        while todo:
            node = todo.pop()
            if node not in part:
                part.add(node)
                todo.extend(near[node])
        found.append(part)
        rest -= part
    return sorted(found, key=len, reverse=True)


def without(near: dict[str, set[str]], gone: str) -> dict[str, set[str]]:
    return {node: own - {gone} for node, own in near.items() if node != gone}


def cut_points(near: dict[str, set[str]]) -> set[str]:
    """Nodes without which there are more parts, one taken out after the other."""
    whole = len(parts(near))
    return {node for node in near if near[node] and len(parts(without(near, node))) > whole}


def bridges(near: dict[str, set[str]], edges: Edges) -> Edges:
    """Edges without which there are more parts."""
    whole = len(parts(near))
    return {edge for edge in edges if len(parts(neighbours(set(near), edges - {edge}))) > whole}


def core(near: dict[str, set[str]]) -> dict[str, int]:
    """How deep a node lies: nodes with fewer than k partners are peeled off again and again, k from 1 on."""
    found, left, k = {}, {node: set(own) for node, own in near.items()}, 1
    while left:
        while thin := [node for node, own in left.items() if len(own) < k]:
            for node in thin:
                found[node] = k - 1
                for other in left.pop(node):
                    if other in left:
                        left[other].discard(node)
        k += 1
    return found


def reach(near: dict[str, set[str]]) -> float:
    """The share of pairs that are joined by some way."""
    joined = sum(len(part) * (len(part) - 1) for part in parts(near))
    return joined / (len(near) * (len(near) - 1))


def shortest(near: dict[str, set[str]], start: str) -> tuple[dict[str, int], dict[str, int]]:
    """Steps from a node to every other, and over how many shortest ways."""
    steps, ways, todo = {start: 0}, Counter({start: 1}), deque([start])
    while todo:
        node = todo.popleft()
        for other in near[node]:
            if other not in steps:
                steps[other] = steps[node] + 1
                todo.append(other)
            if steps[other] == steps[node] + 1:
                ways[other] += ways[node]
    return steps, ways


def betweenness(near: dict[str, set[str]]) -> dict[str, float]:
    """For every pair the share of its shortest ways that lead over a node, summed, over all pairs of others."""
    every = {node: shortest(near, node) for node in near}
    found = dict.fromkeys(near, 0.0)
    for one, other in combinations(sorted(near), 2):
        steps, ways = every[one]
        if other not in steps:
            continue
        back, ways_back = every[other]
        for node in steps.keys() & back.keys() - {one, other}:
            if steps[node] + back[node] == steps[other]:
                found[node] += ways[node] * ways_back[node] / ways[other]
    pairs = (len(near) - 1) * (len(near) - 2) / 2
    return {node: value / pairs for node, value in found.items()}


def density(
    near: dict[str, set[str]], weights: dict[frozenset[str], int], group: dict[str, str]
) -> dict[frozenset[str], tuple[int, float]]:
    """Edges within and between groups, and their weight over the number of possible ones."""
    sizes = Counter(group[node] for node in near if node in group)
    found = {}
    for one, other in [*combinations(sorted(sizes), 2), *((g, g) for g in sizes)]:
        possible = sizes[one] * (sizes[one] - 1) / 2 if one == other else sizes[one] * sizes[other]
        own = [
            w for edge, w in weights.items() if sorted(group.get(n, "") for n in edge) == sorted((one, other))
        ]
        if possible:
            found[frozenset((one, other))] = len(own), sum(own) / possible
    return found


def modularity(edges: Edges, group: dict[str, str]) -> float:
    """Edges within groups beyond what the partners of their members would make at random, as a share of all."""
    inside = {edge for edge in edges if edge <= group.keys()}
    ends, found = Counter(node for edge in inside for node in edge), 0.0
    for name in set(group.values()):
        within = sum(1 for edge in inside if all(group[node] == name for node in edge))
        own = sum(number for node, number in ends.items() if group[node] == name)
        found += within / len(inside) - (own / (2 * len(inside))) ** 2
    return found
