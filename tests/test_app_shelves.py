"""Files beside the log: wholly there or not at all, whoever writes at once and whenever it breaks off."""

import json
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from app import beside
from app.asked import Asked
from app.coordination.agreements import About, Subject, Terms
from app.errors import RequestError
from app.papers.desk import NewPaper
from app.service import Service
from app.shelves import JsonFiles, Kind, Place, write_whole
from graph.errors import StoreError
from ontology.iris import Audience

AGS = "99999001"
AT = Asked(Audience.INTERN, date(2026, 11, 24))
WORDS = Kind(
    re.compile(r"[a-z]+"), list, list,
    missing="{name} fehlt; da ist {known}", none="nichts", unreadable="unlesbar ({why}). Bitte löschen",
)  # fmt: skip


@pytest.fixture
def words(tmp_path):
    return JsonFiles(tmp_path / "worte", WORDS)


def in_folder(files):
    return sorted(path.name for path in files.folder.rglob("*"))


def test_what_is_kept_is_found_changed_moved_and_removed(words, tmp_path):
    assert words.all() == []
    words.write("eins", ["a"])
    words.add("zwei", ["b"])
    words.write("eins", ["ä"])
    assert (words.names(), words.get("eins"), words.all()) == (["eins", "zwei"], ["ä"], [["ä"], ["b"]])
    assert "ä" in words.path("eins").read_text("utf-8")
    away = JsonFiles(tmp_path / "weg", WORDS)
    words.move("eins", away)
    words.remove("zwei")
    assert (words.names(), away.names(), in_folder(words)) == ([], ["eins"], [])


def test_who_asks_for_what_is_not_there_is_told_what_is(words):
    with pytest.raises(RequestError, match="eins fehlt; da ist nichts"):
        words.get("eins")
    words.write("zwei", [])
    for missing in ("eins", "../zwei", "ZWEI", ""):
        for ask in (words.get, words.remove, lambda name: words.move(name, words)):
            with pytest.raises(RequestError, match="da ist zwei"):
                ask(missing)
    assert words.names() == ["zwei"]


def test_an_unreadable_file_is_named_and_others_are_left_alone(words):
    words.write("eins", ["a"])
    (words.folder / "Notiz von jemandem.json").write_text("kein JSON", "utf-8")
    assert words.all() == [["a"]]
    for broken in ("{", "5"):
        words.path("zwei").write_text(broken, "utf-8")
        with pytest.raises(RequestError, match=r"worte/zwei\.json: unlesbar \(\w+\)\. Bitte löschen"):
            words.all()
        assert words.get("eins") == ["a"]


def test_of_two_who_add_at_once_one_is_told(words):
    together = threading.Barrier(8)

    def add(number):
        together.wait()
        try:
            words.add("eins", [number])
        except FileExistsError:
            return None
        return number

    with ThreadPoolExecutor(8) as pool:
        (won,) = [number for number in pool.map(add, range(8)) if number is not None]
    assert words.get("eins") == [won]
    assert in_folder(words) == ["eins.json"]


def test_who_reads_while_others_write_never_sees_half_of_it(words):
    long = ["x" * 100_000]
    words.write("eins", long)
    done = threading.Event()

    def write(letter):
        for _ in range(15):
            words.write("eins", [letter * 100_000])

    def read():
        seen = set()
        while not done.is_set():
            (text,) = words.get("eins")
            assert len(text) == 100_000
            seen.add(frozenset(text))
        return seen

    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(read)
        for writing in [pool.submit(write, letter) for letter in "abcd"]:
            writing.result()
        done.set()
        assert all(len(letters) == 1 for letters in reading.result())
    assert in_folder(words) == ["eins.json"]


def test_changes_made_at_once_are_all_kept(words):
    words.write("eins", [])

    def append(number):
        with words.writing():
            words.write("eins", [*words.get("eins"), number])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(append, range(12)))
    assert sorted(words.get("eins")) == list(range(12))


BREAKS_OFF = """
import os, sys
from pathlib import Path
from app.shelves import write_whole
Path.replace = os.link = lambda *_: os._exit(9)
write_whole(Path(sys.argv[1]), b'["neu"]', instead=sys.argv[2] == "instead")
"""


@pytest.mark.parametrize("way", ["instead", "new"])
def test_a_crash_between_writing_and_the_name_leaves_what_was_there(words, way):
    words.write("eins", ["alt"])
    target = words.path("eins" if way == "instead" else "zwei")
    ended = subprocess.run([sys.executable, "-c", BREAKS_OFF, str(target), way], check=False)
    assert ended.returncode == 9
    assert (words.names(), words.get("eins")) == (["eins"], ["alt"])
    assert len(in_folder(words)) == 2, "the crash must have come after the writing"
    words.write(target.stem, ["neu"])
    assert words.get(target.stem) == ["neu"]


def test_a_full_disk_is_said_and_leaves_what_was_there(words, monkeypatch):
    words.write("eins", ["alt"])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=r"eins\.json: ließ sich nicht schreiben \(No space"):
        words.write("eins", ["neu"])
    monkeypatch.undo()
    assert words.get("eins") == ["alt"]
    assert in_folder(words) == ["eins.json"]


@pytest.fixture
def used(tmp_path, small_town):
    """A town in which everything was made that can be made beside the log."""
    service = Service.open(tmp_path / "home", AGS, create=True)
    service.accept(service.stage(small_town(), "a.xlsx").value.token, who="Sozialplanung", why="Test")
    service.answers.pin("A1", {}, AT)
    service.gaps.save_view("Ansicht", "luecken", {"feld": ["BD-WO"]})
    service.cockpit.confirm_seen(AT)
    service.scenarios.make("Probe")
    about = Subject(About.INTERFACE, ("https://example.org/a", "https://example.org/b"))
    service.coordination.agree(about, Terms("klären", "Jugendamt"), AT, by="Sozialplanung", kind="")
    service.processes.begin("Sozialplanung", who="Sozialplanung")
    service.papers.create("beschlussvorlage", NewPaper("Titel", "", None, Audience.INTERN), AT)
    return service


def test_what_people_make_lies_in_the_places_that_are_listed(used):
    folder = used._town.store.folder
    made = {path.name for path in beside.entries(folder)}
    assert made == set(Place) - {Place.LETTERHEADS}  # none was kept; tests/test_app_papers.py keeps one
    for path in folder.rglob("*.json"):
        if path.relative_to(folder).parts[0] in made:
            json.loads(path.read_text("utf-8"))


def test_a_home_of_before_still_opens(tmp_path):
    """Files as they were written before there was one way to write them."""
    folder = tmp_path / Place.PINS
    write_whole(folder / "abc234.json", json.dumps({
        "id": "abc234", "question_id": "A1", "parameters": [["need", ["BD-WO1"]]], "audience": "intern",
        "reference_date": "2026-11-24", "version": 1, "pinned_on": "2026-11-24T10:00:00+00:00", "note": "",
    }).encode())  # fmt: skip
    from app.answers.pins import Pins

    assert Pins(folder).get("abc234").parameters == (("need", ("BD-WO1",)),)
    assert [pin.id for pin in Pins(Path(folder)).all()] == ["abc234"]
