"""How alike two addresses, towns, telephone numbers, e-mail and web addresses are: 0..1."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from ontology.vocabulary import fold

_HOUSE = re.compile(
    r"^(?P<street>.*?)\s*(?P<number>\d+\s*[a-z]?(?:\s*(?:-|–|/|bis)\s*\d+\s*[a-z]?)?)?\s*$", re.IGNORECASE
)
_STREET = re.compile(r"str(?:\.|asse|aße)?$|str(?:\.|asse|aße)?(?=\s)", re.IGNORECASE)


def street_score(ours: str, theirs: str) -> float:
    """1 for one address, half for one street with another house number, 0 for another street."""
    (street, number), (other, other_number) = _street(ours), _street(theirs)
    likeness = fuzz.ratio(street, other) / 100
    if likeness < 0.8:
        return 0.0
    return likeness if number == other_number else likeness / 2


@lru_cache(maxsize=65536)
def _street(text: str) -> tuple[str, str]:
    match = _HOUSE.match(text.strip())
    street, number = (match["street"], match["number"] or "") if match else (text, "")
    return fold(_STREET.sub("strasse", street)).replace(" ", ""), fold(number).replace(" ", "")


def phone_score(ours: str, theirs: str) -> float:
    """1 for one number, 0.7 for two extensions of one connection."""
    numbers = phone_digits(ours), phone_digits(theirs)
    if numbers[0] == numbers[1]:
        return 1.0
    short, long = sorted(numbers, key=len)
    return (
        0.7 if len(short) >= 7 and long.startswith(short[:-2]) and abs(len(long) - len(short)) <= 2 else 0.0
    )


@lru_cache(maxsize=16384)
def _town(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=65536)
def phone_digits(text: str) -> str:
    """A telephone number as digits from the trunk zero on: `+49 (38871) 12 34` → `0388711234`."""
    digits = "".join(c for c in text.replace("(0)", "") if c.isdecimal())
    if text.lstrip().startswith("+49"):
        return f"0{digits[2:]}"
    return f"0{digits[4:]}" if digits.startswith("0049") else digits


def mail_score(ours: str, theirs: str) -> float:
    """1 for one address, 0.5 for two at one host."""
    mails = ours.strip().casefold(), theirs.strip().casefold()
    if mails[0] == mails[1]:
        return 1.0
    hosts = [mail.rpartition("@")[2] for mail in mails]
    return 0.5 if hosts[0] == hosts[1] else 0.0


def host_score(ours: str, theirs: str) -> float:
    """1 for one host."""
    return float(web_host(ours) == web_host(theirs))


@lru_cache(maxsize=65536)
def web_host(text: str) -> str:
    """The host of a web address without `www.`."""
    address = text.strip() if "//" in text else f"//{text.strip()}"
    try:
        host = urlsplit(address).netloc
    except ValueError:
        return text.strip()
    return host.casefold().removeprefix("www.")


def same_place(codes: tuple[str, str], towns: tuple[str, str]) -> float | None:
    """1 for one postcode or one town, 0 for two; None if it cannot be said."""
    if codes[0] and codes[0] == codes[1]:
        return 1.0
    if all(towns):
        names = sorted((_town(town) for town in towns), key=len)
        short, long = names
        return 1.0 if f"{long} ".startswith(f"{short} ") else 0.0
    return 0.0 if all(codes) else None
