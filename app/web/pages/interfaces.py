"""Schnittstellen: every pair of pillar groups, one pair closely, and the way of somebody in a constellation."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.interfaces.views import InterfacesView
from app.web import answers, evidence, permalink, stand
from app.web.interface import grid, profile, reads, way
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Schnittstellen", "en": "Interfaces"},
    order=62,
    url_path="schnittstellen",
    icon="account_tree",
    group={"de": "Planung", "en": "Planning"},
    help={
        "de": "Wo zwei Säulen zusammenarbeiten müssten, was sie verbindet und was fehlt; Wege von Menschen in mehreren Säulen.",
        "en": "Where two pillars should work together, what joins them and what is missing; ways of people in several pillars.",
    },
)
_PILLARS, _WAYS = "saeulen", "wege"
_NONE: Final = ""
_ONE: Final = "interfaces:one"
_OTHER: Final = "interfaces:other"


def render(chosen: Stand) -> None:
    """Draw the pairs of pillars, or the way of a constellation."""
    views = {_PILLARS: t("interfaces.view_pillars"), _WAYS: t("interfaces.view_ways")}
    view = permalink.choice(
        t("interfaces.view"), views, name="ansicht", key="interfaces:view", default=_PILLARS,
        widget=st.segmented_control, required=True, label_visibility="collapsed", width="content",
    )  # fmt: skip
    if view == _WAYS:
        way.draw(chosen)
    else:
        _pillars(chosen)
    stand.source_line(chosen)


def _pillars(chosen: Stand) -> None:
    released = reads.interfaces(chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead"><strong>{escape(view.answer.lead)}</strong></p>')
    evidence.withheld(released)
    if not view.groups:
        st.info(t("interfaces.nothing"), icon=":material/account_tree:")
        answers.foundations(view.answer)
        return
    if picked := grid.clicked():
        permalink.put_back(_ONE, picked[0])
        permalink.put_back(_OTHER, picked[1])
    one, other = _pair(view)
    if one and other and one != other:
        with st.expander(t("interfaces.matrix"), icon=":material/grid_on:"):
            grid.draw(view, (one, other))
        profile.draw(view, one, other, chosen)
        return
    if one and one == other:
        st.info(t("interfaces.choose_two"), icon=":material/info:")
    grid.draw(view, None)
    answers.foundations(view.answer)


def _pair(view: InterfacesView) -> tuple[str, str]:
    options = {_NONE: t("interfaces.no_group")} | {group.value: group.label for group in view.groups}
    left, right = st.columns(2)
    with left:
        one = permalink.choice(t("interfaces.one"), options, name="gruppe", key=_ONE, default=_NONE)
    with right:
        other = permalink.choice(t("interfaces.other"), options, name="gruppe2", key=_OTHER, default=_NONE)
    return one, other
