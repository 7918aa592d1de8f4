"""Lists as other offices keep them, and mappings by which they are read."""

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


def mapping_of(key: str, title: str, *records: str, kind: str = "Träger") -> str:
    """A mapping as a file holds it, of one table: `mapping_of("liste", "Liste", providers(), offers(ACTIVE))`."""
    source = f"{{key: {key}, title: {title}, kind: {kind}}}"
    return f"format: 1\nsource: {source}\ntables:\n- records:\n{''.join(records)}"


def record(into: str, *fields: str, repeats: bool = False) -> str:
    """What becomes of a row in one sheet; a field as in the file: `to: name, columns: [Name]`."""
    head = f"  - into: '#{into}'\n" + ("    repeats: true\n" if repeats else "")
    return head + "    fields:\n" + "".join(f"    - {{{field}}}\n" for field in fields)


def keyed(to: str, sheet: str, column: str) -> str:
    """A field that names a record of a sheet by a key made from a column: providers T, sites S, offers A, coverages C."""
    prefix = {"traeger": "T", "standort": "S", "angebot": "A", "abdeckung": "C"}[sheet]
    return f"to: {to}, columns: [{column}], steps: [{{do: key, of: '#{sheet}', prefix: {prefix}}}]"


def providers(*more: str) -> str:
    """Whose the offers are, by the column Träger."""
    return record(
        "traeger", keyed("kennung", "traeger", "Träger"), "to: name, columns: [Träger]", *more, repeats=True
    )


def sites(*more: str) -> str:
    """Where the offers are, by the columns Straße, Hausnr and PLZ."""
    name = "to: name, columns: [Straße, Hausnr], steps: [{do: text, pattern: '{1} {2}'}]"
    place = ("to: strasse, columns: [Straße]", "to: hausnummer, columns: [Hausnr]", "to: plz, columns: [PLZ]")
    return record(
        "standort",
        keyed("kennung", "standort", "Nr"),
        name,
        "to: offenlegung, constant: intern",
        *place,
        *more,
    )


ACTIVE, AT_SITE = "to: status, constant: aktiv", keyed("standort", "standort", "Nr")


def offers(*more: str) -> str:
    """The offers themselves, by the columns Nr, Angebot, Träger and Art."""
    return record(
        "angebot", keyed("kennung", "angebot", "Nr"), "to: name, columns: [Angebot]",
        keyed("traeger", "traeger", "Träger"), "to: angebotsart, columns: [Art]", *more,
    )  # fmt: skip


def coverages(children: str, *more: str) -> str:
    """For whom they are, by marks in the columns Kinder (a group of `children`) and Jugendliche."""
    groups = f"{{Kinder: {children}, Jugendliche: ZG-A06}}"
    marks = f"to: zielgruppe, columns: [Kinder, Jugendliche], steps: [{{do: marks, terms: {groups}}}]"
    return record(
        "abdeckung", keyed("kennung", "abdeckung", "Nr"), keyed("angebot", "angebot", "Nr"), marks, *more
    )


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
