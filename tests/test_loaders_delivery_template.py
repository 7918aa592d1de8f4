"""A template as people hand it back: renamed, moved, cut, without tags or cover. What can be read is read, the rest is said."""

import pytest
from template_files import (
    COVER,
    DAY,
    HEADERS,
    ROWS,
    SPECS,
    book,
    content,
    deliver,
    places,
    record,
    rows,
    said,
)

from graph.findings import Effect
from loaders import Source
from ontology.terms import CL, SOZ

# --- what people do to a template ----------------------------------------------------------------------------------


def rename(book):
    for cell in book["Angebote"][1]:
        cell.value = f"Unsere Spalte {cell.column}"


def drop_labels(book):
    for cell in book["Angebote"][1]:
        cell.value = None


def move(book):
    sheet = book["Angebote"]
    for line in sheet.iter_rows():
        values = [cell.value for cell in line]
        for cell, value in zip(line, reversed(values), strict=True):
            cell.value = value


def insert_column(book):
    book["Angebote"].insert_cols(3)
    book["Angebote"]["C1"] = "Interne Notiz"
    book["Angebote"]["C4"] = "nachfragen"


def insert_titles(book):
    book["Angebote"].insert_rows(1, 2)
    book["Angebote"]["A1"] = "Angebote der Stadt, Stand November"


def drop_tags(book):
    for sheet in book.worksheets[1:]:
        sheet.delete_rows(2)


def tags_above_labels(book):
    sheet = book["Angebote"]
    labels, tags = ([cell.value for cell in sheet[number]] for number in (1, 2))
    for cell, value in zip(sheet[1], tags, strict=True):
        cell.value = value
    for cell, value in zip(sheet[2], labels, strict=True):
        cell.value = value


def empty_rows(book):
    book["Angebote"].insert_rows(4, 3)


def rename_sheet(book):
    book["Angebote"].title = "Tabelle1"


def reorder_sheets(book):
    book.move_sheet("Angebote", -3)


@pytest.mark.parametrize(
    "change",
    [rename, drop_labels, move, insert_column, insert_titles, drop_tags, tags_above_labels, empty_rows, rename_sheet, reorder_sheets],
)  # fmt: skip
def test_renaming_moving_and_inserting_loses_nothing(change):
    delivery = deliver(book(change=change))
    assert not said(delivery, effect=Effect.HOLD_ROW)
    assert content(delivery) == content(deliver(book()))


def test_rows_and_letters_are_those_of_the_users_file():
    delivery = deliver(book(rows(A_2={"status": "Quatsch"}), change=insert_titles))
    (found,) = said(delivery, effect=Effect.HOLD_ROW)[:1]
    assert (found.place.sheet, found.place.cell, found.place.header) == ("Angebote", "F6", "Status")
    moved = deliver(book(rows(A_2={"status": "Quatsch"}), change=insert_column))
    assert ("Angebote", "G4") in places(moved, "DQ-L04")


def test_unknown_columns_are_reported_with_the_nearest_header():
    def misspell(book):
        sheet = book["Angebote"]
        sheet["L1"], sheet["L2"] = "Kosten der Nutzenden", "#angebot+kostn"

    delivery = deliver(book(rows(A_1={"kosten": "kostenfrei"}), change=misspell))
    found = [f for f in delivery.findings if f.rule == "DQ-L01"]
    assert [(f.place.cell, f.suggestion) for f in found] == [("L1", HEADERS["angebot+kosten"])]
    assert not delivery.refused


def test_content_under_no_header_is_reported():
    def scribble(book):
        book["Angebote"].cell(3, 60, "Notiz")

    (found,) = [f for f in deliver(book(change=scribble)).findings if f.rule == "DQ-L01"]
    assert found.place.column == "BH"


def test_a_column_given_twice_refuses_the_file():
    def double(book):
        sheet = book["Angebote"]
        sheet["BA1"], sheet["BA2"] = "Status neu", "#angebot+status"

    delivery = deliver(book(change=double))
    assert delivery.refused
    assert not delivery.records
    (found,) = said(delivery, effect=Effect.REJECT_FILE)
    assert "F, BA" in found.message["de"]


def test_a_missing_mandatory_column_refuses_the_file():
    def cut(book):
        book["Angebote"].delete_cols(6)

    delivery = deliver(book(change=cut))
    assert delivery.refused
    assert "#angebot+status" in said(delivery, effect=Effect.REJECT_FILE)[0].message["de"]


def test_a_foreign_sheet_is_reported_and_a_foreign_file_refused():
    def note(book):
        book.create_sheet("Notizen")["A1"] = "nur für uns"

    delivery = deliver(book(change=note))
    assert [f.place.sheet for f in delivery.findings if f.rule == "DQ-L01"] == ["Notizen"]
    foreign = deliver(b"nr;strasse;betrag\n1;x;2\n", "fakten.csv")
    assert foreign.refused
    assert any("Kein Blatt" in f.message["de"] for f in said(foreign, effect=Effect.REJECT_FILE))


def csv_of(tag, *, tags=True, cover=True):
    spec = next(s for s in SPECS if s.tag == tag)
    lines = []
    if cover:
        lines += [f"#lieferung+{name};{text}" for name, text in COVER.items()]
    lines.append(";".join(c.label["de"] for c in spec.columns))
    if tags:
        lines.append(";".join(c.tag for c in spec.columns))
    for line in ROWS[tag]:
        lines.append(";".join(f'"{line.get(c.tag.partition("+")[2], "")}"' for c in spec.columns))
    return "\r\n".join(lines).encode("cp1252")


@pytest.mark.parametrize(("tags", "filename"), [(True, "beliebig.csv"), (False, "traeger_2026-11.csv")])
def test_csv_is_one_sheet(tags, filename):
    delivery = deliver(csv_of("#traeger", tags=tags), filename)
    assert not delivery.refused
    whole = deliver(book())
    assert content(delivery) == {entry for entry in content(whole) if entry[0] == SOZ.Provider}
    assert record(delivery, "T-1").place.row == len(COVER) + (3 if tags else 2)


def test_without_a_cover_nobody_delivers():
    delivery = deliver(csv_of("#traeger", cover=False), "traeger.csv")
    assert delivery.refused
    assert {f.place.describe() for f in said(delivery, effect=Effect.REJECT_FILE)} == {"traeger.csv"}
    named = Source("fiktiva", "Fiktiva", CL["quellenart-traeger"], DAY)
    assert deliver(csv_of("#traeger", cover=False), "traeger.csv", source=named).source == named


@pytest.mark.parametrize(
    ("cover", "cell"),
    [
        ({"art": "Freund"}, "B7"),
        ({"datum": "neulich"}, "B8"),
        ({"quelle": "Ü 1"}, "B5"),
        ({"ags": "06534014"}, "B11"),
    ],
)
def test_a_wrong_cover_refuses_the_file_and_names_the_cell(cover, cell):
    delivery = deliver(book(**cover))
    assert delivery.refused
    assert ("Lieferung", cell) in {
        (f.place.sheet, f.place.cell) for f in said(delivery, effect=Effect.REJECT_FILE)
    }


def test_a_person_on_the_cover_is_not_taken_over():
    delivery = deliver(book(von="Frau Beispiel"))
    assert delivery.source.delivered_by == ""
    (found,) = [f for f in delivery.findings if f.rule == "DQ-L06"]
    assert "Beispiel" not in " ".join(found.message.values())
    assert not delivery.refused


def test_a_newer_template_is_refused():
    def newer(book):
        book["Lieferung"]["B12"] = 99

    assert deliver(book(change=newer)).refused
