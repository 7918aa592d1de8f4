"""A paper as tagged PDF (PDF/UA-1), set by Typst with the fonts it brings; nothing is loaded from anywhere."""

import json
from datetime import UTC, datetime, time
from importlib.resources import files
from typing import Any, Final

import typst

from app.gate import Released
from app.papers import pictures
from app.papers.document import Block, Document, Facts, Grid, Heading, Items, Paragraph, outgoing
from app.papers.views import PaperView

_FONT: Final = "Libertinus Serif"


def to_pdf(released: Released[PaperView]) -> bytes:
    """A released paper as PDF."""
    made = typst.compile(
        files(__package__).joinpath("vorlage.typ").read_bytes(),
        sys_inputs={"paper": json.dumps(_plain(outgoing(released)), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        format="pdf",
        timestamp=datetime.combine(released.value.composed_on, time(), UTC),
    )
    return bytes(made) if isinstance(made, bytes) else b"".join(made or [])


def _plain(paper: Document) -> dict[str, Any]:
    return {
        "title": paper.title,
        "kind": paper.kind,
        "town": paper.town,
        "mark": paper.mark,
        "state": paper.state,
        "facts": _block(paper.facts),
        "blocks": [_block(block) for block in paper.blocks],
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"type": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"type": block.kind, "text": block.text}
    if isinstance(block, Items):
        return {"type": "numbers" if block.numbered else "bullets", "items": block.items}
    if isinstance(block, Facts):
        return {"type": "facts", "pairs": block.pairs}
    if isinstance(block, Grid):
        return {
            "type": "grid",
            "caption": block.caption,
            "columns": [{"label": c.label, "numeric": c.numeric, "weight": c.weight} for c in block.columns],
            "rows": block.rows,
            "totals": block.totals,
            "notes": block.notes,
        }
    return {
        "type": "picture",
        "caption": block.caption,
        "alt": block.alt,
        "source": block.source,
        "svg": pictures.svg(block.drawn, _FONT),
    }
