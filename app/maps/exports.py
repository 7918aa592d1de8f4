"""A map to take away: GeoJSON for other programs, SVG and PNG with legend, date and source. Only what was released.

The tables leave as CSV, XLSX, JSON and linked data like any other answer.
"""

import io
import json
from collections.abc import Iterable
from typing import Any

from app.display import day
from app.gate import Released, scenario_text
from app.maps.layers import WAY, Shaded, layer
from app.maps.picture import Paper, geometry, picture
from app.maps.section import Section, section, seen
from app.maps.views import MapArea, MapView
from queries.words import Words

_WIDTH, _HEIGHT = 900, 760


def to_geojson(released: Released[MapView], name: str) -> bytes:
    """The areas with the shown values, and those without an outline with a geometry of null (EPSG:4326)."""
    view = released.value
    answer = view.answer
    shown = layer(view, name)
    content = {
        "type": "FeatureCollection",
        "name": shown.title,
        "querblick": {
            "town": view.town, "reference_date": answer.reference_date.isoformat(), "version": answer.version,
            "audience": answer.audience, "scenario": released.scenario or None, "lead": answer.lead, "notes": list(answer.notes),
        },
        "features": [_feature(shaded, released.scenario) for shaded in shown.areas],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def to_svg(released: Released[MapView], name: str, *, sites: bool = False, section: str = "") -> bytes:
    """The picture of a map, or of a section of it as `app.maps.section` writes it, as SVG."""
    return _saved(released, name, "svg", sites=sites, section=section)


def to_png(released: Released[MapView], name: str, *, sites: bool = False, section: str = "") -> bytes:
    """The picture of a map, or of a section of it as `app.maps.section` writes it, as PNG."""
    return _saved(released, name, "png", sites=sites, section=section)


def section_of(areas: Iterable[MapArea], text: str) -> Section | None:
    """The section a text names, if anything of the town lies in it."""
    found = section(text)
    return found if found and seen(areas, found) else None


def lines(view: MapView, name: str, *, sites: bool, scenario: str, part: Section | None = None) -> list[str]:
    """What belongs to the picture of a map: as of when, what is drawn, what is missing in it, where it comes from."""
    lang, answer = view.answer.lang, view.answer
    without = sum(area.outline is None for area in view.areas)
    return [
        *filter(None, [scenario_text(scenario, lang)]),
        _STAND.format(date=day(answer.reference_date, lang), version=answer.version).get(lang),
        *([_PART.format(seen=len(seen(view.areas, part)), areas=len(view.areas)).get(lang)] if part else []),
        *([_POINTS.get(lang)] if sites else []),
        *([_WITHOUT.format(number=without, areas=len(view.areas)).get(lang)] if without else []),
        *(answer.notes if name == WAY else ()),
        _SOURCE.format(town=view.town).get(lang),
    ]


def _feature(shaded: Shaded, scenario: str) -> dict[str, Any]:
    area = shaded.area
    return {
        "type": "Feature",
        "id": area.key,
        "properties": {
            "key": area.key, "name": area.label, "iri": area.iri, "value": shaded.shade.code,
            "value_text": shaded.shade.label, "figure": shaded.figure, "inhabitants": area.inhabitants,
            "offers": area.offers, "offers_not_town_wide": area.own, "state": area.state or None, "claim": area.claim or None, "survey": area.survey,
            "distance_m": area.distance, "walking_min_estimated": area.walking, "note": area.note, **({"scenario": scenario} if scenario else {}),
        },
        "geometry": geometry(area.outline, clockwise=False) if area.outline is not None else None,
    }  # fmt: skip


def _saved(released: Released[MapView], name: str, kind: str, *, sites: bool, section: str) -> bytes:
    view = released.value
    shown = layer(view, name)
    part = section_of(view.areas, section)
    said = lines(view, name, sites=sites, scenario=released.scenario, part=part)
    title = (f"{view.town}: {shown.title}", *said)
    paper = Paper(_WIDTH, _HEIGHT, legend=True, lang=view.answer.lang, title=title, section=part)
    chart = picture(shown, view.sites if sites else (), paper=paper)
    out: Any = io.StringIO() if kind == "svg" else io.BytesIO()
    chart.save(out, format=kind, **({"scale_factor": 2} if kind == "png" else {}))
    written = out.getvalue()
    return written.encode() if isinstance(written, str) else written


_STAND = Words("Stand {date}, Version {version}.", "As of {date}, version {version}.")
_PART = Words(
    "Ausschnitt mit {seen} von {areas} {areas|Gebiet|Gebieten}.",
    "Section with {seen} of {areas} {areas|area|areas}.",
)
_POINTS = Words(
    "Punkte: offene Standorte mit erfasster Lage, die Zahl nennt die Angebote. Geschützte Standorte sind nie verzeichnet.",
    "Points: open sites with a recorded position, the number counts offers. Protected sites are never drawn.",
)
_WITHOUT = Words(
    "{number} von {areas} {areas|Gebiet|Gebieten} ohne Umriss {number|fehlt|fehlen} im Bild.",
    "{number} of {areas} {areas|area|areas} {number|has|have} no outline and {number|is|are} not drawn.",
)
_SOURCE = Words("Quelle: Wissensgraph {town}, Querblick.", "Source: knowledge graph of {town}, Querblick.")
