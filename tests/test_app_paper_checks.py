"""What a paper is asked again for and looked through for before it leaves: changed answers, suppositions, texts of its author."""

import io
from dataclasses import replace

import docx
import openpyxl  # noqa: TID251 reads back what was written
import pytest
from browsing import FOR_ALL_STATES, STREET
from paper_examples import AT, INTERN, begun, opened_copy, text_of

from app.errors import GateError
from app.papers.checking import problems
from app.papers.desk import Written
from app.papers.excel import to_xlsx
from app.papers.paper import Keep
from app.papers.pdf import to_pdf
from app.papers.word import to_docx
from app.protection import Secrets
from app.service import Service
from ontology.errors import KnowledgeGraphError
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
    text = text_of(docx.Document(io.BytesIO(to_docx(desk.exportable(paper.id, AT)))))
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
    assert "unter der Annahme „Neues Haus“" in text_of(doc)
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


PUBLIC = replace(INTERN, audience=Audience.PUBLIC)


def test_a_public_paper_that_names_an_internal_record_is_stopped_where_it_does(service, desk):
    """Said with paragraph and name to those who write it; nothing that is released for the public repeats it."""
    head = desk.create("frei", PUBLIC, AT).value
    text = "Erster Absatz.\n\nDer Träger der  lernhilfe berichtet, auch die Lernhilfe selbst."
    with pytest.raises(KnowledgeGraphError) as refused:
        desk.write(head.id, PUBLIC, {"text": Written(text=text)}, seen=head.revision)
    for words in (
        "Teil 1 (Text), Absatz 2",
        "„lernhilfe“, „Lernhilfe“",
        "nur intern geführt",
        "nicht öffentlich",
    ):
        assert words in str(refused.value)
    assert desk.paper(head.id, AT).value.parts[0].text == ""
    desk.write(
        head.id, INTERN, {"text": Written(text=text)}, seen=head.revision
    )  # not public: it may stand there
    assert desk.exportable(head.id, AT).value.problems == ()
    turned = desk.papers().value[0]
    with pytest.raises(KnowledgeGraphError, match="Absatz 2"):
        desk.write(head.id, PUBLIC, {}, seen=turned.revision)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Das Angebot Lernhilfe.", True),
        ("Die Lernhilfen der Stadt.", True),
        ("Treff an\nder Brücke", True),  # over the end of a line
        ("TREFF-AN-DER-BRUECKE", True),
        ("Verlernhilfe", False),
        ("Lernen und Hilfe", False),
        ("Beratung am Markt", False),  # that offer is public
        ("Nordstadt", False),
    ],
)
def test_a_name_is_found_however_it_is_written(service, desk, text, found):
    secrets = service._town.secrets(None, Audience.PUBLIC)
    paper = replace(desk._shelf.get(desk.create("frei", INTERN, AT).value.id), audience=Audience.PUBLIC)
    paper = replace(paper, parts=(replace(paper.parts[0], text=text),))
    assert bool(problems(paper, secrets)) is found


def test_what_became_internal_later_stops_the_files_too(service, desk):
    head = desk.create("frei", INTERN, AT).value
    desk.write(head.id, INTERN, {"text": Written(text="Die Lernhilfe bleibt.")}, seen=head.revision)
    kept = service._town.home / service._town.ags / "vorlagen" / f"{head.id}.json"
    kept.write_text(
        kept.read_text("utf-8").replace('"audience": "intern"', '"audience": "oeffentlich"'), "utf-8"
    )
    released = desk.paper(head.id, AT)
    assert released.value.problems == ("Teil 1 (Text): Bezeichnung, die nur intern geführt wird",)
    assert [(stop.part, "„Lernhilfe“" in stop.text) for stop in desk.stops(head.id).value] == [("text", True)]
    with pytest.raises(KnowledgeGraphError, match="„Lernhilfe“"):
        desk.exportable(head.id, AT)
    for write in (to_docx, to_pdf, to_xlsx):
        with pytest.raises(GateError):
            write(released)


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
