"""The template is a workbook people can fill in, and what the same code fills in is read back as it was."""

import io
import time
from datetime import date

import openpyxl  # noqa: TID251 looks at the workbooks people get
import pytest

from loaders import cover_fields, load, read_workbook, write_records, write_template
from loaders.concepts import allowed, concept_text
from loaders.errors import SourceError
from ontology.sheets import Kind
from ontology.terms import SOZ
from shapes import sheet_specs

SPECS = sheet_specs()
COVER = {"quelle": "fiktiva", "titel": "Fiktiva", "art": "Träger", "datum": "20.11.2026", "ags": "99999001"}


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(
        io.BytesIO(write_template(SPECS, cover={"gemeinde": "Beispielau", "ags": "99999001"}))
    )


def validation(sheet, letter):
    return next(v for v in sheet.data_validations.dataValidation if f"{letter}3" in v.sqref)


def terms(book, formula):
    name, cells = formula.removeprefix("=").split("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


def test_a_sheet_per_class_between_cover_and_explanations(book):
    assert book.sheetnames == ["Lieferung", *(spec.label["de"] for spec in SPECS), "Erläuterungen", "Listen"]
    assert book["Listen"].sheet_state == "hidden"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.tag)
def test_two_header_rows_and_frozen_panes(book, spec):
    sheet = book[spec.label["de"]]
    assert [cell.value for cell in sheet[1]] == [column.label["de"] for column in spec.columns]
    assert [cell.value for cell in sheet[2]] == [column.tag for column in spec.columns]
    assert sheet.freeze_panes == "C3"
    assert sheet.max_row == 2
    assert all(cell.comment and cell.comment.text for cell in sheet[1])


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.tag)
def test_drop_downs_offer_what_the_column_takes(book, spec):
    sheet = book[spec.label["de"]]
    for cell, column in zip(sheet[1], spec.columns, strict=True):
        if column.kind not in {Kind.CONCEPT, Kind.LEGAL}:
            continue
        drop_down = validation(sheet, cell.column_letter)
        assert drop_down.type == "list"
        assert terms(book, drop_down.formula1) == [concept_text(concept) for concept in allowed(column)]


def test_yes_no_and_keys_of_other_sheets_are_offered(book):
    offers = book["Angebote"]
    letters = {cell.value: cell.column_letter for cell in offers[2]}
    assert terms(book, validation(offers, letters["#angebot+antrag-noetig"]).formula1) == [
        "ja",
        "nein",
        "unbekannt",
    ]
    assert validation(offers, letters["#angebot+standort"]).formula1.startswith("'Standorte'!$A$3")


def test_columns_whose_zeros_count_are_text(book):
    for spec in SPECS:
        sheet = book[spec.label["de"]]
        for cell, column in zip(sheet[1], spec.columns, strict=True):
            if column.kind in {Kind.KEY, Kind.AGS, Kind.POSTCODE, Kind.PHONE}:
                assert sheet.column_dimensions[cell.column_letter].number_format == "@", column.tag


def test_every_column_is_explained(book):
    explained = {
        row[2].value: [cell.value for cell in row] for row in book["Erläuterungen"].iter_rows(min_row=3)
    }
    for spec in SPECS:
        for column in spec.columns:
            line = explained[column.tag]
            assert line[0:2] == [spec.label["de"], column.label["de"]]
            assert line[3] == ("Pflicht" if column.required else "freiwillig")
            assert line[4] == column.help["de"]
            assert (line[5] or "") == column.example


def test_the_cover_asks_for_everything_and_is_filled_where_it_can_be(book):
    sheet = book["Lieferung"]
    tags = {row[3].value: row[1].value for row in sheet.iter_rows(min_row=5, max_col=4)}
    assert set(tags) == {field.tag for field in cover_fields()}
    assert tags["#lieferung+ags"] == "99999001"
    assert "B7" in "".join(str(v.sqref) for v in sheet.data_validations.dataValidation)


def test_the_english_template_differs_in_words_only():
    book = openpyxl.load_workbook(io.BytesIO(write_template(SPECS, lang="en")))
    assert book.sheetnames[0] == "Delivery"
    sheet = book[SPECS[0].label["en"]]
    assert [cell.value for cell in sheet[1]] == [column.label["en"] for column in SPECS[0].columns]
    assert [cell.value for cell in sheet[2]] == [column.tag for column in SPECS[0].columns]


def test_equal_content_gives_equal_bytes(monkeypatch):
    first = write_template(SPECS[:2])
    real = time.localtime
    monkeypatch.setattr(
        time, "localtime", lambda *given: real(*given) if given else real(time.time() + 86_400)
    )
    time.sleep(1.1)  # openpyxl enters the second of saving
    assert write_template(SPECS[:2]) == first


def example_rows():
    """One row per sheet, made of the examples, without references that lead out of the file."""
    keys = {spec.cls: next(c.example for c in spec.columns if c.kind is Kind.KEY) for spec in SPECS}
    rows = {}
    for spec in SPECS:
        row = {}
        for column in spec.columns:
            row[column.tag] = column.example
            if column.kind is Kind.REFERENCE:
                row[column.tag] = next(keys[cls] for cls in column.classes if cls in keys)
        rows[spec.tag] = [row]
    return rows


@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_is_written_is_read_back(lang):
    rows = example_rows()
    data = write_records(SPECS, rows, cover=COVER, lang=lang)
    delivery = load(read_workbook(data, "a.xlsx"), SPECS, "99999001", received=date(2026, 11, 24))
    assert not [f.message["de"] for f in delivery.findings]
    assert {record.cls for record in delivery.records} == {spec.cls for spec in SPECS}
    assert not [record for record in delivery.records if record.held_back]
    for spec in SPECS:
        record = next(r for r in delivery.records if r.cls == spec.cls)
        read = {statement.column for statement in record.statements if statement.column}
        filled = {
            use.letter for use in delivery.columns if use.cls == spec.cls and rows[spec.tag][0][use.tag]
        }
        assert read == filled


def test_terms_as_the_drop_downs_write_them_are_read_back():
    offers = next(spec for spec in SPECS if spec.cls == SOZ.Coverage)
    column = offers.column("#abdeckung+bedarf")
    rows = {
        "#abdeckung": [
            {"kennung": f"C-{n}", "bedarf": concept_text(concept)}
            for n, concept in enumerate(allowed(column))
        ]
    }
    data = write_records((offers,), rows, cover=COVER)
    delivery = load(read_workbook(data, "a.xlsx"), (offers,), "99999001", received=date(2026, 11, 24))
    assert [record.values(SOZ.needType)[0] for record in delivery.records] == list(allowed(column))


def test_numbers_and_formulas_are_written_as_what_they_are():
    rows = {"#traeger": [{"kennung": "007", "name": "=1+1", "telefon": "0000123"}]}
    workbook = read_workbook(write_records(SPECS, rows, cover=COVER, empty=False), "a.xlsx")
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "Träger")
    assert [sheet.cell(3, 1).text, sheet.cell(3, 2).text] == ["007", "=1+1"]


def test_what_does_not_exist_cannot_be_written():
    for rows, cover in (
        ({"#quatsch": []}, COVER),
        ({"#traeger": [{"quatsch": 1}]}, COVER),
        ({}, {"quatsch": 1}),
    ):
        with pytest.raises(SourceError, match="quatsch"):
            write_records(SPECS, rows, cover=cover)


def test_an_untouched_template_brings_nothing():
    data = write_template(SPECS, cover=COVER)
    delivery = load(read_workbook(data, "a.xlsx"), SPECS, "99999001", received=date(2026, 11, 24))
    assert not delivery.findings
    assert not delivery.records
