"""Colours of pictures in the light and the dark theme: ink, and series that differ for every kind of colour vision.

Every colour of a series stands out from its ground at least 3 to 1 (WCAG 2.2, 1.4.11); a test computes both.
"""

from typing import Final, Literal

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

Theme = Literal["light", "dark"]

INK: Final[dict[Theme, str]] = {"light": "#0f1a24", "dark": "#e7edf3"}
"""Of words in pictures."""

BAR: Final[dict[Theme, str]] = {"light": "#2b6a9b", "dark": "#5f9fd0"}
"""Of the one series of a bar chart."""


def theme() -> Theme:
    """Return which theme the reader sees."""
    return "dark" if st.context.theme.type == "dark" else "light"
