"""Days in forms no person writes: milliseconds since 1970, a year or school year standing for its first or last day."""

import re
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0)?")
_SCHOOL_YEAR = re.compile(r"((?:19|20)\d{2})\s*[/–-]\s*(?:(?:19|20)?\d{2})")
_MONTH = re.compile(r"((?:19|20)\d{2})-(\d{2})|(\d{1,2})[./]((?:19|20)\d{2})")


class TimeForm(StrEnum):
    """How a source writes a day."""

    MILLISECONDS = "milliseconds"  # since midnight of 1 January 1970, UTC
    SECONDS = "seconds"
    YEAR_END = "year-end"  # 2019 → 31.12.2019
    YEAR_START = "year-start"
    SCHOOL_YEAR = "school-year"  # 2000/01 → 1.8.2000
    MONTH_END = "month-end"  # 12/2019 → 31.12.2019
    CLOCK_MILLISECONDS = "clock-milliseconds"  # since midnight: 28800000 → 08:00
    CLOCK_MINUTES = "clock-minutes"
    CLOCK_DAYS = "clock-days"  # part of a day, as spreadsheets count: 0.5 → 12:00


CLOCKS = {TimeForm.CLOCK_MILLISECONDS: 60_000, TimeForm.CLOCK_MINUTES: 1, TimeForm.CLOCK_DAYS: 1 / 1440}
"""Forms of a time of day → how much of it is a minute."""


def as_date(text: str, form: TimeForm) -> date | None:
    """The day, or None if the text is not of that form or the day not between 1900 and 2100."""
    day = _read(text.strip(), form)
    return day if day is not None and 1900 <= day.year <= 2100 else None


def as_clock(text: str, form: TimeForm) -> str | None:
    """The time of day, `08:00`, or None if the text is none of that form. 24:00 is the end of a day."""
    try:
        exact = float(text.strip().replace(",", ".")) / CLOCKS[form]
    except ValueError:
        return None
    if not 0 <= exact <= 24 * 60:  # also false for what is no number
        return None
    minutes = round(exact)
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read(text: str, form: TimeForm) -> date | None:
    if form in {TimeForm.MILLISECONDS, TimeForm.SECONDS}:
        if not re.fullmatch(r"-?\d{1,14}", text):
            return None
        seconds = int(text) / (1000 if form is TimeForm.MILLISECONDS else 1)
        return (_EPOCH + timedelta(seconds=seconds)).date() if abs(seconds) < 1e10 else None
    if form is TimeForm.SCHOOL_YEAR:
        school = _SCHOOL_YEAR.fullmatch(text)
        return date(int(school[1]), 8, 1) if school else None
    if form is TimeForm.MONTH_END:
        return _month_end(text)
    year = _YEAR.fullmatch(text)
    if year is None:
        return None
    return date(int(year[1]), 12, 31) if form is TimeForm.YEAR_END else date(int(year[1]), 1, 1)


def _month_end(text: str) -> date | None:
    match = _MONTH.fullmatch(text)
    if match is None:
        return None
    year, month = (int(match[1]), int(match[2])) if match[1] else (int(match[4]), int(match[3]))
    if not 1 <= month <= 12:
        return None
    return (date(year, month, 1).replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
