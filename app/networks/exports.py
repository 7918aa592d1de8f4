"""A network to take away: GraphML and GEXF for other programs, SVG and PNG with legend and date. Only what was released.

Edge list, measures and findings leave as CSV, XLSX, JSON and linked data like any other answer.
"""

import io
from typing import Any, Final

from app.display import day
from app.gate import Released, scenario_text
from app.networks.picture import Sheet, picture
from app.networks.shapes import connected, shape
from app.networks.views import NetworkView
from queries import network_files
from queries.network_files import Attributes, NetworkFile
from queries.words import Words

_SIZE: Final = 900
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


def source(view: NetworkView, *, alone: int, scenario: str) -> str:
    """As of when the picture is, where it comes from and how to read it; `alone` nodes without connection are not drawn."""
    answer, lang = view.answer, view.answer.lang
    told = _SUBTITLE.format(date=day(answer.reference_date, lang), version=answer.version, alone=alone)
    return f"{scenario_text(scenario, lang)} {told.get(lang)}".strip()


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
    return NetworkFile(about, nodes, edges, view.info.directed, answer.reference_date)


def _saved(released: Released[NetworkView], kind: str) -> bytes:
    out: Any = io.StringIO() if kind == "svg" else io.BytesIO()
    _chart(released).save(out, format=kind, **({"scale_factor": 2} if kind == "png" else {}))
    written = out.getvalue()
    return written.encode() if isinstance(written, str) else written


def _chart(released: Released[NetworkView]) -> Any:
    view = released.value
    whole = shape(view)
    drawn = connected(whole)
    names = {node.id: node.label for node in drawn.nodes} if len(drawn.nodes) <= _NAMED else {}
    told = source(view, alone=len(whole.nodes) - len(drawn.nodes), scenario=released.scenario)
    title = (view.answer.title, told, view.answer.lead)
    return picture(drawn, names, Sheet(_SIZE, _SIZE, view.answer.lang, title=title))


_SUBTITLE = Words(
    "Stand {date}, Version {version}. Gestrichelt: zwischen Säulen. Knoten ohne Verbindung, nicht gezeichnet: {alone}. Die "
    "Lage sagt nichts über Orte. Quelle: Wissensgraph der Stadt, Querblick.",
    "As of {date}, version {version}. Dashed: between pillars. Nodes without connection, not drawn: {alone}. The position "
    "says nothing about places. Source: knowledge graph of the town, Querblick.",
)
