"""The sender gets the own file back with everything written where it belongs, and nothing that must not be repeated."""

import io
import re
import zipfile
from datetime import date, datetime, time

import openpyxl  # noqa: TID251 looks at the workbooks people get
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock  # noqa: TID251 same
from openpyxl.cell.text import InlineFont  # noqa: TID251 same
from openpyxl.comments import Comment  # noqa: TID251 same
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: TID251 same

from graph.findings import Place, Severity
from loaders import SourceError, read_workbook
from loaders.annotated import annotate
from loaders.annotations import Annotation
from loaders.container import FileKind
from loaders.outline import letter
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook

ROWS = [["Kennung", "Name", "Zielgruppe"], ["A-1", "Treff", "Jugend"], ["007", "Café Größe", None]]


def xlsx(rows=ROWS, *, title="Angebote", change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def note(cell, sheet="Angebote", *, rule="DQ-L04", severity=Severity.WARNING, **more):
    column, row = re.fullmatch(r"([A-Z]*)(\d+)", cell).groups()
    more.setdefault("message", "Das steht nicht in der Liste.")
    return Annotation(Place("a.xlsx", sheet, int(row), column or None), severity, rule, **more)


def annotated(data, notes, name="a.xlsx", **more):
    workbook = read_workbook(data, name)
    return openpyxl.load_workbook(io.BytesIO(annotate(data, workbook, notes, **more)))


def findings_of(book):
    """The lines of the list, as header → text."""
    rows = [[cell.value for cell in row] for row in book["Befunde"].iter_rows(min_row=5)]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def rules_for(sheet, cell):
    return [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]


def test_a_cell_is_coloured_and_its_comment_says_everything():
    told = note(
        "C2", message="„Jugend“ ist kein Begriff.", remedy="Einen Begriff wählen.", suggestion="ZG-A06"
    )
    sheet = annotated(xlsx(), [told])["Angebote"]
    assert sheet["C2"].value == "Jugend"
    assert sheet["C2"].fill.fgColor.rgb.endswith("FFE699")
    text = sheet["C2"].comment.text
    for part in ("Warnung", "DQ-L04", "„Jugend“ ist kein Begriff.", "Einen Begriff wählen.", "ZG-A06"):
        assert part in text
    assert sheet["B2"].comment is None
    assert sheet["B2"].fill.fill_type is None


def test_severities_have_fills_of_their_own_and_the_worst_shows():
    notes = [
        note("A2", severity=Severity.INFO),
        note("B2"),
        note("C2", severity=Severity.VIOLATION),
        note("A3", severity=Severity.INFO),
        note("A3", severity=Severity.VIOLATION, rule="DQ-014"),
    ]
    sheet = annotated(xlsx(), notes)["Angebote"]
    fills = [sheet[cell].fill.fgColor.rgb for cell in ("A2", "B2", "C2")]
    assert len(set(fills)) == 3
    assert sheet["A3"].fill.fgColor.rgb == fills[2]
    assert sheet["A3"].comment.text.index("DQ-014") < sheet["A3"].comment.text.index("DQ-L04")


def test_the_list_names_every_finding_and_leads_to_its_cell():
    notes = [
        note("C3", suggestion="ZG-M02", remedy="Ergänzen."),
        note("C2"),
        note("2"),
        Annotation(Place("a.xlsx"), Severity.INFO, "DQ-L01", "Zur Datei."),
    ]
    book = annotated(xlsx(), notes)
    lines = findings_of(book)
    assert [line["Nr."] for line in lines] == [1, 2, 3, 4]
    assert [line["Zelle"] for line in lines] == [None, "Zeile 2", "C2", "C3"]
    assert [line["Regel"] for line in lines] == ["DQ-L01", "DQ-L04", "DQ-L04", "DQ-L04"]
    assert lines[3]["Vorschlag"] == "ZG-M02"
    assert lines[3]["Was zu tun ist"] == "Ergänzen."
    sheet = book["Befunde"]
    assert sheet["C9"].hyperlink.location == "'Angebote'!C3"
    assert sheet["C7"].hyperlink.location == "'Angebote'!A2"
    assert sheet["C6"].hyperlink is None
    assert "4 Befunde zu „a.xlsx“" in sheet["A1"].value
    assert sheet.freeze_panes
    assert sheet.auto_filter.ref.startswith("A5:")
    assert sheet.page_setup.orientation == "landscape"


def test_the_list_is_last_and_shown_first_and_no_second_sheet_is_selected():
    book = annotated(xlsx(change=lambda book: book.create_sheet("Zweites")), [note("C2")])
    assert book.sheetnames == ["Angebote", "Zweites", "Befunde", "querblick-rueckgabe"]
    assert book.active.title == "Befunde"
    assert [sheet.title for sheet in book if sheet.sheet_view.tabSelected] == ["Befunde"]


def test_the_hidden_slip_says_which_delivery_it_is_and_nothing_else():
    data = xlsx()
    book = annotated(data, [note("C2")])
    slip = book["querblick-rueckgabe"]
    assert slip.sheet_state == "hidden"
    sha256 = read_workbook(data, "a.xlsx").sha256
    assert [[cell.value for cell in row] for row in slip.iter_rows()] == [
        ["#querblick-rueckgabe", None],
        ["format", "1"],
        ["sha256", sha256],
        ["datei", "a.xlsx"],
    ]


@pytest.mark.parametrize("name", ["Liste Frauenhaus.xlsx", "Meldung Frau Beispiel.xlsx"])
def test_a_telling_file_name_is_not_repeated(name):
    data = xlsx()
    out = annotate(data, read_workbook(data, name), [note("C2")])
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        everything = b"".join(parts.read(part) for part in parts.namelist()).decode()
    assert "Frauenhaus" not in everything
    assert "Frau Beispiel" not in everything


def test_allowed_terms_are_offered_from_a_hidden_list():
    terms = tuple(f"ZG-{n:03} Begriff {n}" for n in range(300))
    book = annotated(
        xlsx(), [note("C2", allowed=terms), note("C3", allowed=terms), note("B3", allowed=("ja", "nein"))]
    )
    sheet, lists = book["Angebote"], book["querblick-listen"]
    assert lists.sheet_state == "hidden"
    (rule,) = rules_for(sheet, "C2")
    assert rule is rules_for(sheet, "C3")[0]
    assert rule.formula1 == "'querblick-listen'!$A$2:$A$301"
    assert [cell.value for cell in lists["A"][1:]] == list(terms)
    assert not rule.showErrorMessage
    assert rules_for(sheet, "B3")[0].formula1 == "'querblick-listen'!$B$2:$B$3"


def test_an_input_check_of_the_sender_stays_the_only_one_of_its_cell():
    def check(book):
        rule = DataValidation(type="list", formula1='"eins,zwei"')
        rule.add("C2:C50")
        book.active.add_data_validation(rule)

    sheet = annotated(xlsx(change=check), [note("C2", allowed=("drei",)), note("B2", allowed=("drei",))])[
        "Angebote"
    ]
    assert [rule.formula1 for rule in rules_for(sheet, "C2")] == ['"eins,zwei"']
    assert len(rules_for(sheet, "B2")) == 1


def test_suggestions_can_be_accepted_beside_the_row():
    notes = [note("C3", suggestion="ZG-A06"), note("B3", suggestion="Café"), note("B2")]
    sheet = annotated(xlsx([["Titel"], *ROWS]), notes, header_rows={"Angebote": 2})["Angebote"]
    assert [sheet["E2"].value, sheet["F2"].value] == ["Vorschlag annehmen", "Vorschlag"]
    assert sheet["F3"].value == "B3: Café · C3: ZG-A06"
    assert [rule.formula1 for rule in rules_for(sheet, "E3")] == ['"ja,nein"']
    assert not rules_for(sheet, "E2")
    assert sheet["F4"].value is None


def test_a_finding_about_a_whole_row_is_told_beside_it():
    sheet = annotated(xlsx(), [note("3", message="Der Zeile fehlt etwas.")])["Angebote"]
    assert sheet["F3"].value == "Ganze Zeile: Der Zeile fehlt etwas."
    assert "Der Zeile fehlt etwas." in sheet["F3"].comment.text
    assert not rules_for(sheet, "E3")


def test_every_row_knows_its_number_in_a_hidden_column():
    sheet = annotated(xlsx(), [])["Angebote"]
    assert [sheet.cell(row, 4).value for row in (1, 2, 3, 4)] == [
        "querblick:1:1",
        "querblick:1:2",
        "querblick:1:3",
        None,
    ]
    assert sheet.column_dimensions["D"].hidden
    assert sheet["E1"].value is None  # nothing to accept on this sheet


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


CANARY = "Kanarienvogel Zuflucht 4711"


@pytest.mark.parametrize("rule", ["DQ-L06", "DQ-041", "DQ-086"])
def test_protective_findings_never_carry_the_value(rule):
    data = xlsx([["Name", "Ort"], [CANARY, "Nordstadt"]])
    notes = [
        note(
            "A2",
            rule=rule,
            message="Der Text enthält Angaben zu einer Person.",
            found=CANARY,
            suggestion=CANARY,
        ),
        note(
            "A2",
            rule="DQ-014",
            message=f"„{CANARY}“ kann keine Nummer sein.",
            found=CANARY,
            suggestion=CANARY,
        ),
        note("2", rule="DQ-102", message=f"Die Zeile „{CANARY}“ verweist ins Leere.", found=CANARY),
    ]
    out = annotate(data, read_workbook(data, "a.xlsx"), notes)
    book = openpyxl.load_workbook(io.BytesIO(out))
    places = [
        cell.coordinate
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if CANARY in str(cell.value)
    ]
    assert places == ["A2"]  # the sender's own cell
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode()
    assert everything.count(CANARY) == 1


def test_a_refused_file_is_not_annotated():
    with pytest.raises(SourceError, match="refused"):
        annotate(b"", read_workbook(b"", "a.xlsx"), [])
    data = xlsx()
    with pytest.raises(SourceError, match="refused"):
        annotate(data, read_workbook(data, "a.xlsx"), [note("A2", rule="DQ-L08")])


def test_another_file_or_an_annotated_one_is_not_annotated():
    data = xlsx()
    workbook = read_workbook(data, "a.xlsx")
    with pytest.raises(SourceError, match="same file"):
        annotate(xlsx([["anders"]]), workbook, [])
    once = annotate(data, workbook, [])
    with pytest.raises(SourceError, match="annotated already"):
        annotate(once, read_workbook(once, "a.xlsx"), [])


def test_places_outside_of_the_data_are_listed_only():
    notes = [note("Z2", suggestion="x"), note("B90"), note("A2", sheet="Gibt es nicht")]
    book = annotated(xlsx(), notes)
    assert len(findings_of(book)) == 3
    assert book["Angebote"]["Z2"].comment is None


def test_long_texts_and_forbidden_characters_are_let_in():
    book = annotated(xlsx(), [note("C2", message="x" * 90_000 + "\x07", suggestion="y\x00z")])
    assert len(book["Angebote"]["C2"].comment.text) < 5_000
    assert findings_of(book)[0]["Vorschlag"] == "yz"


def test_many_comments_name_their_blocks_of_shapes():
    data = xlsx([["a"], *[[str(n)] for n in range(1500)]])
    out = annotate(data, read_workbook(data, "a.xlsx"), [note(f"A{n}") for n in range(2, 1400)])
    with zipfile.ZipFile(io.BytesIO(out)) as parts:
        (drawing,) = [parts.read(name) for name in parts.namelist() if name.endswith(".vml")]
    assert b'data="1,2"' in drawing


def test_the_english_copy_speaks_english():
    data = xlsx()
    out = annotate(data, read_workbook(data, "a.xlsx"), [note("C2", suggestion="x")], lang="en")
    book = openpyxl.load_workbook(io.BytesIO(out))
    assert book.sheetnames[1] == "Findings"
    assert book["Angebote"]["E1"].value == "Accept suggestion"
    assert rules_for(book["Angebote"], "E2")[0].formula1 == '"yes,no"'


def test_a_template_in_use_can_be_annotated(small_town):
    data = small_town()
    workbook = read_workbook(data, "meldung.xlsx")
    sheet = next(sheet for sheet in workbook.sheets if sheet.name == "Angebote")
    notes = [note(f"{letter(n)}3", sheet="Angebote", suggestion="neu") for n in range(1, 4)]
    again = read_workbook(annotate(data, workbook, notes, header_rows={"Angebote": 1}), "meldung.xlsx")
    copy = next(sheet for sheet in again.sheets if sheet.name == "Angebote")
    wide = len(sheet.grid[0])
    assert [row[:wide] for row in copy.grid] == sheet.grid
    assert copy.cell(1, wide + 2).text == "Vorschlag annehmen"
