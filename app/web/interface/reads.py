"""What the page of interfaces reads, remembered per state of knowledge."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.interfaces.views import ConstellationPath, InterfaceProfile, InterfacesView
from app.views import TableView
from app.web import reads

Notations = tuple[str, ...]


@st.cache_resource(show_spinner=False, max_entries=16)
def interfaces(asked: Asked) -> Released[InterfacesView]:
    """Return every pair of pillar groups."""
    return reads.service_for(asked).interfaces.interfaces(asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def profile(
    one: str, other: str, pillars: Notations, other_pillars: Notations, asked: Asked
) -> Released[InterfaceProfile]:
    """Return two pillar groups closely."""
    return reads.service_for(asked).interfaces.profile(
        one, other, asked, pillars=pillars, other_pillars=other_pillars
    )


@st.cache_resource(show_spinner=False, max_entries=16)
def constellations(asked: Asked) -> Released[TableView]:
    """Return all constellations with the numbers of their ways."""
    return reads.service_for(asked).interfaces.constellations(asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def path(constellation: str, area: str, asked: Asked) -> Released[ConstellationPath]:
    """Return the way of a constellation."""
    return reads.service_for(asked).interfaces.path(constellation, asked, area=area)
