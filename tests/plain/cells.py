"""How an offer meets a cell (need, target group, area), and what "there is none" weighs: rulings 1 to 10, domain 4.1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from plain.tables import Row, active, day_of, later, records, table, terms, upwards, values, within

NONE, MAYBE, PART, GENERAL, EXACT = range(5)
RANKS = {"ES-1": 4, "Fehlanzeige": 4, "ES-2": 3, "ES-3": 2, "ES-4": 1}
WEIGHTS = ("nicht_beurteilbar", "nicht_beurteilbar", "hinweis", "vorlaeufig", "belastbar")


@dataclass(frozen=True)
class Match:
    """One coverage in one cell."""

    offer: str
    provider: str
    grade: int
    until: date
    facets: tuple[int, int, int]


def parts(group: str) -> list[str]:
    """A combined group means all its parts at once."""
    return [part.strip() for part in group.split("+")]


def combined(group: str) -> str:
    """How answers call a group: a combined one by its parts in order."""
    return "_".join(sorted(parts(group)))


def around(group: str) -> frozenset[str]:
    """A group and all it belongs to."""
    return frozenset().union(*(upwards("target-groups", part) for part in parts(group)))


@cache
def need_fit(tag: str, need: str) -> int:
    """The same need is exact, a broader one general, a narrower one only a part."""
    if tag == need:
        return EXACT
    return GENERAL if tag in upwards("needs", need) else PART if need in upwards("needs", tag) else NONE


@cache
def group_fit(tag: str, group: str) -> int:
    """The same group is exact; a broader one, or everybody, general; a narrower one only a part."""
    if combined(tag) == combined(group):
        return EXACT
    if tag == "ZG-0" or set(parts(tag)) <= around(group):
        return GENERAL
    return PART if set(parts(group)) <= around(tag) else NONE


@cache
def ages(group: str) -> tuple[int | None, int | None]:
    """The years of life a group stands for."""
    said = [terms("target-groups").get(part, {}) for part in parts(group)]
    low = [int(one["minAge"][0]) for one in said if "minAge" in one]
    high = [int(one["maxAge"][0]) for one in said if "maxAge" in one]
    return max(low, default=None), min(high, default=None)


def aged(fit: int, coverage: Row, group: str) -> int:
    """An age range that holds the group's counts, one that overlaps is a part, an unknown one counts."""
    low, high = ages(group)
    first, last = coverage.get("alter-von"), coverage.get("alter-bis")
    if (low is None and high is None) or not (first or last):
        return fit
    start, end = int(first or 0), int(last or 999)
    low, high = low or 0, 999 if high is None else high
    if start > high or end < low:
        return NONE
    return fit if start <= low and end >= high else min(fit, PART)


@cache
def area_fit(catchment: str, area: str) -> int:
    """The catchment holds the area, or lies in it."""
    return EXACT if catchment in within(area) else PART if area in within(catchment) else NONE


def facets(coverage: Row, need: str, group: str, area: str) -> tuple[int, int, int]:
    """The best fit of each facet; one that is left open may match. An empty need or group asks for nothing."""
    needs = max((need_fit(tag, need) for tag in values(coverage, "bedarf")), default=MAYBE)
    groups = max(
        (aged(group_fit(tag, group), coverage, group) for tag in values(coverage, "zielgruppe")),
        default=MAYBE,
    )
    areas = max((area_fit(tag, area) for tag in values(coverage, "gebiet")), default=MAYBE)
    return needs if need else EXACT, groups if group else EXACT, areas


def until(offer: Row, coverage: Row, at: date) -> date | None:
    """The last day of a coverage that holds on a day; offers that only coordinate (AT-N) cover nothing."""
    if offer["angebotsart"].startswith("AT-N") or not active(offer, at):
        return None
    first = max(day_of(row.get("gueltig-ab"), date.min) for row in (offer, coverage))
    last = min(day_of(row.get("gueltig-bis"), date.max) for row in (offer, coverage))
    return last if first <= at <= last else None


@cache
def holding(at: date) -> tuple[tuple[Row, Row, date], ...]:
    """The coverages that hold on a day, each with its offer and its last day."""
    pairs = ((coverage, records("angebot")[coverage["angebot"]]) for coverage in table("abdeckung"))
    held = ((coverage, offer, until(offer, coverage, at)) for coverage, offer in pairs)
    return tuple((coverage, offer, last) for coverage, offer, last in held if last)


def matches(need: str, group: str, area: str, at: date, without: Iterable[str] = ()) -> list[Match]:
    """What meets a cell on a day, with the worst of its facets as grade."""
    found, gone = [], set(without)
    for coverage, offer, last in holding(at):
        fit = facets(coverage, need, group, area)
        if min(fit) and offer["kennung"] not in gone:
            found.append(Match(offer["kennung"], offer["traeger"], min(fit), last, fit))
    return found


def statements(aspect: str, at: date, need: str, group: str, area: str) -> list[Row]:
    """The fresh statements about an aspect that speak of a whole cell."""
    return [
        row
        for row in table("bestand")
        if aspect in values(row, "aspekt")
        and day_of(row["stichtag"], date.min) <= at <= later(day_of(row["stichtag"], date.min), 24)
        and not row["angebotsart"]
        and not row["saeule"]
        and any(tag in within(area) for tag in values(row, "gebiet"))
        and (not row["bedarf"] or any(tag in upwards("needs", need) for tag in values(row, "bedarf")))
        and (
            not row["zielgruppe"]
            or any(set(parts(tag)) <= around(group) for tag in values(row, "zielgruppe"))
        )
    ]


@cache
def silent(at: date) -> int:
    """How many active offers say nothing about whom they are there for."""
    spoken = {coverage["angebot"] for coverage in table("abdeckung")}
    return sum(
        key not in spoken and until(offer, {}, at) is not None for key, offer in records("angebot").items()
    )


@cache
def weight(need: str, group: str, area: str, at: date) -> str:
    """What "there is none" weighs (ruling 7): nothing is held back in Beispielau."""
    listed, covered = (
        max((RANKS[row["ergebnis"]] for row in statements(aspect, at, need, group, area)), default=0)
        for aspect in ("Angebotsliste", "Abdeckungsangaben")
    )
    if listed > 2 and covered < 4 and silent(at):
        return "hinweis"
    return WEIGHTS[listed]


def doubted(claim: str, doubt: bool) -> str:  # noqa: FBT001 a fact, not a switch
    """What remains of a claim where an offer may be just what is missing: a hint."""
    return "hinweis" if doubt and claim in ("belastbar", "vorlaeufig") else claim


def weakest(needs: Iterable[str], groups: Iterable[str], area: str, at: date) -> str:
    """The weakest of the claims of many cells; without a cell nothing can be claimed."""
    columns = list(groups)
    found = {weight(need, group, area, at) for need in needs for group in columns}
    return next((claim for claim in WEIGHTS if claim in found), WEIGHTS[0])


@cache
def leaves() -> tuple[str, ...]:
    """The needs of the list that are no field and have no part."""
    broader = {name for said in terms("needs").values() for name in said.get("broader", [])}
    return tuple(name for name, said in terms("needs").items() if name not in broader and said.get("broader"))


@cache
def named_groups() -> frozenset[str]:
    """The groups that offers, needs or statements name."""
    rows = (*table("abdeckung"), *table("bedarf"), *table("bestand"))
    return frozenset(group for row in rows for group in values(row, "zielgruppe"))
