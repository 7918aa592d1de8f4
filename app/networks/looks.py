"""How groups of a network look, so that no two look alike, and on which side of its point a name stands.

There are eight colours that stay apart for every kind of sight; from the ninth group on the same colours come with a mark:
a hole, a bar across, a bar upright. Legend and picture show both.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.colours import NO_GROUP, SERIES, Theme
from app.networks.shapes import Node, Shape


class Mark(StrEnum):
    """What is left open in the middle of a point."""

    FULL = "full"
    HOLE = "hole"
    ACROSS = "across"
    UPRIGHT = "upright"


class Side(StrEnum):
    """Of a point."""

    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Look:
    """Colour and mark of a group."""

    colour: str
    mark: Mark = Mark.FULL


OPEN: Final = 0.45
"""How much of a point a hole takes, and a bar half of it: of its radius."""
_UPRIGHT: Final = 0.985
"""Sine from which on a point lies so nearly above or below the middle that its name stands there too."""


def looks(drawn: Shape, theme: Theme = "light") -> Mapping[str, Look]:
    """Group → its look; more than 32 groups repeat one, their names stand beside them."""
    known = [group for group, _, _ in drawn.groups() if group]
    series, marks = SERIES[theme], tuple(Mark)
    found = {
        group: Look(series[at % len(series)], marks[at // len(series) % len(marks)])
        for at, group in enumerate(known)
    }
    return found | {"": Look(NO_GROUP[theme])}


def side(node: Node) -> Side:
    """Where its name stands: away from the middle of the picture, where lines and other names are fewer."""
    far = math.hypot(node.x, node.y)
    if far == 0:
        return Side.TOP
    if abs(node.y) / far > _UPRIGHT:
        return Side.BOTTOM if node.y > 0 else Side.TOP
    return Side.RIGHT if node.x > 0 else Side.LEFT


def outline(mark: Mark) -> str:
    """A round point with its mark, as a path in a square from −1 to 1."""
    if mark is Mark.FULL:
        return _CIRCLE
    if mark is Mark.HOLE:  # the hole runs the other way round, so that it stays open
        return f"{_CIRCLE}M{OPEN},0A{OPEN},{OPEN},0,1,0,-{OPEN},0A{OPEN},{OPEN},0,1,0,{OPEN},0Z"
    half = OPEN / 2
    reach = round(math.sqrt(1 - half**2), 4)
    if mark is Mark.ACROSS:
        return f"M-{reach},-{half}A1,1,0,0,1,{reach},-{half}ZM-{reach},{half}A1,1,0,0,0,{reach},{half}Z"
    return f"M-{half},-{reach}A1,1,0,0,0,-{half},{reach}ZM{half},-{reach}A1,1,0,0,1,{half},{reach}Z"


_CIRCLE: Final = "M1,0A1,1,0,1,1,-1,0A1,1,0,1,1,1,0Z"
