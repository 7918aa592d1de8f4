"""How a paper looks in Word: its styles, and the template Querblick brings for towns without one of their own."""

import io
from typing import Any, Final

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

INK: Final = RGBColor(0x14, 0x32, 0x4B)
TABLE, SMALL, LEAD, CHANGED, TITLE = (
    "Querblick Tabelle", "Querblick Hinweis", "Querblick Ergebnis", "Querblick Geändert", "Querblick Titel",
)  # fmt: skip


def default_template() -> bytes:
    """A letterhead without a letterhead: A4, header with town and mark, footer with state and page numbers."""
    doc = Document()
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.3)
    _base(doc)
    header = section.header.paragraphs[0]
    _tabs(header)
    header.add_run("{{ stadt }} · {{ art }}")
    header.add_run("\t{{ vermerk }}").bold = True
    footer = section.footer.paragraphs[0]
    _tabs(footer)
    footer.add_run("{{ stand }}\tSeite ")
    _field(footer, "PAGE")
    footer.add_run(" von ")
    _field(footer, "NUMPAGES")
    for line in (header, footer):
        for part in line.runs:
            part.font.size = Pt(8.5)
    doc.add_paragraph("{{p inhalt }}")
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _base(doc: Docx) -> None:
    normal = doc.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.1
    caption: Any = doc.styles["Caption"]
    caption.font.size, caption.font.color.rgb, caption.font.bold, caption.font.italic = (
        Pt(9),
        INK,
        False,
        True,
    )
    for level, size in ((1, 14), (2, 11.5), (3, 10.5)):
        style: Any = doc.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb, style.font.bold = "Arial", Pt(size), INK, True
        fonts = style.element.rPr.rFonts
        for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{name}"), None)
        style.paragraph_format.space_before = Pt(16 if level == 1 else 10)
        style.paragraph_format.space_after = Pt(4)


def add_styles(doc: Docx) -> None:
    """Add the styles a paper needs and the template does not have; a town's own are left as they are."""
    for level in (1, 2):
        if f"Heading {level}" not in doc.styles:
            style: Any = doc.styles.add_style(f"Heading {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
            style.base_style, style.font.bold, style.font.size = (
                doc.styles["Normal"],
                True,
                Pt(16 - 2 * level),
            )
            style.paragraph_format.keep_with_next = True
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            style.element.get_or_add_pPr().append(outline)
    for name, size, bold in (
        (TABLE, 8.5, False),
        (SMALL, 9, False),
        (LEAD, 10.5, True),
        (CHANGED, 9.5, False),
        (TITLE, 18, True),
    ):
        if name not in doc.styles:
            style = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style, style.font.size, style.font.bold = doc.styles["Normal"], Pt(size), bold
    doc.styles[TABLE].paragraph_format.space_after = Pt(0)
    doc.styles[TABLE].paragraph_format.line_spacing = 1.0
    doc.styles[SMALL].paragraph_format.space_before = Pt(3)
    doc.styles[SMALL].paragraph_format.space_after = Pt(3)
    doc.styles[TITLE].font.color.rgb = INK


def set_language(doc: Docx) -> None:
    """German for the spelling and for readers who hear the text; long words may be parted."""
    defaults = doc.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}") if defaults is not None else None
    if properties is not None:
        lang = properties.find(qn("w:lang"))
        if lang is None:
            lang = OxmlElement("w:lang")
            properties.append(lang)
        lang.set(qn("w:val"), "de-DE")
    settings: Any = doc.settings.element
    if settings.find(qn("w:autoHyphenation")) is None:
        hyphens = OxmlElement("w:autoHyphenation")
        after = settings.find(qn("w:defaultTabStop"))
        if after is not None:
            after.addnext(hyphens)


def mark_every_page(doc: Docx, mark: str) -> None:
    """Put the mark at the top of every header of a template that has no place for it."""
    for section in doc.sections:
        headers = [section.header]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
        if doc.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
        for header in headers:
            if header.is_linked_to_previous and section is not doc.sections[0]:
                continue
            first = header.paragraphs[0] if header.paragraphs else header.add_paragraph()
            first.insert_paragraph_before().add_run(mark).bold = True


def _tabs(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.style = "Normal"
    paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(16.5), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Paragraph, name: str) -> None:
    """A field Word fills in: the number of the page, of pages."""
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText" if text == name else "w:t")
            element.text = text
        run._r.append(element)  # noqa: SLF001 python-docx has no fields
