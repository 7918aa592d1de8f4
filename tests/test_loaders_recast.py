"""A foreign table becomes records of ours, and every cell still knows where it stood."""

from recasting import AGS, HEAD, LIST, OFFERS, delivered, shaped, sheet, texts

from graph import EmbeddedEngine
from graph.findings import Effect
from graph.provenance import where
from loaders import quads
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ

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
