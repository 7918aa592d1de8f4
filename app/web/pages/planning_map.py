"""Karte: planning areas coloured by what is asked, open sites, ways; and tables that say the same."""

from functools import partial
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.choice import short
from app.gate import Released
from app.maps import exports as map_exports
from app.maps.desk import MapRequest
from app.maps.layers import WAY, layer
from app.maps.views import MapArea, MapView
from app.papers.asking import MAP
from app.web import answers, downloads, evidence, origin, permalink, stand
from app.web.formats import markdown
from app.web.map import area as area_part
from app.web.map import choosing, drawing, outlines, section
from app.web.map import reads as map_reads
from app.web.papers import putting
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Karte", "en": "Map"},
    order=66,
    url_path="karte",
    icon="map",
    group={"de": "Planung", "en": "Planning"},
    help={
        "de": "Versorgung, Einzugsgebiete und Wege je Planungsraum.",
        "en": "Supply, catchments and ways per planning area.",
    },
)
_NEXT: Final = "map:next"
_AREA: Final = "map:area"


def render(chosen: Stand) -> None:
    """Draw the choices, the map, the chosen area, and the tables."""
    if clicked := st.session_state.pop(_NEXT, None):
        permalink.put_back(_AREA, clicked)  # before the field is drawn that holds it
    wanted = choosing.choose(map_reads.choices(chosen.asked))
    released = map_reads.view(wanted.wanted, chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead"><strong>{escape(view.answer.lead)}</strong></p>')
    if wanted.layer == WAY:
        _reached(view)
    evidence.withheld(released)
    if view.answer.completeness:
        st.caption(markdown(view.answer.completeness.text))
    if not view.areas:
        st.info(t("map.no_areas"), icon=":material/map:")
        return
    picked = _drawn(view, wanted)
    shown = section.shown(picked)
    putting.put_button(MAP, choosing.parameters(wanted, picked.key if picked else "", shown), chosen)
    behind = _behind(wanted.wanted, chosen)
    if picked:
        area_part.below(picked, wanted.wanted, chosen, behind)
    _tables(view, wanted, behind)
    _downloads(released, wanted, chosen, shown)
    outlines.draw(chosen, open_=all(area.outline is None for area in view.areas))
    for note in view.answer.notes:
        st.caption(markdown(note))
    answers.foundations(view.answer)
    stand.source_line(chosen)


def _reached(view: MapView) -> None:
    """Say how many people live in areas whose middle is near a site."""
    bands = next(block for block in view.answer.blocks if block.name == "bands")
    for row in bands.rows[:1]:
        band, people, share = row[0], row[1], row[2]
        if share.text and people.mark is None:
            st.markdown(
                t("map.way_lead", people=people.text, share=markdown(share.text), band=markdown(band.text))
            )


def _drawn(view: MapView, wanted: choosing.Chosen) -> MapArea | None:
    """The map and, beside it, the chosen area."""
    wide, side = st.columns([8, 4], gap="medium")
    with side:
        names = {short(area.iri): area.label for area in sorted(view.areas, key=lambda a: a.label.casefold())}
        key = permalink.choice(
            t("map.area"), {"": t("map.no_area"), **names}, name="gebiet", default="", key=_AREA
        )
        picked = next((area for area in view.areas if short(area.iri) == key), None)
        with st.container(border=True):
            if picked:
                area_part.details(picked, view, wanted.wanted)
            else:
                st.caption(t("map.choose_area"))
    with wide:
        shown = layer(view, wanted.layer)
        chosen = picked.key if picked else ""
        clicked = drawing.draw(view, shown, sites=wanted.sites, chosen=chosen, beneath=wanted.beneath)
    if clicked:
        st.session_state[_NEXT] = next(short(area.iri) for area in view.areas if area.key == clicked)
        st.rerun()
    return picked


def _behind(wanted: MapRequest, chosen: Stand) -> origin.Behind:
    names = ("areas", "bands", "ways", "sites", "unlocated", "here")
    return origin.opened(
        "karte", tuple(f"map:table:{name}" for name in names), chosen,
        rows=lambda block, row: map_reads.behind(block, row, wanted, chosen.asked), of=wanted,
    )  # fmt: skip


def _tables(view: MapView, wanted: choosing.Chosen, behind: origin.Behind) -> None:
    """The tables say all the map says; where ways are asked for, theirs come first."""
    tables = {block.name: block for block in (view.table, *view.answer.blocks)}
    order = ("bands", "ways", "areas", "sites", "unlocated") if wanted.layer == WAY else tuple(tables)
    for tab, name in zip(st.tabs([tables[name].title for name in order]), order, strict=True):
        with tab:
            evidence.block(tables[name], key="map:table")
            behind.below(f"map:table:{name}")


def _downloads(released: Released[MapView], wanted: choosing.Chosen, chosen: Stand, shown: str) -> None:
    downloads.buttons(map_reads.answer(wanted.wanted, chosen.asked), name="querblick-karte", key="map:files")
    name = wanted.layer
    files = (
        ("geojson", partial(map_exports.to_geojson, released, name), "application/geo+json"),
        (
            "svg",
            partial(map_exports.to_svg, released, name, sites=wanted.sites, section=shown),
            "image/svg+xml",
        ),
        ("png", partial(map_exports.to_png, released, name, sites=wanted.sites, section=shown), "image/png"),
    )
    with st.container(horizontal=True, key="noprint_map_pictures"):
        for suffix, make, mime in files:
            st.download_button(
                t(f"download.{suffix}"), data=make, mime=mime, key=f"map:{suffix}",
                file_name=f"querblick-karte-{name}.{suffix}", icon=":material/map:", on_click="ignore",
            )  # fmt: skip
