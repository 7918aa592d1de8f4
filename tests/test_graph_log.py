"""The log only grows, shows every change made by hand, and survives whatever interrupts it."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from rdflib import RDF, RDFS, XSD, Literal

from graph import BusyError, Entry, Kind, LogError, Patch, StoreError, VersionLog
from graph.redaction import Eraser
from ontology import iris
from ontology.iris import Audience
from ontology.terms import LOCN, SOZ

AGS = "99999001"
GRAPH = iris.source_graph(AGS, "a", Audience.INTERN)
OFFER, SITE = iris.source(AGS, "A01"), iris.source(AGS, "S01")
ENTRY = Entry(who="Erika Muster", why="Lieferung", file="angebote.xlsx", counts={"new": 1})


def label(text: str, subject=OFFER):
    return (subject, RDFS.label, Literal(text, lang="de"), GRAPH)


@pytest.fixture
def log(tmp_path):
    filled = VersionLog(tmp_path / "log", AGS)
    filled.append(Patch.of((), [label("eins"), (OFFER, RDF.type, SOZ.Offer, GRAPH)]), ENTRY)
    filled.append(Patch.of([label("eins")], [label("zwei")]), ENTRY)
    filled.append(Patch.of((), [label("drei", SITE)]), Entry(who="M", why="zurück", kind=Kind.ROLLBACK, of=1))
    return filled


def test_versions_tell_who_when_why(log):
    first, _, third = log.versions()
    assert [v.number for v in log.versions()] == [1, 2, 3]
    assert (first.entry, first.added, first.removed, first.kind) == (ENTRY, 2, 0, Kind.DELIVERY)
    assert (third.kind, third.entry.of) == (Kind.ROLLBACK, 1)
    assert timedelta(0) <= datetime.now(UTC) - first.when < timedelta(minutes=5)
    assert log.verify() == []


def test_state_of_any_version(log):
    assert log.state(0) == set()
    assert log.state(1) == {label("eins"), (OFFER, RDF.type, SOZ.Offer, GRAPH)}
    assert (
        log.state()
        == log.state(3)
        == {label("zwei"), (OFFER, RDF.type, SOZ.Offer, GRAPH), label("drei", SITE)}
    )


def test_another_reader_sees_the_new_version(log):
    reader = VersionLog(log.folder, AGS)
    assert reader.head == 3
    log.append(Patch.of((), [label("vier")]), ENTRY)
    assert reader.head == 4
    assert label("vier") in reader.state()


def test_who_and_why_are_needed():
    with pytest.raises(LogError, match="who or why"):
        Entry(who=" ", why="x")


def test_no_such_version_and_other_town(log):
    with pytest.raises(LogError, match="expected 1 to 3"):
        log.version(4)
    with pytest.raises(LogError, match="99999002"):
        VersionLog(log.folder, "99999002").versions()


def edit_json(path, change):
    raw = json.loads(path.read_text("utf-8"))
    change(raw)
    path.write_text(json.dumps(raw), "utf-8")


TAMPERINGS = {
    "payload changed": lambda f: (f / "000002.rdfp").write_text(
        (f / "000002.rdfp").read_text("utf-8").replace("zwei", "zwo"), "utf-8"
    ),
    "payload gone": lambda f: (f / "000002.rdfp").unlink(),
    "payload cut": lambda f: (f / "000003.rdfp").write_bytes((f / "000003.rdfp").read_bytes()[:-5]),
    "manifest gone": lambda f: (f / "000002.json").unlink(),
    "manifest broken": lambda f: (f / "000002.json").write_text("{", "utf-8"),
    "manifest of a list": lambda f: (f / "000002.json").write_text("[]", "utf-8"),
    "time changed": lambda f: edit_json(
        f / "000002.json", lambda raw: raw.update(when="2020-01-01T00:00:00+00:00")
    ),
    "who changed": lambda f: edit_json(f / "000001.json", lambda raw: raw["details"].update(who="Max")),
    "why of the last changed": lambda f: edit_json(
        f / "000003.json", lambda raw: raw["details"].update(why="x")
    ),
    "counts changed": lambda f: edit_json(f / "000001.json", lambda raw: raw["payload"].update(added=7)),
    "two versions swapped": lambda f: (
        (f / "000001.json").rename(f / "x"),
        (f / "000002.json").rename(f / "000001.json"),
        (f / "x").rename(f / "000002.json"),
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_changes_by_hand_are_found(log, tampering):
    TAMPERINGS[tampering](log.folder)
    problems = VersionLog(log.folder, AGS).verify()
    assert problems
    assert all(problem.startswith("Version ") and "Bitte" in problem for problem in problems)


def test_manifest_rewritten_with_a_fitting_hash_breaks_the_chain(log):
    """Somebody who knows the format changes version 1 and its hash: version 2 still carries the old one."""
    raw = json.loads((log.folder / "000001.json").read_text("utf-8"))
    forged = VersionLog(log.folder.parent / "forged", AGS)
    forged.append(Patch.of((), [label("gefälscht")]), ENTRY)
    for ending in ("json", "rdfp"):
        (forged.folder / f"000001.{ending}").replace(log.folder / f"000001.{ending}")
    problems = VersionLog(log.folder, AGS).verify()
    assert raw["version"] == 1
    assert any("Kette" in problem for problem in problems)


def test_tampered_payload_is_not_served(log):
    TAMPERINGS["payload changed"](log.folder)
    with pytest.raises(LogError, match="changed after it was written"):
        VersionLog(log.folder, AGS).state()


def test_leftovers_of_a_crash_are_ignored_then_cleared(log):
    for name in (
        "000004.rdfp",
        "000004.json.tmp",
        "000004.rdfp.tmp",
        "000002.json.redacted",
        "000002.rdfp.redacted",
    ):
        source = log.folder / "000002.json" if "json" in name else log.folder / "000002.rdfp"
        (log.folder / name).write_bytes(source.read_bytes() if "redacted" in name else b"halb")
    (log.folder / "000002.rdfp.redacted").write_bytes(b"halb")
    assert log.head == 3
    assert log.verify() == []
    before = log.state()
    with log.writing():
        pass
    assert sorted(path.suffix for path in log.folder.iterdir()) == [*[".json"] * 3, *[".rdfp"] * 3]
    assert VersionLog(log.folder, AGS).state() == before


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("at", [1, 2, 3, 4])
def test_disk_full_leaves_the_last_version(log, monkeypatch, call, at):
    real, calls = getattr(os, call), []

    def full(*args):
        calls.append(args)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        return real(*args)

    if call == "replace" and at > 2:
        at = 1
    monkeypatch.setattr(os, call, full)
    with pytest.raises(StoreError, match="No space left"):
        log.append(Patch.of((), [label("vier")]), ENTRY)
    monkeypatch.undo()
    fresh = VersionLog(log.folder, AGS)
    assert (fresh.head, fresh.verify()) == (3, [])
    assert fresh.append(Patch.of((), [label("vier")]), ENTRY).number == 4
    assert fresh.verify() == []


def test_second_writer_waits_then_says_so(log):
    """The lock is held by another process, not by another object of this one."""
    code = (
        "import sys, pathlib; from graph import VersionLog\n"
        f"with VersionLog(pathlib.Path(sys.argv[1]), '{AGS}').writing():\n"
        "    print('held', flush=True); sys.stdin.readline()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(log.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(BusyError, match="another process"):
            VersionLog(log.folder, AGS, patience_s=0.1).append(Patch.of((), [label("vier")]), ENTRY)
        holder.communicate("\n", timeout=120)
    assert log.append(Patch.of((), [label("vier")]), ENTRY).number == 4


def test_two_processes_writing_at_once(tmp_path):
    """Every version is whole, numbered once, and chained."""
    code = (
        "import sys, pathlib; from rdflib import RDFS, Literal; from graph import *\n"
        "from ontology import iris; from ontology.iris import Audience\n"
        f"log = VersionLog(pathlib.Path(sys.argv[1]), '{AGS}')\n"
        f"g = iris.source_graph('{AGS}', sys.argv[2], Audience.INTERN); s = iris.source('{AGS}', sys.argv[2])\n"
        "for n in range(15):\n"
        "    log.append(Patch.of((), [(s, RDFS.label, Literal(str(n)), g)]), Entry(who=sys.argv[2], why='x'))"
    )
    folder = tmp_path / "log"
    writers = [subprocess.Popen([sys.executable, "-c", code, str(folder), name]) for name in ("eins", "zwei")]
    assert [writer.wait(timeout=300) for writer in writers] == [0, 0]
    log = VersionLog(folder, AGS)
    assert log.head == 30
    assert log.verify() == []
    assert len(log.state()) == 30
    assert {v.entry.who for v in log.versions()} == {"eins", "zwei"}


STREET = "Erfundene Straße 5"


@pytest.fixture
def leaked(log):
    """A log in which a shelter's street stands in five places."""
    address = iris.source(AGS, "S01-anschrift")
    log.append(
        Patch.of(
            (),
            [
                (address, LOCN.thoroughfare, Literal(STREET), GRAPH),
                (
                    OFFER,
                    RDFS.comment,
                    Literal(f"Treffpunkt: {STREET.upper()}, bitte klingeln", lang="de"),
                    GRAPH,
                ),
                (OFFER, RDFS.comment, Literal("Treffpunkt: Am Markt, bitte klingeln", lang="de"), GRAPH),
                (SITE, SOZ.value, Literal("50.8123", datatype=XSD.decimal), GRAPH),
            ],
        ),
        Entry(who="M", why=f"Adresse {STREET} ergänzt", file=f"{STREET}.xlsx"),
    )
    log.append(Patch.of([(address, LOCN.thoroughfare, Literal(STREET), GRAPH)], [label("vier")]), ENTRY)
    return log


def everything(folder):
    return "".join(path.read_text("utf-8") for path in sorted(folder.iterdir())).casefold()


def test_redaction_leaves_no_byte_and_a_tombstone(leaked):
    before = leaked.versions()[3]
    assert STREET.casefold() in everything(leaked.folder)
    version = leaked.redact([STREET, "50.8123"], who="Datenschutz", why=f"Schutz, {STREET}")
    assert (version.number, version.kind) == (6, Kind.REDACTION)
    for word in (STREET, "50.8123"):
        assert word.casefold() not in everything(leaked.folder)
    for log in (leaked, VersionLog(leaked.folder, AGS)):
        assert log.verify() == []
        texts = {str(quad[2]) for quad in log.state()}
        assert "Treffpunkt: [entfernt], bitte klingeln" in texts
        assert "Treffpunkt: Am Markt, bitte klingeln" in texts
        assert log.versions()[3].entry.why == "Adresse [entfernt] ergänzt"
        assert log.versions()[3].entry.file == "[entfernt].xlsx"
        assert log.version(6).entry.why == "Schutz, [entfernt]"
    tombstone = {r.version: r for r in version.redactions}
    assert sorted(tombstone) == [4, 5]
    assert tombstone[4].payload_before == before.payload_sha256
    assert tombstone[4].statements == 3
    assert leaked.append(Patch.of((), [label("fünf")]), ENTRY).number == 7
    assert leaked.verify() == []


def test_redaction_twice(leaked):
    leaked.redact([STREET], who="D", why="eins")
    leaked.redact(["50.8123"], who="D", why="zwei")
    assert VersionLog(leaked.folder, AGS).verify() == []
    assert "50.8123" not in everything(leaked.folder)


def test_redacted_statement_lives_until_the_last_of_its_sources_is_removed(log):
    one, two = (label(f"Treffpunkt Weg {n}") for n in ("1111", "2222"))
    log.append(Patch.of((), [one, two]), ENTRY)
    log.append(Patch.of([one], ()), ENTRY)
    log.append(Patch.of([two], ()), ENTRY)
    log.redact(["Weg 1111", "Weg 2222"], who="D", why="x")
    merged = label("Treffpunkt [entfernt]")
    assert [merged in log.state(n) for n in (3, 4, 5, 6)] == [False, True, True, False]
    assert log.verify() == []


def test_record_whose_iri_contains_the_value_goes(log):
    record = iris.source(AGS, "Haus-Rosengarten")
    log.append(Patch.of((), [label("x", record), (OFFER, SOZ.atSite, record, GRAPH)]), ENTRY)
    log.redact(["rosengarten"], who="D", why="x")
    assert "rosengarten" not in everything(log.folder)
    assert log.state() == log.state(3)


def test_redaction_interrupted_after_its_manifest_is_finished_later(leaked, monkeypatch):
    monkeypatch.setattr(VersionLog, "_clear", lambda _: None)
    leaked.redact([STREET], who="D", why="x")
    monkeypatch.undo()
    half = VersionLog(leaked.folder, AGS)
    assert any("noch nicht abgeschlossen" in problem for problem in half.verify())
    assert half.state()
    with half.writing():
        pass
    assert half.verify() == []
    assert STREET.casefold() not in everything(leaked.folder)


def test_redaction_interrupted_before_its_manifest_never_happened(leaked, monkeypatch):
    before = leaked.state()

    def broken(*_):
        raise StoreError("disk full")

    monkeypatch.setattr(VersionLog, "_append", broken)
    with pytest.raises(StoreError):
        leaked.redact([STREET], who="D", why="x")
    monkeypatch.undo()
    fresh = VersionLog(leaked.folder, AGS)
    with fresh.writing():
        pass
    assert (fresh.head, fresh.verify(), fresh.state()) == (5, [], before)
    assert not list(fresh.folder.glob("*.redacted"))


@pytest.mark.parametrize(
    ("value", "text", "left"),
    [
        ("Müllerstraße 5", "In der MUELLERSTR. 5 im Hof", "In der [entfernt] im Hof"),
        ("Muellerstrasse 5", "Müllerstraße  5, hinten", "[entfernt], hinten"),
        ("Rosa Weiß", "Frau Rosa\nWeiss leitet", "Frau [entfernt] leitet"),
        ("Cafe\u0301 Ria", "im Café Ria unten", "im [entfernt] unten"),
        ("A+B (alt)", "Haus A+B (alt) neu", "Haus [entfernt] neu"),
    ],
)
def test_redaction_knows_the_spellings_of_a_word(value, text, left):
    assert Eraser([value]).text(text) == left


@pytest.mark.parametrize("values", [[], ["ab"], [" "]])
def test_redaction_needs_a_value_that_is_meant(log, values):
    with pytest.raises(LogError, match="redact"):
        log.redact(values, who="D", why="x")
