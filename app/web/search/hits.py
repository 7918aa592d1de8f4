"""What was found, by kind: every hit a link to its profile or page."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.search.views import SearchEntry, SearchGroup, SearchResult
from app.web import frame, permalink
from app.web.formats import integer, markdown
from app.web.profile import links
from app.web.texts import plural, t

FIRST: Final = 5
"""Hits per kind as long as all kinds are shown."""

_MOST: Final = 100
_ICONS: Final = {
    "fragen": ":material/quiz:",
    "vorhaben": ":material/checklist:",
    "angeheftet": ":material/keep:",
    "seiten": ":material/web:",
}
_PLACES: Final = {
    "fragen": ("fragen", "frage"),
    "vorhaben": ("fragen", "vorhaben"),
    "angeheftet": ("angeheftet", "heft"),
}


def draw(group: SearchGroup, *, alone: bool) -> None:
    """Draw the hits of one kind; `alone`: as the only kind, with many hits."""
    st.header(f"{group.kind.label} ({integer(group.kind.count)})", anchor=False)
    with st.container(key=f"hits_{group.kind.name}", gap="small"):
        for hit in group.hits[: _MOST if alone else FIRST]:
            _hit(hit)
    if alone and group.kind.count > _MOST:
        st.caption(t("search.cut", shown=integer(_MOST), all=integer(group.kind.count)))


def _hit(hit: SearchEntry) -> None:
    words = f"**{markdown(hit.label)}**" + (f" · {markdown(hit.detail)}" if hit.detail else "")
    if not frame.is_drawn():
        st.markdown(words)
        return
    place, parameters = _target(hit)
    st.page_link(frame.page(place), label=words, icon=_ICONS.get(hit.kind), query_params=parameters)


def _target(hit: SearchEntry) -> tuple[str, permalink.Link]:
    if hit.kind == "seiten":
        return hit.key, permalink.stand()
    if hit.kind in _PLACES:
        place, name = _PLACES[hit.kind]
        return place, {**permalink.stand(), name: hit.key}
    return links.PAGE, links.profile(hit.art, hit.key)


def nothing(result: SearchResult) -> None:
    """Say that nothing was found, where it was looked, and what to try."""
    st.info(t("search.nothing", words=markdown(result.words)), icon=":material/search_off:")
    st.markdown(t("search.nothing_means"))
    if result.alike:
        st.markdown(t("search.alike", names=", ".join(f"„{markdown(name)}“" for name in result.alike)))
    looked(result)


def looked(result: SearchResult) -> None:
    """Say what is searched, with numbers."""
    parts = ", ".join(f"{markdown(kind.label)} ({integer(kind.count)})" for kind in result.looked)
    st.caption(t("search.looked", parts=parts))


def lead(result: SearchResult) -> str:
    """Return how much was found, in a sentence."""
    text = plural("search.found", result.count)
    return text if result.every_word else f"{text} {t('search.some_words')}"
