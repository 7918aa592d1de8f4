"""Bars, maps and networks as pictures for paper: dark on white, as wide as a page, in its letters."""

from typing import Any, Final, TypeAlias

import altair as alt
import pandas as pd
import vl_convert

from app.answers.bars import Bars
from app.maps import picture as maps
from app.networks import picture as networks
from app.papers.blocks import MapDrawing, NetworkDrawing
from app.views import CellKind

_BAR: Final = 22
_WIDE: Final = 330
_PAGE, _MAP, _NETWORK = 560, 370, 400
_FORMATS: Final = {CellKind.SHARE: ".0%", CellKind.MONEY: "$,.0f", CellKind.DECIMAL: ",.1f"}
_LOCALE: Final[dict[str, Any]] = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0€"]}
}

Drawn: TypeAlias = Bars | MapDrawing | NetworkDrawing


def svg(drawn: Drawn, font: str) -> str:
    """A picture as SVG in a font."""
    return str(vl_convert.vegalite_to_svg(_chart(drawn, font)))


def png(drawn: Drawn) -> bytes:
    """A picture as PNG, in twice the size it is printed in."""
    return bytes(vl_convert.vegalite_to_png(_chart(drawn, "sans-serif"), scale=2.5))


def _chart(drawn: Drawn, font: str) -> dict[str, Any]:
    if isinstance(drawn, Bars):
        return _bars(drawn, font)
    if isinstance(drawn, MapDrawing):
        paper = maps.Paper(_PAGE, _MAP, legend=True, below=True, font=font, section=drawn.section)
        chart = maps.picture(drawn.layer, drawn.sites, chosen=drawn.marked, paper=paper)
    else:
        sheet = networks.Sheet(
            _PAGE, _NETWORK, font=font, below=True, letters=11, grouped_by=drawn.grouped_by
        )
        chart = networks.picture(drawn.shape, drawn.names, sheet)
    made: dict[str, Any] = chart.to_dict()
    return made


def _bars(bars: Bars, font: str) -> dict[str, Any]:
    frame = pd.DataFrame({"label": bars.names, "value": bars.lengths, "text": bars.texts})
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260, ticks=False, domain=False)),
        x=alt.X(
            "value:Q",
            title=bars.unit.label,
            axis=alt.Axis(format=_FORMATS.get(bars.unit.kind, ",.0f"), tickCount=4),
        ),
    )
    layers = (
        base.mark_bar(color="#2b6a9b"),
        base.mark_text(align="left", dx=4, color="#111").encode(text="text:N"),
    )
    chart = alt.layer(*layers).properties(width=_WIDE, height=_BAR * len(bars.names))
    chart = chart.configure(locale=_LOCALE, font=font).configure_view(stroke=None)
    made: dict[str, Any] = chart.configure_axis(labelColor="#111", titleColor="#111").to_dict()
    return made
