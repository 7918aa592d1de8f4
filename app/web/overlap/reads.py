"""What the page of overlaps reads, remembered per state of knowledge."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.overlaps.views import OverlapsView, PairView
from app.views import AnswerView
from app.web import reads


@st.cache_resource(show_spinner=False, max_entries=32)
def overlaps(field: str, within: str, asked: Asked) -> Released[OverlapsView]:
    """Return all pairs, narrowed by field and area."""
    return reads.service_for(asked).overlaps.overlaps(asked, field=field, within=within)


@st.cache_resource(show_spinner=False, max_entries=32)
def answer(
    field: str, within: str, kinds: tuple[str, ...], pillars: tuple[str, ...], asked: Asked
) -> Released[AnswerView]:
    """Return the same as an answer, for the exports: the pairs that are shown."""
    found = overlaps(field, within, asked)
    return reads.service_for(asked).overlaps.answer(asked, kinds=kinds, pillars=pillars, found=found)


@st.cache_resource(show_spinner=False, max_entries=64)
def pair(key: str, need: str, asked: Asked) -> Released[PairView]:
    """Return one pair with both offers side by side; `need` is the notation of its need, empty if not known."""
    return reads.service_for(asked).overlaps.pair(key, asked, field=need)
