"""What comes back in an annotated workbook lands in the right cell, or a finding says why it does not."""

import io
from types import SimpleNamespace

import openpyxl  # noqa: TID251 fills in what people fill in
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.findings import Effect, Place, Severity
from loaders import SourceError, read_workbook
from loaders.annotated import annotate
from loaders.annotations import Annotation
from loaders.canonical import clean
from loaders.outline import letter
from loaders.returned import original_of, read_returned

ROWS = [
    ["Kennung", "Name", "Zielgruppe"],
    ["A-1", "Treff", "Jugend"],
    ["A-2", "Café Größe", "Alte"],
    ["A-3", "Lernhilfe", "Kinder"],
]
ACCEPT, INSTEAD = 8, 9  # columns of the list
BESIDE, SUGGESTED = 5, 6  # columns beside three columns of data


def xlsx(rows, *, title="Angebote", change=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            if text:
                sheet.cell(row, column).value = text
                if isinstance(text, str):
                    sheet.cell(row, column).data_type = "s"
    if change:
        change(book)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def note(row, column, suggestion=None, *, sheet="Angebote", rule="DQ-L04"):
    place = Place("a.xlsx", sheet, row, letter(column))
    return Annotation(place, Severity.WARNING, rule, "Bitte ansehen.", suggestion=suggestion)


def sent(data, notes, name="a.xlsx"):
    """A delivery, and the annotated workbook somebody has open."""
    original = read_workbook(data, name)
    book = openpyxl.load_workbook(io.BytesIO(annotate(data, original, notes)))
    return SimpleNamespace(original=original, book=book, sheet=book.worksheets[0], list=book["Befunde"])


def back(case, original=None):
    return read_returned(read_workbook(saved(case.book), "zurueck.xlsx"), original or case.original)


def codes(returned):
    """The situations that were told, by the beginning of their texts."""
    return [finding.message["en"] for finding in returned.problems]


def line(case, cell):
    """The row of the list that is about a cell."""
    return next(row for row in range(6, case.list.max_row + 1) if case.list.cell(row, 3).value == cell)


@pytest.fixture
def case():
    return sent(xlsx(ROWS), [note(2, 3, "ZG-A06"), note(3, 3, "ZG-A10"), note(3, 2, "Café"), note(4, 3)])


def test_nothing_entered_is_nothing_corrected(case):
    returned = back(case)
    assert returned.original_sha256 == case.original.sha256
    assert not returned.corrections
    assert not returned.accepted
    assert not returned.problems


def test_a_changed_cell_is_a_correction(case):
    case.sheet["C4"] = "Schulkinder"
    case.sheet["B2"] = None
    returned = back(case)
    assert returned.corrections == {("Angebote", 4, 3): "Schulkinder", ("Angebote", 2, 2): ""}
    assert not returned.problems


@pytest.mark.parametrize("word", ["ja", "Ja.", "x", True])
def test_yes_in_the_list_takes_one_suggestion(case, word):
    case.list.cell(line(case, "C3"), ACCEPT).value = word
    returned = back(case)
    assert returned.corrections == {("Angebote", 3, 3): "ZG-A10"}
    assert returned.accepted == (Place("a.xlsx", "Angebote", 3, "C"),)


def test_yes_beside_the_row_takes_all_its_suggestions(case):
    case.sheet.cell(3, BESIDE).value = "ja"
    assert back(case).corrections == {("Angebote", 3, 3): "ZG-A10", ("Angebote", 3, 2): "Café"}


def test_the_answer_to_a_single_finding_counts_before_that_of_the_row(case):
    case.sheet.cell(3, BESIDE).value = "ja"
    case.list.cell(line(case, "B3"), ACCEPT).value = "nein"
    returned = back(case)
    assert returned.corrections == {("Angebote", 3, 3): "ZG-A10"}
    assert ["Different answers" in text for text in codes(returned)] == [True]
    assert returned.problems[0].place == Place("a.xlsx", "Angebote", 3, "B")


def test_instead_counts_before_the_suggestion(case):
    case.list.cell(line(case, "C3"), ACCEPT).value = "ja"
    case.list.cell(line(case, "C3"), INSTEAD).value = "ZG-M02"
    returned = back(case)
    assert returned.corrections == {("Angebote", 3, 3): "ZG-M02"}
    assert not returned.accepted


def test_a_cell_changed_by_hand_counts_before_everything_and_the_contradiction_is_told(case):
    case.sheet["C3"] = "Eigenes"
    case.list.cell(line(case, "C3"), ACCEPT).value = "ja"
    case.sheet["C2"] = "ZG-A06"
    case.list.cell(line(case, "C2"), ACCEPT).value = "ja"  # says the same
    returned = back(case)
    assert returned.corrections == {("Angebote", 3, 3): "Eigenes", ("Angebote", 2, 3): "ZG-A06"}
    assert [finding.place.cell for finding in returned.problems] == ["C3"]
    assert "changed by hand" in codes(returned)[0]
    assert "Eigenes" not in repr(returned.problems)


def test_two_suggestions_for_one_cell_are_not_chosen_between():
    case = sent(xlsx(ROWS), [note(2, 3, "eins"), note(2, 3, "zwei", rule="DQ-L05")])
    case.sheet.cell(2, BESIDE).value = "ja"
    returned = back(case)
    assert not returned.corrections
    assert "Several different" in codes(returned)[0]
    case.list.cell(6, INSTEAD).value = "drei"
    assert back(case).corrections == {("Angebote", 2, 3): "drei"}


def test_an_answer_that_is_neither_yes_nor_no_is_told(case):
    case.list.cell(line(case, "C3"), ACCEPT).value = "vielleicht"
    returned = back(case)
    assert not returned.corrections
    assert "neither yes nor no" in codes(returned)[0]
    assert returned.problems[0].place.cell == f"H{line(case, 'C3')}"


def reordered(sheet, order, columns=SUGGESTED):
    """The rows below the header in another order, with or without what stands right of the data."""
    rows = [[sheet.cell(row, n).value for n in range(1, columns + 1)] for row in order]
    for row, values in enumerate(rows, start=2):
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column).value = value


def test_sorted_rows_are_recognised(case):
    case.sheet.cell(3, BESIDE).value = "ja"
    case.sheet["C4"] = "Schulkinder"
    reordered(case.sheet, [4, 3, 2])
    returned = back(case)
    assert returned.corrections == {
        ("Angebote", 3, 2): "Café",
        ("Angebote", 3, 3): "ZG-A10",
        ("Angebote", 4, 3): "Schulkinder",
    }
    assert not returned.problems


def test_rows_sorted_without_their_numbers_are_refused(case):
    case.list.cell(line(case, "C3"), ACCEPT).value = "ja"
    reordered(case.sheet, [4, 2, 3], columns=3)
    returned = back(case)
    assert returned.corrections == {("Angebote", 3, 3): "ZG-A10"}  # the list names the cell itself
    assert "sorted or moved" in codes(returned)[0]


def test_an_inserted_row_moves_nothing_and_is_new(case):
    case.sheet.insert_rows(3)
    case.sheet["A3"], case.sheet["B3"] = "A-9", "Neu"
    case.sheet["C5"] = "Schulkinder"
    returned = back(case)
    assert returned.corrections == {("Angebote", 4, 3): "Schulkinder"}
    assert returned.added_rows == {"Angebote": (("A-9", "Neu", ""),)}
    assert "New rows in the returned file: 1 (first: row 3)" in codes(returned)[0]


def test_rows_at_the_end_are_new(case):
    for row in (5, 7):
        case.sheet.cell(row, 1).value = f"A-{row}"
    returned = back(case)
    assert not returned.corrections
    assert returned.added_rows == {"Angebote": (("A-5", "", ""), ("A-7", "", ""))}


def test_a_deleted_row_stays_and_is_told(case):
    case.sheet.delete_rows(3)
    case.sheet["C3"] = "Schulkinder"
    returned = back(case)
    assert returned.corrections == {("Angebote", 4, 3): "Schulkinder"}
    assert returned.deleted_rows == (("Angebote", 3),)
    assert "everything stays as it was" in codes(returned)[0]


def test_a_copied_row_is_a_new_one_wherever_it_was_put(case):
    for column in range(1, SUGGESTED + 1):
        case.sheet.cell(5, column).value = case.sheet.cell(2, column).value
    case.sheet["B2"] = "Treff Nord"  # the upper of the two is the changed one
    returned = back(case)
    assert not returned.corrections
    assert returned.added_rows == {"Angebote": (("A-1", "Treff Nord", "Jugend"),)}
    assert "copy of row 2" in codes(returned)[0]


@pytest.mark.parametrize("change", [lambda sheet: sheet.insert_cols(2), lambda sheet: sheet.delete_cols(2)])
def test_inserted_and_deleted_columns_are_refused(case, change):
    change(case.sheet)
    returned = back(case)
    assert not returned.corrections
    assert "Columns of the sheet" in codes(returned)[0]


def test_columns_that_changed_places_are_refused(case):
    for row in range(1, 5):
        left, right = case.sheet.cell(row, 2), case.sheet.cell(row, 3)
        left.value, right.value = right.value, left.value
    returned = back(case)
    assert not returned.corrections
    assert "Columns of the sheet" in codes(returned)[0]


def test_without_the_hidden_column_only_the_list_counts(case):
    case.sheet.delete_cols(4)
    case.sheet["C4"] = "Schulkinder"
    case.list.cell(line(case, "C3"), ACCEPT).value = "ja"
    returned = back(case)
    assert returned.corrections == {("Angebote", 3, 3): "ZG-A10"}
    assert "hidden column of row numbers is missing" in codes(returned)[0]


def test_without_the_list_only_the_cells_count(case):
    case.book.remove(case.list)
    case.sheet["C4"] = "Schulkinder"
    case.sheet.cell(3, BESIDE).value = "ja"
    returned = back(case)
    assert returned.corrections == {("Angebote", 4, 3): "Schulkinder"}
    assert "sheet of findings is missing" in codes(returned)[0]


def test_renamed_moved_missing_and_new_sheets():
    def more(book):
        book.create_sheet("Zweites")["A1"] = "eins"
        book.create_sheet("Drittes")["A1"] = "zwei"

    case = sent(xlsx(ROWS, change=more), [note(2, 3, "ZG-A06")])
    case.sheet.title = "Umbenannt"
    case.sheet["C4"] = "Schulkinder"
    case.book.move_sheet(case.sheet, 2)
    case.book.remove(case.book["Zweites"])
    case.book.create_sheet("Notizen")["A1"] = "nur so"
    case.book["Drittes"]["A1"] = "drei"
    returned = back(case)
    assert returned.corrections == {("Angebote", 4, 3): "Schulkinder", ("Drittes", 1, 1): "drei"}
    assert [(f.effect, f.place.sheet) for f in returned.problems] == [
        (Effect.NOTE, "Zweites"),
        (Effect.SKIP, "Notizen"),
    ]


def test_another_file_is_not_ours_and_another_delivery_is_refused(case):
    assert read_returned(read_workbook(xlsx(ROWS), "a.xlsx"), case.original) is None
    assert original_of(case.original) is None
    assert original_of(read_workbook(saved(case.book), "a.xlsx")) == case.original.sha256
    case.sheet["C4"] = "Schulkinder"
    returned = back(case, read_workbook(xlsx([["etwas"]]), "b.xlsx"))
    assert returned.original_sha256 == case.original.sha256
    assert not returned.corrections
    assert [finding.effect for finding in returned.problems] == [Effect.REJECT_FILE]
    with pytest.raises(SourceError, match="refused"):
        back(case, read_workbook(b"", "b.xlsx"))


def test_another_format_is_refused(case):
    case.book["querblick-rueckgabe"]["B2"] = "99"
    returned = back(case)
    assert [finding.effect for finding in returned.problems] == [Effect.REJECT_FILE]
    assert "another version" in codes(returned)[0]


def test_formulas_that_were_there_are_not_corrections_and_new_ones_need_a_result():
    def calculate(book):
        book.active["D2"] = "=LEN(B2)"

    case = sent(xlsx(ROWS, change=calculate), [note(2, 3, "ZG-A06")])
    case.sheet["C3"] = "=A3"
    case.sheet["C4"] = "#REF!"
    returned = back(case)
    assert not returned.corrections
    assert [finding.place.cell for finding in returned.problems] == ["C3", "C4"]


def test_the_last_digit_of_a_broken_number_is_no_correction_but_that_of_a_whole_one_is():
    case = sent(xlsx([["a", "b", "c"], [30.53133640553, 123456789012345, 12.5]]), [])
    case.sheet["A2"], case.sheet["B2"], case.sheet["C2"] = 30.5313364055299, 123456789012346, 12.6
    returned = back(case)
    assert returned.corrections == {("Angebote", 2, 2): "123456789012346", ("Angebote", 2, 3): "12.6"}


def test_a_csv_is_corrected_in_its_own_cells():
    data = "Kennung;Name;PLZ\nA-1;Größe;00999\nA-2;=1+1;12\n".encode("cp1252")
    original = read_workbook(data, "angebote.csv")
    case = sent(data, [note(3, 3, "00012", sheet="angebote")], "angebote.csv")
    case.sheet.cell(3, BESIDE).value = "ja"
    case.sheet["B2"] = "=kein Wert"
    case.sheet["B2"].data_type = "s"
    returned = back(case, original)
    assert returned.corrections == {("angebote", 3, 3): "00012", ("angebote", 2, 2): "=kein Wert"}
    assert not returned.problems


TEXTS = st.one_of(
    st.sampled_from(
        ["", "Café Größe", "00123", "=1+1", "_x0041_", "ja", "nein", "a\nb", "12.5", "TRUE", "-", "1.1.2026"]
    ),
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
)


@st.composite
def deliveries(draw):
    """A grid whose last row and column are filled, and distinct cells with suggestions."""
    height, wide = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    grid = [[clean(draw(TEXTS)) for _ in range(wide)] for _ in range(height)]
    grid[0] = [f"Spalte {n}" for n in range(wide)]
    grid[-1][-1] = grid[-1][-1] or "Ende"
    spots = draw(st.sets(st.tuples(st.integers(2, height), st.integers(1, wide)), max_size=6))
    suggestions = {spot: clean(draw(TEXTS)) for spot in sorted(spots)}
    return grid, {spot: text for spot, text in suggestions.items() if text}


@settings(max_examples=40)
@given(delivery=deliveries(), beside=st.booleans())
def test_accepting_everything_corrects_exactly_what_was_suggested(delivery, beside):
    grid, suggestions = delivery
    notes = [note(row, column, text) for (row, column), text in suggestions.items()]
    case = sent(xlsx(grid), notes)
    if beside:
        for row, _ in suggestions:
            case.sheet.cell(row, len(grid[0]) + 2).value = "ja"
    else:
        for row in range(6, 6 + len(notes)):
            case.list.cell(row, ACCEPT).value = "ja"
    returned = back(case)
    assert returned.corrections == {
        ("Angebote", row, column): text
        for (row, column), text in suggestions.items()
        if text != grid[row - 1][column - 1]
    }
    assert {(place.row, place.column) for place in returned.accepted} == {
        (row, letter(column)) for row, column in suggestions
    }
    assert not returned.problems


@settings(max_examples=40)
@given(delivery=deliveries(), data=st.data())
def test_edits_are_found_in_their_own_row_however_it_was_sorted(delivery, data):
    grid, _ = delivery
    height, wide = len(grid), len(grid[0])
    spots = st.tuples(st.integers(2, height), st.integers(1, wide))
    edits = {spot: f"neu {n}" for n, spot in enumerate(sorted(data.draw(st.sets(spots, max_size=4))))}
    case = sent(xlsx(grid), [note(2, 1)])
    for (row, column), text in edits.items():
        case.sheet.cell(row, column).value = text
    values = [[cell.value for cell in row] for row in case.sheet.iter_rows(max_col=wide + 3)]
    order = data.draw(st.permutations(range(1, height)))
    for row, before in enumerate(order, start=2):
        for column, value in enumerate(values[before], start=1):
            cell = case.sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    returned = back(case)
    assert returned.corrections == {("Angebote", *spot): text for spot, text in edits.items()}
    assert not returned.problems
