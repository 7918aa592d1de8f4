"""Opening hours as people write them, and when that is open.

The template asks for the notation of OpenStreetMap; German day names and spellings are read, too. What cannot be read
is not known, never closed. Hours are looked at over four weeks, so that a help that opens once a month is seen; public
holidays are left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TypeAlias

from opening_hours import OpeningHours, State, validate

Span: TypeAlias = tuple[datetime, datetime]
WEEKS = 4
_DAY = timedelta(days=1)


class Window(StrEnum):
    """A part of the week."""

    EVENING = "abend"
    NIGHT = "nacht"
    WEEKEND = "wochenende"
    FRIDAY_TO_MONDAY = "freitag-montag"


# first and last weekday (Monday is 0) on which the window begins; its begin and length in hours
_WINDOWS = {
    Window.EVENING: (0, 4, 18, 4),
    Window.NIGHT: (0, 6, 22, 8),
    Window.WEEKEND: (5, 6, 8, 12),
    Window.FRIDAY_TO_MONDAY: (4, 4, 18, 62),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """When something is open for sure, and when perhaps ("nach Vereinbarung")."""

    open: tuple[Span, ...]
    perhaps: tuple[Span, ...] = ()


def spans(window: Window, day: date) -> list[Span]:
    """When the window is, in the four weeks from the Monday on or before a day."""
    first, last, hour, length = _WINDOWS[window]
    monday = _monday(day)
    starts = [
        monday + (7 * week + weekday) * _DAY + timedelta(hours=hour)
        for week in range(WEEKS)
        for weekday in range(first, last + 1)
    ]
    return [(start, start + timedelta(hours=length)) for start in starts]


@cache
def read_hours(text: str, day: date) -> Hours | None:
    """When a text says it is open, in the same four weeks and the night after; None if it cannot be read."""
    start = _monday(day)
    given = _parsed(_replaced(text, _COMMAS)) or _parsed(_replaced(text, _GERMAN + _COMMAS))
    if given is None:
        return None
    sure: list[Span] = []
    perhaps: list[Span] = []
    for begin, end, state, comment in given.intervals(start, start + (7 * WEEKS + 2) * _DAY):
        # a condition in words ("nach Vereinbarung") may mean that nobody is there
        if state == State.UNKNOWN or (state == State.OPEN and comment):
            perhaps.append((begin, end))
        elif state == State.OPEN:
            sure.append((begin, end))
    return Hours(tuple(sure), tuple(perhaps))


def meet(one: Iterable[Span], other: Sequence[Span]) -> list[Span]:
    """What two sets of spans have in common."""
    return [(max(a, c), min(b, d)) for a, b in one for c, d in other if a < d and c < b]


def length(parts: Iterable[Span]) -> timedelta:
    """How long spans are together; what overlaps counts once."""
    total, until = timedelta(), datetime.min  # noqa: DTZ901 hours of a place have no time zone
    for begin, end in sorted(parts):
        total += max(end - max(begin, until), timedelta())
        until = max(until, end)
    return total


def _monday(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time()) - day.weekday() * _DAY


def _parsed(text: str) -> OpeningHours | None:
    # a rule of days alone would mean the whole day, which hardly anybody means
    if not all(_TIMES.search(rule) for rule in text.split(";") if rule.strip()):
        return None
    return OpeningHours(text, auto_country=False, auto_timezone=False) if validate(text) else None


def _replaced(text: str, spellings: Sequence[tuple[re.Pattern[str], str]]) -> str:
    """Other spellings as OpenStreetMap writes them; text in quotation marks stays."""
    parts = re.split(r'("[^"]*")', text.strip())
    for pattern, instead in spellings:
        parts = [part if part.startswith('"') else pattern.sub(instead, part) for part in parts]
    return "".join(parts)


_WORDS = {
    "Mo": "Mo|Montags?", "Tu": "Di|Dienstags?", "We": "Mi|Mittwochs?", "Th": "Do|Donnerstags?", "Fr": "Fr|Freitags?",
    "Sa": "Sa|Samstags?|Sonnabends?", "Su": "So|Sonntags?", "PH": "Feiertage?|feiertags", "Mo-Su": "täglich",
    "00:00-24:00": "rund um die Uhr|durchgehend", "off": "geschlossen", "Mar": "Mär|Mrz|März", "May": "Mai", "Oct": "Okt",
    "Dec": "Dez", ", ": "und|u",
}  # fmt: skip
_DAYS = "Mo|Tu|We|Th|Fr|Sa|Su"
_GERMAN = [
    (re.compile(r"\s*(?:[-–—]|\bbis\b)\s*"), "-"),
    *((re.compile(rf"\b(?:{words})\b\.?", re.IGNORECASE), instead) for instead, words in _WORDS.items()),
    (re.compile(r"\s*\bUhr\b"), ""),
    (re.compile(r"\b(\d{1,2})\.(\d{2})\b"), r"\1:\2"),
    # hours without minutes: 9-12, 8:30-16
    (re.compile(r"(?<![\d:/-])(\d{1,2})-(?=\d{1,2}(?![\d-]))"), r"\1:00-"),
    (re.compile(r"(\d:\d\d)-(\d{1,2})(?![\d:])"), r"\1-\2:00"),
]
_COMMAS = [
    # with a space behind it a comma would begin a rule of its own: "Mo" all day, and "We 9:00-12:00"
    (re.compile(rf"\b({_DAYS})\s*,\s*(?=(?:{_DAYS})\b)"), r"\1,"),
    (re.compile(r"(\d:\d\d)\s*,\s*(?=\d{1,2}:)"), r"\1,"),
]
_TIMES = re.compile(r"\d:\d|24/7|off|closed|unknown|\"|sun|dawn|dusk")
