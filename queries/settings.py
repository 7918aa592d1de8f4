"""The thresholds answers rest on, read from `settings.toml` and shown with every answer."""

import calendar
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from queries.errors import SettingsError
from queries.words import Words, percent

_FILE = "settings.toml"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Months are calendar months, shares lie between 0 and 1."""

    fresh_months: int
    ends_within_months: int
    thin_providers: int
    smallest_number: int
    outdated_months: int
    stale_months: int
    capacity_known: Decimal
    secured_share: Decimal
    rounding: Decimal
    walking_pace: int
    detour: Decimal
    far_minutes: int
    effect_months: int

    @staticmethod
    @cache
    def load() -> "Thresholds":
        """The thresholds of the shipped file."""
        return Thresholds.read(files(__package__).joinpath(_FILE).read_text("utf-8"))

    @staticmethod
    def read(text: str, file: str = _FILE) -> "Thresholds":
        """Thresholds from the text of a settings file.

        Raises:
            SettingsError: a threshold is missing, unknown, of the wrong type or out of range.
        """
        given = {
            name: value
            for section in tomllib.loads(text, parse_float=Decimal).values()
            for name, value in section.items()
        }
        wanted = {field.name: field.type for field in fields(Thresholds)}
        if set(given) != set(wanted):
            odd = ", ".join(sorted(set(given) ^ set(wanted)))
            raise SettingsError(f"{file}: missing or unknown: {odd}; expected exactly {', '.join(wanted)}")
        for name, kind in wanted.items():
            value, is_share = given[name], kind is Decimal
            if not isinstance(value, Decimal if is_share else int) or not 0 <= value <= (
                1 if is_share else 1200
            ):
                expected = "a share from 0 to 1, such as 0.5" if is_share else "a whole number"
                raise SettingsError(f"{file}:{name}: '{value}' cannot be used; expected {expected}")
        return Thresholds(**given)

    def shown(self) -> tuple[tuple[Words, Words], ...]:
        """Every threshold in words with its value."""
        return tuple((_LABELS[field.name], written(getattr(self, field.name))) for field in fields(self))


def written(value: int | Decimal) -> Words:
    """The value of a threshold as people write it; a `Decimal` is a share."""
    return percent(value) if isinstance(value, Decimal) else Words(str(value), str(value))


_LABELS = {
    "fresh_months": Words("Eine Bestandserklärung zählt (Monate)", "An inventory statement counts (months)"),
    "ends_within_months": Words(
        "Dünn, wenn die Abdeckung endet binnen (Monate)", "Thin if coverage ends within (months)"
    ),
    "thin_providers": Words("Dünn bei höchstens so vielen Trägern", "Thin with at most so many providers"),
    "smallest_number": Words("Personenzahlen erst ab", "Numbers of people only from"),
    "outdated_months": Words("Veraltet nach (Monate)", "Outdated after (months)"),
    "stale_months": Words("Lange nicht bestätigt nach (Monate)", "Long unconfirmed after (months)"),
    "capacity_known": Words("Kapazität verglichen, wenn bekannt bei", "Capacity compared where known of"),
    "secured_share": Words("Gefährdet unter gesichertem Anteil", "Endangered below secured share"),
    "rounding": Words("Abweichung bis", "Difference up to"),
    "walking_pace": Words("Schätzung zu Fuß: Meter je Minute", "Walking estimate: metres per minute"),
    "detour": Words("Schätzung zu Fuß: Umweg zur Luftlinie", "Walking estimate: detour on the straight line"),
    "far_minutes": Words("Weit ab so vielen Minuten zu Fuß", "Far beyond so many minutes on foot"),
    "effect_months": Words(
        "Ein Nachweis der Wirkung zählt (Monate)", "Evidence of an effect counts (months)"
    ),
}


def threshold_words(name: str) -> Words:
    """What a threshold is called."""
    return _LABELS[name]


def shift_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), the last of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
