"""The picture of a network: groups first, opened on demand; colour, shape and label; a click leads on."""

from html import escape
from typing import Any, Final
from zlib import crc32

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.colours import GROUND, INK, Theme
from app.networks.looks import OPEN, Look, Mark, looks, side
from app.networks.shapes import Node, Shape
from app.web import charts
from app.web.formats import integer
from app.web.texts import plural, t

MOST_NODES: Final = 2_000
MOST_EDGES: Final = 10_000
_NAMED: Final = 70
_SYMBOLS: Final = ("circle", "rect", "diamond", "triangle")
_HEIGHT: Final = 620
_LINES: Final = {"light": ("#33424f", "#8a959f"), "dark": ("#dfe6ec", "#66747f")}


def fits(drawn: Shape) -> bool:
    """Whether a browser can show all of it at once and still answer."""
    return len(drawn.nodes) <= MOST_NODES and len(drawn.edges) <= MOST_EDGES


def draw(drawn: Shape, *, key: str, title: str, chosen: str = "") -> str | None:
    """Draw the nodes and edges; returns the id of the node just clicked, None without a new click."""
    if not drawn.nodes:
        st.info(t("network.nothing_to_draw"), icon=":material/hub:")
        return None
    # another picture is another chart: what was chosen in the last one is told by place, and places have changed
    key = f"{key}:{crc32(' '.join(node.id for node in drawn.nodes).encode()):x}"
    theme = charts.theme()
    state = st.echarts_chart(
        _option(drawn, theme, chosen),
        height=_HEIGHT,
        key=key,
        on_select="rerun",
        alt=t("network.alt", title=title, nodes=integer(len(drawn.nodes)), edges=integer(len(drawn.edges))),
    )
    _legend(drawn, theme)
    picked = [
        at
        for group in state.selection.selected
        if group["data_type"] in ("node", "main")
        for at in group["data_indices"]
    ]
    clicked = drawn.nodes[picked[-1]].id if picked and picked[-1] < len(drawn.nodes) else None
    seen = f"{key}:seen"
    if clicked == st.session_state.get(seen):
        return None
    st.session_state[seen] = clicked
    return clicked


def _option(drawn: Shape, theme: Theme, chosen: str) -> dict[str, Any]:
    found, kinds = looks(drawn, theme), _kinds(drawn)
    across, within = _LINES[theme]
    named = len(drawn.nodes) <= _NAMED
    place = {node.id: at for at, node in enumerate(drawn.nodes)}
    data = [
        {
            "id": str(at), "name": _name(node), "x": node.x * 100, "y": node.y * 100, "symbol": kinds[node.kind],
            "symbolSize": _size(node), "value": node.size if node.kind == "group" else node.partners,
            "itemStyle": {
                "color": _fill(found[node.group], theme), "borderWidth": 3 if node.cut or node.id == chosen else 0,
                "borderColor": INK[theme],
            },
            "label": {
                "show": named or node.kind == "group" or node.cut or node.id == chosen, "position": side(node).value,
            },
        }
        for at, node in enumerate(drawn.nodes)
    ]  # fmt: skip
    links = [
        {
            "source": str(place[e.one]), "target": str(place[e.other]), "value": e.weight,
            "lineStyle": {
                "width": min(1 + e.weight / 2, 8), "type": "dashed" if e.across else "solid",
                "color": across if e.across else within, "opacity": 0.75,
            },
        }
        for e in drawn.edges
    ]  # fmt: skip
    return {
        "animation": False,
        "tooltip": {"formatter": "{b}"},
        "series": [{
            "type": "graph", "layout": "none", "left": "30%", "right": "30%", "top": 45, "bottom": 45, "preserveAspect": True, "roam": True, "selectedMode": "single", "data": data, "links": links,
            "label": {"color": INK[theme], "fontSize": 11, "lineHeight": 13, "overflow": "break", "width": 108},
            "labelLayout": {"hideOverlap": True},
            "emphasis": {"focus": "adjacency"} if fits(drawn) and len(drawn.edges) < MOST_NODES else {},
        }],
    }  # fmt: skip


def _stops(look: Look) -> list[tuple[float, bool]]:
    """Where a point is open along its radius (a hole) or its diameter (a bar): part of the way, and whether open from there."""
    if look.mark is Mark.HOLE:
        return [(0, True), (OPEN, False)]
    return [(0, False), (0.5 - OPEN / 4, True), (0.5 + OPEN / 4, False)]


def _fill(look: Look, theme: Theme) -> str | dict[str, Any]:
    """Colour and mark of a point, as ECharts takes them: a run of colours with hard steps."""
    if look.mark is Mark.FULL:
        return look.colour
    stops, steps = [], _stops(look)
    for (start, is_open), end in zip(steps, [*(at for at, _ in steps[1:]), 1], strict=True):
        colour = GROUND[theme] if is_open else look.colour
        stops += [{"offset": start, "color": colour}, {"offset": end, "color": colour}]
    if look.mark is Mark.HOLE:
        return {"type": "radial", "x": 0.5, "y": 0.5, "r": 0.5, "colorStops": stops}
    down = look.mark is Mark.ACROSS
    return {"type": "linear", "x": 0, "y": 0, "x2": int(not down), "y2": int(down), "colorStops": stops}


def _ground(look: Look, theme: Theme) -> str:
    """The same for the legend, as CSS takes it."""
    if look.mark is Mark.FULL:
        return look.colour
    steps = _stops(look)
    parts = [
        f"{GROUND[theme] if is_open else look.colour} {start:.0%} {end:.0%}"
        for (start, is_open), end in zip(steps, [*(at for at, _ in steps[1:]), 1], strict=True)
    ]
    if look.mark is Mark.HOLE:
        return f"radial-gradient(closest-side, {', '.join(parts)})"
    return f"linear-gradient({'to bottom' if look.mark is Mark.ACROSS else 'to right'}, {', '.join(parts)})"


def _name(node: Node) -> str:
    if node.kind != "group":
        return node.label
    return t("network.group", name=node.label or t("network.no_group"), number=integer(node.size))


def _size(node: Node) -> float:
    if node.kind == "group":
        return float(18 + min(node.size, 60))
    return float(9 + min(node.partners, 14))


def _kinds(drawn: Shape) -> dict[str, str]:
    kinds = sorted({node.kind for node in drawn.nodes} - {"group"})
    return {kind: _SYMBOLS[at % len(_SYMBOLS)] for at, kind in enumerate(kinds)} | {"group": "circle"}


def _legend(drawn: Shape, theme: Theme) -> None:
    """Colours by group with their counts, shapes by kind, lines: in words, so that no colour is needed to read it."""
    found, names = looks(drawn, theme), {"circle": "●", "rect": "■", "diamond": "◆", "triangle": "▲"}
    groups = [
        f'<span role="listitem"><span class="q-dot" aria-hidden="true" style="background:{_ground(found[group], theme)}"></span>'
        f"{escape(t('network.group', name=label or t('network.no_group'), number=integer(number)))}</span>"
        for group, label, number in drawn.groups()
    ]
    kinds = [
        f'<span role="listitem"><span aria-hidden="true">{names[symbol]}</span>{escape(kind)}</span>'
        for kind, symbol in _kinds(drawn).items()
        if kind != "group"
    ]
    lines = [
        f'<span role="listitem"><span aria-hidden="true">{line}</span>{t(f"network.{name}")}</span>'
        for line, name in (("┄┄", "across"), ("──", "within"))
    ]
    items = "".join((*groups, *kinds, *lines))
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("matrix.legend"))}">{items}</div>')


def left_out(whole: Shape, drawn: Shape) -> None:
    """Say how many nodes are not drawn because they have no connection."""
    missing = len(whole.nodes) - len(drawn.nodes)
    if missing:
        st.caption(plural("network.not_drawn", missing))
