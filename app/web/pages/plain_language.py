"""Leichte Sprache: what Querblick is and how to find an offer, in short and plain sentences."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.settings import settings
from app.web import frame, permalink
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Leichte Sprache", "en": "Easy language"},
    order=90,
    url_path="leichte-sprache",
    icon="menu_book",
    help={
        "de": "Was Querblick ist und wie man ein Angebot findet, in kurzen Sätzen.",
        "en": "What Querblick is and how to find an offer, in short sentences.",
    },
    group={"de": "Nachschlagen", "en": "Look up"},
)
_PARTS: Final = {
    "hello": "waving_hand",
    "what": "info",
    "see": "visibility",
    "words": "abc",
    "find": "search",
}
_WAYS: Final = {
    "offers": ("fragen", {"frage": "I1"}, "list"),
    "map": ("karte", {}, "map"),
    "gaps": ("luecken", {}, "grid_on"),
}
"""Pages to go to from here, as everybody may see them."""


def render(chosen: Stand) -> None:
    """Draw the sentences, each on a line of its own, with a picture beside each heading."""
    with st.container(key="plain"):
        for part, icon in _PARTS.items():
            _part(part, icon, t(f"plain.{part}_text", town=chosen.town.name))
        _ways()
        contact = settings().contact
        _part("ask", "contact_support", t("plain.ask_here") if contact else t("plain.ask_nowhere"))
        if contact:
            st.html(f'<p class="q-plain"><strong>{escape(contact)}</strong></p>')
        with st.container(border=True):
            _part("note", "fact_check", t("plain.note_text"))


def _part(part: str, icon: str, text: str) -> None:
    st.header(f":material/{icon}: {t(f'plain.{part}_title')}", anchor=False)
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line)
    st.html(f'<div class="q-plain">{lines}</div>')


def _ways() -> None:
    if not frame.is_drawn():
        return
    for name, (url_path, parameters, icon) in _WAYS.items():
        if frame.has(url_path):
            st.page_link(
                frame.page(url_path), label=t(f"plain.to_{name}"), icon=f":material/{icon}:",
                query_params={**permalink.stand(), **parameters, "sicht": "oeffentlich"},
            )  # fmt: skip
