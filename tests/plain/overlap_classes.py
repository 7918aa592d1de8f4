"""The sequence of questions that gives a pair of offers its class (domain 4.3), asked of the tables alone."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from plain.covering import area_fit, coverages, notation, reaching
from plain.network import paid_under
from plain.overlaps import Pair, coarse, coordinated, named, pillars
from plain.registers import norms
from plain.tables import Row, number, records, terms, valid, values, written
from plain.words import sector

PUBLIC, FREE = "sektor-oeffentlich", "sektor-frei-gemeinnuetzig"
NEEDED = "needed"
UNKNOWN = "Nachfragelage unbekannt"
# Pillars with a right to choose (§ 5 SGB VIII, §§ 8, 104 SGB IX, § 2 SGB XI, § 9 SGB XII).
CHOICE = {"SA-08", "SA-09R", "SA-09E", "SA-11", "SA-12A", "SA-12P", "SA-12S", "SA-12L"}
# Pillars that leave suitable offers to independent providers (§ 4 SGB VIII, § 5 SGB XII, § 17 SGB II).
INDEPENDENT_FIRST = {"SA-02", "SA-08", "SA-12A", "SA-12P", "SA-12S", "SA-12L"}
# Low threshold, anonymous, outreach, online, trust, gender, language, hours.
WAYS = {"ZU-OT", "ZU-AN", "ZU-AUF", "ZU-ON", "ZU-VF", "ZU-GES", "ZU-SP", "ZU-ZAB", "ZU-ZWE", "ZU-Z24"}
PEERS = {"TT-S", "TT-S1", "TT-S2"}
PEOPLE = {"Plätze", "Fälle gleichzeitig", "Personen", "Kinder gleichzeitig"}
DOCUMENTED = ("geprüft", "anerkannt")


def sectors(offer: Row) -> set[str]:
    """The sectors of the providers of an offer."""
    return {sector(provider) for provider in values(offer, "traeger")}


def resting_on(offer: Row, at: date) -> set[str]:
    """The pillars of an offer, without any those of its money."""
    return pillars(offer) or {
        p for p in paid_under(offer["kennung"], at) if terms("pillars")[p]["countsAsPillar"] == ["true"]
    }


def places(offer: str, need: str, groups: Iterable[str], at: date) -> set[str]:
    """Where an offer reaches one of these groups for a need."""
    return {area for group in groups for area in named(at)[need][group].get(offer, ())}


def common_places(pair: Pair, at: date) -> set[str]:
    """Where both are: the narrower of two areas within each other."""
    one, other = (places(key, pair.need, pair.groups, at) for key in (pair.offer, pair.other))
    return {a if area_fit(b, a) == 4 else b for a in one for b in other if area_fit(a, b)}


def choice_lost(pair: Pair, at: date) -> bool:
    """Whether fewer than two independent providers would be left; the public one goes first."""
    one, other = pair.rows
    if not (resting_on(one, at) | resting_on(other, at)) & CHOICE:
        return False
    there = common_places(pair, at)
    public = PUBLIC in sectors(one) | sectors(other)
    return any(len(independent(pair.need, group, there, at)) - (not public) < 2 for group in pair.groups)


def independent(need: str, group: str, there: set[str], at: date) -> set[str]:
    """Who is no public body and reaches a group for a need somewhere there."""
    return {
        provider
        for key, areas in named(at)[need][group].items()
        if any(area_fit(a, b) for a in areas for b in there)
        for provider in values(records("angebot")[key], "traeger")
        if sector(provider) != PUBLIC
    }


def plural(pair: Pair) -> bool:
    """Whether a norm behind one of them demands several providers."""
    return any(
        terms("legal-bases")[norm].get("pluralityRequired") == ["true"]
        for row in pair.rows
        for norm in norms(row)
    )


def demand(pair: Pair, at: date) -> str:
    """People of documented needs there against places, where all coverages there count in one unit; "" if unknown."""
    there = common_places(pair, at)
    people = [
        number(row["personen"])
        for row in records("bedarf").values()
        if row["status"] in DOCUMENTED and valid(row, at) and row["personen"] and row["bedarf"] == pair.need
        if notation(row["zielgruppe"]) in pair.groups and row["gebiet"] in there
    ]
    rows = [row for key in reaching(at) for row in coverages(at).get(key, ()) if stands(row, pair, there)]
    counted = {row["einheit"] for row in rows} <= PEOPLE and len({row["einheit"] for row in rows}) == 1
    if not people or not counted or not all(row["plaetze"] for row in rows):
        return UNKNOWN
    places = sum(number(row["plaetze"]) for row in rows)
    return f"{written(sum(people))} Personen mit Bedarf, {written(places)} Plätze"


def stands(row: Row, pair: Pair, there: set[str]) -> bool:
    """Whether a coverage is for what a pair shares."""
    groups = {notation(group) for group in values(row, "zielgruppe")}
    near = any(area_fit(a, b) for a in values(row, "gebiet") for b in there)
    return near and pair.need in values(row, "bedarf") and bool(groups & pair.groups)


def missing(demand_said: str) -> bool:
    """Whether there are fewer places than people."""
    figures = [int(word) for word in demand_said.split() if word.isdigit()]
    return bool(figures) and figures[0] > figures[1]


def other_ways(pair: Pair) -> bool:
    """Whether the two reach people in different ways; only what both state can differ."""
    one, other = pair.rows
    for column in ("sprachen", "angebotsform", "antrag-noetig", "zugang"):
        mine, theirs = set(values(one, column)), set(values(other, column))
        differ = (mine ^ theirs) & WAYS if column == "zugang" else mine ^ theirs
        if (
            column == "angebotsform" and mine & theirs
        ):  # a further way of one; only coming to people makes another offer
            differ &= {"aufsuchend"}
        if mine and theirs and differ:
            return True
    return by_peers(one) != by_peers(other)


def by_peers(offer: Row) -> bool:
    """Whether people in the same situation offer it."""
    return any(records("traeger")[provider]["traegerart"] in PEERS for provider in values(offer, "traeger"))


def subsidiary(pair: Pair, at: date) -> bool:
    """Public beside non-profit in a pillar where independent providers come first, no sovereign task, no cash."""
    one, other = pair.rows
    beside = {PUBLIC, FREE} == sectors(one) | sectors(other) and sectors(one) != sectors(other)
    first = (resting_on(one, at) | resting_on(other, at)) & INDEPENDENT_FIRST
    return bool(beside and first) and not any(sovereign(row) or cash(row) for row in pair.rows)


def sovereign(offer: Row) -> bool:
    """Whether an offer is a task of authority: by its own mark, else by its norms."""
    return offer["hoheitlich"] == "ja" or any(
        terms("legal-bases")[norm].get("sovereignTask") == ["true"] for norm in norms(offer)
    )


def cash(offer: Row) -> bool:
    """Whether all norms behind an offer grant money and no service."""
    kinds = [terms("legal-bases")[norm].get("normKind") for norm in norms(offer)]
    return bool(kinds) and all(kind == ["normart-geldleistung"] for kind in kinds)


@cache
def classed(pair: Pair, at: date) -> str:
    """The class: the first question answered with yes decides."""
    if coarse(pair):
        return "UE-7"
    if plural(pair) or choice_lost(pair, at):
        return "UE-1"
    if missing(demand(pair, at)):
        return NEEDED
    if other_ways(pair):
        return "UE-2"
    if subsidiary(pair, at):
        return "UE-5"
    return "UE-3" if coordinated(pair, at) else "UE-4"
