"""A paper as Word, PDF/UA and Excel: structure, marks, what it rests on; only what was released."""

import io
import re
from dataclasses import replace

import docx
import openpyxl  # noqa: TID251 reads back what was written
import pytest
from docx.oxml.ns import qn
from paper_examples import AT, INTERN, begun, opened_copy, text_of
from pypdf import PdfReader

from app.errors import GateError
from app.gate import release
from app.papers.excel import to_xlsx
from app.papers.paper import Status
from app.papers.pdf import to_pdf
from app.papers.tables import tables_of
from app.papers.word import to_docx
from app.protection import Secrets
from app.service import Service
from ontology.iris import Audience


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    return opened_copy(small_home, tmp_path)


@pytest.fixture
def desk(service):
    return service.papers


@pytest.fixture
def paper(desk):
    return begun(desk)


def test_word_has_headings_header_rows_and_a_mark_on_every_page(desk, paper):
    released = desk.exportable(paper.id, AT)
    doc = docx.Document(io.BytesIO(to_docx(released)))
    headings = [p.text for p in doc.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["Beschlussvorschlag", "Sachverhalt"]
    assert headings[-2:] == ["Grundlagen und Methode", "Quellen und Stand"]
    assert headings.index("Festgestellte Bedarfe ohne Angebot") == 2
    text = text_of(doc)
    assert "Ein Absatz mit <b>Zeichen</b> & {{ titel }}." in text
    for part in released.value.answers:
        assert part.answer.definition in text
        assert part.answer.completeness.text in text
        assert part.answer.lead in text
    assert released.value.states[0].checksum in text
    assert "Zahlen von Personen unter 3 werden nicht gezeigt" in text
    assert "Angebotsmeldung" in text  # the source
    header = doc.sections[0].header.paragraphs[0].text
    assert "Beispielau · Beschlussvorlage" in header
    assert "Nicht öffentlich · Entwurf" in header
    numbered = [p.text for p in doc.paragraphs if p.style.name == "List Number"]
    assert numbered == ["Der Treff wird geprüft.", "Die Verwaltung berichtet."]
    grids = [t for t in doc.tables if t.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(grids) >= 3
    for table in doc.tables:
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    assert "Balkendiagramm zu" in doc.inline_shapes[0]._inline.docPr.get("descr")
    assert doc.core_properties.title == INTERN.title
    assert doc.core_properties.language == "de-DE"
    assert doc.core_properties.author == "Beispielau"
    assert doc.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "de-DE"


def test_a_public_paper_bears_no_internal_mark_and_no_internal_record(desk, service):
    head = desk.create("frei", replace(INTERN, audience=Audience.PUBLIC, status=Status.FINISHED), AT).value
    desk.put(head.id, "K1", {}, AT)
    released = desk.exportable(head.id, AT)
    text = text_of(docx.Document(io.BytesIO(to_docx(released))))
    header = docx.Document(io.BytesIO(to_docx(released))).sections[0].header.paragraphs[0].text
    assert "Nicht öffentlich" not in header + text
    assert "Beratung am Markt" in text
    assert "Lernhilfe" not in text  # an internal offer
    assert "nicht öffentlich" not in text


def test_pdf_is_tagged_and_says_what_word_says(desk, paper):
    released = desk.exportable(paper.id, AT)
    reader = PdfReader(io.BytesIO(to_pdf(released)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("de")
    assert reader.metadata.title == INTERN.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    kinds = list(_tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure", "/Caption"} <= set(kinds)
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for wanted in (
        "Beschlussvorschlag",
        "Nicht öffentlich",
        "Grundlagen und Methode",
        "Seite 1 von",
        "<b>Zeichen</b> & {{ titel }}",
    ):
        assert wanted in text, wanted
    assert all("Nicht öffentlich" in page.extract_text() for page in reader.pages)
    fonts = {
        str(f["/BaseFont"])
        for page in reader.pages
        for f in (x.get_object() for x in page["/Resources"]["/Font"].values())
    }
    assert all("Libertinus" in font for font in fonts)


def _tags(node):
    node = node.get_object()
    if hasattr(node, "get"):
        if "/S" in node:
            yield str(node["/S"])
        children = node.get("/K", [])
        children = children.get_object() if hasattr(children, "get_object") else children
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child, int):
                yield from _tags(child)


def test_the_annex_holds_every_row_of_every_table(desk, paper):
    released = desk.exportable(paper.id, AT)
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(released)))
    assert book.sheetnames[-2:] == ["Angaben", "Quellen"]
    told = {sheet.title: sheet.max_row - 1 for sheet in book.worksheets}
    for number, part in enumerate(released.value.answers, start=1):
        tables = [t for t in tables_of(part.answer) if t.columns]
        sheets = [rows for name, rows in told.items() if re.match(rf"{number}[a-z]? ", name)]
        assert sheets == [len(t.rows) + (t.totals is not None) for t in tables]
    facts = "\n".join(str(row[1].value) for row in book["Angaben"].iter_rows())
    for part in released.value.answers:
        assert part.answer.definition in facts


def test_exits_take_only_released_papers(desk, paper):
    view = desk.paper(paper.id, AT).value
    for exit_ in (to_docx, to_pdf, to_xlsx):
        with pytest.raises(GateError):
            exit_(view)
        with pytest.raises(GateError):
            exit_(release("x", Audience.INTERN, Secrets()))
