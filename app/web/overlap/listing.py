"""The list of pairs by class: what asks for a talk first, what is wanted folded away and counted."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.overlaps.views import KindView, OverlapPair, SideView
from app.overlaps.words import KINDS, kind_key
from app.views import CellKind, CellView, ColumnView, Row
from app.web import tables
from app.web.formats import integer, markdown
from app.web.states import chip
from app.web.texts import plural, t

PAIR: Final = "paar"
_FOLDED: Final = ("UE-7", "offen")
_HEADING: Final = "UE-4"  # said also where there is none
_KEY: Final = "overlaps:table"


def clicked() -> str | None:
    """Return the pair that was just chosen in one of the tables, before any of them is drawn."""
    new = None
    for kind in KINDS:
        name = f"{_KEY}:{kind_key(kind)}"
        click = tables.click(name)
        if click and click != st.session_state.get(f"{name}:seen"):
            new = click[0]
        st.session_state[f"{name}:seen"] = click
    return new


def draw(
    pairs: Sequence[OverlapPair], kinds: Sequence[KindView], whole: int, agreed: Mapping[str, int]
) -> None:
    """Draw the counts and a table for each class.

    Args:
        pairs: those that passed the filters.
        kinds: the classes in their order.
        whole: how many pairs there are without the filters of class and pillar.
        agreed: key of a pair → how many agreements about it hold.
    """
    by_kind = {kind.key: [pair for pair in pairs if pair.kind == kind.key] for kind in kinds}
    _counts(kinds, by_kind)
    if len(pairs) != whole:
        st.caption(t("overlaps.shown", shown=integer(len(pairs)), whole=integer(whole)))
    talk = [
        kind
        for kind in kinds
        if not kind.is_wanted and kind.key not in _FOLDED and (by_kind[kind.key] or kind.key == _HEADING)
    ]
    for kind in talk:
        _kind(kind, by_kind[kind.key], agreed, heading=True)
    wanted = [kind for kind in kinds if kind.is_wanted]
    number = sum(len(by_kind[kind.key]) for kind in wanted)
    with st.expander(plural("overlaps.wanted", number), icon=":material/check_circle:"):
        st.caption(t("overlaps.wanted_text"))
        for kind in wanted:
            _kind(kind, by_kind[kind.key], agreed)
    folded = [kind for kind in kinds if kind.key in _FOLDED]
    number = sum(len(by_kind[kind.key]) for kind in folded)
    with st.expander(plural("overlaps.unclear", number), icon=":material/help:"):
        st.caption(t("overlaps.unclear_text"))
        for kind in folded:
            _kind(kind, by_kind[kind.key], agreed)


def _counts(kinds: Sequence[KindView], by_kind: Mapping[str, Sequence[OverlapPair]]) -> None:
    items = "".join(
        f'<span role="listitem"><strong>{integer(len(by_kind[kind.key]))}</strong><span>{escape(kind.text)}</span></span>'
        for kind in kinds
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("overlaps.counts"))}">{items}</div>')


def _kind(
    kind: KindView, pairs: Sequence[OverlapPair], agreed: Mapping[str, int], *, heading: bool = False
) -> None:
    title = t("overlaps.kind", kind=kind.text, count=integer(len(pairs)))
    if heading:
        st.header(title, anchor=False)
    else:
        st.markdown(f"**{markdown(title)}**")
    if not pairs:
        st.caption(t("overlaps.none_of_kind"))
        return
    reasons = {pair.reason for pair in pairs}
    st.caption(markdown(next(iter(reasons)) if len(reasons) == 1 else kind.definition))
    columns, rows = _table(pairs, agreed, with_reason=len(reasons) > 1)
    tables.draw(columns, rows, key=f"{_KEY}:{kind.key}", caption=title)


def _table(
    pairs: Sequence[OverlapPair], agreed: Mapping[str, int], *, with_reason: bool
) -> tuple[list[ColumnView], list[Row]]:
    names = [
        "need",
        *(["reason"] if with_reason else []),
        "one",
        "other",
        "together",
        "demand",
        "agreed",
    ]
    kinds = {"need": CellKind.RECORD}
    columns = [
        ColumnView(name, t(f"overlaps.column_{name}"), kinds.get(name, CellKind.TEXT)) for name in names
    ]
    rows = []
    for pair in pairs:
        cells = {
            "need": CellView(f"{pair.need_label}: {pair.groups_text}", iri=pair.key),
            "reason": CellView(pair.reason),
            "one": CellView(_side(pair.one)),
            "other": CellView(_side(pair.other)),
            "together": CellView(_together(pair)),
            "demand": CellView(demand(pair)),
            "agreed": CellView(plural("overlaps.agreed", agreed[pair.key]) if agreed.get(pair.key) else ""),
        }
        rows.append(tuple(cells[name] for name in names))
    return columns, rows


def _side(side: SideView) -> str:
    return t(
        "overlaps.side", offer=side.label, provider=side.provider, pillars=side.pillars, funders=side.funders
    )


def _together(pair: OverlapPair) -> str:
    return (
        f"{pair.together_text} ({pair.claim_text})"
        if pair.claim
        else f"{pair.together_text}: {pair.together_reason}"
    )


def demand(pair: OverlapPair) -> str:
    """Say what is known of the demand: people and places, else what is missing, and how the shared cells stand."""
    states = sorted({cell.state_text for cell in pair.cells})
    stated = (
        plural("overlaps.documented", pair.documented) if pair.documented else t("overlaps.not_documented")
    )
    places = t("overlaps.capacity" if pair.has_capacity else "overlaps.no_capacity")
    known = pair.demand_text if pair.is_demand_known else f"{pair.demand_text} ({stated}; {places})"
    return t("overlaps.demand", known=known, states=", ".join(states)) if states else known


def cell_chips(pair: OverlapPair) -> None:
    """Draw the states of the shared cells."""
    items = "".join(
        f'<span role="listitem">{chip(cell.state)}<span>{escape(cell.group_label)} · {escape(cell.area_label)}: '
        f"{escape(cell.state_text)}, {escape(cell.need_text)}</span></span>"
        for cell in pair.cells
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("overlaps.cells"))}">{items}</div>')
