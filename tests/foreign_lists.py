"""Lists as other offices keep them, for the tests of proposals."""

import io
from datetime import date

import openpyxl  # noqa: TID251 makes the workbooks that tests deliver

from loaders import Source, load, read_workbook
from loaders.mapping import read_mapping, write_mapping
from loaders.recast import recast
from ontology.terms import CL
from shapes import sheet_specs

AGS, DAY = "99999001", date(2026, 11, 24)
SPECS = sheet_specs()
SOURCE = Source("fremd", "Liste der Stelle", CL["quellenart-register"], DAY)
FACILITIES = [
    ["lfd. Nr.", "Name der Einrichtung", "Träger", "Straße", "Hausnr.", "PLZ", "Ort", "Telefon", "E-Mail", "Art der Einrichtung", "Kapazität"],
    [1, "Beratung am Markt", "Sozialwerk Fiktiva e. V.", "Am Ring", "5", "00999", "Beispielau", "06421 5550001", "markt@fiktiva.example.org", "Suchtberatung", 4],
    [2, "Kita Wiesengrund", "Stadt Beispielau", "Wiesengrund", "12 a", "00999", "Beispielau", "06421 5550002", "kita@stadt.example.org", "Kindertageseinrichtung", 80],
    [3, "Kita Sonnenhof", "Stadt Beispielau", "Sonnenhof", "1", "00998", "Beispielau", "06421 5550003", "hof@stadt.example.org", "Kindertageseinrichtung", 60],
    [4, "Treff Nord", "Verein Brücke e. V.", "Nordgasse", "3", "00998", "Beispielau", "06421 5550004", "treff@bruecke.example.org", "Offener Treffpunkt für alle", 20],
]  # fmt: skip


def xlsx(*sheets, merges=()):
    """A workbook as bytes: (name, rows) per sheet; merges on the first one."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for area in merges:
        book.worksheets[0].merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue(), "Liste 2025.xlsx")


def csv(text, encoding="utf-8", name="liste.csv"):
    return read_workbook(text.encode(encoding), name)


def listed(*rows):
    return xlsx(("Liste", rows))


def fields(proposal, sheet, table=0, number=-1):
    """Column of ours → the proposed field, of the last record into a sheet."""
    records = [r for r in proposal.mapping.tables[table].records if r.into == sheet]
    return {entry.to: entry for entry in records[number].fields} if records else {}


def step(entry, kind):
    return next((s for s in entry.steps if isinstance(s, kind)), None)


def taken_in(workbook, proposal):
    """What comes of the proposal if it is accepted as it is."""
    mapping = read_mapping(write_mapping(proposal.mapping))
    shaped = recast(workbook, mapping, SPECS)
    return load(shaped.workbook, SPECS, AGS, received=DAY, source=SOURCE)


def counts(delivery):
    return dict(delivery.counts)
