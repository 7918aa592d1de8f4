"""Words to search by: folded (case, umlauts, gender marks), with their stem, and how alike two of them are.

What people type and what is searched goes through the same functions, so that "Schulden" finds "Verschuldung".
"""

import re
from functools import cache, lru_cache
from typing import Final

import snowballstemmer

from ontology.vocabulary import fold

CLOSE: Final = 82
"""Likeness of 100 from which two words count as the same: one wrong letter in five or six."""

SHORTEST: Final = 4
"""Shorter words must be written right: almost every one resembles another."""

STOP: Final = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einen",
        "einem",
        "einer",
        "und",
        "oder",
        "ich",
        "wir",
        "man",
        "es",
        "ist",
        "sind",
        "hat",
        "haben",
        "wo",
        "was",
        "wer",
        "wie",
        "welche",
        "welcher",
        "welches",
        "wen",
        "wem",
        "gibt",
        "fuer",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "im",
        "in",
        "an",
        "am",
        "auf",
        "mit",
        "nicht",
        "the",
        "a",
        "of",
        "and",
        "or",
        "is",
        "are",
        "do",
        "does",
        "we",
        "i",
        "which",
        "who",
        "where",
        "what",
        "how",
        "for",
        "to",
        "in",
        "on",
        "with",
        "there",
    ]
)
_WORD: Final = re.compile(r"[^\W_]+")
_BOOK: Final = re.compile(r"\bSGB[\s.-]*([IVX]{1,4}|\d{1,2})(?![\w])", re.IGNORECASE)
_KEY: Final = re.compile(r"\b[A-Za-zÄÖÜ]{1,3}-\d[\w-]*")
_ROMAN: Final = {
    name: number
    for number, name in enumerate(
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV"], start=1
    )
}  # fmt: skip


def words(text: str) -> list[str]:
    """The words of a text, folded; "SGB VIII" and "SGB 8" are one word ("sgb8"), and so is a key such as "A-101"."""
    return [fold(word) for word in _WORD.findall(_KEY.sub(_joined, _BOOK.sub(_book, text)))]


def wanted(text: str) -> list[str]:
    """The words somebody searches by: those that carry meaning; all of them if none does."""
    found = list(dict.fromkeys(words(text)))
    return [word for word in found if word not in STOP] or found


@lru_cache(maxsize=100_000)
def variants(word: str) -> tuple[str, ...]:
    """A word and what is left of it without its ending: "ueberschneidungen", "ueberschneid"."""
    return tuple(dict.fromkeys((word, _stem(word))))


@cache
def all_variants(text: str) -> tuple[str, ...]:
    """The words of a text and their stems."""
    return tuple(dict.fromkeys(variant for word in words(text) for variant in variants(word)))


def _joined(match: re.Match[str]) -> str:
    return match[0].replace("-", "")


def _book(match: re.Match[str]) -> str:
    number = match[1].upper()
    return f"sgb{_ROMAN.get(number, number)}"


def _stem(word: str) -> str:
    # a stemmer of its own each time: it keeps a state, and several people search at once
    return str(snowballstemmer.stemmer("german").stemWord(word))
