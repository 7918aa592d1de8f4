"""I3: the way to the nearest matching offer, measured on the ellipsoid by hand."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import ceil, cos, hypot, radians, sin, sqrt

from plain.claims import SURE, claim
from plain.covering import documented, fits, notation, reaching
from plain.tables import TODAY, Found, Row, check, records, upwards, values, within

FAR_MINUTES, DETOUR, PACE = 20, 1.3, 80
WAY = ("need", "group", "area", "distance", "walking", "offer", "site", "offers")
WAYS = {
    "far": (*WAY, "claim"),
    "withoutWay": (*WAY, "withoutWay"),
    "unknown": (*WAY, "unlocated"),
    "near": (*WAY, "withoutWay"),
}
Point = tuple[float, float]


@check("I3", WAYS)
def nearest_offers() -> Found:
    return set(_ways({cell(row) for row in documented(TODAY)}))


@check("I3", WAYS, within="G-03")
def nearest_offers_in_suedhang() -> Found:
    return set(_ways({cell(row) for row in documented(TODAY) if "G-03" in within(row["gebiet"])}))


@check("I3", WAYS, need="BD-EX2", group="ZG-E05")
def nearest_debt_advice() -> Found:
    areas = {key for key, row in records("gebiet").items() if row["ebene"] != "Kreis"}
    return set(_ways({("BD-EX2", "ZG-E05", key) for key in areas}))


def cell(row: Row) -> tuple[str, str, str]:
    """Need, group and area of a stated need."""
    return row["bedarf"], row["zielgruppe"], row["gebiet"]


@cache
def shape(wkt: str) -> tuple[Point, ...]:
    """The points of a text POINT(x y) or POLYGON((x y, …))."""
    found = re.findall(r"(-?[\d.]+) (-?[\d.]+)", wkt)
    return tuple((float(x), float(y)) for x, y in found)


@cache
def centre(wkt: str) -> Point:
    """A point itself, the centroid of a polygon."""
    points = shape(wkt)
    if len(points) == 1:
        return points[0]
    base_x, base_y = points[0]
    area = x_sum = y_sum = 0.0
    for (x1, y1), (x2, y2) in pairwise(points):
        ax, ay, bx, by = x1 - base_x, y1 - base_y, x2 - base_x, y2 - base_y
        part = ax * by - bx * ay
        area, x_sum, y_sum = area + part, x_sum + (ax + bx) * part, y_sum + (ay + by) * part
    return base_x + x_sum / (3 * area), base_y + y_sum / (3 * area)


def metres(one: Point, other: Point) -> int:
    """The straight line between points near each other, by the radii of the earth at their latitude."""
    axis, flatness = 6378137.0, 1 / 298.257223563
    e2, middle = flatness * (2 - flatness), radians((one[1] + other[1]) / 2)
    root = sqrt(1 - e2 * sin(middle) ** 2)
    north = radians(other[1] - one[1]) * axis * (1 - e2) / root**3
    east = radians(other[0] - one[0]) * axis / root * cos(middle)
    return round(hypot(north, east))


@cache
def guarded() -> frozenset[str]:
    """Shelters, protected offers and whatever is offered at a protected site."""
    return frozenset(
        key
        for key, row in records("angebot").items()
        if row["offenlegung"] == "geschützt"
        or "AT-S1" in upwards("offer-types", row["angebotsart"])
        or any(records("standort")[site]["offenlegung"] == "geschützt" for site in values(row, "standort"))
    )


@cache
def hidden() -> frozenset[str]:
    """Sites that are protected or that a guarded offer uses."""
    used = {site for key in guarded() for site in values(records("angebot")[key], "standort")}
    return frozenset(
        used | {key for key, row in records("standort").items() if row["offenlegung"] == "geschützt"}
    )


def places(offer: str) -> list[tuple[str, Point]]:
    """The open sites of an offer that have a position."""
    sites = [site for site in values(records("angebot")[offer], "standort") if site not in hidden()]
    return [(site, centre(lage)) for site in sites if (lage := records("standort")[site]["lage"])]


def spared(offer: str) -> bool:
    """Whether an offer says, as its form or as a feature of access, that it visits people or helps by phone or online."""
    row = reaching(TODAY)[offer]
    told = {*values(row, "angebotsform"), *values(row, "zugang")}
    return bool(told & {"aufsuchend", "telefonisch", "digital", "ZU-AUF", "ZU-ON"})


def lost(offer: str) -> bool:
    """Whether an offer that needs a way has no site, or one of its sites has no open position."""
    return not places(offer) or len(places(offer)) < len(values(records("angebot")[offer], "standort"))


def _ways(cells: set[tuple[str, str, str]]) -> Iterator[tuple[str, ...]]:
    for need, group, area in cells:
        found = {key: grade for key, grade in fits(need, group, area, TODAY) if key not in guarded()}
        offers = sorted(key for key, grade in found.items() if grade >= 3)
        if not offers:
            continue
        here = records("gebiet")[area]["lage"]
        ways = [
            (metres(centre(here), place), key, site) for key in offers for site, place in places(key) if here
        ]
        without = [key for key in offers if spared(key)]
        unplaced = [key for key in offers if key not in without and lost(key)]
        way, minutes = ("", "", "", ""), None
        if ways:
            distance, key, site = min(ways)
            minutes = ceil(distance * DETOUR / PACE)
            way = (str(distance), str(minutes), key, site)
        what = (need, notation(group), area, *way, str(len(offers)))
        if minutes is not None and minutes <= FAR_MINUTES:
            yield ("near", *what, str(len(without)))
        elif without:
            yield ("withoutWay", *what, str(len(without)))
        elif (
            minutes is None or unplaced or 1 in found.values() or claim(need, group, area, TODAY) not in SURE
        ):
            yield ("unknown", *what, str(len(unplaced)))
        else:
            yield ("far", *what, claim(need, group, area, TODAY))
