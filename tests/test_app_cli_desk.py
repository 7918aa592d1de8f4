"""The desk on the command line: everything a steward can click can be typed."""

import io
import json
from pathlib import Path

import openpyxl  # noqa: TID251 looks into a workbook as its receiver would
import pytest
from foreign_lists import ACTIVE, mapping_of, offers, providers
from typer.testing import CliRunner

from app import cli

AGS = "99999001"
LIST = """Nr;Träger;Angebot;Art;PLZ
1;Sozialwerk Fiktiva e.V.;Beratung Süd;AT-B3;00999
2;Sozialwerk Fiktiva e. V.;Treff Nord;Nähtreff;00999
"""
MAPPING = mapping_of("liste", "Angebotsliste", providers(), offers(ACTIVE))


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a command on a town of its own; the folder is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "liste.csv").write_text(LIST, "utf-8")
    (tmp_path / "zuordnung.yaml").write_text(MAPPING, "utf-8")

    def command(*words):
        return CliRunner().invoke(cli.app, [*words, "--town", AGS, "--home", str(tmp_path / "home")])

    return command


def test_a_foreign_list_comes_in_with_its_mapping_and_what_waits_stays_on_the_desk(run):
    result = run("import", "liste.csv", "--mapping", "zuordnung.yaml", "--accept", "namen", "--yes")
    assert result.exit_code == 1  # a row waits
    assert "1 Schreibweisen zusammengeführt" in result.output
    assert "Übernommen als Version 1" in result.output
    listed = run("staging", "list")
    assert "als Version 1 übernommen, Zeilen warten" in listed.output
    taken = run("staging", "take", "liste.csv", "D3", "--text", "AT-T3", "--remember")
    assert "Nähtreff → AT-T3" in taken.output
    accepted = run("staging", "accept", "liste.csv", "--yes", "--who", "Datenpflege", "--why", "Nachgetragen")
    assert accepted.exit_code == 0, accepted.output
    assert "Es liegt nichts auf dem Schreibtisch" in run("staging", "list").output


def test_a_proposed_mapping_is_looked_at_before_anything_comes_in(run):
    result = run("import", "liste.csv", "--yes")
    assert result.exit_code == 1
    assert "Liegt zum Bearbeiten auf dem Schreibtisch" in result.output
    assert run("versions").exit_code != 0  # there is no town yet
    text = run("staging", "mapping", "liste.csv").stdout
    assert "format: 1" in text
    assert (
        run("staging", "mapping", "liste.csv", "--use", "zuordnung.yaml", "--out", "neu.yaml").exit_code == 0
    )
    assert "Angebotsliste" in Path("neu.yaml").read_text("utf-8")


def test_every_act_is_listed_and_can_be_taken_back(run):
    run("import", "liste.csv", "--mapping", "zuordnung.yaml", "--confirm-drop", "--json")
    run("staging", "correct", "liste.csv", "D3=AT-T3", "C3=Treff im Norden")
    run("staging", "rows", "liste.csv", "2", "--as", "leave-out")
    run("staging", "take-in", "liste.csv", "--delivered-on", "01.10.2026", "--partial")
    result = run("staging", "show", "liste.csv")
    assert "2 Zellen berichtigt (von Hand)" in result.output
    assert "1 Zeile weggelassen" in result.output
    assert "Teillieferung für den 01.10.2026" in result.output
    for _ in range(2):
        assert run("staging", "undo", "liste.csv").exit_code == 0
    assert "(zurückgenommen) 1 Zeile weggelassen" in run("staging", "show", "liste.csv").output
    assert run("staging", "redo", "liste.csv").exit_code == 0
    assert run("staging", "discard", "liste.csv", "--yes").exit_code == 0
    assert "nichts auf dem Schreibtisch" in run("staging", "list").output


def test_who_is_who_is_decided_by_key(run):
    run("import", "liste.csv", "--mapping", "zuordnung.yaml", "--json")
    offered = json.loads(run("staging", "match", "liste.csv", "--json").stdout)
    (match,) = offered["data"]["matches"]
    assert match["level"] == "same-spelling"
    assert "1 offen" in run("staging", "match", "liste.csv").output
    decided = run("staging", "match", "liste.csv", match["key"], "--same", match["other_key"])
    assert "dieselbe Stelle" in decided.output
    assert "0 offen" in decided.output
    assert "1 offen" in run("staging", "match", "liste.csv", match["key"], "--undecided").output
    assert run("staging", "match", "liste.csv", "T-gibt-es-nicht", "--own").exit_code == 2


def test_the_annotated_workbook_goes_out_and_its_corrections_come_back(run, tmp_path):
    run("import", "liste.csv", "--mapping", "zuordnung.yaml", "--json")
    assert run("staging", "annotate", "liste.csv", "--out", "befunde.xlsx").exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "befunde.xlsx")
    book["liste"]["D3"] = "AT-T3"
    out = io.BytesIO()
    book.save(out)
    (tmp_path / "zurueck.xlsx").write_bytes(out.getvalue())
    result = run("import", "zurueck.xlsx", "--yes")
    assert "Zurückgeschickte Arbeitsmappe: 1 Berichtigungen übernommen" in result.output
    assert "Übernommen als Version 1" in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("staging", "show", "gibt-es-nicht"),
        ("staging", "correct", "liste.csv", "D3"),
        ("staging", "rows", "liste.csv", "3", "--as", "loeschen"),
        ("staging", "take", "liste.csv", "A2", "--sheet", "Blatt 7"),
    ],
)
def test_wrong_words_are_told_and_change_nothing(run, words):
    run("import", "liste.csv", "--mapping", "zuordnung.yaml", "--json")
    before = run("staging", "show", "liste.csv").output
    assert run(*words).exit_code == 2
    assert run("staging", "show", "liste.csv").output == before
