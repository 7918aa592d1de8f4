"""A section of a map: west, south, east and north in degrees, as text `9.46,51.30,9.50,51.33` in addresses and papers."""

import math
from collections.abc import Iterable
from typing import Final, TypeAlias

from app.maps.views import MapArea

Section: TypeAlias = tuple[float, float, float, float]
_BESIDE: Final = 0.12
"""So much of an area's size is shown of what lies beside it: one shall see where one is. The page does the same."""


def section(text: str) -> Section | None:
    """The section a text names; None if it names none of the earth."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    found = (west, south, east, north)
    sound = all(map(math.isfinite, found)) and -180 <= west < east <= 180 and -85 <= south < north <= 85
    return found if sound else None


def written(given: Section) -> str:
    """The section as text, to about a metre."""
    return ",".join(f"{number:.5f}" for number in given)


def around(area: MapArea) -> Section | None:
    """The section with an area and some of what lies beside it; None if it has no outline."""
    box = _box(area)
    if box is None:
        return None
    west, south, east, north = box
    dx, dy = (east - west) * _BESIDE, (north - south) * _BESIDE
    return west - dx, south - dy, east + dx, north + dy


def seen(areas: Iterable[MapArea], given: Section) -> set[str]:
    """The keys of the areas of which something may lie in a section."""
    west, south, east, north = given
    return {
        area.key
        for area in areas
        if (box := _box(area)) and box[0] < east and box[2] > west and box[1] < north and box[3] > south
    }


def _box(area: MapArea) -> Section | None:
    rings = [polygon[0] for polygon in area.outline.polygons] if area.outline else []
    corners = [corner for ring in rings for corner in ring]
    if not corners:
        return None
    longitudes, latitudes = [x for x, _ in corners], [y for _, y in corners]
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)
