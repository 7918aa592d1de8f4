"""The town's own Word template: used as it is, refused in words when it cannot be one."""

import io
import zipfile

import docx
import pytest
from paper_examples import AT, INTERN, begun, letter, opened_copy

from app.papers import word_look
from app.papers.word import to_docx
from app.service import Service
from ontology.errors import KnowledgeGraphError


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    return opened_copy(small_home, tmp_path)


@pytest.fixture
def desk(service):
    return service.papers


@pytest.fixture
def paper(desk):
    return begun(desk)


def test_the_towns_own_template_survives(desk, paper):
    desk.keep_letterhead(
        letter("Stadt mit Wappen", ("{{ titel }}", "{{p inhalt }}", "Danach"), footer="{{ stand }}"),
        "brief.docx",
    )
    view = desk.letterhead().value
    assert view.placeholders == ("inhalt", "titel", "stand")
    assert any("vermerk" in line for line in view.advice)
    released = desk.exportable(paper.id, AT)
    doc = docx.Document(io.BytesIO(to_docx(released, desk.letterhead_bytes())))
    header = [p.text for p in doc.sections[0].header.paragraphs]
    assert header[0].startswith("Nicht öffentlich")  # set by Querblick, the template has no place for it
    assert header[-1] == "Stadt mit Wappen"
    assert "Version 1" in doc.sections[0].footer.paragraphs[0].text
    texts = [p.text for p in doc.paragraphs if p.text]
    assert texts[0] == INTERN.title
    assert texts.count(INTERN.title) == 1
    assert texts[-1] == "Danach"
    assert "Beschlussvorschlag" in texts
    desk.keep_letterhead(letter("Neuer Kopf"), "neu.docx")
    desk.drop_letterhead()
    assert desk.letterhead().value.filename == "brief.docx"
    desk.drop_letterhead()
    assert desk.letterhead_bytes() is None


def with_file(data, name, content=b"x"):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


BAD = {
    "no file": (b"kein Word", "lässt sich nicht"),
    "macros": (with_file(letter(), "word/vbaProject.bin"), "Makros"),
    "embedded": (with_file(letter(), "word/embeddings/a.bin"), "eingebettete"),
    "links": (with_file(letter(), "word/_rels/x.rels", b'<Relationship Type="/image" Target="http://x" TargetMode="External"/>'), "außerhalb"),
    "no place": (letter(body=("ohne Platz",)), "inhalt"),
    "not alone": (letter(body=("Vor {{p inhalt }}",)), "allein"),
    "unknown": (letter("{{ oberbuergermeister }}"), "unbekannter Platzhalter"),
    "expression": (letter("{{ titel.__class__ }}"), "unbekannter Platzhalter"),
    "statement": (letter("{% for x in y %}"), "Anweisungen"),
    "person": (letter("Ansprechpartnerin: Frau Beispiel"), "Name einer Person"),
    "content in header": (letter("{{p inhalt }}"), "gehört in den Text"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_a_letterhead_is_refused_in_words(desk, case):
    data, why = BAD[case]
    with pytest.raises(KnowledgeGraphError, match=why):
        desk.keep_letterhead(data, "brief.docx")
    assert desk.letterhead().value is None


def test_the_template_querblick_brings_is_one_it_would_accept(desk):
    desk.keep_letterhead(word_look.default_template(), "eigene.docx")
    assert set(desk.letterhead().value.placeholders) >= {"inhalt", "vermerk", "stand", "stadt"}
