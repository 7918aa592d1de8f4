"""A text in the two languages every text of an answer has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from pydantic import ConfigDict

from ontology.words import inflected


@dataclass(frozen=True, slots=True)
class Words:
    """German and English. `str()` gives the German text."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    de: str
    en: str

    def __str__(self) -> str:
        return self.de

    def get(self, lang: str) -> str:
        """The text in `lang`; German for any language but English."""
        return self.en if lang == "en" else self.de

    def format(self, **values: object) -> "Words":
        """Fill `{name}` places. Values that are `Words` or dates are written in the respective language.

        `{name|one|many}` becomes the form that fits the number `name`. A place filled with nothing leaves no gap before
        what follows it.
        """
        return Words(*(_filled(text, values, lang) for text, lang in ((self.de, "de"), (self.en, "en"))))

    def __add__(self, other: "Words") -> "Words":
        return Words(f"{self.de} {other.de}".strip(), f"{self.en} {other.en}".strip())


NO_WORDS = Words("", "")
_GAP = re.compile(r" +([.,;:])")


def day(value: date) -> Words:
    """A date as people write it: 31.12.2026, 31 December 2026 as 2026-12-31."""
    return Words(value.strftime("%d.%m.%Y"), value.isoformat())


def percent(share: Decimal | float, digits: int = 0) -> Words:
    """A share as people write it: 62 %, in English 62%."""
    english = f"{share * 100:.{digits}f}"
    return Words(english.replace(".", ",") + " %", english + "%")


def counted(number: int, one: Words, many: Words) -> Words:
    """The number with the noun that fits it: "1 Angebot", "3 Angebote"."""
    noun = one if number == 1 else many
    return Words(f"{number} {noun.de}", f"{number} {noun.en}")


def _filled(text: str, values: Mapping[str, object], lang: str) -> str:
    written = {name: _written(value, lang) for name, value in values.items()}
    return _tidy(inflected(text, values).format(**written))


def _written(value: object, lang: str) -> object:
    if isinstance(value, Words):
        return value.get(lang)
    return day(value).get(lang) if isinstance(value, date) else value


def _tidy(text: str) -> str:
    return _GAP.sub(r"\1", " ".join(text.split()))
