"""Papers: begun from a frame, filled with answers, written, kept, had back; the command line."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
from browsing import AGS
from paper_examples import AT, DAY, INTERN, begun, letter, opened_copy
from typer.testing import CliRunner

from app import cli, town
from app.papers.desk import Written
from app.papers.frames import FrameAnswer, frames
from app.papers.paper import Status
from app.papers.shelf import Shelf
from app.papers.tables import tables_of
from app.service import Service
from graph.errors import StoreError
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from queries.catalogue import Catalogue


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    return opened_copy(small_home, tmp_path)


@pytest.fixture
def desk(service):
    return service.papers


@pytest.fixture
def paper(desk):
    return begun(desk)


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


def test_a_finished_paper_has_what_its_frame_requires(desk):
    head = desk.create("beschlussvorlage", INTERN, AT).value
    with pytest.raises(KnowledgeGraphError, match="Beschlussvorschlag, Sachverhalt"):
        desk.write(head.id, replace(INTERN, status=Status.FINISHED), {}, seen=head.revision)


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
