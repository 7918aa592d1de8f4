"""The one place that turns a stored value into text.

Spreadsheets store 35037 as 35037.0, dates as numbers and 0.3 as 0.30000000000000004. Everything after this module
sees the text a person would read in the cell, and beside it what the file had stored.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_SPACES = re.compile(r"[\u00a0\u2007\u2009\u202f\t]")
_INVISIBLE = re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")


class Stored(StrEnum):
    """How the file held a value. CSV holds text only."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    ERROR = "error"  # #REF!, #NV …
    LOST = "lost"  # a formula whose value the file does not hold


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and how it was stored. Numbers have a decimal point, dates are ISO 8601."""

    text: str
    stored: Stored = Stored.TEXT

    def __bool__(self) -> bool:
        return self.stored is not Stored.EMPTY


EMPTY = Cell("", Stored.EMPTY)


def canonical(value: object) -> Cell:
    """The cell for a value as a spreadsheet reader gives it."""
    stored = Stored.TEXT
    match value:
        case None:
            text = ""
        case bool():
            text, stored = ("true" if value else "false"), Stored.BOOLEAN
        case int() | float():
            text, stored = _number(value), Stored.NUMBER
        case dt.date():  # a datetime, too
            text, stored = _date(value), Stored.DATE
        case dt.time():
            text, stored = value.isoformat("minutes"), Stored.TIME
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            text, stored = f"{minutes // 60}:{minutes % 60:02}", Stored.TIME
        case _:
            text = clean(str(value))
    return Cell(text, stored) if text else EMPTY


def clean(text: str) -> str:
    """`text` in NFC, with plain spaces and line feeds, without invisible characters and surrounding blanks."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # nearly every cell
    plain = _INVISIBLE.sub("", _LINE_END.sub("\n", _SPACES.sub(" ", text)))
    return "\n".join(line.strip() for line in unicodedata.normalize("NFC", plain).split("\n")).strip()


def _date(value: dt.date) -> str:
    if not isinstance(value, dt.datetime):
        return value.isoformat()
    at_midnight = value.time() == dt.time.min
    return value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")


def _number(value: float) -> str:
    # 15 significant digits are what a spreadsheet shows and keeps; the rest is binary noise.
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if not exact.is_finite():
        return str(value)
    text = format(exact, "f")
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return shown if exact else "0"
