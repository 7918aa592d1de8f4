"""A filled-in template for the tests of deliveries: five sheets, changed in one place or another."""

import io
from datetime import date

import openpyxl  # noqa: TID251 changes the workbooks that tests deliver

from loaders import KnownRecords, load, read_workbook, write_records
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
