"""Every command of the command line, in every form it writes, on the screen and in a file."""

import shutil

import pytest
import typer
from canaries.calls import GROUPS, QUERIES
from canaries.needles import contents, leaked_files, leaks
from typer.testing import CliRunner

from app import cli, logs, town
from app.service import Service

STREET = "Zilpzalpsteg 3"
LINES: dict[str, list[list[str]]] = {
    "overview": [[]],
    "questions": [[], ["A1"]],
    "ask": [["A1"], ["A12"], ["K1"], ["H1"], [STREET], ["A1", "-p", f"area={STREET}"]],
    "ready": [["A1"]],
    "behind": [["K1", "1"], ["A12", "1"]],
    "compare": [["K1", "--then", "2023-01-01"]],
    "series": [["K1", "--number", "2"]],
    "network": [[], ["providers_and_offers"], ["providers_and_offers", "--since", "2023-01-01"], [STREET]],
    "study": [[], ["need_tracks"]],
    "map": [[], ["--sites"], ["--offer", "A-X-1"]],
    "overlaps": [[], [STREET]],
    "interfaces": [[], [*GROUPS], [STREET, "Wendehalsallee"]],
    "way": [[], ["BK-05"], ["BK-05", "--area", STREET]],
    "matrix": [[], ["--areas", "--group", "ZG-A06"], ["--area", "Wendehalsallee"]],
    "cell": [["--need", "BD-WO1", "--group", "ZG-A06", "--area", "G-1"]],
    "search": [["Zilpzalpsteg"], ["Haus"], ["00871"]],
    "show": [["A-X-1"], ["A-1"], ["T-1"], ["bedarf/B-1"], ["G-1"], [STREET]],
    "watch": [[], ["--since-date", "2023-01-01"]],
    "changes": [["--since", "2025-01-01"]],
    "sparql": [
        [query] for query in (QUERIES[2], QUERIES[0], f"SELEKT {STREET}")
    ],  # the shortest answer in every form
    "record": [
        ["list", "angebot"],
        ["list", "standort"],
        ["list", "bedarf"],
        ["list", "angebot", "Zilpzalpsteg"],
        ["show", "standort", "X-1"],
        ["show", "angebot", "A-X-1"],
        ["show", "bedarf", "B-1"],
        ["set", "angebot", "A-1", f"name={STREET}", "--why", STREET],
        ["new", "angebot", "A-77", f"name={STREET}", "--why", "Test"],
    ],
    "confirm-form": [["T-1", "--out", "{out}.xlsx"]],
    "deliveries": [[], ["--ics", "{out}.ics"]],
    "versions": [[], ["1"], ["1", "--against", "0"]],
    "revert": [["1", "--who", "Amt", "--why", "Test"]],
    "verify": [[]],
    "money flows": [[], ["--to", "offer"]],
    "money cliff": [[]],
    "money prices": [["--since", "2024", "--base", "2024"]],
    "money deadlines": [[], ["--ics", "{out}.ics"]],
    "scenario list": [[]],
    "scenario assumptions": [[]],
    "scenario new": [[STREET, "--note", STREET]],
    "scenario show": [["{scenario}"]],
    "scenario suppose": [["{scenario}", "do=close-offer", "offer=A-X-1", "day=2026-06-30", "--note", STREET]],
    "scenario cells": [["{scenario}"]],
    "scenario ask": [["{scenario}", "K1"], ["{scenario}", "A1"]],
    "paper list": [[]],
    "paper kinds": [[]],
    "paper new": [["frei", "--title", STREET]],
    "paper check": [["{paper}"]],
    "paper put": [["{paper}", "K1"], ["{paper}", "A12"]],
    "paper export": [["{paper}", "--out", f"{{out}}.{form}"] for form in ("docx", "pdf", "xlsx")],
    "paper letterhead": [[]],
    "process list": [[]],
    "process begin": [[STREET, "--who", "Amt"]],
    "process show": [["{process}"]],
    "process history": [["{process}"]],
    "process ics": [["{process}", "--out", "{out}.ics"]],
    "agreements list": [[]],
    "agreements add": [[STREET, "--what", STREET, "--who", "Amt", "--by", "Amt"]],
    "pins list": [[]],
    "pins add": [["K1", "--note", STREET]],
    "pins ask": [["{pin}"]],
    "staging list": [[]],
    "staging show": [["{token}"]],
    "staging mapping": [["{token}"]],
    "staging match": [["{token}"]],
    "staging annotate": [["{token}", "--out", "{out}.xlsx"]],
    "terms list": [[]],
    "import": [["{file}", "--yes"]],
    "check": [["{file}"]],
    "backup": [["{out}"]],
}
"""Command → what stands behind it; `{out}` is a new file, the others are what `made` made."""
UNSWEPT = {
    "start": "starts the web app, whose pages the browser tests sweep",
    "example": "loads the fictional town into an empty home",
    "template": "an empty workbook, the same for every town",
    "restore": "tells a path and a version number",
    "rollback": "tells a version, as versions does",
    "redact": "asks for the very values and tells their number",
    "areas": "the preview of `MapDesk.outlines`, swept with it",
    "scenario turn": "tells a scenario, as scenario show does",
    "scenario remove": "tells a scenario, as scenario show does",
    "scenario drop": "tells an id",
    "scenario back": "tells an id",
    "scenario ranges": "`ScenarioDesk.bands`, swept with it",
    "process set": "tells a process, as process show does",
    "process add": "tells a process, as process show does",
    "process move": "tells a process, as process show does",
    "process drop": "tells a process, as process show does",
    "process undo": "tells a process, as process show does",
    "process close": "tells a process, as process show does",
    "process discard": "tells an id",
    "agreements change": "tells an agreement, as agreements list does",
    "agreements withdraw": "tells an agreement, as agreements list does",
    "agreements undo": "tells an agreement, as agreements list does",
    "agreements remove": "tells an id",
    "pins remove": "tells an id",
    "staging take": "tells where, as staging show does",
    "staging correct": "tells where, as staging show does",
    "staging rows": "tells where, as staging show does",
    "staging take-in": "tells what staging show tells",
    "staging undo": "tells what staging show tells",
    "staging redo": "tells what staging show tells",
    "staging accept": "tells a version, as import does",
    "staging discard": "tells an id",
    "terms map": "`TermDesk.effect`, swept with it",
    "terms new": "`TermDesk.effect`, swept with it",
    "terms ignore": "`TermDesk.effect`, swept with it",
    "terms drop": "tells a version",
}


def leaves(command, name: str = "") -> dict:
    """Every command that does something, by the words one writes."""
    if hasattr(command, "commands"):
        return {
            path: leaf
            for sub in command.commands
            for path, leaf in leaves(command.commands[sub], f"{name} {sub}".strip()).items()
        }
    return {name: command}


COMMANDS = leaves(typer.main.get_command(cli.app))


def test_every_command_is_swept_or_has_a_reason_why_not():
    assert COMMANDS.keys() == LINES.keys() | UNSWEPT.keys()
    assert not LINES.keys() & UNSWEPT.keys()


def ways_of(command, *, first: bool) -> list[list[str]]:
    """The ways a command may be asked: the first time in every form, for every audience and in both languages."""
    by_name = {name: option for option in command.params for name in option.opts}
    ways: list[list[str]] = [[]]
    if "--json" in by_name:
        ways.append(["--json"])
    if not first:
        return ways
    if "--format" in by_name:
        ways += [
            ["--format", str(form), "--out", "{out}"] for form in by_name["--format"].type_descriptor.choices
        ]
    if "--audience" in by_name:
        ways += [["--audience", "oeffentlich"]]
    if "--lang" in by_name:
        ways += [["--lang", "en"]]
    return ways


@pytest.fixture(scope="module")
def prepared(planted_home, small_town, tmp_path_factory):
    """A home with something of everything commands are about, a protected address wherever somebody may write, and their ids."""
    folder = tmp_path_factory.mktemp("prepared")
    home, file = shutil.copytree(planted_home, folder / "home"), folder / "Zilpzalpsteg 3.xlsx"
    file.write_bytes(small_town(change={"A-1": {"name": f"Beratung im {STREET}"}}, datum="22.11.2026"))
    run = CliRunner()

    def told(*line: str) -> str:
        result = run.invoke(cli.app, [*line, "--home", str(home)])
        assert result.exit_code == 0, result.output
        return result.stdout.split()[0]

    with logs.configured(home):
        ids = {
            "scenario": told("scenario", "new", f"Haus {STREET}"), "pin": told("pins", "add", "K1", "--note", STREET),
            "paper": told("paper", "new", "frei", "--title", "Vermerk", "--audience", "intern"),
            "process": told("process", "begin", f"Planung {STREET}", "--who", "Amt"),
            "token": Service.open(home).desk.receive(file.read_bytes(), file.name).value.token, "file": str(file),
        }  # fmt: skip
    town._stores.clear()
    return home, ids


@pytest.fixture
def made(places, prepared):
    """The ids of what lies in the home of `places`."""
    shutil.copytree(prepared[0], places[0], dirs_exist_ok=True)
    return prepared[1]


@pytest.mark.parametrize("name", LINES)
def test_no_command_shows_it(places, made, name, caplog):
    folder = places[1]
    for number, line in enumerate(LINES[name]):
        for way in ways_of(COMMANDS[name], first=number == 0):
            out = folder / f"{number}-{len(list(folder.iterdir()))}"
            written = [
                word.format(out=out, **made) if "{" in word and " " not in word else word
                for word in (*line, *way)
            ]
            result = CliRunner().invoke(cli.app, [*name.split(), *written, "--home", str(places[0])])
            public, own_query = "oeffentlich" in way, name == "sparql"
            for shown in (result.output, contents(result.stdout_bytes)):
                assert leaks(shown, public=public, own_query=own_query) == [], (line, way)
            assert "Traceback" not in result.output
            assert "Unerwarteter Fehler" not in result.output, (line, way)
    for path in folder.iterdir():
        found = [] if path.is_dir() else leaks(contents(path.read_bytes()), own_query=name == "sparql")
        assert found == [], path  # a folder is a backup, which holds what the log holds
    assert leaks(caplog.text) == []
    assert leaked_files(places[0] / "protokoll") == []
