"""A9: needs with help but without prevention, as far as that can be said."""

from collections.abc import Mapping

from rdflib import Literal, URIRef

from ontology.namespaces import namespace
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import coordination_left_out
from queries.matrix import broader_known, field_of
from queries.needs_reached import Claims, Reached, asked, reached, values_by_offer, without_offer
from queries.verdict import Claim, State, weaker
from queries.weight import GAPS, documented_in
from queries.words import Words, counted

_IV = namespace("iv")
_COLUMNS = {
    "universal": _IV["IV-1"], "selective": _IV["IV-2"], "support": _IV["IV-3"], "crisis": _IV["IV-4"],
    "aftercare": _IV["IV-5"],
}  # fmt: skip
_PREVENTION = frozenset({_IV["IV-1"], _IV["IV-2"]})
_INTERVENTION = frozenset({_IV["IV-3"], _IV["IV-4"]})


def evaluate(asking: Asking) -> Outcome:
    """Every need that an offer reaches, by what can be said about prevention."""
    levels, own = values_by_offer(asking.rows, "level"), values_by_offer(asking.rows, "own")
    documented = documented_in(asking.reading, asking.area("area"), group=asked(asking, "group"))
    places, claims = reached(asking), Claims(asking)
    blocks: dict[str, list[Row]] = {"gap": [], "unknown": [], "covered": []}
    records: dict[str, list[list[URIRef]]] = {"gap": [], "unknown": [], "covered": []}
    for place in places:
        state, claim, reason = _judge(claims, place, levels, own)
        block = {State.GAP: "gap", State.COVERED: "covered"}.get(state, "unknown")
        known = {offer for offer in place.certain if levels.get(offer)}
        counts = {
            name: Literal(sum(1 for offer in known if level in levels[offer]))
            for name, level in _COLUMNS.items()
        }
        blocks[block].append({
            "field": field_of(broader_known(asking.reading, place.need)), "need": place.need, **counts,
            "open": Literal(len((place.certain | place.perhaps) - known)),
            "usual": Literal(sum(1 for offer in known if not own.get(offer))),
            "state": Literal(str(state)), "claim": None if claim is None else Literal(str(claim)), "reason": reason,
            "documented": Literal(documented[place.need]),
        })  # fmt: skip
        records[block].append(sorted(place.certain | place.perhaps))
    lead = _LEAD.format(
        needs=counted(len(places), *_NEEDS), gaps=len(blocks["gap"]), unknown=len(blocks["unknown"]),
        covered=len(blocks["covered"]),
    )  # fmt: skip
    exclusions = (without_offer(asking, places), coordination_left_out(asking.reading))
    return Outcome(blocks, lead if places else _NONE, exclusions, records=records)


def _judge(
    claims: Claims,
    place: Reached,
    levels: Mapping[URIRef, set[URIRef]],
    own: Mapping[URIRef, set[URIRef]],
) -> tuple[State, Claim | None, Words]:
    there = {level for offer in place.certain for level in levels.get(offer, ())}
    if there & _PREVENTION:
        return State.COVERED, None, _PREVENTED
    claim, grounds = claims.at(place.need)
    everybody = place.certain | place.perhaps
    unclear = sum(1 for offer in everybody if not levels.get(offer) or levels[offer] & _PREVENTION)
    if unclear:
        return State.UNKNOWN, Claim.NONE, _UNCLEAR + counted(unclear, *_OFFERS)
    if not there & _INTERVENTION:
        return State.UNKNOWN, Claim.NONE, _NEITHER
    if claim in GAPS:
        usual = sum(1 for offer in everybody if not own.get(offer))
        if usual:
            # the usual level of a service type is an assumption about this offer
            claim, grounds = weaker(claim, Claim.PROVISIONAL), grounds + counted(usual, *_USUAL)
        return State.GAP, claim, _GAP.format(weight=_WEIGHTS[claim]) + grounds
    return State.UNKNOWN, claim, _OPEN + grounds


_NEEDS = (
    Words("Bedarf mit erfasstem Angebot", "need with a recorded offer"),
    Words("Bedarfe mit erfasstem Angebot", "needs with a recorded offer"),
)
_LEAD = Words(
    "{needs}: {gaps} mit Hilfe, aber ohne Prävention, {unknown} nicht beurteilbar, {covered} mit Prävention.",
    "{needs}: {gaps} with intervention but without prevention, {unknown} not to be judged, {covered} with prevention.",
)
_NONE = Words(
    "0 Bedarfe mit Angebot erfasst, keine Aussage möglich.",
    "0 needs with an offer recorded, no statement possible.",
)
_PREVENTED = Words("Prävention ist erfasst.", "Prevention is recorded.")
_UNCLEAR = Words("Nicht beurteilbar, ob es Prävention gibt:", "Cannot be judged whether there is prevention:")
_OFFERS = (
    Words(
        "Angebot lässt Stufe, Gebiet, Bedarf oder Zielgruppe offen.",
        "offer leaves level, area, need or group open.",
    ),
    Words(
        "Angebote lassen Stufe, Gebiet, Bedarf oder Zielgruppe offen.",
        "offers leave level, area, need or group open.",
    ),
)
_NEITHER = Words(
    "Weder Prävention noch Hilfe erfasst, nur Nachsorge oder Angebote, die passen könnten.",
    "Neither prevention nor intervention recorded, only aftercare or offers that may match.",
)
_GAP = Words(
    "Präventionslücke{weight}: nur Hilfe erfasst.", "Prevention gap{weight}: only intervention recorded."
)
_WEIGHTS = {Claim.FIRM: Words("", ""), Claim.PROVISIONAL: Words(", vorläufig", ", provisional")}
_USUAL = (
    Words("Angebot sagt seine Stufe nicht selbst.", "offer does not state its level itself."),
    Words("Angebote sagen ihre Stufe nicht selbst.", "offers do not state their level themselves."),
)
_OPEN = Words(
    "Nicht beurteilbar: Prävention ist nicht erfasst, das sagt aber nicht, ob es sie gibt.",
    "Cannot be judged: no prevention is recorded, but that does not tell whether there is any.",
)
