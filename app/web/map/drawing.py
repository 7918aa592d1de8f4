"""The picture of the map with its legend in words; a click on an area gives its key, and the address keeps the section."""

import hashlib
from html import escape
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.maps.background import Background
from app.maps.layers import SUPPLY, Layer
from app.maps.picture import geometry
from app.maps.views import MapSite, MapView
from app.web import components
from app.web.formats import integer
from app.web.map import section
from app.web.texts import plural, t

_KEY: Final = "map:picture"
_SEEN: Final = "map:seen"
_DECIMALS: Final = 5
"""Of degrees on the screen: a metre."""


def draw(
    view: MapView, layer: Layer, *, sites: bool, chosen: str, beneath: Background | None = None
) -> str | None:
    """Draw the map; returns the key of the area just clicked, None without a new click."""
    without = [area for area in view.areas if area.outline is None]
    if len(without) == len(view.areas):
        st.info(t("map.no_outlines"), icon=":material/draw:")
        return None
    shown = tuple(site for site in view.sites if site.position is not None) if sites else ()
    label = t(
        "map.alt", title=layer.title, areas=integer(len(view.areas) - len(without)), sites=integer(len(shown))
    )
    data = picture(layer, shown, label=label, beneath=beneath)
    version = hashlib.sha1(repr(data).encode(), usedforsecurity=False).hexdigest()
    components.component("map")(
        key=_KEY,
        data={**data, "version": version, "at": section.goal(_reported("section"), chosen)},
        on_area_change=_listen,
        on_section_change=_listen,
    )
    if beneath is not None:
        st.caption(t("map.background_text", host=beneath.host))
    _legend(layer, sites=bool(shown))
    if without:
        names = ", ".join(area.label for area in without)
        st.caption(plural("map.without_outline", len(without), names=names))
    return _clicked()


def picture(
    layer: Layer, sites: tuple[MapSite, ...], *, label: str, beneath: Background | None
) -> dict[str, Any]:
    """What the component draws, as its script says: areas with an outline, open sites with a position, nothing else."""
    numbers: dict[str, int] = {}
    areas = [
        {
            "key": shaded.area.key,
            "name": shaded.area.label,
            "tip": " · ".join(
                text for text in (shaded.shade.label, shaded.figure, shaded.area.claim_text) if text
            ),
            "figure": shaded.figure,
            "fill": shaded.shade.fill,
            "outline": _rounded(geometry(shaded.area.outline, clockwise=True)["coordinates"]),
            "centre": _rounded([shaded.area.centre.longitude, shaded.area.centre.latitude])
            if shaded.area.centre
            else None,
        }
        for shaded in layer.areas
        if shaded.area.outline is not None
    ]
    points = [
        [
            *_rounded([site.position.longitude, site.position.latitude]),
            site.label,
            [numbers.setdefault(offer.value, len(numbers)) for offer in site.offers],
        ]
        for site in sites
        if site.position is not None
    ]
    background = {"url": beneath.url, "attribution": beneath.attribution} if beneath else None
    return {
        "label": label, "hint": t("map.hint"), "areas": areas, "sites": points, "background": background,
        "words": {name: t(f"map.words.{name}") for name in ("map", "nearer", "farther", "whole", "wheel", "silent", "offers")},
    }  # fmt: skip


def _rounded(numbers: Any) -> Any:
    return (
        round(numbers, _DECIMALS) if isinstance(numbers, float) else [_rounded(number) for number in numbers]
    )


def _reported(name: str) -> Any:
    """What the component said last under a name: a value and when."""
    return (st.session_state.get(_KEY) or {}).get(name)


def _listen() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""


def _clicked() -> str | None:
    click = _reported("area")
    if not click or click == st.session_state.get(_SEEN):
        return None
    st.session_state[_SEEN] = click
    return str(click[0])


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
