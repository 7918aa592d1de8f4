"""Profiles, remembered per version, audience, date and language."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.profiles.views import ProfileView
from app.web.reads import service_for


@st.cache_resource(show_spinner=False, max_entries=256)
def profile(art: str, key: str, asked: Asked) -> Released[ProfileView | None]:
    """Return the profile at an address; None if there is none."""
    return service_for(asked).profiles.profile(art, key, asked)
