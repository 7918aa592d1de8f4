"""Dates and years as people and spreadsheets write them. German order; whatever may mean two days is not guessed."""

import re
from datetime import date, timedelta
from functools import cache

from babel import Locale
from rdflib import XSD, Literal

from loaders.canonical import Cell, Stored
from loaders.readings import Reading, noted, problem, value

_EPOCH = {False: date(1899, 12, 30), True: date(1904, 1, 1)}  # day 0 of the two spreadsheet calendars
_SERIALS = range(18_264, 73_051)  # 1950 to 2100: a number outside is no date of ours
_YEARS = range(1900, 2101)
_TIME = r"(?:[T,\s]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*Uhr)?)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?P<time>{_TIME})")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})")
_GERMAN = re.compile(rf"(?P<d>\d{{1,2}})\.\s*(?P<m>\d{{1,2}})\.\s*(?P<y>\d{{4}}|\d{{2}})(?P<time>{_TIME})")
_WORDS = re.compile(r"(?P<d>\d{1,2})\.?\s*(?P<name>[^\W\d]+)\.?\s*(?P<y>\d{4})")
_SLASHED = re.compile(r"(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4}|\d{2})")
_PARTIAL = (
    re.compile(r"(?P<m>\d{1,2})\s*[./-]\s*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"),
    re.compile(r"(?P<name>[^\W\d]+)\.?\s*(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})"),
)
_PIVOT = 60  # two-digit years up to here are of this century


def read_date(cell: Cell, *, end: bool = False, date1904: bool = False) -> Reading:
    """A day.

    Args:
        cell: the cell as delivered.
        end: the column names a last day, so that "12/2026" suggests 31.12.2026 instead of 01.12.2026.
        date1904: the workbook counts days from 1904.
    """
    text = cell.text
    if cell.stored is Stored.DATE:
        day = date.fromisoformat(text[:10])
        return _checked(day, "date-with-time" if len(text) > 10 else None)
    if cell.stored in {Stored.BOOLEAN, Stored.TIME}:
        return problem("date-unreadable")
    if text.isdigit() and int(text) in _SERIALS:
        day = _EPOCH[date1904] + timedelta(days=int(text))
        return _checked(day, "date-serial")
    return _written(text) or _slashed(text) or _partial(text, end=end) or problem("date-unreadable")


def read_year(cell: Cell) -> Reading:
    """A calendar year."""
    if cell.stored is Stored.DATE:
        year = cell.text[:4]
        return noted(Literal(year, datatype=XSD.gYear), "year-from-date", year)
    if re.fullmatch(r"\d{4}", cell.text) and int(cell.text) in _YEARS:
        return value(Literal(cell.text, datatype=XSD.gYear))
    return problem("year-unreadable")


def german(day: date) -> str:
    """A day as it is written here: 31.12.2026."""
    return f"{day:%d.%m.}{day.year}"


def _written(text: str) -> Reading | None:
    """Forms in which day, month and year are told apart."""
    for pattern in (_ISO, _GERMAN, _WORDS, _COMPACT):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = _month(parts["name"]) if "name" in parts else int(parts["m"])
        if month is None:
            continue
        year, short = _full_year(parts["y"])
        day = _day(year, month, int(parts["d"]))
        if day is None:
            return problem("date-impossible")
        code = "date-short-year" if short else "date-with-time" if parts.get("time") else None
        return _checked(day, code or ("date-reordered" if pattern is _COMPACT else None))
    return None


def _slashed(text: str) -> Reading | None:
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    first, second = int(match["a"]), int(match["b"])
    year, _ = _full_year(match["y"])
    usual, american = _day(year, second, first), _day(year, first, second)
    if usual and (american is None or usual == american):
        return _checked(usual, "date-reordered")
    if usual or american:
        return problem("date-ambiguous", german(usual or american or date.min))
    return problem("date-impossible")


def _partial(text: str, *, end: bool) -> Reading | None:
    for pattern in _PARTIAL:
        match = pattern.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = _month(parts["name"]) if "name" in parts else int(parts.get("m") or (12 if end else 1))
        if month is None or not 1 <= month <= 12 or int(parts["y"]) not in _YEARS:
            continue
        first = date(int(parts["y"]), month, 1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        return problem("date-partial", german(last if end else first))
    return None


def _checked(day: date, code: str | None) -> Reading:
    if day.year not in _YEARS:
        return problem("date-implausible")
    node = Literal(day.isoformat(), datatype=XSD.date)
    return noted(node, code, german(day)) if code else value(node)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(text: str) -> tuple[int, bool]:
    if len(text) == 4:
        return int(text), False
    return (2000 if int(text) <= _PIVOT else 1900) + int(text), True


def _month(name: str) -> int | None:
    return _month_names().get(name.casefold().rstrip("."))


@cache
def _month_names() -> dict[str, int]:
    names = {"mrz": 3, "sept": 9, "jänner": 1}
    for width in ("wide", "abbreviated"):
        for number, name in Locale("de").months["format"][width].items():
            names[name.casefold().rstrip(".")] = number
    return names
