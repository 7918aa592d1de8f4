"""M4: offers that reach beyond the town, by their catchment or by where their users come from."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from plain.network import active_offers
from plain.registers import named
from plain.roles import granted, organisation
from plain.same_cost import NO_FUNDER
from plain.tables import (
    TODAY,
    Found,
    Row,
    check,
    day_of,
    number,
    records,
    upwards,
    valid,
    values,
    within,
    written,
)

TOWN = "G-00"


def beyond(area: str) -> bool:
    """Whether an area encloses the town or lies outside."""
    return TOWN not in within(area)


def catchment(offer: str, at: date) -> tuple[set[str], bool]:
    """The areas an offer names, and whether every coverage names one."""
    rows = [r for r in records("abdeckung").values() if r["angebot"] == offer and valid(r, at)]
    return {a for row in rows for a in values(row, "gebiet")}, bool(rows) and all(r["gebiet"] for r in rows)


def origin(offer: str, at: date) -> tuple[str, Decimal | None] | None:
    """Newest day with values on origin and the share from outside; where too few cases stand behind it, no share."""
    days: defaultdict[date, list[Row]] = defaultdict(list)
    for row in records("messwert").values():
        use = records("indikator")[row["indikator"]]["verwendung"]
        outside = beyond(row["gebiet"]) and row["gebiet"] not in within(TOWN)
        day = day_of(row["stichtag"], date.max)
        if row["angebot"] == offer and use == "Nutzende nach Herkunft" and outside and row["wert"]:
            days[day].append(row)
    days_so_far = [day for day in days if day <= at]
    if not days_so_far:
        return None
    newest = max(days_so_far)
    if any(row["fallzahl"] and 0 < int(row["fallzahl"]) < 3 for row in days[newest]):
        return str(newest), None
    return str(newest), sum((number(row["wert"]) for row in days[newest]), Decimal(0)) / 100


def payers(offer: str, at: date) -> str:
    """The bodies that fund an offer for certain; own funds, fees and donations have none behind them."""
    rows = [row for row in granted(at) if offer in values(row, "angebot")]
    keys = {
        p
        for row in rows
        if not NO_FUNDER & upwards("funding-types", row["art"])
        for p in values(row, "zahlt")
    }
    return ", ".join(organisation(key) for key in sorted(keys))


def region(at: date) -> Found:
    found: Found = set()
    for key, row in active_offers(at).items():
        if row["angebotsart"].startswith("AT-N"):
            continue
        areas, complete = catchment(key, at)
        measured = origin(key, at)
        if any(map(beyond, areas)) or measured:
            day, share = measured or ("", None)
            found.add(("regional", key, named("gebiet", areas), day, written(share), payers(key, at)))
        elif not complete:
            found.add(("unknown", key, payers(key, at)))
    return found


REGION = {"regional": ("offer", "catchment", "day", "share", "payers"), "unknown": ("offer", "payers")}


@check("M4", REGION)
def region_today() -> Found:
    return region(TODAY)


@check("M4", REGION, day=date(2027, 2, 1))
def region_next_year() -> Found:
    return region(date(2027, 2, 1))
