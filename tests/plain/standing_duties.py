"""A2: norms that need a standing local offer, and the active offers that name them (ruling 13)."""

from datetime import date
from functools import cache

from plain.cells import EXACT, MAYBE, NONE, PART, area_fit, until
from plain.statements import TOWN, declared
from plain.tables import TODAY, Found, Row, check, day_of, records, table, terms, upwards, values
from plain.words import laws

BINDING = {"obligation-muss": "must", "obligation-soll": "should"}
FIRM = 4


@cache
def coverages(offer: str) -> tuple[Row, ...]:
    """What an offer says about whom it is there for."""
    return tuple(row for row in table("abdeckung") if row["angebot"] == offer)


def reach(offer: Row, town: str, at: date) -> int:
    """How an active offer reaches a town: as a whole, in part, not at all, or it does not say."""
    if not until(offer, {}, at):
        return NONE
    said = coverages(offer["kennung"])
    places = [values(row, "gebiet") for row in said if until(offer, row, at)]
    if not said:
        return MAYBE
    return max((max((area_fit(tag, town) for tag in tags), default=MAYBE) for tags in places), default=NONE)


def firm(pillar: str, town: str, at: date) -> bool:
    """Whether list and legal bases are declared complete for the town and the pillar (or all)."""
    above = upwards("pillars", pillar)
    return all(max(declared(aspect, name, at, town) for name in above) == FIRM for aspect in ("list", "law"))


def standing(pillar: str, town: str, at: date) -> Found:
    found: Found = set()
    for name, said in terms("legal-bases").items():
        obligation, own = said.get("obligation", [""])[0], said["pillar"][0]
        start, end = said.get("validFrom", [""])[0], said.get("validTo", [""])[0]
        asked = obligation in BINDING and said.get("standingOfferRequired") == ["true"]
        if not asked or (pillar and pillar not in upwards("pillars", own)) or day_of(end, date.max) < at:
            continue
        fits = [reach(offer, town, at) for offer in records("angebot").values() if name in laws(offer)]
        best = max(fits, default=NONE)
        claim = "belastbar" if firm(own, town, at) else "nicht_beurteilbar"
        if best == MAYBE or (best == PART and MAYBE in fits):
            claim = "hinweis" if claim == "belastbar" else claim
        if day_of(start, date.min) > at:
            block, claim = "future", ""
        elif best == EXACT:
            block, claim = "covered", ""
        elif best == PART:
            block = "part"
        else:
            block = BINDING[obligation] if best == NONE and claim == "belastbar" else "unknown"
        number = fits.count(best) if best else 0
        found.add((block, name, obligation, own, str(number), claim, start))
    return found


COLUMNS = ("norm", "obligation", "pillar", "offers", "claim", "inForceFrom")
SHOW = dict.fromkeys(("must", "should", "part", "unknown", "covered", "future"), COLUMNS)


@check("A2", SHOW)
def duties_without_offer() -> Found:
    return standing("", TOWN, TODAY)


@check("A2", SHOW, pillar="SA-08", day=date(2025, 12, 1))
def duties_of_youth_welfare_a_year_ago() -> Found:
    return standing("SA-08", TOWN, date(2025, 12, 1))


@check("A2", SHOW, town="G-03")
def duties_without_offer_in_one_district() -> Found:
    return standing("", "G-03", TODAY)
