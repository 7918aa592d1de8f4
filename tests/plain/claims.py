"""What a “nothing” weighs: the best statement on list and coverage within 24 months (rulings 6, 7)."""

from collections.abc import Iterable
from datetime import date

from plain.covering import around, silent
from plain.tables import Row, day_of, later, records, upwards, values, within

RANKS = {"ES-1": 4, "Fehlanzeige": 4, "ES-2": 3, "ES-3": 2, "ES-4": 1}
ORDER = ("nicht_beurteilbar", "hinweis", "vorlaeufig", "belastbar")
SURE = ORDER[2:]


def speaks_of(row: Row, need: str, group: str, area: str, at: date) -> bool:
    """Whether an inventory statement holds for a cell on a day."""
    made = day_of(row["stichtag"], date.min)
    return (
        made <= at <= later(made, 24)
        and not row["angebotsart"]
        and not row["saeule"]
        and any(tag in within(area) for tag in values(row, "gebiet"))
        and (not row["bedarf"] or any(tag in upwards("needs", need) for tag in values(row, "bedarf")))
        and (not row["zielgruppe"] or any(tag in around(group) for tag in values(row, "zielgruppe")))
    )


def claim(need: str, group: str, area: str, at: date) -> str:
    """The weight of “there is nothing” for a cell."""
    rows = [row for row in records("bestand").values() if speaks_of(row, need, group, area, at)]
    listed, covered = (
        max((RANKS[row["ergebnis"]] for row in rows if aspect in values(row, "aspekt")), default=0)
        for aspect in ("Angebotsliste", "Abdeckungsangaben")
    )
    if listed <= 1:
        return ORDER[0]
    if listed == 2 or (covered < 4 and silent(at)):
        return ORDER[1]
    return ORDER[3] if listed == 4 else ORDER[2]


def weakest(claims: Iterable[str]) -> str:
    """The weakest of several claims."""
    return min(claims, key=ORDER.index)
