"""The planning assumptions that may vary in a stated range, and where each decides: the gap matrix or a question.

They are the thresholds of `queries.settings`. What is not here does not vary: the smallest number that may be shown protects
people and is no assumption about the town.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from app.errors import RequestError
from queries.settings import Thresholds, threshold_words, written
from queries.words import Words

THRESHOLD: Final = "threshold"
"""Stands for the id of an act where an assumption varies."""
MATRIX: Final = ""
VARIABLE: Final = {
    "thin_providers": MATRIX,
    "ends_within_months": MATRIX,
    "fresh_months": MATRIX,
    "walking_pace": "I3",
    "detour": "I3",
    "far_minutes": "I3",
    "secured_share": "A5",
    "capacity_known": "A4",
    "outdated_months": "K1",
    "effect_months": "F2",
}
"""Threshold → the question it decides in; `MATRIX` = the gap matrix."""
_MOST: Final = 1200
_LEAST: Final = {"walking_pace": 1}


@dataclass(frozen=True, slots=True)
class Assumption:
    """A threshold that may vary: its name, what it is called, its value now, and the question it decides in."""

    name: str
    words: Words
    value: Words
    decides: str


def assumptions(thresholds: Thresholds) -> tuple[Assumption, ...]:
    """All that may vary, in the order of the file of settings."""
    return tuple(
        Assumption(name, threshold_words(name), written(getattr(thresholds, name)), decides)
        for name, decides in VARIABLE.items()
    )


def decided_in(names: Sequence[str]) -> tuple[str, ...]:
    """The questions in which these thresholds decide, each once; without the gap matrix."""
    return tuple(dict.fromkeys(VARIABLE[name] for name in names if VARIABLE.get(name)))


def varied(thresholds: Thresholds, name: str, text: str) -> Thresholds:
    """The thresholds with another value of one of them, as somebody writes it: 24, 0.5, 50 %.

    Raises:
        RequestError: it may not vary, or cannot have the value.
    """
    if name not in VARIABLE:
        raise RequestError(
            f"Spannen: ‹{name}› ist keine Annahme, die sich verändern lässt; erwartet eine von {', '.join(VARIABLE)}"
        )
    changed: dict[str, Any] = {name: _value(thresholds, name, text)}
    return replace(thresholds, **changed)


def _value(thresholds: Thresholds, name: str, text: str) -> int | Decimal:
    is_share = isinstance(getattr(thresholds, name), Decimal)
    plain = text.replace("\u00a0", " ").strip()
    try:
        number = Decimal(plain.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        number = Decimal(-1)
    if plain.endswith("%"):
        number = number / 100 if is_share else Decimal(-1)
    least = _LEAST.get(name, 0)
    if (
        not number.is_finite()
        or not least <= number <= (1 if is_share else _MOST)
        or (not is_share and number % 1)
    ):
        expected = "ein Anteil wie 50 % oder 0,5" if is_share else f"eine ganze Zahl ab {least}"
        raise RequestError(
            f"Spannen: ‹{text}› geht in ‹{threshold_words(name).de}› nicht; erwartet {expected}"
        )
    return number if is_share else int(number)
