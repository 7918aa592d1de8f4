"""An address that stands in one cell, taken apart the German way: street and number, postcode and town."""

import re
from enum import StrEnum
from functools import lru_cache

_TOWN = re.compile(
    r"(?:^|[,;\n]|\s[-–]\s|\s)\s*(?:D\s*-\s*)?(?P<postcode>\d{5})\s+(?P<town>[^\d,;\n][^,;\n]*)"
)
_POSTCODE = re.compile(r"(?<!\d)(?:D\s*-\s*)?(?P<postcode>\d{5})(?!\d)")
_NUMBER = re.compile(
    r"\b(?P<number>\d{1,4}\s?[a-zA-Z]?"
    r"(?:\s?[-–/+]\s?(?:\d{1,4}\s?[a-zA-Z]?|[a-zA-Z])|\s?,\s?(?:[a-zA-Z]|\d{1,4}\s?[a-zA-Z]?))*)\s*$"
)
_REACH = 40  # a house number stands in so many characters at the end


class AddressPart(StrEnum):
    """The parts an address is taken apart into."""

    STREET = "street"
    NUMBER = "number"
    POSTCODE = "postcode"
    TOWN = "town"


@lru_cache(maxsize=4096)
def split_address(text: str) -> dict[AddressPart, str]:
    """The parts of an address; what is not there or cannot be told is missing.

    `Musterstraße 12 a, 00999 Beispielau` → street, number, postcode, town. A number inside a name ("Straße des 17.
    Juni", "Platz der 3 Linden") is part of the street.
    """
    found: dict[AddressPart, str] = {}
    rest = " ".join(text.replace("\n", ", ").split())
    town = _TOWN.search(rest)
    if town:
        found[AddressPart.POSTCODE] = town["postcode"]
        found[AddressPart.TOWN] = town["town"].strip()
        rest = f"{rest[: town.start()].strip(' ,;-–')} {rest[town.end() :].strip(' ,;')}".strip()
    elif postcode := _POSTCODE.search(rest):
        found[AddressPart.POSTCODE] = postcode["postcode"]
        rest = f"{rest[: postcode.start()]} {rest[postcode.end() :]}".strip(" ,;-–")
    start = max(0, len(rest) - _REACH)
    number = _NUMBER.search(rest, start)
    street = rest[: number.start()].strip(" ,") if number else ""
    if number and re.search(r"[^\W\d_]", street):
        found[AddressPart.STREET] = street
        found[AddressPart.NUMBER] = re.sub(r"(?<=\d)\s+(?=[a-zA-Z]\b)", "", number["number"]).strip()
    elif re.search(r"[^\W\d_]", rest):
        found[AddressPart.STREET] = rest
    return found
