"""A foreign table becomes records of ours, and every cell still knows where it stood."""

import io
from datetime import date

import openpyxl  # noqa: TID251 makes the workbooks that tests deliver
import pytest

from graph import EmbeddedEngine
from graph.findings import Effect
from graph.provenance import where
from loaders import Source, load, quads, read_workbook
from loaders.canonical import Cell, Stored, canonical
from loaders.container import FileKind
from loaders.errors import SourceError
from loaders.layout import find_layout
from loaders.mapping import read_mapping
from loaders.recast import recast
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook
from ontology import iris
from ontology.iris import Audience
from ontology.terms import CL, SOZ
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
OFFERS = (
    HEAD
    + """
- records:
  - into: '#traeger'
    repeats: true
    fields:
    - {to: kennung, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: name, columns: [Träger]}
  - into: '#standort'
    fields:
    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#standort', prefix: S}]}
    - {to: name, columns: [Einrichtung]}
    - {to: offenlegung, constant: intern}
    - {to: strasse, columns: [Straße], steps: [{do: address, take: street}]}
    - {to: hausnummer, columns: [Straße], steps: [{do: address, take: number}]}
  - into: '#angebot'
    fields:
    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}
    - {to: name, columns: [Einrichtung]}
    - {to: traeger, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: angebotsart, columns: [Art], steps: [{do: terms, values: {Schuldnerberatung: AT-B3, Nachbarschaftstreff: AT-T3}}]}
    - {to: status, constant: aktiv}
    - {to: standort, columns: [Nr], steps: [{do: key, of: '#standort', prefix: S}]}
"""
)
FIGURES = [
    ["Gebiet", "2019", "2020"],
    ["Nordfeld", 120, 130],
    ["Altdorf", "k. A.", None],
]
YEARS = (
    HEAD
    + """
- sheet: Zahlen
  records:
  - into: '#gebiet'
    fields:
    - {to: kennung, columns: [Gebiet], steps: [{do: key, of: '#gebiet', prefix: G}]}
    - {to: name, columns: [Gebiet]}
    - {to: ebene, constant: Stadtteil}
  - into: '#indikator'
    repeats: true
    fields:
    - {to: kennung, constant: I-1}
    - {to: name, constant: Kinder}
    - {to: einheit, constant: Anzahl}
  - into: '#messwert'
    unfold: ['2019', '2020']
    fields:
    - {to: kennung, columns: [Gebiet, '@spalte'], steps: [{do: join}, {do: key, of: '#messwert', prefix: M}]}
    - {to: indikator, constant: I-1}
    - {to: wert, columns: ['@wert'], steps: [{do: blanks, unknown: [k. A.]}]}
    - {to: gebiet, columns: [Gebiet], steps: [{do: key, of: '#gebiet', prefix: G}]}
    - {to: stichtag, columns: ['@spalte'], steps: [{do: date, form: year-end}]}
"""
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


def codes(result):
    return [(f.place.cell, f.effect) for f in result.workbook.findings]


def test_a_list_becomes_records_of_several_sheets():
    result = shaped(OFFERS, sheet(LIST))
    assert [s.name for s in result.workbook.sheets] == ["Träger", "Standorte", "Angebote"]
    assert [row["name"] for row in texts(result, "Träger")] == ["Sozialwerk Fiktiva", "Verein Brücke"]
    assert texts(result, "Standorte")[0] | {"kennung": ""} == {
        "kennung": "",
        "name": "Beratung am Markt",
        "offenlegung": "intern",
        "strasse": "Am Ring",
        "hausnummer": "5",
    }
    delivery = delivered(result)
    assert not delivery.refused
    assert not [r for r in delivery.records if r.held_back]
    assert delivery.counts == {SOZ.Provider: 2, SOZ.Site: 3, SOZ.Offer: 3}


def test_columns_that_nobody_mapped_are_listed():
    result = shaped(OFFERS, sheet(LIST))
    assert [(place.column, place.header) for place in result.unused] == [("F", "Bemerkung")]


def test_every_kind_of_cell_keeps_its_place():
    result = shaped(OFFERS, sheet(LIST))
    offers = next(s for s in result.workbook.sheets if s.name == "Angebote")
    tags = [cell.text.partition("+")[2] for cell in offers.grid[0]]
    origins = {tag: offers.origin(2, n) for n, tag in enumerate(tags, start=1)}
    assert {tag: (o.row, o.column) for tag, o in origins.items()} == {
        "kennung": (3, "A"),
        "name": (3, "B"),
        "traeger": (3, "C"),
        "angebotsart": (3, "E"),
        "status": (3, None),  # a constant stands in no column
        "standort": (3, "A"),
    }
    assert offers.origin(4).row == 5


def test_findings_point_at_the_cell_of_the_delivered_file():
    rows = [*LIST[:4], [3, "Beratung Nord", "Verein Brücke", "Nordgasse 1", "Wunderheilung", None]]
    delivery = delivered(shaped(OFFERS, sheet(rows)))
    held = [f for f in delivery.findings if f.effect is Effect.HOLD_ROW]
    assert [(f.place.sheet, f.place.cell, f.place.header) for f in held] == [("Liste", "E5", "Art")]


def test_the_way_back_from_a_record_names_the_right_cell_for_every_class():
    delivery = delivered(shaped(OFFERS, sheet(LIST)))
    engine = _engine(delivery)
    offer = next(r for r in delivery.records if r.cls == SOZ.Offer and r.key == "A-2")
    site = next(r for r in delivery.records if r.cls == SOZ.Site and r.key == "S-2")
    (of_offer,), (of_site,) = where(engine, AGS, offer.iri), where(engine, AGS, site.iri)
    assert of_offer.row != of_site.row
    assert of_offer.place.row == of_site.place.row == 4
    assert [p.cell for p in of_offer.columns[SOZ.serviceType]] == ["E4"]
    assert [p.cell for p in of_offer.columns[SOZ.providedBy]] == ["C4"]
    assert SOZ.serviceType not in of_site.columns


def test_the_way_back_from_an_unfolded_record_names_its_own_column():
    delivery = delivered(shaped(YEARS, sheet(FIGURES, "Zahlen")))
    engine = _engine(delivery)
    values = [r for r in delivery.records if r.cls == SOZ.Observation and not r.held_back]
    found = {
        str(r.values(SOZ.value)[0]): [p.cell for p in where(engine, AGS, r.iri)[0].columns[SOZ.value]]
        for r in values
        if r.values(SOZ.value)
    }
    assert found == {"120": ["B2"], "130": ["C2"]}


def _engine(delivery):
    """A store whose Stand is just this delivery, with no row held back."""
    engine = EmbeddedEngine()
    stand, records = iris.stand_graph(AGS, Audience.INTERN), iris.provenance_graph(AGS)
    engine.apply((), [(s, p, o, g if g == records else stand) for s, p, o, g in quads(delivery)])
    return engine


def test_a_wide_table_is_one_record_per_row_and_filled_column():
    result = shaped(YEARS, sheet(FIGURES, "Zahlen"))
    assert len(texts(result, "Indikatoren")) == 1
    values = texts(result, "Messwerte")
    assert [(v["stichtag"], v["wert"]) for v in values] == [
        ("2019-12-31", "120"),
        ("2020-12-31", "130"),
        ("2019-12-31", "unbekannt"),
    ]
    assert len({v["kennung"] for v in values}) == 3


def test_the_parts_of_a_row_are_rows_of_their_own():
    delivery = delivered(shaped(YEARS, sheet(FIGURES, "Zahlen")))
    parts = [(r.place.row, r.part) for r in delivery.records]
    assert len(set(parts)) == len(parts)
    assert {r.about_column for r in delivery.records if r.cls == SOZ.Observation} == {"B", "C"}


def test_a_record_in_several_rows_takes_what_any_of_them_says():
    rows = [
        ["Nr", "Träger", "Telefon"],
        [1, "Verein Brücke", None],
        [2, "Verein Brücke", "06421 1111"],
        [3, "Verein Brücke", "06421 2222"],
        [4, "Verein Brücke", "06421 2222"],
        [5, None, "06421 3333"],
    ]
    mapping = HEAD + (
        "- records:\n  - into: '#traeger'\n    repeats: true\n    fields:\n"
        "    - {to: kennung, columns: [Träger], steps: [{do: key, of: '#traeger', prefix: T}]}\n"
        "    - {to: name, columns: [Träger]}\n    - {to: telefon, columns: [Telefon]}\n"
    )
    result = shaped(mapping, sheet(rows))
    assert [(r["name"], r["telefon"]) for r in texts(result, "Träger")] == [("Verein Brücke", "06421 1111")]
    (told,) = result.workbook.findings  # once, although two rows contradict
    assert (told.place.cell, told.place.header) == ("C4", "Telefon")
    assert told.places[0].cell == "C3"
    assert told.effect is Effect.NOTE


def test_rows_make_a_record_only_where_the_condition_holds():
    mapping = OFFERS.replace(
        "- into: '#angebot'", "- into: '#angebot'\n    when: {column: Art, is: [schuldnerberatung]}"
    )
    result = shaped(mapping, sheet(LIST))
    assert [row["name"] for row in texts(result, "Angebote")] == ["Beratung am Markt", "Beratung Nord"]
    assert len(texts(result, "Standorte")) == 3


def test_crosses_in_nine_spellings_are_one_list_of_groups():
    signs = ["x", "X", "(x)", "✓", "ja", "1", "☒", True, "vorhanden"]
    rows = [
        ["Nr", "Jugendliche", "Familien", "Ältere"],
        *([n, sign, "-", None] for n, sign in enumerate(signs, 1)),
    ]
    rows.append([99, "nur Montag", "x", ""])
    mapping = HEAD + (
        "- records:\n  - into: '#abdeckung'\n    fields:\n"
        "    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#abdeckung', prefix: C}]}\n"
        "    - {to: angebot, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}\n"
        "    - to: zielgruppe\n      columns: [Jugendliche, Familien, Ältere]\n"
        "      steps: [{do: marks, terms: {Jugendliche: ZG-A06, Familien: ZG-F01, Ältere: ZG-A09}}]\n"
    )
    result = shaped(mapping, sheet(rows))
    groups = [row["zielgruppe"] for row in texts(result, "Abdeckungen")]
    assert groups == ["ZG-A06"] * 9 + ["ZG-F01"]
    assert codes(result) == [("B11", Effect.NOTE)]
    both = shaped(
        mapping, sheet([["Nr", "Jugendliche", "Familien", "Ältere"], [1, "x", "x", "x"], [2, "", "x", ""]])
    )
    assert [r["zielgruppe"] for r in texts(both, "Abdeckungen")] == ["ZG-A06; ZG-F01; ZG-A09", "ZG-F01"]


def test_a_column_that_is_gone_is_named_with_the_one_that_may_be_meant():
    rows = [[c if c != "Träger" else "Name des Trägers" for c in row] for row in LIST]
    result = shaped(OFFERS, sheet(rows))
    (told,) = result.workbook.findings
    assert told.effect is Effect.REJECT_FILE
    assert told.found == "Träger"
    assert told.suggestion == "Name des Trägers"
    assert (told.place.sheet, told.place.row) == ("Liste", 2)


def test_a_column_is_found_again_if_only_case_umlauts_or_blanks_changed():
    rows = [LIST[0], ["NR", " einrichtung", "TRAEGER", "Strasse ", "art", "Bemerkung"], *LIST[2:]]
    result = shaped(OFFERS.replace("Straße", "Strasse"), sheet(rows))
    assert not result.workbook.findings
    assert len(texts(result, "Angebote")) == 3


def test_two_columns_that_fold_to_the_same_stay_two():
    rows = [["Gebiet", "Kinder", "Kinder %"], ["Nordfeld", 20, 5], ["Altdorf", 30, 7]]
    mapping = HEAD + (
        "- records:\n  - into: '#messwert'\n    unfold: [Kinder, Kinder %]\n    fields:\n"
        "    - {to: kennung, columns: [Gebiet, '@spalte'], steps: [{do: join}, {do: key, of: '#messwert', prefix: M}]}\n"
        "    - {to: einheit, columns: ['@spalte'], steps: [{do: terms, values: {Kinder: Anzahl, Kinder %: Prozent}}]}\n"
        "    - {to: wert, columns: ['@wert']}\n"
    ).replace("to: einheit", "to: name")
    result = shaped(mapping, sheet(rows))
    assert [(r["name"], r["wert"]) for r in texts(result, "Messwerte")] == [
        ("Anzahl", "20"),
        ("Prozent", "5"),
        ("Anzahl", "30"),
        ("Prozent", "7"),
    ]


def test_a_formula_without_value_is_not_guessed():
    rows = [*LIST[:4], [3, "Beratung Nord", Cell("", Stored.LOST), "Nordgasse 1", "Schuldnerberatung", None]]
    result = shaped(OFFERS, sheet(rows))
    delivery = delivered(result)
    lost = [f for f in delivery.findings if f.rule == "DQ-L10"]
    assert {(f.place.cell, f.effect) for f in lost} == {("C5", Effect.HOLD_ROW)}


def test_typed_cells_stay_typed_where_no_step_changes_them():
    out = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active.title = "Liste"
    for row in (
        ["Nr", "Einrichtung", "seit", "Plätze", "PLZ"],
        [1, "Treff", date(2020, 5, 1), 12, 999],
        [2, "Haus", date(2021, 5, 1), 8.5, 998],
    ):
        workbook.active.append(row)
    workbook.save(out)
    mapping = HEAD + (
        "- records:\n  - into: '#angebot'\n    fields:\n"
        "    - {to: kennung, columns: [Nr], steps: [{do: key, of: '#angebot', prefix: A}]}\n"
        "    - {to: gueltig-ab, columns: [seit]}\n"
        "  - into: '#abdeckung'\n    fields:\n"
        "    - {to: plaetze, columns: [Plätze]}\n"
    )
    result = recast(read_workbook(out.getvalue(), "liste.xlsx"), read_mapping(mapping), sheet_specs())
    offers, coverages = result.workbook.sheets
    assert offers.grid[1][1] == Cell("2020-05-01", Stored.DATE)
    assert coverages.grid[2][0] == Cell("8.5", Stored.NUMBER)


def test_tables_on_several_sheets_come_in_together_and_covers_are_left_alone():
    cover = sheet([["Deckblatt"], ["Erhebung der Stelle"]], "Deckblatt", 1)
    north, south = (
        sheet(LIST, "Nord", 2),
        sheet([*LIST[:2], [9, "Süd", "Verein Süd", "Gasse 1", "Schuldnerberatung", None]], "Süd", 3),
    )
    result = shaped(OFFERS, cover, north, south)
    assert not result.workbook.findings
    assert len(texts(result, "Angebote")) == 4
    delivery = delivered(result)
    assert {r.place.sheet for r in delivery.records} == {"Nord", "Süd"}
    assert delivery.sheet_numbers["Süd"] == 3


def test_a_mapping_that_fits_nothing_says_so():
    result = shaped(OFFERS.replace("- records", "- sheet: Andere\n  records"), sheet(LIST))
    assert [f.effect for f in result.workbook.findings] == [Effect.REJECT_FILE]
    assert "Liste" in result.workbook.findings[0].message["de"]


def test_a_sheet_or_column_the_template_does_not_have_is_a_fault_of_the_mapping():
    with pytest.raises(SourceError, match="#haus"):
        shaped(OFFERS.replace("into: '#standort'", "into: '#haus'"), sheet(LIST))
    with pytest.raises(SourceError, match="nahme"):
        shaped(OFFERS.replace("to: name", "to: nahme"), sheet(LIST))


def test_a_refused_file_stays_refused():
    refused = read_workbook(b"", "leer.xlsx")
    assert recast(refused, read_mapping(OFFERS), sheet_specs()).workbook is refused


@pytest.mark.parametrize("where_it_stands", ["mapped", "unmapped street", "unmapped text"])
def test_the_place_of_a_shelter_is_refused_wherever_it_stands_in_the_row(where_it_stands):
    rows = [
        ["Nr", "Einrichtung", "Träger", "Straße", "Art", "Bemerkung"],
        [1, "Frauenhaus Beispielau", "Verein Brücke", None, "Frauenhaus", None],
        [2, "Beratung Nord", "Verein Brücke", "Nordgasse 1", "Schuldnerberatung", None],
    ]
    mapping = OFFERS
    if where_it_stands == "unmapped text":
        rows[1][5] = "Eingang über Am Geheimring 77"
    else:
        rows[1][3] = "Am Geheimring 77"
    if where_it_stands == "unmapped street":
        lines = [line for line in mapping.splitlines() if "Straße" not in line]
        mapping = "\n".join(lines)
    delivery = delivered(shaped(mapping, sheet(rows)))
    assert delivery.refused
    assert not delivery.records
    assert all("Geheimring" not in str(f) for f in delivery.findings)


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("Fraunhaus", True),
        ("Schtzwohnung", True),
        ("Sonstige Einrichtung", False),
        ("Jugendeinrichtung", False),
    ],
)
def test_a_kind_that_only_resembles_a_shelter_refuses_if_it_may_be_one_misspelt(kind, refused):
    rows = [*LIST[:4], [3, "Haus Nord", "Verein Brücke", "Nordgasse 1", kind, None]]
    assert delivered(shaped(OFFERS, sheet(rows))).refused is refused


def test_what_a_field_did_is_shown_with_examples():
    result = shaped(OFFERS, sheet(LIST))
    street = result.traces[0, 1, 3]
    assert (street.filled, street.empty) == (3, 0)
    assert street.examples["Am Ring 5"] == "Am Ring"
    assert result.layouts["Liste"] == find_layout(sheet(LIST))
