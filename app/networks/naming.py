"""Where names stand in a picture of known size, so that they cover neither each other nor points."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from app.networks.looks import Side, side
from app.networks.shapes import Node

_GLYPH: Final = 0.55
"""How wide a letter is on average, in parts of its height."""


class Spot(NamedTuple):
    """A point in the picture: its middle and radius, in pixels."""

    x: float
    y: float
    radius: float


class Box(NamedTuple):
    """A rectangle, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        """How much of the two lies upon each other, in square pixels."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)


def sides(
    nodes: Sequence[Node], spots: Mapping[str, Spot], names: Mapping[str, str], letters: int
) -> dict[str, Side]:
    """Node → the side its name stands on: away from the middle if there is room, else where it covers least.

    Args:
        nodes: in any order; the outcome hangs on their ids and places alone.
        spots: where each is drawn, by its id.
        names: what stands at a node, with line breaks; nodes without an entry have none.
        letters: their height in pixels.
    """
    taken = [Box(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in spots.values()]
    found: dict[str, Side] = {}
    # the outermost first: they have the room outside, and those further in take what is left
    for node in sorted(nodes, key=lambda n: (-(n.x**2 + n.y**2), n.id)):
        if node.id not in names:
            continue
        first = side(node)
        order = [first, *(one for one in Side if one is not first)]
        boxes = {one: _box(spots[node.id], one, names[node.id], letters) for one in order}
        best = min(
            order, key=lambda one: (sum(boxes[one].shared(other) for other in taken), order.index(one))
        )
        found[node.id] = best
        taken.append(boxes[best])
    return found


def _box(spot: Spot, where: Side, text: str, letters: int) -> Box:
    lines = text.split("\n")
    wide, high = max(map(len, lines)) * letters * _GLYPH, len(lines) * letters * 1.2
    away = spot.radius + 3
    if where is Side.LEFT:
        return Box(spot.x - away - wide, spot.y - high / 2, spot.x - away, spot.y + high / 2)
    if where is Side.RIGHT:
        return Box(spot.x + away, spot.y - high / 2, spot.x + away + wide, spot.y + high / 2)
    top = spot.y - away - high if where is Side.TOP else spot.y + away
    return Box(spot.x - wide / 2, top, spot.x + wide / 2, top + high)
