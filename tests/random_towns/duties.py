"""Statutory duties with and without offer, duties to cooperate with and without structure."""

from datetime import date, timedelta
from functools import cache

from random_towns.draft import HORIZON, KO, TODAY, area
from random_towns.expected import weakened
from random_towns.ground import Ground
from rdflib import RDF, Literal, URIRef

from ontology.terms import CL, SOZ
from ontology.vocabulary import vocabulary

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OFFER_LIKE = (SOZ.Offer, SOZ.Coverage, SOZ.Provider, SOZ.Area, None)
STRUCTURES = (SOZ.Committee, SOZ.Cooperation, SOZ.Contract)


@cache
def norms(*, cooperating: bool) -> tuple[tuple[URIRef, str, str, date], ...]:
    """Norms that bind (must, should): with obligation, pillar and first day; those that need a standing offer, or cooperation."""
    law, found = vocabulary(), []
    for norm in sorted(law.subjects(RDF.type, SOZ.LegalBasis)):
        wanted = (
            (SOZ.normKind, CL["normart-kooperation"])
            if cooperating
            else (SOZ.standingOfferRequired, Literal(True))  # noqa: FBT003 rdflib's way to write a boolean
        )
        obligation = str(law.value(norm, SOZ.obligation)).rpartition("-")[2]
        if (norm, *wanted) in law and obligation in {"muss", "soll"}:
            first = law.value(norm, SOZ.validFrom)
            pillar = str(law.value(norm, SOZ.pillar)).rpartition("/")[2]
            found.append((norm, obligation, pillar, date.fromisoformat(str(first)) if first else date.min))
    return tuple(found)


def sow_duties(ground: Ground) -> None:
    """Some norms get an offer, the rest has none; every norm of the register is expected."""
    chance, backed = ground.chance, {}
    for norm, _, _, _ in chance.sample(norms(cooperating=False), 4):
        kind = chance.choice(("whole", "whole", "part", "open", "nowhere", "decoy", "decoy"))
        _offer_for(ground, norm, kind)
        backed[norm] = kind
        ground.expected.plants[f"duty: {kind}"] += 1
    for norm, obligation, pillar, first in norms(cooperating=False):
        ground.expected.duties[norm] = _duty(ground, backed.get(norm, "decoy"), obligation, pillar, first)


def _offer_for(ground: Ground, norm: URIRef, kind: str) -> None:
    plot = ground.take("ZG-F02", "G")
    tags = plot.tags
    if kind == "whole":
        ground.offer(tags, legalBasis=norm)
    elif kind == "part":
        ground.offer({**tags, "area": area(ground.chance.choice("NS"))}, legalBasis=norm)
    elif kind == "open":
        ground.offer({**tags, "area": None}, legalBasis=norm)
    elif kind == "nowhere":  # one in a part of the town, and one nobody knows where
        ground.offer({**tags, "area": area("N")}, legalBasis=norm)
        ground.offer({**tags, "area": None}, legalBasis=norm)
    else:
        change = ground.chance.choice((
            {"status": "geplant"}, {"status": "ruhend"}, {"validTo": YESTERDAY}, {"validFrom": HORIZON}, {"kind": "AT-N1"},
        ))  # fmt: skip
        ground.offer(tags, legalBasis=norm, **change)


def _duty(ground: Ground, kind: str, obligation: str, pillar: str, first: date) -> tuple[str, str | None]:
    claim = ground.declared.duty(pillar, "rechtsbezug", waiting=ground.declared.rows_about_offers)
    if first > TODAY:
        return "future", None
    sure: dict[str, tuple[str, str | None]] = {
        "whole": ("covered", None),
        "open": ("unknown", weakened(claim)),
        "part": ("part", claim),
        "nowhere": ("part", weakened(claim)),
    }
    if kind in sure:
        return sure[kind]
    if claim != "belastbar":
        return "unknown", claim
    return ("must" if obligation == "muss" else "should"), claim


def sow_structures(ground: Ground) -> None:
    """Some duties to cooperate get a structure, the rest has none."""
    chance, done = ground.chance, set()
    if chance.random() < 0.2:
        ground.draft.wait(chance.choice(STRUCTURES))
        ground.declared.rows_about_structures = True
    for norm, _, _, _ in chance.sample(norms(cooperating=True), 3):
        kind = chance.choice(("committee", "cooperation", "contract", "lapsed", "not yet", "awareness"))
        _structure_for(ground, norm, kind)
        if kind in {"committee", "cooperation", "contract"}:
            done.add(norm)
        ground.expected.plants[f"cooperation duty: {kind}"] += 1
    declared = ground.declared
    waiting = declared.rows_about_offers or declared.rows_about_structures
    for norm, _, pillar, first in norms(cooperating=True):
        claim = declared.duty(pillar, "kooperation", waiting=waiting)
        if first > TODAY:
            expected: tuple[str, str | None] = "future", None
        elif norm in done:
            expected = "implemented", None
        else:
            expected = "missing" if claim == "belastbar" else "unknown", claim
        ground.expected.structures[norm] = expected


def _structure_for(ground: Ground, norm: URIRef, kind: str) -> None:
    draft, chance = ground.draft, ground.chance
    validity = {"lapsed": {"validTo": YESTERDAY}, "not yet": {"validFrom": TOMORROW}}.get(kind, {})
    cls = {"committee": SOZ.Committee, "contract": SOZ.Contract}.get(kind, SOZ.Cooperation)
    if kind in {"lapsed", "not yet"}:
        cls = chance.choice(STRUCTURES)
    types = ("KO-0", "KO-8") if kind == "awareness" else ("KO-1", "KO-2", "KO-4", "KO-7")
    cooperating = {"cooperationType": KO[chance.choice(types)]} if cls == SOZ.Cooperation else {}
    draft.record(cls, draft.key("V"), legalBasis=norm, **validity, **cooperating)
