"""Addresses of profiles, with the state of knowledge that is being looked at."""

from typing import Final

from app.profiles.addresses import address
from app.web import permalink

PAGE: Final = "steckbrief"
ART, KEY = "art", "kennung"


def profile(art: str, key: str) -> permalink.Link:
    """Return the parameters of the address of a profile."""
    return {**permalink.stand(), ART: art, KEY: key}


def profile_of(iri: str) -> permalink.Link | None:
    """Return the parameters of the address of the profile of a record or concept; None if it has none."""
    found = address(iri)
    return profile(found.art, found.key) if found else None
