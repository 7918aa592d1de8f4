"""Builds the delivery workbooks of Beispielau from the authored tables: `python -m examples.beispielau.build`.

Everything is invented. The tables under `quellen/` are written by hand; two things are computed here, so that they
need not be kept by hand 1,000 times: the yearly grants that follow from a series of the treasury
(`finanzierungsreihe.csv`), and the days of checks and meetings as an earlier delivery knew them.
"""

import random
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from examples.authoring import Delivery, Row, authored, deliveries, write_delivery

HERE = Path(__file__).parent
TOWN, AGS = "Beispielau", "99999001"
SERIES = "finanzierungsreihe"

# What a euro of 2026 was or is expected to be worth in a grant: past budgets were smaller, the next one grows.
_GROWTH = {2024: Decimal("0.94"), 2025: Decimal("0.97"), 2026: Decimal(1), 2027: Decimal("1.02")}
# Delivery → the last budget year it knows, and the state of each year's grants.
_STATES = {
    "2025-11": {2024: "ausgezahlt", 2025: "bewilligt", 2026: "geplant"},
    "2026-11": {2024: "ausgezahlt", 2025: "ausgezahlt", 2026: "bewilligt", 2027: "bewilligt"},
}


def build(target: Path = HERE / "lieferungen") -> list[Path]:
    """Write all workbooks of both dates below `target`; the paths in the order of import."""
    return [
        write_delivery(target / delivery.date / delivery.filename, AGS, delivery, sheets(delivery))
        for delivery in deliveries(HERE, TOWN)
    ]


def sheets(delivery: Delivery) -> dict[str, list[Row]]:
    """Sheet → rows of a delivery, with everything computed."""
    found = authored(HERE, delivery)
    grants = [grant for series in found.pop(SERIES, []) for grant in yearly_grants(series, delivery.date)]
    if grants:
        found["finanzierung"] = found.get("finanzierung", []) + grants
    last_day = german_date(delivery.delivered_on)
    return {sheet: [as_known(row, last_day) for row in rows] for sheet, rows in found.items()}


def yearly_grants(series: Row, delivered: str) -> list[Row]:
    """One grant per budget year of a series, as far as the delivery knows the year."""
    first, last = int(series["von"]), int(series["bis"])
    ends = german_date(series["endet"]) if series.get("endet") else date.max
    return [
        _grant(series, year, state, ends)
        for year, state in _STATES[delivered].items()
        if first <= year <= last and year <= ends.year
    ]


def _grant(series: Row, year: int, state: str, ends: date) -> Row:
    if year == 2027 and series.get("status-2027"):
        state = series["status-2027"]
    grant = {
        "kennung": f"{series['reihe']}-{year}",
        "angebot": series["angebot"],
        "zahlt": series["zahlt"],
        "topf": series["topf"],
        "art": series["art"],
        "kostenart": series["kostenart"],
        "status": state,
        "betrag": _amount(series, year, ends),
        "jahr": str(year),
        "anteil": series["anteil"],
        "befristet": series["befristet"],
        "rechtsgrundlage": series["rechtsgrundlage"],
        # A budget year is no term: only what really ends says so.
        "gueltig-ab": f"01.01.{year}" if ends.year == year else "",
        "gueltig-bis": series["endet"] if ends.year == year else "",
        "offenlegung": "öffentlich" if series["art"].startswith("FT-K") else "intern",
    }
    return {name: text for name, text in grant.items() if text}


def _amount(series: Row, year: int, ends: date) -> str:
    if not series["betrag-2026"]:
        return ""
    base = Decimal(series["betrag-2026"].replace(".", "").replace(",", "."))
    # Seeded per grant, so that a new series changes no other: a percent up or down, as budgets do.
    drift = Decimal(random.Random(f"{series['reihe']}-{year}").randint(-10, 10)) / 1000
    amount = base * _GROWTH[year] * (1 + (drift if year != 2026 else 0))
    if ends.year == year:
        amount = amount * ends.month / 12
    hundreds = (amount / 100).quantize(Decimal(1), ROUND_HALF_UP) * 100
    return f"{hundreds:,.2f}".translate(str.maketrans(",.", ".,"))


def as_known(row: Row, last_day: date) -> Row:
    """`row` as it was known on the day of delivery: a later check or meeting had not happened, the one a year before had."""
    return row | {
        name: _a_year_before(row[name])
        for name in ("geprueft", "letzte-sitzung")
        if row.get(name) and german_date(row[name]) > last_day
    }


def _a_year_before(text: str) -> str:
    day = german_date(text)
    return day.replace(year=day.year - 1, day=min(day.day, 28)).strftime("%d.%m.%Y")


def german_date(text: str) -> date:
    """The day written as TT.MM.JJJJ."""
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007 a calendar day has no time zone


if __name__ == "__main__":
    for path in build():
        print(path.relative_to(HERE))
