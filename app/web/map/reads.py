"""What the page of the map asks the service, remembered for all sessions."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.maps.desk import MapRequest
from app.maps.views import MapChoices, MapView, OutlinesPreview
from app.views import AnswerView, TableView
from app.web import reads

_REMEMBERED: Final = 64


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def choices(asked: Asked) -> MapChoices:
    """Return what a map can be narrowed to."""
    return reads.service_for(asked).map.choices(asked).value


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def view(wanted: MapRequest, asked: Asked) -> Released[MapView]:
    """Return a map."""
    return reads.service_for(asked).map.map(wanted, asked)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def answer(wanted: MapRequest, asked: Asked) -> Released[AnswerView]:
    """Return the tables of a map as an answer, for the exports."""
    return reads.service_for(asked).map.answer(wanted, asked)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def here(area: str, wanted: MapRequest, asked: Asked) -> Released[TableView]:
    """Return the offers that reach an area."""
    return reads.service_for(asked).map.here(area, wanted, asked)


@st.cache_resource(show_spinner=False, max_entries=_REMEMBERED)
def behind(block: str, row: int, wanted: MapRequest, asked: Asked) -> TableView:
    """Return the records behind a row of a table."""
    return reads.service_for(asked).map.behind(block, row, wanted, asked).value


@st.cache_resource(show_spinner=False, max_entries=4)
def outlines(
    digest: str, _data: bytes, name: str, by: str, version: int, lang: str
) -> Released[OutlinesPreview]:
    """Return what taking in a file would do; `digest` stands for its bytes, `version` is the newest."""
    del digest, version
    return reads.service().map.outlines(_data, name, by=by, lang=lang)
