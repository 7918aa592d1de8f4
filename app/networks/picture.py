"""The picture of a network for paper and files: points in the colour of their group, lines, a name or number at each."""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from app.colours import NO_GROUP, SERIES, Theme
from app.networks.shapes import AREAS, COMMUNITIES, PILLARS, Node, Shape
from queries.words import Words

_LINE: Final = 1.2
_LONG: Final = 24
"""More letters do not fit three times beside each other under a picture."""
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


def colours(drawn: Shape, theme: Theme = "light") -> dict[str, str]:
    """Group → its colour; files are on white. More groups than colours repeat one; their names stand beside them."""
    known = [group for group, _, _ in drawn.groups() if group]
    series = SERIES[theme]
    return {group: series[at % len(series)] for at, group in enumerate(known)} | {"": NO_GROUP[theme]}


def picture(drawn: Shape, names: Mapping[str, str], sheet: Sheet) -> Any:
    """The shape as a chart.

    Args:
        drawn: nodes in their places, and edges.
        names: what stands at a node, by its id; nodes without an entry have no name.
        sheet: how it is drawn.
    """
    layers = [_edges(drawn), _nodes(drawn, sheet)]
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
    """The scale of an axis; down is down as on the screen."""
    scale = alt.Scale(zero=False, padding=34, reverse=axis == "y")
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


def _nodes(drawn: Shape, sheet: Sheet) -> Any:
    lang, palette, title = sheet.lang, colours(drawn), _TITLES[sheet.grouped_by].get(sheet.lang)
    unknown = UNKNOWN_GROUP[sheet.grouped_by].get(lang)
    groups = [(label or unknown, palette[group]) for group, label, _ in drawn.groups()]
    rows = [
        (n.x, n.y, n.group_label or unknown, _GROUP.get(lang) if n.kind == "group" else n.kind, _area(n))
        for n in drawn.nodes
    ]  # fmt: skip
    long = max((len(label) for label, _ in groups), default=0) > _LONG
    where: dict[str, Any] = {"orient": "bottom", "columns": 2 if long else 3} if sheet.below else {}
    kinds = len({row[3] for row in rows})
    return alt.Chart(pd.DataFrame(rows, columns=["x", "y", "group", "kind", "size"])).mark_point(
        filled=True, opacity=1
    ).encode(
        x=alt.X(**_place("x")), y=alt.Y(**_place("y")),
        size=alt.Size("size:Q", scale=None),
        shape=alt.Shape("kind:N", legend=alt.Legend(title=_KIND.get(lang), **where) if kinds > 1 else None),
        color=alt.Color(
            "group:N", legend=alt.Legend(title=title, **where),
            scale=alt.Scale(domain=[g for g, _ in groups], range=[c for _, c in groups]),
        ),
    )  # fmt: skip


def _texts(drawn: Shape, names: Mapping[str, str], sheet: Sheet) -> list[Any]:
    """Names over a halo, so that they can be read on lines; each as far above its point as the point is large."""
    rows: defaultdict[float, list[tuple[float, float, str]]] = defaultdict(list)
    for node in drawn.nodes:
        if node.id in names:
            text = _in_lines(names[node.id])
            above = math.sqrt(_area(node) / math.pi) + 3 + text.count("\n") * sheet.letters * _LINE
            rows[round(above, 1)].append((node.x, node.y, text))
    layers = []
    for above, own in rows.items():
        base = alt.Chart(pd.DataFrame(own, columns=["x", "y", "text"])).encode(
            x=alt.X(**_place("x")), y=alt.Y(**_place("y")), text="text:N"
        )
        style: dict[str, Any] = {
            "dy": -above, "fontSize": sheet.letters, "lineHeight": sheet.letters * _LINE, "limit": 330, "lineBreak": "\n",
            "baseline": "line-bottom",
        }  # fmt: skip
        layers += [
            base.mark_text(**style, color="#ffffff", stroke="#ffffff", strokeWidth=3, strokeJoin="round"),
            base.mark_text(**style, color=_INK),
        ]
    return layers


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
