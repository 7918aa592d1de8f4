"""The map as a chart, for the screen and for paper: outlines without any tiles, sites in groups, a name in every area."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import altair as alt
import pandas as pd

from app.maps.layers import Layer, Shaded
from app.maps.section import Section, seen
from app.maps.views import MapSite, Outline, Position, Ring
from queries.words import Words

_MOST_NAMES: Final = 60
_MOST_LISTED: Final = 6
_GRID: Final = 26
"""Sites nearer to each other than a part of this size of the map stand as one."""

_LINE, _INK = "#33424f", "#0f1a24"
_POINT: Final = "#b4470e"
_CHOSEN: Final = "#d98a00"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Sites drawn as one point, in the middle of most of them."""

    longitude: float
    latitude: float
    sites: tuple[MapSite, ...]

    @property
    def offers(self) -> int:
        """How many different offers take place there."""
        return len({offer.value for site in self.sites for offer in site.offers})


@dataclass(frozen=True, slots=True)
class Paper:
    """How the picture is drawn. `legend` puts the shades beside it, `below` under it; `section` is what of the town is drawn."""

    width: int | None = None
    height: int = 560
    legend: bool = False
    below: bool = False
    lang: str = "de"
    font: str = "sans-serif"
    title: tuple[str, ...] = ()
    section: Section | None = None


def picture(layer: Layer, sites: Iterable[MapSite], *, chosen: str = "", paper: Paper = Paper()) -> Any:
    """The areas of a layer that have an outline, and the sites.

    Args:
        layer: what colours them.
        sites: to draw; empty for none.
        chosen: key of the area to mark.
        paper: how it is drawn.
    """
    drawn = [shaded for shaded in layer.areas if shaded.area.outline is not None]
    if paper.section is not None:
        near = seen((shaded.area for shaded in drawn), paper.section)
        drawn = [shaded for shaded in drawn if shaded.area.key in near]
    layers = [_surfaces(layer, drawn, chosen, paper)]
    found = [site for site in sites if _is_within(site.position, paper.section)]
    if found and drawn:
        extent = paper.section[3] - paper.section[1] if paper.section else _extent(drawn)
        groups = clusters(found, extent)
        layers += [_points(groups, paper.lang), _counts(groups)]
    layers += _names(drawn, paper.section)
    chart = alt.layer(*layers).project(**_projection(paper)).properties(height=paper.height)
    if paper.width is not None:
        chart = chart.properties(width=paper.width)
    if paper.title:
        first, *more = paper.title
        chart = chart.properties(title=alt.TitleParams(first, subtitle=more, anchor="start"))
    return (
        chart.configure(font=paper.font)
        .configure_view(stroke=None)
        .configure_legend(labelLimit=320, titleLimit=420)
    )


def _projection(paper: Paper) -> dict[str, Any]:
    """Where the middle of the section lies and how large a radian is drawn; without a section everything fits by itself."""
    if paper.section is None or paper.width is None:
        return {"type": "mercator"}
    west, south, east, north = paper.section
    low, high = (math.asinh(math.tan(math.radians(latitude))) for latitude in (south, north))
    scale = min(paper.width / math.radians(east - west), paper.height / (high - low))
    middle = math.degrees(math.atan(math.sinh((low + high) / 2)))
    return {
        "type": "mercator", "scale": scale, "center": [(west + east) / 2, middle],
        "translate": [paper.width / 2, paper.height / 2],
    }  # fmt: skip


def _is_within(place: Position | None, section: Section | None) -> bool:
    """Whether a place lies in a section; a section of None is everything."""
    if section is None or place is None:
        return True
    west, south, east, north = section
    return west <= place.longitude <= east and south <= place.latitude <= north


def clusters(sites: Iterable[MapSite], extent: float) -> list[Cluster]:
    """The sites in groups that do not overlap on a map of this extent in degrees of latitude.

    First by a grid; then the groups with most offers take in what is left too near. The outcome hangs on places alone.
    """
    step = (extent or 0.01) / _GRID
    groups: defaultdict[tuple[int, int], list[MapSite]] = defaultdict(list)
    for site in sorted(sites, key=lambda s: s.iri):
        if site.position is not None:
            x, y = _flat(site.position.longitude, site.position.latitude)
            groups[int(x // step), int(y // step)].append(site)
    kept: list[Cluster] = []
    for group in sorted(map(_cluster, groups.values()), key=lambda c: (-c.offers, c.sites[0].iri)):
        near = next((at for at, other in enumerate(kept) if _apart(group, other) < step), None)
        if near is None:
            kept.append(group)
        else:
            kept[near] = replace(kept[near], sites=(*kept[near].sites, *group.sites))
    return kept


def _apart(one: Cluster, other: Cluster) -> float:
    return math.dist(_flat(one.longitude, one.latitude), _flat(other.longitude, other.latitude))


def _cluster(group: Sequence[MapSite]) -> Cluster:
    places = [site.position for site in group if site.position is not None]
    return Cluster(
        sum(place.longitude for place in places) / len(places),
        sum(place.latitude for place in places) / len(places),
        tuple(group),
    )


def _flat(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees such that both axes are about equally long."""
    return longitude * math.cos(math.radians(latitude)), latitude


def geometry(outline: Outline, *, clockwise: bool) -> dict[str, Any]:
    """A GeoJSON geometry. GeoJSON wants outer rings against the clock, the charts' projection with it."""
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [_turned(ring, clockwise=clockwise is (at == 0)) for at, ring in enumerate(polygon)]
            for polygon in outline.polygons
        ],
    }


def _turned(ring: Ring, *, clockwise: bool) -> list[list[float]]:
    doubled = sum(x * v - u * y for (x, y), (u, v) in pairwise(ring))
    ordered = ring if (doubled < 0) is clockwise else ring[::-1]
    return [list(corner) for corner in ordered]


def _surfaces(layer: Layer, drawn: list[Shaded], chosen: str, paper: Paper) -> Any:
    features = [
        {
            "type": "Feature",
            "geometry": geometry(shaded.area.outline, clockwise=True),
            "key": shaded.area.key,
            "name": shaded.area.label,
            "shade": _legend_label(shaded.shade.mark, shaded.shade.label),
            "figure": shaded.figure,
            "tip": " · ".join(
                text for text in (shaded.shade.label, shaded.figure, shaded.area.claim_text) if text
            ),
            "width": 3.5 if shaded.area.key == chosen else 0.8,
            "line": _CHOSEN if shaded.area.key == chosen else _LINE,
            "order": shaded.area.key == chosen,
        }
        for shaded in drawn
        if shaded.area.outline is not None
    ]
    features.sort(key=lambda f: bool(f["order"]))
    labels = [_legend_label(shade.mark, shade.label) for shade in layer.shades]
    where: dict[str, Any] = {"orient": "bottom", "columns": 2} if paper.below else {}
    legend = (
        alt.Legend(title=layer.short, symbolType="square", symbolStrokeColor=_LINE, **where)
        if paper.legend
        else None
    )
    return (
        alt.Chart(alt.InlineData(values=features))
        .mark_geoshape(clip=True)
        .encode(
            color=alt.Color(
                "shade:N",
                scale=alt.Scale(domain=labels, range=[shade.fill for shade in layer.shades]),
                legend=legend,
            ),
            stroke=alt.Stroke("line:N", scale=None),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None),
            tooltip=[
                alt.Tooltip("name:N", title=_AREA.get(paper.lang)),
                alt.Tooltip("tip:N", title=layer.short),
            ],
        )
    )


def _names(drawn: list[Shaded], section: Section | None) -> list[Any]:
    """Name and figure of every area over a halo, so that they can be read on every colour and beside points."""
    named = len(drawn) <= _MOST_NAMES
    rows = [
        {
            "longitude": shaded.area.centre.longitude,
            "latitude": shaded.area.centre.latitude,
            "text": f"{shaded.area.label}\n{shaded.figure}" if named else shaded.figure,
        }
        for shaded in drawn
        if shaded.area.centre is not None and _is_within(shaded.area.centre, section)
    ]
    base = alt.Chart(pd.DataFrame(rows, columns=["longitude", "latitude", "text"])).encode(
        longitude="longitude:Q", latitude="latitude:Q", text="text:N"
    )
    style: dict[str, Any] = {
        "fontSize": 12, "lineBreak": "\n", "lineHeight": 15, "fontWeight": 600, "baseline": "middle",
    }  # fmt: skip
    return [
        base.mark_text(**style, color="#ffffff", stroke="#ffffff", strokeWidth=4, strokeJoin="round"),
        base.mark_text(**style, color=_INK),
    ]


def _points(found: list[Cluster], lang: str) -> Any:
    rows = [
        {
            "longitude": c.longitude,
            "latitude": c.latitude,
            "offers": c.offers,
            "size": 90 if c.offers == 1 else min(240 + 14 * c.offers, 700),
            "names": ", ".join(s.label for s in c.sites[:_MOST_LISTED])
            + (" …" if len(c.sites) > _MOST_LISTED else ""),
        }
        for c in found
    ]
    return (
        alt.Chart(pd.DataFrame(rows))
        .mark_circle(color=_POINT, stroke="#ffffff", strokeWidth=1.2, opacity=0.95)
        .encode(
            longitude="longitude:Q",
            latitude="latitude:Q",
            size=alt.Size("size:Q", scale=None),
            tooltip=[
                alt.Tooltip("names:N", title=_SITE.get(lang)),
                alt.Tooltip("offers:Q", title=_OFFERS.get(lang)),
            ],
        )
    )


def _counts(found: list[Cluster]) -> Any:
    rows = [
        {"longitude": c.longitude, "latitude": c.latitude, "text": str(c.offers)}
        for c in found
        if c.offers > 1
    ]
    return (
        alt.Chart(pd.DataFrame(rows, columns=["longitude", "latitude", "text"]))
        .mark_text(fontSize=11, color="#ffffff", fontWeight=700)
        .encode(longitude="longitude:Q", latitude="latitude:Q", text="text:N")
    )


def _extent(drawn: list[Shaded]) -> float:
    latitudes = [
        y
        for shaded in drawn
        if shaded.area.outline is not None
        for polygon in shaded.area.outline.polygons
        for _, y in polygon[0]
    ]
    return max(latitudes) - min(latitudes) if latitudes else 0.0


def _legend_label(mark: str, label: str) -> str:
    return f"{mark}  {label}" if mark else label


_AREA = Words("Gebiet", "Area")
_SITE = Words("Standort", "Site")
_OFFERS = Words("Angebote", "Offers")
