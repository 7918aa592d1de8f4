"""The index of everything that can be found, remembered per version, audience, language and supposed town."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.search.entries import kinds
from app.search.index import Index
from app.search.views import SearchEntry
from app.web import reads, registry
from app.web.texts import language
from ontology.iris import Audience

_ANY_DAY: Final = date(2000, 1, 1)
"""What can be found does not depend on the reference date; so that the index is not made anew for every day."""


def index(asked: Asked) -> Index:
    """Return the index of a state of knowledge, with today's pins and the pages."""
    return _index(
        asked.audience, asked.version, asked.lang, asked.scenario, (*_pins(asked.audience), *_pages())
    )


@st.cache_resource(show_spinner=False, max_entries=8)
def _index(
    audience: Audience, version: int | None, lang: str, scenario: str, more: tuple[SearchEntry, ...]
) -> Index:
    asked = Asked(audience, _ANY_DAY, version, lang, scenario)
    found = reads.service_for(asked).profiles.entries(asked).value
    return Index((*found, *more), kinds(lang))


def _pins(audience: Audience) -> tuple[SearchEntry, ...]:
    """The pinned answers; the public finds those pinned for the public."""
    return tuple(
        SearchEntry("angeheftet", "", pin.id, pin.heading, pin.note)
        for pin in reads.pins(language(), audience).value
    )


def _pages() -> tuple[SearchEntry, ...]:
    lang = language()
    return tuple(
        SearchEntry(
            "seiten", "", page.header.url_path, page.title, page.header.help[lang],
            page.header.group[lang] if page.header.group else "",
        )
        for page in registry.discover()
    )  # fmt: skip
