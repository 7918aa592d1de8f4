"""A paper on the page as it will read: the same blocks Word and PDF are made of, on a white sheet in every theme."""

from base64 import b64encode
from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.papers import pictures
from app.papers.document import Block, Document, Facts, Grid, Heading, Items, Paragraph, Picture, document
from app.papers.views import PaperView
from app.web.texts import t

_CLASSES = {"lead": "q-p-lead", "note": "q-p-note", "changed": "q-p-changed", "open": "q-p-open"}


def draw(released: Released[PaperView]) -> None:
    """Draw the sheet."""
    st.html(sheet(document(released)))


def sheet(paper: Document) -> str:
    """Return the paper as HTML. Its headings stand below those of the page."""
    body = "".join(block_html(block) for block in paper.blocks)
    mark = f'<p class="q-p-mark">{escape(paper.mark)}</p>' if paper.mark else ""
    label = escape(t("papers.sheet"))
    return (
        f'<article class="q-paper" lang="de" aria-label="{label}">{mark}<h2>{escape(paper.title)}</h2>'
        f'{block_html(paper.facts)}{body}<p class="q-p-note">{escape(paper.state)}</p></article>'
    )


def block_html(block: Block) -> str:
    """Return a block as HTML; everything in it is data."""
    if isinstance(block, Heading):
        return f"<h{block.level + 2}>{escape(block.text)}</h{block.level + 2}>"
    if isinstance(block, Paragraph):
        return f'<p class="{_CLASSES.get(block.kind, "")}">{escape(block.text)}</p>'
    if isinstance(block, Items):
        tag = "ol" if block.numbered else "ul"
        return f"<{tag}>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</{tag}>"
    if isinstance(block, Facts):
        rows = "".join(
            f'<tr><th scope="row">{escape(n)}</th><td>{escape(text)}</td></tr>' for n, text in block.pairs
        )
        return f'<table class="q-p-facts"><tbody>{rows}</tbody></table>'
    return _grid(block) if isinstance(block, Grid) else _picture(block)


def _grid(block: Grid) -> str:
    whole = sum(column.weight for column in block.columns)
    widths = "".join(f'<col style="width:{100 * c.weight / whole:.1f}%">' for c in block.columns)
    head = "".join(f'<th scope="col"{_side(c.numeric)}>{escape(c.label)}</th>' for c in block.columns)
    lines = [*block.rows, *([block.totals] if block.totals else [])]
    rows = "".join(
        f"<tr>{''.join(f'<td{_side(c.numeric)}>{escape(text)}</td>' for c, text in zip(block.columns, row, strict=True))}</tr>"
        for row in lines
    )
    notes = "".join(f'<p class="q-p-note">{escape(note)}</p>' for note in block.notes)
    caption = escape(block.caption)
    return (
        f'<div class="q-scroll" role="group" tabindex="0" aria-label="{caption}"><table class="q-p-grid">'
        f"<caption>{caption}</caption><colgroup>{widths}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{notes}"
    )


def _side(numeric: bool) -> str:  # noqa: FBT001 a column is numeric or not
    return ' class="q-p-number"' if numeric else ""


def _picture(block: Picture) -> str:
    data = b64encode(pictures.svg(block.drawn, "sans-serif").encode()).decode()
    return (
        f'<figure><figcaption>{escape(block.caption)}</figcaption><div class="q-scroll" role="region" tabindex="0" '
        f'aria-label="{escape(block.caption)}"><img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{data}"></div></figure>'
        + (f'<p class="q-p-note">{escape(block.source)}</p>' if block.source else "")
    )
