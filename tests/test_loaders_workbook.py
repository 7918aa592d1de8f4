"""Files of every kind become sheets of text cells, or one finding that says why not."""

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta

import openpyxl  # noqa: TID251 makes the workbooks that tests deliver
import pytest

from graph.findings import Effect
from loaders import Limits, read_workbook
from loaders.canonical import Stored, canonical

HEADER = ["Kennung", "Name"]


def xlsx(*rows, title="Blatt", change=None, sheet_xml=None, extra=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue(), sheet_xml, extra)


def _repacked(data, sheet_xml=None, extra=None):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if sheet_xml and name == "xl/worksheets/sheet1.xml":
                part = sheet_xml(part)
            target.writestr(name, part)
        for name, part in (extra or {}).items():
            target.writestr(name, part)
    return out.getvalue()


ODS_ROW = "<table:table-row{repeat}>{cells}</table:table-row>"


def ods(tables, *, mimetype="application/vnd.oasis.opendocument.spreadsheet", extra=None):
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        '<office:automatic-styles><style:style style:name="zu" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        for name, part in (extra or {}).items():
            archive.writestr(name, part)
    return out.getvalue()


def text_cell(text, **attributes):
    more = "".join(
        f' {name.replace("_", ":", 1).replace("_", "-")}="{value}"' for name, value in attributes.items()
    )
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def table(*rows, name="Blatt", style=""):
    return f'<table:table table:name="{name}"{style}>' + "".join(rows) + "</table:table>"


def row(*cells, repeat=1):
    again = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    return f"<table:table-row{again}>{''.join(cells)}</table:table-row>"


def texts(workbook, sheet=0):
    return [[cell.text for cell in cells] for cells in workbook.sheets[sheet].grid]


def only_finding(data, filename="lieferung.xlsx", **limits):
    workbook = read_workbook(data, filename, limits=Limits(**limits))
    (found,) = workbook.findings
    assert workbook.refused
    assert not workbook.sheets
    assert found.effect is Effect.REJECT_FILE
    assert found.message["de"]
    assert found.message["en"]
    assert found.remedy["de"]
    return found


@pytest.mark.parametrize(
    ("value", "text", "stored"),
    [
        (35037.0, "35037", Stored.NUMBER),
        (0.1 + 0.2, "0.3", Stored.NUMBER),
        (1e20, "100000000000000000000", Stored.NUMBER),
        (-0.0, "0", Stored.NUMBER),
        (0.00001, "0.00001", Stored.NUMBER),
        (1200.50, "1200.5", Stored.NUMBER),
        (True, "true", Stored.BOOLEAN),
        (date(2026, 12, 31), "2026-12-31", Stored.DATE),
        (datetime(2026, 12, 31), "2026-12-31", Stored.DATE),  # noqa: DTZ001 spreadsheets hold no zone
        (datetime(2026, 12, 31, 14, 5), "2026-12-31 14:05:00", Stored.DATE),  # noqa: DTZ001 same
        (time(14, 5), "14:05", Stored.TIME),
        (timedelta(hours=30, minutes=5), "30:05", Stored.TIME),
        ("  a\u00a0b \r\nc\u200b ", "a b\nc", Stored.TEXT),
        ("Stra\u0308nge", "Stränge", Stored.TEXT),
        ("   ", "", Stored.EMPTY),
        (None, "", Stored.EMPTY),
    ],
)
def test_a_stored_value_has_one_text(value, text, stored):
    cell = canonical(value)
    assert (cell.text, cell.stored) == (text, stored)


def test_xlsx_keeps_rows_and_columns_where_they_are():
    def shift(book):
        sheet = book.active
        sheet["C4"] = 35037
        sheet["B2"] = date(2026, 12, 31)

    workbook = read_workbook(xlsx(change=shift), "a.xlsx")
    sheet = workbook.sheets[0]
    assert sheet.cell(4, 3).text == "35037"
    assert sheet.cell(2, 2).text == "2026-12-31"
    assert not sheet.cell(1, 1)
    assert not sheet.cell(99, 99)


def test_formulas_without_a_result_are_told_from_empty_results():
    def formulas(part):
        cells = (
            b'<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c><c r="B1"><f>1+1</f><v>2</v></c>'
            b'<c r="C1"><f>1+1</f><v></v></c><c r="D1"><f>1+1</f></c><c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        )
        return re.sub(
            rb"<sheetData>.*</sheetData>", b'<sheetData><row r="1">' + cells + b"</row></sheetData>", part
        )

    sheet = read_workbook(xlsx(["x"], sheet_xml=formulas), "a.xlsx").sheets[0]
    stored = [sheet.cell(1, column).stored for column in range(1, 6)]
    assert stored == [Stored.EMPTY, Stored.NUMBER, Stored.LOST, Stored.LOST, Stored.ERROR]
    assert sheet.cell(1, 5).text == "#DIV/0!"
    assert sheet.outline.formulas[1, 1] is True


def test_merges_and_hidden_things_are_seen():
    def hide(book):
        sheet = book.active
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True
        book.create_sheet("Zwei").sheet_state = "veryHidden"
        book["Zwei"]["A1"] = "x"

    workbook = read_workbook(xlsx(HEADER, ["a", "b"], [None, "c"], ["d", "e"], change=hide), "a.xlsx")
    outline = workbook.sheets[0].outline
    assert [merge.name for merge in outline.merges] == ["A2:A3"]
    assert outline.hidden_rows == {4}
    assert outline.hidden_columns == {2}
    assert [sheet.hidden for sheet in workbook.sheets] == [False, True]


def test_ods_is_read_like_xlsx():
    rows = (
        row(text_cell("Kennung"), text_cell("Betrag"), text_cell("Tag")),
        row("<table:table-cell/>", repeat=2),
        row(
            text_cell("T-1"),
            '<table:table-cell office:value-type="float" office:value="35037"><text:p>35037</text:p></table:table-cell>',
            '<table:table-cell office:value-type="date" office:date-value="2026-12-31"><text:p>31.12.26</text:p>'
            "</table:table-cell>",
        ),
        row("<table:table-cell/>", repeat=1_048_572),
    )
    workbook = read_workbook(ods(table(*rows)), "a.ods")
    assert not workbook.findings
    sheet = workbook.sheets[0]
    assert [sheet.cell(4, column).text for column in (1, 2, 3)] == ["T-1", "35037", "2026-12-31"]
    assert sheet.cell(4, 2).stored is Stored.NUMBER


def test_ods_formulas_merges_and_hidden_sheets_are_seen():
    rows = (
        row(
            '<table:table-cell table:formula="of:=1+1"/>',
            '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"><text:p>2</text:p>'
            "</table:table-cell>",
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            text_cell("breit", table_number_columns_spanned="2"),
        ),
        '<table:table-row table:visibility="filter">' + text_cell("x") + "</table:table-row>",
    )
    data = ods(table(*rows) + table(row(text_cell("y")), name="Zwei", style=' table:style-name="zu"'))
    workbook = read_workbook(data, "a.ods")
    sheet = workbook.sheets[0]
    assert [sheet.cell(1, c).stored for c in (1, 2, 3)] == [Stored.LOST, Stored.NUMBER, Stored.ERROR]
    assert [merge.name for merge in sheet.outline.merges] == ["D1:E1"]
    assert sheet.outline.hidden_rows == {2}
    assert workbook.sheets[1].hidden


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman", "cp850"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_of_any_encoding_and_delimiter(encoding, delimiter):
    lines = [
        ["Kennung", "Name", "Ort"],
        ["T-1", "Größe, „Straße“; Öl", "Beispielau"],
        ["T-2", "Übergang", "Fürth"],
    ]
    if encoding == "cp850":
        lines[1][1] = "Größe, Straße; Öl"  # this code page has no typographic quotes
    quoted = [delimiter.join(f'"{text}"' for text in line) for line in lines]
    workbook = read_workbook("\r\n".join(quoted).encode(encoding), "traeger.csv")
    assert texts(workbook) == lines
    assert workbook.sheets[0].name == "traeger"
    guessed = encoding in {"cp1252", "mac_roman", "cp850"}
    assert bool(workbook.findings) == guessed
    assert not workbook.refused


def test_an_encoding_that_would_garble_names_is_refused():
    data = "Kennung;Name\nT-1;Łódź Świętochłowice\nT-2;Kraków Zażółć\n".encode("cp1250")
    assert "Zeichenkodierung" in only_finding(data, "a.csv").message["de"]


def test_csv_rows_count_as_a_spreadsheet_counts():
    data = b'sep=;\r\nKennung;Name\r\nT-1;"zwei\nZeilen"\r\n\r\nT-2;x\r\n'
    workbook = read_workbook(data, "a.csv")
    assert texts(workbook) == [["Kennung", "Name"], ["T-1", "zwei\nZeilen"], [], ["T-2", "x"]]


def test_decimal_commas_do_not_become_delimiters():
    data = b"Kennung;Anteil;Betrag\nF-1;0,4;1.234,56\nF-2;0,6;2.000,00\nF-3;0,5;1,5\n"
    assert texts(read_workbook(data, "a.csv"))[1] == ["F-1", "0,4", "1.234,56"]


PASSWORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "filename", "said"),
    [
        (b"", "a.xlsx", "leer"),
        (b"\r\n \n", "a.csv", "leer"),
        (b"%PDF-1.7 ...", "a.pdf", "PDF"),
        (b"%PDF-1.7 ...", "a.xlsx", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "Bild"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "HTML"),
        (b'{"a": 1}', "a.csv", "JSON"),
        (b"a\x00\x01\x02b", "a.csv", "Binärdatei"),
        (b"a;b\n\x01\x02;c\n", "a.csv", "Binärdatei"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "a.xls", "beschädigt"),
        (xlsx(HEADER, extra={"xl/workbook.bin": b"x"}), "a.xlsb", ".xlsb"),
        (PASSWORD, "a.xlsx", "Kennwort"),
        (b"PK\x03\x04 not really a zip", "a.xlsx", "beschädigt"),
        (xlsx(HEADER), "a.csv", "passt nicht zum Inhalt"),
        (b"a;b\n1;2\n", "a.xlsx", "passt nicht zum Inhalt"),
        (xlsx(HEADER), "a.xlsm", "Makros"),
        (xlsx(HEADER, extra={"xl/vbaProject.bin": b"x"}), "a.xlsx", "Makros"),
        (xlsx(HEADER, extra={"xl/macrosheets/sheet1.xml": b"x"}), "a.xlsx", "Makros"),
        (ods(table(row(text_cell("a"))), extra={"Basic/Standard/Modul.xml": "x"}), "a.ods", "Makros"),
        (ods("", mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "Textdokument"),
        (b'a;b\n1;"offen\n2;3\n', "a.csv", "Anführungszeichen"),
    ],
)
def test_bad_files_are_refused_with_a_clear_message(data, filename, said):
    assert said in only_finding(data, filename).message["de"]


def test_an_encrypted_ods_is_refused():
    data = ods(table(row(text_cell("a"))))
    swapped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(swapped, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, b"<m:encryption-data/>" if name.endswith("manifest.xml") else part)
    assert "Kennwort" in only_finding(swapped.getvalue(), "a.ods").message["de"]


def test_a_broken_part_is_damage_and_no_traceback():
    truncated = xlsx(HEADER, sheet_xml=lambda part: part[: len(part) // 2])
    assert "beschädigt" in only_finding(truncated).message["de"]
    whole = xlsx(HEADER)
    assert "beschädigt" in only_finding(whole[: len(whole) // 2]).message["de"]


def test_a_document_type_declaration_is_refused():
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    data = xlsx(HEADER, sheet_xml=lambda part: part.replace(b"<worksheet", laughs + b"<worksheet", 1))
    assert "beschädigt" in only_finding(data).message["de"]


def test_size_is_limited():
    assert "MB" in only_finding(xlsx(HEADER), file=1_000).message["de"]


def test_a_zip_bomb_is_not_opened():
    bomb = xlsx(HEADER, extra={"xl/media/image1.bin": b"\0" * 3_000_000})
    found = only_finding(bomb, ratio_from=1_000_000, ratio=100)
    assert "Entpacken" in found.message["de"]
    assert "Entpacken" in only_finding(xlsx(HEADER), uncompressed=5_000).message["de"]


def test_a_lying_size_in_the_zip_directory_is_damage():
    data = bytearray(xlsx(HEADER, extra={"xl/media/a.bin": b"a" * 100_000}))
    real = (100_000).to_bytes(4, "little")
    assert data.count(real) == 2  # local header and central directory
    lie = data.replace(real, (10).to_bytes(4, "little"))
    assert "beschädigt" in only_finding(bytes(lie)).message["de"]


def test_a_cell_in_the_far_corner_does_not_eat_the_memory():
    far = b'<row r="90000"><c r="ZZ90000"><v>1</v></c></row></sheetData>'
    data = xlsx(HEADER, sheet_xml=lambda part: part.replace(b"</sheetData>", far))
    assert "Zellen" in only_finding(data, columns=1_000).message["de"]


@pytest.mark.parametrize(("cell", "said"), [("A1048576", "100.000 Zeilen"), ("XFD2", "Spalte SF")])
def test_content_far_away_names_the_sheet(cell, said):
    far = b'<row r="%b"><c r="%b"><v>1</v></c></row></sheetData>' % (
        re.sub("[A-Z]", "", cell).encode(),
        cell.encode(),
    )
    found = only_finding(xlsx(HEADER, sheet_xml=lambda part: part.replace(b"</sheetData>", far)))
    assert said in found.message["de"]
    assert found.place.sheet == "Blatt"


def test_formatted_but_empty_cells_far_away_do_no_harm():
    far = b'<row r="1048576" s="1"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = xlsx(HEADER, sheet_xml=lambda part: part.replace(b"</sheetData>", far))
    assert texts(read_workbook(data, "a.xlsx")) == [HEADER]


def test_ods_repetition_does_not_eat_the_memory():
    bomb = ods(table(row(text_cell("x", table_number_columns_repeated="400"), repeat=1_000_000)))
    assert "Zeilen" in only_finding(bomb, "a.ods").message["de"]


def test_more_than_100_000_rows_are_refused():
    lines = b"Kennung;Name\n" + b"T;x\n" * 100_001
    found = only_finding(lines, "a.csv")
    assert "100.000 Zeilen" in found.message["de"]


def test_every_sheet_counts():
    def many(book):
        for number in range(4):
            book.create_sheet(f"B{number}")["A1"] = "x"

    assert "Blätter" in only_finding(xlsx(HEADER, change=many), sheets=3).message["de"]


def test_a_path_is_read_like_bytes(tmp_path):
    path = tmp_path / "träger.xlsx"
    path.write_bytes(xlsx(HEADER))
    workbook = read_workbook(path)
    assert workbook.filename == "träger.xlsx"
    assert workbook.sha256 == read_workbook(path.read_bytes(), "x.xlsx").sha256
