"""G4: challenges ahead and the offers they concern."""

from collections.abc import Iterator
from datetime import date
from itertools import product

from plain.claims import claim, weakest
from plain.covering import GRADES, fits
from plain.tables import TODAY, Found, Row, check, number, records, upwards, values, written

AHEAD = {
    "challenges": ("challenge", "targetYear", "indicator", "change", "affectedOffers", "possibleOffers"),
    "affected": ("challenge", "need", "offer", "fit"),
    "possible": ("challenge", "need", "offer"),
    "without": ("challenge", "need", "claim"),
    "unassigned": ("challenge", "targetYear"),
}


@check("G4", AHEAD)
def challenges() -> Found:
    return set(_challenges(15, "", TODAY))


@check("G4", AHEAD, years="3")
def challenges_soon() -> Found:
    return set(_challenges(3, "", TODAY))


@check("G4", AHEAD, day=date(2027, 1, 15))
def challenges_next_year() -> Found:
    return set(_challenges(15, "", date(2027, 1, 15)))


@check("G4", AHEAD, field="BD-SO")
def challenges_of_community() -> Found:
    return set(_challenges(15, "BD-SO", TODAY))


def concerned(row: Row, need: str, at: date) -> dict[str, int]:
    """Offer → how well it meets the need, a group and an area of a challenge."""
    best: dict[str, int] = {}
    for group, area in product(values(row, "zielgruppe"), values(row, "gebiet")):
        for offer, grade in fits(need, group, area, at):
            best[offer] = max(grade, best.get(offer, 0))
    return best


def _challenges(years: int, area_of_action: str, at: date) -> Iterator[tuple[str, ...]]:
    for key, row in records("herausforderung").items():
        tags = values(row, "bedarf")
        year = int(row["zieljahr"] or at.year)
        inside = any(area_of_action in upwards("needs", tag) for tag in tags)
        if not at.year <= year <= at.year + years or (area_of_action and not inside):
            continue
        sure: set[str] = set()
        perhaps: set[str] = set()
        for need in tags:
            found = concerned(row, need, at)
            sure |= {offer for offer, grade in found.items() if grade > 1}
            perhaps |= {offer for offer, grade in found.items() if grade == 1}
            for offer, grade in found.items():
                how = (f"deckung-{GRADES[grade]}",) if grade > 1 else ()
                yield ("affected" if grade > 1 else "possible", key, need, offer, *how)
            if not found:
                places = product(values(row, "zielgruppe"), values(row, "gebiet"))
                yield ("without", key, need, weakest(claim(need, *place, at) for place in places))
        if not tags:
            yield ("unassigned", key, row["zieljahr"])
        change = written(number(row["kapazitaet"])) if row["kapazitaet"] else ""
        counts = (str(len(sure)), str(len(perhaps - sure)))
        yield ("challenges", key, row["zieljahr"], row["indikator"], change, *counts)
