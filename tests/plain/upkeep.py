"""K1: eight statements per offer and how old its check is; K6: values suppressed for small numbers."""

from datetime import date
from decimal import Decimal

from plain.past import iso, undelivered
from plain.tables import (
    TODAY,
    Found,
    Row,
    active,
    check,
    day_of,
    later,
    number,
    records,
    valid,
    values,
    written,
)

GRANTED = ("bewilligt", "ausgezahlt")


def money_at(row: Row, at: date) -> bool:
    """Whether funding belongs to a day: by its dates, else by its budget year."""
    dated = row["gueltig-ab"] or row["gueltig-bis"]
    return valid(row, at) if dated else row["jahr"] in ("", str(at.year))


def funded(offer: str, at: date) -> Decimal | None:
    """The confirmed funding of this offer alone on a day (shared amounts are not split); nothing is not zero."""
    rows = (row for row in records("finanzierung").values() if values(row, "angebot") == [offer])
    counts = (row for row in rows if row["status"] in GRANTED and row["betrag"] and money_at(row, at))
    amounts = [number(row["betrag"]) for row in counts]
    return sum(amounts, Decimal(0)) if amounts else None


def stated(offer: Row) -> dict[str, bool]:
    """The eight statements of K1."""
    key = offer["kennung"]
    coverages = [row for row in records("abdeckung").values() if row["angebot"] == key]
    return {
        "Träger": bool(offer["traeger"]),
        "Angebotsart": bool(offer["angebotsart"]),
        "Bedarf": any(row["bedarf"] for row in coverages),
        "Zielgruppe": any(row["zielgruppe"] for row in coverages),
        "Gebiet": any(row["gebiet"] for row in coverages),
        "Rechtsgrundlage oder Säule": bool(offer["rechtsgrundlage"] or offer["saeule"]),
        "Finanzierung": any(key in values(row, "angebot") for row in records("finanzierung").values()),
        "Prüfdatum": bool(offer["geprueft"]),
    }


def upkeep(at: date) -> Found:
    found: Found = set()
    for key, offer in records("angebot").items():
        missing = [name for name, there in stated(offer).items() if not there]
        old = day_of(offer["geprueft"], date.min) < later(at, -12)
        if active(offer, at) and (missing or old):
            outdated = ("ja" if offer["geprueft"] else "nie geprüft") if old else ""
            found.add(
                (
                    "rows",
                    key,
                    offer["traeger"],
                    written(Decimal(8 - len(missing)) / 8),
                    ", ".join(missing),
                    iso(offer["geprueft"]),
                    outdated,
                    str(undelivered("angebot").get(key, "")),
                    written(funded(key, at)),
                )
            )
    return found


UPKEEP = {
    "rows": (
        "offer", "provider", "completeness", "missing", "verifiedOn", "outdated", "notDeliveredSince", "funded",
    )
}  # fmt: skip


@check("K1", UPKEEP)
def upkeep_today() -> Found:
    return upkeep(TODAY)


@check("K1", UPKEEP, day=date(2027, 2, 1))
def upkeep_next_year() -> Found:
    return upkeep(date(2027, 2, 1))


def cell(row: Row) -> tuple[str, ...]:
    """What identifies a value: indicator, area, group, offer, day."""
    return (row["indikator"], row["gebiet"], row["zielgruppe"], row["angebot"], iso(row["stichtag"]))


def parts_of(total: Row, rows: list[Row]) -> list[Row]:
    """The values of the areas directly below, otherwise alike."""
    same = ("indikator", "zielgruppe", "angebot", "stichtag")
    return [
        row
        for row in rows
        if all(row[name] == total[name] for name in same)
        and records("gebiet")[row["gebiet"]]["teil-von"] == total["gebiet"]
    ]


def suppressed(threshold: int) -> Found:
    """Small numbers, values delivered without a value for secrecy, and the sums that would give one of them away.

    Whatever is below 3 was already withheld when it was stored, the sums that reveal it as well; so both are primary.
    """
    rows = [row for row in records("messwert").values() if day_of(row["stichtag"], date.max) <= TODAY]

    def small(row: Row, limit: int) -> bool:
        people = records("indikator")[row["indikator"]]["einheit"] == "Personen"
        counted = [row["fallzahl"], row["wert"] if people else ""]
        return any(0 < number(text) < limit for text in counted if text) or "gesperrt" in row["wertstatus"]

    stored = {cell(row) for row in rows if small(row, 3)}
    stored |= {cell(row) for row in rows if len([p for p in parts_of(row, rows) if cell(p) in stored]) == 1}
    primary = stored | {cell(row) for row in rows if small(row, threshold)}
    revealed = {
        cell(row)
        for row in rows
        if cell(row) not in primary and len([p for p in parts_of(row, rows) if cell(p) in primary]) == 1
    }
    return {("primary", *key) for key in primary} | {("secondary", *key) for key in revealed}


CELL = ("indicator", "area", "group", "offer", "asOf")
CELLS = dict.fromkeys(("primary", "secondary", "dominance", "unknown"), CELL)


@check("K6", CELLS)
def suppressed_at_three() -> Found:
    return suppressed(3)


@check("K6", CELLS, threshold="5")
def suppressed_at_five() -> Found:
    return suppressed(5)


@check("K6", CELLS, threshold="10")
def suppressed_at_ten() -> Found:
    return suppressed(10)
