"""Reads legal references as people write them.

The law may stand after its paragraphs (`§§ 53, 54 SGB XII`), before them (`SGB VIII § 11`), or after a heading
(`§ 16a Kommunale Eingliederungsleistungen SGB II`); several references may share it. The text is cut into tokens,
tokens into groups of numbers behind one § sign, and each group takes the law that belongs to it. Nothing is guessed:
a reference without a law has `law=None`.
"""

import re
from functools import cache

from ontology.law import names
from ontology.law.reference import LegalReference
from ontology.law.register import laws, paragraphs
from ontology.law.tokens import NUMBER, Group, Item, LawToken, read

_BARE = re.compile(rf"\s*(?P<number>{NUMBER}[a-z]?)\s*")


def parse_references(text: str) -> list[LegalReference]:
    """All legal references in `text`, in their order; empty if there is none. Never raises."""
    references: list[LegalReference] = []
    for clause in _clause_end().split(text):
        references += _clause(clause)
    return references


@cache
def _clause_end() -> re.Pattern[str]:
    """Where one statement ends: a semicolon counts only before the next reference, since headings have them too."""
    return re.compile(rf"[\n|•]|;(?=\s*(?:§|(?i:Art|Paragra|\d|{names.pattern()})|$))")


def _clause(clause: str) -> list[LegalReference]:
    groups: list[Group] = []
    found: list[LawToken] = []
    for part in read(clause):
        if isinstance(part, LawToken):
            found.append(part)
        elif part.items:
            groups.append(part)
    if not groups:
        return _without_sign(clause, found)
    owners = _owners(clause, groups, found)
    return [
        _reference(item, group.sign, law, clause[group.start : group.end].strip())
        for group, law in zip(groups, owners, strict=True)
        for item in group.items
    ]


def _without_sign(clause: str, found: list[LawToken]) -> list[LegalReference]:
    """Laws alone, or a clause that is nothing but a number and a law: "16a SGB II", "SGB VIII 11"."""
    known = [law for law in found if law.known]
    if len(found) == 1 and known:
        bare = _BARE.fullmatch(clause[: found[0].start] + clause[found[0].end :])
        if bare:
            return [_reference(Item(bare["number"]), "§", found[0].law, clause.strip())]
    return [LegalReference(law.law, None, raw=clause[law.start : law.end]) for law in known]


def _owners(clause: str, groups: list[Group], found: list[LawToken]) -> list[str | None]:
    """The law of each group."""
    law_first = bool(found) and found[0].start < groups[0].start
    owners: list[str | None] = []
    before = _last([law for law in found if law.end <= groups[0].start])
    for position, group in enumerate(groups):
        limit = groups[position + 1].start if position + 1 < len(groups) else len(clause)
        between = [law for law in found if group.end <= law.start < limit]
        coming = None
        may_precede = position + 1 < len(groups) and (law_first or len(between) > 1)
        if between and may_precede and not clause[between[-1].end : limit].strip(" :,("):
            coming = between.pop()
        after = _nearest(between, group.end)
        owners.append(after or before)
        before = coming.law if coming else (after or before) if law_first else None
    _inherit(owners)
    return owners


def _inherit(owners: list[str | None]) -> None:
    """A group without a law shares the one of the next group, else of the one before."""
    following: str | None = None
    for position in reversed(range(len(owners))):
        following = owners[position] = owners[position] or following
    for position in range(1, len(owners)):
        owners[position] = owners[position] or owners[position - 1]


def _nearest(candidates: list[LawToken], end: int) -> str | None:
    """The law right behind the numbers; else, after a heading, the last known one; else the last."""
    if not candidates:
        return None
    if candidates[0].start - end <= 1:
        return candidates[0].law
    return _last([law for law in candidates if law.known]) or _last(candidates)


def _last(candidates: list[LawToken]) -> str | None:
    return candidates[-1].law if candidates else None


def _reference(item: Item, sign: str, law: str | None, raw: str) -> LegalReference:
    number, following = item.number, item.following
    if item.unclear_f:  # "§ 16 f SGB II", "§ 16f. SGB II": § 16f if there is one, else § 16 ff.
        exists = law is not None and f"{number}f" in paragraphs().get(law, {})
        number, following = (f"{number}f", False) if exists else (number, True)
    return LegalReference(
        law,
        number,
        laws()[law].sign if law in laws() else sign,
        through=item.through,
        following=following,
        absatz=item.details.get("absatz"),
        satz=item.details.get("satz"),
        nummer=item.details.get("nummer"),
        raw=raw,
    )
