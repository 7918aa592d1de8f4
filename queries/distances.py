"""Distances between places written as WKT, and the way on foot that is estimated from them.

Only open sites come here: what the query of a question leaves out is neither read nor measured.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from pyproj import Geod
from shapely import Point, from_wkt
from shapely.errors import ShapelyError

from queries.settings import Thresholds

_EARTH = Geod(ellps="WGS84")
_SURFACES = ("Polygon", "MultiPolygon")


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees."""

    longitude: float
    latitude: float


def place_of(wkt: str) -> Place | None:
    """The point of a WKT text, of a shape its centroid, or a point within if that lies outside; None if it is no place on earth."""
    try:
        shape = from_wkt(wkt)
    except ShapelyError:
        return None
    if shape is None or shape.is_empty:
        return None
    centre: Point = shape.centroid
    if shape.geom_type in _SURFACES and shape.is_valid and not shape.covers(centre):
        centre = shape.representative_point()
    if not (-180 <= centre.x <= 180 and -90 <= centre.y <= 90):
        return None
    return Place(centre.x, centre.y)


def metres(one: Place, other: Place) -> int:
    """The straight line between two places, in whole metres."""
    distance = _EARTH.line_length((one.longitude, other.longitude), (one.latitude, other.latitude))
    return round(float(distance))


def walking_minutes(distance: int, thresholds: Thresholds) -> int:
    """The estimated way on foot for a straight line, in minutes begun."""
    return minutes_on_foot(distance, thresholds.walking_pace, thresholds.detour)


def minutes_on_foot(distance: int, pace: Decimal | int, detour: Decimal) -> int:
    """Minutes begun for a straight line of `distance` metres, lengthened by the share `detour`, at `pace` metres a minute."""
    return math.ceil(distance * (1 + detour) / pace)
