"""Cells as spreadsheets keep them: numbers, formulas, hidden and merged ones; and what is said about them."""

import io
import re
import zipfile

from rdflib import Literal
from template_files import AGS, book, content, deliver, places, record, rows

from graph.findings import Effect
from loaders.messages import messages
from ontology import iris
from ontology.terms import LOCN, SOZ


def test_missing_values_are_told_apart():
    delivery = deliver(book(rows(F_1={"betrag": "unbekannt", "anteil": "keine", "rechtsgrundlage": None})))
    funding = record(delivery, "F-1")
    assert funding.values(SOZ.unknownValueFor) == [SOZ.amount]
    assert funding.values(SOZ.noValueFor) == [SOZ.share]
    assert not funding.values(SOZ.amount)
    assert not funding.held_back


def test_a_blank_part_of_an_address_denies_no_address():
    site = record(deliver(book(rows(S_1={"hausnummer": "–"}))), "S-1")
    assert not site.values(SOZ.noValueFor)
    assert site.values(LOCN.address)


def test_postcodes_and_municipality_keys_stored_as_numbers_are_mended():
    def numbers(book):
        book["Standorte"]["F3"] = 1067
        book["Standorte"]["F3"].number_format = "0"
        book["Gebiete"]["E3"] = 99999001

    delivery = deliver(book(change=numbers))
    address = iris.record(AGS, SOZ.Site, "S-1-anschrift")
    site = record(delivery, "S-1")
    assert [str(s.value) for s in site.statements if s.subject == address and s.path == LOCN.postCode] == [
        "01067"
    ]
    assert ("Standorte", "F3") in places(delivery, "DQ-L03")
    assert record(delivery, "G-0").values(SOZ.ags) == [Literal(AGS)]


def test_formulas_with_a_value_are_noted_once_per_column():
    delivery = deliver(_patched(book(), "xl/worksheets/sheet5.xml", _formula("E3", "AT-B3")))
    notes = [f for f in delivery.findings if f.rule == "DQ-L10"]
    assert [(f.place.sheet, f.place.cell, f.effect) for f in notes] == [("Angebote", "E3", Effect.NOTE)]
    assert not record(delivery, "A-1").held_back


def test_formulas_without_a_value_hold_the_row_back():
    delivery = deliver(_patched(book(), "xl/worksheets/sheet5.xml", _formula("E3", None)))
    assert record(delivery, "A-1").held_back
    assert ("Angebote", "E3") in places(delivery, "DQ-L10")


def _formula(cell, value):
    def patch(part):
        kind = b' t="str"' if value else b""
        result = f"<v>{value}</v>".encode() if value else b"<v/>"
        new, count = re.subn(
            rb'<c r="%b"[^>]*>.*?</c>' % cell.encode(),
            b'<c r="%b"%b><f>A1</f>%b</c>' % (cell.encode(), kind, result),
            part,
        )
        assert count == 1
        return new

    return patch


def _patched(data, name, patch):
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            body = source.read(part)
            target.writestr(part, patch(body) if part == name else body)
    return out.getvalue()


def test_hidden_sheets_rows_and_columns_are_read_and_noted():
    def hide(book):
        book["Finanzierungen"].sheet_state = "hidden"
        book["Angebote"].row_dimensions[4].hidden = True
        book["Angebote"].column_dimensions["C"].hidden = True

    delivery = deliver(book(change=hide))
    notes = {(f.place.sheet, f.place.row, f.place.column) for f in delivery.findings if f.rule == "DQ-L10"}
    assert notes == {("Finanzierungen", None, None), ("Angebote", 4, None), ("Angebote", 1, "C")}
    assert content(delivery) == content(deliver(book()))


def test_cells_merged_downwards_hold_for_each_row():
    def merge(book):
        book["Angebote"]["C4"] = None
        book["Angebote"].merge_cells("C3:C4")

    delivery = deliver(book(change=merge))
    assert record(delivery, "A-2").values(SOZ.providedBy) == record(delivery, "A-1").values(SOZ.providedBy)
    (note,) = [f for f in delivery.findings if f.rule == "DQ-L10"]
    assert "C3:C4" in note.message["de"]


def test_cells_merged_across_are_noted():
    def merge(book):
        book["Angebote"].merge_cells("B3:C3")

    delivery = deliver(book(change=merge))
    assert [f.place.cell for f in delivery.findings if f.rule == "DQ-L10"] == ["B3"]


def test_every_message_is_in_both_languages_and_complete():
    for data in (book(), book(rows(A_1={"status": "x", "gueltig-ab": "bald"}, C_2={"gebiet": "?"}))):
        for found in deliver(data).findings:
            assert set(found.message) == {"de", "en"}
            assert "{" not in "".join([*found.message.values(), *found.remedy.values()])
            assert found.rule in {m.rule for m in messages().values()}
