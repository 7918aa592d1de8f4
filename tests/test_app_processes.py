"""The process of planning: the template, states and dates, changes that are never lost, persons kept out, files."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.processes import rows as process_rows
from app.processes import steps as process_steps
from app.processes.standing import STATES
from app.processes.steps import Process, Status, Step
from app.processes.store import Processes
from app.service import Service
from app.web import registry
from graph.errors import StoreError
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience
from queries.catalogue import Catalogue

FIRST = date(2027, 1, 11)
WHO = "Sozialplanung"
AT = Asked(Audience.INTERN, FIRST)


@pytest.fixture(scope="module")
def home(small_home, tmp_path_factory):
    """A copy, for processes are kept in it."""
    return shutil.copytree(small_home, tmp_path_factory.mktemp("process") / "home")


@pytest.fixture
def desk(home):
    return Service.open(home).processes


@pytest.fixture
def made(desk):
    return desk.begin("Sozialplanung 2027", who=WHO, first_day=FIRST).value


def at(day, audience=Audience.INTERN):
    return Asked(audience, day)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_template_names_what_there_is(lang):
    steps = process_steps.from_template("abcdef", "Planung", FIRST, lang).steps
    known, pages = (
        {q.id for q in Catalogue.load().questions},
        {p.header.url_path for p in registry.discover()},
    )
    for step in steps:
        assert step.title
        assert step.aim
        assert step.owner
        assert set(step.questions) <= known
        assert set(step.pages) <= pages
    assert len({step.id for step in steps}) == len(steps) >= 10


def test_proposed_dates_follow_one_another_without_a_gap():
    steps = process_steps.from_template("abcdef", "Planung", FIRST, "de").steps
    assert steps[0].start == FIRST
    covered = {s.start + timedelta(days=n) for s in steps for n in range((s.end - s.start).days + 1)}
    last = max(step.end for step in steps)
    assert covered == {FIRST + timedelta(days=n) for n in range((last - FIRST).days + 1)}
    assert [step.start for step in steps] == sorted(step.start for step in steps)
    assert all(
        s.start is None and s.end is None for s in process_steps.from_template("a", "P", None, "de").steps
    )


def test_how_a_step_stands_follows_from_day_and_status(desk, made):
    first = made.steps[0]
    day = timedelta(days=1)
    for when, status, state in (
        (first.start, "offen", "open"),
        (first.start + day, "offen", "late"),
        (first.end, "laeuft", "running"),
        (first.end + day, "laeuft", "overdue"),
        (first.end + day, "erledigt", "done"),
        (first.end + day, "ruht", "resting"),
    ):
        desk.set_step(made.id, first.id, {"status": status}, who=WHO)
        shown = desk.process(made.id, at(when)).value
        assert shown.steps[0].state == state
        assert state in STATES
        assert (first.title in shown.lead) == (
            state in ("late", "overdue") or shown.steps[0].next is not None
        )


def test_of_many_overdue_steps_the_lead_says_how_many_and_the_one_that_waits_longest(desk):
    begun = desk.begin("Sozialplanung", who=WHO, first_day=date(2025, 1, 6)).value
    shown = desk.process(begun.id, AT).value
    late = [step for step in shown.steps if step.state in ("overdue", "late")]
    first = min(late, key=lambda step: step.end)
    assert (
        f"Überfällig: {len(late)} Schritte, am längsten „{first.title}“ ({first.state_text})." in shown.lead
    )
    assert [step.title for step in shown.steps if f"„{step.title}“ (" in shown.lead] == [first.title]


def test_without_dates_nothing_is_overdue_and_the_lead_says_how_many_have_none(desk):
    made = desk.begin("Ohne Termine", who=WHO).value
    shown = desk.process(made.id, at(date(2099, 1, 1))).value
    assert {step.state for step in shown.steps} == {"open"}
    assert "soweit Termine gesetzt sind" in shown.lead
    assert f"{len(shown.steps)} unerledigte Schritte ohne gesetztes Ende" in shown.lead


def test_nothing_that_was_is_lost(desk, made):
    desk.set_step(made.id, "bestand", {"owner": "Fachdienst Soziales"}, who=WHO)
    desk.add_step(made.id, "Werkstatt", who=WHO, after="bestand")
    moved = desk.move_step(made.id, "eigen-1", -2, who=WHO).value
    assert [s.title for s in moved.steps][:2] == ["Werkstatt", made.steps[0].title]
    dropped = desk.remove_step(made.id, "wirkung", who=WHO).value
    assert "wirkung" not in {s.id for s in dropped.steps}
    back = desk.restore(made.id, 1, who="Steuerungsgruppe").value
    assert [s.id for s in back.steps] == [s.id for s in made.steps]
    assert back.steps[1].owner == made.steps[1].owner
    assert [c.number for c in back.changes] == [6, 5, 4, 3, 2, 1]
    assert back.changes[0].what[0] == "Stand 1 gilt wieder"
    assert "Fachdienst Soziales" in back.changes[-2].what[0]
    again = desk.restore(made.id, 5, who=WHO).value  # also taking back can be taken back
    assert "Werkstatt" in {s.title for s in again.steps}


def test_what_changes_nothing_writes_nothing(desk, made):
    same = desk.set_step(made.id, "bestand", {"title": made.steps[1].title}, who=WHO).value
    assert same.number == made.number


def test_of_two_who_change_different_steps_both_are_kept(desk, made):
    desk.set_step(made.id, "bestand", {"owner": "Fachdienst Soziales"}, who=WHO, seen=made.number)
    both = desk.set_step(made.id, "wirkung", {"owner": "Steuerungsgruppe"}, who=WHO, seen=made.number).value
    owners = {step.id: step.owner for step in both.steps}
    assert (owners["bestand"], owners["wirkung"]) == ("Fachdienst Soziales", "Steuerungsgruppe")
    with pytest.raises(KnowledgeGraphError, match="jemand anderes"):
        desk.restore(made.id, 1, who=WHO, seen=made.number)


def test_of_two_who_change_the_same_state_one_is_told(desk, made):
    desk.set_step(made.id, "bestand", {"note": "Rücklauf abwarten"}, who=WHO, seen=made.number)
    with pytest.raises(KnowledgeGraphError, match="inzwischen"):
        desk.set_step(made.id, "bestand", {"note": "Stand 2025"}, who=WHO, seen=made.number)
    shown = desk.process(made.id, AT).value
    assert shown.steps[1].note == "Rücklauf abwarten"


def test_a_write_that_fails_leaves_no_trace(tmp_path, monkeypatch):
    files = Processes(tmp_path)
    process = Process("abcdef", "Planung", (Step("a", "A"),))
    files.write(process, who=WHO, after=0)
    monkeypatch.setattr("app.shelves.os.link", lambda *_: (_ for _ in ()).throw(OSError("voll")))
    with pytest.raises(StoreError, match="voll"):
        files.write(process, who=WHO, after=1)
    assert [path.name for path in (tmp_path / "abcdef").iterdir()] == ["0001.json"]


@pytest.mark.parametrize("field", ["title", "aim", "owner", "note", "papers"])
def test_no_person_gets_in(desk, made, field, home):
    given = "Frau Erika Mustermann" if field != "papers" else ("Frau Erika Mustermann",)
    with pytest.raises(KnowledgeGraphError, match="Person"):
        desk.set_step(made.id, "bestand", {field: given}, who=WHO)
    with pytest.raises(KnowledgeGraphError, match="Person"):
        desk.set_step(made.id, "bestand", {"status": "laeuft"}, who="Herr Max Muster")
    written = "".join(p.read_text("utf-8") for p in Path(home).rglob("prozesse/*/*.json"))
    assert "Mustermann" not in written
    assert "Max Muster" not in written


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": "fertig"}, "erwartet einen von offen"),
        ({"farbe": "rot"}, "erwartet eines von title"),
        ({"start": date(2027, 5, 1), "end": date(2027, 4, 1)}, "vor seinem Beginn"),
        ({"questions": ("wer?",)}, "Kennung wie G6"),
        ({"title": "  "}, "keinen Namen"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_what_is_expected(desk, made, values, words):
    with pytest.raises(KnowledgeGraphError, match=words):
        desk.set_step(made.id, "bestand", values, who=WHO)
    assert desk.process(made.id, AT).value.number == made.number


def test_the_public_sees_neither_notes_nor_who_changed_what(desk, made):
    desk.set_step(made.id, "bestand", {"note": "intern", "papers": ("VO/2027/1",)}, who=WHO)
    shown = desk.process(made.id, at(FIRST, Audience.PUBLIC)).value
    assert shown.changes == ()
    assert all(not step.note and not step.papers for step in shown.steps)
    assert (
        "intern"
        not in exports.to_csv(desk.answer(made.id, at(FIRST, Audience.PUBLIC)))
        .decode("utf-8-sig")
        .splitlines()[0]
    )


def test_a_process_is_closed_opened_and_thrown_away_knowingly(desk, made):
    with pytest.raises(KnowledgeGraphError, match="läuft noch"):
        desk.discard(made.id)
    assert desk.close(made.id, who=WHO).value.closed
    assert not desk.reopen(made.id, who=WHO).value.closed
    desk.close(made.id, who=WHO)
    desk.discard(made.id)
    assert made.id not in {p.id for p in desk.processes().value}
    with pytest.raises(KnowledgeGraphError, match="gibt es nicht"):
        desk.process(made.id, AT)


def test_the_calendar_has_what_is_planned_and_not_done(desk, made):
    desk.set_step(made.id, "auftrag", {"status": "erledigt"}, who=WHO)
    desk.set_step(made.id, "daten", {"start": None}, who=WHO)
    desk.set_step(made.id, "erfahrung", {"start": None, "end": None}, who=WHO)
    events = Calendar.from_ical(process_rows.to_ics(desk.process(made.id, AT))).walk("VEVENT")
    wanted = {s.id: s for s in desk.process(made.id, AT).value.steps if s.id not in ("auftrag", "erfahrung")}
    found = {str(e["uid"]).split("-")[1].split("@")[0]: e for e in events}
    assert found.keys() == wanted.keys()
    for name, step in wanted.items():
        assert found[name]["dtend"].dt == step.end + timedelta(days=1)
        assert found[name]["dtstart"].dt == (step.start or step.end)


def test_the_table_says_what_the_page_says(desk, made):
    told = json.loads(exports.to_json(desk.answer(made.id, AT)))
    assert len(told["data"]["rows"]) == len(made.steps)
    assert exports.to_xlsx(desk.answer(made.id, AT))[:2] == b"PK"


def test_the_command_line_keeps_a_process(home, tmp_path):
    run = lambda *words: CliRunner().invoke(cli.app, ["process", *words, "--home", str(home)])  # noqa: E731
    name = run("begin", "Altenplanung", "--who", WHO, "--first-day", "2027-01-11").stdout.strip()
    assert name in run("list").stdout
    done = run("set", name, "bestand", "--set", "status=laeuft", "--set", "begun=2027-02-08", "--who", WHO)
    assert done.exit_code == 0, done.output
    assert run("set", name, "bestand", "--set", "begun=bald", "--who", WHO).exit_code == 2
    assert "läuft" in run("show", name, "--date", "2027-02-09").stdout
    assert run("add", name, "Werkstatt", "--after", "bestand", "--who", WHO).exit_code == 0
    assert run("move", name, "eigen-1", "--by", "1", "--who", WHO).exit_code == 0
    assert run("drop", name, "eigen-1", "--who", WHO).exit_code == 0
    assert run("undo", name, "--who", WHO).exit_code == 0
    assert "Werkstatt" in run("show", name).stdout
    assert len(run("history", name).stdout.strip().splitlines()) == 6
    target = tmp_path / "termine.ics"
    assert run("ics", name, "--out", str(target)).exit_code == 0
    assert b"BEGIN:VCALENDAR" in target.read_bytes()
    assert run("close", name, "--who", WHO).exit_code == 0
    assert run("discard", name, "--yes").exit_code == 0
    assert name not in run("list").stdout


def test_every_status_is_one_of_the_files():
    assert {str(status) for status in Status} == {"offen", "laeuft", "erledigt", "ruht"}
