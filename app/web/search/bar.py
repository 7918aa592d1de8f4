"""The field in the bar of every page that leads to the search."""

from collections.abc import Callable
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.navigation.page import Page  # noqa: TID251 the type st.Page returns

from app.web import permalink
from app.web.texts import t

PAGE: Final = "suche"
WORDS: Final = "q"
_FIELD: Final = "bar:search"
_WANTED: Final = "bar:wanted"


def draw() -> None:
    """Draw the field."""
    with st.container(key="bar_search", width=230):
        st.text_input(
            t("search.field"), key=_FIELD, placeholder=t("search.field"), label_visibility="collapsed",
            icon=":material/search:", type="search", on_change=_wanted,
        )  # fmt: skip


def follow(page: Callable[[str], Page]) -> None:
    """Go to the search if somebody just asked for it; called when the bar is drawn, so that it stands in the address."""
    words = st.session_state.pop(_WANTED, None)
    if words:
        there = {**permalink.stand(), WORDS: words}
        permalink.wait()
        st.switch_page(page(PAGE), query_params=there)


def _wanted() -> None:
    st.session_state[_WANTED] = str(st.session_state[_FIELD]).strip()
    st.session_state[_FIELD] = ""
