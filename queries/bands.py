"""How many people live within 1, 2 and 3 km of a matching offer, as far as their area's centre stands for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rdflib import URIRef

from queries.places import Way

LIMITS: Final = (1_000, 2_000, 3_000)
"""Metres of straight line at which the bands end."""


class Why(StrEnum):
    """Why an area stands in no band of distance."""

    NO_OFFER = "noOffer"  # none with a catchment here is recorded
    NO_WAY = "noWay"  # all of them come to people's homes or help by phone or online
    NO_AREA = "noArea"  # the position of the area is not recorded
    NO_SITE = "noSite"  # no open position is recorded of any of the offers
    MAYBE_NEARER = "maybeNearer"  # beyond the last limit, but an offer without a position may be nearer


UNKNOWN: Final = (Why.NO_AREA, Why.NO_SITE, Why.MAYBE_NEARER)


@dataclass(frozen=True, slots=True)
class Reached:
    """An area and the nearest located offer that reaches it.

    `offers` reach the whole of it; `unlocated` of them have a site that is not on the map, `without_way` need no way.
    """

    area: URIRef
    way: Way | None
    offers: int
    unlocated: int
    without_way: int
    has_place: bool
    inhabitants: int | None

    @property
    def why(self) -> Why | None:
        """Why it stands in no band of distance; None if it does."""
        if not self.offers:
            return Why.NO_OFFER
        if self.without_way == self.offers:
            return Why.NO_WAY if self.way is None else None
        if not self.has_place:
            return Why.NO_AREA
        if self.way is None:
            return Why.NO_SITE
        return Why.MAYBE_NEARER if self.unlocated and self.way.metres > LIMITS[-1] else None

    @property
    def at_most(self) -> bool:
        """Whether it is a distance at most: an offer without a position may be nearer."""
        return self.way is not None and self.unlocated > 0


@dataclass(frozen=True, slots=True)
class Band:
    """Areas whose way ends in a band: up to `until` metres, None = beyond the last limit or, with `why`, in none.

    `inhabitants` of those areas that record them; `without_number` do not. `why` stands for all that is not known.
    """

    until: int | None
    areas: tuple[URIRef, ...]
    inhabitants: int
    without_number: int
    why: Why | None = None


def bands(reached: Iterable[Reached]) -> list[Band]:
    """The bands from the nearest to the unknown; every area stands in exactly one."""
    left = list(reached)
    near = [r for r in left if r.why is None and r.way is not None]
    lower = (0, *LIMITS[:-1])
    found = [
        _band([r for r in near if r.way and (low < r.way.metres or not low) and r.way.metres <= high], high)
        for low, high in zip(lower, LIMITS, strict=True)
    ]
    found.append(_band([r for r in near if r.way and r.way.metres > LIMITS[-1]], None))
    found += [_band([r for r in left if r.why is why], None, why) for why in (Why.NO_WAY, Why.NO_OFFER)]
    found.append(_band([r for r in left if r.why in UNKNOWN], None, Why.NO_SITE))
    return found


def _band(inside: list[Reached], until: int | None, why: Why | None = None) -> Band:
    known = [r.inhabitants for r in inside if r.inhabitants is not None]
    return Band(until, tuple(r.area for r in inside), sum(known), len(inside) - len(known), why)
