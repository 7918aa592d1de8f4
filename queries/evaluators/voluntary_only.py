"""A10: needs whose offers are all voluntary, as far as their legal bases are known."""

from collections import defaultdict
from enum import StrEnum

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.namespaces import namespace
from ontology.terms import CL
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.declarations import LEGAL
from queries.needs_reached import Claims, Reached, asked, not_reached, reached
from queries.reading import iri, text
from queries.verdict import Claim, Survey, as_far_as_known
from queries.weight import documented_in
from queries.words import Words, counted

_VOLUNTARY = frozenset({CL["obligation-freiwillig"], namespace("pf")["PF-FR"]})


class _Standing(StrEnum):
    """What an offer rests on."""

    VOLUNTARY = "voluntary"
    BOUND = "bound"
    UNKNOWN = "unknown"


def evaluate(asking: Asking) -> Outcome:
    """Every need that an offer reaches, by what these offers rest on; needs without offer apart."""
    standing = _standings(asking)
    documented = documented_in(asking.reading, asking.area("area"), group=asked(asking, "group"))
    places, claims = reached(asking), Claims(asking)
    blocks: dict[str, list[Row]] = {"only": [], "unclear": [], "law": []}
    records: dict[str, list[list[URIRef]]] = {"only": [], "unclear": [], "law": []}
    for place in places:
        offers = sorted(place.certain | place.perhaps)
        by = {kind: {o for o in place.certain if standing[o] is kind} for kind in _Standing}
        block, claim, reason = _judge(claims, place, by)
        blocks[block].append({
            "need": place.need, "voluntary": Literal(len(by[_Standing.VOLUNTARY])),
            "bound": Literal(len(by[_Standing.BOUND])),
            "unknown": Literal(len(by[_Standing.UNKNOWN] | place.perhaps)),
            "claim": None if claim is None else Literal(str(claim)), "reason": reason,
            "offers": asking.reading.named(offers), "documented": Literal(documented[place.need]),
        })  # fmt: skip
        records[block].append(offers)
    missing = not_reached(asking, places)
    uncovered: list[Row] = [
        {"need": need, "documented": Literal(documented[need]), "reason": _UNCOVERED} for need in missing
    ]
    lead = _LEAD.format(
        needs=counted(len(places), *_NEEDS), only=len(blocks["only"]), unclear=len(blocks["unclear"]),
        law=len(blocks["law"]), missing=counted(len(missing), *_MISSING),
    )  # fmt: skip
    return Outcome(
        {**blocks, "uncovered": uncovered}, lead, (coordination_left_out(asking.reading),), records=records
    )


def _standings(asking: Asking) -> defaultdict[URIRef, _Standing]:
    """Offer → what it rests on; unknown without anything recorded, unless legal references are complete."""
    said: defaultdict[URIRef, defaultdict[str, set[Node | None]]] = defaultdict(lambda: defaultdict(set))
    for row in asking.reading.facts("obligations"):
        said[iri(row["offer"])][text(row["kind"])].add(row["degree"])
    area = asking.area("area")
    survey = asking.declarations.survey(LEGAL, area, None) if area else None
    complete = survey is not None and survey.survey is Survey.COMPLETE
    found = defaultdict(lambda: _Standing.VOLUNTARY if complete else _Standing.UNKNOWN)
    for offer, kinds in said.items():
        found[offer] = _standing(kinds, complete=complete)
    return found


def _standing(kinds: defaultdict[str, set[Node | None]], *, complete: bool) -> _Standing:
    # funding without a norm says nothing
    paid = {degree for degree in kinds["funding"] if degree is not None}
    own = kinds["deviation"] or kinds["basis"]
    if (own | paid) - _VOLUNTARY - {None}:
        return _Standing.BOUND
    if None in own:
        return _Standing.UNKNOWN
    if own or kinds["none"] or kinds["voluntary"] or complete:
        return _Standing.VOLUNTARY
    return _Standing.UNKNOWN


def _judge(
    claims: Claims, place: Reached, by: dict[_Standing, set[URIRef]]
) -> tuple[str, Claim | None, Words]:
    if by[_Standing.BOUND]:
        return "law", None, _LAW
    unclear = by[_Standing.UNKNOWN] | place.perhaps
    if unclear:
        return "unclear", Claim.NONE, _UNCLEAR + counted(len(unclear), *_OFFERS)
    claim, grounds = claims.at(place.need)
    return "only", claim, _ONLY.format(known=as_far_as_known(claim)) + grounds


_NEEDS = (
    Words("Bedarf mit erfasstem Angebot", "need with a recorded offer"),
    Words("Bedarfe mit erfasstem Angebot", "needs with a recorded offer"),
)
_MISSING = (
    Words("Bedarf ist ohne erfasstes Angebot", "need has no recorded offer"),
    Words("Bedarfe sind ohne erfasstes Angebot", "needs have no recorded offer"),
)
_LEAD = Words(
    "{needs}: {only} allein mit freiwilligen Angeboten (soweit erfasst), {unclear} nicht beurteilbar, {law} auch gesetzlich "
    "gestützt. {missing} (siehe A1).",
    "{needs}: {only} with voluntary offers only (as far as recorded), {unclear} not to be judged, {law} resting on law as "
    "well. {missing} (see A1).",
)
_LAW = Words(
    "Wenigstens ein Angebot ruht auf einer bindenden Norm.", "At least one offer rests on a binding norm."
)
_UNCLEAR = Words("Nicht beurteilbar:", "Cannot be judged:")
_OFFERS = (
    Words(
        "Angebot ohne bekannten Rechtsbezug oder ohne bekannte Passung.",
        "offer of unknown legal basis or fit.",
    ),
    Words(
        "Angebote ohne bekannten Rechtsbezug oder ohne bekannte Passung.",
        "offers of unknown legal basis or fit.",
    ),
)
_ONLY = Words("Alle Angebote sind freiwillig {known}.", "All offers are voluntary {known}.")
_UNCOVERED = Words(
    "Kein Angebot erfasst: ob das eine Lücke ist, sagt A1.",
    "No offer recorded: A1 tells whether that is a gap.",
)
