"""Files to take away: German spreadsheets read them, formulas stay text, what was withheld is said."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl  # noqa: TID251 reads back what was written
import pytest

from app import exports
from app.errors import GateError
from app.gate import release
from app.protection import Secrets
from app.views import (
    AnswerView,
    CellKind,
    CellView,
    ChoiceView,
    ColumnView,
    CompletenessView,
    CountView,
    FactView,
    MatrixCellView,
    MatrixRowView,
    MatrixView,
    TableView,
)
from ontology.iris import Audience

COLUMNS = (
    ColumnView("offer", "Angebot", CellKind.RECORD),
    ColumnView("amount", "Betrag", CellKind.MONEY, "EUR"),
    ColumnView("share", "Anteil", CellKind.SHARE),
    ColumnView("until", "bis", CellKind.DATE),
    ColumnView("people", "Personen", CellKind.PERSONS),
)
ROWS = (
    (
        CellView("Beratung; Nord", iri="urn:x:1"),
        CellView("1.234,50 €", Decimal("1234.5")),
        CellView("40 %", Decimal("0.4")),
        CellView("31.12.2026", date(2026, 12, 31)),
        CellView("2", 2),
    ),
    (CellView("=HYPERLINK(1)"), CellView(""), CellView("@x"), CellView("offen"), CellView("12", 12)),
)
ANSWER = AnswerView(
    question_id="D1",
    title="Wer zahlt was?",
    question="Wer finanziert welches Angebot?",
    definition="Je Angebot alle Posten.",
    lead="2 Angebote",
    columns=COLUMNS,
    rows=ROWS,
    reference_date=date(2026, 11, 24),
    version=7,
    audience="intern",
    blocks=(TableView("Nebenblock: ohne/Angaben [x]", COLUMNS[:1], ((CellView("Dritte"),),)),),
    notes=("Ein Hinweis",),
    completeness=CompletenessView("hinweis", "Teilweise erfasst", (FactView("Finanzierung", "teilweise"),)),
    exclusions=(CountView("beendet", 3),),
    thresholds=(FactView("Personenzahlen erst ab", "3"),),
    parameters=(FactView("Gebiet", "alle"),),
)
MATRIX = MatrixView(
    area="urn:x:area",
    area_label="Beispielau",
    lead="1 Lücke",
    columns=(ChoiceView("ZG-A06", "Jugendliche"),),
    rows=(
        MatrixRowView(
            "urn:x:bd",
            "Wohnen",
            "urn:x:f",
            "Existenz",
            (MatrixCellView("BD-1", "ZG-A06", "gap", "Lücke", "belastbar", "belastbar", "keine"),),
        ),
    ),
    state_counts=(CountView("Lücke", 1, "gap"),),
    reference_date=date(2026, 11, 24),
    version=7,
    audience="intern",
    legend=(FactView("Lücke", "kein Angebot"),),
)


def released(view):
    return release(view, Audience.INTERN, Secrets())


def test_csv_is_what_a_german_spreadsheet_expects():
    data = exports.to_csv(released(ANSWER))
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Angebot", "Betrag (EUR)", "Anteil", "bis", "Personen"]
    assert lines[1] == ["Beratung; Nord", "1234,5", "0,4", "31.12.2026", "unter 3"]
    assert lines[2][0] == "'=HYPERLINK(1)"
    assert lines[2][2] == "'@x"


def test_a_workbook_holds_values_and_says_what_they_mean():
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(released(ANSWER))))
    assert len(book.worksheets) == 3
    sheet, block, facts = book.worksheets
    assert (sheet["B2"].value, sheet["C2"].value) == (1234.5, 0.4)
    assert sheet["D2"].value.date() == date(2026, 12, 31)
    assert sheet["E2"].value == "unter 3"
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=HYPERLINK(1)", "s")
    assert block["A2"].value == "Dritte"
    said = {row[0].value: row[1].value for row in facts.iter_rows()}
    assert said["Definition"] == "Je Angebot alle Posten."
    assert said["Stichtag"] == "24.11.2026"
    assert said["Version"] == "7"
    assert "1 zu kleine Personenzahl" in said["Zurückgehalten"]
    assert said["Nicht berücksichtigt"] == "beendet: 3"
    assert said["Schwellenwert: Personenzahlen erst ab"] == "3"
    assert said["Hinweis"] == "Ein Hinweis"


def test_json_has_objects_by_column_name():
    content = json.loads(exports.to_json(released(ANSWER)))
    row = content["data"]["rows"][0]
    assert row["amount"] == {"text": "1.234,50 €", "value": 1234.5}
    assert row["until"]["value"] == "2026-12-31"
    assert row["people"] == {"text": "unter 3", "mark": "small_number"}
    assert content["withheld"]["small_numbers"] == 1
    assert content["audience"] == "intern"


def test_the_matrix_is_exported_with_state_and_claim():
    lines = exports.to_csv(released(MATRIX)).decode("utf-8-sig").splitlines()
    assert lines == ["Bedarfsfeld;Bedarf;Jugendliche", "Existenz;Wohnen;Lücke (belastbar)"]
    book = openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(released(MATRIX))))
    assert book.worksheets[0]["C2"].value == "Lücke (belastbar)"


def test_an_english_answer_is_explained_in_english():
    said = dict(exports.about(release(replace(ANSWER, lang="en"), Audience.INTERN, Secrets(), lang="en")))
    assert said["Reference date"] == "2026-11-24"
    assert said["Withheld"].startswith("Withheld: 1 number of people")


@pytest.mark.parametrize("export", [exports.to_csv, exports.to_xlsx, exports.to_json, exports.about])
def test_exports_refuse_what_the_gate_has_not_seen(export):
    with pytest.raises(GateError):
        export(ANSWER)


@pytest.mark.parametrize("export", [exports.to_csv, exports.to_xlsx, exports.about])
def test_tables_are_made_of_answers_and_matrices_only(export):
    with pytest.raises(GateError):
        export(released("Text"))
