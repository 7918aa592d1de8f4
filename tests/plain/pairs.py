"""J2: pairs of pillar groups that constellations need, with what joins them; density between the providers of two groups."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import combinations_with_replacement, product

from plain.network import (
    BINDING,
    active_offers,
    constellation_pairs,
    cooperations,
    groups,
    main_group,
    network,
    offers_of,
    providers,
    providing,
)
from plain.registers import delivered_under
from plain.statements import claim
from plain.tables import TODAY, Found, check, records, terms, written
from plain.words import rounded


def spans(provider: str, at: date) -> set[str]:
    """All pillar groups of a provider's offers; "" where the pillar of one is not known."""
    found: set[str] = set()
    for row in offers_of(provider, at).values():
        pillars = delivered_under(row)
        found |= groups(pillars) if pillars else {""}
    return found


def sides(parties: tuple[str, ...], at: date) -> list[tuple[frozenset[str], frozenset[str], bool]]:
    """Per party: its providers, the groups it may stand for, and whether it stands for all of them for certain."""
    found = []
    for party in parties:
        behind = frozenset(providing(party) & providers(at))
        if party in records("angebot"):
            if party not in active_offers(at) or not behind:
                continue
            pillars = delivered_under(active_offers(at)[party])
            found.append((behind, frozenset(groups(pillars) if pillars else {""}), bool(pillars)))
        elif behind:
            spanned = frozenset().union(*(spans(p, at) for p in behind))
            found.append((behind, spanned, len(spanned) == 1 and "" not in spanned))
    return found


def joined(at: date) -> tuple[dict[tuple[str, str], int], set[tuple[str, str]]]:
    """Pairs of groups that cooperate for certain, with the greatest weight, and pairs that may."""
    sure: dict[tuple[str, str], int] = {}
    maybe: set[tuple[str, str]] = set()
    for one, other in network(at).edges:  # by the main groups of providers: no more than a guess
        first, second = sorted((main_group(one, at), main_group(other, at)))
        maybe.add((first, second))
    every = {g for pair in constellation_pairs() for g in pair}
    for each in cooperations(at):
        there = sides(each.parties, at)
        for at_, left in enumerate(there):
            for right in there[at_ + 1 :]:
                if len(left[0] | right[0]) < 2:
                    continue
                certain = left[2] and right[2]
                for first, second in product(left[1], right[1]):
                    for a, b in product([first] if first else every, [second] if second else every):
                        pair = (min(a, b), max(a, b))
                        if certain:
                            sure[pair] = max(sure.get(pair, 0), each.weight)
                        else:
                            maybe.add(pair)
    return sure, maybe


def pairs(at: date, group: str = "") -> Found:
    found: Found = set()
    sure, maybe = joined(at)
    manned = {g for p in providers(at) for g in spans(p, at)}
    for pair, names in constellation_pairs().items():
        if group and group not in pair:
            continue
        head = (*pair, str(len(names)))
        if sure.get(pair, 0) >= BINDING:
            found.add(("binding", *head))
            continue
        pillars = {
            k
            for k, t in terms("pillars").items()
            if t.get("coarseGroup", [""])[0] in pair and t["countsAsPillar"] == ["true"]
        }
        weight = claim(("list", "cooperation"), pillars, at)
        firm = weight in ("belastbar", "vorlaeufig") and pair not in maybe and set(pair) <= manned
        found.add(("unknown" if not firm else "loose" if pair in sure else "missing", *head))
    return found


def matrix(at: date) -> Found:
    found: Found = set()
    graph = network(at)
    sizes = Counter(main_group(p, at) for p in graph)
    sizes.pop("", None)
    for one, other in combinations_with_replacement(sorted(sizes), 2):
        between = [
            e["weight"]
            for a, b, e in graph.edges(data=True)
            if sorted((main_group(a, at), main_group(b, at))) == [one, other]
        ]
        possible = sizes[one] * (sizes[one] - 1) // 2 if one == other else sizes[one] * sizes[other]
        density = written(rounded(Decimal(sum(between)) / possible, 4)) if possible else ""
        figures = (str(sizes[one]), str(sizes[other]), str(len(between)), str(sum(between)), density)
        found.add(("matrix", one, other, *figures, str(len(constellation_pairs().get((one, other), ())))))
    return found


PAIR = ("pillarGroup", "otherGroup", "needed")
MATRIX: dict[str, tuple[str, ...]] = {
    "matrix": (
        "pillarGroup",
        "otherGroup",
        "providers",
        "otherProviders",
        "edges",
        "weight",
        "density",
        "needed",
    )
}
SHOW: dict[str, tuple[str, ...]] = dict.fromkeys(("missing", "loose", "unknown", "binding"), PAIR)


@check("J2", SHOW | MATRIX)
def pairs_of_all() -> Found:
    return pairs(TODAY) | matrix(TODAY)


@check("J2", SHOW, pillarGroup="saeulengruppe-jugendhilfe")
def pairs_of_youth_welfare() -> Found:
    return pairs(TODAY, "saeulengruppe-jugendhilfe")
