"""Figures as tiles, and the link from each to where its rows are."""

from collections.abc import Mapping
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import frame, permalink
from app.web.formats import integer
from app.web.texts import t

WIDTH: Final = 150
COLUMNS: Final = 4


def tile(label: str, count: int | None, base: str, mark: str = "") -> str:
    """Return a figure as HTML; what was never delivered is said in words, not as 0."""
    figure = f"<small>{escape(t('overview.nothing'))}</small>" if count is None else integer(count)
    below = f'<p class="q-base">{escape(base)}</p>' if base else ""
    return f'<div class="q-tile"><p class="q-label">{escape(label)}</p><div class="q-value">{mark}<span>{figure}</span></div>{below}</div>'


def link(
    url_path: str, label: str, parameters: Mapping[str, str], icon: str = ":material/arrow_forward:"
) -> None:
    """Draw a link to another page with what is chosen there, on the state of knowledge that is being read."""
    if frame.is_drawn():
        st.page_link(
            frame.page(url_path), label=label, icon=icon, query_params={**permalink.stand(), **parameters}
        )
