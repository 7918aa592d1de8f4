"""Pairs of offers as rows: both sides, what coordinates them, and how old the record is."""

from queries.answer import Row, Value
from queries.asking import Asking
from queries.declarations import COOPERATING
from queries.duties import CONCEALED
from queries.hidden_ties import HiddenTies
from queries.offers import Offer
from queries.pairs import Candidate, Pairs
from queries.parameters import date_term
from queries.reading import Reading
from queries.verdict import Claim, duty_claim
from queries.words import Words


def pair_row(reading: Reading, pairs: Pairs, pair: Candidate, first: Offer | None = None) -> Row:
    """What the questions about overlaps show of a pair; `first` names the side that stands first, if it matters."""
    one, other = (pair.other, pair.one) if first is pair.other else (pair.one, pair.other)
    days = [offer.checked_on for offer in (one, other)]
    known = [day for day in days if day]
    return {
        "need": pair.need,
        "groups": reading.named(pair.groups),
        **_side(reading, one, ("offer", "provider", "pillars", "funders")),
        **_side(reading, other, ("otherOffer", "otherProvider", "otherPillars", "otherFunders")),
        "coordination": pairs.coordination(pair) or NOTHING_KNOWN,
        "checked": date_term(min(known)) if len(known) == len(days) else None,
    }


def only(row: Row, *names: str) -> Row:
    """The cells of a row that a block shows."""
    return {name: row[name] for name in names}


def uncoordinated(asking: Asking, pair: Candidate, ties: HiddenTies) -> tuple[Claim, Words]:
    """Weight and grounds of "not coordinated": cooperations must be complete for the town and every pillar of the pair.

    A row that waits and may become an offer or what coordinates leaves a hint, and so does what joins their pillars and is
    not shown.
    """
    claim, words = _uncoordinated(asking, pair)
    if asking.whole is None or claim is not Claim.FIRM:
        return claim, words
    within, _ = _uncoordinated(asking.whole, pair)
    is_concealed = ties.between(pair.one.pillars or {None}, pair.other.pillars or {None})
    return (claim, words) if within is claim and not is_concealed else (Claim.HINT, NOT_SHOWN)


def _uncoordinated(asking: Asking, pair: Candidate) -> tuple[Claim, Words]:
    town, declared = asking.reading.municipality, asking.declarations
    pillars = pair.one.pillars | pair.other.pillars
    found = [declared.stated(COOPERATING, town, pillar) if town else None for pillar in sorted(pillars)]
    claim = duty_claim(tuple(s.survey if s else None for s in found), len(declared.waiting_connections))
    return claim, _UNCOORDINATED[claim]


def _side(reading: Reading, offer: Offer, names: tuple[str, str, str, str]) -> Row:
    pillars = offer.pillars or offer.recorded_pillars
    values: tuple[Value | None, ...] = (
        offer.iri,
        min(offer.providers, default=None),
        reading.named(pillars) if pillars else _NOT_COLLECTED,
        reading.named(offer.funders) if offer.funders else _NOT_COLLECTED,
    )
    return dict(zip(names, values, strict=True))


NOTHING_KNOWN = Words("keine bekannt", "none known")
_NOT_COLLECTED = Words("nicht erhoben", "not collected")
NOT_SHOWN = Words("Keine bekannt.", "None known.") + CONCEALED
_UNCOORDINATED = {
    Claim.FIRM: Words(
        "Keine verbindliche Kooperation und kein gemeinsames Gremium; die Kooperationen dieser Säulen sind vollständig erfasst.",
        "No binding cooperation and no common body; the cooperations of these pillars are completely recorded.",
    ),
    Claim.HINT: Words(
        "Keine bekannt; Zeilen von Lieferungen warten auf Klärung.",
        "None known; rows of deliveries wait for clarification.",
    ),
    Claim.NONE: Words(
        "Keine bekannt (soweit erfasst); die Kooperationen sind nicht für alle Säulen des Paars als vollständig erklärt.",
        "None known (as far as recorded); cooperations are not declared complete for all pillars of the pair.",
    ),
}
