"""Geld: who pays what for whom, what ends when, deadlines, shares of providers, and grants in real terms."""

from collections.abc import Callable
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import permalink, stand
from app.web.money import cliff, dates, flows, prices, subsidiarity
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Geld", "en": "Money"},
    order=64,
    url_path="geld",
    icon="payments",
    help={
        "de": "Wer was für wen zahlt, was wann endet und was dann wegbricht, Fristen und Preise.",
        "en": "Who pays what for whom, what ends when and what is lost then, deadlines and prices.",
    },
    group={"de": "Planung", "en": "Planning"},
)
_VIEWS: Final[dict[str, Callable[[Stand], None]]] = {
    "wege": flows.draw,
    "stufe": cliff.draw,
    "fristen": dates.draw,
    "anteile": subsidiarity.draw,
    "preise": prices.draw,
}


def render(chosen: Stand) -> None:
    """Draw the choice of a view and the view."""
    view = permalink.choice(
        t("money.view"), {name: t(f"money.view_{name}") for name in _VIEWS}, name="ansicht", default="wege",
        widget=st.segmented_control, required=True, label_visibility="collapsed", width="content", key="money:view",
    )  # fmt: skip
    _VIEWS[view](chosen)
    stand.source_line(chosen)
