"""A name of a body, a site or an offer, taken apart for comparing: what is the same in spelling, what tells apart."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rapidfuzz import fuzz

from loaders.legal_forms import LegalForm, legal_form
from loaders.phonetics import sound
from loaders.word_parts import visible
from ontology.vocabulary import fold

_STOP = frozenset({
    "am", "an", "auf", "aus", "bei", "das", "dem", "den", "der", "des", "die", "dr", "e", "frau", "fuer", "gegen", "herr",
    "herrn", "im", "in", "inh", "inhaber", "inhaberin", "mit", "u", "und", "v", "vom", "von", "zu", "zum", "zur",
})  # fmt: skip
_ROMAN = frozenset(
    {"i", "ii", "iii", "iv", "vi", "vii", "viii", "ix"}
)  # not v and x, which are also abbreviations
_DIGITS = re.compile(r"\d+")
_SIDES = re.compile(r"^(?:(?:nord|sued)(?:ost|west)?|ost|west|mitte|ober|unter|neu|alt|gross|klein)")
_CUTS = frozenset(
    {40, 45, 48, 50, 60, 64, 70, 80, 100, 120, 128, 150, 200, 250, 255}
)  # letters a field holds
_SHORTEST_CUT = 25  # letters; below that a shared beginning says nothing
_ALIKE = 0.8  # how alike two words must be written to be one
_REJOINED = 0.9  # how alike words must be that are written together here and apart there
_HEARD = 0.6  # the same for words that sound the same
_SOUNDS = 0.95  # what two words count that sound the same and are written nearly the same


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart.

    Attributes:
        written: the name as written.
        letters: letters and digits of the whole name.
        squeezed: the same without legal form; equal for names that differ only in spaces,
            punctuation, case and umlauts.
        words: what the name says, with umbrella and short words written in one way.
        numbers: its numbers in their order, Roman ones too; "Kita 1" is not "Kita 2".
        forms: its legal forms.
        umbrella: the umbrella body it names, or nothing.
        levels: federal, state, district or local body.
    """

    written: str
    letters: str
    squeezed: str
    words: frozenset[str]
    numbers: tuple[str, ...]
    forms: frozenset[LegalForm]
    umbrella: str
    levels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the words of two names meet. `left`, `right`: words without a counterpart."""

    score: float
    left: frozenset[str]
    right: frozenset[str]


@lru_cache(maxsize=65536)
def name_parts(name: str) -> NameParts:
    """A name taken apart."""
    formed = legal_form(name)
    folded = fold(formed.stem.replace("&", " und ").replace("+", " und "))
    short = _written_out(folded.split())
    umbrella, words = _umbrella(short)
    levels = frozenset(level for word in words if (level := _levels().get(word)))
    numbers = tuple(_DIGITS.findall(folded)) + tuple(word for word in folded.split() if word in _ROMAN)
    kept = frozenset(word for word in words if word not in _STOP)
    return NameParts(
        name,
        fold(visible(name)).replace(" ", ""),
        folded.replace(" ", ""),
        kept,
        numbers,
        formed.forms,
        umbrella,
        levels,
    )


@cache
def umbrella_of(text: str) -> str:
    """The umbrella body that a text names: `Parität` → `Paritätischer`; the folded text if it is none of ours."""
    if not text.strip():
        return ""
    found, _ = _umbrella(fold(text).split())
    return found or fold(text)


def align(left: NameParts, right: NameParts, weight: Mapping[str, float]) -> Alignment:
    """How much of two names is the same, each word weighed by how much it tells (1 where nothing is known)."""
    shared = left.words & right.words
    loose = sorted(left.words - shared), sorted(right.words - shared)
    same = 2 * sum(weight.get(word, 1.0) for word in shared)
    total = sum(weight.get(word, 1.0) for words in (left.words, right.words) for word in words)
    pairs = sorted(
        ((likeness, a, b) for a in loose[0] for b in loose[1] if (likeness := _one_word(a, b))),
        key=lambda pair: (-pair[0], min(pair[1:]), max(pair[1:])),
    )
    left_over, right_over = set(loose[0]), set(loose[1])
    for likeness, a, b in pairs:
        if a in left_over and b in right_over:
            left_over.remove(a)
            right_over.remove(b)
            same += likeness * (weight.get(a, 1.0) + weight.get(b, 1.0))
    if left_over and right_over and len(left_over) != len(right_over):  # "Kreis verband"
        likeness = _one_word(_rejoined(left_over, left), _rejoined(right_over, right))
        if likeness >= _REJOINED:
            same += likeness * sum(weight.get(word, 1.0) for word in left_over | right_over)
            left_over, right_over = set(), set()
    return Alignment(min(same / total, 1.0) if total else 0.0, frozenset(left_over), frozenset(right_over))


def cut_off(left: NameParts, right: NameParts) -> bool:
    """Whether one name is the beginning of the other, cut where a column of a table ends."""
    short, long = (left, right) if len(left.letters) < len(right.letters) else (right, left)
    if len(short.letters) < _SHORTEST_CUT or len(short.letters) == len(long.letters):
        return False
    if not long.letters.startswith(short.letters):
        return False
    if short.letters[-1].isdecimal() and long.letters[len(short.letters)].isdecimal():  # "Haus 1", "Haus 12"
        return False
    length = len(short.written)
    return not _ends_word(short.written, long.written) or length in _CUTS or length + 1 in _CUTS


def is_number(word: str) -> bool:
    """Whether a word of a name only counts: `2`, `ii`."""
    return word.isdecimal() or word in _ROMAN


def opposed(left: AbstractSet[str], right: AbstractSet[str]) -> bool:
    """Whether words without counterpart name different sides of a place: north and south, upper and lower."""
    ours = {match[0] for word in left if (match := _SIDES.match(word))}
    theirs = {match[0] for word in right if (match := _SIDES.match(word))}
    return bool(ours and theirs and ours != theirs)


def _rejoined(words: Iterable[str], parts: NameParts) -> str:
    """Words of a name in their order as one word."""
    return "".join(sorted(words, key=lambda word: (parts.squeezed.find(word), word)))


def _ends_word(short: str, long: str) -> bool:
    words, longer = fold(short).split(), fold(long).split()
    return longer[: len(words)] == words


@lru_cache(maxsize=262144)
def _one_word(left: str, right: str) -> float:
    """How much two different words may be one and the same, mistyped or spelled otherwise; 0 if not."""
    ratio = 1.0 if left == right else fuzz.ratio(left, right) / 100
    if ratio < _HEARD or is_number(left) or is_number(right) or opposed({left}, {right}):
        return 0.0
    if sound(left) == sound(right):
        return max(ratio, _SOUNDS)
    return ratio if ratio >= _ALIKE and min(len(left), len(right)) >= 4 else 0.0


def _written_out(words: list[str]) -> list[str]:
    return [_table()["words"].get(word, word) for word in words]


def _umbrella(words: list[str]) -> tuple[str, list[str]]:
    """The umbrella a name mentions first, and the words with its name in one spelling."""
    text = f" {' '.join(words)} "
    places = []
    for spelling, key in _spellings():
        start = text.find(f" {spelling} ")
        if start >= 0:
            places.append((start, -len(spelling), spelling, key))
    if not places:
        return "", words
    _, _, spelling, key = min(places)
    return key, text.replace(f" {spelling} ", f" {fold(key).replace(' ', '')} ").split()


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    return tuple((spelling, key) for key, forms in _table()["umbrellas"].items() for spelling in forms)


@cache
def _levels() -> dict[str, str]:
    return {word: level for level, words in _table()["levels"].items() for word in words}


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("bodies.toml").read_text("utf-8"))
