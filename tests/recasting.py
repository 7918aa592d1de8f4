"""Foreign tables and a mapping for them, for the tests of recasting."""

from datetime import date

from foreign_lists import ACTIVE, AT_SITE, keyed, providers, record

from loaders import Source, load
from loaders.canonical import Cell, canonical
from loaders.container import FileKind
from loaders.mapping import read_mapping
from loaders.recast import recast
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook
from ontology.terms import CL
from shapes import sheet_specs

AGS, DAY = "99999001", date(2026, 11, 24)
SOURCE = Source("fremd", "Liste der Stelle", CL["quellenart-register"], DAY)
HEAD = "format: 1\nsource: {key: fremd, title: Liste, kind: quellenart-register}\ntables:\n"
LIST = [
    ["Angebote in Beispielau", None, None, None, None, None],
    ["Nr", "Einrichtung", "Träger", "Straße", "Art", "Bemerkung"],
    [1, "Beratung am Markt", "Sozialwerk Fiktiva", "Am Ring 5", "Schuldnerberatung", "neu"],
    [2, "Treff im Hof", "Sozialwerk Fiktiva", "Am Ring 7", "Nachbarschaftstreff", None],
    [3, "Beratung Nord", "Verein Brücke", "Nordgasse 1", "Schuldnerberatung", None],
]
OFFERS = HEAD + (
    "\n- records:\n"
    + providers()
    + record(
        "standort",
        keyed("kennung", "standort", "Nr"),
        "to: name, columns: [Einrichtung]",
        "to: offenlegung, constant: intern",
        "to: strasse, columns: [Straße], steps: [{do: address, take: street}]",
        "to: hausnummer, columns: [Straße], steps: [{do: address, take: number}]",
    )
    + record(
        "angebot",
        keyed("kennung", "angebot", "Nr"),
        "to: name, columns: [Einrichtung]",
        keyed("traeger", "traeger", "Träger"),
        "to: angebotsart, columns: [Art], steps: [{do: terms, values: {Schuldnerberatung: AT-B3, Nachbarschaftstreff: AT-T3}}]",
        ACTIVE,
        AT_SITE,
    )
)


def sheet(rows, name="Liste", number=1):
    cells = [[c if isinstance(c, Cell) else canonical(c) for c in row] for row in rows]
    return Sheet(name, number, cells)


def book(*sheets):
    return Workbook("liste.xlsx", "a" * 64, FileKind.XLSX, sheets)


def shaped(mapping, *sheets):
    return recast(book(*sheets), read_mapping(mapping), sheet_specs())


def texts(result, label):
    """The rows of a recast sheet as dictionaries: column without sheet → text."""
    found = next(s for s in result.workbook.sheets if s.name == label)
    tags = [cell.text.partition("+")[2] for cell in found.grid[0]]
    return [dict(zip(tags, (c.text for c in row), strict=True)) for row in found.grid[1:]]


def delivered(result):
    return load(result.workbook, sheet_specs(), AGS, received=DAY, source=SOURCE)
