"""Options that many commands share: declared once, and whoever asks under a scenario is told so by every command."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from app import cli
from app.asked import Asked
from app.service import Service
from ontology.iris import Audience

AGS = "99999001"
DAY = "2026-11-24"
NAME = "Treff Süd schließt"
LINES = {
    "ask": ["A1"],
    "ready": ["A1"],
    "behind": ["E1", "1"],
    "compare": ["A1", "--then", "2025-11-24"],
    "series": ["A1", "--number", "2"],
    "network": ["cooperation_of_providers"],
    "study": ["goal-ways"],
    "map": [],
    "overlaps": [],
    "interfaces": [],
    "way": [],
    "matrix": [],
    "cell": ["--need", "BD-WO1", "--group", "ZG-A06", "--area", "G-1"],
    "overview": [],
    "search": ["Beratung"],
    "show": ["angebot/A-1"],
    "watch": [],
    "changes": ["--since", "2025-11-24"],
    "money flows": [],
    "money cliff": [],
    "money prices": [],
    "money deadlines": [],
}
SAYS_ONLY_AN_ID = {"pins add"}


@pytest.fixture(scope="module")
def home(tmp_path_factory, small_town):
    folder = tmp_path_factory.mktemp("gruppen") / "home"
    service = Service.open(folder, AGS, create=True)
    service.accept(service.stage(small_town(), "a.xlsx").value.token, who="Sozialplanung", why="Test")
    return folder


@pytest.fixture(scope="module")
def scenario(home):
    return Service.open(home, AGS).scenarios.make(NAME).value.id


def run(home, *line):
    result = CliRunner().invoke(cli.app, [*line, "--home", str(home)])
    assert result.exit_code == 0, result.output
    return result


def commands(group, before="") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def options(command) -> list[str]:
    return [one.opts[0] for one in command.params if one.opts[0].startswith("--")]


def test_every_command_under_a_scenario_is_tried_here():
    group = typer.main.get_command(cli.app)
    under = {name for name, command in commands(group) if "--scenario" in options(command)}
    assert under == {*LINES, *SAYS_ONLY_AN_ID}


def test_a_group_lists_its_options_in_the_same_order_everywhere():
    group = typer.main.get_command(cli.app)
    order = [
        "--date",
        "--audience",
        "--version",
        "--scenario",
        "--town",
        "--home",
        "--lang",
        "--format",
        "--out",
    ]
    for name, command in commands(group):
        if "--scenario" in options(command):
            shared = [one for one in options(command) if one in order]
            assert shared == sorted(shared, key=order.index), name


def test_every_command_names_town_and_home_in_the_same_way():
    ways = {
        name: tuple((one.opts[0], one.help) for one in command.params if one.name in ("town", "home"))
        for name, command in commands(typer.main.get_command(cli.app))
        if "--home" in options(command)
    }
    for name, way in ways.items():
        # A town that is only about to exist is named in other words; the example brings its own.
        assert way[-1] == ways["ask"][-1], name
        assert way == ways["ask"] or name in {"start", "restore", "example"}, name


def test_what_changes_something_asks_first_and_says_so_where_nobody_can_answer(home):
    for line in (["restore", str(home), "--town", AGS], ["rollback", "0"], ["revert", "1"]):
        refused = CliRunner().invoke(cli.app, [*line, "--home", str(home)])
        assert (refused.exit_code, "--yes" in refused.output) == (2, True), line
    assert len(Service.open(home, AGS).versions().value) == 1


def test_who_says_no_changes_nothing(home, monkeypatch):
    monkeypatch.setattr("app.commands.options.agreed", lambda _: False)
    for line in (["restore", str(home), "--town", AGS], ["rollback", "0"], ["revert", "1"]):
        left = CliRunner().invoke(cli.app, [*line, "--home", str(home)])
        assert (left.exit_code, "Nichts geändert." in left.output) == (1, True), line
    assert len(Service.open(home, AGS).versions().value) == 1


@pytest.mark.parametrize("command", LINES)
def test_a_command_says_what_is_only_supposed(home, scenario, command):
    dated = [] if command == "search" else ["--date", DAY]
    line = [*command.split(), *LINES[command], *dated]
    assert NAME in run(home, *line, "--scenario", scenario).stdout
    assert NAME not in run(home, *line).output


def test_a_pin_made_under_a_scenario_stays_under_it(home, scenario):
    pin = run(home, "pins", "add", "A1", "--scenario", scenario).stdout.strip()
    (found,) = [one for one in Service.open(home, AGS).answers.pins().value if one.id == pin]
    assert found.scenario == NAME
    assert NAME in run(home, "pins", "ask", pin).stdout


def test_a_format_that_is_not_there_names_those_that_are(home, tmp_path):
    wrong = CliRunner().invoke(cli.app, ["matrix", "--format", "ttl", "--home", str(home)])
    assert wrong.exit_code == 2
    assert "csv, xlsx, json" in wrong.output
    wrong = CliRunner().invoke(
        cli.app, ["network", "cooperation_of_providers", "--home", str(home), "--out", "x.pdf"]
    )
    assert wrong.exit_code == 2
    assert "graphml" in wrong.output


def test_what_is_written_is_what_the_service_says(home, tmp_path):
    target = tmp_path / "a.json"
    run(home, "ask", "A1", "--date", DAY, "--out", str(target))
    at = Asked(Audience.INTERN, date.fromisoformat(DAY))
    service = Service.open(home, AGS)
    view = service.ask("A1", {}, audience=at.audience, reference_date=at.reference_date).value
    assert json.loads(target.read_text("utf-8"))["data"]["lead"] == view.lead
    assert json.loads(run(home, "ask", "A1", "--date", DAY, "--json").stdout)["data"]["lead"] == view.lead
