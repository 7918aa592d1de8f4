"""F3 and F4: outcome indicators over time, what funders demand as proof."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from plain.covering import day_text
from plain.quality import few
from plain.tables import (
    TODAY,
    Found,
    Row,
    check,
    day_of,
    number,
    records,
    terms,
    upwards,
    valid,
    values,
    written,
)
from plain.words import code, field

SERIES = {
    "series": (
        "indicator",
        "area",
        "group",
        "offer",
        "asOf",
        "value",
        "unit",
        "cases",
        "valueStatus",
        "observation",
    ),
    "without": ("indicator", "area", "group", "offer", "asOf", "unit", "valueStatus", "observation"),
    "none": ("indicator", "claim"),
}
DEMANDS = {
    "contradictions": ("criterion", "kind", "inField", "funder", "proofs", "requirement"),
    "unknown": ("criterion", "kind", "inField", "funder", "proofs", "requirement"),
    "same": ("criterion", "kind", "inField", "funder", "proofs", "requirement"),
    "single": ("criterion", "kind", "inField", "funder", "proofs", "requirement", "claim"),
}


@check("F3", SERIES)
def outcome_series() -> Found:
    return set(_series(date(2021, 11, 24), ""))


@check("F3", SERIES, since="2026-02-01")
def outcome_series_of_late() -> Found:
    return set(_series(date(2026, 2, 1), ""))


@check("F3", SERIES, field="BD-SO", since="2019-01-01")
def outcome_series_community() -> Found:
    return set(_series(date(2019, 1, 1), "BD-SO"))


def outcome(indicator: Row) -> bool:
    """By its level if it names one, else by its use."""
    if indicator["wirkungsstufe"]:
        return terms("effect-levels")[indicator["wirkungsstufe"]]["isEffect"] == ["true"]
    return indicator["verwendung"] == "Ergebnis oder Wirkung"


def _series(since: date, area_of_action: str) -> Iterator[tuple[str, ...]]:
    for key, about in records("indikator").items():
        topics = set().union(*(upwards("needs", tag) for tag in values(about, "thema")))
        if not outcome(about) or (area_of_action and area_of_action not in topics):
            continue
        unit = code("einheit", about["einheit"])
        rows = [
            row
            for row in records("messwert").values()
            if row["indikator"] == key and since <= day_of(row["stichtag"], date.min) <= TODAY
        ]
        for row in rows:
            about_whom = (key, row["gebiet"], row["zielgruppe"], row["angebot"], day_text(row["stichtag"]))
            if few(row["fallzahl"]) or not row["wert"]:
                status = "gesperrt (Geheimhaltung)" if few(row["fallzahl"]) else row["wertstatus"]
                yield ("without", *about_whom, unit, code("wertstatus", status), row["kennung"])
            else:
                how = (
                    written(number(row["wert"])),
                    unit,
                    row["fallzahl"],
                    code("wertstatus", row["wertstatus"]),
                )
                yield ("series", *about_whom, *how, row["kennung"])
        if not rows:
            yield ("none", key, "hinweis")


@check("F4", DEMANDS)
def funders_demands() -> Found:
    return set(_demands("", TODAY))


@check("F4", DEMANDS, field="BD-EX2")
def funders_demands_in_a_field() -> Found:
    return set(_demands("BD-EX", TODAY))


@check("F4", DEMANDS, day=date(2025, 6, 1))
def funders_demands_before() -> Found:
    return set(_demands("", date(2025, 6, 1)))


def _demands(area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    cells: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in records("anforderung").values():
        for name in {field(tag) for tag in values(row, "thema")} if valid(row, at) else ():
            cells[row["kriterium"], name].append(row)
    for (criterion, name), rows in cells.items():
        proofs: defaultdict[str, set[str]] = defaultdict(set)
        for row in rows:
            proofs[row["verlangt-von"]] |= set(values(row, "nachweis"))
        told = {frozenset(names) for names in proofs.values()}
        block = "same" if len(told) == 1 else "contradictions"
        block = block if all(proofs.values()) else "unknown"
        block = "single" if len(proofs) == 1 else block
        claim = ("hinweis",) if block == "single" else ()
        if area_of_action in ("", name):
            for row in rows:
                kind = records("kriterium")[criterion]["art"]
                who = (row["verlangt-von"], row["nachweis"], row["kennung"])
                yield (block, criterion, kind, name, *who, *claim)
