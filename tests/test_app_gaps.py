"""The gap matrix as the facade gives it: filters, sums that equal the cells behind, files with the marks, kept views."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import date

import openpyxl  # noqa: TID251 reads back what was written
import pytest
from typer.testing import CliRunner

from app import cli, exports
from app.asked import Asked
from app.errors import RequestError
from app.gaps.choice import AREAS, MatrixChoice, narrow, short, shown_cells
from app.gaps.tables import cell_table, sums
from app.service import Service
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

AT = Asked(Audience.INTERN, date(2026, 11, 24))
CHOICES = {
    "all": MatrixChoice(),
    "gaps": MatrixChoice(states=("gap",)),
    "thin or covered": MatrixChoice(states=("thin", "covered")),
    "firm": MatrixChoice(claims=("belastbar",)),
    "documented": MatrixChoice(needs=("documented",)),
    "duty": MatrixChoice(obligations=("PF-MR", "PF-MO")),
    "without norm": MatrixChoice(obligations=("none",), pillars=("none",)),
    "youth": MatrixChoice(pillars=("SA-08",), grouped="pillar"),
    "areas": MatrixChoice(axis=AREAS, grouped="obligation"),
}


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    import shutil

    home = tmp_path / "home"
    shutil.copytree(small_home, home)
    return Service.open(home)


def states(view) -> Counter:
    return Counter(cell.state for _, _, cell in shown_cells(view))


@pytest.mark.parametrize("name", CHOICES)
def test_sums_equal_the_cells_behind(service, name):
    choice = CHOICES[name]
    view = service.gaps.matrix(choice, AT).value
    assert view.rows or name == "documented"
    assert states(view) == Counter({c.name: c.count for c in view.state_counts if c.count})
    for table, narrower in zip(sums(view), ("row", "column"), strict=True):
        assert len(table.rows) == len(view.rows if narrower == "row" else view.columns)
        for row in table.rows:
            behind = narrow(view, replace(choice, **{narrower: short(row[0].iri)}))
            told = {c.name: cell.value for c, cell in zip(table.columns[1:-1], row[1:-1], strict=True)}
            assert Counter({s: n for s, n in told.items() if n}) == states(behind)
            assert row[-1].value == len(cell_table(behind).rows)
        assert [cell.value for cell in table.totals[1:]] == [
            *(count.count for count in view.state_counts),
            len(shown_cells(view)),
        ]


def test_filters_only_leave_out_and_every_mark_is_looked_at_by_itself(service):
    whole = service.gaps.matrix(MatrixChoice(), AT).value
    cells = {(c.need, c.group): c for _, _, c in shown_cells(whole)}
    for choice in CHOICES.values():
        if choice.axis == AREAS or choice.pillars:
            continue
        found = {(c.need, c.group): c for _, _, c in shown_cells(narrow(whole, choice))}
        assert found == {place: cell for place, cell in cells.items() if choice.shows(cell)}
    assert {c.obligation for c in cells.values()} > {""}


def test_a_filter_no_mark_can_have_is_refused(service):
    with pytest.raises(RequestError, match="erwartet covered, thin, gap, unknown"):
        service.gaps.matrix(MatrixChoice(states=("luecke",)), AT)
    with pytest.raises(KnowledgeGraphError, match="expected one, not several"):
        service.gaps.matrix(MatrixChoice(axis=AREAS, groups=("ZG-A06", "ZG-E05")), AT)


def test_files_hold_what_is_shown_with_the_marks(service):
    choice = MatrixChoice(states=("gap",), field="BD-EX")
    released = service.gaps.matrix(choice, AT)
    view = released.value
    lines = list(csv.reader(io.StringIO(exports.to_csv(released).decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == len(view.rows) + 1
    assert (
        sum(text.startswith("Lücke") for line in lines[1:] for text in line[2:]) == len(shown_cells(view)) > 0
    )
    as_list = service.gaps.matrix(replace(choice, as_list=True), AT)
    lines = list(csv.DictReader(io.StringIO(exports.to_csv(as_list).decode("utf-8-sig")), delimiter=";"))
    assert len(lines) == len(shown_cells(view))
    assert {"Zustand", "Verpflichtung", "Aussagekraft", "Beleg des Bedarfs"} <= lines[0].keys()
    assert {line["Aussagekraft"] for line in lines} == {"belastbar"}
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(released)))
    assert "Zellen der Lückenmatrix" in book.sheetnames
    about = {row[0].value: row[1].value for row in book["Angaben"]}
    assert about["Auswahl: Zustand"] == "Lücke"
    assert about["Auswahl: Bedarfsfeld"] == "Existenzsicherung"


def test_a_view_is_kept_renamed_thrown_away_and_brought_back(service):
    desk = service.gaps
    kept = desk.save_view("Nur Lücken", "luecken", {"zustand": ("gap",)}).value
    assert [v.name for v in desk.views("luecken").value] == ["Nur Lücken"]
    assert desk.views("karte").value == ()
    assert dict(desk.view(kept.id).value.choices) == {"zustand": ("gap",)}
    with pytest.raises(RequestError, match="schon vergeben"):
        desk.save_view("nur lücken", "luecken", {})
    assert desk.rename_view(kept.id, "Belegte Lücken").value.name == "Belegte Lücken"
    desk.remove_view(kept.id)
    assert desk.views().value == ()
    with pytest.raises(RequestError, match="gibt es nicht"):
        desk.view(kept.id)
    assert desk.restore_view(kept.id).value.name == "Belegte Lücken"
    assert [v.id for v in desk.views().value] == [kept.id]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Liste für Frau Schmidt"])
def test_a_view_needs_a_name_that_is_no_person(service, name):
    with pytest.raises(RequestError):
        service.gaps.save_view(name, "luecken", {})
    assert service.gaps.views().value == ()


def test_a_view_cannot_reach_other_files(service):
    for id_ in ("../../x", "", "abc", "ABCDEF"):
        for do in (service.gaps.view, service.gaps.remove_view, service.gaps.restore_view):
            with pytest.raises(RequestError):
                do(id_)


def test_the_matrix_from_the_command_line(service):
    home = str(service._town.home)
    run = CliRunner().invoke(
        cli.app,
        ["matrix", "--home", home, "--state", "gap", "--list", "--format", "csv", "--date", "2026-11-24"],
    )
    assert run.exit_code == 0, run.output
    lines = list(csv.DictReader(io.StringIO(run.stdout.lstrip("\ufeff")), delimiter=";"))
    assert {line["Zustand"] for line in lines} == {"Lücke"}
    refused = CliRunner().invoke(cli.app, ["matrix", "--home", home, "--state", "luecke"])
    assert refused.exit_code != 0
