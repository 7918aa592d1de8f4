"""Papers: begun from a frame, filled with answers, asked again when they leave, written as Word, PDF/UA and Excel."""

import io
import re
import shutil
import tomllib
import zipfile
from dataclasses import replace
from datetime import date
from importlib.resources import files

import docx
import openpyxl  # noqa: TID251 reads back what was written
import pytest
from browsing import AGS, FOR_ALL_STATES, STREET
from docx.oxml.ns import qn
from pypdf import PdfReader
from typer.testing import CliRunner

from app import cli, town
from app.answers.bars import bars_of
from app.asked import Asked
from app.errors import GateError
from app.gate import release
from app.papers import word_look
from app.papers.desk import NewPaper, Written
from app.papers.document import Facts, Grid, Heading, Items, Paragraph, document, written
from app.papers.excel import to_xlsx
from app.papers.frames import FrameAnswer, frames
from app.papers.paper import Keep, Look, Show, Status
from app.papers.pdf import to_pdf
from app.papers.shelf import Shelf
from app.papers.tables import grid, tables_of
from app.papers.word import to_docx
from app.protection import Secrets
from app.service import Service
from app.views import CellKind, CellView, ColumnView, TableView
from graph.errors import StoreError
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from queries.catalogue import Catalogue

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
INTERN = NewPaper("Treff in der Nordstadt", "Ausschuss für Soziales", date(2026, 12, 10), Audience.INTERN)


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    """A copy of the small town; papers lie beside its log."""
    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    town._stores.clear()
    return Service.open(home)


@pytest.fixture
def desk(service):
    return service.papers


@pytest.fixture
def paper(desk):
    """A proposal with two answers, one of them with a chart."""
    head = desk.create("beschlussvorlage", INTERN, AT).value
    desk.put(head.id, "A1", {}, AT, after="sachverhalt")
    head = desk.put(head.id, "K1", {}, AT).value
    told = {
        "beschlussvorschlag": Written(text="1. Der Treff wird geprüft.\n2. Die Verwaltung berichtet."),
        "sachverhalt": Written(text="Ein Absatz mit <b>Zeichen</b> & {{ titel }}.\n\n- eins\n- zwei"),
        "antwort-k1": Written(look=Look(Show.BOTH)),
    }
    return desk.write(head.id, INTERN, told, seen=head.revision).value


def test_every_frame_starts_with_empty_texts_and_askable_questions(desk):
    catalogue = Catalogue.load()
    assert len(frames()) >= 4
    for name, frame in frames().items():
        words = str(tomllib.loads(files("app.papers").joinpath("frames", f"{name}.toml").read_text("utf-8")))
        assert not re.search(r"einsparung|doppelangebot|duplikat", words, re.IGNORECASE), name
        for part in frame.parts:
            if isinstance(part, FrameAnswer) and part.question_id != "luecken":
                names = {p.name for p in catalogue.get(part.question_id).header.parameters}
                assert not part.field or part.field in names, part.question_id
                assert part.field or part.about_field, part.question_id
        new = replace(INTERN, field="BD-EX" if frame.needs_field else "")
        view = desk.paper(desk.create(name, new, AT).value.id, AT).value
        assert [part.text for part in view.parts if hasattr(part, "hint")] == [""] * len(frame.texts())
        assert [part.problem for part in view.answers] == [""] * len(view.answers)


def test_a_chapter_speaks_of_its_field_only(desk):
    head = desk.create("sozialbericht", replace(INTERN, field="BD-WO"), AT).value
    assert head.field == "Wohnen"
    view = desk.paper(head.id, AT).value
    found = {part.question_id: part for part in view.answers}
    cells = {row[0].iri.rpartition("/")[2][:5] for row in found["luecken"].answer.rows}
    assert cells == {"BD-WO"}
    narrowed = found["A1"].answer
    needs = [row[0].iri.rpartition("/")[2] for table in tables_of(narrowed) for row in table.rows]
    assert needs
    assert all(need.startswith("BD-WO") for need in needs)
    assert narrowed.lead.startswith("Alle Handlungsfelder zusammen: ")
    with pytest.raises(KnowledgeGraphError, match="gibt es nicht"):
        desk.create("sozialbericht", INTERN, AT)


def test_the_states_of_a_need_are_counted_like_the_cells_of_the_matrix(service, desk):
    head = desk.put(desk.create("frei", INTERN, AT).value.id, "luecken", {}, AT).value
    answer = desk.paper(head.id, AT).value.answers[0].answer
    matrix = service.matrix(area=None, audience=Audience.INTERN, reference_date=DAY).value
    counts = {count.name: count.count for count in matrix.state_counts}
    names = [column.name for column in answer.columns]
    for state, number in counts.items():
        assert sum(row[names.index(state)].value for row in answer.rows) == number
    assert sum(row[names.index("groups")].value for row in answer.rows) == sum(counts.values())


def test_what_was_written_is_kept_and_can_be_had_back(desk, paper):
    before = desk.paper(paper.id, AT).value
    emptied = desk.write(paper.id, INTERN, {"sachverhalt": Written(text="Neu")}, seen=paper.revision).value
    gone = desk.take_out(paper.id, "antwort-k1", seen=emptied.revision).value
    assert gone.parts == paper.parts - 1
    assert [h.revision for h in desk.earlier(paper.id).value][:2] == [emptied.revision, paper.revision]
    back = desk.restore(paper.id, paper.revision).value
    after = desk.paper(paper.id, AT).value
    assert after.parts == before.parts
    assert back.revision == gone.revision + 1
    desk.restore(paper.id, gone.revision)  # what was undone can be had again
    assert desk.papers().value[0].parts == paper.parts - 1


def test_nobody_writes_over_what_somebody_else_saved(desk, paper):
    desk.write(paper.id, replace(INTERN, title="Anders"), {}, seen=paper.revision)
    with pytest.raises(KnowledgeGraphError, match="Inzwischen"):
        desk.write(paper.id, INTERN, {"sachverhalt": Written(text="Verloren?")}, seen=paper.revision)
    assert desk.papers().value[0].title == "Anders"


def test_a_paper_is_put_away_brought_back_and_only_then_forgotten(service, desk, paper):
    desk.write(paper.id, replace(INTERN, title="Anders"), {}, seen=paper.revision)
    with pytest.raises(KnowledgeGraphError):
        desk.forget(paper.id)
    desk.put_away(paper.id)
    assert desk.papers().value == ()
    assert [head.id for head in desk.away().value] == [paper.id]
    assert desk.bring_back(paper.id).value.title == "Anders"
    assert desk.earlier(paper.id).value
    desk.put_away(paper.id)
    desk.forget(paper.id)
    assert desk.away().value == ()
    assert not list((service._town.home / AGS / "vorlagen").rglob(f"{paper.id}*"))


def test_a_file_is_whole_or_not_at_all(service, desk, paper, monkeypatch):
    folder = service._town.home / AGS / "vorlagen"
    before = (folder / f"{paper.id}.json").read_text("utf-8")

    def fail(*_args):
        raise OSError("voll")

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(StoreError, match="voll"):
        desk.write(paper.id, replace(INTERN, title="Halb"), {}, seen=paper.revision)
    monkeypatch.undo()
    assert (folder / f"{paper.id}.json").read_text("utf-8") == before
    assert Shelf(folder).get(paper.id).title == INTERN.title


def test_parts_are_moved(desk, paper):
    keys = [part.key for part in desk.paper(paper.id, AT).value.parts]
    moved = desk.move(paper.id, keys[0], 1, seen=paper.revision).value
    assert [p.key for p in desk.paper(paper.id, AT).value.parts][:2] == [keys[1], keys[0]]
    desk.move(paper.id, keys[1], -9, seen=moved.revision)
    assert [p.key for p in desk.paper(paper.id, AT).value.parts][:2] == [keys[1], keys[0]]


def test_a_pin_is_put_in_with_its_day_and_version(service, desk, paper):
    pin = service.answers.pin(
        "A1", {"within": "G-1"}, replace(AT, reference_date=date(2026, 10, 1)), note="Nordstadt"
    ).value
    desk.put_pin(paper.id, pin.id)
    part = desk.paper(paper.id, AT).value.answers[-1]
    assert (part.heading, part.asked_as) == ("Nordstadt", "Stichtag 01.10.2026, Version 1")
    assert part.parameters == (("within", ("G-1",)),)


def test_an_answer_that_changed_is_said_and_the_choice_is_kept(service, desk, paper, small_town):
    """A new delivery renames an offer; the paper still gives what was put in, says so, and takes the new one when told."""
    assert [part.change for part in desk.paper(paper.id, AT).value.answers] == ["", ""]
    assert not any(part.held for part in desk.paper(paper.id, AT).value.parts)
    other = {**FOR_ALL_STATES["change"], "A-2": {"name": "Schuldnerberatung neu"}}
    data = small_town(change=other, more=FOR_ALL_STATES["more"], datum="23.11.2026")
    service.accept(service.stage(data, "neu.xlsx").value.token, who="Sozialplanung", why="Nachlieferung")
    view = desk.paper(paper.id, AT).value
    changed = {part.question_id: part for part in view.answers}["K1"]
    assert "Version 2" in changed.change
    assert changed.answer.version == 1
    text = _text(docx.Document(io.BytesIO(to_docx(desk.exportable(paper.id, AT)))))
    assert "Seit dem Einfügen geändert." in text
    assert "Seit dem Einfügen geändert: „Unvollständige und veraltete Angebote“." in text
    taken = desk.write(paper.id, INTERN, {changed.key: Written(keep=Keep.NOW)}, seen=paper.revision).value
    now = {part.question_id: part for part in desk.paper(paper.id, AT).value.answers}["K1"]
    assert now.answer.version == 2
    assert now.change == changed.change
    desk.renew(paper.id, changed.key, AT, seen=taken.revision)
    renewed = {part.question_id: part for part in desk.paper(paper.id, AT).value.answers}["K1"]
    assert (renewed.change, renewed.asked_as) == ("", "Stichtag 24.11.2026, Version 2")


def test_an_answer_under_a_scenario_bears_its_mark_everywhere(service, desk, paper):
    name = service.scenarios.make("Neues Haus").value.id
    act = {
        "do": "plan-offer", "key": "SZ-1", "name": "Wohnberatung Nord", "provider": "T-1", "kind": "AT-B1",
        "needs": ["BD-WO1"], "groups": ["ZG-A06"], "areas": ["G-1"], "first_day": "2026-11-01",
    }  # fmt: skip
    ref = service.scenarios.suppose(name, act).value.ref
    desk.put(paper.id, "A1", {}, replace(AT, scenario=ref), heading="Angenommen")
    real, supposed = [p for p in desk.paper(paper.id, AT).value.answers if p.question_id == "A1"]
    assert (real.answer.scenario, supposed.answer.scenario) == ("", "Neues Haus")
    assert supposed.answer.lead != real.answer.lead
    released = desk.exportable(paper.id, AT)
    doc = docx.Document(io.BytesIO(to_docx(released)))
    assert "unter der Annahme „Neues Haus“" in _text(doc)
    assert "enthält Annahmen" in doc.sections[0].header.paragraphs[0].text
    assert any("Annahme" in name for name in openpyxl.load_workbook(io.BytesIO(to_xlsx(released))).sheetnames)
    service.scenarios.remove(name, "1")
    assert desk.paper(paper.id, AT).value.answers[-1].change.startswith("Unter dieser Annahme")
    pin = service.answers.pin("A1", {}, replace(AT, scenario=ref)).value
    desk.put_pin(paper.id, pin.id)
    assert desk.paper(paper.id, AT).value.answers[-1].scenario == name
    service.scenarios.throw_away(name)
    with pytest.raises(KnowledgeGraphError, match="Angenommen"):
        desk.exportable(paper.id, AT)


PLACES = {
    "person": ("sachverhalt", "Frau Mustermann sagt ja.", "Teil 2 (Sachverhalt): Name einer Person"),
    "phone": ("antwort-a1", "Auskunft: 0171 2345678", "Satz zu Teil 3: Mobilnummer"),
}


@pytest.mark.parametrize("case", PLACES)
def test_a_person_is_not_written_down(desk, paper, case):
    key, text, place = PLACES[case]
    with pytest.raises(KnowledgeGraphError) as refused:
        desk.write(paper.id, INTERN, {key: Written(text=text)}, seen=paper.revision)
    assert place in str(refused.value)
    assert text not in str(refused.value)
    assert desk.paper(paper.id, AT).value.head.revision == paper.revision


def test_what_became_protected_later_stops_the_export_without_being_repeated(
    service, desk, paper, small_town
):
    desk.write(
        paper.id, INTERN, {"begruendung": Written(text=f"Im Haus {STREET} 3 ist Platz.")}, seen=paper.revision
    )
    site = {
        "kennung": "S-9",
        "name": "Haus 9",
        "offenlegung": "geschützt",
        "strasse": STREET,
        "hausnummer": "3",
    }
    store = service._town
    hidden = Secrets(phrases=frozenset({site["strasse"]}))
    original = store.secrets
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(store), "secrets", lambda _self, *args: original(*args) | hidden)
        view = desk.paper(paper.id, AT).value
        assert STREET not in str(view)
        assert any("(Begründung)" in problem for problem in view.problems)
        with pytest.raises(KnowledgeGraphError, match="Begründung") as stopped:
            desk.exportable(paper.id, AT)
        assert STREET not in str(stopped.value)


def test_a_shelter_is_not_named_beside_a_district(desk, paper):
    from app.papers.checking import _found

    secrets = Secrets(
        protected_names=frozenset({"Frauenhaus Beispielau"}),
        small_area_names=frozenset({"Nordstadt"}),
        located=frozenset({"x"}),
    )
    assert list(_found("Das Frauenhaus Beispielau liegt in der Nordstadt.", Audience.INTERN, secrets))
    assert not list(_found("Das Frauenhaus Beispielau braucht Platz.", Audience.INTERN, secrets))
    assert not list(_found("Die Nordstadt braucht Platz.", Audience.INTERN, secrets))


def test_a_finished_paper_has_what_its_frame_requires(desk):
    head = desk.create("beschlussvorlage", INTERN, AT).value
    with pytest.raises(KnowledgeGraphError, match="Beschlussvorschlag, Sachverhalt"):
        desk.write(head.id, replace(INTERN, status=Status.FINISHED), {}, seen=head.revision)


def _text(doc) -> str:
    return "\n".join(
        [p.text for p in doc.paragraphs] + [c.text for t in doc.tables for r in t.rows for c in r.cells]
    )


def test_word_has_headings_header_rows_and_a_mark_on_every_page(desk, paper):
    released = desk.exportable(paper.id, AT)
    doc = docx.Document(io.BytesIO(to_docx(released)))
    headings = [p.text for p in doc.paragraphs if p.style.name == "Heading 1"]
    assert headings[:2] == ["Beschlussvorschlag", "Sachverhalt"]
    assert headings[-2:] == ["Grundlagen und Methode", "Quellen und Stand"]
    assert headings.index("Festgestellte Bedarfe ohne Angebot") == 2
    text = _text(doc)
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
    text = _text(docx.Document(io.BytesIO(to_docx(released))))
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


def letter(header="Stadt Beispielau", body=("Vor dem Inhalt", "{{p inhalt }}"), **parts) -> bytes:
    doc = docx.Document()
    doc.sections[0].header.paragraphs[0].text = header
    doc.sections[0].footer.paragraphs[0].text = parts.get("footer", "Rathausplatz")
    for text in body:
        doc.add_paragraph(text)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


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


def test_own_texts_become_paragraphs_and_lists():
    blocks = list(written("Erster\nAbsatz.\n\n- a\n- b\n1. c\n2) d\nEnde\n\n\nZweiter"))
    assert blocks == [
        Paragraph("Erster Absatz."), Items(("a", "b")), Items(("c", "d"), numbered=True), Paragraph("Ende"), Paragraph("Zweiter"),
    ]  # fmt: skip
    assert list(written("  \n ")) == []


def table(rows, *names):
    columns = tuple(ColumnView(name, name, CellKind.TEXT) for name in names)
    return TableView("T", columns, tuple(tuple(CellView(text) for text in row) for row in rows))


def test_a_table_says_what_it_does_not_show():
    wide = table(
        [[f"{i}", "gleich", "", *[f"{i}{j}" for j in range(7)]] for i in range(5)], "a", "b", "c", *"defghij"
    )
    shown = grid(wide, Look(rows=3))
    assert [column.label for column in shown.columns] == ["a", "d", "e", "f", "g", "h"]
    assert len(shown.rows) == 3
    assert shown.notes == (
        "In jeder Zeile gleich: b: gleich.",
        "Gezeigt sind 3 von 5 Zeilen; 2 weitere Zeilen im Anhang (Excel-Datei).",
        "Weitere Spalten im Anhang: i, j.",
    )
    assert [c.label for c in grid(wide, Look(columns=("j", "a"))).columns] == ["j", "a"]


def test_bars_of_one_name_are_told_apart_by_what_differs(service):
    answer = service.ask("K1", {}, audience=Audience.INTERN, reference_date=DAY).value
    columns = (
        ColumnView("f", "Feld", CellKind.CONCEPT),
        ColumnView("s", "Stand", CellKind.CONCEPT),
        ColumnView("n", "Zahl", CellKind.INTEGER),
    )
    rows = tuple(
        (CellView(f), CellView(s), CellView(str(n), n))
        for f, s, n in (("A", "bewilligt", 1), ("A", "ausgezahlt", 2), ("B", "bewilligt", 3))
    )
    assert bars_of(replace(answer, columns=columns, rows=rows)).names == (
        "A (bewilligt)",
        "A (ausgezahlt)",
        "B",
    )


def test_page_word_and_pdf_are_made_of_one_value(desk, paper):
    made = document(desk.paper(paper.id, AT))
    kinds = {type(block) for block in made.blocks}
    assert {Heading, Paragraph, Items, Facts, Grid} <= kinds
    assert dict(made.facts.pairs)["Sitzung am"] == "10.12.2026"


def test_the_command_line_begins_fills_checks_and_writes(service, tmp_path):
    def run(*args):
        town._stores.clear()
        done = CliRunner().invoke(cli.app, ["paper", *args, "--home", str(service._town.home)])
        return done.exit_code, done.output

    _, kinds = run("kinds")
    assert "sozialbericht" in kinds
    assert "BD-WO" in kinds
    code, name = run("new", "frei", "--title", "Vermerk", "--audience", "intern", "--date", "2026-11-24")
    name = name.strip()
    assert code == 0
    assert run("put", name, "A1", "--date", "2026-11-24")[0] == 0
    assert f"{name}  Vermerk" in run("list")[1]
    assert "unverändert" in run("check", name, "--date", "2026-11-24")[1]
    for suffix in ("docx", "pdf", "xlsx"):
        assert run("export", name, "--out", str(tmp_path / f"v.{suffix}"), "--date", "2026-11-24")[0] == 0
        assert (tmp_path / f"v.{suffix}").stat().st_size > 2000
    assert run("export", name, "--out", str(tmp_path / "v.odt"))[0] == 2
    (tmp_path / "brief.docx").write_bytes(letter())
    assert "Platzhalter: inhalt" in run("letterhead", str(tmp_path / "brief.docx"))[1]
    assert "Kein eigener Briefkopf" in run("letterhead", "--drop")[1]
