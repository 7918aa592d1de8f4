"""Traces of people in texts (rule DQ-L06, design D18): Querblick holds offices and functions, never persons."""

import re

_MOBILE = re.compile(
    r"(?<![\d])(?:(?:\+|00)\s?49[\s/-]*\(?0?\)?[\s/-]*|0)1(?:5\d|6[023]|7\d)[\d\s/\-.]{6,12}\d"
)
_MAIL = re.compile(r"[\w.+-]+@(?P<domain>(?:[\w-]+\.)+[A-Za-z]{2,})")
_PRIVATE = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "web.de",
        "t-online.de",
        "freenet.de",
        "arcor.de",
        "yahoo.de",
        "yahoo.com",
        "hotmail.com",
        "hotmail.de",
        "outlook.de",
        "outlook.com",
        "live.de",
        "live.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "aol.de",
        "posteo.de",
        "mailbox.org",
        "online.de",
        "email.de",
        "mail.de",
        "1und1.de",
        "unitybox.de",
        "kabelmail.de",
        "proton.me",
        "protonmail.com",
    ]
)
_TITLE = r"(?:(?:Dr|Prof|Dipl|med|phil|h|c|Ing)\.[ -]*)*"
_NAMED = re.compile(
    rf"\b(?:Frau|Herrn?|Fr\.|Hr\.|Hrn\.|Schwester|Pfarrer(?:in)?|Diakon(?:in)?)\s+{_TITLE}(?P<name>[A-ZÄÖÜ][a-zäöüßéè-]+)"
    rf"|\bAnsprechpartner(?:in)?\s*(?:ist)?\s*:?\s+{_TITLE}[A-ZÄÖÜ][a-zäöüß]+\s+[A-ZÄÖÜ][a-zäöüß-]+"
)
_NO_PERSON = frozenset(
    {"Holle", "Sorge", "Luna"}
)  # "Frau Holle", "Frau Sorge" and the like are names of houses

IN_WORDS = {
    "mobile": ("Mobilnummer", "mobile number"),
    "mail": ("private E-Mail-Adresse", "private e-mail address"),
    "name": ("Name einer Person", "name of a person"),
}


def trace_of_person(text: str) -> str | None:
    """What in `text` points to a person: a key of `IN_WORDS`, or None."""
    if _MOBILE.search(text):
        return "mobile"
    if any(is_private_mail(match[0]) for match in _MAIL.finditer(text)):
        return "mail"
    if any((match["name"] or "") not in _NO_PERSON for match in _NAMED.finditer(text)):
        return "name"
    return None


def is_private_mail(address: str) -> bool:
    """Whether an e-mail address belongs to a provider for private users."""
    return address.rpartition("@")[2].lower() in _PRIVATE
