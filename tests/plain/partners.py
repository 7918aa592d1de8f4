"""J4: who cooperates with how many; isolated is who has no cooperation at all, firm only where declared complete."""

from datetime import date

import networkx as nx  # noqa: TID251 measures of networks, computed apart from the questions

from plain.network import active_offers, cooperations, main_group, network, offers_of, providing
from plain.registers import delivered_under
from plain.statements import claim
from plain.tables import TODAY, Found, check, records, terms, values
from plain.words import field

BOTH, ONE = "von beiden Seiten", "nicht von beiden Seiten"


def fields_of(offer: str) -> set[str]:
    """The areas of action of what an offer's coverages name."""
    rows = (row for row in records("abdeckung").values() if row["angebot"] == offer)
    return {field(need) for row in rows for need in values(row, "bedarf")}


def in_field(name: str, at: date) -> frozenset[str]:
    """Who has an active offer in an area of action."""
    offers = {key for key in active_offers(at) if name in fields_of(key)}
    return frozenset(p for key in offers for p in values(records("angebot")[key], "traeger"))


def others(provider: str, nodes: set[str], at: date, minimum: int) -> set[str]:
    """Partners that are no nodes: of other fields, authorities and committees without an offer."""
    found: set[str] = set()
    for each in cooperations(at):
        sides = {p for party in each.parties for p in providing(party)}
        found |= sides - nodes if provider in sides and each.weight >= minimum else set()
    return found


def weight_of_absence(provider: str, at: date) -> str:
    """List and cooperation declared for the town and every pillar of every offer of the provider."""
    pillars = [delivered_under(row) for row in offers_of(provider, at).values()]
    counted = {p for each in pillars for p in each if terms("pillars")[p]["countsAsPillar"] == ["true"]}
    if not all(pillars) or not counted:
        return "nicht_beurteilbar"
    return claim(("list", "cooperation"), set().union(*pillars), at)


def partners(at: date, minimum: int = 1, within: frozenset[str] | None = None) -> Found:
    graph = network(at, minimum, within)
    nodes = set(graph)
    everywhere = {p for each in cooperations(at) for party in each.parties for p in providing(party)}
    found: Found = set()
    for provider in nodes:
        head = (provider, main_group(provider, at))
        near = graph[provider]
        far = others(provider, nodes, at, minimum)
        if near or far:
            sure = sum(edge["confirmed"] for edge in near.values())
            found.add(("connected", *head, str(len(near)), str(sure), str(len(far))))
        elif provider not in everywhere:
            weight = weight_of_absence(provider, at)
            block = "isolated" if weight in ("belastbar", "vorlaeufig") else "unknown"
            found.add((block, *head, weight))
    for one, other, edge in graph.edges(data=True):
        pair = sorted((one, other))
        found.add(("network", *pair, str(edge["weight"]), BOTH if edge["confirmed"] else ONE))
    return found


def by_field(at: date) -> Found:
    found: Found = set()
    for name in {n for n in terms("needs") if not terms("needs")[n].get("broader")}:
        nodes = in_field(name, at)
        graph = network(at, within=nodes)
        parts = [part for part in nx.connected_components(graph) if len(part) > 1]
        sure = sum(edge["confirmed"] for _, _, edge in graph.edges(data=True))
        alone = len(nodes) - sum(map(len, parts))
        figures = (len(nodes), len(graph.edges), sure, len(parts), alone)
        if nodes:
            found.add(("fields", name, *map(str, figures)))
    return found


SHOW: dict[str, tuple[str, ...]] = {
    "connected": ("provider", "pillarGroup", "partners", "confirmedPartners", "others"),
    "isolated": ("provider", "pillarGroup", "claim"),
    "unknown": ("provider", "pillarGroup", "claim"),
    "network": ("provider", "target", "weight", "confirmed"),
}
FIELDS: dict[str, tuple[str, ...]] = {
    "fields": ("field", "providers", "edges", "confirmedEdges", "parts", "alone")
}


@check("J4", SHOW | FIELDS)
def partners_of_all() -> Found:
    return partners(TODAY) | by_field(TODAY)


@check("J4", SHOW, field="BD-FA")
def partners_in_family() -> Found:
    return partners(TODAY, within=in_field("BD-FA", TODAY))


@check("J4", SHOW, day=date(2025, 11, 24))
def partners_a_year_ago() -> Found:
    return partners(date(2025, 11, 24))
