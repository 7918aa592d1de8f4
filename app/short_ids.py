"""Short ids for what people keep and link to: letters and digits one can read out."""

import hashlib
import secrets

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # without letters that are mistaken for digits


def short_id(text: str, length: int = 6) -> str:
    """Letters and digits that hang on the text alone; six are over a billion, so two different ones do not meet in a town."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    return "".join(_LETTERS[(number >> (5 * i)) & 31] for i in range(length))


def fresh_id(length: int = 6) -> str:
    """Letters and digits that hang on nothing."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
