"""Colours of pictures on the light and on the dark ground: words, lines and series.

In a series every colour stands out from its ground at least 3 to 1 (WCAG 2.2, 1.4.11) and stays apart from every other for each
kind of colour vision; a test computes both. No colour says anything alone: names, marks or shapes say the same.
"""

from typing import Final, Literal

Theme = Literal["light", "dark"]

GROUND: Final[dict[Theme, str]] = {"light": "#ffffff", "dark": "#12181f"}
INK: Final[dict[Theme, str]] = {"light": "#0f1a24", "dark": "#e7edf3"}

SERIES: Final[dict[Theme, tuple[str, ...]]] = {
    "light": ("#0862cf", "#d77800", "#138a5e", "#c674b1", "#4796ef", "#c82f00", "#5e0012", "#3600ab"),
    "dark": ("#3da9e8", "#e79610", "#009c68", "#c366a7", "#a0dcff", "#c45c12", "#ffbb99", "#7966fd"),
}
"""In the order they are taken; also what Streamlit takes for charts (`app/web/streamlit_config.toml`)."""

NO_GROUP: Final[dict[Theme, str]] = {"light": "#625c6c", "dark": "#a3bab2"}
"""For what belongs to none of the groups that have a colour."""

BAR: Final[dict[Theme, str]] = {"light": "#2b6a9b", "dark": "#5f9fd0"}
"""For a picture with one series."""
