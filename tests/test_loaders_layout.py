"""On any sheet the table is found, what is not data is named, and a person may overrule all of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.canonical import canonical
from loaders.layout import LayoutChoice, data_rows, find_layout
from loaders.layout_header import heal
from loaders.outline import Merge, Outline
from loaders.spreadsheet import Sheet

PLAIN = [
    ["Kennung", "Name", "Ort", "Plätze"],
    ["T-1", "Diakonie Beispielau", "Beispielau", 12],
    ["T-2", "Caritas Beispielau", "Beispielau", 8],
    ["T-3", "Stadt Beispielau", "Altdorf", 30],
]


def sheet(rows, *merges, hidden=()):
    grid = [[canonical(value) for value in row] for row in rows]
    outline = Outline(merges=[Merge(*merge) for merge in merges], hidden_rows=set(hidden))
    return Sheet("Blatt", 1, grid, outline=outline)


def found(rows, *merges, **choice):
    raw = sheet(rows, *merges)
    layout = find_layout(raw, LayoutChoice(**choice))
    return layout, {row: {c: cell.text for c, cell in cells.items()} for row, cells in data_rows(raw, layout)}


def reasons(layout):
    return {aside.row: aside.reason for aside in layout.set_aside}


def test_a_plain_table_has_its_header_in_the_first_row():
    layout, data = found(PLAIN)
    assert layout.header_rows == (1,)
    assert (layout.first_row, layout.last_row) == (2, 4)
    assert layout.headers == ("Kennung", "Name", "Ort", "Plätze")
    assert data[3] == {1: "T-2", 2: "Caritas Beispielau", 3: "Beispielau", 4: "8"}
    assert not layout.set_aside


def test_titles_above_and_footnotes_below_are_set_aside_and_shown():
    rows = [
        ["Beratungsstellen in Beispielau"],
        ["Stand:", "31.12.2025"],
        [],
        *PLAIN,
        [],
        ["1) ohne Außenstellen"],
        ["x = Angabe nicht sinnvoll"],
        ["Quelle: Erhebung der Stadt Beispielau"],
        ["Die Angaben beruhen auf der Mitteilung der Stellen."],
    ]
    layout, data = found(rows)
    assert layout.header_rows == (4,)
    assert list(data) == [5, 6, 7]
    assert reasons(layout) == {
        1: "title",
        2: "title",
        9: "footnote",
        10: "footnote",
        11: "footnote",
        12: "footnote",
    }
    assert layout.set_aside[0].text == "Beratungsstellen in Beispielau"
    assert layout.set_aside[1].text == "Stand:; 31.12.2025"


def test_a_footnote_directly_below_is_told_from_a_record_that_only_has_a_name():
    layout, data = found([*PLAIN, [None, "Neue Stelle"], ["Quelle: Stadt Beispielau"]])
    assert list(data) == [2, 3, 4, 5]
    assert reasons(layout) == {6: "footnote"}


def test_merged_headers_of_two_rows_are_unfolded():
    rows = [
        ["Bevölkerung am 31.12.", None, None, None, None],
        ["Schlüssel-nummer", "Stadtteil", "Bevölkerung2)", None, None],
        [None, "Ortsteil", "insgesamt", "weiblich", "je km²"],
        [1, 2, 3, 4, 5],
        ["01", "Altstadt", 1200, 600, 80],
        ["02", "Neustadt", 900, 460, 70],
        ["03", "Hafen", 100, 46, 7],
    ]
    layout, data = found(rows, (1, 1, 1, 5), (2, 1, 3, 1), (2, 3, 2, 5))
    assert layout.header_rows == (2, 3)
    assert layout.headers == (
        "Schlüsselnummer",
        "Stadtteil / Ortsteil",
        "Bevölkerung / insgesamt",
        "Bevölkerung / weiblich",
        "Bevölkerung / je km²",
    )
    assert reasons(layout) == {1: "title", 4: "units"}
    assert list(data) == [5, 6, 7]


def test_three_header_rows():
    rows = [
        ["Gebiet", "Haushalte", None, "Kinder", None],
        [None, "alle", "mit Kindern", "alle", "unter 3"],
        [None, "Zahl der Haushalte am Ort", "darunter mit Kindern", "unter 18 Jahren", "unter 3 Jahren"],
        *[[f"Gebiet {n}", 100 + n, 20 + n, 30 + n, 5 + n] for n in range(6)],
    ]
    layout, data = found(rows, (1, 1, 3, 1), (1, 2, 1, 3), (1, 4, 1, 5))
    assert layout.header_rows == (1, 2, 3)
    assert layout.headers[0] == "Gebiet"
    assert layout.headers[1] == "Haushalte / alle / Zahl der Haushalte am Ort"
    assert list(data) == [4, 5, 6, 7, 8, 9]


def test_header_groups_of_a_csv_reach_to_the_next_group():
    rows = [
        ["", "Bevölkerung", "", "", "Haushalte", ""],
        ["Stadtteil", "insgesamt", "weiblich", "männlich", "insgesamt", "mit Kindern"],
        *[[f"Gebiet {n}", 10 * n, 5 * n, 5 * n, 4 * n, n] for n in range(1, 5)],
    ]
    layout, _ = found(rows)
    assert layout.header_rows == (1, 2)
    assert layout.headers == (
        "Stadtteil",
        "Bevölkerung / insgesamt",
        "Bevölkerung / weiblich",
        "Bevölkerung / männlich",
        "Haushalte / insgesamt",
        "Haushalte / mit Kindern",
    )


def test_a_row_of_units_is_set_aside_but_subheadings_of_a_group_are_not():
    rows = [
        ["Stelle", "Betrag", "Anteil"],
        [None, "in EUR", "in %"],
        ["A", 1000, 10],
        ["B", 2000, 20],
        ["C", 5, 1],
    ]
    layout, data = found(rows)
    assert reasons(layout) == {2: "units"}
    assert list(data) == [3, 4, 5]
    grouped, _ = found([["Stelle", "Förderung", None], *rows[1:]], (1, 2, 1, 3), (1, 1, 2, 1))
    assert grouped.headers == ("Stelle", "Förderung / in EUR", "Förderung / in %")


def test_a_first_record_that_counts_up_is_not_a_numbering_of_columns():
    layout, data = found([["nr", "a", "b"], [1, 2, 3], [2, 5, 6], [3, 1, 1]])
    assert layout.header_rows == (1,)
    assert list(data) == [2, 3, 4]


def test_totals_are_set_aside_and_may_be_brought_back():
    rows = [
        ["Stadtteil", "Kinder"],
        ["Altstadt", 120],
        ["Gesamtschulviertel", 40],
        ["Zwischensumme", 160],
        ["Neustadt", 90],
        ["Beispielau insgesamt", 250],
    ]
    layout, data = found(rows)
    assert reasons(layout) == {4: "total", 6: "total"}
    assert list(data) == [2, 3, 5]
    kept, data = found(rows, keep=frozenset({6}))
    assert reasons(kept) == {4: "total"}
    assert data[6] == {1: "Beispielau insgesamt", 2: "250"}


def test_a_footnote_may_be_brought_back_without_the_others():
    rows = [*PLAIN, [], ["1) Altdorf"], ["Quelle: Stadt"]]
    layout, data = found(rows, keep=frozenset({6}))
    assert list(data) == [2, 3, 4, 6]
    assert reasons(layout) == {7: "footnote"}


def test_years_may_be_headers():
    rows = [
        ["Stadtteil", 2023, 2024, 2025],
        ["Altstadt", 120, 130, 131],
        ["Neustadt", 90, 91, 95],
        ["Hafen", 7, 8, 9],
    ]
    layout, _ = found(rows)
    assert layout.headers == ("Stadtteil", "2023", "2024", "2025")


def test_ages_and_days_may_be_headers():
    ages = [
        ["Alter", 0, 1, 2, 3],
        ["Altstadt", 12, 13, 14, 20],
        ["Neustadt", 3, 4, 4, 1],
        ["Hafen", 7, 9, 8, 2],
    ]
    assert found(ages)[0].headers == ("Alter", "0", "1", "2", "3")
    days = [
        [None, date(2024, 12, 31), date(2025, 12, 31)],
        ["Altstadt", 12, 13],
        ["Hafen", 3, 4],
        ["Markt", 1, 2],
    ]
    assert found(days)[0].headers == ("Spalte A", "2024-12-31", "2025-12-31")


def test_many_footnotes_do_not_make_a_list_of_one_column():
    notes = [[f"{n}) Erläuterung zu einer der Spalten"] for n in range(1, 14)]
    layout, data = found([["Einrichtungen"], *PLAIN, [], *notes])
    assert layout.header_rows == (2,)
    assert list(data) == [3, 4, 5]
    assert set(reasons(layout).values()) == {"title", "footnote"}


def test_groups_of_crosses_without_merged_cells():
    rows = [
        ["Nr", "Name", "Zielgruppen", None, None],
        [None, None, "Kinder", "Jugend", "Alte"],
        ["1", "Kita", "x", None, None],
        ["2", "Heim", None, "x", "x"],
        ["3", "Treff", "x", "x", "x"],
    ]
    layout, data = found(rows)
    assert layout.headers == (
        "Nr",
        "Name",
        "Zielgruppen / Kinder",
        "Zielgruppen / Jugend",
        "Zielgruppen / Alte",
    )
    assert list(data) == [3, 4, 5]


def test_a_remark_apart_from_a_table_of_two_columns():
    rows = [
        ["Name", "Ort"],
        ["Kita", "Altdorf"],
        ["Heim", "Neustadt"],
        [],
        ["Bearbeitet im Amt für Soziales im Mai"],
    ]
    assert list(found(rows)[1]) == [2, 3]
    assert list(found([*rows[:3], [], ["Nachtrag"]])[1]) == [2, 3, 5]


@pytest.mark.parametrize(
    "rows",
    [
        [["T-1", "Haus A", 12, "a@beispielau.example"], ["T-2", "Haus B", 9, "b@beispielau.example"]] * 4,
        [["Altstadt", "ja", "01.02.2025"], ["Neustadt", "nein", "03.04.2025"], ["Hafen", "ja", "05.06.2025"]],
        [
            ["Beratung", "Beispielau", "Kirche"],
            ["Kita", "Beispielau", "Kirche"],
            *[["Heim", "Altdorf", "Stadt"]] * 4,
        ],
    ],
)
def test_a_table_without_header_is_recognised(rows):
    layout, data = found(rows)
    assert layout.header_rows == ()
    assert layout.first_row == 1
    assert layout.headers[:2] == ("Spalte A", "Spalte B")
    assert len(data) == len(rows)


def test_a_small_table_of_words_keeps_its_header():
    layout, data = found([["art", "name", "wert"], ["art", "name", "Wert"]])
    assert layout.header_rows == (1,)
    assert list(data) == [2]


def test_a_list_of_one_column():
    layout, data = found([["Name"], ["Diakonie"], ["Caritas"]])
    assert (layout.header_rows, list(data)) == ((1,), [2, 3])
    layout, data = found([["Träger in Beispielau 2025"], [], ["Bezeichnung"], ["Diakonie"], ["Caritas"]])
    assert layout.header_rows == (3,)
    assert reasons(layout) == {1: "title"}


def test_repeated_headers_and_headings_between_rows_are_set_aside():
    rows = [*PLAIN, ["Stationär", None, None, None], PLAIN[0], ["T-4", "Heim", "Altdorf", 5]]
    layout, data = found(rows, (5, 1, 5, 4))
    assert reasons(layout) == {5: "title", 6: "repeated-header"}
    assert list(data) == [2, 3, 4, 7]


def test_empty_rows_are_told_and_left_out():
    layout, data = found([*PLAIN, [], ["T-4", "Heim", "Altdorf", 5]])
    assert reasons(layout) == {5: "empty"}
    assert list(data) == [2, 3, 4, 6]


def test_cells_merged_downwards_give_each_row_the_value():
    rows = [
        ["Träger", "Angebot"],
        ["Diakonie", "Beratung"],
        [None, "Tafel"],
        [None, None],
        ["Caritas", "Heim"],
    ]
    _, data = found(rows, (2, 1, 4, 1))
    assert data == {
        2: {1: "Diakonie", 2: "Beratung"},
        3: {1: "Diakonie", 2: "Tafel"},
        5: {1: "Caritas", 2: "Heim"},
    }


def test_hidden_rows_are_data():
    raw = sheet(PLAIN, hidden={3})
    assert [row for row, _ in data_rows(raw, find_layout(raw))] == [2, 3, 4]


def test_the_rows_of_the_header_may_be_chosen():
    rows = [["Liste"], ["Kennung", "Name"], ["T-1", "Diakonie"], ["T-2", "Caritas"]]
    layout, data = found(rows, header_rows=(2,), first_row=4)
    assert layout.headers == ("Kennung", "Name")
    assert list(data) == [4]
    assert reasons(layout) == {1: "title", 3: "units"}
    layout, data = found(rows, header_rows=(), first_row=2, last_row=3)
    assert layout.headers == ("Spalte A", "Spalte B")
    assert list(data) == [2, 3]
    assert reasons(layout) == {1: "title", 4: "footnote"}


def test_missing_and_equal_headers_get_a_name_of_their_own():
    layout, _ = found(
        [["Name", None, "Tel", "Tel", "Tel (2)"], *[["a", "b", "1", "2", "3"], ["c", "d", "4", "5", "6"]]]
    )
    assert layout.headers == ("Name", "Spalte B", "Tel", "Tel (2)", "Tel (2) (2)")
    assert len(set(layout.headers)) == 5


@pytest.mark.parametrize(
    ("text", "healed"),
    [
        ("Migrations-\nhintergrund", "Migrationshintergrund"),
        ("Bevölkerung mit Migrations-hintergrund in %", "Bevölkerung mit Migrationshintergrund in %"),
        ("Fläche\nin km²", "Fläche in km²"),
        ("Kinder- und\nJugendhilfe", "Kinder- und Jugendhilfe"),
        ("Unter 18-Jährige", "Unter 18-Jährige"),
        ("E-Mail", "E-Mail"),
        ("Telefon *", "Telefon"),
        ("Anteil (2)", "Anteil (2)"),
    ],
)
def test_headers_are_healed(text, healed):
    assert heal(text) == healed


@pytest.mark.parametrize("rows", [[], [[]], [[None, None]], [["nur das"]]])
def test_a_sheet_without_a_table_does_no_harm(rows):
    layout, data = found(rows)
    assert not data
    assert layout.last_row < layout.first_row


CELLS = st.one_of(
    st.none(),
    st.integers(0, 3000),
    st.text("abc äß:1)=", max_size=8),
    st.sampled_from(["Summe", "x", "in %"]),
)


@given(
    st.lists(st.lists(CELLS, max_size=5), max_size=12),
    st.lists(st.tuples(*[st.integers(1, 12)] * 4), max_size=3),
)
def test_every_filled_row_is_header_data_or_set_aside(rows, merges):
    layout, data = found(rows, *merges)
    raw = sheet(rows)
    filled = {number for number, row in enumerate(raw.grid, 1) if any(row)}
    aside = {a.row for a in layout.set_aside if a.reason != "empty"}
    parts = [set(layout.header_rows) & filled, set(data), aside]
    assert set.union(*parts) == filled
    assert sum(map(len, parts)) == len(filled)
    assert len(set(layout.headers)) == len(layout.headers)
