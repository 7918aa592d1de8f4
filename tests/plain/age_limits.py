"""A11: offers that end at an age limit, and what follows for the same need a year later (ruling 14)."""

from collections.abc import Iterator
from datetime import date

from plain.cells import ages, around, parts, until
from plain.tables import TODAY, Found, Row, check, records, table, upwards, valid, values, within

BINDING = ("KO-3", "KO-4", "KO-5", "KO-6", "KO-7")


def limits(coverage: Row) -> tuple[int | None, str]:
    """The age a coverage ends with: its own, else that of its groups where all of them end."""
    if coverage["alter-bis"]:
        return int(coverage["alter-bis"]), "Angebot"
    groups = values(coverage, "zielgruppe")
    # only the groups of facet A are phases of life
    ends = [ages(group)[1] if group.startswith("ZG-A") and "+" not in group else None for group in groups]
    known = [end for end in ends if end is not None]
    return (max(known), "Zielgruppe") if known and len(known) == len(ends) else (None, "")


def open_at(coverage: Row, age: int) -> bool:
    """Whether the coverage's own ages hold an age."""
    return int(coverage["alter-von"] or 0) <= age <= int(coverage["alter-bis"] or 999)


def takes(coverage: Row, groups: list[str], age: int) -> bool:
    """Whether one of its groups holds the age; what is more than an age must be what one of the groups is, too."""
    for tag in values(coverage, "zielgruppe"):
        low, high = ages(tag)
        more = {part for part in parts(tag) if not part.startswith("ZG-A") and part != "ZG-0"}
        holds = (low or 0) <= age <= (999 if high is None else high)
        if holds and (not more or any(more <= around(group) for group in groups)):
            return True
    return False


def running(at: date) -> list[tuple[Row, Row]]:
    """The coverages that hold on a day with their offers."""
    pairs = [(records("angebot")[row["angebot"]], row) for row in table("abdeckung")]
    return [(offer, row) for offer, row in pairs if until(offer, row, at)]


def following(coverage: Row, need: str, area: str, age: int, at: date) -> set[str]:
    """The offers for the need (or a broader one) in the whole area that are open at an age."""
    groups = values(coverage, "zielgruppe")
    return {
        offer["kennung"]
        for offer, row in running(at)
        if any(tag in upwards("needs", need) for tag in values(row, "bedarf"))
        and any(tag in within(area) for tag in values(row, "gebiet"))
        and open_at(row, age)
        and takes(row, groups, age)
    }


def _limits(area: str, under: str, at: date) -> Iterator[tuple[str, ...]]:
    for offer, row in running(at):
        end, source = limits(row)
        if end is None:
            continue
        for need in values(row, "bedarf"):
            for place in values(row, "gebiet"):
                if (area and area not in within(place)) or (under and under not in upwards("needs", need)):
                    continue
                found = following(row, need, place, end + 1, at)
                if offer["kennung"] in found:
                    continue
                block = (
                    "none" if not found else "agreed" if handed(offer["kennung"], found, at) else "unagreed"
                )
                yield (block, offer["kennung"], offer["traeger"], need, place, str(end), source)


def sides(offer: str) -> set[str]:
    """An offer and its provider: a cooperation names either."""
    return {offer, records("angebot")[offer]["traeger"]}


def handed(offer: str, others: set[str], at: date) -> bool:
    """Whether a binding cooperation joins the offer, or its provider, and one of the others."""
    for row in records("kooperation").values():
        if row["art"] not in BINDING or row["status"] in ("geplant", "ruhend") or not valid(row, at):
            continue
        parties = {
            party for name in ("beteiligt", "von-angebot", "an-angebot") for party in values(row, name)
        }
        ours = parties & sides(offer)
        if any(ours and (parties & sides(other)) - ours for other in others):
            return True
    return False


LIMIT = ("offer", "provider", "need", "area", "endsAt", "limit")
SHOW = dict.fromkeys(("none", "unagreed", "agreed"), LIMIT)


@check("A11", SHOW)
def age_limits() -> Found:
    return set(_limits("", "", TODAY))


@check("A11", SHOW, within="G-03", field="BD-SO")
def age_limits_in_the_south() -> Found:
    return set(_limits("G-03", "BD-SO", TODAY))
