"""C4: whether binding cooperation, one provider or a committee joins the pillars a need constellation falls on."""

import re
from datetime import date
from functools import cache
from itertools import combinations

import networkx as nx  # noqa: TID251 measures of networks, computed apart from the questions

from plain.cells import GENERAL, ages, area_fit, around, need_fit, parts
from plain.network import BINDING, active_offers, cooperations, offers_of
from plain.registers import delivered_under, label
from plain.statements import claim
from plain.tables import (
    SCHEMES,
    TODAY,
    Found,
    Row,
    check,
    records,
    terms,
    upwards,
    valid,
    values,
)


@cache
def needs_at() -> dict[str, frozenset[tuple[str, str]]]:
    """Constellation → its needs, each with the pillar it falls on; read from the text of the scheme."""
    text = (SCHEMES / "constellations.ttl").read_text("utf-8")
    found: dict[str, set[tuple[str, str]]] = {}
    for name, body in re.findall(
        r"\nbk:(BK-\d+)_\S+\n    a soz:ConstellationNeed ;(.*?)\n\.\n", text, re.DOTALL
    ):
        needs, pillars = re.findall(r"bd:(\S+)", body), re.findall(r"sa:(\S+)", body)
        found.setdefault(name, set()).update((n, p) for n in needs for p in pillars)
    return {name: frozenset(pairs) for name, pairs in found.items()}


def counting(pillar: str) -> bool:
    """Procedural law and civil society are no pillars."""
    return terms("pillars")[pillar]["countsAsPillar"] == ["true"]


def reached(coverage: Row, groups: list[str]) -> bool:
    """Whether a coverage is there for somebody with all these traits, at every age they may have (ruling 10)."""
    traits = frozenset().union(*map(around, groups))
    low = max((ages(g)[0] or 0 for g in groups), default=0)
    high = min((999 if ages(g)[1] is None else int(ages(g)[1] or 0) for g in groups), default=999)
    first, last = int(coverage["alter-von"] or 0), int(coverage["alter-bis"] or 999)
    dated = any(age is not None for g in groups for age in ages(g))
    return (not dated or (first <= low and high <= last)) and any(
        tag == "ZG-0" or set(parts(tag)) <= traits for tag in values(coverage, "zielgruppe")
    )


@cache
def covering(constellation: str, area: str, at: date) -> dict[str, frozenset[str]]:
    """Offer → the needs of a constellation it covers exactly or in general in a whole area."""
    groups = terms("constellations")[constellation].get("targetGroup", [])
    found: dict[str, set[str]] = {}
    for row in records("abdeckung").values():
        offer = active_offers(at).get(row["angebot"])
        whole = any(area_fit(tag, area) >= GENERAL for tag in values(row, "gebiet"))
        if not offer or offer["angebotsart"].startswith("AT-N") or not valid(row, at) or not whole:
            continue
        met = {
            need
            for need, _ in needs_at()[constellation]
            if any(need_fit(tag, need) >= GENERAL for tag in values(row, "bedarf"))
        }
        if met and reached(row, groups):
            found.setdefault(row["angebot"], set()).update(met)
    return {offer: frozenset(met) for offer, met in found.items()}


def joined(offers: set[str], at: date) -> list[set[str]]:
    """The offers in parts that hang together by binding cooperations or one provider."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(offers)
    for each in cooperations(at):
        sides = [
            {p} & offers if p in records("angebot") else offers_of(p, at).keys() & offers
            for p in each.parties
        ]
        if each.weight >= BINDING:
            for left, right in combinations(sides, 2):
                graph.add_edges_from((a, b) for a in left for b in right if a != b)
    for one, other in combinations(offers, 2):
        if {*values(active_offers(at)[one], "traeger")} & {*values(active_offers(at)[other], "traeger")}:
            graph.add_edge(one, other)
    return [set(part) for part in nx.connected_components(graph)]


def on_topic(committee: Row, constellation: str) -> bool:
    """Whether a need, a field, a group or a pillar of a constellation is a topic of a committee."""
    needs, pillars = zip(*needs_at()[constellation], strict=True)
    wider = frozenset().union(*(upwards("needs", need) for need in needs))
    groups = terms("constellations")[constellation].get("targetGroup", [])
    return bool({*wider, *groups, *pillars} & {*values(committee, "thema")})


def committees(constellation: str, pillars: dict[str, set[str]], at: date) -> set[str]:
    """Committees on the topic with a provider of covering offers of every pillar involved."""
    found = set()
    for key, row in records("gremium").items():
        seats = [r for r in records("mitgliedschaft").values() if r["gremium"] == key and valid(r, at)]
        members = {r["mitglied"] for r in seats}
        full = all(
            members & {p for o in offers for p in values(active_offers(at)[o], "traeger")}
            for offers in pillars.values()
        )
        if valid(row, at) and on_topic(row, constellation) and full:
            found.add(key)
    return found


def listed(keys: set[str], otherwise: str) -> str:
    return ", ".join(label("pillars", key) for key in sorted(keys)) or otherwise


def uncoordinated(at: date, area: str, only: str = "") -> Found:
    found: Found = set()
    for name in needs_at():
        if only not in ("", name):
            continue
        required = {p for _, p in needs_at()[name] if counting(p)}
        pillars: dict[str, set[str]] = {}
        for offer in covering(name, area, at):
            for pillar in delivered_under(active_offers(at)[offer]) & required:
                pillars.setdefault(pillar, set()).add(offer)
        offers = set(covering(name, area, at))
        hang = joined(offers, at)
        under = [frozenset(p for p, own in pillars.items() if own & part) for part in hang]
        head = (name, listed(set(pillars), "keine erfasst"), listed(required - pillars.keys(), "keine"))
        cells = (*head, str(len(offers)))
        whole = [part for part, u in zip(hang, under, strict=True) if u == pillars.keys()]
        bodies = committees(name, pillars, at)
        if len(pillars) < 2:
            found.add(("few", *cells))
        elif whole or bodies:
            found.add(("joined", *cells))
        else:
            weight = claim(("list", "cooperation"), set(pillars), at, area=area)
            found.add(("missing" if weight in ("belastbar", "vorlaeufig") else "unknown", *cells, weight))
    return found


HEAD = ("constellation", "pillars", "absent", "offers")
SHOW = {
    "missing": (*HEAD, "claim"),
    "unknown": (*HEAD, "claim"),
    "few": HEAD,
    "joined": HEAD,
}


@check("C4", SHOW)
def uncoordinated_in_town() -> Found:
    return uncoordinated(TODAY, "G-00")


@check("C4", SHOW, area="G-03")
def uncoordinated_in_one_district() -> Found:
    return uncoordinated(TODAY, "G-03")
