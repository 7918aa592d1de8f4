"""A network to take away: GraphML and GEXF for other programs, SVG and PNG with legend and date. Only what was released.

Edge list, measures and findings leave as CSV, XLSX, JSON and linked data like any other answer.
"""

import io
from typing import Any, Final

import altair as alt
import pandas as pd

from app.display import day
from app.gate import Released
from app.networks.shapes import Shape, connected, shape
from app.networks.views import NetworkView
from queries import network_files
from queries.network_files import Attributes, NetworkFile
from queries.words import Words

# Okabe and Ito and two more: told apart with every kind of colour vision (a test computes it). More groups repeat a colour; their names stand beside them.
COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#800000", "#3300C8")
UNKNOWN: Final = "#5c646a"
_SIZE: Final = 900
_ACROSS, _WITHIN = "#33424f", "#c3ccd4"
_NAMED: Final = 60
"""Up to so many nodes each is named; beyond, only the groups are."""


def to_graphml(released: Released[NetworkView]) -> bytes:
    """The network as GraphML."""
    return network_files.graphml(_file(released))


def to_gexf(released: Released[NetworkView]) -> bytes:
    """The network as GEXF."""
    return network_files.gexf(_file(released))


def to_svg(released: Released[NetworkView]) -> bytes:
    """The picture of the network as SVG."""
    return _saved(released, "svg")


def to_png(released: Released[NetworkView]) -> bytes:
    """The picture of the network as PNG."""
    return _saved(released, "png")


def colours(drawn: Shape) -> dict[str, str]:
    """Pillar group → its colour."""
    known = [group for group, _, _ in drawn.groups() if group]
    return {group: COLOURS[at % len(COLOURS)] for at, group in enumerate(known)} | {"": UNKNOWN}


def _file(released: Released[NetworkView]) -> NetworkFile:
    view = released.value
    whole, answer = shape(view), view.answer
    about: Attributes = {
        "title": answer.title, "reference_date": answer.reference_date.isoformat(), "version": answer.version,
        "note": " ".join(filter(None, (released.scenario_text(answer.lang), answer.lead))),
    }  # fmt: skip
    nodes: list[tuple[str, Attributes]] = [
        (
            n.id,
            {
                "label": n.label,
                "kind": n.kind,
                "pillar_group": n.group_label,
                "partners": n.partners,
                "cut": n.cut,
            },
        )
        for n in whole.nodes
    ]
    edges: list[tuple[str, str, Attributes]] = [
        (e.one, e.other, {"weight": e.weight, "across": e.across, "confirmed": e.confirmed})
        for e in whole.edges
    ]
    return NetworkFile(about, nodes, edges, view.info.directed)


def _saved(released: Released[NetworkView], kind: str) -> bytes:
    out: Any = io.StringIO() if kind == "svg" else io.BytesIO()
    _chart(released).save(out, format=kind, **({"scale_factor": 2} if kind == "png" else {}))
    written = out.getvalue()
    return written.encode() if isinstance(written, str) else written


def _chart(released: Released[NetworkView]) -> Any:
    view = released.value
    whole, lang = shape(view), view.answer.lang
    drawn = connected(whole)
    palette, place = colours(drawn), {node.id: node for node in drawn.nodes}
    nodes = pd.DataFrame(
        [
            {
                "x": n.x,
                "y": n.y,
                "label": n.label,
                "group": n.group_label or _UNKNOWN.get(lang),
                "kind": n.kind,
            }
            for n in drawn.nodes
        ],
        columns=["x", "y", "label", "group", "kind"],
    )
    lines = pd.DataFrame(
        [
            {
                "x": place[e.one].x,
                "y": place[e.one].y,
                "x2": place[e.other].x,
                "y2": place[e.other].y,
                "across": e.across,
            }
            for e in drawn.edges
        ],
        columns=["x", "y", "x2", "y2", "across"],
    )
    groups = [(label or _UNKNOWN.get(lang), palette[group]) for group, label, _ in drawn.groups()]
    plain: dict[str, Any] = {"axis": None, "scale": alt.Scale(zero=False, padding=30)}
    edges = alt.Chart(lines).mark_rule().encode(
        x=alt.X("x:Q", **plain), y=alt.Y("y:Q", **plain), x2="x2:Q", y2="y2:Q",
        color=alt.condition("datum.across", alt.value(_ACROSS), alt.value(_WITHIN)),
        strokeDash=alt.condition("datum.across", alt.value([5, 3]), alt.value([1, 0])),
    )  # fmt: skip
    marks = alt.Chart(nodes).mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("x:Q", **plain), y=alt.Y("y:Q", **plain), shape=alt.Shape("kind:N", title=_KIND.get(lang)),
        color=alt.Color(
            "group:N", title=_GROUP.get(lang),
            scale=alt.Scale(domain=[g for g, _ in groups], range=[c for _, c in groups]),
        ),
    )  # fmt: skip
    layers = [edges, marks]
    if len(drawn.nodes) <= _NAMED:
        layers.append(
            marks.mark_text(dy=-10, fontSize=9, color=_ACROSS).encode(
                text="label:N", color=alt.value(_ACROSS), shape=alt.ShapeValue("circle")
            )
        )
    subtitle = _SUBTITLE.format(
        date=day(view.answer.reference_date, lang),
        version=view.answer.version,
        alone=len(whole.nodes) - len(drawn.nodes),
    )
    title = alt.TitleParams(
        view.answer.title,
        subtitle=[*filter(None, [released.scenario_text(lang)]), subtitle.get(lang), view.answer.lead],
        anchor="start",
    )
    return alt.layer(*layers).properties(width=_SIZE, height=_SIZE, title=title).configure_view(stroke=None)


_UNKNOWN = Words("ohne bekannte Säule", "of unknown pillar")
_KIND, _GROUP = Words("Art", "Kind"), Words("Säulengruppe", "Pillar group")
_SUBTITLE = Words(
    "Stand {date}, Version {version}. Gestrichelt: zwischen Säulen. {alone} Knoten ohne Verbindung sind nicht gezeichnet. Die "
    "Lage sagt nichts über Orte.",
    "As of {date}, version {version}. Dashed: between pillars. {alone} nodes without connection are not drawn. The position "
    "says nothing about places.",
)
