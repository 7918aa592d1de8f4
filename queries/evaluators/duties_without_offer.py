"""A2: norms that need a standing local offer, by what can be said about one."""

from collections import Counter

from rdflib import Literal

from ontology.terms import CL
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.declarations import LEGAL, LISTED
from queries.duties import Norm, missing, norms
from queries.parameters import date_term
from queries.reading import iri, iri_or_none
from queries.verdict import Claim, Grade, doubted
from queries.words import Words, counted

_BLOCKS = ("must", "should", "part", "unknown", "covered", "future")


def evaluate(asking: Asking) -> Outcome:
    """Must and should norms without offer apart, and what cannot be judged apart from both."""
    found, lapsed = norms(asking)
    blocks: dict[str, list[Row]] = {name: [] for name in _BLOCKS}
    for norm in found:
        block, row = _judged(asking, norm)
        blocks[block].append(row)
    size = Counter({name: len(rows) for name, rows in blocks.items()})
    lead = _LEAD.format(norms=counted(len(found) - size["future"], *_NORMS), **size)
    return Outcome(blocks, lead, (lapsed, coordination_left_out(asking.reading)))


def _judged(asking: Asking, norm: Norm) -> tuple[str, Row]:
    bodies = [body for row in norm.rows if (body := iri_or_none(row["body"]))]
    grade = Grade(max(int(str(row["fit"])) for row in norm.rows))
    offers = {
        iri(row["offer"]) for row in norm.rows if row["offer"] is not None and int(str(row["fit"])) == grade
    }
    row: Row = {
        "norm": norm.iri,
        "obligation": norm.obligation,
        "pillar": norm.pillar,
        "bodies": asking.reading.named(bodies),
        "offers": Literal(len(offers)),
        "inForceFrom": date_term(norm.in_force_from) if norm.in_force_from else None,
    }
    if norm.is_future(asking.reading.reference_date):
        return "future", {**row, "reason": _FUTURE}
    if grade is Grade.SPECIFIC:
        return "covered", {**row, "reason": _COVERED}
    claim, grounds = missing(asking, norm, asking.area("town"), (LISTED, LEGAL))
    if grade is Grade.UNKNOWN:
        return "unknown", {**row, "claim": Literal(str(doubted(claim, len(offers)))), "reason": _UNKNOWN}
    if grade is Grade.PART:
        # an offer that does not say where it is may reach the whole town
        maybe = {row["offer"] for row in norm.rows if int(str(row["fit"])) == Grade.UNKNOWN} - offers
        claim, grounds = doubted(claim, len(maybe)), _UNKNOWN if maybe else grounds
        return "part", {**row, "claim": Literal(str(claim)), "reason": _PART + grounds}
    row = {**row, "claim": Literal(str(claim)), "reason": _NOTHING + grounds}
    if claim is not Claim.FIRM:
        return "unknown", row
    return ("must" if norm.obligation == CL["obligation-muss"] else "should"), row


_NORMS = (Words("Norm geprüft", "norm checked"), Words("Normen geprüft", "norms checked"))
_LEAD = Words(
    "{norms}: {must} {must|Muss-Norm|Muss-Normen} und {should} {should|Soll-Norm|Soll-Normen} ohne Angebot, {part} nur in Teilen der Stadt, {unknown} nicht "
    "beurteilbar, {covered} mit Angebot. {future} künftige {future|Norm|Normen}.",
    "{norms}: {must} must {must|norm|norms} and {should} should {should|norm|norms} without offer, {part} in parts of the town only, {unknown} not to be "
    "judged, {covered} with offer. {future} future {future|norm|norms}.",
)
_FUTURE = Words("Noch nicht in Kraft.", "Not in force yet.")
_COVERED = Words(
    "Ein aktives Angebot nennt diese Norm und erreicht die ganze Stadt.",
    "An active offer names this norm and reaches the whole town.",
)
_PART = Words(
    "Aktive Angebote nennen diese Norm; jedes erreicht nur einen Teil der Stadt.",
    "Active offers name this norm; each reaches only a part of the town.",
)
_UNKNOWN = Words(
    "Angebote nennen diese Norm, sagen aber nicht, welches Gebiet sie erreichen.",
    "Offers name this norm but do not say which area they reach.",
)
_NOTHING = Words("Kein aktives Angebot nennt diese Norm.", "No active offer names this norm.")
