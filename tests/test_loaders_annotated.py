"""The sender gets the own file back with everything written where it belongs, and nothing that must not be repeated."""

import io
import zipfile

import openpyxl  # noqa: TID251 looks at the workbooks people get
import pytest
from annotating import ROWS, annotated, note, xlsx
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: TID251 same

from graph.findings import Place, Severity
from loaders import SourceError, read_workbook
from loaders.annotated import annotate
from loaders.annotations import Annotation
from loaders.outline import letter


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
