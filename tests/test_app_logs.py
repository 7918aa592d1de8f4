"""Logs and staged files: nothing protected is written down, nothing is lost."""

import json
import logging
import os
import shutil
import time
from pathlib import Path

import pytest

from app import logs
from app.delivery import staging as staging_room
from app.delivery.staging import Staging, plain_name
from app.errors import StagingError
from app.gate import log_gate
from app.protection import Secrets
from app.shelves import write_whole


@pytest.fixture
def log_file(tmp_path, monkeypatch):
    monkeypatch.setattr(log_gate, "_known", Secrets())
    with logs.configured(tmp_path) as path:
        yield path


def read(path):
    for handler in logging.getLogger().handlers:
        handler.flush()
    return path.read_text("utf-8") if path.exists() else ""


def test_own_events_are_one_line_of_json(log_file):
    logs.logger().info("import.accepted", version=3, file="a.xlsx", what=object())
    event = json.loads(read(log_file).split(" querblick ", 1)[1])
    assert event["event"] == "import.accepted"
    assert event["version"] == 3
    assert event["what"] == "<object>"


def test_known_secrets_and_whatever_looks_like_an_address_stay_out(log_file):
    log_gate.know(Secrets(phrases=frozenset({"Am Stillen Winkel"})))
    logs.logger().warning(
        "odd", text="Am stillen Winkel 4", street="Lindenstraße 12", point="50.812345", who="Frau Beispiel"
    )
    logging.getLogger("fremd").error("liegt in %s bei %s", "Am Stillen Winkel", "8.776543")
    text = read(log_file)
    for canary in ("Winkel", "Lindenstraße", "50.81", "8.77", "Beispiel"):
        assert canary not in text
    assert text.count("[geschützt]") >= 4


def test_of_an_exception_only_type_and_place_are_written(log_file):
    def fails():
        raise ValueError("Geheimgässchen ohne Nummer")

    try:
        fails()
    except ValueError as error:
        logs.unexpected(error)
        logging.getLogger("fremd").exception("ging schief")
    text = read(log_file)
    assert "Geheim" not in text
    assert text.count("ValueError") == 2
    assert "test_app_logs.py" in text
    assert "fails" in text


def test_configuring_twice_writes_once(log_file, tmp_path):
    logs.configure(tmp_path)
    logs.logger().warning("einmal")
    assert read(log_file).count("einmal") == 1


def test_the_folder_of_the_log_comes_with_its_first_record(tmp_path):
    home = tmp_path / "vertippt"
    with logs.configured(home) as path:
        assert not home.exists()
        logs.logger().info("something", number=1)
        assert path.is_file()


def test_a_staged_file_survives_and_can_be_discarded(tmp_path):
    token = Staging(tmp_path, 72).put(b"daten", "a.xlsx").token
    again = Staging(tmp_path, 72).get(token)
    assert (again.data, again.filename) == (b"daten", "a.xlsx")
    assert again.expires_at > again.staged_at
    Staging(tmp_path, 72).discard(token)
    with pytest.raises(StagingError):
        Staging(tmp_path, 72).get(token)
    assert list(tmp_path.iterdir()) == []


def test_what_waited_too_long_is_gone(tmp_path):
    staging = Staging(tmp_path, 1)
    token = staging.put(b"daten", "a.xlsx").token
    past = time.time() - 2 * 3600
    for path in (tmp_path / token / "zettel.json", tmp_path / token):
        os.utime(path, (past, past))
    with pytest.raises(StagingError):
        staging.get(token)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_staged_file_is_not_accepted(tmp_path):
    staging = Staging(tmp_path, 72)
    token = staging.put(b"daten", "a.xlsx").token
    (tmp_path / token / "datei").write_bytes(b"andere")
    with pytest.raises(StagingError):
        staging.get(token)


def test_a_file_somebody_throws_away_meanwhile_does_not_hide_the_others(tmp_path, monkeypatch):
    staging = Staging(tmp_path, 72)
    gone, kept = staging.put(b"daten", "a.xlsx").token, staging.put(b"mehr", "b.xlsx").token
    read = Path.read_bytes

    def meanwhile(path):
        shutil.rmtree(tmp_path / gone, ignore_errors=True)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", meanwhile)
    assert [file.token for file in staging.all()] == [kept]


def test_a_note_that_is_being_written_stands_in_nobodys_way(tmp_path, monkeypatch):
    seen = []

    def looked(path, content):
        seen.append(Staging(tmp_path, 72).all())
        write_whole(path, content)

    monkeypatch.setattr(staging_room, "write_whole", looked)
    token = Staging(tmp_path, 72).put(b"daten", "a.xlsx").token
    assert seen == [[]]
    assert [file.token for file in Staging(tmp_path, 72).all()] == [token]


@pytest.mark.parametrize("token", ["../../etc", "", "kurz", "a/b" * 8, "..", "x" * 80])
def test_a_token_is_never_a_path(tmp_path, token):
    with pytest.raises(StagingError):
        Staging(tmp_path, 72).get(token)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("angebote.xlsx", "angebote.xlsx"),
        ("C:\\Daten\\angebote.xlsx", "angebote.xlsx"),
        ("../../angebote.xlsx", "angebote.xlsx"),
        ("Schutzhaus Lindenstraße 12.xlsx", "lieferung-abcdef01.xlsx"),
        ("Schutzhaus_Lindenstr._12.xlsx", "lieferung-abcdef01.xlsx"),
        ("", "datei"),
    ],
)
def test_file_names_that_look_like_addresses_are_not_kept(given, kept):
    assert plain_name(given, "abcdef0123") == kept
