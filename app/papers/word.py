"""A paper as Word: the blocks of its document put into the town's template, or into the one Querblick brings."""

import io
import re
from collections.abc import Mapping
from typing import Any, Final

from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from app.gate import Released
from app.office_files import saved
from app.papers import pictures, word_look
from app.papers.document import Block, Document, Facts, Grid, Heading, Items, Paragraph, Picture, outgoing
from app.papers.letterhead import has
from app.papers.views import PaperView

_STYLES: Final = {
    "lead": word_look.LEAD, "note": word_look.SMALL, "changed": word_look.CHANGED, "open": word_look.CHANGED,
}  # fmt: skip
_SHADE: Final = "E6EDF3"
_BORDER: Final = "A9B7C3"
_MANAGER: Final = re.compile(rb"<Manager>.*?</Manager>", re.DOTALL)


def to_docx(released: Released[PaperView], letterhead: bytes | None = None) -> bytes:
    """A released paper as Word.

    Args:
        released: what the desk let through.
        letterhead: the town's template, examined before; None = the one Querblick brings.
    """
    paper = outgoing(released)
    data = letterhead or word_look.default_template()
    template: Any = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    doc: Docx = template.docx
    word_look.add_styles(doc)
    word_look.set_language(doc)
    if paper.mark and not (has(data, "vermerk", "Kopfzeile") or has(data, "vermerk", "Fußzeile")):
        word_look.mark_every_page(doc, paper.mark)
    content = _content(doc, paper, titled=has(data, "titel", "Text"))
    _properties(doc, paper)
    # No template may run anything: the sandbox stands behind the check that it holds placeholders only.
    template.render(
        {**paper.placeholders, "inhalt": content},
        jinja_env=SandboxedEnvironment(autoescape=True),
        autoescape=True,
    )
    return saved(template, released.value.composed_on)


def _content(doc: Docx, paper: Document, *, titled: bool) -> "_Xml":
    """The blocks as XML, built at the end of the document and taken out again, to be put at the placeholder."""
    body = doc.element.body
    before = set(body)
    if not titled:
        doc.add_paragraph(paper.title, style=word_look.TITLE)
    writer = _Writer(doc)
    writer.facts(paper.facts)
    for block in paper.blocks:
        writer.block(block)
    made = [element for element in body if element not in before]
    for element in made:
        body.remove(element)
    return _Xml("".join(_xml(element) for element in made))


def _properties(doc: Docx, paper: Document) -> None:
    """Title, language and state; nobody's name, also not that of who made the template."""
    about = doc.core_properties
    about.title, about.subject, about.language = paper.title, paper.kind, "de-DE"
    about.author = about.last_modified_by = paper.town
    about.comments, about.keywords, about.category = paper.state, "", ""
    for part in doc.part.package.iter_parts():
        if str(part.partname) == "/docProps/app.xml":
            part._blob = _MANAGER.sub(b"", part.blob)  # noqa: SLF001 python-docx has no other way


class _Xml(str):
    """Markup python-docx built, which escaped every text in it; the template engine takes it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def _xml(element: Any) -> str:
    return serialize_part_xml(element).decode("utf-8").partition("?>")[2]


class _Writer:
    """Writes blocks at the end of a document."""

    def __init__(self, doc: Docx) -> None:
        self._doc = doc
        section = doc.sections[-1]
        width = (section.page_width or Cm(21)) - (section.left_margin or 0) - (section.right_margin or 0)
        self._width = Emu(width)

    def block(self, block: Block) -> None:
        """Write one block."""
        if isinstance(block, Heading):
            self._doc.add_paragraph(block.text, style=f"Heading {block.level}")
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Items):
            self._items(block)
        elif isinstance(block, Facts):
            self.facts(block)
        elif isinstance(block, Grid):
            self._grid(block)
        else:
            self._picture(block)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._doc.add_paragraph(block.text, style=_STYLES.get(block.kind))
        if block.kind == "changed":
            _edge(paragraph)

    def _items(self, block: Items) -> None:
        style = "List Number" if block.numbered else "List Bullet"
        known = style in self._doc.styles
        number = _restarted(self._doc) if block.numbered and known else None
        for place, item in enumerate(block.items, start=1):
            mark = "" if known else f"{place}. " if block.numbered else "– "
            paragraph = self._doc.add_paragraph(mark + item, style=style if known else None)
            if number is not None:
                properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 python-docx has no lists
                properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = 0, number

    def facts(self, block: Facts) -> None:
        """Write pairs as a table whose first column is its header."""
        if not block.pairs:
            return
        table = self._table(len(block.pairs), [4.2, 12.3], block.caption or "Angaben")
        for row, (name, text) in zip(table.rows, block.pairs, strict=True):
            _fill(row.cells[0], name, bold=True)
            _fill(row.cells[1], text)
            _row(row)
            _shade(row.cells[0])
        self._after()

    def _grid(self, block: Grid) -> None:
        self._caption(block.caption)
        table = self._table(
            1 + len(block.rows) + bool(block.totals), [c.weight for c in block.columns], block.caption
        )
        _row(table.rows[0], header=True)
        lines = [
            tuple(c.label for c in block.columns),
            *block.rows,
            *([block.totals] if block.totals else []),
        ]
        for number, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
            strong = number == 0 or (bool(block.totals) and number == len(lines) - 1)
            for cell, column, text in zip(row.cells, block.columns, texts, strict=True):
                _fill(cell, text, bold=strong, right=column.numeric)
                if number == 0:
                    _shade(cell)
            if number:
                _row(row)
        for note in block.notes:
            self._doc.add_paragraph(note, style=word_look.SMALL)
        self._after()

    def _picture(self, block: Picture) -> None:
        self._caption(block.caption)
        paragraph = self._doc.add_paragraph()
        paragraph.paragraph_format.keep_with_next = bool(block.source)
        data = io.BytesIO(pictures.png(block.drawn))
        shape = paragraph.add_run().add_picture(data, width=self._width)
        shape._inline.docPr.set("descr", block.alt)  # noqa: SLF001 python-docx has no alternative texts
        shape._inline.docPr.set("title", block.caption)  # noqa: SLF001 same
        if block.source:
            self._doc.add_paragraph(block.source, style=word_look.SMALL)

    def _caption(self, text: str) -> None:
        if text:
            paragraph = self._doc.add_paragraph(
                text, style="Caption" if "Caption" in self._doc.styles else word_look.SMALL
            )
            paragraph.paragraph_format.keep_with_next = True

    def _after(self) -> None:
        """Room below a table; two tables without it would be one."""
        self._doc.add_paragraph(style=word_look.TABLE)

    def _table(self, rows: int, weights: list[float], title: str) -> Table:
        table: Table = self._doc.add_table(rows=rows, cols=len(weights))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        properties = table._tbl.tblPr  # noqa: SLF001 python-docx has neither borders nor alternative texts
        _borders(properties)
        for tag, text in (("w:tblCaption", title), ("w:tblDescription", f"Tabelle: {title}")):
            element = OxmlElement(tag)
            element.set(qn("w:val"), text)
            properties.append(element)
        for column, weight in zip(table.columns, weights, strict=True):
            column.width = Emu(int(self._width * weight / sum(weights)))
            for cell in column.cells:
                cell.width = column.width
        return table


def _fill(cell: _Cell, text: str, *, bold: bool = False, right: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = word_look.TABLE
    paragraph.add_run(text).bold = bold
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row(row: Any, *, header: bool = False) -> None:
    """A row that is not torn apart; a header is repeated on every page and read as one."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 python-docx has no header rows
    for tag in ("w:cantSplit", "w:tblHeader")[: 2 if header else 1]:
        element = OxmlElement(tag)
        element.set(qn("w:val"), "true")
        properties.append(element)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    _set(shade, {"val": "clear", "color": "auto", "fill": _SHADE})
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 python-docx has no shading


def _borders(properties: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        _set(edge, {"val": "single", "sz": "4", "space": "0", "color": _BORDER})
        borders.append(edge)
    properties.find(qn("w:tblLayout")).addprevious(borders)  # the format has an order
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", "40"), ("left", "70"), ("bottom", "40"), ("right", "70")):
        edge = OxmlElement(f"w:{side}")
        _set(edge, {"w": width, "type": "dxa"})
        margins.append(edge)
    properties.find(qn("w:tblLayout")).addnext(margins)


def _edge(paragraph: Any) -> None:
    """A line at the left: this differs from what was put in."""
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    _set(left, {"val": "single", "sz": "18", "space": "6", "color": "B35C00"})
    borders.append(left)
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 python-docx has no borders
    paragraph.paragraph_format.left_indent = Pt(8)


def _restarted(doc: Docx) -> int | None:
    """A numbering that begins at 1, like that of the style; None if the style has none."""
    style: Any = doc.styles["List Number"].element
    found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
    if found is None:
        return None
    numbering: Any = doc.part.numbering_part.element
    own = numbering.num_having_numId(int(found.get(qn("w:val"))))
    number = numbering.add_num(own.abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _set(element: Any, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
