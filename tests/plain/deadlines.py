"""L5: deadlines ahead, those that have passed and still matter, and records of which none is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from plain.quality import money_on
from plain.registers import norms
from plain.tables import (
    TODAY,
    Found,
    Row,
    active,
    check,
    day_of,
    later,
    records,
    terms,
    upwards,
    valid,
    values,
)

FRESH = 24
GRANTED = ("bewilligt", "ausgezahlt")
DONE = {"massnahme": ("umgesetzt", "verworfen"), "beschluss": ("vollständig umgesetzt", "entfallen")}
BLOCKS: dict[str, tuple[str, ...]] = {
    "coming": ("day", "days", "term", "record"),
    "passed": ("day", "days", "term", "record", "claim"),
    "open": ("what", "number"),
}
ENDS = {
    "vereinbarung": "Vertrag endet",
    "finanzierung": "Bewilligung endet",
    "anerkennung": "Anerkennung endet",
}
LACKING = {
    "vereinbarung": "Gültige Verträge",
    "finanzierung": "Laufende Bewilligungen",
    "anerkennung": "Gültige Anerkennungen",
}


@dataclass(frozen=True)
class Deadline:
    """A day that is set in a record."""

    sheet: str
    record: str
    term: str
    day: date
    end: bool = False


def rows(sheet: str) -> dict[str, Row]:
    """The records of a sheet; of funding what is granted or paid."""
    found = records(sheet)
    return {k: r for k, r in found.items() if r["status"] in GRANTED} if sheet == "finanzierung" else found


def deadlines() -> Iterator[Deadline]:
    """What the records set, carried out or not."""
    for sheet, term in ENDS.items():
        for key, row in rows(sheet).items():
            if row["gueltig-bis"]:
                yield Deadline(sheet, key, term, day_of(row["gueltig-bis"], TODAY), end=True)
    for sheet, column, term in (
        ("vereinbarung", "kuendbar", "Vertrag kündbar bis"),
        ("vereinbarung", "termin", "Vertrag: nächster Termin"),
        ("massnahme", "termin", "Maßnahme fällig"),
        ("beschluss", "frist", "Umsetzung eines Beschlusses fällig"),
    ):
        for key, row in rows(sheet).items():
            if row[column] and not carried_out(sheet, row):
                yield Deadline(sheet, key, term, day_of(row[column], TODAY))
    for key, row in rows("bestand").items():
        last = later(day_of(row["stichtag"], TODAY), FRESH)
        yield Deadline("bestand", key, "Bestandserklärung zählt bis", last, end=True)


def carried_out(sheet: str, row: Row) -> bool:
    """Measures and decisions that are done or off, and what was never decided."""
    if sheet == "beschluss":
        return row["status"] != "beschlossen" or row["umsetzung"] in DONE[sheet]
    return sheet == "massnahme" and row["status"] in DONE[sheet]


def of_norms(at: date) -> Iterator[Deadline]:
    """The last days of norms that active offers rest on."""
    named = {n for offer in records("angebot").values() if active(offer, at) for n in norms(offer)}
    for name in named:
        if "validTo" in terms("legal-bases")[name]:
            day = date.fromisoformat(terms("legal-bases")[name]["validTo"][0])
            yield Deadline("norm", name, "Rechtsgrundlage tritt außer Kraft", day, end=True)


def offers_of(sheet: str, row: Row) -> set[str]:
    """The offers a contract or grant is for, or those of the provider recognised."""
    if sheet == "anerkennung":
        return {
            key for key, offer in records("angebot").items() if row["traeger"] in values(offer, "traeger")
        }
    return set(values(row, "angebot"))


def runs(sheet: str, row: Row, at: date) -> bool:
    """Whether a record is in force on a day."""
    return money_on(row, at) if sheet == "finanzierung" else valid(row, at)


def own(sheet: str, row: Row) -> bool:
    """Own funds of the provider: nobody grants them (B3)."""
    return sheet == "finanzierung" and "FT-G" in upwards("funding-types", row["art"])


@cache
def continued(sheet: str, at: date) -> frozenset[tuple[str, bool]]:
    """Offers for which something of a kind is in force on a day, and whether that is own funds."""
    found = rows(sheet).values()
    return frozenset(
        (o, own(sheet, row)) for row in found if runs(sheet, row, at) for o in offers_of(sheet, row)
    )


def matters(line: Deadline, at: date) -> bool:
    """Whether a deadline that has passed is still open."""
    if line.sheet == "bestand":
        return not any(newer(row, rows("bestand")[line.record]) for row in rows("bestand").values())
    if line.term == "Vertrag kündbar bis":
        return False
    if not line.end or line.sheet == "norm":
        return True
    row = rows(line.sheet)[line.record]
    left = {o for o in offers_of(line.sheet, row) if active(records("angebot")[o], at)}
    new = {o for o, mine in continued(line.sheet, at) if mine <= own(line.sheet, row)}
    return bool(left - new)


def newer(row: Row, old: Row) -> bool:
    """Whether a statement says later what another one said, for the same part of the town at least."""
    columns = ("gebiet", "zielgruppe", "bedarf", "angebotsart", "saeule")
    wider = all(not row[c] or (old[c] and set(values(old, c)) <= set(values(row, c))) for c in columns)
    after = day_of(row["stichtag"], TODAY) > day_of(old["stichtag"], TODAY)
    return after and wider and set(values(row, "aspekt")) >= set(values(old, "aspekt"))


def weight(line: Deadline) -> str:
    """That nothing new is known is no more than a hint: contracts, grants, recognitions are not declared complete."""
    return "hinweis" if line.sheet in ENDS and line.end else ""


def calendar(at: date, months: int) -> Iterator[tuple[str, ...]]:
    """Ahead, passed, and how many records in force have no deadline."""
    every = {*deadlines(), *of_norms(at)}
    for line in every:
        cells = (str(line.day), str((line.day - at).days), line.term, line.record)
        if at <= line.day <= later(at, months):
            yield ("coming", *cells)
        elif line.day < at and matters(line, at):
            yield ("passed", *cells, weight(line))
    timed = {line.record for line in every}
    for sheet, what in LACKING.items():
        without = [key for key, row in rows(sheet).items() if runs(sheet, row, at) and key not in timed]
        if without:
            yield ("open", what, str(len(without)))


@check("L5", BLOCKS)
def deadlines_of_a_year() -> Found:
    return set(calendar(TODAY, 12))


@check("L5", BLOCKS, day=date(2027, 1, 15), months="24")
def deadlines_in_winter() -> Found:
    return set(calendar(date(2027, 1, 15), 24))


@check("L5", BLOCKS, day=date(2027, 7, 15), months="60")
def deadlines_in_summer() -> Found:
    return set(calendar(date(2027, 7, 15), 60))
