"""Pairs of offers as rows: both sides, what coordinates them, and how old the record is."""

from queries.answer import Row, Value
from queries.offers import Offer
from queries.pairs import Candidate, Pairs
from queries.parameters import date_term
from queries.reading import Reading
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
