"""Mappings that do not fit, columns that are gone, what must be refused wherever it stands."""

import io
from datetime import date

import openpyxl  # noqa: TID251 makes the workbooks that tests deliver
import pytest
from recasting import HEAD, LIST, OFFERS, delivered, shaped, sheet, texts

from graph.findings import Effect
from loaders import read_workbook
from loaders.canonical import Cell, Stored
from loaders.errors import SourceError
from loaders.layout import find_layout
from loaders.mapping import read_mapping
from loaders.recast import recast
from shapes import sheet_specs


def test_a_column_that_is_gone_is_named_with_the_one_that_may_be_meant():
    rows = [[c if c != "Träger" else "Name des Trägers" for c in row] for row in LIST]
    result = shaped(OFFERS, sheet(rows))
    (told,) = result.workbook.findings
    assert told.effect is Effect.REJECT_FILE
    assert told.found == "Träger"
    assert told.suggestion == "Name des Trägers"
    assert (told.place.sheet, told.place.row) == ("Liste", 2)


def test_a_column_is_found_again_if_only_case_umlauts_or_blanks_changed():
    rows = [LIST[0], ["NR", " einrichtung", "TRAEGER", "Strasse ", "art", "Bemerkung"], *LIST[2:]]
    result = shaped(OFFERS.replace("Straße", "Strasse"), sheet(rows))
    assert not result.workbook.findings
    assert len(texts(result, "Angebote")) == 3


def test_two_columns_that_fold_to_the_same_stay_two():
    rows = [["Gebiet", "Kinder", "Kinder %"], ["Nordfeld", 20, 5], ["Altdorf", 30, 7]]
    mapping = HEAD + (
        "- records:\n  - into: '#messwert'\n    unfold: [Kinder, Kinder %]\n    fields:\n"
        "    - {to: kennung, columns: [Gebiet, '@spalte'], steps: [{do: join}, {do: key, of: '#messwert', prefix: M}]}\n"
        "    - {to: einheit, columns: ['@spalte'], steps: [{do: terms, values: {Kinder: Anzahl, Kinder %: Prozent}}]}\n"
        "    - {to: wert, columns: ['@wert']}\n"
    ).replace("to: einheit", "to: name")
    result = shaped(mapping, sheet(rows))
    assert [(r["name"], r["wert"]) for r in texts(result, "Messwerte")] == [
        ("Anzahl", "20"),
        ("Prozent", "5"),
        ("Anzahl", "30"),
        ("Prozent", "7"),
    ]


def test_a_formula_without_value_is_not_guessed():
    rows = [*LIST[:4], [3, "Beratung Nord", Cell("", Stored.LOST), "Nordgasse 1", "Schuldnerberatung", None]]
    result = shaped(OFFERS, sheet(rows))
    delivery = delivered(result)
    lost = [f for f in delivery.findings if f.rule == "DQ-L10"]
    assert {(f.place.cell, f.effect) for f in lost} == {("C5", Effect.HOLD_ROW)}


def test_typed_cells_stay_typed_where_no_step_changes_them():
    out = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.title = "Liste"
    for row in (
        ["Nr", "Einrichtung", "seit", "Plätze", "PLZ"],
        [1, "Treff", date(2020, 5, 1), 12, 999],
        [2, "Haus", date(2021, 5, 1), 8.5, 998],
    ):
        workbook.active.append(row)
    workbook.save(out)
    mapping = HEAD + (
        "- records:\n  - into: '#angebot'\n    fields:\n"
        "    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}\n"
        "    - {to: gueltig-ab, columns: [seit]}\n"
        "  - into: '#abdeckung'\n    fields:\n"
        "    - {to: plaetze, columns: [Plätze]}\n"
    )
    result = recast(read_workbook(out.getvalue(), "liste.xlsx"), read_mapping(mapping), sheet_specs())
    offers, coverages = result.workbook.sheets
    assert offers.grid[1][1] == Cell("2020-05-01", Stored.DATE)
    assert coverages.grid[2][0] == Cell("8.5", Stored.NUMBER)


def test_tables_on_several_sheets_come_in_together_and_covers_are_left_alone():
    cover = sheet([["Deckblatt"], ["Erhebung der Stelle"]], "Deckblatt", 1)
    north, south = (
        sheet(LIST, "Nord", 2),
        sheet([*LIST[:2], [9, "Süd", "Verein Süd", "Gasse 1", "Schuldnerberatung", None]], "Süd", 3),
    )
    result = shaped(OFFERS, cover, north, south)
    assert not result.workbook.findings
    assert len(texts(result, "Angebote")) == 4
    delivery = delivered(result)
    assert {r.place.sheet for r in delivery.records} == {"Nord", "Süd"}
    assert delivery.sheet_numbers["Süd"] == 3


def test_a_mapping_that_fits_nothing_says_so():
    result = shaped(OFFERS.replace("- records", "- sheet: Andere\n  records"), sheet(LIST))
    assert [f.effect for f in result.workbook.findings] == [Effect.REJECT_FILE]
    assert "Liste" in result.workbook.findings[0].message["de"]


def test_a_sheet_or_column_the_template_does_not_have_is_a_fault_of_the_mapping():
    with pytest.raises(SourceError, match="#haus"):
        shaped(OFFERS.replace("into: '#standort'", "into: '#haus'"), sheet(LIST))
    with pytest.raises(SourceError, match="nahme"):
        shaped(OFFERS.replace("to: name", "to: nahme"), sheet(LIST))


def test_a_refused_file_stays_refused():
    refused = read_workbook(b"", "leer.xlsx")
    assert recast(refused, read_mapping(OFFERS), sheet_specs()).workbook is refused


@pytest.mark.parametrize("where_it_stands", ["mapped", "unmapped street", "unmapped text"])
def test_the_place_of_a_shelter_is_refused_wherever_it_stands_in_the_row(where_it_stands):
    rows = [
        ["Nr", "Einrichtung", "Träger", "Straße", "Art", "Bemerkung"],
        [1, "Frauenhaus Beispielau", "Verein Brücke", None, "Frauenhaus", None],
        [2, "Beratung Nord", "Verein Brücke", "Nordgasse 1", "Schuldnerberatung", None],
    ]
    mapping = OFFERS
    if where_it_stands == "unmapped text":
        rows[1][5] = "Eingang über Am Geheimring 77"
    else:
        rows[1][3] = "Am Geheimring 77"
    if where_it_stands == "unmapped street":
        lines = [line for line in mapping.splitlines() if "Straße" not in line]
        mapping = "\n".join(lines)
    delivery = delivered(shaped(mapping, sheet(rows)))
    assert delivery.refused
    assert not delivery.records
    assert all("Geheimring" not in str(f) for f in delivery.findings)


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("Fraunhaus", True),
        ("Schtzwohnung", True),
        ("Sonstige Einrichtung", False),
        ("Jugendeinrichtung", False),
    ],
)
def test_a_kind_that_only_resembles_a_shelter_refuses_if_it_may_be_one_misspelt(kind, refused):
    rows = [*LIST[:4], [3, "Haus Nord", "Verein Brücke", "Nordgasse 1", kind, None]]
    assert delivered(shaped(OFFERS, sheet(rows))).refused is refused


def test_what_a_field_did_is_shown_with_examples():
    result = shaped(OFFERS, sheet(LIST))
    street = result.traces[0, 1, 3]
    assert (street.filled, street.empty) == (3, 0)
    assert street.examples["Am Ring 5"] == "Am Ring"
    assert result.layouts["Liste"] == find_layout(sheet(LIST))
