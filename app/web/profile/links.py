"""Addresses of profiles, with the state of knowledge that is being looked at."""

from typing import Final

from app.profiles.addresses import address
from app.web import permalink

PAGE: Final = "steckbrief"
ART, KEY = "art", "kennung"

Link = dict[str, str | list[str]]
"""Parameters of an address: a name with one value or several."""


def stand() -> Link:
    """Return what of the address says for whom, as of when and on which version: a link must not change that."""
    return {name: values for name, values in permalink.chosen().items() if name in permalink.STAND}


def profile(art: str, key: str) -> Link:
    """Return the parameters of the address of a profile."""
    return {**stand(), ART: art, KEY: key}


def profile_of(iri: str) -> Link | None:
    """Return the parameters of the address of the profile of a record or concept; None if it has none."""
    found = address(iri)
    return profile(found.art, found.key) if found else None
