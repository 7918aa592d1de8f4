"""`querblick terms`: the queue, deciding about a word and taking it back, all on the command line."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from app import cli
from app.delivery import workplace
from app.delivery.receiving import receive
from app.settings import settings
from app.terminal import Exit
from app.town import open_town

AGS = "99999001"
WORD = "Entschuldungshilfe Plus"


@pytest.fixture(scope="module")
def waiting(tmp_path_factory, small_town):
    """A home with a version of which one row waits for an unknown word."""
    home = tmp_path_factory.mktemp("wartet") / "home"
    town = open_town(home, AGS, create=True)
    data = small_town(change={"C-1": {"bedarf": WORD}})
    token = receive(town, data, "meldung.xlsx", lambda _stage, _done: None).token
    workplace.accept(town, token, "Sozialplanung", "Lieferung", confirm_drop=False)
    return home


@pytest.fixture
def run(tmp_path, monkeypatch, waiting):
    home = tmp_path / "home"
    shutil.copytree(waiting, home)
    monkeypatch.setenv("QUERBLICK_HOME", str(home))
    monkeypatch.delenv("QUERBLICK_TOWN", raising=False)
    settings.cache_clear()
    yield lambda *args: CliRunner().invoke(cli.app, ["terms", *args])
    settings.cache_clear()


def test_a_word_is_listed_looked_at_decided_and_taken_back(run):
    listed = run("list")
    assert listed.exit_code == Exit.FINE, listed.output
    assert f"„{WORD}“ (1 Zelle, Zeilen warten)" in listed.stdout

    looked = run("map", "needs", WORD, "BD-EX2", "--dry-run")
    assert looked.exit_code == Exit.FINE, looked.output
    assert "1 wartende Zeile wird lesbar." in looked.stdout
    assert "Lückenmatrix" in looked.stdout
    assert "Begründung danach" not in looked.stdout
    assert "Begründung danach" in run("map", "needs", WORD, "BD-EX2", "--dry-run", "--cells").stdout
    assert WORD in run("list").stdout.partition("Eigene Begriffe")[0]

    done = run("map", "needs", WORD, "BD-EX2", "--yes", "--why", "so sagen es die Träger")
    assert "Version 2" in done.output
    listed = run("list")
    assert "Kein unbekanntes Wort wartet." in listed.stdout
    assert "EB-01" in listed.stdout
    assert json.loads(run("list", "--json").stdout)

    assert "zurückgenommen" in run("drop", "EB-01", "--why", "Irrtum").output
    assert WORD in run("list").stdout


def test_what_cannot_be_is_said_with_an_exit_code(run):
    there = run("new", "needs", "Schulden und Überschuldung", "BD-EX2", "--yes")
    assert there.exit_code == Exit.FINDINGS
    assert "steht schon in der Liste" in there.stdout
    assert run("map", "gibtsnicht", WORD, "BD-EX2", "--yes").exit_code != Exit.FINE
    assert run("map", "needs", WORD, "BD-EX2").exit_code == Exit.USAGE, "nobody can be asked here"
    assert run("drop", "EB-99", "--why", "x").exit_code != Exit.FINE


def test_a_word_can_be_left_open_or_become_a_new_concept(run):
    left = run("ignore", "needs", WORD, "--yes", "--why", "zu ungenau")
    assert "Version 2" in left.output, left.output
    assert "Kein unbekanntes Wort wartet." in run("list").stdout
    run("drop", "EB-01", "--why", "doch")
    made = run("new", "needs", WORD, "BD-EX2", "--definition", "Hilfe beim Ordnen.", "--yes")
    assert "kommen neu hinzu" in made.stdout, made.output


@pytest.mark.parametrize("name", ["list", "map", "new", "ignore", "drop"])
def test_every_command_has_german_help(run, name):
    result = run(name, "--help")
    assert result.exit_code == Exit.FINE
    assert "Begriff" in result.stdout or "Wort" in result.stdout
