"""B1 and B2: every pair of offers with its class."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from plain.overlap_classes import FREE, NEEDED, PUBLIC, classed, demand, sectors
from plain.overlaps import Pair, neighbours, pairs
from plain.registers import delivered_under
from plain.same_cost import funders, grants
from plain.tables import TODAY, Found, Row, check, number, upwards, written

B1_BLOCKS = {
    "UE-1": "wanted", "UE-2": "wanted", "UE-3": "wanted", "UE-4": "coordinate", "UE-5": "subsidiarity",
    "UE-7": "spurious", NEEDED: "needed",
}  # fmt: skip
SIDES = ("need", "offer", "provider", "otherOffer", "otherProvider")


def shown(pair: Pair) -> tuple[str, ...]:
    one, other = pair.rows
    return pair.need, pair.offer, one["traeger"], pair.other, other["traeger"]


def overlapping(at: date, under: str = "", within: str = "") -> Iterator[tuple[str, ...]]:
    """B1 without its multiple funding."""
    for pair in pairs(at, "known", under, within):
        kind = classed(pair, at)
        head = () if kind == NEEDED else (kind,)
        said = () if kind == "UE-7" else (demand(pair, at),)
        yield (B1_BLOCKS[kind], *head, *shown(pair), *said)


def paid_twice(at: date) -> Iterator[tuple[str, ...]]:
    """UE-6: shares of one year, confirmed by several bodies, that together exceed the cost (a rounding of 1 % aside)."""
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for offer, rows in grants(at).items():
        for row in rows:
            if row["jahr"] and row["anteil"]:
                found[offer, row["jahr"]].append(row)
    for (offer, year), rows in found.items():
        total = sum(number(row["anteil"]) for row in rows)
        if total > Decimal("1.01") and len(funders(rows)) > 1:
            yield ("funding", "UE-6", offer, year, written(total))


CLASS = ("kind", *SIDES, "demand")
B1_SHOW = {
    **dict.fromkeys(("coordinate", "subsidiarity", "wanted"), CLASS),
    "needed": (*SIDES, "demand"),
    "spurious": ("kind", *SIDES),
    "funding": ("kind", "offer", "year", "shares"),
}


@check("B1", B1_SHOW)
def overlapping_pairs() -> Found:
    return {*overlapping(TODAY), *paid_twice(TODAY)}


@check("B1", B1_SHOW, within="G-03")
def overlapping_pairs_in_one_district() -> Found:
    return {*overlapping(TODAY, within="G-03"), *paid_twice(TODAY)}


@check("B1", B1_SHOW, field="BD-GE", day=date(2027, 1, 15))
def overlapping_pairs_in_health_in_january() -> Found:
    return {*overlapping(date(2027, 1, 15), "BD-GE"), *paid_twice(date(2027, 1, 15))}


def beside(at: date, under: str = "", within: str = "") -> Iterator[tuple[str, ...]]:
    """B2: a public offer and a non-profit one on the same level, of whatever pillar."""
    for pair in neighbours(at, within):
        one, other = pair.rows
        if under and under not in upwards("needs", pair.need):
            continue
        kinds = sectors(one), sectors(other)
        if {PUBLIC} in kinds and {FREE} in kinds:
            if one["stufe"] and other["stufe"] and one["stufe"] != other["stufe"]:
                continue
            row = (
                shown(pair)
                if kinds[0] == {PUBLIC}
                else (pair.need, pair.other, other["traeger"], pair.offer, one["traeger"])
            )
            kind = classed(pair, at)
            if not (one["stufe"] and other["stufe"]):
                yield ("unknown", *row)
            elif kind == "UE-5":
                yield ("check", kind, *row, demand(pair, at))
            elif kind in ("UE-3", "UE-4"):
                known = delivered_under(one) and delivered_under(other)
                yield ("otherwise", "", *row, demand(pair, at)) if known else ("unknown", *row)
            else:
                yield ("otherwise", kind, *row, demand(pair, at))


B2_SHOW = {"check": CLASS, "otherwise": CLASS, "unknown": SIDES}


@check("B2", B2_SHOW)
def public_beside_free() -> Found:
    return set(beside(TODAY))


@check("B2", B2_SHOW, field="BD-BI", within="G-02")
def public_beside_free_in_one_district() -> Found:
    return set(beside(TODAY, "BD-BI", "G-02"))


@check("B2", B2_SHOW, day=date(2025, 11, 24))
def public_beside_free_a_year_ago() -> Found:
    return set(beside(date(2025, 11, 24)))
