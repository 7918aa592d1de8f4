"""The picture of a network for paper and files: points in the colour of their group, lines, a name or number at each."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from app.networks.looks import Side, looks, outline
from app.networks.naming import Spot, sides
from app.networks.shapes import AREAS, COMMUNITIES, PILLARS, Node, Shape
from queries.words import Words

_LINE: Final = 1.2
_LONG: Final = 24
"""More letters do not fit three times beside each other under a picture."""
_MARGIN, _ABOVE = 135, 34
_ACROSS, _WITHIN, _INK = "#33424f", "#9aa7b2", "#0f1a24"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How it is drawn. `below` puts the legend under the picture, for a page that is not wide."""

    width: int
    height: int
    lang: str = "de"
    font: str = "sans-serif"
    below: bool = False
    letters: int = 9
    grouped_by: str = PILLARS
    title: tuple[str, ...] = ()


def picture(drawn: Shape, names: Mapping[str, str], sheet: Sheet) -> Any:
    """The shape as a chart.

    Args:
        drawn: nodes in their places, and edges.
        names: what stands at a node, by its id; nodes without an entry have no name.
        sheet: how it is drawn.
    """
    layers = [_edges(drawn), _grounds(drawn), _nodes(drawn, sheet)]
    if names:
        layers += _texts(drawn, names, sheet)
    chart = alt.layer(*layers).properties(width=sheet.width, height=sheet.height)
    if sheet.title:
        first, *more = sheet.title
        chart = chart.properties(title=alt.TitleParams(first, subtitle=more, anchor="start"))
    return (
        chart.configure(font=sheet.font)
        .configure_view(stroke=None)
        .configure_legend(labelLimit=320, titleLimit=420, symbolOpacity=1)
    )


def _place(axis: str) -> dict[str, Any]:
    """The scale of an axis; down is down as on the screen. Left and right there is room for names."""
    scale = alt.Scale(zero=False, padding=_ABOVE if axis == "y" else _MARGIN, reverse=axis == "y")
    return {"shorthand": f"{axis}:Q", "axis": None, "scale": scale}


def _edges(drawn: Shape) -> Any:
    place = {node.id: node for node in drawn.nodes}
    names = ["x", "y", "x2", "y2", "across", "width"]
    rows = [
        (place[e.one].x, place[e.one].y, place[e.other].x, place[e.other].y, e.across, min(0.8 + e.weight / 6, 2.6))
        for e in drawn.edges
    ]  # fmt: skip
    return alt.Chart(pd.DataFrame(rows, columns=names)).mark_rule().encode(
        x=alt.X(**_place("x")), y=alt.Y(**_place("y")), x2="x2:Q", y2="y2:Q",
        color=alt.condition("datum.across", alt.value(_ACROSS), alt.value(_WITHIN)),
        strokeDash=alt.condition("datum.across", alt.value([5, 3]), alt.value([1, 0])),
        strokeWidth=alt.StrokeWidth("width:Q", scale=None),
    )  # fmt: skip


def _grounds(drawn: Shape) -> Any:
    """White under every point, so that no line shows through what is open in it."""
    rows = [(n.x, n.y, _area(n)) for n in drawn.nodes]
    base = alt.Chart(pd.DataFrame(rows, columns=["x", "y", "size"])).mark_circle(color="#ffffff", opacity=1)
    return base.encode(x=alt.X(**_place("x")), y=alt.Y(**_place("y")), size=alt.Size("size:Q", scale=None))


def _nodes(drawn: Shape, sheet: Sheet) -> Any:
    lang, found, title = sheet.lang, looks(drawn), _TITLES[sheet.grouped_by].get(sheet.lang)
    unknown = UNKNOWN_GROUP[sheet.grouped_by].get(lang)
    groups = [(label or unknown, found[group]) for group, label, _ in drawn.groups()]
    rows = [
        (n.x, n.y, n.group_label or unknown, _GROUP.get(lang) if n.kind == "group" else n.kind, _area(n))
        for n in drawn.nodes
    ]  # fmt: skip
    long = max((len(label) for label, _ in groups), default=0) > _LONG
    where: dict[str, Any] = {"orient": "bottom", "columns": 2 if long else 3} if sheet.below else {}
    legend, names = alt.Legend(title=title, **where), [name for name, _ in groups]
    kinds = alt.Legend(title=_KIND.get(lang), **where) if len({row[3] for row in rows}) > 1 else None
    return alt.Chart(pd.DataFrame(rows, columns=["x", "y", "group", "kind", "size"])).mark_point(
        filled=True, opacity=1
    ).encode(
        x=alt.X(**_place("x")), y=alt.Y(**_place("y")),
        size=alt.Size("size:Q", scale=None),
        color=alt.Color(
            "group:N", legend=legend, scale=alt.Scale(domain=names, range=[look.colour for _, look in groups])
        ),
        **_shapes([outline(look.mark) for _, look in groups], names, legend, kinds),
    )  # fmt: skip


def _shapes(outlines: list[str], names: list[str], legend: Any, kinds: Any) -> dict[str, Any]:
    """The form of a point says its kind; where groups need it to be told apart, the line around it does."""
    if len(set(outlines)) <= 1:
        return {"shape": alt.Shape("kind:N", legend=kinds)}
    shape = alt.Shape("group:N", legend=legend, scale=alt.Scale(domain=names, range=outlines))
    if kinds is None:
        return {"shape": shape}
    lines = alt.Stroke("kind:N", legend=kinds, scale=alt.Scale(range=[_WITHIN, _INK, "#b4470e"]))
    return {"shape": shape, "stroke": lines, "strokeWidth": alt.value(2)}


def _texts(drawn: Shape, names: Mapping[str, str], sheet: Sheet) -> list[Any]:
    """Names over a halo, so that they can be read on lines; each beside its point, away from the middle."""
    rows: defaultdict[tuple[Side, float], list[tuple[float, float, str]]] = defaultdict(list)
    told = {node.id: _in_lines(names[node.id]) for node in drawn.nodes if node.id in names}
    stands = sides(drawn.nodes, _spots(drawn, sheet), told, sheet.letters)
    for node in drawn.nodes:
        if node.id in told:
            text, where = told[node.id], stands[node.id]
            away = math.sqrt(_area(node) / math.pi) + 3 + (text.count("\n") * sheet.letters * _LINE if where is Side.TOP else 0)  # fmt: skip
            rows[where, round(away, 1)].append((node.x, node.y, text))
    layers = []
    for (where, away), own in rows.items():
        base = alt.Chart(pd.DataFrame(own, columns=["x", "y", "text"])).encode(
            x=alt.X(**_place("x")), y=alt.Y(**_place("y")), text="text:N"
        )
        style: dict[str, Any] = {
            **_beside(where, away), "fontSize": sheet.letters, "lineHeight": sheet.letters * _LINE, "limit": 330,
            "lineBreak": "\n",
        }  # fmt: skip
        layers += [
            base.mark_text(**style, color="#ffffff", stroke="#ffffff", strokeWidth=3, strokeJoin="round"),
            base.mark_text(**style, color=_INK),
        ]
    return layers


def _spots(drawn: Shape, sheet: Sheet) -> dict[str, Spot]:
    """Where each node is drawn, as the scales of the chart place it."""
    xs, ys = [node.x for node in drawn.nodes], [node.y for node in drawn.nodes]
    wide, high = sheet.width - 2 * _MARGIN, sheet.height - 2 * _ABOVE
    return {
        node.id: Spot(
            _MARGIN + (_share(node.x, xs) * wide),
            _ABOVE + (_share(node.y, ys) * high),
            math.sqrt(_area(node) / math.pi),
        )
        for node in drawn.nodes
    }


def _share(value: float, among: list[float]) -> float:
    low, high = min(among), max(among)
    return (value - low) / (high - low) if high > low else 0.5


def _beside(where: Side, away: float) -> dict[str, Any]:
    """How a text stands on a side of its point, so far away from it."""
    if where is Side.LEFT:
        return {"dx": -away, "align": "right", "baseline": "middle"}
    if where is Side.RIGHT:
        return {"dx": away, "align": "left", "baseline": "middle"}
    if where is Side.TOP:
        return {"dy": -away, "baseline": "line-bottom"}
    return {"dy": away, "baseline": "line-top"}


def _area(node: Node) -> float:
    """How large a point is drawn, in pixels."""
    return 110 if node.kind != "group" else min(150 + 25 * node.size, 1200)


def _in_lines(name: str) -> str:
    """A long name in two lines, parted between the words nearest to its middle."""
    gaps = [at for at, letter in enumerate(name) if letter == " "]
    if len(name) <= _LONG or not gaps:
        return name
    at = min(gaps, key=lambda gap: abs(gap - len(name) / 2))
    return f"{name[:at]}\n{name[at + 1 :]}"


UNKNOWN_GROUP: Final = {
    PILLARS: Words("ohne bekannte Säule", "of unknown pillar"),
    COMMUNITIES: Words("ohne Gemeinschaft", "of no community"),
    AREAS: Words("ohne bekanntes Gebiet", "of unknown area"),
}
"""What nodes of no known group are called, by what they are grouped by."""
_KIND, _GROUP = Words("Art", "Kind"), Words("Gruppe", "Group")
_TITLES: Final = {
    PILLARS: Words("Säulengruppe", "Pillar group"),
    COMMUNITIES: Words("Gemeinschaft", "Community"),
    AREAS: Words("Gebiet", "Area"),
}
