"""From a town map of the queries room to the view of it, in one language."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import shapely
from rdflib import URIRef
from shapely.geometry.base import BaseGeometry

from app import display
from app.answers import translating as answers
from app.answers.catalogue import notation
from app.maps.views import MapArea, MapChoices, MapSite, MapView, Outline, Position, Ring
from app.views import ChoiceView, FactView, Row
from ontology import iris
from ontology.vocabulary import label
from queries.map_answer import map_answer
from queries.map_rows import Walk
from queries.matrix import broader_known, field_of, named_groups, row_needs
from queries.reading import Area
from queries.town_map import TownMap
from queries.words import Words

_DECIMALS: Final = 6
"""Of degrees: a tenth of a metre."""
_CHOSEN: Final = {
    "need": Words("Bedarf", "Need"),
    "group": Words("Zielgruppe", "Target group"),
    "offer": Words("Angebot", "Offer"),
}


def map_view(town: TownMap, level: URIRef | None, walk: Walk, lang: str) -> MapView:
    """What is drawn, and the same as tables."""
    given = map_answer(town, level, walk)
    shown = answers.answer_view(given, lang, declared=())
    ways = {row[0].iri: row for row in next(b for b in shown.blocks if b.name == "ways").rows}
    chosen = {
        name: display.iri_label(thing, lang, given.labels)
        for name, thing in (("need", town.need), ("group", town.group), ("offer", town.offer))
        if thing is not None
    }
    areas = town.levels.get(level, [])
    names = [column.name for column in shown.columns]
    municipality = town.reading.municipality
    shown = replace(
        shown,
        parameters=tuple(FactView(_CHOSEN[name].get(lang), text, name) for name, text in chosen.items()),
    )
    return MapView(
        answer=shown,
        town=town.reading.areas[municipality].name if municipality else town.reading.snapshot.ags,
        level_label=label(level, lang) if level is not None else "",
        areas=tuple(
            _area(town, area, dict(zip(names, row, strict=True)), ways[str(area.iri)])
            for area, row in zip(areas, shown.rows, strict=True)
        ),
        sites=_sites(town, lang),
        speed=_speed(walk.pace),
        detour=walk.detour,
        **chosen,
    )


def map_choices(town: TownMap, lang: str) -> MapChoices:
    """What a map can be narrowed to; it starts with the most frequent documented need, else with the first there is."""
    reading = town.reading
    needs, groups = row_needs(reading), named_groups(reading)
    need, group = (
        town.documented[0]
        if town.documented
        else (needs[0] if needs else None, groups[0] if groups else None)
    )
    names = reading.labels([*needs, *groups, *town.offers])
    own = {record.iri: record.name for record in reading.own_groups}

    def named(thing: URIRef) -> str:
        return own.get(thing) or display.iri_label(thing, lang, names)

    thresholds = reading.thresholds
    return MapChoices(
        levels=tuple(ChoiceView(level_code(level), label(level, lang)) for level in town.levels if level),
        needs=tuple(
            ChoiceView(_short(n), named(n), group=label(field_of(broader_known(reading, n)), lang)) for n in needs
        ),
        groups=tuple(ChoiceView(_short(g), named(g)) for g in groups),
        offers=tuple(
            sorted((ChoiceView(key_of(o), named(o)) for o in town.offers), key=lambda c: c.label.casefold())
        ),
        need=_short(need) if need else "",
        group=_short(group) if group else "",
        speed=_speed(Decimal(thresholds.walking_pace)),
        detour=thresholds.detour,
    )  # fmt: skip


def key_of(record: URIRef) -> str:
    """The key of a record of the town; of a concept its notation."""
    parts = iris.parts(record)
    return parts.key if parts else notation(record)


def level_code(level: URIRef) -> str:
    """The name of a level in URLs and on the command line."""
    return notation(level).removeprefix("gebietsebene-")


def _short(thing: URIRef) -> str:
    """What names a need or group in addresses; `app.maps.desk` understands it."""
    return notation(thing)


def _speed(pace: Decimal) -> Decimal:
    return (pace * 60 / 1000).quantize(Decimal("0.1"))


def _area(town: TownMap, area: Area, row: dict[str, Any], way: Row) -> MapArea:
    place = town.places.areas.get(area.iri)
    shape = town.shapes.get(area.iri)
    state, claim = row.get("state"), row.get("claim")
    catchment = town.catchment(area.iri)
    reaches = (("whole", catchment.whole), ("part", catchment.part), ("unsure", catchment.unsure))
    distance, walking = way[1].value, way[2].value
    return MapArea(
        iri=str(area.iri),
        key=area.key,
        label=area.name,
        outline=_outline(shape) if shape is not None else None,
        centre=Position(round(place.longitude, _DECIMALS), round(place.latitude, _DECIMALS)) if place else None,
        inhabitants=town.inhabitants.get(area.iri),
        offers=len(catchment.whole),
        own=len(catchment.own),
        survey=str(row["survey"].value),
        survey_text=row["survey"].text,
        state=str(state.value) if state else "",
        state_text=state.text if state else "",
        claim=str(claim.value or "") if claim else "",
        claim_text=claim.text if claim else "",
        distance=distance if isinstance(distance, int) else None,
        walking=walking if isinstance(walking, int) else None,
        note=row["note"].text,
        reach=next((name for name, offers in reaches if offers), "none") if town.offer is not None else "",
    )  # fmt: skip


def _sites(town: TownMap, lang: str) -> tuple[MapSite, ...]:
    offers: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    places = {}
    for offer, sites in town.places.sites.items():
        if offer in town.offers:
            for site, place in sites.items():
                offers[site].append(offer)
                places[site] = place
    names = town.reading.labels([*offers, *(o for there in offers.values() for o in there)])

    def named(thing: URIRef) -> str:
        return display.iri_label(thing, lang, names)

    return tuple(
        MapSite(
            str(site), named(site),
            Position(round(places[site].longitude, _DECIMALS), round(places[site].latitude, _DECIMALS)),
            tuple(ChoiceView(str(offer), named(offer)) for offer in sorted(there)),
        )
        for site, there in sorted(offers.items())
    )  # fmt: skip


def _outline(shape: BaseGeometry) -> Outline:
    parts = shape.geoms if isinstance(shape, shapely.MultiPolygon) else [shape]
    return Outline(
        tuple(
            tuple(_ring(ring) for ring in (part.exterior, *part.interiors))
            for part in parts
            if isinstance(part, shapely.Polygon)
        )
    )


def _ring(ring: shapely.LinearRing) -> Ring:
    return tuple(
        (round(x, _DECIMALS), round(y, _DECIMALS)) for x, y in shapely.get_coordinates(ring).tolist()
    )
