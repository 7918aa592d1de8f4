"""Numbers, dates and text the way they are written in the reader's language; and text made safe for Markdown and HTML."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from app import display
from app.web.texts import language

_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-!|~$:<>&])")
_LOCALES: Final = {"de": "de_DE", "en": "en_GB"}


def _locale() -> str:
    return _LOCALES[language()]


def integer(value: int) -> str:
    """Write a whole number: 8.262 in German."""
    return format_decimal(value, locale=_locale())


def decimal(value: Decimal) -> str:
    """Write a number with as many decimals as it has, at most three: 4,5 in German."""
    return format_decimal(value, locale=_locale())


def euro(value: Decimal | int) -> str:
    """Write an amount: 1.234.500 € in German, cents only where there are any."""
    form = "#,##0.00 ¤" if value % 1 else "#,##0 ¤"
    return str(format_currency(value, "EUR", format=form, locale=_locale(), currency_digits=False))


def share(part: int, whole: int) -> str:
    """Write part of whole as a percentage without decimals; a dash where there is no whole."""
    return percent(Decimal(part) / Decimal(whole)) if whole else "–"


def percent(value: Decimal | float) -> str:
    """Write a share between 0 and 1 as a percentage."""
    form = "#,##0 %" if language() == "de" else "#,##0%"
    return format_percent(value, format=form, locale=_locale())


def day(value: date | None) -> str:
    """Write a date as answers do: 24.11.2026, in English 2026-11-24, a dash for none."""
    return "–" if value is None else display.day(value, language())


def day_pattern() -> str:
    """How a field for a date shows it."""
    return "DD.MM.YYYY" if language() == "de" else "YYYY-MM-DD"


def month(value: date) -> str:
    """Write a month with its year: Dezember 2026."""
    return format_date(value, "LLLL yyyy", locale=_locale())


def moment(value: datetime) -> str:
    """Write date and time in the time zone of the server, as the log was written there."""
    local = value.astimezone() if value.tzinfo else value
    return f"{day(local.date())}, {local:%H:%M}"


def markdown(text: str) -> str:
    """Escape data for Markdown, so that nothing in it becomes a link, a colour, a formula or a picture."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def indented(label: str, level: int) -> str:
    """Indent a choice below the one it belongs to, with spaces that browsers keep."""
    return "\u2003" * level + label
