"""Beside the picture: why the chosen cell is what it is, its three marks, and the first offers considered."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.tables import evidence_words, obligation_words
from app.views import CellEvidence, FactView, MatrixCellView
from app.web import evidence, reads
from app.web.formats import integer, markdown
from app.web.stand import Stand
from app.web.states import CLAIMS
from app.web.texts import language, t

ANCHOR: Final = "belege"
_SHORT: Final = 4


def draw(cell: MatrixCellView | None, chosen: Stand) -> None:
    """Draw the panel, or say what to do."""
    if cell is None:
        st.markdown(f"**{t('matrix.details')}**")
        st.caption(t("matrix.choose"))
        return
    released = reads.cell(cell.need, cell.group, cell.area, chosen.asked)
    evidence.verdict(released.value)
    marks(cell)
    _offers_in_short(released.value)
    st.markdown(f"[{t('matrix.to_evidence')}](#{ANCHOR})")


def marks(cell: MatrixCellView) -> None:
    """Draw what the cell weighs: three marks side by side, never one number."""
    lang = language()
    claim = f"{CLAIMS.get(cell.claim, '?')} {cell.claim_text}" if cell.claim else t("matrix.nothing_negative")
    kinds = f" ({cell.evidence_text})" if cell.evidence_text else ""
    st.markdown(f"**{t('matrix.marks')}**")
    evidence.facts(
        (
            FactView(t("matrix.obligations"), obligation_words(cell, lang)),
            FactView(t("matrix.claims"), claim),
            FactView(t("matrix.evidence_filter"), f"{evidence_words(cell, lang)}{kinds}"),
        )
    )


def _offers_in_short(found: CellEvidence) -> None:
    """Name the first offers considered, each with why it counts or does not."""
    offers = next((block for block in found.blocks if block.name == "offers"), None)
    if offers is None:
        return
    st.markdown(f"**{markdown(offers.title)}**")
    if not offers.rows:
        st.caption(markdown(offers.note or t("table.empty")))
        return
    names = [column.name for column in offers.columns]
    why = names.index("why") if "why" in names else len(names) - 1
    items = "".join(
        f"<li><b>{escape(row[0].text)}</b><br>{escape(row[why].text)}</li>" for row in offers.rows[:_SHORT]
    )
    st.html(f'<ul class="q-list">{items}</ul>')
    if len(offers.rows) > _SHORT:
        st.caption(t("matrix.more_offers", count=integer(len(offers.rows) - _SHORT)))
