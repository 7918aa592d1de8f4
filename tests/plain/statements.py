"""What inventory statements declare for the whole town (rulings 3, 6, 13): how much the absence of something weighs."""

from datetime import date

from plain.tables import day_of, later, table, values, within

TOWN = "G-00"
ASPECTS = {"list": "Angebotsliste", "cooperation": "Kooperation", "law": "Rechtsbezug"}
RANKS = {"ES-1": 4, "Fehlanzeige": 4, "ES-2": 3, "ES-3": 2, "ES-4": 1}
CLAIMS = {4: "belastbar", 3: "vorlaeufig", 2: "hinweis"}
FRESH = 24


def declared(aspect: str, pillar: str, at: date, area: str = TOWN) -> int:
    """The best rank of a statement on an aspect that holds for a whole area and a pillar ("" = all of them)."""
    best = 0
    for row in table("bestand"):
        made = day_of(row["stichtag"], date.min)
        whole = not any(row.get(name) for name in ("zielgruppe", "bedarf", "angebotsart"))
        fits = not row["saeule"] or pillar in values(row, "saeule")
        fresh = made <= at <= later(made, FRESH)
        reaches = within(area) & set(values(row, "gebiet"))
        if whole and fits and fresh and reaches and ASPECTS[aspect] in values(row, "aspekt"):
            best = max(best, RANKS[row["ergebnis"]])
    return best


def claim(
    aspects: tuple[str, ...], pillars: set[str], at: date, *, open_: bool = False, area: str = TOWN
) -> str:
    """What the absence of a structure weighs: the worst over aspects and pillars; what leaves it open caps it."""
    worst = min((declared(a, p, at, area) for a in aspects for p in pillars or {""}), default=0)
    return CLAIMS.get(min(worst, 2) if open_ else worst, "nicht_beurteilbar")
