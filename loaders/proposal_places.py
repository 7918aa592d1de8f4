"""In which coordinates a list gives positions."""

import re
from collections.abc import Iterable, Mapping

from loaders.evidence import as_number
from loaders.mapping import FieldMapping
from loaders.proposal_columns import Column
from loaders.proposal_draft import Field
from loaders.reasons import reason
from loaders.steps import Point

_DEGREES = "EPSG:4326"
_GAUSS_KRUEGER = {2: "EPSG:31466", 3: "EPSG:31467", 4: "EPSG:31468", 5: "EPSG:31469"}
_ZONED = {32: "EPSG:4647", 33: "EPSG:5650"}  # UTM with the zone in front of the easting
_UTM = {32: "EPSG:25832", 33: "EPSG:25833"}
_NAMED = re.compile(r"(?:epsg\D?)?(25832|25833|31466|31467|31468|31469|4647|5650|4326)", re.IGNORECASE)
_EAST = re.compile(r"0[1-9]|1[0-9]|39")  # where postcodes begin so, UTM zone 33 is usual


def position(roles: Mapping[str, Column]) -> Field | None:
    """The field for positions in two columns; None if there are none."""
    for first, second in (("@laenge", "@breite"), ("@x", "@y")):
        if first in roles and second in roles:
            x, y = roles[first], roles[second]
            crs = _DEGREES if first == "@laenge" else _system(x, y, roles.get("#standort+plz"))
            if crs is None:
                return None
            named = f"{x.header}, {y.header}"
            why = x.reason if crs == _DEGREES else reason("values", "crs", 0.75, header=named, crs=crs)
            return FieldMapping(to="lage", columns=(x.header, y.header), steps=(Point(crs=crs),)), why
    return None


def _system(x: Column, y: Column, postcodes: Column | None) -> str | None:
    named = _NAMED.search(f"{x.header} {y.header}")
    if named:
        return f"EPSG:{named[1]}"
    numbers = [n for text in x.evidence.sample if (n := as_number(text))]
    if not numbers:
        return None
    middle = sorted(numbers)[len(numbers) // 2]
    if middle < 180:
        return _DEGREES
    zone = re.search(r"\b[ez]?(32|33)\b", x.header.casefold())
    if middle > 30_000_000:
        return _ZONED.get(int(middle // 1_000_000))
    if middle > 1_000_000:
        return _GAUSS_KRUEGER.get(int(middle // 1_000_000))
    return _UTM[
        int(zone[1]) if zone else 33 if _is_east(postcodes.evidence.sample if postcodes else ()) else 32
    ]


def _is_east(texts: Iterable[str]) -> bool:
    codes = [text for text in texts if len(text) == 5]
    return bool(codes) and sum(_EAST.match(code) is not None for code in codes) > len(codes) / 2
