"""What stands in cells as words, as the notation an answer shows: code lists, laws, areas of action, funds."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from plain.tables import Row, records, terms, upwards, values


@cache
def code(scheme: str, text: str) -> str:
    """The notation of an entry of a code list: ("vertragsart", "Zuwendungsvertrag")."""
    found = [
        notation
        for notation, said in terms("cl").items()
        if f"cl-{scheme}" in said["inScheme"] and text in said["prefLabel"]
    ]
    return found[0] if found else ""


@cache
def law(text: str) -> str:
    """The notation of a norm by its citation."""
    for notation, said in terms("legal-bases").items():
        if text in said.get("citation", []) or text in said.get("altLabel", []):
            return notation
    return ""


def laws(row: Row) -> list[str]:
    """The norms a row rests on, as far as they are in the register."""
    return [name for name in map(law, values(row, "rechtsgrundlage")) if name]


@cache
def field(need: str) -> str:
    """The field of action: what stands at the top above a need."""
    return next(name for name in upwards("needs", need) if not terms("needs")[name].get("broader"))


def sector(provider: str) -> str:
    """The sector of a provider; civil society counts as non-profit."""
    kind = records("traeger").get(provider, {}).get("traegerart", "")
    said = terms("provider-types").get(kind, {}).get("sector", [""])[0]
    return "sektor-frei-gemeinnuetzig" if said == "sektor-zivilgesellschaft" else said


def rounded(value: Decimal, digits: int = 2) -> Decimal:
    """A number with so many digits after the point."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def ratio(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """A share with four digits, as answers give it."""
    return rounded(Decimal(part) / Decimal(whole), 4)
