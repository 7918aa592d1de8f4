"""J1 and J6: how far cooperation bridges pillar groups, in four measures; on one day and on two. J5: communities against groups."""

from collections import Counter
from datetime import date
from decimal import Decimal
from math import log

import networkx as nx  # noqa: TID251 measures of networks, computed apart from the questions

from plain.network import (
    Cooperation,
    active_offers,
    cooperations,
    groups,
    main_group,
    network,
    paid_under,
    providers,
)
from plain.pairs import pairs
from plain.registers import delivered_under
from plain.tables import TODAY, Found, check, later, records, written
from plain.words import rounded


def grouped(at: date, minimum: int = 1) -> "nx.Graph[str]":
    """The network of the providers whose pillar group is known."""
    graph = network(at, minimum)
    known = {p: main_group(p, at) for p in graph if main_group(p, at)}
    found = graph.subgraph(known).copy()
    nx.set_node_attributes(found, known, "group")
    return found


def external(at: date) -> tuple[int, int]:
    """The weights between and within pillar groups."""
    between = within = 0
    graph = grouped(at)
    for one, other, edge in graph.edges(data=True):
        if graph.nodes[one]["group"] == graph.nodes[other]["group"]:
            within += edge["weight"]
        else:
            between += edge["weight"]
    return between, within


def several(at: date) -> tuple[int, int]:
    """Active offers with two groups at least, by delivery or confirmed funding; those whose pillar is known."""
    counts = [
        len(groups(delivered_under(row) | paid_under(key, at))) for key, row in active_offers(at).items()
    ]
    return sum(n > 1 for n in counts), sum(n > 0 for n in counts)


def shown(value: float | Decimal) -> str:
    return written(rounded(Decimal(str(value)), 4))


def measures(at: date) -> dict[str, tuple[str, str]]:
    """Measure → value and what it rests on."""
    graph = grouped(at)
    between, within = external(at)
    many, known = several(at)
    needed = pairs(at)
    binding = sum(row[0] == "binding" for row in needed)
    lacking = sum(row[0] in ("missing", "loose") for row in needed)
    whole = network(at)
    sure = sum(edge["confirmed"] for _, _, edge in whole.edges(data=True))
    size = len(whole.edges)
    linked = sum(1 for p in graph if graph.degree(p))
    r = nx.attribute_assortativity_coefficient(graph, "group")
    return {
        "Assortativität r": (shown(r), f"{len(graph.edges)} Kanten zwischen {linked} Trägern"),
        "E-I-Index": (shown((between - within) / (between + within)), f"E = {between}, I = {within}"),
        "Anteil mehrsäuliger Angebote": (shown(many / known), f"{many} von {known}"),
        "Anteil geforderter Säulenpaare ohne verbindliche Kooperation": (
            shown(lacking / (binding + lacking)),
            f"{lacking} von {binding + lacking}",
        ),
        "Träger (n)": (str(len(whole)), ""),
        "Verbindungen (m)": (str(size), ""),
        "Anteil beiderseitig bestätigt": (shown(sure / size), f"{sure} von {size}"),
    }


BASIS = ("Träger (n)", "Verbindungen (m)", "Anteil beiderseitig bestätigt")


@check("J1", dict.fromkeys(("measures", "basis"), ("measure", "value", "base")))
def siloed() -> Found:
    return {
        ("basis" if name in BASIS else "measures", name, *cells) for name, cells in measures(TODAY).items()
    } | {("basis", "Rücklauf der Erhebung Kooperation", "", "")}


@check("J1", {"measures": ("measure", "value", "base")}, day=date(2025, 6, 1), permutations="100")
def siloed_in_summer() -> Found:
    return {
        ("measures", name, *cells) for name, cells in measures(date(2025, 6, 1)).items() if name not in BASIS
    }


def names_of(each: Cooperation) -> str:
    """The parties by name, in the order of their keys."""
    sheets = ("angebot", "traeger", "gremium")
    there = {
        party: next((records(s)[party]["name"] for s in sheets if party in records(s)), party)
        for party in each.parties
    }
    return ", ".join(there[party] for party in sorted(there))


def change(before: date, now: date) -> Found:
    """Both days side by side; the response to the survey of cooperation is not known, so no change is given."""
    then, today = measures(before), measures(now)
    found: Found = {("measures", name, *then[name], *cells, "") for name, cells in today.items()}
    old, new = ({each.key: each for each in cooperations(at)} for at in (before, now))
    found |= {("begun", key, names_of(new[key]), str(new[key].weight)) for key in new.keys() - old.keys()}
    found |= {("ended", key, names_of(old[key]), str(old[key].weight)) for key in old.keys() - new.keys()}
    found |= {("nodes", key) for key in providers(before) ^ providers(now)}
    return found


CHANGE = {
    "measures": ("measure", "before", "beforeBase", "now", "nowBase", "change"),
    "begun": ("cooperation", "participants", "weight"),
    "ended": ("cooperation", "participants", "weight"),
    "nodes": ("provider",),
}


@check("J6", CHANGE)
def change_in_a_year() -> Found:
    return change(later(TODAY, -12), TODAY)


@check("J6", CHANGE, day=date(2027, 3, 1), since="2024-03-01")
def change_in_three_years() -> Found:
    return change(date(2024, 3, 1), date(2027, 3, 1))


def information(parts: list[set[str]], group: dict[str, str]) -> float:
    """Normalised mutual information: twice the shared information over the sum of both entropies."""
    total = sum(map(len, parts))

    def entropy(sizes: list[int]) -> float:
        return -sum(n / total * log(n / total) for n in sizes)

    joint = entropy([n for part in parts for n in Counter(group[p] for p in part).values()])
    first, second = entropy([len(part) for part in parts]), entropy(list(Counter(group.values()).values()))
    return 2 * (first + second - joint) / (first + second)


def communities(at: date, minimum: int) -> Found:
    """The best of many partitions, all cooperations alike; who has no cooperation belongs to none."""
    graph = grouped(at, minimum)
    graph = graph.subgraph([p for p in graph if graph.degree(p)])
    group = {p: graph.nodes[p]["group"] for p in graph}
    tries = [nx.community.louvain_communities(graph, weight=None, seed=seed) for seed in range(200)]
    best = max(tries, key=lambda parts: round(nx.community.modularity(graph, parts, weight=None), 9))
    q_max = nx.community.modularity(graph, best, weight=None)
    own = nx.community.modularity(
        graph, [{p for p in group if group[p] == g} for g in sorted(set(group.values()))], weight=None
    )
    found: Found = {
        ("measures", "NMI (Gemeinschaften, Säulengruppen)", shown(information(best, group))),
        ("measures", "Modularität Q der Säulengruppen", shown(own)),
        ("measures", "Modularität Q der Gemeinschaften (Q_max)", shown(q_max)),
        ("measures", "Q der Säulengruppen / Q_max", shown(own / q_max)),
    }
    for at_, part in enumerate(sorted(best, key=min), 1):
        found |= {("communities", str(at_), p, group[p]) for p in part}
    return found


# From KO-1 on two partitions of Beispielau are equally good, so the definition does not say which one is shown.
COMMUNITIES = {"measures": ("measure", "value"), "communities": ("community", "provider", "pillarGroup")}


@check("J5", COMMUNITIES, minimumWeight="2", permutations="100")
def communities_from_binding_on() -> Found:
    return communities(TODAY, 2)
