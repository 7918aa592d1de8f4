"""What surrounds every page: title and icon, navigation, the bar with date and version, and the way out of an error."""

from importlib.resources import files
from pathlib import Path
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.navigation.page import Page  # noqa: TID251 the type st.Page returns

from app.web import components, permalink, registry, stand
from app.web.errors import show_expected
from app.web.search import bar
from app.web.texts import LANGUAGE_KEY, LANGUAGES, language, streamlit_strings, t
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

_ASSETS: Final = Path(str(files("app.web").joinpath("assets")))
_PAGES: Final = "frame:pages"
_DARK: Final = "[data-testid^=stBaseButton-primary] *, [data-tag] * { color: #0f1a24 !important; }"
"""Streamlit writes white on the accent, which on the light accent of the dark theme nobody can read."""


def render() -> None:
    """Draw the page the address names."""
    _language_of_url()
    st.set_page_config(page_title=t("app.title"), page_icon=str(_ASSETS / "icon.png"), layout="wide")
    st.logo(str(_ASSETS / "logo.svg"), size="large", link=None)
    st.html(f"<style>{_styles()}{_DARK if st.context.theme.type == 'dark' else ''}</style>")
    pages = {
        found.header.url_path: _page(found, default=i == 0) for i, found in enumerate(registry.discover())
    }
    st.session_state[_PAGES] = pages
    selected = st.navigation(_menu(pages), position="top")
    _chrome()
    permalink.arrive(selected.title)
    try:
        selected.run()
    finally:
        permalink.publish()


def page(url_path: str) -> Page:
    """Return a page to link to."""
    found: Page = st.session_state[_PAGES][url_path]
    return found


def has(url_path: str) -> bool:
    """Whether there is such a page."""
    return url_path in st.session_state.get(_PAGES, {})


def is_drawn() -> bool:
    """Whether there is a navigation to link into (a page may also be drawn alone, in a test)."""
    return _PAGES in st.session_state


def draw(found: registry.FoundPage) -> None:
    """Draw one page inside its frame."""
    try:
        chosen = stand.choose(found.title, bar.draw if is_drawn() else None)
        bar.follow(page)
        if found.header.is_for_house and chosen.audience is Audience.PUBLIC:
            _for_house()
        else:
            found.render(chosen)
    except KnowledgeGraphError as error:
        show_expected(error)


def _for_house() -> None:
    """Say that a page has nothing for the public, and offer the way back."""
    st.info(t("stand.for_house"), icon=":material/lock:")
    st.button(
        t("stand.to_house"), icon=":material/undo:", on_click=permalink.put_back, args=(stand.AUDIENCE, Audience.INTERN.value),
    )  # fmt: skip


def _page(found: registry.FoundPage, *, default: bool) -> Page:
    header = found.header

    def run() -> None:
        draw(found)

    # Streamlit wants a name per function, and gives the start page no path of its own.
    run.__name__ = header.url_path.replace("-", "_")
    return st.Page(
        run,
        title=found.title,
        icon=f":material/{header.icon}:",
        url_path=None if default else header.url_path,
        default=default,
        help=header.help[language()],
    )


def _menu(pages: dict[str, Page]) -> dict[str, list[Page]]:
    menu: dict[str, list[Page]] = {"": []}
    for found in registry.discover():
        group = found.header.group[language()] if found.header.group else ""
        menu.setdefault(group, []).append(pages[found.header.url_path])
    return menu


def _language_of_url() -> None:
    """Read the language before anything is drawn, because the navigation is drawn in it."""
    in_link = permalink.in_new_link(LANGUAGE_KEY)
    if in_link in LANGUAGES:
        st.session_state[LANGUAGE_KEY] = in_link


def _chrome() -> None:
    texts, patterns = streamlit_strings(language())
    components.component("chrome")(
        key="chrome", data={"lang": language(), "texts": texts, "patterns": patterns}
    )


def _styles() -> str:
    shared = files("app.web.components").joinpath("shared", "shared.css").read_text("utf-8")
    return shared + (_ASSETS / "app.css").read_text("utf-8")
