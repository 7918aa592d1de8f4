"""An annotated copy keeps what the sender had: formulas, formats, other kinds of files; and lets nothing in that runs."""

import io
import re
import zipfile
from datetime import date, datetime, time

import openpyxl  # noqa: TID251 looks at the workbooks people get
import pytest
from annotating import annotated, note, xlsx
from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: TID251 same
from openpyxl.cell.text import InlineFont  # noqa: TID251 same
from openpyxl.comments import Comment  # noqa: TID251 same

from loaders import read_workbook
from loaders.annotated import annotate
from loaders.container import FileKind
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook


def test_what_the_sender_had_stays():
    def furnish(book):
        sheet = book.active
        sheet["A2"].comment = Comment("Bitte Frau M. fragen", "Amt")
        sheet["A2"].number_format = "@"
        sheet.column_dimensions["B"].width = 33
        sheet.freeze_panes = "B2"
        sheet["E2"] = "=LEN(B2)"
        sheet["F2"] = date(2026, 12, 31)
        sheet.merge_cells("B5:C6")
        sheet.auto_filter.ref = "A1:F3"
        book.create_sheet("Versteckt").sheet_state = "hidden"
        book["Versteckt"]["A1"] = "geheim"

    book = annotated(
        xlsx(change=furnish), [note("A2", message="Unsere Anmerkung."), note("C6", message="Im Verbund.")]
    )
    sheet = book["Angebote"]
    assert sheet["A2"].comment.text.startswith("Bitte Frau M. fragen\n")
    assert "Unsere Anmerkung." in sheet["A2"].comment.text
    assert sheet["A2"].comment.author == "Amt"
    assert sheet["A2"].number_format == "@"
    assert sheet.column_dimensions["B"].width == 33
    assert sheet.freeze_panes == "B2"
    assert sheet["E2"].value == "=LEN(B2)"
    assert sheet["F2"].value == datetime(2026, 12, 31)  # noqa: DTZ001 workbooks hold no zone
    assert "B5:C6" in [str(part) for part in sheet.merged_cells.ranges]
    assert "Im Verbund." in sheet["B5"].comment.text
    assert sheet.auto_filter.ref == "A1:I3"  # sorting takes the numbers along
    assert book["Versteckt"].sheet_state == "hidden"
    assert book["Befunde"].sheet_state == "visible"


FORMULAS = (
    ("<v>4.5</v>", "", "4.5"),
    ("<v>Größe &amp; Maß</v>", ' t="str"', "Größe & Maß"),
    ("<v>1</v>", ' t="b"', "true"),
    ("<v>#N/A</v>", ' t="e"', "#N/A"),
    ("<v></v>", ' t="str"', ""),
)


@pytest.mark.parametrize(("value", "kind", "text"), FORMULAS)
def test_results_of_formulas_are_kept(value, kind, text):
    plain = xlsx(change=lambda book: book.active.__setitem__("D2", "=B2"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            part = part.replace(b'<c r="D2"><f>B2</f><v />', f'<c r="D2"{kind}><f>B2</f>{value}'.encode())
            part = part.replace(b'<c r="D2"><f>B2</f><v></v>', f'<c r="D2"{kind}><f>B2</f>{value}'.encode())
            target.writestr(name, part)
    data = out.getvalue()
    workbook = read_workbook(data, "a.xlsx")
    assert workbook.sheets[0].cell(2, 4).text == text
    again = read_workbook(annotate(data, workbook, [note("B2")]), "a.xlsx").sheets[0]
    assert again.cell(2, 4) == workbook.sheets[0].cell(2, 4)
    assert again.outline.formulas[2, 4]


def test_blanks_between_runs_of_rich_text_stay():
    runs = CellRichText("a", TextBlock(InlineFont(b=True), "  "), "b")
    data = xlsx(change=lambda book: book.active.__setitem__("B2", runs))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:  # openpyxl itself forgets to keep them
        sheet = parts.read("xl/worksheets/sheet1.xml").replace(
            b"<t>  </t>", b'<t xml:space="preserve">  </t>'
        )
        others = {name: parts.read(name) for name in parts.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, part in {**others, "xl/worksheets/sheet1.xml": sheet}.items():
            target.writestr(name, part)
    workbook = read_workbook(out.getvalue(), "a.xlsx")
    assert workbook.sheets[0].cell(2, 2).text == "a  b"
    again = read_workbook(annotate(out.getvalue(), workbook, []), "a.xlsx")
    assert again.sheets[0].cell(2, 2).text == "a  b"


def test_column_formats_of_the_sender_do_not_overlap_ours():
    def hide_the_rest(book):
        dimension = book.active.column_dimensions["C"]
        dimension.min, dimension.max, dimension.hidden = 3, 16384, True

    data = xlsx(change=hide_the_rest)
    out = annotate(data, read_workbook(data, "a.xlsx"), [note("C2", suggestion="x")])
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        columns = re.findall(r"<col [^>]*>", parts.read("xl/worksheets/sheet1.xml").decode())
    spans = sorted(tuple(int(re.search(rf'{end}="(\d+)"', c)[1]) for end in ("min", "max")) for c in columns)
    assert spans == [(3, 3), (4, 4), (5, 5), (6, 6), (7, 16384)]


def test_what_is_lost_is_said():
    data = xlsx()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("xl/threadedComments/threadedComment1.xml", "<x/>")
        target.writestr("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp/></xdr:wsDr>")
    book = annotated(out.getvalue(), [])
    assert "Textfelder, Formen und Schaltflächen" in book["Befunde"]["A2"].value
    assert "Unterhaltungen in Kommentaren" in book["Befunde"]["A2"].value
    assert "nicht enthalten" not in annotated(data, [])["Befunde"]["A2"].value


def test_a_file_openpyxl_cannot_open_comes_as_a_copy(monkeypatch):
    def refuse(*_, **__):
        raise ValueError("Max value is 14")

    data = xlsx()
    workbook = read_workbook(data, "a.xlsx")
    real = openpyxl.load_workbook
    monkeypatch.setattr(openpyxl, "load_workbook", refuse)
    out = annotate(data, workbook, [note("C2")])
    monkeypatch.setattr(openpyxl, "load_workbook", real)
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book["Angebote"]["A3"].value == "007"
    assert "Formate, Formeln" in book["Befunde"]["A2"].value


def test_a_csv_becomes_a_workbook_with_the_same_cells():
    data = "Kennung;Name;PLZ\nA-1;=1+1;00999\nA-2;_x0041_;12\n".encode("cp1252")
    workbook = read_workbook(data, "angebote_2026-11 mit einem sehr langen Namen: neu.csv")
    out = annotate(data, workbook, [note("C2", sheet=workbook.sheets[0].name)])
    again = read_workbook(out, "a.xlsx").sheets[0]
    assert [[c.text for c in row[:3]] for row in again.grid] == [
        [c.text for c in row] for row in workbook.sheets[0].grid
    ]
    assert len(again.name) <= 31
    sheet = openpyxl.load_workbook(io.BytesIO(out)).worksheets[0]
    assert sheet["B2"].data_type == "s"
    assert sheet["C2"].number_format == "@"
    assert sheet["C2"].comment


def test_a_list_in_json_becomes_a_workbook_with_its_records_in_rows():
    data = '[{"name": "Café", "plz": "00999"}, {"name": "Treff", "plz": "12"}]'.encode()
    workbook = read_workbook(data, "angebote.json")
    sheet = workbook.sheets[0]
    book = openpyxl.load_workbook(io.BytesIO(annotate(data, workbook, [note("B3", sheet=sheet.name)])))
    assert [[cell.value for cell in row[:2]] for row in book.worksheets[0].iter_rows()] == [
        ["name", "plz"],
        ["Café", "00999"],
        ["Treff", "12"],
    ]
    assert book.worksheets[0]["B3"].comment


def test_values_of_other_formats_stay_what_they_were():
    source = xlsx(
        [["a", "b", "c"], [12.5, True, date(2026, 12, 31)], [datetime(2026, 1, 2, 3, 4), time(9, 5), "0012"]],  # noqa: DTZ001 same
        change=lambda book: book.active.merge_cells("A4:B5"),
    )
    sheet = read_workbook(source, "a.xlsx").sheets[0]
    sheet.outline.hidden_rows.add(3)
    other = Workbook("a.ods", read_workbook(source, "a.xlsx").sha256, FileKind.ODS, (Sheet("Blatt/1", 1, sheet.grid, hidden=False, outline=sheet.outline), Sheet("BLATT_1", 2, [], hidden=True)))  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(annotate(source, other, [])))
    assert book.sheetnames[:2] == ["Blatt_1", "BLATT_1 2"]
    assert book.worksheets[1].sheet_state == "hidden"
    copy = book.worksheets[0]
    assert copy["A2"].value == 12.5
    assert copy["B2"].value is True
    assert copy["C2"].value == datetime(2026, 12, 31)  # noqa: DTZ001 same
    assert copy["C3"].value == "0012"
    assert [str(part) for part in copy.merged_cells.ranges] == ["A4:B5"]
    assert copy.row_dimensions[3].hidden
    again = read_workbook(annotate(source, other, []), "a.xlsx").sheets[0]
    assert [[c.text for c in row[:3]] for row in again.grid[:3]] == [
        [c.text for c in row] for row in sheet.grid[:3]
    ]


def test_nothing_that_looks_like_a_formula_becomes_one():
    evil = '=HYPERLINK("http://example.org")'
    notes = [note("C2", message=evil, remedy="+1", suggestion="@SUM(1)", allowed=("=1+1", "-2"))]
    data = xlsx()
    out = annotate(data, read_workbook(data, "a.xlsx"), notes)
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert sheets
    assert not any(b"<f>" in part or b"<f " in part for part in sheets)
    lists = openpyxl.load_workbook(io.BytesIO(out))["querblick-listen"]
    assert [cell.value for cell in lists["A"]][1:] == ["=1+1", "-2"]
