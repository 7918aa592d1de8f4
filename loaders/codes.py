"""Keys of places and ways to reach an office: what spreadsheets break, mended where only one reading is possible."""

import re
from functools import cache
from urllib.parse import urlsplit

from babel import Locale
from rapidfuzz import process
from rdflib import Literal, URIRef

from loaders.canonical import Cell, Stored
from loaders.readings import Reading, noted, problem, value
from ontology.vocabulary import fold

_AGS_LENGTHS = frozenset({2, 3, 5, 8})  # state, region, district, municipality
_LANDS = range(1, 17)
_PHONE = re.compile(r"\+?[\d ()/.\-–]{3,30}")
_MAIL = re.compile(r"[^@\s,;<>\"]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_BARE_URL = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:/[^\s<>\"{}|\\^`]*)?")
_PAIR = re.compile(r"(?P<lat>(?:4[7-9]|5[0-5])[.,]\d+)\s*[;,/\s]\s*(?P<lon>(?:[5-9]|1[0-5])[.,]\d+)")
_LANGUAGES = {  # what is said here and what CLDR calls otherwise or lacks
    "deutsche gebaerdensprache": "gsg", "gebaerdensprache": "gsg", "dgs": "gsg", "leichte sprache": "de-simple",
    "einfache sprache": "de-simple", "farsi": "fa", "persisch": "fa", "dari": "fa-AF", "kurmandschi": "kmr",
    "kurdisch": "ku", "sorani": "ckb", "romanes": "rom", "romani": "rom", "serbokroatisch": "sh",
    "bosnisch kroatisch serbisch": "sh", "tigrinisch": "ti", "moldauisch": "ro", "english": "en",
}  # fmt: skip


def read_ags(cell: Cell, *, untyped: bool) -> Reading:
    """A municipality key of 2, 3, 5 or 8 digits, or a regional key of 12, from which it is taken.

    A zero that a spreadsheet ate is put back where only that reading is possible. `untyped`: the file (CSV) does not
    tell text from numbers, so digits may have lost a zero on the way.
    """
    digits = cell.text.replace(" ", "")
    if not digits.isdecimal():
        return problem("ags-unreadable")
    may_lack_zero = (untyped or cell.stored is Stored.NUMBER) and not digits.startswith("0")
    if len(digits) in {7, 4, 1, 11} and not digits.startswith("0"):
        whole = f"0{digits}"
        if not may_lack_zero:
            return problem("ags-unreadable", whole)
        short = _from_regional(whole) if len(whole) == 12 else whole
        return noted(Literal(short), "ags-repaired", short)
    if len(digits) == 12:
        short = _from_regional(digits)
        return noted(Literal(short), "ags-from-ars", short)
    if len(digits) not in _AGS_LENGTHS or (len(digits) == 2 and int(digits) not in _LANDS):
        return problem("ags-unreadable", f"0{digits}" if len(digits) == 2 else None)
    return value(Literal(digits))


def read_postcode(cell: Cell, *, untyped: bool) -> Reading:
    """A postcode of five digits; `untyped` as for `read_ags`."""
    digits = re.sub(r"^D\s*[-–]?\s*", "", cell.text)
    if re.fullmatch(r"\d{5}", digits):
        return value(Literal(digits))
    if re.fullmatch(r"[1-9]\d{3}", digits):
        whole = f"0{digits}"
        if untyped or cell.stored is Stored.NUMBER:
            return noted(Literal(whole), "postcode-repaired", whole)
        return problem("postcode-unreadable", whole)
    return problem("postcode-unreadable")


def read_phone(cell: Cell) -> Reading:
    """A phone number, as written."""
    text = cell.text.removeprefix("Tel.").removeprefix("Telefon").lstrip(": ")
    if cell.stored is Stored.NUMBER:  # no number here starts with another digit than 0, so one was eaten
        if not text.isdecimal() or len(text) < 5 or text.startswith("49"):
            return problem("phone-unreadable", f"0{text}")
        return noted(Literal(f"0{text}"), "phone-repaired", f"0{text}")
    if _PHONE.fullmatch(text) and 3 <= sum(c.isdecimal() for c in text) <= 15:
        return value(Literal(text))
    return problem("phone-unreadable")


def read_email(cell: Cell) -> Reading:
    """An e-mail address."""
    text = cell.text.removeprefix("mailto:")
    if not _MAIL.fullmatch(text):
        return problem("email-unreadable")
    name, _, domain = text.rpartition("@")
    return value(Literal(f"{name}@{domain.lower()}"))


def read_url(cell: Cell) -> Reading:
    """A web address; `www.…` and bare host names get `https://`."""
    text = cell.text
    if _BARE_URL.fullmatch(text):
        text = f"https://{text}"
    if not _URL.fullmatch(text):
        return problem("url-unreadable")
    try:
        host = urlsplit(text).hostname
    except ValueError:
        return problem("url-unreadable")
    return value(URIRef(text)) if host and "." in host else problem("url-unreadable")


def read_position(cell: Cell) -> Reading | None:
    """Latitude and longitude in degrees → WKT, which counts longitude first; None if it is not such a pair."""
    match = _PAIR.fullmatch(cell.text)
    if match is None:
        return None
    wkt = "POINT({} {})".format(match["lon"].replace(",", "."), match["lat"].replace(",", "."))
    return Reading((Literal(wkt),), problem("position-reordered", wkt).problems)


def read_language(cell: Cell) -> Reading:
    """A language by its German name or BCP 47 code."""
    code = _languages().get(fold(cell.text))
    if code is not None:
        return value(Literal(code))
    near = process.extract(fold(cell.text), list(_language_names()), limit=3, score_cutoff=70)
    names = [_language_names()[name] for name, _, _ in near]
    return problem("language-unknown", "; ".join(names) or None)


def _from_regional(digits: str) -> str:
    return digits[:5] + digits[9:]  # the four digits between are those of the association of municipalities


@cache
def _languages() -> dict[str, str]:
    codes = {str(code).replace("_", "-"): str(name) for code, name in Locale("de").languages.items()}
    return {fold(c): c for c in codes} | {fold(name): c for c, name in codes.items()} | _LANGUAGES


@cache
def _language_names() -> dict[str, str]:
    names = {fold(str(name)): str(name) for name in Locale("de").languages.values()}
    return names | {fold(name): name.title() for name in _LANGUAGES}
