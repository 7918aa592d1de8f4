"""A shelter's place is never stored and never said: the whole file is refused, and no message, log or name repeats it."""

import io
import logging
from datetime import date

import openpyxl  # noqa: TID251 changes the workbooks that tests deliver
import pytest

from graph.findings import Effect
from loaders import KnownRecord, KnownRecords, load, read_workbook, write_records
from loaders.places import is_local_phone, trace_of_place
from ontology import iris
from ontology.terms import SOZ
from shapes import sheet_specs

AGS = "99999001"
STREET, NUMBER, POSTCODE, POINT, DISTRICT = (
    "Verschwiegenweg",
    "41",
    "99871",
    "POINT(9.871234 50.612345)",
    "Heimlichfeld",
)
CANARIES = (STREET, "Verschwiegen", POSTCODE, "9.871234", "50.612345", DISTRICT, "0612 998877", "998877")
SHELTER = {
    "kennung": "A-9",
    "name": "Schutzwohnung",
    "traeger": "T-1",
    "angebotsart": "AT-S1",
    "status": "aktiv",
}
ROWS = {
    "#gebiet": [
        {"kennung": "G-0", "name": "Beispielau", "ebene": "Gemeinde"},
        {"kennung": "G-1", "name": DISTRICT, "ebene": "Stadtteil", "teil-von": "G-0"},
    ],
    "#traeger": [{"kennung": "T-1", "name": "Verein Schutz", "traegerart": "TT-F1"}],
    "#standort": [
        {"kennung": "S-9", "name": "Ort 9", "offenlegung": "geschützt", "gebiet": "G-0",
         "ohne-anschrift": "Kontakt nur telefonisch über 0800 0116016"},
        {"kennung": "S-1", "name": "Beratungsstelle", "offenlegung": "öffentlich", "strasse": "Marktplatz",
         "hausnummer": "7", "plz": "00999", "gebiet": "G-1"},
    ],
    "#angebot": [
        {**SHELTER, "standort": "S-9"},
        {"kennung": "A-1", "name": "Beratungsstelle des Frauenhauses", "traeger": "T-1", "angebotsart": "AT-S2",
         "status": "aktiv", "standort": "S-1", "telefon": "0000 12345"},
    ],
    "#abdeckung": [
        {"kennung": "C-9", "angebot": "A-9", "zielgruppe": "ZG-S01", "bedarf": "BD-SC2", "gebiet": "G-0"},
        {"kennung": "C-1", "angebot": "A-1", "zielgruppe": "ZG-S01", "bedarf": "BD-SC2", "gebiet": "G-1"},
    ],
    "#finanzierung": [
        {"kennung": "F-9", "angebot": "A-9", "zahlt": "T-1", "art": "FT-K1", "betrag": "99871", "jahr": "2026"},
    ],
    "#aussage": [
        {"kennung": "E-1", "name": "Plätze fehlen", "sprechperspektive": "Verwaltung", "stichtag": "01.10.2026",
         "aussage": "Das Frauenhaus ist seit Monaten voll belegt."},
    ],
}  # fmt: skip
COVER = {"quelle": "verein", "titel": "Verein", "art": "Träger", "datum": "20.11.2026", "ags": AGS}
SPECS = tuple(spec for spec in sheet_specs() if spec.tag in ROWS)


def book(change=None, **cells):
    rows = {
        tag: [{**record, **cells.get(record["kennung"].replace("-", "_"), {})} for record in records]
        for tag, records in ROWS.items()
    }
    data = write_records(SPECS, rows, cover=COVER)
    if change is None:
        return data
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def deliver(data, filename="verein.xlsx", known=KnownRecords(), specs=SPECS):  # noqa: B008 immutable
    return load(read_workbook(data, filename), specs, AGS, known, received=date(2026, 11, 24))


def assert_refused_without_a_trace(delivery, *more):
    assert delivery.refused
    assert {f.rule for f in delivery.findings} == {"DQ-L08"}
    assert {f.effect for f in delivery.findings} == {Effect.REJECT_FILE}
    assert not delivery.records
    assert not delivery.columns
    assert not delivery.concepts
    assert delivery.source is None
    everything = repr(delivery)
    for canary in (*CANARIES, *more):
        assert canary not in everything
    assert all(f.found is None and f.suggestion is None for f in delivery.findings)


def test_a_shelter_without_any_place_is_welcome():
    delivery = deliver(book())
    assert not delivery.refused, delivery.findings
    assert not [f for f in delivery.findings if f.effect is Effect.HOLD_ROW]
    assert len(delivery.records) == 11


@pytest.mark.parametrize(
    "cells",
    [
        {"S_9": {"strasse": STREET, "hausnummer": NUMBER}},
        {"S_9": {"plz": POSTCODE}},
        {"S_9": {"ort": "Beispielau"}},
        {"S_9": {"lage": POINT}},
        {"S_9": {"gebiet": DISTRICT}},
        {"S_9": {"gebiet": "Heimlichfelt"}},  # what cannot be read would be repeated in a finding
        {"S_9": {"telefon": "0612 998877"}},
        {"S_9": {"name": f"Haus am {STREET} {NUMBER}"}},
        {"S_9": {"ohne-anschrift": f"Klingeln bei {STREET} {NUMBER}"}},
        {"S_9": {"beschreibung": f"liegt in {DISTRICT}"}},
        {"A_9": {"beschreibung": f"Treffpunkt {STREET} {NUMBER}, {POSTCODE} Beispielau"}},
        {"A_9": {"telefon": "0612 998877"}},
        {"A_9": {"voraussetzungen": "anrufen: 0612 998877"}},
        {"A_9": {"webseite": "https://karte.example/?lat=50.612345&lon=9.871234"}},
        {"A_9": {"oeffnungszeiten": f"{STREET} {NUMBER}"}},
        {"A_9": {"standort": f"{STREET} {NUMBER}"}},
        {"A_9": {"name": f"Schutzwohnung {DISTRICT}"}},
        {"C_9": {"gebiet": "G-1"}},
        {"C_9": {"gebiet": "G-0; G-1"}},
        {"C_9": {"altersangabe": f"abholen {STREET} {NUMBER}"}},
        {"F_9": {"beschreibung": f"Miete {STREET} {NUMBER}"}},
        {"E_1": {"aussage": f"Das Frauenhaus im {STREET} {NUMBER} ist voll."}},
        # not marked as protected, but the type, or the name, or the other sheet says so
        {"S_9": {"offenlegung": "intern", "strasse": STREET}},
        {"A_9": {"angebotsart": "Frauenhaus und Schutzwohnung", "standort": "Ort 9"}, "S_9": {"offenlegung": "intern", "plz": POSTCODE}},
        {"A_9": {"angebotsart": "Schutzeinrichtug", "beschreibung": f"{STREET} {NUMBER}"}},
        {"A_9": {"angebotsart": None, "name": "Frauenhaus", "beschreibung": f"{STREET} {NUMBER}"}},
        {"A_9": {"angebotsart": "AT-W3", "name": "Zufluchtswohnung", "beschreibung": f"{STREET} {NUMBER}"}},
        {"A_1": {"name": "Anbau", "teil-von": "A-9", "angebotsart": "AT-W3"}},
        {"S_1": {"name": "Frauenhaus", "strasse": STREET}},
    ],
)  # fmt: skip
def test_any_trace_of_the_place_refuses_the_whole_file(cells):
    assert_refused_without_a_trace(deliver(book(**cells)))


def test_the_finding_names_the_cell_without_its_content():
    (found,) = deliver(book(S_9={"plz": POSTCODE})).findings
    assert (found.place.sheet, found.place.row, found.place.header) == ("Standorte", 3, "Postleitzahl")
    assert found.place.column


@pytest.mark.parametrize("cells", [{"C_9": {"gebiet": None}}, {"S_9": {"plz": "unbekannt", "strasse": "–"}}, {"A_9": {"telefon": "0800 0116016"}}, {"A_9": {"kosten": "kostenfrei", "beschreibung": "Aufnahme am Montag 9 Uhr, seit 2019, 12 Plätze, 45000 Euro im Jahr"}}])  # fmt: skip
def test_what_tells_no_place_refuses_nothing(cells):
    assert not deliver(book(**cells)).refused


def test_unread_columns_are_looked_at():
    def add(book):
        sheet = book["Angebote"]
        sheet["BB1"], sheet["BB3"] = "Intern", f"{STREET} {NUMBER}"

    assert_refused_without_a_trace(deliver(book(add)))


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_unread_and_hidden_sheets_are_looked_at(state):
    def add(book):
        sheet = book.create_sheet("Notizen")
        sheet["B2"], sheet["D2"] = "Frauenhaus", f"{STREET} {NUMBER}"
        sheet.sheet_state = state

    assert_refused_without_a_trace(deliver(book(add)))


def test_titles_above_the_header_are_looked_at():
    def add(book):
        book["Angebote"].insert_rows(1)
        book["Angebote"]["A1"] = f"Schutzwohnung, {STREET} {NUMBER}"

    assert_refused_without_a_trace(deliver(book(add)))


def test_amounts_beside_a_shelter_in_a_foreign_file_are_no_postcodes():
    data = b"Einrichtung;Betrag\nFrauenhaus;99871\n"
    assert {f.rule for f in deliver(data, "haushalt.csv").findings} == {"DQ-L01"}
    assert_refused_without_a_trace(deliver(data.replace(b"Betrag", b"PLZ"), "haushalt.csv"))


def test_an_unrecognised_file_is_looked_at():
    data = f"Einrichtung;Anschrift\nFrauenhaus;{STREET} {NUMBER}\n".encode()
    assert_refused_without_a_trace(deliver(data, "adressen.csv"))


@pytest.mark.parametrize("filename", [f"schutzwohnung_{STREET}_{NUMBER}.xlsx", f"Frauenhaus {DISTRICT}.xlsx", f"A-9 {POSTCODE}.xlsx"])  # fmt: skip
def test_the_file_name_is_looked_at_and_not_repeated(filename):
    assert_refused_without_a_trace(deliver(book(), filename), filename)


def test_a_sheet_name_is_not_repeated():
    def rename(book):
        book["Standorte"].title = f"{STREET} {NUMBER}"

    assert_refused_without_a_trace(deliver(book(rename, S_9={"plz": POSTCODE})))


def test_a_file_that_cannot_be_opened_does_not_repeat_its_telling_name():
    assert_refused_without_a_trace(deliver(b"%PDF-1.7", f"Frauenhaus {STREET} {NUMBER}.pdf"))


def known(**record):
    offer = KnownRecord(iris.record(AGS, SOZ.Offer, "A-9"), "A-9", ("Schutzwohnung",), protected=True)
    site = KnownRecord(iris.record(AGS, SOZ.Site, "S-9"), "S-9", ("Ort 9",), **record)
    area = KnownRecord(iris.record(AGS, SOZ.Area, "G-1"), "G-1", (DISTRICT,))
    return KnownRecords(records=(offer, site, area))


def one_sheet(tag, row):
    specs = tuple(spec for spec in SPECS if spec.tag == tag)
    return write_records(specs, {tag: [row]}, cover=COVER), specs


@pytest.mark.parametrize(
    ("tag", "row"),
    [
        ("#standort", {"kennung": "S-9", "name": "Ort 9", "offenlegung": "intern", "plz": POSTCODE}),
        ("#abdeckung", {"kennung": "C-7", "angebot": "A-9", "bedarf": "BD-SC2", "gebiet": "G-1"}),
        ("#abdeckung", {"kennung": "C-7", "angebot": "Schutzwohnung", "altersangabe": f"{STREET} {NUMBER}"}),
        ("#angebot", {"kennung": "A-9", "name": "Haus 9", "traeger": "T-1", "angebotsart": "AT-W3", "status": "aktiv",
                      "beschreibung": f"{STREET} {NUMBER}"}),
    ],
)  # fmt: skip
def test_what_is_known_as_protected_stays_protected_in_later_deliveries(tag, row):
    data, specs = one_sheet(tag, row)
    assert_refused_without_a_trace(deliver(data, known=known(protected=True), specs=specs))


def test_a_shelter_cannot_move_to_a_site_with_a_known_address():
    data, specs = one_sheet("#angebot", {**SHELTER, "standort": "S-9"})
    assert_refused_without_a_trace(deliver(data, known=known(located=True), specs=specs))
    assert not deliver(data, known=known(protected=True), specs=specs).refused


def test_nothing_is_logged_or_printed(caplog, capsys):
    caplog.set_level(logging.DEBUG)
    deliver(book(S_9={"strasse": STREET, "plz": POSTCODE, "lage": POINT}))
    said = caplog.text + "".join(capsys.readouterr())
    assert not [canary for canary in CANARIES if canary in said]


def test_protection_comes_before_every_other_complaint():
    broken = book(S_9={"strasse": STREET}, A_1={"status": f"{STREET} {NUMBER}"}, T_1={"kennung": "T-1"})
    assert_refused_without_a_trace(deliver(broken))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lilienstraße 5", "street"),
        ("in der Lilienstraße", "street"),
        ("Lilienstr. 5a", "street"),
        ("Am Alten Graben 12", "street"),
        ("Zum Bruch 3", "street"),
        ("Unter den Linden 77", "street"),
        ("Markt 1-3", "street"),
        ("35037 Beispielau", "postcode"),
        ("50.80945, 8.77069", "position"),
        ("50,809; 8,770", "position"),
        ("50° 48' N", "position"),
        ("Tel. 06421 12345", "phone"),
        ("+49 6421 12345", "phone"),
        ("nahe Heimlichfeld gelegen", "area"),
        ("Arbeitsweg und Spielplatz", None),
        ("Im Jahr 2025 wurden 12 Plätze belegt", None),
        ("Am Montag 9 Uhr", None),
        ("Förderung 45000 Euro, davon 12.500 Euro Miete", None),
        ("vom 01.01.2025 bis 31.12.2026", None),
        ("0800 0116016", None),
        ("§ 16a SGB II", None),
        ("Heimlichfelder Modell", None),
    ],
)
def test_traces_of_a_place(text, kind):
    assert trace_of_place(text, {"Heimlichfeld"}) == kind


def test_numbers_that_hold_everywhere_tell_no_place():
    assert not is_local_phone("116 016")
    assert is_local_phone("06421/12345-0")
