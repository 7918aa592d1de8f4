"""How a profile is printed: compact, in two columns, and on every further page its name and number of page."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.profiles.views import ProfileView
from app.web.formats import day
from app.web.texts import t

SHEET: Final = "profile_sheet"
"""Key of the container in which the profile lies; `app.css` says how it is printed."""


def repeat(profile: ProfileView, source: str) -> None:
    """Put name and day onto every printed page but the first, source and number of the page under each."""
    told = f"{profile.kind}: {profile.label} ({profile.key}) · {t('profile.as_of', date=day(profile.reference_date))}"
    page = f'{_text(t("profile.page"))} counter(page) " / " counter(pages)'
    st.html(
        f"<style>@media print {{ @page {{ @top-left {{ content: {_text(told)}; }} @bottom-right {{ content: {page}; }}"
        f" @bottom-left {{ content: {_text(source)}; }} }}"
        " @page :first { @top-left { content: none; } } }</style>"
    )


def _text(text: str) -> str:
    """A text as CSS takes it, whatever stands in it: every letter that could mean something there by its number."""
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text) + '"'
