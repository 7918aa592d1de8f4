"""One area looked at closer: what is known of it, the offers that reach it, and where to go from here."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.choice import short
from app.maps.desk import MapRequest
from app.maps.views import MapArea, MapView
from app.views import FactView, QuestionView
from app.web import evidence, frame, permalink, reads
from app.web.formats import decimal, integer, markdown
from app.web.map import reads as map_reads
from app.web.origin import Behind
from app.web.stand import Stand
from app.web.states import chip
from app.web.texts import language, t

TABLE: Final = "map:table:here"


def details(area: MapArea, view: MapView, wanted: MapRequest) -> None:
    """Draw what is known of an area beside the map, and the links into it."""
    st.markdown(f"**{markdown(area.label)}**")
    if area.state:
        st.html(f'<p class="q-verdict">{chip(area.state)}<span>{area.state_text}</span></p>')
    if area.note:
        st.markdown(markdown(area.note))
    evidence.facts(_facts(area, view))
    if not frame.is_drawn():
        return
    cell = f"{wanted.need}~{wanted.group}" if area.state else ""
    st.page_link(
        frame.page("luecken"), label=t("map.to_cell" if cell else "map.to_matrix"), icon=":material/grid_on:",
        query_params={**permalink.stand(), "gebiet": short(area.iri), **({"zelle": cell} if cell else {})},
    )  # fmt: skip
    if cell:
        st.page_link(
            frame.page("luecken"), label=t("map.to_all"), icon=":material/table:",
            query_params={**permalink.stand(), "spalten": "gebiete", "fuer": wanted.group},
        )  # fmt: skip
    st.page_link(
        frame.page("fragen"), label=t("map.to_needs"), icon=":material/quiz:",
        query_params={**permalink.stand(), "frage": "A1", "within": area.key},
    )  # fmt: skip


def below(area: MapArea, wanted: MapRequest, chosen: Stand, behind: Behind) -> None:
    """Draw the offers that reach an area, and the questions that can be asked about it."""
    released = map_reads.here(area.key, wanted, chosen.asked)
    evidence.withheld(released)
    evidence.block(released.value, key="map:table")
    behind.below(TABLE)
    if not frame.is_drawn():
        return
    with st.expander(t("map.questions", area=area.label), icon=":material/quiz:"):
        for question, name in _narrowed(reads.questions(chosen.version, language()).value):
            st.page_link(
                frame.page("fragen"), label=f"{question.id} · {markdown(question.title)}",
                query_params={**permalink.stand(), "frage": question.id, name: area.key},
            )  # fmt: skip


def _narrowed(questions: tuple[QuestionView, ...]) -> list[tuple[QuestionView, str]]:
    """The questions that can be narrowed to an area without choosing anything else, with the name of that choice."""
    found = []
    for question in questions:
        names = [p.name for p in question.parameters if p.kind == "area"]
        if names and not any(p.required and p.kind != "area" for p in question.parameters):
            found.append((question, names[0]))
    return found


def _facts(area: MapArea, view: MapView) -> tuple[FactView, ...]:
    unknown = t("map.unknown")
    facts = [
        FactView(t("map.people"), unknown if area.inhabitants is None else integer(area.inhabitants)),
        FactView(
            t("map.offers"), t("map.of_these_local", offers=integer(area.offers), own=integer(area.own))
        ),
        FactView(t("map.survey"), area.survey_text),
    ]
    if area.claim_text:
        facts.insert(0, FactView(t("evidence.claim"), area.claim_text))
    if area.distance is not None and area.walking is not None:
        way = t(
            "map.way_text", metres=integer(area.distance), minutes=integer(area.walking), speed=decimal(view.speed),
            detour=integer(int(view.detour * 100)),
        )  # fmt: skip
        facts.append(FactView(t("map.way"), way))
    return tuple(facts)
