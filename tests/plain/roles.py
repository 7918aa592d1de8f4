"""C6: who is competent for, pays and provides what a norm asks for; C7: offers that bridge pillar groups."""

from datetime import date
from itertools import combinations

import networkx as nx  # noqa: TID251 measures of networks, computed apart from the questions

from plain.network import active_offers, cooperations, groups, offers_of, paid_under
from plain.registers import delivered_under, label, norms, pillar_of
from plain.tables import TODAY, Found, Row, check, records, terms, valid, values, written

UNKNOWN = "nicht erfasst"
GRANTED = ("bewilligt", "ausgezahlt")


def organisation(key: str) -> str:
    """The name of a provider or funder."""
    return (records("traeger") | records("kostentraeger"))[key]["name"]


def listed(keys: set[str]) -> str:
    """Names in the order of keys, as answers list them."""
    return ", ".join(organisation(key) for key in sorted(keys)) or UNKNOWN


def competent(norm: str) -> str:
    """The kinds of body the law names, and in brackets who acts as such here."""
    bodies = sorted(terms("legal-bases")[norm].get("competentBody", []))
    acting = {
        k for k, row in records("kostentraeger").items() if {*bodies} & {*values(row, "zustaendigkeit")}
    }
    kinds = ", ".join(label("responsible-bodies", body) for body in bodies) or UNKNOWN
    return f"{kinds} ({listed(acting)})" if acting else kinds


def granted(at: date) -> list[Row]:
    """Confirmed funding of a day."""
    found = []
    for row in records("finanzierung").values():
        dated = row["gueltig-ab"] or row["gueltig-bis"]
        then = valid(row, at) if dated else row["jahr"] in ("", str(at.year))
        if row["status"] in GRANTED and then:
            found.append(row)
    return found


def four_roles(at: date, pillar: str = "") -> Found:
    found: Found = set()
    offers = active_offers(at)
    for norm in terms("legal-bases"):
        own = {key for key, row in offers.items() if norm in norms(row)}
        paid = {p for row in granted(at) if norm in norms(row) for p in values(row, "zahlt")}
        providing = {p for key in own for p in values(offers[key], "traeger")}
        executing = {p for key in own for p in values(offers[key], "durchfuehrung")}
        (under,) = pillar_of(norm)
        if (paid or providing or executing) and pillar in ("", under):
            roles = (listed(executing), listed(paid), listed(providing))
            found.add(("rows", norm, under, competent(norm), *roles, str(len(own))))
    return found


ROLES = {"rows": ("norm", "pillar", "competent", "executing", "paying", "providing", "offers")}


@check("C6", ROLES)
def roles_of_all() -> Found:
    return four_roles(TODAY)


@check("C6", ROLES, pillar="SA-09E")
def roles_in_integration_assistance() -> Found:
    return four_roles(TODAY, "SA-09E")


def partners(offer: str, at: date) -> set[str]:
    """The other parties of the cooperations that name an offer."""
    return {p for each in cooperations(at) if offer in each.parties for p in each.parties} - {offer}


def stands_for(party: str, at: date) -> set[str]:
    """An offer stands for its groups; a provider only where all its offers belong to one."""
    offers = active_offers(at)
    if party in offers:
        return groups(delivered_under(offers[party]) | paid_under(party, at))
    own = [groups(delivered_under(row)) for row in offers_of(party, at).values()]
    every = set().union(*own)
    return every if all(own) and len(every) == 1 else set()


def between(at: date) -> dict[str, float]:
    """Share of shortest ways between two other offers that lead over this one."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(active_offers(at))
    for each in cooperations(at):
        graph.add_edges_from(combinations([p for p in each.parties if p in active_offers(at)], 2))
    found: dict[str, float] = nx.betweenness_centrality(graph)
    return found


def names(found: set[str]) -> str:
    """Pillar groups by name, in the order of their keys."""
    return ", ".join(label("cl", key) for key in sorted(found)) or UNKNOWN


def bridging(at: date) -> Found:
    found: Found = set()
    ways = between(at)
    for key, row in active_offers(at).items():
        delivered, paid = groups(delivered_under(row)), groups(paid_under(key, at))
        there = partners(key, at)
        reached = set().union(*(stands_for(p, at) for p in there))
        cells = (key, row["traeger"], row["angebotsart"], names(delivered), names(paid))
        cells += (str(len(there)), names(reached), written(round(ways[key], 4)))
        coordinates = row["angebotsart"] in ("AT-L2", "AT-N1")
        if len(delivered | paid) > 1:
            found.add(("several", *cells))
        elif coordinates:
            found.add(("coordinating" if len(reached) > 1 else "undecided", *cells))
        elif not delivered | paid:
            found.add(("unknown", *cells))
    return found


COLUMNS = (
    "offer",
    "provider",
    "serviceType",
    "delivered",
    "paid",
    "partners",
    "partnerGroups",
    "betweenness",
)
BRIDGING = dict.fromkeys(("several", "coordinating", "undecided", "unknown"), COLUMNS)


@check("C7", BRIDGING)
def bridging_today() -> Found:
    return bridging(TODAY)


@check("C7", BRIDGING, day=date(2027, 2, 1))
def bridging_next_year() -> Found:
    return bridging(date(2027, 2, 1))
