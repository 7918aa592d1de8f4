"""Traces of a place in a text: street, postcode, position, phone number (rule DQ-L08).

Used only on what concerns a protected facility, so it errs on the side of refusing.
"""

import re
from collections.abc import Collection

_NOT_A_STREET = (
    r"(?!(?:Jahr|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Montag|Dienstag|"
    r"Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Alter|Durchschnitt|Schnitt|Monat|Quartal|Absatz|Abs|Umfang|Rahmen)\b)"
)
_NUMBER = r"\d{1,4}\s?[a-z]?(?:\s?[-–/+]\s?\d{1,4}\s?[a-z]?)?(?![\d.,]*\d)"
_STREET = (
    re.compile(r"\b[A-ZÄÖÜ][\wäöüß.-]*(?:straße|strasse|str\.|gasse|allee|chaussee)(?![\wäöüß])"),
    re.compile(
        r"(?:straße|strasse|str\.?|weg|platz|gasse|allee|ring|ufer|damm|steig|stieg|stiege|pfad|berg|hof|graben|markt|tor"
        rf"|wall|zeile|park|winkel|grund|kamp|brink|twiete|chaussee|promenade|siedlung|feld|garten)\s*{_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:Am|An der|An den|Auf der|Auf dem|Auf den|Im|In der|In den|Zum|Zur|Unter den|Unterm|Beim|Hinter der|Hinterm|"
        rf"Hinter dem|Vor dem|Vorm|Alte[rns]?|Neue[rns]?|Große[rns]?|Kleine[rns]?)\s+"
        rf"(?:{_NOT_A_STREET}[A-ZÄÖÜ][\wäöüß-]+\s+){{1,3}}\d{{1,3}}\s?[a-z]?\b(?!\s*(?:Uhr|Jahre|Tage|Stunden|Plätze|%|€))"
    ),
)
_POSTCODE = re.compile(
    r"(?<![\d.,/=-])\d{5}(?![\d/]|[.,]\d)(?!\s*(?:€|EUR|Euro|Personen|Menschen|Einw|Fälle|Stunden|Plätze|Std))"
)
_POSITION = re.compile(
    r"\bPOINT\s*\(|\d{1,2}\s*°\s*\d|(?<![\d.,])(?:4[7-9]|5[0-5])[.,]\d{4,}"
    r"|(?<![\d.,])(?:4[7-9]|5[0-5])[.,]\d{3,}\s*[;,/ ]\s*(?:[5-9]|1[0-5])[.,]\d{3,}|(?<![\d.,])(?:[5-9]|1[0-5])[.,]\d{5,}"
)
_PHONE = re.compile(r"(?<![\d.,])(?:\+\s?49|0049|\(?0)[\d ()/.\-–]{5,}\d")
_NOT_PHONE = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}[:.]\d\d(?:\s*Uhr)?")
_EVERYWHERE = ("0800", "0180", "116", "110", "112", "0700")  # numbers that say nothing about a town

IN_WORDS = {
    "street": ("Anschrift", "address"),
    "postcode": ("Postleitzahl", "postcode"),
    "position": ("Koordinate", "coordinates"),
    "phone": ("Telefonnummer", "phone number"),
    "area": ("Gebiet unterhalb der Gemeinde", "area below the municipality"),
    "site": ("Standort, der nicht als geschützt erkennbar ist", "site that is not recognisably protected"),
}


def trace_of_place(text: str, area_names: Collection[str] = (), *, phones: bool = True) -> str | None:
    """What in `text` points to a place: a key of `IN_WORDS`, or None.

    Args:
        text: any text.
        area_names: names of areas below the municipality; found as whole words.
        phones: whether a phone number counts.
    """
    if any(pattern.search(text) for pattern in _STREET):
        return "street"
    if _POSITION.search(text):
        return "position"
    if phones and is_local_phone(text):
        return "phone"
    if _POSTCODE.search(text):
        return "postcode"
    if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in area_names):
        return "area"
    return None


def is_local_phone(text: str) -> bool:
    """Whether `text` holds a phone number from which a place can be told."""
    for match in _PHONE.finditer(_NOT_PHONE.sub(" ", text)):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= 7 and not digits.startswith(_EVERYWHERE):
            return True
    return False
