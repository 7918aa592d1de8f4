"""Providers with active offers, the pillars they stand for, and who cooperates with whom on a day."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations

import networkx as nx  # noqa: TID251 measures of networks, computed apart from the questions

from plain.registers import delivered_under, norms, pillar_of
from plain.tables import SCHEMES, Row, active, records, terms, valid, values

NO_COOPERATION = ("KO-0", "KO-8")
DORMANT = ("geplant", "ruhend")
BINDING = 2  # weight of KO-3


@dataclass(frozen=True)
class Cooperation:
    """A valid cooperation: weight, its parties as keys, who confirmed it."""

    key: str
    weight: int
    parties: tuple[str, ...]
    confirmed: frozenset[str]


@cache
def cooperations(at: date) -> tuple[Cooperation, ...]:
    """What is valid on a day and is neither mere awareness nor delegation."""
    found = []
    for key, row in sorted(records("kooperation").items()):
        if row["art"] in NO_COOPERATION or row["status"] in DORMANT or not valid(row, at):
            continue
        weight = int(terms("cooperation-types")[row["art"]]["bindingWeight"][0])
        parties = [p for column in ("beteiligt", "von-angebot", "an-angebot") for p in values(row, column)]
        found.append(Cooperation(key, weight, tuple(parties), frozenset(values(row, "bestaetigt"))))
    return tuple(found)


def groups(pillars: set[str]) -> set[str]:
    """The pillar groups of pillars; procedural law and civil society are none."""
    said = [terms("pillars")[p] for p in pillars]
    return {s["coarseGroup"][0] for s in said if s["countsAsPillar"] == ["true"]}


@cache
def active_offers(at: date) -> dict[str, Row]:
    return {key: row for key, row in records("angebot").items() if active(row, at)}


def providers(at: date) -> set[str]:
    """The nodes: who has an active offer."""
    return {p for row in active_offers(at).values() for p in values(row, "traeger")}


def providing(party: str) -> set[str]:
    """The provider behind a party: itself, or whoever provides the offer."""
    offer = records("angebot").get(party)
    return set(values(offer, "traeger")) if offer else {party}


@cache
def offers_of(provider: str, at: date) -> dict[str, Row]:
    return {key: row for key, row in active_offers(at).items() if provider in values(row, "traeger")}


@cache
def main_group(provider: str, at: date) -> str:
    """The pillar group of most of a provider's offers; the first by name where two are equal."""
    count = Counter(g for row in offers_of(provider, at).values() for g in groups(delivered_under(row)))
    return min(count, key=lambda g: (-count[g], g), default="")


@cache
def network(at: date, minimum: int = 1, within: frozenset[str] | None = None) -> "nx.Graph[str]":
    """Providers and their cooperations from a binding weight on; an edge carries the greatest weight."""
    nodes = providers(at) if within is None else set(within)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(nodes))
    for each in cooperations(at):
        there = sorted({p for party in each.parties for p in providing(party)} & nodes)
        for one, other in combinations(there, 2) if each.weight >= minimum else ():
            old = graph.get_edge_data(one, other, {"weight": 0, "confirmed": False})
            both = {one, other} <= each.confirmed
            graph.add_edge(
                one, other, weight=max(each.weight, old["weight"]), confirmed=both or old["confirmed"]
            )
    return graph


GRANTED = ("bewilligt", "ausgezahlt")


def paid_under(offer: str, at: date) -> set[str]:
    """The pillars of confirmed funding on a day: of its legal basis and of the fund it comes from."""
    found: set[str] = set()
    for row in records("finanzierung").values():
        dated = row["gueltig-ab"] or row["gueltig-bis"]
        then = valid(row, at) if dated else row["jahr"] in ("", str(at.year))
        if offer in values(row, "angebot") and row["status"] in GRANTED and then:
            found |= set().union(*map(pillar_of, norms(row)))
            found |= {p for pot in values(row, "topf") for p in values(records("topf")[pot], "saeule")}
    return found


@cache
def constellation_pairs() -> dict[tuple[str, str], frozenset[str]]:
    """Two pillar groups → the constellations whose needs fall to both; read from the text of the scheme."""
    text = (SCHEMES / "constellations.ttl").read_text("utf-8")
    pillars: dict[str, set[str]] = {}
    for name, pillar in re.findall(
        r"\nbk:(BK-\d+)_\S+\n    a soz:ConstellationNeed ;.*?soz:pillar sa:(\S+) ;", text, re.DOTALL
    ):
        pillars.setdefault(name, set()).add(pillar)
    found: dict[tuple[str, str], set[str]] = {}
    for name, keys in pillars.items():
        for pair in combinations(sorted(groups(keys)), 2):
            found.setdefault(pair, set()).add(name)
    return {pair: frozenset(names) for pair, names in found.items()}
