"""A delivery in the template's form, and everything people do to it, becomes the same records with the right places."""

import io
import re
import zipfile
from datetime import date

import openpyxl  # noqa: TID251 changes the workbooks that tests deliver
import pytest
from rdflib import Literal

from graph.findings import Effect
from loaders import KnownRecord, KnownRecords, Source, hold_back, load, read_workbook, write_records
from loaders.messages import messages
from ontology import iris
from ontology.namespaces import DCTERMS, RDF, RDFS
from ontology.terms import CL, LOCN, SOZ
from shapes import sheet_specs

AGS = "99999001"
DAY = date(2026, 11, 24)
COVER = {
    "quelle": "fiktiva", "titel": "Meldung Fiktiva", "art": "Träger", "datum": "20.11.2026",
    "von": "Geschäftsstelle", "gemeinde": "Beispielau", "ags": AGS,
}  # fmt: skip
ROWS = {
    "#gebiet": [
        {"kennung": "G-0", "name": "Beispielau", "ebene": "Gemeinde", "ags": AGS},
        {"kennung": "G-1", "name": "Nordfeld", "ebene": "Stadtteil", "teil-von": "G-0"},
    ],
    "#traeger": [
        {"kennung": "T-1", "name": "Sozialwerk Fiktiva e. V.", "traegerart": "TT-F1", "offenlegung": "öffentlich"},
        {"kennung": "T-2", "name": "Amt für Soziales", "traegerart": "TT-O1"},
    ],
    "#kostentraeger": [{"kennung": "T-2", "name": "Amt für Soziales", "saeule": "SA-02"}],
    "#standort": [
        {"kennung": "S-1", "name": "Haus am Markt", "offenlegung": "öffentlich", "strasse": "Marktplatz", "hausnummer": "7",
         "plz": "00999", "ort": "Beispielau", "lage": "POINT(8.7 50.8)", "gebiet": "G-1"},
    ],
    "#angebot": [
        {"kennung": "A-1", "name": "Schuldnerberatung", "traeger": "T-1", "angebotsart": "AT-B3", "status": "aktiv",
         "standort": "Haus am Markt", "rechtsgrundlage": "§ 16a SGB II", "gueltig-ab": "01.01.2025",
         "gueltig-bis": "unbefristet", "telefon": "unbekannt", "offenlegung": "öffentlich"},
        {"kennung": "A-2", "name": "Jugendtreff", "traeger": "Amt für Soziales", "angebotsart": "AT-K4", "status": "geplant"},
    ],
    "#abdeckung": [
        {"kennung": "C-1", "angebot": "A-1", "zielgruppe": "ZG-E05; ZG-A06 + ZG-M02", "bedarf": "BD-EX2", "gebiet": "G-0",
         "offenlegung": "öffentlich"},
        {"kennung": "C-2", "angebot": "Jugendtreff", "zielgruppe": "Jugendliche", "bedarf": "BD-SO2", "gebiet": "Nordfeld",
         "alter-von": "14", "alter-bis": "17"},
    ],
    "#finanzierung": [
        {"kennung": "F-1", "angebot": "A-1", "zahlt": "T-2", "art": "FT-K1", "betrag": "60.000,00", "jahr": "2026",
         "anteil": "40 %"},
    ],
}  # fmt: skip

SPECS = tuple(spec for spec in sheet_specs() if spec.tag in ROWS)
HEADERS = {column.tag.removeprefix("#"): column.label["de"] for spec in SPECS for column in spec.columns}


def rows(**changes):
    """The rows, with cells changed: `rows(A_1={"status": "beendet"})`; None removes the row."""
    changed = {}
    for tag, records in ROWS.items():
        kept = [(r, changes.get(r["kennung"].replace("-", "_"), {})) for r in records]
        changed[tag] = [{**record, **change} for record, change in kept if change is not None]
    return changed


def book(content=None, change=None, **cover):
    data = write_records(SPECS, content or ROWS, cover={**COVER, **cover}, empty=False)
    if change is None:
        return data
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def deliver(data, filename="meldung.xlsx", known=KnownRecords(), **more):  # noqa: B008 immutable
    return load(read_workbook(data, filename), SPECS, AGS, known, received=DAY, **more)


def said(delivery, *, effect=None):
    return [f for f in delivery.findings if effect is None or f.effect is effect]


def record(delivery, key, cls=None):
    return next(r for r in delivery.records if r.key == key and cls in (None, r.cls))


def content(delivery):
    """What the records say, without where they stood."""
    return {
        (r.cls, r.iri, s.subject, s.path, s.value)
        for r in delivery.records
        for s in r.statements
        if not r.held_back
    }


def places(delivery, rule):
    return {(f.place.sheet, f.place.cell) for f in delivery.findings if f.rule == rule}


def test_a_clean_delivery_has_records_and_no_complaints():
    delivery = deliver(book())
    assert not said(delivery, effect=Effect.HOLD_ROW)
    assert not delivery.refused
    assert len(delivery.records) == 11
    assert delivery.counts[SOZ.Offer] == 2
    assert delivery.source == Source(
        "fiktiva", "Meldung Fiktiva", CL["quellenart-traeger"], date(2026, 11, 20), "Geschäftsstelle"
    )
    assert {f.rule for f in delivery.findings} == {"DQ-L07"}


def test_a_row_becomes_a_record_with_its_place():
    offer = record(deliver(book()), "A-1")
    assert offer.cls == SOZ.Offer
    assert offer.iri == iris.record(AGS, SOZ.Offer, "A-1")
    assert (offer.place.sheet, offer.place.row) == ("Angebote", 3)
    assert offer.disclosure == CL["offenlegung-oeffentlich"]
    assert offer.values(RDFS.label) == [Literal("Schuldnerberatung", lang="de")]
    assert offer.values(SOZ.atSite) == [iris.record(AGS, SOZ.Site, "S-1")]
    assert offer.values(SOZ.noValueFor) == [SOZ.validTo]
    assert len(offer.values(SOZ.unknownValueFor)) == 1
    columns = {s.path: s.column for s in offer.statements}
    assert columns[DCTERMS.identifier] == "A"
    assert columns[SOZ.providedBy] == "C"


def test_disclosure_is_internal_unless_said_otherwise():
    assert record(deliver(book()), "A-2").disclosure == CL["offenlegung-intern"]


def test_a_coverage_names_its_offer_from_the_other_side():
    coverage = record(deliver(book()), "C-1")
    (link,) = [s for s in coverage.statements if s.path == SOZ.hasCoverage]
    assert (link.subject, link.value) == (iris.record(AGS, SOZ.Offer, "A-1"), coverage.iri)
    assert coverage.nodes() == {coverage.iri}


def test_an_address_is_a_node_of_its_own():
    site = record(deliver(book()), "S-1")
    address = iris.record(AGS, SOZ.Site, "S-1-anschrift")
    assert site.values(LOCN.address) == [address]
    own = {s.path: str(s.value) for s in site.statements if s.subject == address}
    assert own == {RDF.type: str(LOCN.Address), LOCN.thoroughfare: "Marktplatz", LOCN.locatorDesignator: "7",
                   LOCN.postCode: "00999", LOCN.postName: "Beispielau"}  # fmt: skip
    assert site.nodes() == {site.iri, address, iris.record(AGS, SOZ.Site, "S-1-geometrie")}


def test_records_without_a_name_are_named_after_what_they_refer_to():
    delivery = deliver(book())
    assert str(
        record(delivery, "C-2").values(RDFS.label)[0]
    ) == "Jugendtreff · Jugendliche · Begegnung und Treffpunkte" or (
        str(record(delivery, "C-2").values(RDFS.label)[0]).startswith("Jugendtreff · Jugendliche · ")
    )
    assert str(record(delivery, "F-1").values(RDFS.label)[0]).startswith(
        "Schuldnerberatung · Amt für Soziales"
    )
    assert record(delivery, "C-1").values(RDFS.label)[0].language == "de"


def test_one_organisation_in_two_roles_is_one_node():
    delivery = deliver(book())
    assert record(delivery, "T-2", SOZ.Provider).iri == record(delivery, "T-2", SOZ.CostBearer).iri
    assert not delivery.refused


def test_composite_groups_come_with_the_records_that_use_them():
    delivery = deliver(book())
    (group,) = delivery.groups
    assert group.iri == iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
    assert group.records == {record(delivery, "C-1").iri}
    assert (group.iri, RDF.type, SOZ.TargetGroup) in delivery.concepts


def test_columns_are_recorded_with_letter_header_and_property():
    use = next(u for u in deliver(book()).columns if u.tag == "#angebot+traeger")
    assert (use.sheet, use.letter, use.header, use.cls, use.path) == (
        "Angebote",
        "C",
        "Träger",
        SOZ.Offer,
        SOZ.providedBy,
    )
    assert deliver(book()).sheet_numbers[use.sheet] == use.sheet_number


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


# --- rules ---------------------------------------------------------------------------------------------------------


def test_the_same_file_twice_is_skipped():
    data = book()
    delivery = deliver(data, known=KnownRecords(files=frozenset({read_workbook(data, "a.xlsx").sha256})))
    assert delivery.skipped
    assert not delivery.refused
    assert not delivery.records
    assert [f.rule for f in delivery.findings] == ["DQ-L02"]


def test_a_key_given_twice_refuses_the_file():
    twice = rows()
    twice["#angebot"].append({**ROWS["#angebot"][0], "name": "Noch eins"})
    delivery = deliver(book(twice))
    (found,) = said(delivery, effect=Effect.REJECT_FILE)
    assert (found.rule, found.place.cell) == ("DQ-L05", "A5")
    assert [place.cell for place in found.places] == ["A3", "A5"]
    assert delivery.refused


def test_refused_files_still_report_every_cell():
    twice = rows(A_2={"status": "Quatsch"})
    twice["#traeger"].append(ROWS["#traeger"][0])
    delivery = deliver(book(twice))
    assert delivery.refused
    assert ("Angebote", "F4") in places(delivery, "DQ-L04")


def test_a_row_without_key_is_held_back_by_its_row():
    delivery = deliver(book(rows(A_2={"kennung": None})))
    held = next(r for r in delivery.records if r.cls == SOZ.Offer and r.held_back)
    assert held.key == ""
    assert held.rules == ("DQ-010",)
    (found,) = [f for f in delivery.findings if f.rule == "DQ-010"]
    assert (found.place.sheet, found.place.cell) == ("Angebote", "A4")


def test_what_depends_on_a_held_back_row_is_held_back_with_it():
    delivery = deliver(book(rows(A_1={"gueltig-ab": "bald"})))
    held = {r.key for r in delivery.records if r.held_back}
    assert held == {"A-1", "C-1", "F-1"}
    follow = [f for f in delivery.findings if f.rule == "DQ-102"]
    assert {(f.place.sheet, f.place.cell) for f in follow} == {
        ("Abdeckungen", "C3"),
        ("Finanzierungen", "C3"),
    }
    assert all(f.places[0].row == 3 and f.places[0].sheet == "Angebote" for f in follow)
    assert {f.place.header for f in follow} == {HEADERS["abdeckung+angebot"], HEADERS["finanzierung+angebot"]}


def test_dependants_follow_over_several_steps():
    delivery = deliver(book(rows(T_1={"kennung": "T 1 ä"})))
    offer = record(delivery, "A-1")
    assert offer.held_back
    assert {r.key for r in delivery.records if r.held_back} == {"", "A-1", "C-1", "F-1"}


def test_a_reference_to_what_is_known_holds_nothing_back():
    known = KnownRecords(
        records=(KnownRecord(iris.record(AGS, SOZ.Offer, "A-1"), "A-1", ("Schuldnerberatung",)),)
    )
    delivery = deliver(book(rows(A_1={"gueltig-ab": "bald"})), known=known)
    assert {r.key for r in delivery.records if r.held_back} == {"A-1"}


def test_others_may_hold_records_back_later():
    delivery = deliver(book())
    later = hold_back(delivery, {record(delivery, "A-1").iri: ["DQ-020"]})
    assert {r.key: r.rules for r in later.records if r.held_back} == {
        "A-1": ("DQ-020",), "C-1": ("DQ-102",), "F-1": ("DQ-102",),
    }  # fmt: skip


def test_unreadable_facets_are_marked():
    delivery = deliver(book(rows(C_2={"zielgruppe": "Quatschwort"})))
    coverage = record(delivery, "C-2")
    assert coverage.held_back
    assert coverage.unreadable == {SOZ.targetGroup}


def test_a_partly_readable_facet_counts_as_unreadable():
    coverage = record(deliver(book(rows(C_2={"zielgruppe": "Jugendliche; Quatschwort"}))), "C-2")
    assert SOZ.targetGroup in coverage.unreadable


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
