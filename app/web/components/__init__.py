"""The app's own components: small hand-written JavaScript and CSS, served from this server, no build step.

Each component is a folder with `<name>.js` and `<name>.css`. They run inside the page; what they show is written as
text nodes, never as HTML, so a label from the graph cannot become markup.

Their sources travel with the first message of a page (Streamlit caches unchanged messages by hash). Streamlit's other
way, files found through a manifest of the distribution, needs an importable module of the distribution's name, which
six packages side by side do not have; it also fails in tests without a server.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit


@cache
def _source(name: str, suffix: str) -> str:
    return files(__package__).joinpath(name, f"{name}.{suffix}").read_text("utf-8")


def component(name: str) -> Callable[..., Any]:
    """Return the component's mount function; call it with `key=` and `data=` as documented in its script."""
    shared = _source("shared", "css")
    mount: Callable[..., Any] = st.components.v2.component(
        f"querblick_{name}", js=_source(name, "js"), css=f"{shared}\n{_source(name, 'css')}"
    )
    return mount
