"""The picture of the ways of money: three layers of one status, small ones folded, a click on a band leads to its items."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any, Final
from zlib import crc32

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.colours import INK, Theme
from app.web import charts
from app.web.formats import euro, integer
from app.web.texts import plural, t

Place = tuple[int, str]
"""A layer (0 funder, 1 what for, 2 to whom) and the key in it; the empty key is what was folded."""

_MOST: Final = 14
_LAST: Final = 2
_ROW: Final = 40
_LOWEST: Final = 240
_LAYERS: Final = {"light": ("#2b6a9b", "#6a6f1f", "#8a4f7d"), "dark": ("#7fb6e0", "#c3c86a", "#d69ac8")}
_OPEN: Final = "#868e96"
_APART: Final = "\u200b"


@dataclass(frozen=True, slots=True)
class Way:
    """A way of the money: the keys of its three places and what is known to go along it."""

    keys: tuple[str, str, str]
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: places with their amounts, bands between neighbours, and how many places each layer folds."""

    places: tuple[tuple[Place, Decimal], ...]
    bands: tuple[tuple[Place, Place, Decimal], ...]
    folded: tuple[int, int, int]


def picture(ways: Iterable[Way], most: int = _MOST) -> Picture:
    """Fold all but the `most` widest places of each layer into one; every sum stays what it is."""
    known = list(ways)
    widths: tuple[defaultdict[str, Decimal], ...] = tuple(defaultdict(Decimal) for _ in range(3))
    for way in known:
        for layer, key in enumerate(way.keys):
            widths[layer][key] += way.amount
    kept = [_widest(layer, most) for layer in widths]
    places: defaultdict[Place, Decimal] = defaultdict(Decimal)
    bands: defaultdict[tuple[Place, Place], Decimal] = defaultdict(Decimal)
    for way in known:
        own = [(at, key if key in kept[at] else "") for at, key in enumerate(way.keys)]
        for place in own:
            places[place] += way.amount
        for one, other in ((own[0], own[1]), (own[1], own[2])):
            bands[one, other] += way.amount
    folded = (
        len(widths[0]) - len(kept[0]),
        len(widths[1]) - len(kept[1]),
        len(widths[2]) - len(kept[2]),
    )
    return Picture(
        tuple(places.items()), tuple((one, other, amount) for (one, other), amount in bands.items()), folded
    )


def _widest(widths: dict[str, Decimal], most: int) -> set[str]:
    if len(widths) <= most + 1:  # folding a single one would save nothing
        return set(widths)
    return set(sorted(widths, key=lambda key: (-widths[key], key))[:most])


def draw(
    shown: Picture, names: tuple[dict[str, str], ...], open_ones: set[str], *, key: str, title: str
) -> dict[int, str]:
    """Draw it; returns what was just clicked as layer → key, empty without a new click.

    Args:
        shown: what to draw.
        names: for each layer the names of its keys.
        open_ones: keys that name no record or concept (several, not recorded).
        key: a name in the session.
        title: what it shows, for readers who hear the page.
    """
    key = f"{key}:{crc32(repr(shown.places).encode()):x}"
    theme = charts.theme()
    most = max(sum(1 for (layer, _), _ in shown.places if layer == at) for at in range(3))
    state = st.echarts_chart(
        _option(shown, names, open_ones, theme),
        height=max(_LOWEST, _ROW * most),
        key=key,
        on_select="rerun",
        alt=t("money.flow_alt", title=title, bands=integer(len(shown.bands))),
    )
    clicked = _clicked(state, shown)
    seen = f"{key}:seen"
    if clicked == st.session_state.get(seen):
        return {}
    st.session_state[seen] = clicked
    return clicked


def _clicked(state: Any, shown: Picture) -> dict[int, str]:
    for group in reversed(state.selection.selected):
        for at in group["data_indices"]:
            if group["data_type"] == "edge" and at < len(shown.bands):
                one, other, _ = shown.bands[at]
                return {layer: name for layer, name in (one, other) if name}
            if group["data_type"] in ("node", "main") and at < len(shown.places):
                (layer, name), _ = shown.places[at]
                return {layer: name} if name else {}
    return {}


def _option(
    shown: Picture, names: tuple[dict[str, str], ...], open_ones: set[str], theme: Theme
) -> dict[str, Any]:
    known = {place: _name(place, names, shown.folded) for place, _ in shown.places}
    # places of different layers may bear one name, and a name is what the chart tells them apart by
    ids = {place: name + _APART * place[0] for place, name in known.items()}
    colours = _LAYERS[theme]
    data = [
        {
            "name": ids[place], "depth": place[0],
            "itemStyle": {"color": _OPEN if place[1] in open_ones or not place[1] else colours[place[0]]},
            "label": {"position": "left" if place[0] == _LAST else "right", "formatter": known[place]},
            "tooltip": {"formatter": f"{escape(known[place])}<br>{euro(amount)}"},
        }
        for place, amount in shown.places
    ]  # fmt: skip
    links = [
        {
            "source": ids[one], "target": ids[other], "value": float(amount),
            "tooltip": {"formatter": f"{escape(known[one])} → {escape(known[other])}<br>{euro(amount)}"},
        }
        for one, other, amount in shown.bands
    ]  # fmt: skip
    return {
        "animation": False,
        "tooltip": {"trigger": "item", "confine": True},
        "series": [{
            "type": "sankey", "data": data, "links": links, "left": 4, "right": 4, "top": 8, "bottom": 8,
            "nodeWidth": 14, "nodeGap": 15, "draggable": False, "selectedMode": "single", "layoutIterations": 48,
            "label": {"color": INK[theme], "fontSize": 12, "overflow": "truncate", "width": 210},
            "labelLayout": {"hideOverlap": True},
            "lineStyle": {"color": "source", "opacity": 0.28, "curveness": 0.5},
            "emphasis": {"focus": "adjacency", "lineStyle": {"opacity": 0.6}},
        }],
    }  # fmt: skip


def _name(place: Place, names: tuple[dict[str, str], ...], folded: tuple[int, int, int]) -> str:
    layer, key = place
    return names[layer].get(key, key) if key else plural("money.folded", folded[layer])
