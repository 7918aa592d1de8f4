"""C3: the fewest places and providers somebody in a constellation has to go to, and the needs nobody covers."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from plain.cells import GENERAL, NONE, PART, Match, matches
from plain.constellations import needs_at
from plain.stated_needs import best, claim_of
from plain.tables import TODAY, Found, check, records, terms, values


def person(constellation: str) -> str:
    """Who is in a constellation has all its traits at once."""
    return " + ".join(sorted(terms("constellations")[constellation]["targetGroup"]))


def places(offer: str) -> set[str]:
    """The sites of an offer; without any, one place per provider."""
    row = records("angebot")[offer]
    return set(values(row, "standort")) or {f"Stelle {p}" for p in values(row, "traeger")}


def fewest(options: Iterable[dict[str, set[str]]], wanted: set[str]) -> int:
    """The size of the smallest set of places (or providers) whose offers cover all wanted needs."""
    covers: dict[str, set[str]] = {}
    for option in options:
        for place, met in option.items():
            covers.setdefault(place, set()).update(met)
    return next(
        size
        for size in range(1, len(wanted) + 1)
        if any(set().union(*(covers[p] for p in chosen)) >= wanted for chosen in combinations(covers, size))
    )


def blocks_of(name: str, need: str, area: str, at: date) -> tuple[str, list[Match], str]:
    """Whether a need of a constellation is covered, covered in part, missing or not known."""
    cell = (need, person(name), area)
    found = matches(*cell, at)
    claim = claim_of(found, *cell, at)
    grade = best(found)
    traits = terms("constellations")[name]["targetGroup"]
    # an offer for a part of those who have one of the traits reaches some of those who have them all
    some = any(best(matches(need, trait, area, at)) == PART for trait in traits)
    if grade >= GENERAL:
        return "covered", [match for match in found if match.grade >= GENERAL], ""
    if grade == PART or some:
        return "part", [], claim
    firm = grade == NONE and claim in ("belastbar", "vorlaeufig")
    return "missing" if firm else "unknown", [], claim


def visits(at: date, area: str, only: str = "") -> Found:
    found: Found = set()
    for name in needs_at():
        if only not in ("", name):
            continue
        needs = {need for need, _ in needs_at()[name]}
        covered: dict[str, list[Match]] = {}
        for need in needs:
            block, hits, claim = blocks_of(name, need, area, at)
            if hits:
                covered[need] = hits
            else:
                found.add((block, name, need, claim))
        met = [(match, need) for need, hits in covered.items() for match in hits]
        sites = [{place: {need} for place in places(match.offer)} for match, need in met]
        providers = [{match.provider: {need}} for match, need in met]
        counts = [fewest(options, set(covered)) for options in (sites, providers) if covered] or ["", ""]
        found.add(("places", name, str(len(needs)), str(len(covered)), *map(str, counts)))
    return found


NEED = ("constellation", "need", "claim")
SHOW: dict[str, tuple[str, ...]] = {
    "places": ("constellation", "needs", "covered", "places", "providers"),
    **dict.fromkeys(("missing", "part", "unknown"), NEED),
}


@check("C3", SHOW)
def visits_in_town() -> Found:
    return visits(TODAY, "G-00")


@check("C3", SHOW, area="G-03")
def visits_in_one_district() -> Found:
    return visits(TODAY, "G-03")


@check("C3", SHOW, constellation="BK-04", day=date(2027, 2, 1))
def visits_of_one_constellation() -> Found:
    return visits(date(2027, 2, 1), "G-00", "BK-04")
