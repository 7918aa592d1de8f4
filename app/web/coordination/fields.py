"""The fields of an agreement: what, who, until when, how far, a note."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.coordination.agreements import Progress, Terms
from app.overlaps.words import PROGRESS
from app.web.formats import day_pattern
from app.web.texts import language, t

NAMES: Final = ("what", "who", "until", "progress", "note", "by")
"""The names of the fields below the key of a form."""


def draw(key: str, terms: Terms | None) -> None:
    """Draw the fields of what is agreed, filled with `terms` if there are some."""
    names = {progress.value: words.get(language()) for progress, words in PROGRESS.items()}
    st.text_input(
        t("agreement.what"),
        value=terms.what if terms else "",
        key=f"{key}:what",
        placeholder=t("agreement.what_example"),
        max_chars=300,
    )
    st.text_input(
        t("agreement.who"),
        value=terms.who if terms else "",
        key=f"{key}:who",
        placeholder=t("agreement.who_example"),
        help=t("agreement.who_help"),
        max_chars=200,
    )
    left, right = st.columns(2)
    left.date_input(
        t("agreement.until"), value=terms.until if terms else None, format=day_pattern(), key=f"{key}:until"
    )
    right.selectbox(
        t("agreement.progress"), list(names), format_func=lambda value: names[value], key=f"{key}:progress",
        index=list(names).index(terms.progress.value) if terms else 0,
    )  # fmt: skip
    st.text_input(t("agreement.note"), value=terms.note if terms else "", key=f"{key}:note", max_chars=500)


def given(key: str) -> tuple[Terms, str]:
    """Return what the fields hold, and who enters it."""
    told = {name: st.session_state.get(f"{key}:{name}") for name in NAMES}
    until = told["until"]
    return (
        Terms(
            what=str(told["what"] or "").strip(),
            who=str(told["who"] or "").strip(),
            until=until if isinstance(until, date) else None,
            progress=Progress(str(told["progress"] or Progress.AGREED)),
            note=str(told["note"] or "").strip(),
        ),
        str(told["by"] or "").strip(),
    )
