"""What headers, titles and the values below them tell about a column."""

import pytest
from foreign_lists import SPECS, fields, listed, step, taken_in

from loaders.evidence import evidence
from loaders.header_facts import date_in, unit_of
from loaders.headers import header_hits
from loaders.layout import data_rows, find_layout
from loaders.proposal import propose
from loaders.steps import Blanks, Number, Part, Plain, Point, Split, Time


def test_several_values_in_a_cell_are_split_where_the_parts_are_terms():
    rows = [["Nr", "Angebot", "Träger", "Zielgruppe"]] + [
        [n, f"Angebot {n}", "Verein Brücke", group]
        for n, group in enumerate(
            [
                "Jugendliche / Alleinerziehende",
                "Studierende / Jugendliche",
                "Studierende",
                "Jugendliche / Careleaver",
            ],
            1,
        )
    ]
    proposal = propose(listed(*rows), SPECS)
    assert step(fields(proposal, "#abdeckung")["zielgruppe"], Split).by[0] == "/"
    assert not proposal.open_terms


@pytest.mark.parametrize(
    ("header", "values", "tag", "expected"),
    [
        ("Alter in Monaten", [6, 12, 36], "#abdeckung+alter-von", Number),
        ("Beschreibung", ["<p>Beratung</p><p>und Hilfe</p>"] * 3, "#angebot+beschreibung", Plain),
        ("letzte Änderung", ["1702635595478", "1702635595000", "1702735595478"], "#angebot+geprueft", Time),
        ("EditDate", ["2023-12-15T10:19:55.478Z"] * 3, "#angebot+geprueft", Part),
        ("Plätze", ["12", "n.n.", "30"], "#abdeckung+plaetze", Blanks),
    ],
)
def test_what_values_need_before_they_can_be_read_is_proposed(header, values, tag, expected):
    rows = [
        ["Nr", "Angebot", "Träger", header],
        *([n, f"Hilfe {n}", "Verein Brücke", v] for n, v in enumerate(values, 1)),
    ]
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS)
    sheet, _, to = tag.partition("+")
    assert step(fields(proposal, sheet)[to], expected) is not None
    delivery = taken_in(workbook, proposal)
    assert not [f for f in delivery.findings if f.place.header == header and f.rule == "DQ-L03"]


def test_a_capacity_of_one_is_taken_as_it_is():
    rows = [
        ["Nr", "Angebot", "Träger", "Kapazität"],
        *([n, f"Hilfe {n}", "Verein Brücke", 1] for n in range(1, 6)),
    ]
    assert fields(propose(listed(*rows), SPECS), "#abdeckung")["plaetze"].steps == ()


@pytest.mark.parametrize(
    ("headers", "x", "y", "postcode", "crs"),
    [
        (("lon", "lat"), 8.7712, 50.8021, "35037", "EPSG:4326"),
        (("mapx", "mapy"), 8.7712, 50.8021, "35037", "EPSG:4326"),
        (("Rechtswert", "Hochwert"), 3484000.5, 5629000.5, "35037", "EPSG:31467"),
        (("Rechtswert", "Hochwert"), 4484000.5, 5629000.5, "35037", "EPSG:31468"),
        (("x", "y"), 483800.5, 5627000.5, "35037", "EPSG:25832"),
        (("x", "y"), 383800.5, 5627000.5, "09112", "EPSG:25833"),
        (("x_epsg25833", "y_epsg25833"), 483800.5, 5627000.5, "35037", "EPSG:25833"),
    ],
)
def test_the_system_of_coordinates_is_guessed_from_the_numbers(headers, x, y, postcode, crs):
    rows = [
        ["Nr", "Angebot", "Träger", "PLZ", *headers],
        *([n, f"Hilfe {n}", "Verein Brücke", postcode, x + n / 1000, y + n / 1000] for n in range(1, 6)),
    ]
    place = fields(propose(listed(*rows), SPECS), "#standort")["lage"]
    assert place.columns == headers
    assert step(place, Point).crs == crs


def test_columns_without_telling_headers_are_known_by_their_values():
    rows = [
        ["Nr", "Träger", "Angebot", "Kontakt 1", "Kontakt 2", "Kontakt 3", "Norm"],
        *(
            [n, "Verein Brücke", f"Hilfe {n}", f"06421 55500{n:02}", f"a{n}@bruecke.example.org", f"https://bruecke.example.org/{n}", "§ 16a SGB II"]
            for n in range(1, 6)
        ),
    ]  # fmt: skip
    offer = fields(propose(listed(*rows), SPECS), "#angebot")
    assert offer["telefon"].columns == ("Kontakt 1",)
    assert offer["email"].columns == ("Kontakt 2",)
    assert offer["webseite"].columns == ("Kontakt 3",)
    assert offer["rechtsgrundlage"].columns == ("Norm",)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Name des Trägers", "#traeger+name"),
        ("PLZ", "#standort+plz"),
        ("Postleitzahl", "#standort+plz"),
        ("name_traeger", "#traeger+name"),
        ("STRASSE", "#standort+strasse"),
        ("Bevölkerung / insgesamt", "#gebiet+einwohner"),
        ("Öffnungszeiten (Sommer)", "#angebot+oeffnungszeiten"),
        ("Telefonnumer", "#angebot+telefon"),
    ],
)
def test_headers_are_known_by_label_synonym_or_likeness(header, role):
    hits = header_hits(header, SPECS)
    assert hits, header
    assert max(hits, key=lambda r: hits[r].score) == role or hits[role].score >= 0.6


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Stand: 31.12.2018", "2018-12-31"),
        ("Arbeitslose (Dez 2013)", "2013-12-31"),
        ("Wohnungen (Jan 2014)", "2014-01-31"),
        ("Einkommen (2010)", "2010-12-31"),
        ("Grundschulen (2013/2014)", "2013-08-01"),
        ("am 31.02.2018", "2018-12-31"),
        ("Bevölkerung", None),
        ("Nr. 20183", None),
    ],
)
def test_a_header_or_title_tells_a_day(text, day):
    found = date_in(text)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Anteil der Ausländer in %", "einheit-prozent"),
        ("Haushalte / Anteil in %", "einheit-prozent"),
        ("PKW je 1 000 Einwohner", "einheit-je-1000"),
        ("Einkommen in EUR", "einheit-euro"),
        ("Preise in EUR/m²", None),
        ("Fläche in km²", None),
        ("Zuzüge", "einheit-anzahl"),
        ("Bevölkerung und Haushalte / Zuzüge / Zuzüge im Jahr", "einheit-anzahl"),
    ],
)
def test_a_header_tells_a_unit_or_that_there_is_none_for_it(header, unit):
    assert unit_of(header) == unit


def test_evidence_counts_what_is_there():
    sheet = listed(["a", "b"], ["x", "1 675"], [None, "-  23"], ["x", "."], ["-", "4"]).sheets[0]
    layout = find_layout(sheet)
    first, second = evidence("Liste", layout.headers, (cells for _, cells in data_rows(sheet, layout)))
    assert first.marks
    assert (first.filled, first.rows, first.unique) == (3, 4, False)
    assert second.numeric == 1.0
    assert second.missing == {"unknown": (".",)}
    assert second.span == (-23, 1675)
