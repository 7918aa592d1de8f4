"""A12: what “there is nothing” weighs in every field and area (rulings 6, 7, 12)."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from plain.cells import NONE, WEIGHTS, combined, facets, need_fit, statements, until, weight
from plain.fields_of_action import asked
from plain.tables import TODAY, Found, Row, check, day_of, number, records, table, terms, values, within
from plain.words import ratio


@cache
def named() -> tuple[str, ...]:
    """The groups that offers, needs or statements of the town name."""
    tags = (
        tag
        for sheet in ("abdeckung", "bedarf", "bestand")
        for row in table(sheet)
        for tag in values(row, "zielgruppe")
    )
    return tuple(sorted({combined(tag): tag for tag in tags}.values()))


def _list_statements(needs: list[str], area: str, at: date) -> list[Row]:
    found = {
        row["kennung"]: row
        for need in needs
        for group in named()
        for row in statements("Angebotsliste", at, need, group, area)
    }
    return list(found.values())


def _offers(needs: list[str], area: str, at: date) -> list[Row]:
    """The active offers for a need of the field that reach a part of the area, or do not say where they are."""
    found = {}
    for coverage in table("abdeckung"):
        offer = records("angebot")[coverage["angebot"]]
        touched = max(
            (need_fit(tag, need) for tag in values(coverage, "bedarf") for need in needs), default=NONE
        )
        if until(offer, coverage, at) and touched and facets(coverage, "", "", area)[2] != NONE:
            found[offer["kennung"]] = offer
    return list(found.values())


def _field(field: str, area: str, at: date) -> tuple[str, ...]:
    needs = asked(field)
    claims = [weight(need, group, area, at) for need in needs for group in named()]
    may = sum(claim in ("belastbar", "vorlaeufig") for claim in claims)
    made = _list_statements(needs, area, at)
    newest = max((day_of(row["stichtag"], date.min).isoformat() for row in made), default="")
    rates = [number(row["ruecklauf"]) for row in made if row["ruecklauf"]]
    offers = _offers(needs, area, at)
    checked = [day_of(offer["geprueft"], date.min).isoformat() for offer in offers if offer["geprueft"]]
    return (
        area,
        field,
        min(claims, key=WEIGHTS.index),
        format(ratio(may, len(claims)).normalize(), "f"),
        str(len(claims)),
        str(len(made)),
        newest,
        format(min(rates).normalize(), "f") if rates else "",
        str(len(offers)),
        str(len(offers) - len(checked)),
        min(checked, default=""),
        "0",
    )


def _fields(area: str, under: str, at: date) -> Iterator[tuple[str, ...]]:
    tops = sorted(name for name, said in terms("needs").items() if not said.get("broader"))
    areas = records("gebiet")
    whole = {row["teil-von"] for row in areas.values()}
    for place, row in areas.items():
        # the areas of the matrix: the town and its districts, and whatever in it has no parts; not what lies around it
        is_cell = "G-00" in within(place) and (place not in whole or row["ebene"] == "Gemeinde")
        if is_cell and (not area or area in within(place)):
            for field in [under] if under else tops:
                yield ("rows", *_field(field, place, at))


SHOW = {
    "rows": (
        "area", "field", "claim", "claimable", "cells", "statements", "asOf", "responseRate", "offers",
        "unverified", "oldest", "waiting",
    )
}  # fmt: skip


@check("A12", SHOW)
def what_may_be_claimed() -> Found:
    return set(_fields("", "", TODAY))


@check("A12", SHOW, within="G-03", field="BD-SO", day=date(2025, 12, 1))
def what_might_be_claimed_in_the_south_a_year_ago() -> Found:
    return set(_fields("G-03", "BD-SO", date(2025, 12, 1)))
