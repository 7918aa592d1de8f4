"""Keys made of names, for sources that have none."""

import hashlib
import re

from loaders.persons import trace_of_person
from loaders.places import trace_of_place
from ontology import iris
from ontology.vocabulary import fold

_SLUG = 40  # characters of a name that stand in a key
_DIGITS = 12  # among a million names two share them once in five hundred lists
_SHORT_KEY = 24
_SITES, _AREAS = "#standort", "#gebiet"
_WORD = re.compile(r"[A-Za-z]{3}")
_HARMLESS = 6  # so short a number is no phone number
_NAMELESS = frozenset({"#messwert", "#abdeckung"})  # nobody reads their keys


def minted(text: str, prefix: str, of: str = "") -> str:
    """The key of a name: readable, and another one for every other spelling.

    Two spellings never become one record by themselves: whether they are the same is decided by people. What looks like
    a person or a place leaves no trace in a key, because keys are shown everywhere and outlive what they name. The key
    of a site never shows words, for they may be its address; that of an area may, for areas are no secret.

    Args:
        text: what names the record; only its blanks do not count.
        prefix: opens the key.
        of: tag of the sheet the record stands in.
    """
    plain_text = " ".join(text.split())
    is_code = iris.is_key(plain_text) and _WORD.search(plain_text) is None
    if is_code and len(plain_text) <= _HARMLESS:
        return f"{prefix}-{plain_text}"
    digest = hashlib.sha256(plain_text.encode()).hexdigest()[:_DIGITS]
    if of in _NAMELESS and not is_code:
        return f"{prefix}-{digest}"
    place = None if of == _AREAS else trace_of_place(plain_text)
    if place == "postcode" and is_code:  # five digits may be any number
        place = None
    if place or trace_of_person(plain_text) or (of == _SITES and not is_code):
        return f"{prefix}-{digest}"
    if iris.is_key(plain_text) and len(plain_text) <= _SHORT_KEY:
        return f"{prefix}-{plain_text}"
    slug = re.sub(r"[^a-z0-9]+", "-", fold(plain_text)).strip("-")[:_SLUG].strip("-")
    return "-".join(part for part in (prefix, slug, digest) if part)
