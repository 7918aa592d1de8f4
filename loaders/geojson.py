"""The features of a GeoJSON file as records: points as longitude and latitude, other shapes as WKT."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeGuard

from loaders.canonical import canonical
from loaders.nested import Note, SheetMaker, Value

LONGITUDE, LATITUDE, ALTITUDE, SHAPE = "geometry.lon", "geometry.lat", "geometry.alt", "geometry.wkt"
_GEOGRAPHIC = re.compile(r"(?:CRS:?84|EPSG:+(?:[\d.]*:)?4326)$", re.IGNORECASE)
_NESTING = {"MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


class _UnreadableShapeError(ValueError):
    """A geometry that is none."""


def is_features(value: Value) -> TypeGuard[Mapping[str, Value]]:
    """Whether a JSON value is a collection of features, or one."""
    if not isinstance(value, Mapping):
        return False
    return (value.get("type") == "FeatureCollection" and isinstance(value.get("features"), list)) or (
        value.get("type") == "Feature" and isinstance(value.get("properties"), Mapping)
    )


def read_features(root: Mapping[str, Value], name: str, sheets: SheetMaker) -> list[Note]:
    """Make a sheet of the features.

    Returns:
        What is to be said about their coordinates.
    """
    reader = _Features(sheets.limits.text)
    records = [reader.record(number, feature) for number, feature in enumerate(_listed(root), start=1)]
    title = root.get("name")
    sheets.add(title if isinstance(title, str) and title.strip() else name, records)
    return list(reader.notes(_crs(root), sheets.sheets[-1].name))


def _listed(root: Mapping[str, Value]) -> list[Value]:
    features = root.get("features")
    return features if isinstance(features, list) else [root]


def _crs(root: Mapping[str, Value]) -> str | None:
    crs = root.get("crs")
    properties = crs.get("properties") if isinstance(crs, Mapping) else None
    named = properties.get("name") if isinstance(properties, Mapping) else None
    return named if isinstance(named, str) else None


@dataclass(slots=True)
class _Features:
    """Makes records of features. `longest`: characters that a shape may have."""

    longest: int
    outside: bool = False
    left_out: list[int] = field(default_factory=list)

    def record(self, number: int, feature: Value) -> Value:
        if not isinstance(feature, Mapping):
            return feature
        properties = feature.get("properties")
        own = dict(properties) if isinstance(properties, Mapping) else {}
        identifier = (
            {} if feature.get("id") is None else {("feature.id" if "id" in own else "id"): feature["id"]}
        )
        geometry = feature.get("geometry")
        return {**identifier, **own, **({} if geometry is None else self._geometry(number, geometry))}

    def notes(self, crs: str | None, sheet: str) -> Iterator[Note]:
        foreign = crs is not None and not _GEOGRAPHIC.search(crs)
        if foreign or self.outside:
            yield Note("geometry-crs", sheet, {"crs": crs or "?"})
        if self.left_out:
            yield Note("geometry-left-out", sheet, {"count": len(self.left_out), "row": self.left_out[0]})

    def _geometry(self, number: int, geometry: Value) -> dict[str, Value]:
        try:
            if isinstance(geometry, Mapping) and geometry.get("type") == "Point":
                return self._point(geometry.get("coordinates"))
            shape = _wkt(geometry, 0)
        except _UnreadableShapeError:
            shape = ""
        if not shape or len(shape) > self.longest:
            self.left_out.append(number)
            return {}
        return {SHAPE: shape}

    def _point(self, coordinates: Value) -> dict[str, Value]:
        if coordinates == []:  # an empty point
            return {}
        longitude, latitude, *more = _position(coordinates)
        self.outside |= not (-180 <= longitude <= 180 and -90 <= latitude <= 90)
        return {LONGITUDE: longitude, LATITUDE: latitude, **({ALTITUDE: more[0]} if more else {})}


def _position(value: Value) -> list[float]:
    numbers = list(value) if isinstance(value, list) else []
    plain = [
        n for n in numbers if isinstance(n, int | float) and not isinstance(n, bool) and math.isfinite(n)
    ]
    if len(plain) < 2 or len(plain) != len(numbers):
        raise _UnreadableShapeError
    return plain[:3]


def _wkt(geometry: Value, depth: int) -> str:
    if not isinstance(geometry, Mapping) or depth > 4:
        raise _UnreadableShapeError
    kind, coordinates, parts = (geometry.get(key) for key in ("type", "coordinates", "geometries"))
    if kind == "GeometryCollection" and isinstance(parts, list):
        return f"GEOMETRYCOLLECTION ({', '.join(_wkt(part, depth + 1) for part in parts)})"
    if kind == "Point":
        return f"POINT ({_numbers(coordinates)})"
    if not isinstance(kind, str) or kind not in _NESTING:
        raise _UnreadableShapeError
    return f"{kind.upper()} {_brackets(coordinates, _NESTING[kind])}"


def _brackets(value: Value, depth: int) -> str:
    if not isinstance(value, list) or not value:
        raise _UnreadableShapeError
    inner = (_numbers(part) if depth == 1 else _brackets(part, depth - 1) for part in value)
    return f"({', '.join(inner)})"


def _numbers(value: Value) -> str:
    return " ".join(canonical(number).text for number in _position(value)[:2])
