"""The picture of the map with its legend in words; a click on an area gives its key."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.maps.layers import SUPPLY, Layer
from app.maps.picture import AREA, Paper, picture
from app.maps.views import MapView
from app.web.formats import integer
from app.web.texts import language, plural, t

_HEIGHT: Final = 560
_FONT: Final = '"Source Sans", sans-serif'
_SEEN: Final = "map:seen"


def draw(view: MapView, layer: Layer, *, sites: bool, chosen: str) -> str | None:
    """Draw the map; returns the key of the area just clicked, None without a new click."""
    without = [area for area in view.areas if area.outline is None]
    if len(without) == len(view.areas):
        st.info(t("map.no_outlines"), icon=":material/draw:")
        return None
    shown = view.sites if sites else ()
    chart = picture(layer, shown, chosen=chosen, paper=Paper(height=_HEIGHT, lang=language(), font=_FONT))
    event = st.altair_chart(
        chart, width="stretch", key=f"map:chart:{layer.name}", on_select="rerun", selection_mode=[AREA], theme=None,
        alt=t("map.alt", title=layer.title, areas=integer(len(view.areas) - len(without)), sites=integer(len(shown))),
    )  # fmt: skip
    _legend(layer, sites=bool(shown))
    if without:
        names = ", ".join(area.label for area in without)
        st.caption(plural("map.without_outline", len(without), names=names))
    return _clicked(event)


def _clicked(event: object) -> str | None:
    selection = getattr(event, "selection", {})
    picked = [str(entry.get("key", "")) for entry in selection.get(AREA, [])]
    clicked = picked[-1] if picked else None
    if clicked == st.session_state.get(_SEEN):
        return None
    st.session_state[_SEEN] = clicked
    return clicked


def _legend(layer: Layer, *, sites: bool) -> None:
    """Every shade with its mark, its name and how many areas have it."""
    items = [
        f'<span role="listitem"><span class="q-state" aria-hidden="true" style="background:{shade.fill};color:{shade.ink};'
        f'border:1px solid #33424f">{escape(shade.mark)}</span><span>'
        f"{escape(t('map.legend_entry', label=shade.label, count=integer(layer.count(shade))))}</span></span>"
        for shade in layer.shades
    ]
    if sites:
        items.append(
            f'<span role="listitem"><span aria-hidden="true" style="color:#b4470e">●</span><span>{escape(t("map.points"))}</span></span>'
        )
    label = escape(t("matrix.legend"))
    st.html(f'<div class="q-legend" role="list" aria-label="{label}">{"".join(items)}</div>')
    if layer.name == SUPPLY:
        st.caption(t("map.state_text"))
