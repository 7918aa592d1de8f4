"""Outlines of areas from a GeoJSON file: surfaces in degrees as WKT, each checked before anybody may use it."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from loaders.errors import SourceError
from loaders.points import is_known_crs, transformer

Turn: TypeAlias = Callable[[float, float], tuple[float, float]]

_WORLD: Final = re.compile(r"(?:CRS:?84|EPSG:+(?:[\d.]*:)?4326)$", re.IGNORECASE)
_CODE: Final = re.compile(r"EPSG:+(?:[\d.]*:)?(\d{4,6})$", re.IGNORECASE)
_SURFACES: Final = ("Polygon", "MultiPolygon")
_CORNERS: Final = 4
_DECIMALS: Final = 6
_SMALLEST: Final = 10_000.0
"""Square metres. What is smaller is a building, not an area: its outline would tell where somebody lives."""

_METRES_PER_DEGREE: Final = 111_320.0
_MOST: Final = 200_000
"""Corners of a ring."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape of a file: its number from 1, its properties as text, its WKT, or what is wrong with it (a code)."""

    number: int
    properties: Mapping[str, str]
    wkt: str = ""
    problem: str = ""


class _BrokenShapeError(ValueError):
    """A geometry that cannot be used; the text is the code of the problem."""


def read_outlines(data: bytes) -> tuple[Drawn, ...]:
    """The shapes of a GeoJSON file.

    Coordinates are longitude and latitude (EPSG:4326), or those of the system the file names in `crs`.

    Raises:
        SourceError: it is no GeoJSON with features, or names a system of coordinates that is not known.
    """
    try:
        root = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise SourceError(
            "Die Datei ist kein JSON. Erwartet wird GeoJSON (UTF-8), wie QGIS es unter „Exportieren“ schreibt"
        ) from None
    features = root.get("features") if isinstance(root, dict) else None
    if not isinstance(features, list) or not all(isinstance(f, dict) for f in features):
        raise SourceError(
            "Die Datei ist kein GeoJSON mit Gebieten; erwartet eine FeatureCollection mit features"
        )
    turn = _turn(root)
    return tuple(_drawn(number, feature, turn) for number, feature in enumerate(features, start=1))


def _no_number(text: str) -> float:
    raise ValueError(text)


def _turn(root: Mapping[str, Any]) -> Turn | None:
    """How to turn coordinates into degrees; None if they are degrees."""
    crs = root.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or _WORLD.search(name):
        return None
    code = _CODE.search(name)
    if code is None or not is_known_crs(f"EPSG:{code[1]}"):
        raise SourceError(
            "Das Koordinatensystem der Datei ist nicht bekannt. In QGIS beim Export als KBS „EPSG:4326“ wählen"
        )
    return transformer(f"EPSG:{code[1]}").transform


def _drawn(number: int, feature: Mapping[str, Any], turn: Turn | None) -> Drawn:
    own = feature.get("properties")
    properties = (
        {str(k): str(v) for k, v in own.items() if isinstance(v, str | int)} if isinstance(own, dict) else {}
    )
    if isinstance(feature.get("id"), str | int):
        properties.setdefault("id", str(feature["id"]))
    try:
        shape = _shape(feature.get("geometry"), turn)
    except _BrokenShapeError as error:
        return Drawn(number, properties, problem=str(error))
    return Drawn(number, properties, shapely.to_wkt(shape, rounding_precision=_DECIMALS))


def _shape(geometry: object, turn: Turn | None) -> BaseGeometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in _SURFACES:
        raise _BrokenShapeError("no-surface")
    given = geometry.get("coordinates")
    polygons = [given] if geometry["type"] == "Polygon" else given
    if not isinstance(polygons, list) or not polygons:
        raise _BrokenShapeError("no-surface")
    parts = [_polygon(polygon, turn) for polygon in polygons]
    shape: BaseGeometry = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    if not shape.is_valid:
        raise _BrokenShapeError("crosses-itself")
    if _square_metres(shape) < _SMALLEST:
        raise _BrokenShapeError("too-small")
    return shape


def _polygon(rings: object, turn: Turn | None) -> shapely.Polygon:
    if not isinstance(rings, list) or not rings:
        raise _BrokenShapeError("no-surface")
    outer, *holes = [list(_ring(ring, turn)) for ring in rings]
    try:
        return shapely.Polygon(outer, holes)
    except (ShapelyError, ValueError):
        raise _BrokenShapeError("no-surface") from None


def _ring(ring: object, turn: Turn | None) -> Iterator[tuple[float, float]]:
    if not isinstance(ring, list) or len(ring) < _CORNERS:
        raise _BrokenShapeError("too-few-corners")
    if len(ring) > _MOST:
        raise _BrokenShapeError("too-many-corners")
    corners = [_corner(corner) for corner in ring]
    if corners[0] != corners[-1]:
        raise _BrokenShapeError("not-closed")
    for x, y in corners:
        longitude, latitude = turn(x, y) if turn else (x, y)
        if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
            raise _BrokenShapeError("no-degrees")
        yield round(longitude, _DECIMALS), round(latitude, _DECIMALS)


def _corner(corner: object) -> tuple[float, float]:
    numbers: Sequence[object] = corner if isinstance(corner, list) else []
    plain = [
        n for n in numbers[:2] if isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n)
    ]
    if len(plain) < 2:
        raise _BrokenShapeError("no-surface")
    return float(plain[0]), float(plain[1])


def _square_metres(shape: BaseGeometry) -> float:
    """About how large a shape is; near enough to tell a building from a district."""
    narrowed = math.cos(math.radians(shape.centroid.y))
    return float(shape.area) * _METRES_PER_DEGREE**2 * narrowed
