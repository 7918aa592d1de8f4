"""Where areas lie as seen from the town, and which share of the users of an offer comes from outside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rdflib import URIRef

from ontology.terms import CL
from queries.measured import Observation
from queries.reading import Reading

ORIGIN: URIRef = CL["verwendung-herkunft"]
_PER_CENT: URIRef = CL["einheit-prozent"]


class Lies(StrEnum):
    """Where an area lies."""

    WITHIN = "within"
    AROUND = "around"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


def lies(reading: Reading, area: URIRef) -> Lies:
    """Where an area lies as seen from the town; unknown if either is not recorded."""
    town = reading.municipality
    if town is None or area not in reading.areas:
        return Lies.UNKNOWN
    if town in reading.around(area):
        return Lies.WITHIN
    return Lies.AROUND if area in reading.around(town) else Lies.OUTSIDE


@dataclass(frozen=True, slots=True)
class Origin:
    """Users of an offer on a day by where they come from; what must not be shown or is not known is None.

    `is_withheld`: something is known that must not be shown. `records` are the values it rests on.
    """

    day: date
    outside: Decimal | None
    base: Decimal | None
    share: Decimal | None
    is_withheld: bool
    records: tuple[URIRef, ...]


def origin(reading: Reading, values: Iterable[Observation], threshold: int) -> Origin | None:
    """The origin of users on the newest day with values; None if there are none about single areas or the total."""
    own = [v for v in values if v.as_of is not None and not v.groups and len(v.areas) <= 1]
    newest = max((v.as_of for v in own if v.as_of is not None), default=None)
    own = [v for v in own if v.as_of == newest]
    if newest is None or not own:
        return None
    own = [v for v in own if v.indicator == min(w.indicator for w in own)]
    places = {
        lie: _outermost(reading, [v for v in own if v.areas and lies(reading, min(v.areas)) is lie])
        for lie in Lies
    }
    outside, inside = places[Lies.OUTSIDE], places[Lies.WITHIN]
    total = [v for v in own if not v.areas]
    used = (*outside, *inside, *total)
    withheld = any(v.is_small(threshold) for v in used)
    # an area of which nothing is known could be anywhere: then the sum of inside and outside is not everybody
    summed = _sum([*inside, *outside]) if inside and not places[Lies.UNKNOWN] else None
    base = _sum(total) if total else summed
    away = _sum(outside) if outside else None
    records = tuple(v.iri for v in used)
    if withheld or away is None:
        return Origin(newest, None, None if withheld else base, None, withheld, records)
    if own[0].unit == _PER_CENT:
        return Origin(newest, None, None, min(away / 100, Decimal(1)), is_withheld=False, records=records)
    rest = None if base is None else base - away
    if rest is not None and 0 < rest < threshold:
        return Origin(newest, None, None, None, is_withheld=True, records=records)
    share = away / base if base and rest is not None and rest >= 0 else None
    return Origin(newest, away, base, share, is_withheld=False, records=records)


def _outermost(reading: Reading, values: Collection[Observation]) -> list[Observation]:
    """Values without those whose area lies in another one's: nobody is counted twice."""
    areas = {min(v.areas) for v in values}
    return [v for v in values if not set(reading.around(min(v.areas))[1:]) & areas]


def _sum(values: Iterable[Observation]) -> Decimal | None:
    """The sum; None if one of them is not known."""
    numbers = [v.value for v in values]
    return None if None in numbers else sum((n for n in numbers if n is not None), Decimal(0))
