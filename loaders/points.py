"""Positions in the coordinates of surveyors as longitude and latitude."""

import math
from functools import cache

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

_WORLD = "EPSG:4326"
_GERMANY = (5.5, 47.0, 15.5, 55.2)  # longitude, latitude: lowest, lowest, highest, highest


def reproject(x: float, y: float, crs: str) -> str | None:
    """A position as WKT with longitude first; None for 0/0, or if it does not lie in Germany.

    Args:
        x: easting, or longitude.
        y: northing, or latitude.
        crs: e.g. `EPSG:25832` (UTM zone 32), `EPSG:31467` (Gauß-Krüger 3), `EPSG:4326`.
    """
    if not (math.isfinite(x) and math.isfinite(y)) or (x, y) == (0, 0):
        return None
    longitude, latitude = (x, y) if crs == _WORLD else transformer(crs).transform(x, y)
    west, south, east, north = _GERMANY
    if not (west <= longitude <= east and south <= latitude <= north):
        return None
    return f"POINT({longitude:.6f} {latitude:.6f})"


def is_known_crs(crs: str) -> bool:
    """Whether there is such a system of coordinates."""
    try:
        CRS.from_user_input(crs)
    except CRSError:
        return False
    return True


@cache
def transformer(crs: str) -> Transformer:
    """From a known system of coordinates to longitude and latitude."""
    return Transformer.from_crs(crs, _WORLD, always_xy=True)
