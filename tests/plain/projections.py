"""The edges of the networks, read from the workbooks: who hands over, sits together, delivers, funds, serves which need."""

from collections.abc import Callable
from itertools import combinations

from plain.committees import members
from plain.constellations import needs_at
from plain.network import DORMANT, GRANTED, NO_COOPERATION, active_offers, network
from plain.tables import TODAY, records, valid, values

Pairs = set[frozenset[str]]
NO_FUNDER = ("FT-G", "FT-T", "FT-D")


def cooperation() -> Pairs:
    return {frozenset(edge) for edge in network(TODAY).edges}


def handover() -> Pairs:
    return {
        frozenset((one, other))
        for row in records("kooperation").values()
        if valid(row, TODAY) and row["art"] not in NO_COOPERATION and row["status"] not in DORMANT
        for one in values(row, "von-angebot")
        for other in values(row, "an-angebot")
        if one != other
    }


def bodies() -> Pairs:
    return {
        frozenset(pair)
        for key in records("gremium")
        for pair in combinations(
            sorted({p for row in members(key, TODAY) for p in values(row, "mitglied")}), 2
        )
    }


def funders_together() -> Pairs:
    found = set()
    for row in records("kooperation").values():
        if not valid(row, TODAY) or row["art"] in ("", *NO_COOPERATION) or row["status"] in DORMANT:
            continue
        named = [key for column in ("beteiligt", "von-angebot", "an-angebot") for key in values(row, column)]
        bodies = {
            body
            for key in named
            for body in (values(records("angebot")[key], "traeger") if key in records("angebot") else [key])
        }
        found |= {
            frozenset(pair) for pair in combinations(sorted(bodies & records("kostentraeger").keys()), 2)
        }
    return found


def delivering() -> Pairs:
    return {
        frozenset((provider, key))
        for key, row in active_offers(TODAY).items()
        for provider in values(row, "traeger")
    }


def funding() -> Pairs:
    found = set()
    for row in records("finanzierung").values():
        dated = row["gueltig-ab"] or row["gueltig-bis"]
        then = valid(row, TODAY) if dated else row["jahr"] in ("", str(TODAY.year))
        if row["status"] not in GRANTED or not then or row["art"] in NO_FUNDER:
            continue
        payers = values(row, "zahlt") or values(row, "topf")
        for offer in values(row, "angebot"):
            for provider in values(records("angebot")[offer], "traeger"):
                found |= {frozenset((payer, provider)) for payer in payers if payer != provider}
    return found


def ways(constellation: str) -> Pairs:
    """Needs of a constellation and the active offers whose coverage names exactly them."""
    needs = {need for need, _ in needs_at()[constellation]}
    return {
        frozenset((need, offer))
        for row in records("abdeckung").values()
        if valid(row, TODAY)
        for offer in values(row, "angebot")
        if offer in active_offers(TODAY)
        for need in needs & set(values(row, "bedarf"))
    }


PROJECTIONS: dict[str, Callable[[], Pairs]] = {
    "cooperation_of_providers": cooperation,
    "handover_of_offers": handover,
    "shared_bodies": bodies,
    "providers_and_offers": delivering,
    "funding_flows": funding,
    "cooperation_of_funders": funders_together,
}
