"""Numbers, amounts and shares: German first, and nothing that may mean two numbers is guessed."""

import re
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal
from rdflib import XSD, Literal

from loaders.canonical import Cell, Stored
from loaders.readings import Reading, noted, problem, value
from ontology.sheets import Kind

_EURO = re.compile(r"\s*(?:€|EUR|Euro)\.?\s*", re.IGNORECASE)
_OTHER_MONEY = re.compile(r"[$£¥]|\b(?:CHF|USD|GBP|DM)\b|Franken|Dollar", re.IGNORECASE)
_NO_CENTS = re.compile(r"[,.]\s*[-–—]{1,2}$")
_MINUS = str.maketrans({"−": "-", "–": "-", "—": "-"})
_VAGUE = (
    re.compile(
        r"(?:ca\.?|circa|etwa|ungef(?:ähr|\.)?|rund|gut|knapp|über|unter|bis(?: zu)?|mind(?:estens|\.)?|max(?:imal|\.)?"
        r"|[~≈<>≤≥]=?)\s*(?P<n>\d[\d.,\s]*)(?P<unit>)(?:\D.*)?",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<n>\d[\d.,]*)\s*(?P<unit>)(?:-|bis)\s*\d[\d.,]*(?:\D.*)?"),
    re.compile(r"(?P<n>\d[\d.,]*)\s*(?P<unit>Tsd|Mio|T€|TEUR|T\b|k\b).*", re.IGNORECASE),
)
_PLAIN = re.compile(r"\d+")
_SPACED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?")
_GERMAN = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d+,\d+")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d*\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3}){2,}")
_ONE_MARK = re.compile(r"(?P<whole>[1-9]\d{0,2})(?P<mark>[.,])(?P<three>\d{3})")
_CENTS = Decimal("0.01")


def read_integer(cell: Cell) -> Reading:
    """A whole number."""
    number = _number(cell, Kind.INTEGER)
    if isinstance(number, Reading):
        return number
    if number != number.to_integral_value():
        return problem("number-not-whole")
    return value(Literal(str(int(number)), datatype=XSD.integer))


def read_decimal(cell: Cell) -> Reading:
    """A decimal number."""
    number = _number(cell, Kind.DECIMAL)
    return number if isinstance(number, Reading) else value(_decimal(number))


def read_money(cell: Cell) -> Reading:
    """An amount in euro."""
    if _OTHER_MONEY.search(cell.text):
        return problem("money-currency")
    text = _NO_CENTS.sub("", _EURO.sub("", cell.text)) if cell.stored is Stored.TEXT else cell.text
    number = _vague(cell.text) or _number(Cell(text, cell.stored), Kind.MONEY)
    if isinstance(number, Reading):
        return number
    cents = number.quantize(_CENTS, ROUND_HALF_UP)
    if cents != number:
        return noted(_decimal(cents), "money-rounded", in_german(cents))
    return value(_decimal(number))


def read_share(cell: Cell) -> Reading:
    """A part of a whole: "40 %", "0,4"."""
    text, percent = cell.text, False
    for sign in ("%", "Prozent", "v. H.", "vH"):
        if text.endswith(sign):
            text, percent = text.removesuffix(sign).strip(), True
    number = _number(Cell(text, cell.stored), Kind.SHARE)
    if isinstance(number, Reading):
        return number
    if percent:
        return value(_decimal(number / 100))
    if number > 1:
        return problem("share-ambiguous", f"{in_german(number)} %")
    return value(_decimal(number))


def in_german(number: Decimal) -> str:
    """A number with German marks: 1.234,5."""
    return str(format_decimal(number, locale="de", decimal_quantization=False))


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros, so that equal numbers have one spelling."""
    text = format(number, "f")
    shown = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if number == 0 else shown


def _decimal(number: Decimal) -> Literal:
    return Literal(plain(number), datatype=XSD.decimal)


def _number(cell: Cell, kind: Kind) -> Decimal | Reading:
    if cell.stored is Stored.NUMBER:
        return Decimal(cell.text)
    if cell.stored in {Stored.DATE, Stored.TIME}:
        return problem("number-as-date")
    text = cell.text.translate(_MINUS).strip() if cell.stored is Stored.TEXT else ""
    sign = -1 if text.startswith("-") else 1
    text = text.lstrip("+-").strip()
    one = _ONE_MARK.fullmatch(text)
    if one:
        return _one_mark(one, kind, sign)
    digits = _digits(text)
    if digits is not None:
        return sign * Decimal(digits)
    return _vague(text) or problem("number-unreadable")


def _vague(text: str) -> Reading | None:
    """For "ca. 30", "30–40" and "12 T€": not a number, but one to suggest."""
    for pattern in _VAGUE:
        match = pattern.fullmatch(text.translate(_MINUS))
        if match is None:
            continue
        digits = _digits(match["n"].strip(" .,"))
        if digits is None:
            continue
        unit = match["unit"].casefold()
        factor = 1_000_000 if unit == "mio" else 1000 if unit else 1
        return problem("number-vague", in_german(Decimal(digits) * factor))
    return None


def _digits(text: str) -> str | None:
    """The digits of a number whose marks can mean one thing only, with a decimal point."""
    if _PLAIN.fullmatch(text):
        return text
    if _SPACED.fullmatch(text):
        return text.replace(" ", "").replace("'", "").replace(",", ".")
    if _THOUSANDS.fullmatch(text):
        return text.replace(".", "").replace(",", "")
    if _GERMAN.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    if _ENGLISH.fullmatch(text):
        return text.replace(",", "")
    return None


def _one_mark(match: re.Match[str], kind: Kind, sign: int) -> Decimal | Reading:
    """`1.234` and `1,234`: thousands or decimals?

    A dot before three digits is a German thousands mark in amounts and whole numbers, which never have three decimals.
    A comma before three digits is a decimal mark where decimals may be that long. The rest is asked for.
    """
    whole, three, dotted = match["whole"], match["three"], match["mark"] == "."
    never_three = kind in {Kind.MONEY, Kind.INTEGER}
    if dotted and never_three:
        return sign * Decimal(whole + three)
    if not dotted and not never_three:
        return sign * Decimal(f"{whole}.{three}")
    grouped, decimals = in_german(Decimal(whole + three)), f"{whole},{three}"
    return problem("number-ambiguous", f"{whole}{three}" if dotted else grouped, other=decimals)
