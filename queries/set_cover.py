"""The fewest candidates that together cover everything wanted."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)
W = TypeVar("W", bound=Hashable)

EXACT_UP_TO = 20


@dataclass(frozen=True, slots=True)
class Cover(Generic[C]):
    """The chosen candidates in their order; `is_exact` if there cannot be fewer."""

    chosen: tuple[C, ...]
    is_exact: bool = True


def smallest_cover(candidates: Mapping[C, frozenset[W]], wanted: frozenset[W]) -> Cover[C]:
    """The fewest candidates that cover `wanted`, as far as they can cover it at all.

    Candidates that cover nothing beyond another one are set aside first. Of those left up to 20 are tried in every
    combination; with more, the one that covers most of what is left is taken again and again. Among equals the first in
    the order of `candidates` is taken.
    """
    useful = _undominated({name: own & wanted for name, own in candidates.items()})
    reachable = frozenset[W]().union(*useful.values())
    if len(useful) > EXACT_UP_TO:
        return Cover(_greedy(useful, reachable), is_exact=False)
    for size in range(len(useful) + 1):
        for chosen in combinations(useful, size):
            if reachable <= frozenset[W]().union(*(useful[name] for name in chosen)):
                return Cover(chosen)
    raise AssertionError("all candidates together cover what they can cover")


def _undominated(candidates: Mapping[C, frozenset[W]]) -> dict[C, frozenset[W]]:
    kept: dict[C, frozenset[W]] = {}
    for at, (name, own) in enumerate(candidates.items()):
        others = list(candidates.values())
        is_less = any(own < other for other in others) or own in others[:at]
        if own and not is_less:
            kept[name] = own
    return kept


def _greedy(candidates: Mapping[C, frozenset[W]], wanted: frozenset[W]) -> tuple[C, ...]:
    chosen: list[C] = []
    left = wanted
    while left:
        best = max(candidates, key=lambda name: len(candidates[name] & left))
        chosen.append(best)
        left -= candidates[best]
    order = list(candidates)
    return tuple(sorted(chosen, key=order.index))
