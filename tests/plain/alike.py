"""K5: pairs that may be the same: by name, or by address and telephone number (offers: of one provider and one type)."""

import re
from datetime import date
from itertools import combinations

from plain.tables import TODAY, Found, Row, check, day_of, records

FORMS = ("e. V.", "e.V.", "gemeinnützige GmbH", "gGmbH", "GmbH", "gUG", "AG", "eG")


def plain_name(text: str) -> str:
    """A name without legal form, capitals, umlauts and punctuation."""
    for form in FORMS:
        text = text.removesuffix(form).strip(" ,")
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.lower().replace(umlaut, letters)
    return re.sub(r"[^a-z0-9]", "", text)


def address(site: str) -> str:
    """Where a site is; "" for one without address or a protected one."""
    row = records("standort").get(site, {})
    return " ".join(row[c] for c in ("strasse", "hausnummer", "plz")) if row.get("strasse") else ""


def same(one: Row, other: Row, places: tuple[str, str]) -> str:
    """What two records have in common, as far as it makes them a pair."""
    named = plain_name(one["name"]) == plain_name(other["name"])
    phones = [re.sub(r"\D", "", row.get("telefon", "")) for row in (one, other)]
    reached = bool(places[0]) and places[0] == places[1] and bool(phones[0]) and phones[0] == phones[1]
    said = ["Name"] if named else []
    said += ["Anschrift und Telefonnummer"] if reached else []
    return ", ".join(said)


def protected(row: Row) -> bool:
    """A protected site, or an offer at one."""
    return records("standort").get(row.get("standort", row["kennung"]), {}).get("ohne-anschrift") == "ja"


@check(
    "K5",
    {
        "pairs": ("kind", "record", "other", "provider", "same"),
        "apart": ("kind", "record", "other"),
        "decided": ("kind", "record", "other"),
    },
)
def alike() -> Found:
    found: Found = set()
    offers = [
        row
        for _, row in sorted(records("angebot").items())
        if not protected(row) and row["status"] != "beendet" and day_of(row["gueltig-bis"], date.max) >= TODAY
    ]
    for one, other in combinations(offers, 2):
        common = same(one, other, (address(one["standort"]), address(other["standort"])))
        if one["traeger"] == other["traeger"] and common and one["angebotsart"] == other["angebotsart"]:
            found.add(("pairs", "Offer", one["kennung"], other["kennung"], one["traeger"], common))
    for kind, sheets in (("Provider", ("traeger", "kostentraeger")), ("Site", ("standort",))):
        things = [row for sheet in sheets for _, row in sorted(records(sheet).items()) if not protected(row)]
        for one, other in combinations(things, 2):
            places = (address(one["kennung"]), address(other["kennung"]))
            if one["kennung"] != other["kennung"] and same(one, other, places):
                found.add(("pairs", kind, one["kennung"], other["kennung"], "", same(one, other, places)))
    return found
