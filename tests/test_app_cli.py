"""The command line: exit codes, JSON, help, no tracebacks, and a reference that is up to date."""

import json
import shutil
import subprocess
import sys

import pytest
import typer.main
from typer.testing import CliRunner

from app import cli, reference
from app.chapters import CHAPTERS
from app.settings import settings
from app.terminal import Exit

COMMANDS = list(cli.COMMANDS)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("QUERBLICK_HOME", str(tmp_path / "home"))
    for name in ("QUERBLICK_TOWN", "QUERBLICK_PORT"):
        monkeypatch.delenv(name, raising=False)
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture
def run(home):
    def call(*args, **kwargs):
        return CliRunner().invoke(cli.app, [str(a) for a in args], **kwargs)

    return call


@pytest.fixture(scope="session")
def file(tmp_path_factory, small_town):
    path = tmp_path_factory.mktemp("lieferung") / "lieferung.xlsx"
    path.write_bytes(small_town())
    return path


@pytest.fixture(scope="session")
def imported(tmp_path_factory, file):
    """A home with one version, imported once; tests work on copies."""
    home = tmp_path_factory.mktemp("importiert") / "home"
    args = [
        "import",
        str(file),
        "--town",
        "99999001",
        "--yes",
        "--home",
        str(home),
        "--who",
        "Sozialplanung",
        "--why",
        "Test",
    ]
    result = CliRunner().invoke(cli.app, args)
    assert result.exit_code == Exit.FINE, result.output
    return home


@pytest.fixture
def loaded(run, home, imported):
    shutil.copytree(imported, home)
    return run


def test_the_whole_way_on_the_command_line(run, file):
    result = run("import", file, "--town", "99999001", "--yes")
    assert result.exit_code == 0
    assert "neu 16" in result.stdout
    assert "Übernommen als Version 1" in result.stderr
    assert run("ask", "A1", "--date", "2026-11-24").exit_code == 0
    assert "Beispielau" in run("overview").stdout
    assert run("verify").exit_code == 0


def test_the_same_file_twice_is_fine_and_changes_nothing(loaded, file):
    result = loaded("import", file, "--yes")
    assert result.exit_code == 0
    assert "Schon eingelesen als Version 1" in result.stdout
    assert len(json.loads(loaded("versions", "--json").stdout)["data"]) == 1


def test_findings_and_refusals_end_with_one(loaded, tmp_path, small_town):
    broken = tmp_path / "b.xlsx"
    broken.write_bytes(small_town(change={"A-2": {"gueltig-ab": "31.02.2026"}}))
    assert loaded("check", broken).exit_code == Exit.FINDINGS
    (tmp_path / "kein.xlsx").write_bytes(b"keine Tabelle")
    result = loaded("import", tmp_path / "kein.xlsx", "--yes")
    assert result.exit_code == Exit.FINDINGS
    assert "Abgewiesen" in result.stdout


def test_a_large_drop_must_be_confirmed(loaded, tmp_path, small_town):
    smaller = tmp_path / "kleiner.xlsx"
    smaller.write_bytes(small_town(without=("A-3", "A-4", "C-3", "C-4", "S-3", "T-3")))
    result = loaded("import", smaller, "--yes")
    assert result.exit_code == Exit.FINDINGS
    assert "--confirm-drop" in result.stderr
    assert loaded("import", smaller, "--yes", "--confirm-drop").exit_code == 0


def test_without_a_terminal_nothing_is_accepted_silently(run, file):
    result = run("import", file, "--town", "99999001")
    assert result.exit_code == Exit.USAGE
    assert run("versions", "--town", "99999001").exit_code == Exit.USAGE


@pytest.mark.parametrize(
    "args",
    [
        ("ask", "Z99"),
        ("ask", "A1", "-p", "unsinn=1"),
        ("ask", "A1", "-p", "ohne-gleich"),
        ("ask", "A1", "--date", "gestern"),
        ("ask", "A1", "--version", "77"),
        ("questions", "Z99"),
        ("sparql", "SELECT * WHERE {"),
        ("ask", "A1", "--town", "12"),
        ("ask", "A1", "--town", "99999003"),
        ("unbekannt",),
        ("import", "gibt-es-nicht.xlsx"),
        ("start", "--address", "0.0.0.0"),  # noqa: S104 must be refused
    ],
)
def test_wrong_usage_ends_with_two_and_one_message(loaded, args):
    result = loaded(*args)
    assert result.exit_code == Exit.USAGE, result.output
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_an_empty_home_says_what_to_do(run):
    result = run("ask", "A1")
    assert result.exit_code == Exit.USAGE
    assert "querblick example" in result.stderr


def test_a_broken_log_ends_with_three(loaded, home):
    patch = next((home / "99999001" / "log").glob("*.rdfp"))
    patch.write_text(patch.read_text("utf-8").replace("Beratung am Markt", "Beratung am Rande"), "utf-8")
    result = loaded("verify", "--json")
    assert result.exit_code == Exit.BROKEN
    view = json.loads(result.stdout)["data"]
    assert not view["ok"]
    assert view["problems"]


def test_an_unexpected_error_is_one_message_and_a_log_line(loaded, home, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError("Geheimgasse 7")

    monkeypatch.setattr("app.service.Service.versions", fails)
    result = loaded("versions")
    assert result.exit_code == Exit.BROKEN
    assert "RuntimeError" in result.stderr
    assert "Geheimgasse" not in result.output
    assert "Traceback" not in result.output
    logged = (home / "protokoll" / "querblick.log").read_text("utf-8")
    assert "RuntimeError" in logged
    assert "Geheimgasse" not in logged


@pytest.mark.parametrize(
    "args",
    [
        ("ask", "A1", "--date", "2026-11-24"),
        ("matrix", "--date", "2026-11-24"),
        ("overview",),
        ("versions",),
        ("verify",),
        ("questions",),
        ("sparql", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"),
        ("rollback", "0", "--yes"),
    ],
)
def test_json_is_json_and_nothing_else(loaded, args):
    result = loaded(*args, "--json")
    assert result.exit_code == 0, result.output
    assert set(json.loads(result.stdout)) == {"data", "audience", "withheld"}


def test_answers_are_written_as_files(loaded, tmp_path):
    for name, start in (("a.csv", b"\xef\xbb\xbf"), ("a.xlsx", b"PK"), ("a.json", b"{")):
        assert loaded("ask", "A1", "--out", tmp_path / name).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert loaded("matrix", "--format", "csv").stdout_bytes.startswith(b"\xef\xbb\xbf")


def test_a_file_that_cannot_be_written_is_refused_in_words(loaded, tmp_path):
    result = loaded("ask", "A1", "--out", tmp_path / "nirgends" / "a.csv")
    assert result.exit_code == 2
    assert "lässt sich nicht schreiben" in result.stderr


def test_the_query_may_come_from_a_file_or_the_input(loaded, tmp_path):
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    (tmp_path / "q.rq").write_text(query, "utf-8")
    assert loaded("sparql", f"@{tmp_path / 'q.rq'}").exit_code == 0
    assert loaded("sparql", "-", input=query).exit_code == 0


def test_a_backup_can_be_restored(loaded, tmp_path, home):
    assert loaded("backup", tmp_path / "sicherung").exit_code == 0
    result = loaded("restore", tmp_path / "sicherung", "--town", "99999002", "--yes")
    assert result.exit_code != 0  # the log belongs to another town
    assert loaded("restore", tmp_path / "sicherung", "--town", "99999001", "--yes").exit_code == 0


def test_the_template_is_written(run, tmp_path):
    assert run("template", "--out", tmp_path / "v.xlsx").exit_code == 0
    assert (tmp_path / "v.xlsx").read_bytes()[:2] == b"PK"


def test_wrong_settings_are_said(run, monkeypatch):
    monkeypatch.setenv("QUERBLICK_PORT", "viele")
    settings.cache_clear()
    result = run("versions")
    assert result.exit_code == Exit.USAGE
    assert "QUERBLICK_PORT" in result.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_german_help_and_stands_in_the_reference(run, name):
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"## querblick {name}\n" in reference.TARGET.read_text("utf-8")
    command = typer.main.get_command(cli.app).commands[name]
    assert command.help
    for parameter in command.params:
        assert parameter.name == "help" or parameter.help, f"{name} {parameter.name}"


def test_the_reference_is_up_to_date():
    assert reference.TARGET.read_text("utf-8") == reference.markdown(), "run: python -m app.reference"


def test_help_lists_every_command_in_one_chapter(run):
    listed = [name for names in CHAPTERS.values() for name in names]
    assert sorted(listed) == sorted(typer.main.get_command(cli.app).commands)
    shown = run("--help").stdout
    assert all(f"{chapter}:" in shown for chapter in CHAPTERS)
    assert "..." not in shown


def test_the_promised_commands_are_there():
    promised = "start import check template questions ask sparql versions rollback verify backup restore"
    assert set(promised.split()) <= set(COMMANDS)


def test_help_loads_neither_web_nor_store():
    code = "import sys; from app.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
    code += (
        "heavy = {'streamlit', 'pyoxigraph', 'rdflib', 'pandas', 'openpyxl', 'pyshacl'} & set(sys.modules)\n"
    )
    code += "sys.exit(', '.join(sorted(heavy)) or 0)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300
    )
    assert result.returncode == 0, result.stderr


def test_options_say_what_is_the_matter_with_missing_records(loaded, tmp_path, small_town):
    smaller = tmp_path / "kleiner.xlsx"
    smaller.write_bytes(small_town(without=("A-4", "C-4")))
    for wrong in (
        ["--ended", "A-4"],
        ["--ended", "A-1=2026-10-31"],
        ["--ended", "all=2026-10-31", "--not-part", "all"],
    ):
        assert loaded("import", smaller, "--yes", *wrong).exit_code == Exit.USAGE
    result = loaded("import", smaller, "--yes", "--ended", "A-4=2026-10-31", "--not-part", "C-4")
    assert result.exit_code == 0, result.output
    counts = {
        c["name"]: c["count"] for c in json.loads(loaded("versions", "--json").stdout)["data"][0]["counts"]
    }
    assert (counts["missing"], counts["ended"]) == (0, 1)


@pytest.fixture
def twice(loaded, tmp_path, small_town):
    """Two versions: the small town, and a change of one name."""
    changed = tmp_path / "neu.xlsx"
    changed.write_bytes(small_town(change={"A-1": {"name": "Beratung am Ring"}}))
    assert loaded("import", changed, "--yes").exit_code == 0
    return loaded


def test_a_version_is_shown_field_by_field(twice):
    shown = twice("versions", 2).stdout
    assert "geändert: Angebot A-1 Beratung am Ring (Angebotsmeldung)" in shown
    assert "Name: Beratung am Markt → Beratung am Ring" in shown
    data = json.loads(twice("versions", 2, "--against", 0, "--json").stdout)["data"]
    assert (data["before"], data["after"], data["counts"][0]["count"]) == (0, 2, 16)
    assert twice("versions", 9).exit_code == Exit.USAGE


def test_one_version_is_taken_back_on_the_command_line(twice):
    assert twice("revert", 1).exit_code == Exit.USAGE
    result = twice("revert", 1, "--yes")
    assert result.exit_code == 0
    assert "Rücknahme der Version 1" in result.stdout
    again = twice("revert", 1, "--yes")
    assert again.exit_code == Exit.FINDINGS
    assert "wirkt nicht mehr" in again.stderr
    assert "kann nicht allein zurückgenommen werden" in again.stderr


def test_what_must_not_be_kept_is_redacted_without_being_named_in_the_call(twice, tmp_path, home):
    words = tmp_path / "angaben.txt"
    words.write_text("Beratung am Markt\n\n", "utf-8")
    assert twice("redact").exit_code == Exit.USAGE
    assert twice("redact", "--file", words).exit_code == Exit.USAGE
    result = twice("redact", "--file", words, "--yes")
    assert result.exit_code == 0, result.output
    assert "Version 3: " in result.stdout
    assert "Sicherungen" in result.stdout
    assert "Beratung am Markt" not in result.output
    assert str(words) not in result.stdout
    assert all(b"Beratung am Markt" not in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert twice("verify").exit_code == 0
    words.write_text("ab", "utf-8")
    assert twice("redact", "--file", words, "--yes").exit_code != 0


def test_what_stands_around_an_answer_is_on_the_command_line(loaded):
    """Readiness, records behind a row, comparison, series and pins, as a planner would type them."""
    day = ("--date", "2026-11-24")
    assert "Was die Frage braucht" in loaded("ready", "A1", *day).output
    assert "neu" in loaded("compare", "A1", "--then", "2025-11-24", *day).output
    assert "3 Stichtage" in loaded("series", "A1", "--number", "3", *day).output
    pinned = loaded("pins", "add", "A1", "--note", "für den Ausschuss", *day).output.strip()
    assert pinned in loaded("pins", "list").output
    assert "Von Stand 24.11.2026" in loaded("pins", "ask", pinned, "--date", "2026-12-24").output
    assert "abgelöst" in loaded("pins", "remove", pinned).output
    refused = loaded("pins", "ask", pinned)
    assert refused.exit_code == 2
    assert "gibt es nicht" in refused.output
    assert loaded("behind", "A1", "999").exit_code == 2
