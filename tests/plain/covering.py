"""Coverage read plainly: how well what an offer says fits a need, a group and an area (domain 4.1, rulings 8, 10, 11)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from plain.tables import TODAY, Row, active, day_of, records, terms, upwards, valid, values, within

GRADES = ("keine", "ungewiss", "teildeckung", "allgemein", "spezifisch")


@cache
def offers(at: date = TODAY) -> dict[str, Row]:
    """The offers that exist on a day, networks included."""
    return {key: row for key, row in records("angebot").items() if active(row, at)}


@cache
def reaching(at: date = TODAY) -> dict[str, Row]:
    """The offers for people: without networks and coordination (AT-N)."""
    return {key: row for key, row in offers(at).items() if not row["angebotsart"].startswith("AT-N")}


@cache
def coverages(at: date = TODAY) -> dict[str, list[Row]]:
    """Offer → its coverages that hold on a day."""
    found: dict[str, list[Row]] = {}
    for row in records("abdeckung").values():
        if valid(row, at):
            found.setdefault(row["angebot"], []).append(row)
    return found


def needs(offer: str, at: date = TODAY) -> set[str]:
    """The needs an offer names in its coverages."""
    return {tag for row in coverages(at).get(offer, ()) for tag in values(row, "bedarf")}


def fields(offer: str, at: date = TODAY) -> set[str]:
    """The needs of an offer and all above them."""
    return set().union(*(upwards("needs", tag) for tag in needs(offer, at)))


def parts(group: str) -> list[str]:
    """What a combined group combines."""
    return [part.strip() for part in group.split("+")]


def notation(group: str) -> str:
    """How an answer names a group: combined ones by all they combine, in order."""
    return "_".join(sorted(parts(group)))


@cache
def around(group: str) -> frozenset[str]:
    """All groups somebody of this group belongs to."""
    return frozenset().union(*(upwards("target-groups", part) for part in parts(group)))


def wider(group: str, narrow: str) -> bool:
    """Whether a group is the other one or encloses it."""
    return all(part in around(narrow) for part in parts(group))


def need_fit(tag: str, need: str) -> int:
    """Exact 4, broader 3, narrower 2, else nothing."""
    if tag == need:
        return 4
    return 3 if tag in upwards("needs", need) else 2 if need in upwards("needs", tag) else 0


def group_fit(tag: str, group: str) -> int:
    """The same for groups; everybody is broader than anybody."""
    if set(parts(tag)) == set(parts(group)):
        return 4
    if tag == "ZG-0" or wider(tag, group):
        return 3
    return 2 if group == "ZG-0" or wider(group, tag) else 0


def area_fit(catchment: str, area: str) -> int:
    """Within the catchment 4, only a part of the area 2."""
    return 4 if catchment in within(area) else 2 if area in within(catchment) else 0


@cache
def ages(group: str) -> tuple[int, int] | None:
    """From when to when somebody belongs to a group, if that depends on age."""
    said = [terms("target-groups")[part] for part in parts(group)]
    low = [int(term["minAge"][0]) for term in said if "minAge" in term]
    high = [int(term["maxAge"][0]) for term in said if "maxAge" in term]
    return (max(low, default=0), min(high, default=999)) if low or high else None


def aged(fit: int, coverage: Row, group: str) -> int:
    """Ages that only overlap make a partial cover, ages apart none."""
    asked = ages(group)
    if asked is None or not (coverage["alter-von"] or coverage["alter-bis"]):
        return fit
    first, last = int(coverage["alter-von"] or 0), int(coverage["alter-bis"] or 999)
    if first > asked[1] or last < asked[0]:
        return 0
    return fit if first <= asked[0] and asked[1] <= last else min(fit, 2)


def grade(coverage: Row, need: str, group: str, area: str) -> int:
    """The worst facet counts; what is left open is uncertain (1)."""
    return min(
        max((need_fit(tag, need) for tag in values(coverage, "bedarf")), default=1),
        max(
            (aged(group_fit(tag, group), coverage, group) for tag in values(coverage, "zielgruppe")),
            default=1,
        ),
        max((area_fit(tag, area) for tag in values(coverage, "gebiet")), default=1),
    )


def fits(need: str, group: str, area: str, at: date = TODAY) -> Iterator[tuple[str, int]]:
    """(offer, best grade) for everything that covers a cell, however well."""
    for key in reaching(at):
        best = max((grade(row, need, group, area) for row in coverages(at).get(key, ())), default=0)
        if best:
            yield key, best


@cache
def silent(at: date = TODAY) -> frozenset[str]:
    """Offers for people that say nothing of whom they reach."""
    return frozenset(key for key in reaching(at) if key not in coverages(at))


def in_field(offer: str, area_of_action: str, at: date = TODAY) -> bool:
    """Whether an offer names a need of a field of action."""
    return not area_of_action or area_of_action in fields(offer, at)


def documented(at: date = TODAY) -> list[Row]:
    """Needs stated as reviewed or accepted that hold on a day (ruling 5)."""
    return [
        row
        for row in records("bedarf").values()
        if row["status"] in ("geprüft", "anerkannt") and valid(row, at)
    ]


def month_count(start: date, end: date) -> int:
    """Full months between two days."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def day_text(text: str) -> str:
    """A date as answers show it."""
    return day_of(text, TODAY).isoformat() if text else ""


def under(area: str, places: Iterable[str]) -> bool:
    """Whether one of the places lies in an area or is it."""
    return any(area in within(place) for place in places)
