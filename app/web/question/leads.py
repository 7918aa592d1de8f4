"""Where an answer leads: the pages that show the same thing larger, by question."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import QuestionView
from app.web import frame, permalink
from app.web.reads import Parameters
from app.web.texts import t

_PAGES: Final = {
    "netze": ("J1", "J2", "J3", "J4", "J5", "J6"),
    "ueberschneidungen": ("B1", "B2", "B3", "B4", "B5", "E2"),
    "schnittstellen": ("C1", "C2", "C3", "C4", "C5", "C7", "J2"),
}
_ICONS: Final = {"netze": "hub", "ueberschneidungen": "join_inner", "schnittstellen": "account_tree"}
_CHOSEN: Final = {
    "B3": {"ansicht": "geld"},
    "E2": {"ansicht": "neu"},
    "C3": {"ansicht": "wege"},
    "C4": {"ansicht": "wege"},
    "J2": {"ansicht": "paare"},
}
"""What is chosen on the page a question leads to; for J2 that of the networks."""


def draw(question: QuestionView, given: Parameters) -> None:
    """Draw the links to the pages an answer leads to."""
    if not frame.is_drawn():
        return
    values = {name: chosen[0] for name, chosen in given if chosen}
    for path, questions in _PAGES.items():
        if question.id in questions:
            chosen = _CHOSEN.get(question.id, {}) if path != "schnittstellen" or question.id[0] == "C" else {}
            named = {"konstellation": values["constellation"]} if "constellation" in values else {}
            st.page_link(
                frame.page(path), label=t(f"question.to_{path}"), icon=f":material/{_ICONS[path]}:",
                query_params={**permalink.stand(), **chosen, **named},
            )  # fmt: skip
