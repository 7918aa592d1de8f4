"""What a header says beside the name of what is counted: the unit, and the day for which it holds."""

import re
from datetime import date

LEVELS = " / "
"""Between the levels of a header that stands in several rows."""

_DAY = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d\d)(?!\d)")
_MONTHS = {
    "jan": 1, "feb": 2, "mär": 3, "mrz": 3, "apr": 4, "mai": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-zäöü]*\.?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_PAIR = re.compile(r"\b((?:19|20)\d\d)\s*/\s*(?:(?:19|20)?\d\d)\b")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_UNITS = (
    ("einheit-je-1000", re.compile(r"je 1[. ]?000|pro 1[. ]?000|‰|promille", re.IGNORECASE)),
    (None, re.compile(r"je k?m²|je k?m2|/\s?k?m²|/\s?m2|\b(?:in|je) (?:k?m²|k?m2|ha|qm|qkm)\b|\bfläche\b|dichte", re.IGNORECASE)),
    ("einheit-prozent", re.compile(r"%|prozent|anteil|quote", re.IGNORECASE)),
    ("einheit-euro", re.compile(r"€|\beuro?\b|\beur\b", re.IGNORECASE)),
    (None, re.compile(r"durchschnitt|personen je|je haushalt", re.IGNORECASE)),
    ("einheit-haushalte", re.compile(r"haushalte|bedarfsgemeinschaften", re.IGNORECASE)),
    ("einheit-plaetze", re.compile(r"plätze|platz\b", re.IGNORECASE)),
    ("einheit-personen", re.compile(
        r"personen|einwohner|bevölkerung|jährige|männlich|weiblich|männer|maenner|frauen|kinder|jugendliche|ausländer"
        r"|arbeitslose|empfänger|alleinerziehende|schüler|beschäftigte|insgesamt|deutsch|unter ?\d+|ueber ?\d+|über ?\d+", re.IGNORECASE)),
)  # fmt: skip


def unit_of(header: str) -> str | None:
    """The unit a header names, a count if none; None if there is no such unit in the list."""
    own = header.split(LEVELS)
    text = " / ".join(own[1:] if len(own) > 2 else own[-1:]).replace("_", " ")
    return next((unit for unit, pattern in _UNITS if pattern.search(text)), "einheit-anzahl")


def date_of(header: str) -> date | None:
    """The day a header names itself, else the group it stands in."""
    group, _, own = header.partition(LEVELS)
    return date_in(own) or date_in(group)


def date_in(text: str) -> date | None:
    """The day a header or title names: a date, a month's or year's last day, a school year's first one."""
    for match in _DAY.finditer(text):
        try:
            return date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            continue
    month = _MONTH.search(text)
    if month:
        number, year = _MONTHS[month[1].casefold()], int(month[2])
        return (
            date(year, 12, 31)
            if number == 12
            else date.fromordinal(date(year, number + 1, 1).toordinal() - 1)
        )
    pair = _PAIR.search(text)
    if pair:
        return date(int(pair[1]), 8, 1)
    year_only = _YEAR.search(text)
    return date(int(year_only[1]), 12, 31) if year_only else None
