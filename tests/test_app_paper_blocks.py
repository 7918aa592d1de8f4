"""Texts, tables and bars of a paper as blocks, before they are written as a file."""

from dataclasses import replace

import pytest
from paper_examples import AT, DAY, begun, opened_copy

from app.answers.bars import bars_of
from app.papers.document import Facts, Grid, Heading, Items, Paragraph, document, written
from app.papers.paper import Look
from app.papers.tables import grid
from app.service import Service
from app.views import CellKind, CellView, ColumnView, TableView
from ontology.iris import Audience


@pytest.fixture
def service(small_home, tmp_path) -> Service:
    return opened_copy(small_home, tmp_path)


@pytest.fixture
def desk(service):
    return service.papers


@pytest.fixture
def paper(desk):
    return begun(desk)


def test_own_texts_become_paragraphs_and_lists():
    blocks = list(written("Erster\nAbsatz.\n\n- a\n- b\n1. c\n2) d\nEnde\n\n\nZweiter"))
    assert blocks == [
        Paragraph("Erster Absatz."), Items(("a", "b")), Items(("c", "d"), numbered=True), Paragraph("Ende"), Paragraph("Zweiter"),
    ]  # fmt: skip
    assert list(written("  \n ")) == []


def table(rows, *names):
    columns = tuple(ColumnView(name, name, CellKind.TEXT) for name in names)
    return TableView("T", columns, tuple(tuple(CellView(text) for text in row) for row in rows))


def test_a_table_says_what_it_does_not_show():
    wide = table(
        [[f"{i}", "gleich", "", *[f"{i}{j}" for j in range(7)]] for i in range(5)], "a", "b", "c", *"defghij"
    )
    shown = grid(wide, Look(rows=3))
    assert [column.label for column in shown.columns] == ["a", "d", "e", "f", "g", "h"]
    assert len(shown.rows) == 3
    assert shown.notes == (
        "In jeder Zeile gleich: b: gleich.",
        "Gezeigt sind 3 von 5 Zeilen; 2 weitere Zeilen im Anhang (Excel-Datei).",
        "Weitere Spalten im Anhang: i, j.",
    )
    assert [c.label for c in grid(wide, Look(columns=("j", "a"))).columns] == ["j", "a"]


def test_bars_of_one_name_are_told_apart_by_what_differs(service):
    answer = service.ask("K1", {}, audience=Audience.INTERN, reference_date=DAY).value
    columns = (
        ColumnView("f", "Feld", CellKind.CONCEPT),
        ColumnView("s", "Stand", CellKind.CONCEPT),
        ColumnView("n", "Zahl", CellKind.INTEGER),
    )
    rows = tuple(
        (CellView(f), CellView(s), CellView(str(n), n))
        for f, s, n in (("A", "bewilligt", 1), ("A", "ausgezahlt", 2), ("B", "bewilligt", 3))
    )
    assert bars_of(replace(answer, columns=columns, rows=rows)).names == (
        "A (bewilligt)",
        "A (ausgezahlt)",
        "B",
    )


def test_page_word_and_pdf_are_made_of_one_value(desk, paper):
    made = document(desk.paper(paper.id, AT))
    kinds = {type(block) for block in made.blocks}
    assert {Heading, Paragraph, Items, Facts, Grid} <= kinds
    assert dict(made.facts.pairs)["Sitzung am"] == "10.12.2026"
