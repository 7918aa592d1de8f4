"""How the four states look: a text mark, a pattern and a colour, the same in the matrix, in tables and in legends."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import FactView, MatrixCellView
from app.web.formats import integer, share
from app.web.texts import t

STATES: Final = ("gap", "thin", "covered", "unknown")
"""In the order they are spoken of: what calls for action first."""

_MANY: Final = 4
_PLAIN: Final = {"covered": "n", "thin": "(n)", "gap": "×", "unknown": "?"}
_CHIPS: Final = {"covered": "✓", "thin": "( )", "gap": "×", "unknown": "?"}


def css_class(state: str, *, offers: int = 0, need_mark: str = "none") -> str:
    """Return the classes of `shared.css` for a state, its intensity and its mark of need."""
    classes = [f"q-{state if state in _PLAIN else 'unknown'}"]
    if state == "covered" and offers >= _MANY:
        classes.append("q-many")
    if need_mark in ("documented", "reported"):
        classes.append("q-need" if need_mark == "documented" else "q-reported")
    return " ".join(classes)


def text_mark(cell: MatrixCellView) -> str:
    """Return what stands in a cell: the number of offers, (number) where it is thin, × for a gap, ? for unknown."""
    if cell.state == "covered":
        return integer(cell.offers)
    if cell.state == "thin":
        return f"({integer(cell.offers)})" if cell.offers else "( )"
    return _PLAIN.get(cell.state, "?")


def chip_mark(state: str) -> str:
    """Return the mark of a state where no number belongs to it."""
    return _CHIPS.get(state, "?")


def chip(state: str, mark: str | None = None) -> str:
    """Return the mark as HTML, for texts; a reader of the page by ear gets the words beside it."""
    return f'<span class="q-state {css_class(state)}" aria-hidden="true">{escape(mark or chip_mark(state))}</span>'


CLAIMS: Final = {"belastbar": "✓", "vorlaeufig": "~", "hinweis": "i", "nicht_beurteilbar": "?"}
"""How firmly something may be said, each with its text mark."""


def claim_class(claim: str) -> str:
    """Return the class of `shared.css` for a claim."""
    return f"q-claim-{claim if claim in CLAIMS else 'nicht_beurteilbar'}"


def claims_legend() -> None:
    """Draw what the marks of a claim mean."""
    items = "".join(
        f'<span role="listitem"><span class="q-state {claim_class(claim)}" aria-hidden="true">{mark}</span>'
        f"<span>{escape(t(f'claim.{claim}'))}</span></span>"
        for claim, mark in CLAIMS.items()
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("matrix.legend"))}">{items}</div>')


def legend(explained: Iterable[FactView] = (), *, needs: bool = True) -> None:
    """Draw the legend: every state with its name, and the marks of need."""
    words = {fact.name: fact.text for fact in explained if fact.name in _PLAIN}
    items = [
        f'<span role="listitem" title="{escape(words.get(state, ""))}">{chip(state, _PLAIN[state])}<span>{escape(t(f"state.{state}_legend"))}</span></span>'
        for state in STATES
    ]
    if needs:
        items += [
            f'<span role="listitem"><span class="q-state q-only-need {name}" aria-hidden="true"></span><span>{escape(t(key))}</span></span>'
            for name, key in (("q-need", "need.documented"), ("q-reported", "need.reported"))
        ]
    st.html(
        f'<div class="q-legend" role="list" aria-label="{escape(t("matrix.legend"))}">{"".join(items)}</div>'
    )


def bar(counts: Mapping[str, int]) -> None:
    """Draw how the cells divide into the four states, as one bar; the figures stand in the tiles beside it."""
    cells = sum(counts.values())
    parts = "".join(
        f'<span class="q-state {css_class(state)}" style="flex-grow:{counts.get(state, 0)}" title="{escape(t(f"state.{state}"))}: {integer(counts.get(state, 0))}">'
        f"{share(counts.get(state, 0), cells) if counts.get(state, 0) * 20 >= cells else ''}</span>"
        for state in STATES
        if counts.get(state)
    )
    st.html(f'<div class="q-bar" aria-hidden="true">{parts}</div>')
