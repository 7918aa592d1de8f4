"""Words for shelters, and file names that tell where one is."""

import re

from rapidfuzz import fuzz

from loaders.places import trace_of_place

UNNAMED = "Lieferung"
"""Stands for a file name that must not be repeated."""

_WORDS = re.compile(
    r"frauenh[aä]us|(?:frauen|kinder|mädchen|männer|gewalt)[\w -]{0,25}schutzh[aä]us|schutzwohnung|schutzunterk[uü]nft"
    r"|schutzeinrichtung|zuflucht(?:s|st[aä]tte|swohnung|shaus)|mädchenzuflucht|männerschutz|\bAT-S1\b",
    re.IGNORECASE,
)
_HINTS = ("schutz", "zuflucht", "frauenh", "at-s1")  # one of them is in whatever the pattern above finds


_SOUNDS = re.compile(r"fr[aeu]{2,3}|sch(?:u|ü|ue)tz|zuflucht|m(?:ä|ae)dchen|gewalt|\bfh\b")
_LIKE = 75.0  # of 100


def mentions_shelter(text: str) -> bool:
    """Whether a text speaks of a shelter."""
    lowered = text.casefold()
    return any(hint in lowered for hint in _HINTS) and _WORDS.search(text) is not None


def sounds_like_shelter(text: str) -> bool:
    """Whether a word may be a misspelt one for a shelter: it speaks of women, girls, refuge or violence."""
    lowered = text.casefold()
    alike = any(
        fuzz.ratio(lowered, word) >= _LIKE for word in ("frauenhaus", "schutzwohnung", "zufluchtsstätte")
    )
    return alike or _SOUNDS.search(lowered) is not None


def tells_a_place(filename: str) -> bool:
    """Whether a file name speaks of a shelter and a place in one breath."""
    return mentions_shelter(spaced(filename)) and trace_of_place(spaced(filename)) is not None


def spaced(name: str) -> str:
    """A file name as words."""
    return re.sub(r"[_.]+", " ", name)
