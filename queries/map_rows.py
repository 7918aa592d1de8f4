"""The rows of the tables beside a map: areas, bands of distance, ways, sites, and what is not on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rdflib import Literal, URIRef

from queries.answer import Row
from queries.bands import LIMITS, Band, Reached, Why, bands
from queries.distances import minutes_on_foot
from queries.reading import Area
from queries.stated import verdict_cells
from queries.town_map import Catchment, TownMap
from queries.verdict import Claim, as_far_as_known
from queries.words import NO_WORDS, Words

Rows = dict[str, list[Row]]
Records = dict[str, list[list[URIRef]]]
_METRES_PER_KM: Final = 1_000


@dataclass(frozen=True, slots=True)
class Walk:
    """How ways on foot are estimated: metres a minute, and by which share they are longer than the straight line."""

    pace: Decimal
    detour: Decimal


def map_rows(town: TownMap, level: URIRef | None, walk: Walk) -> tuple[Rows, Records]:
    """The rows by table, and the records behind those of areas and ways."""
    areas = town.levels.get(level, [])
    reached = town.ways(level)
    names = {area.iri: area.name for area in areas}
    catchments = {area.iri: town.catchment(area.iri) for area in areas}
    rows: Rows = {
        "areas": [_area(town, area) for area in areas],
        "bands": [_band(band, reached, names) for band in bands(reached)] if areas else [],
        "ways": [_way(town, r, walk) for r in reached],
        "sites": _sites(town),
        "unlocated": [{"offer": offer, "note": _why(town, offer)} for offer in sorted(town.unlocated)],
    }
    records: Records = {
        "areas": [[a, *sorted(c.whole | c.part | c.unsure)] for a, c in catchments.items()],
    }
    return rows, records


def here_rows(town: TownMap, area: URIRef, walk: Walk) -> list[Row]:
    """The offers that reach an area: how far their catchment goes, and their own way from there."""
    found = town.catchment(area)
    rows: list[Row] = []
    for offer in sorted(found.whole | found.part | found.unsure):
        way = town.places.nearest(area, [offer])
        note = _NO_WAY_NEEDED if offer in town.places.without_way else NO_WORDS
        if offer in town.unlocated:
            note = note + (_ONE_IS_NOT if offer in town.places.sites else _NONE_IS)
        rows.append({
            "offer": offer, "reach": _reach(found, offer), "note": note,
            **({"distance": Literal(way.metres), "walking": _minutes(way.metres, walk)} if way else {}),
        })  # fmt: skip
    return rows


def _reach(found: Catchment, offer: URIRef) -> Words:
    if offer in found.unsure:
        return _NO_STATED
    if offer in found.part:
        return _PART
    return _HERE if offer in found.own else _TOWN


def _minutes(metres: int, walk: Walk) -> Literal:
    return Literal(minutes_on_foot(metres, walk.pace, walk.detour))


def _area(town: TownMap, area: Area) -> Row:
    found = town.catchment(area.iri)
    supply = town.supply(area.iri)
    return {
        "area": area.iri,
        "inhabitants": _number(town.inhabitants.get(area.iri)),
        **({k: v for k, v in verdict_cells(supply[1]).items() if k != "reason"} if supply else {}),
        "offers": Literal(len(found.whole)),
        "own": Literal(len(found.own)),
        "part": Literal(len(found.part)),
        "unsure": Literal(len(found.unsure)),
        "needs": Literal(town.stated(area.iri)),
        "survey": Literal(str(town.claim(area.iri))),
        "note": (supply[1].reason if supply else NO_WORDS) + _shape(town, area.iri),
    }


def _shape(town: TownMap, area: URIRef) -> Words:
    if area in town.shapes:
        return NO_WORDS
    return _CENTRE_ONLY if area in town.places.areas else _NO_SHAPE


def _band(band: Band, reached: list[Reached], names: Mapping[URIRef, str]) -> Row:
    base = sum(r.inhabitants or 0 for r in reached)
    share = Literal(Decimal(band.inhabitants) / base) if base else None
    return {
        "band": _band_name(band),
        "inhabitants": Literal(band.inhabitants),
        "share": share,
        "areas": Literal(len(band.areas)),
        "withoutNumber": Literal(band.without_number),
        "names": _plain(", ".join(names[area] for area in band.areas)),
    }


def _band_name(band: Band) -> Words:
    if band.why is not None:
        return _APART[band.why]
    if band.until is None:
        return _BEYOND.format(km=LIMITS[-1] // _METRES_PER_KM)
    first = LIMITS.index(band.until) == 0
    low = 0 if first else LIMITS[LIMITS.index(band.until) - 1] // _METRES_PER_KM
    return (_WITHIN if first else _BETWEEN).format(low=low, km=band.until // _METRES_PER_KM)


def _way(town: TownMap, reached: Reached, walk: Walk) -> Row:
    row: Row = {
        "area": reached.area,
        "offers": Literal(reached.offers),
        "withoutWay": Literal(reached.without_way),
        "unlocated": Literal(reached.unlocated),
        "claim": Literal(str(town.claim(reached.area))),
        "note": _note(reached, town.claim(reached.area)),
    }
    if reached.way is None:
        return row
    return row | {
        "distance": Literal(reached.way.metres),
        "walking": _minutes(reached.way.metres, walk),
        "offer": reached.way.offer,
        "site": reached.way.site,
    }


def _note(reached: Reached, claim: Claim) -> Words:
    why = reached.why
    if why is Why.NO_OFFER:
        return _NO_OFFER.format(known=as_far_as_known(claim))
    if why is not None:
        return _WHY[why]
    return _WHY[Why.MAYBE_NEARER] if reached.at_most else NO_WORDS


def _sites(town: TownMap) -> list[Row]:
    rows: list[Row] = []
    for row in town.places.rows:
        offer, site = row["offer"], row["site"]
        if offer in town.offers and site is not None:
            located = site in town.places.sites.get(URIRef(str(offer)), {})
            rows.append({"offer": offer, "site": site, "note": _ON_MAP if located else _NOT_RECORDED})
    return rows


def _why(town: TownMap, offer: URIRef) -> Words:
    return _ONE_IS_NOT if offer in town.places.sites else _NONE_IS


def _number(value: int | None) -> Literal | None:
    return None if value is None else Literal(value)


def _plain(text: str) -> Words:
    return Words(text, text)


_WITHIN = Words("bis {km} km", "up to {km} km")
_BETWEEN = Words("über {low} bis {km} km", "over {low} to {km} km")
_BEYOND = Words("über {km} km", "over {km} km")
_APART = {
    Why.NO_WAY: Words(
        "kein Weg nötig (aufsuchend, telefonisch, digital)", "no way needed (outreach, phone, online)"
    ),
    Why.NO_OFFER: Words(
        "kein Angebot mit diesem Einzugsgebiet erfasst", "no offer with this catchment recorded"
    ),
    Why.NO_SITE: Words("nicht bekannt", "not known"),
}
_ON_MAP = Words("auf der Karte", "on the map")
_NOT_RECORDED = Words("ohne erfasste offene Lage", "without a recorded open position")
_ONE_IS_NOT = Words(
    "Ein weiterer Standort ist ohne erfasste offene Lage.", "Another site has no recorded open position."
)
_NONE_IS = Words("Kein Standort mit erfasster offener Lage.", "No site with a recorded open position.")
_TOWN = Words("ganze Stadt", "whole town")
_HERE = Words("dieses Gebiet, nicht die ganze Stadt", "this area, not the whole town")
_PART = Words("nur ein Teil des Gebiets", "a part of the area only")
_NO_STATED = Words("ohne Angabe des Gebiets", "no area stated")
_NO_WAY_NEEDED = Words(
    "Sucht auf oder hilft telefonisch oder digital.", "Visits people or helps by phone or online."
)
_NO_SHAPE = Words("Ohne Umriss: nicht auf der Karte.", "Without a shape: not on the map.")
_CENTRE_ONLY = Words("Nur ein Mittelpunkt ist erfasst, kein Umriss.", "Only a centre is recorded, no shape.")
_NO_OFFER = Words(
    "Kein passendes Angebot mit diesem Einzugsgebiet {known}.",
    "No matching offer with this catchment {known}.",
)
_WHY = {
    Why.NO_WAY: Words(
        "Alle diese Angebote suchen auf oder helfen telefonisch oder digital.",
        "All of these offers visit people or help by phone or online.",
    ),
    Why.NO_AREA: Words(
        "Die Lage des Gebiets ist nicht erfasst.", "The position of the area is not recorded."
    ),
    Why.NO_SITE: Words(
        "Von keinem dieser Angebote ist eine offene Lage erfasst.",
        "No open position is recorded of any of these offers.",
    ),
    Why.MAYBE_NEARER: Words(
        "Höchstens so weit: ein Angebot ohne erfasste offene Lage kann näher liegen.",
        "At most so far: an offer without a recorded open position may be nearer.",
    ),
}
