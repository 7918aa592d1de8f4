"""The way of somebody in a constellation: one sentence, its numbers, the picture and the tables that say the same."""

from dataclasses import replace
from html import escape
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.colours import INK, Theme
from app.gate import Released
from app.interfaces.views import ConstellationPath
from app.views import AnswerView
from app.web import answers, charts, downloads, evidence, frame, origin, permalink
from app.web import reads as shared
from app.web.formats import indented, integer
from app.web.interface import reads
from app.web.papers import putting
from app.web.question import pinning
from app.web.stand import Stand
from app.web.texts import language, t

_QUESTION: Final = "C3"
_LOOKS: Final[dict[str, tuple[str, str, dict[Theme, str], int]]] = {
    "person": ("diamond", "◆", {"light": "#8a5a00", "dark": "#d9a441"}, 24),
    "stop": ("circle", "●", {"light": "#1d5a8a", "dark": "#5f9fd0"}, 20),
    "need": ("rect", "■", {"light": "#2f6f4f", "dark": "#63b08a"}, 12),
    "open": ("emptyTriangle", "△", {"light": "#5c6b78", "dark": "#9aa8b5"}, 14),
    "gap": ("triangle", "▲", {"light": "#a3301f", "dark": "#ee7d68"}, 14),
}
_OPEN: Final = ("open", "gap")
_LINE, _INDENT, _LEFT, _MARGIN, _LABEL, _BULGE = 34, 26, 78, 24, 230, 62
"""Pixels: a line, the indent of needs, room for the ways on the left, above and below, a label, how far ways bulge."""


def draw(chosen: Stand) -> None:
    """Draw the choice of a constellation and its way."""
    question = next(q for q in shared.questions(chosen.version, language()).value if q.id == _QUESTION)
    choices = {parameter.name: parameter.choices for parameter in question.parameters}
    left, right = st.columns(2)
    names = {c.value: c.label for c in choices["constellation"]}
    with left:
        name = permalink.choice(
            t("interfaces.constellation"), names, name="konstellation", key="interfaces:constellation",
            default=next(iter(names)),
        )  # fmt: skip
    with right:
        areas = {c.value: indented(c.label, c.level) for c in choices["area"]}
        area = permalink.choice(
            t("matrix.area"), {"": t("interfaces.whole_town"), **areas}, name="gebiet", key="interfaces:area", default=""
        )  # fmt: skip
    released = reads.path(name, area, chosen.asked)
    path = released.value
    st.html(f'<p class="q-lead"><strong>{escape(path.sentence)}</strong></p>')
    evidence.withheld(released)
    evidence.facts(path.facts)
    picture(path)
    given = (("constellation", (name,)), *((("area", (area,)),) if area else ()))
    answer = shared.answer(_QUESTION, given, chosen.asked)
    behind = origin.opened(_QUESTION, answers.table_keys(answer.value, "interface:C3"), chosen, given)
    _tables(answer, behind)
    evidence.block(path.joined, key="interface:C4", records=False)
    answers.foundations(answer.value)
    with st.container(horizontal=True, key="noprint_way_pin"):
        pinning.draw(question, given, chosen)
        putting.put_button(question.id, given, chosen)
        if frame.is_drawn():
            st.page_link(
                frame.page("netze"), label=t("interfaces.way_network"), icon=":material/hub:",
                query_params={**permalink.stand(), "netz": "constellation_paths", "worum": name},
            )  # fmt: skip
    with st.expander(t("interfaces.all_constellations"), icon=":material/table_rows:"):
        evidence.block(reads.constellations(chosen.asked).value, key="interface:all", records=False)


def _tables(released: Released[AnswerView], behind: origin.Behind) -> None:
    """The tables of C3 without what the sentence and its numbers have said, and without the name in every row."""
    for table in released.value.blocks:
        shown = [at for at, column in enumerate(table.columns) if column.name != "constellation"]
        columns = tuple(table.columns[at] for at in shown)
        rows = tuple(tuple(row[at] for at in shown) for row in table.rows)
        evidence.block(replace(table, columns=columns, rows=rows), key="interface:C3")
        behind.below(f"interface:C3:{table.name}")
    downloads.buttons(released, name="querblick-konstellation", key="interface:C3:files")


def picture(path: ConstellationPath) -> None:
    """Draw person, stops, needs and the ways between stops: colour, shape and label say the same."""
    st.markdown(f"**{t('interfaces.picture')}**")
    if not any(node.kind == "stop" for node in path.nodes):
        st.info(t("interfaces.no_stops"), icon=":material/route:")
        return
    theme = charts.theme()
    stops = sum(node.kind == "stop" for node in path.nodes)
    st.echarts_chart(
        _option(path, theme), height=_height(path), key=f"interfaces:way:{path.notation}",
        alt=t("interfaces.alt", name=path.label, stops=integer(stops), ways=integer(len(path.ways))),
    )  # fmt: skip
    _legend(path, theme)


def _option(path: ConstellationPath, theme: Theme) -> dict[str, Any]:
    """A list drawn: the stops below each other with their needs, the ways between them as arcs on the left.

    Places are pixels, so that it reads the same on a narrow screen: the box is given from top to bottom, and its width
    follows from it.
    """
    places = _places(path)
    index = {node.id: at for at, node in enumerate(path.nodes)}
    ink = INK[theme]
    data = [
        {
            "id": str(at), "name": node.label, "x": places[node.id][0], "y": places[node.id][1],
            "symbol": _LOOKS[node.kind][0], "symbolSize": _LOOKS[node.kind][3],
            "itemStyle": {"color": _LOOKS[node.kind][2][theme], "borderColor": ink, "borderWidth": 1 if node.kind in _OPEN else 0},
            "label": {"fontWeight": "bold" if node.kind in ("person", "stop") else "normal"},
        }
        for at, node in enumerate(path.nodes)
    ]  # fmt: skip
    links = [
        {
            "source": str(index[way.one]), "target": str(index[way.other]),
            "lineStyle": {
                "type": "solid" if way.is_joined else "dashed", "width": 4 if way.is_joined else 2, "color": ink,
                "opacity": 0.8, "curveness": _bend(places[way.one][1], places[way.other][1]),
            },
        }
        for way in path.ways
    ]  # fmt: skip
    return {
        "animation": False,
        "tooltip": {"formatter": "{b}"},
        "series": [{
            "type": "graph", "layout": "none", "roam": False, "data": data, "links": links, "left": _LEFT,
            "top": _MARGIN, "bottom": _MARGIN,
            "label": {
                "show": True, "position": "right", "color": ink, "fontSize": 12, "lineHeight": 15, "overflow": "break",
                "width": _LABEL,
            },
        }],
    }  # fmt: skip


def _bend(one: float, other: float) -> float:
    """How far a way bulges to the left: the longer it is the further, but never out of the picture."""
    return -min(0.5, 2 * _BULGE / max(other - one, 1))


def _places(path: ConstellationPath) -> dict[str, tuple[float, float]]:
    """The person on top, below it the stops with their needs indented, last the needs nobody is known to cover."""
    places: dict[str, tuple[float, float]] = {}
    line = 0.0
    stops = [node for node in path.nodes if node.kind in ("person", "stop")]
    for stop in stops:
        places[stop.id] = (0, line)
        line += _LINE + 6
        for node in path.nodes:
            if node.of == stop.id:
                places[node.id] = (_INDENT, line)
                line += _LINE
        line += 8
    for node in path.nodes:
        if node.kind in _OPEN:
            places[node.id] = (_INDENT, line)
            line += _LINE
    return places


def _height(path: ConstellationPath) -> int:
    places = _places(path).values()
    return int(max(y for _, y in places) + 2 * _MARGIN)


def _legend(path: ConstellationPath, theme: Theme) -> None:
    kinds = dict.fromkeys(node.kind for node in path.nodes)
    nodes = [
        f'<span role="listitem"><span aria-hidden="true" style="color:{_LOOKS[kind][2][theme]}">{_LOOKS[kind][1]}</span>'
        f"{escape(t(f'interfaces.node_{kind}'))}</span>"
        for kind in kinds
    ]
    lines = [
        f'<span role="listitem"><span aria-hidden="true">{line}</span>{escape(t(f"interfaces.{name}"))}</span>'
        for line, name in (("━━", "joined"), ("╌╌", "unjoined"))
    ]
    st.html(
        f'<div class="q-legend" role="list" aria-label="{escape(t("matrix.legend"))}">{"".join((*nodes, *lines))}</div>'
    )
    told = "".join(
        f"<li>{escape(node.label)}: {escape(node.detail)}</li>" for node in path.nodes if node.detail
    )
    with st.expander(t("interfaces.in_words"), icon=":material/list:"):
        st.html(f'<ul class="q-list">{told}</ul>')
