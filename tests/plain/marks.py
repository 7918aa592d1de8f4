"""What a gap weighs, a second time: the strongest norm of the register for a cell, and what its documented needs rest on."""

from datetime import date

from plain.cells import around, combined, parts
from plain.covering import documented
from plain.needs import EXPERIENCE, NUMBERS, kinds
from plain.tables import day_of, terms, values

OFFERS = ("normart-dienst", "normart-gewaehrleistung", "normart-finanzierung")


def norms(need: str, at: date) -> dict[str, list[str]]:
    """Norms in force that demand or allow an offer for a need, with the groups they speak of."""
    found = {}
    for name, said in terms("legal-bases").items():
        start, end = (
            day_of(said.get(p, [""])[0], d) for p, d in (("validFrom", date.min), ("validTo", date.max))
        )
        if said["normKind"][0] in OFFERS and need in said.get("typicalNeed", ()) and start <= at <= end:
            found[name] = said.get("typicalTargetGroup", [])
    return found


def degree(need: str, group: str, at: date) -> tuple[str, bool]:
    """The strongest degree of the norms that speak of all of a group, else of a part of it; empty without any."""
    own = norms(need, at)
    # whoever a norm speaks of for everybody, it speaks of for each
    whole = [n for n, groups in own.items() if not groups or "ZG-0" in groups or around(group) & set(groups)]
    part = [n for n, groups in own.items() if any(_holds(group, narrower) for narrower in groups)]
    levels = terms("obligation-levels")
    ranked = sorted(
        (terms("legal-bases")[n]["obligationLevel"][0] for n in whole or part),
        key=lambda d: int(levels[d]["rank"][0]),
    )
    return (ranked[-1], not whole) if ranked else ("", False)


def _holds(group: str, narrower: str) -> bool:
    return group == "ZG-0" or set(parts(group)) <= around(narrower)


def evidence(at: date) -> dict[tuple[str, str, str], str]:
    """Cell → what the needs documented for exactly it rest on."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in documented(at):
        for group in values(row, "zielgruppe"):
            for need in values(row, "bedarf"):
                for area in values(row, "gebiet"):
                    found.setdefault((need, combined(group), area), set()).update(kinds(row))
    return {cell: _kind(own) for cell, own in found.items()}


def _kind(own: set[str]) -> str:
    if own & NUMBERS and own & EXPERIENCE:
        return "both"
    if own & NUMBERS:
        return "numbers"
    if own & EXPERIENCE:
        return "experience"
    return "norm" if own else "unknown"
