"""A4: what offers can take, against documented demand or a benchmark of the same unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plain.cells import MAYBE, NONE, combined, facets, until
from plain.stated_needs import DOCUMENTED, needs
from plain.tables import (
    TODAY,
    Found,
    Row,
    check,
    day_of,
    number,
    records,
    table,
    upwards,
    valid,
    values,
    within,
)
from plain.words import code, ratio, rounded

ENOUGH_KNOWN = Decimal("0.8")


@dataclass(frozen=True)
class Demand:
    """What should be there."""

    need: str
    group: str
    area: str
    unit: str
    amount: Decimal | None
    source: str
    basis: str
    people: str = ""
    people_on: str = ""


def _documented(area: str, under: str, at: date) -> Iterator[Demand]:
    newest: dict[tuple[str, ...], Row] = {}
    for row in needs(at, *DOCUMENTED, area=area):
        if not row["nachfrage"] or (under and under not in upwards("needs", row["bedarf"])):
            continue
        key = (row["bedarf"], combined(row["zielgruppe"]), row["gebiet"], row["nachfrage-einheit"])
        before = newest.get(key)
        if not before or day_of(row["stichtag"], date.min) > day_of(before["stichtag"], date.min):
            newest[key] = row
    for row in newest.values():
        yield Demand(
            row["bedarf"], row["zielgruppe"], row["gebiet"], row["nachfrage-einheit"],
            number(row["nachfrage"]), row["kennung"], "dokumentierte Nachfrage",
        )  # fmt: skip


def _people(benchmark: Row, area: str, at: date) -> tuple[Decimal | None, str]:
    """The people a benchmark is about: the latest value of its indicator, else the residents."""
    if not benchmark["bezugsgruppe"]:
        place = records("gebiet")[area]
        if not place["einwohner"]:
            return None, ""
        return number(place["einwohner"]), day_of(place["einwohner-stand"], date.min).isoformat()
    found = [
        (day_of(row["stichtag"], date.min), number(row["wert"]))
        for row in records("messwert").values()
        if row["indikator"] == benchmark["bezugsgruppe"]
        and row["gebiet"] == area
        and row["wert"]
        and row["zielgruppe"] in ("", benchmark["zielgruppe"])
        and day_of(row["stichtag"], date.max) <= at
    ]
    return (max(found)[1], max(found)[0].isoformat()) if found else (None, "")


def _benchmarks(area: str, under: str, at: date, stated: list[Demand]) -> Iterator[Demand]:
    known = {(each.need, each.group, each.area, each.unit) for each in stated}
    for row in records("richtwert").values():
        cell = (row["bedarf"], row["zielgruppe"], area)
        outside = under and under not in upwards("needs", row["bedarf"])
        if not valid(row, at) or outside or (*cell, row["einheit"]) in known:
            continue
        people, on = _people(row, area, at)
        amount = None if people is None else people * number(row["wert"]) / number(row["je"])
        shown = "" if people is None else format(people.normalize(), "f")
        yield Demand(*cell, row["einheit"], amount, row["kennung"], "Richtwert", shown, on)


def _people_in(area: str) -> Decimal | None:
    said = records("gebiet")[area]["einwohner"]
    return number(said) if said else None


def part_of(coverage: Row, area: str) -> Decimal | None:
    """What part of a coverage an area has: all if it lies in the area, else by residents."""
    tags = values(coverage, "gebiet")
    outer = [tag for tag in tags if not set(tags) & (within(tag) - {tag})]
    if not outer:
        return None
    if all(area in within(tag) for tag in outer):
        return Decimal(1)
    inside = [area if tag in within(area) else tag if area in within(tag) else "" for tag in outer]
    here, whole = [_people_in(place) if place else Decimal(0) for place in inside], [*map(_people_in, outer)]
    if None in here or None in whole:
        return None
    return sum((each for each in here if each), Decimal(0)) / sum(
        (each for each in whole if each), Decimal(0)
    )


def taken(demand: Demand, at: date) -> tuple[Decimal, int, int]:
    """The capacity of the offers that match, of how many it is known, and how many there are."""
    amounts: dict[str, list[Decimal | None]] = {}
    for coverage in table("abdeckung"):
        offer = records("angebot")[coverage["angebot"]]
        fit = min(facets(coverage, demand.need, demand.group, demand.area))
        if not until(offer, coverage, at) or fit == NONE:
            continue
        share = part_of(coverage, demand.area)
        told = coverage["plaetze"] and coverage["einheit"] == demand.unit and fit != MAYBE
        amount = number(coverage["plaetze"]) * share if told and share is not None else None
        amounts.setdefault(offer["kennung"], []).append(amount)
    known = [each for each in amounts.values() if None not in each]
    return sum((one for each in known for one in each if one), Decimal(0)), len(known), len(amounts)


def _compared(area: str, under: str, at: date) -> Iterator[tuple[str, ...]]:
    stated = list(_documented(area, under, at))
    for demand in [*stated, *_benchmarks(area or "G-00", under, at, stated)]:
        total, known, offers = taken(demand, at)
        head = (demand.need, combined(demand.group) if demand.group else "", demand.area)
        wanted = "" if demand.amount is None else format(rounded(demand.amount).normalize(), "f")
        about = (
            wanted,
            code("einheit", demand.unit),
            demand.basis,
            demand.source,
            demand.people,
            demand.people_on,
        )
        if not offers:
            yield ("none", *head, *about)
        elif demand.amount is None or Decimal(known) / offers < ENOUGH_KNOWN:
            yield ("incomplete", *head, "", "", *about, str(known), str(offers))
        else:
            block = "below" if total < demand.amount else "enough"
            degree = format(ratio(total, demand.amount).normalize(), "f") if demand.amount else ""
            yield (
                block,
                *head,
                degree,
                format(rounded(total).normalize(), "f"),
                *about,
                str(known),
                str(offers),
            )


ABOUT = ("demand", "unit", "basis", "source", "population", "populationOn")
FULL = ("need", "group", "area", "degree", "capacity", *ABOUT, "known", "offers")
SHOW = {"below": FULL, "incomplete": FULL, "enough": FULL, "none": ("need", "group", "area", *ABOUT)}


@check("A4", SHOW)
def capacity_against_demand() -> Found:
    return set(_compared("", "", TODAY))


@check("A4", SHOW, within="G-02")
def capacity_in_one_district() -> Found:
    return set(_compared("G-02", "", TODAY))


@check("A4", SHOW, field="BD-SO", day=date(2025, 12, 1))
def capacity_for_social_life_a_year_ago() -> Found:
    return set(_compared("", "BD-SO", date(2025, 12, 1)))
