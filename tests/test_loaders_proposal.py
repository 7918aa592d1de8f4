"""For a list nobody has mapped yet a mapping is proposed: right where it is sure, open where it is not, with reasons."""

import io
from datetime import date

import openpyxl  # noqa: TID251 makes the workbooks that tests deliver
import pytest

from loaders import Source, load, read_workbook
from loaders.container import FileKind
from loaders.evidence import evidence
from loaders.header_facts import date_in, unit_of
from loaders.headers import header_hits
from loaders.layout import data_rows, find_layout
from loaders.mapping import SourceHead, check_mapping, read_mapping, write_mapping
from loaders.proposal import propose
from loaders.recast import recast
from loaders.steps import Address, Blanks, First, Marks, Number, Part, Plain, Point, Split, Terms, Time
from loaders.workbook import Workbook
from ontology.terms import CL, SOZ
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


def test_a_list_of_facilities_becomes_providers_sites_offers_and_coverages():
    workbook = listed(*FACILITIES)
    proposal = propose(workbook, SPECS)
    site, offer = fields(proposal, "#standort"), fields(proposal, "#angebot")
    assert {to: site[to].columns for to in ("strasse", "hausnummer", "plz", "ort")} == {
        "strasse": ("Straße",),
        "hausnummer": ("Hausnr.",),
        "plz": ("PLZ",),
        "ort": ("Ort",),
    }
    assert offer["name"].columns == ("Name der Einrichtung",)
    assert offer["angebotsart"].columns == ("Art der Einrichtung",)
    assert offer["traeger"].columns == ("Träger",)
    assert offer["kennung"].columns == site["kennung"].columns == ("lfd. Nr.",)
    assert fields(proposal, "#abdeckung")["plaetze"].columns == ("Kapazität",)
    assert not proposal.open_columns
    delivery = taken_in(workbook, proposal)
    assert not delivery.refused
    assert counts(delivery) == {SOZ.Provider: 3, SOZ.Site: 4, SOZ.Offer: 4, SOZ.Coverage: 4}
    held = [r.key for r in delivery.records if r.held_back and r.cls == SOZ.Offer]
    assert len(held) == 1  # only that whose kind no list knows


def test_a_word_no_list_knows_is_left_to_people_with_candidates():
    proposal = propose(listed(*FACILITIES), SPECS)
    (waiting,) = proposal.open_terms["#angebot", "angebotsart"]
    assert (waiting.text, waiting.count) == ("Offener Treffpunkt für alle", 1)
    assert all(not candidate.certain for candidate in waiting.candidates)
    assert "AT-T" not in write_mapping(proposal.mapping)


def test_a_word_that_is_nearly_a_term_is_not_decided():
    rows = [[*row] for row in FACILITIES]
    for row in rows[1:]:
        row[9] = "Suchtberatng"
    proposal = propose(listed(*rows), SPECS)
    entry = fields(proposal, "#angebot")["angebotsart"]
    assert step(entry, Terms) is None
    (waiting,) = proposal.open_terms["#angebot", "angebotsart"]
    assert "AT-B4" in waiting.candidates[0].shown
    assert waiting.count == 4


def test_every_field_has_a_reason_in_both_languages_that_repeats_no_value():
    proposal = propose(listed(*FACILITIES), SPECS)
    places = {
        (t, r, f)
        for t, table in enumerate(proposal.mapping.tables)
        for r, record in enumerate(table.records)
        for f, _ in enumerate(record.fields)
    }
    assert set(proposal.reasons) == places
    for why in proposal.reasons.values():
        assert why.kind in {"header", "synonym", "values", "similar", "structure"}
        assert 0.6 <= why.score <= 1
        assert why.text["de"] != why.text["en"]
        for value in ("Fiktiva", "Wiesengrund", "5550001"):
            assert value not in why.text["de"]


def test_nothing_is_called_public_by_itself_and_running_is_an_assumption():
    proposal = propose(listed(*FACILITIES), SPECS)
    text = write_mapping(proposal.mapping)
    assert "öffentlich" not in text
    assert fields(proposal, "#standort")["offenlegung"].constant == "intern"
    assert "offenlegung" not in fields(proposal, "#angebot")
    offer = next(i for i, r in enumerate(proposal.mapping.tables[0].records) if r.into == "#angebot")
    status = next(
        i for i, f in enumerate(proposal.mapping.tables[0].records[offer].fields) if f.to == "status"
    )
    assert proposal.reasons[0, offer, status].assumed
    assert "bestätigen" in proposal.reasons[0, offer, status].text["de"]


def test_numbers_of_a_list_are_keys_only_together_with_their_source():
    first = propose(
        csv("Nr;Träger;Angebot\n1;Verein A;Hilfe\n2;Verein B;Rat\n", name="Kita-Liste 2025-10.csv"), SPECS
    )
    key = fields(first, "#angebot")["kennung"].steps[-1]
    assert key.prefix == "A-kita-liste"  # the same next year, another one than that of the next list
    provider = fields(first, "#traeger")["kennung"].steps[-1]
    assert provider.prefix == "T"  # a name means the same everywhere
    named = propose(
        csv("Nr;Träger;Angebot\n1;Verein A;Hilfe\n2;Verein B;Rat\n"),
        SPECS,
        source=SourceHead(key="amt", title="Amt", kind="quellenart-register"),
    )
    assert fields(named, "#angebot")["kennung"].steps[-1].prefix == "A-amt"
    assert named.mapping.source.title == "Amt"


def test_a_file_in_windows_encoding_with_titles_and_notes_is_understood():
    text = (
        "Beratungsstellen in Beispielau;;;;\nStand: 31.12.2025;;;;\n;;;;\n"
        "Einrichtung;Träger;Anschrift;Tel.;Internet\n"
        "Beratung für Mütter;Sozialwerk Fiktiva;Am Ring 5, 00999 Beispielau;06421/5550001;www.fiktiva.example.org\n"
        "Hilfe für Ältere;Verein Brücke;Straße des 17. Juni 12 a-c, 00998 Beispielau;06421/5550002;www.bruecke.example.org\n"
        "Rat im Süden;Verein Brücke;Südweg 3, 00998 Beispielau;06421/5550003;www.bruecke.example.org\n"
        ";;;;\nQuelle: Erhebung der Stadt;;;;\n"
    )
    workbook = csv(text, "cp1252")
    proposal = propose(workbook, SPECS)
    site = fields(proposal, "#standort")
    assert {to: step(site[to], Address).take.value for to in ("strasse", "hausnummer", "plz", "ort")} == {
        "strasse": "street",
        "hausnummer": "number",
        "plz": "postcode",
        "ort": "town",
    }
    offer = fields(proposal, "#angebot")
    assert offer["telefon"].columns == ("Tel.",)
    assert offer["webseite"].columns == ("Internet",)
    assert offer["kennung"].columns == ("Einrichtung",)  # it tells the rows apart
    shaped = recast(workbook, proposal.mapping, SPECS)
    found = next(s for s in shaped.workbook.sheets if s.name == "Standorte")
    tags = [cell.text.partition("+")[2] for cell in found.grid[0]]
    second = dict(zip(tags, (c.text for c in found.grid[2]), strict=True))
    assert (second["strasse"], second["hausnummer"]) == ("Straße des 17. Juni", "12a-c")
    assert len(found.grid) == 4


def test_columns_of_crosses_under_a_merged_header_are_target_groups():
    rows = [
        ["Nr", "Angebot", "Träger", "Zielgruppen", None, None],
        [None, None, None, "Jugendliche", "Alleinerziehende", "Nachtschwärmer"],
        [1, "Beratung am Markt", "Sozialwerk Fiktiva", "x", "X", None],
        [2, "Treff Nord", "Verein Brücke", None, "(x)", "x"],
        [3, "Rat im Süden", "Verein Brücke", "x", None, None],
    ]
    workbook = xlsx(("Liste", rows), merges=("D1:F1", "A1:A2", "B1:B2", "C1:C2"))
    proposal = propose(workbook, SPECS)
    groups = fields(proposal, "#abdeckung")["zielgruppe"]
    assert step(groups, Marks).terms == {
        "Zielgruppen / Jugendliche": "ZG-A06",
        "Zielgruppen / Alleinerziehende": "ZG-F02",
    }
    assert [header for _, header in proposal.open_columns] == ["Zielgruppen / Nachtschwärmer"]
    shaped = recast(workbook, proposal.mapping, SPECS)
    coverage = next(s for s in shaped.workbook.sheets if s.name == "Abdeckungen")
    at = [c.text for c in coverage.grid[0]].index("#abdeckung+zielgruppe")
    assert [row[at].text for row in coverage.grid[1:]] == ["ZG-A06; ZG-F02", "ZG-F02", "ZG-A06"]


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


def test_a_list_of_bodies_is_only_a_list_of_bodies():
    rows = [
        ["Organisation", "Telefon", "E-Mail"],
        *([f"Verein {n} e. V.", f"06421 55500{n:02}", f"a@v{n}.example.org"] for n in range(1, 8)),
    ]
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS)
    assert [r.into for r in proposal.mapping.tables[0].records] == ["#traeger"]
    assert fields(proposal, "#traeger")["telefon"].columns == ("Telefon",)
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Provider: 7}
    assert not [r for r in delivery.records if r.held_back]


def test_figures_by_area_become_areas_indicators_and_observations():
    rows = [
        ["Statistik der Stadtteile, 31.12.2024", None, None, None, None],
        ["Stadtteil", "Einwohner", "Arbeitslose", "Anteil der unter 18-Jährigen in %", "Fläche in km²"],
        ["Nordfeld", 1675, 40, 12.5, 3.1],
        ["Altdorf", 2100, ".", 17.5, 2.2],
        ["Südhang", 900, 12, 20.5, 1.3],
    ]
    workbook = xlsx(("Zahlen", rows), merges=("A1:E1",))
    proposal = propose(workbook, SPECS)
    area, indicator, value = (fields(proposal, s) for s in ("#gebiet", "#indikator", "#messwert"))
    assert area["einwohner"].columns == ("Einwohner",)
    assert area["einwohner-stand"].constant == "2024-12-31"
    assert area["ebene"].constant == "Stadtteil"
    assert step(indicator["einheit"], Terms).values == {
        "Arbeitslose": "einheit-personen",
        "Anteil der unter 18-Jährigen in %": "einheit-prozent",
    }
    assert value["stichtag"].constant == "2024-12-31"
    assert step(value["wert"], Blanks).empty == (".",)
    assert step(value["wertstatus"], Terms).values == {".": "wertstatus-gesperrt"}
    assert [header for _, header in proposal.open_columns] == ["Fläche in km²"]  # no such unit in the list
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Area: 3, SOZ.Indicator: 2, SOZ.Observation: 6}
    assert not [r for r in delivery.records if r.held_back]


def test_a_town_without_address_is_an_area_by_its_key():
    proposal = propose(csv("AGS;Gemeinde;Einwohner\n99999001;Beispielau;41000\n"), SPECS, town=AGS)
    area = fields(proposal, "#gebiet")
    assert area["kennung"].columns == area["ags"].columns == ("AGS",)
    assert area["name"].columns == ("Gemeinde",)
    assert area["ebene"].constant == "Gemeinde"
    assert "teil-von" not in area


def test_counts_of_very_few_persons_are_noted_as_suppressed_and_areas_belong_to_the_town():
    rows = [
        ["Stadtteil", "Arbeitslose 31.12.2024", "Geburten 31.12.2024"],
        ["Nordfeld", 2, 2],
        ["Altdorf", 33, "-"],
    ]
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS, town=AGS)
    assert fields(proposal, "#gebiet")["teil-von"].constant == AGS
    shaped = recast(workbook, proposal.mapping, SPECS)
    values = next(s for s in shaped.workbook.sheets if s.name == "Messwerte")
    tags = [cell.text.partition("+")[2] for cell in values.grid[0]]
    told = [dict(zip(tags, (c.text for c in row), strict=True)) for row in values.grid[1:]]
    assert sorted((row["wert"], row["wertstatus"]) for row in told) == [
        ("", "wertstatus-gesperrt"),
        ("0", ""),
        ("2", ""),
        ("33", ""),
    ]


def test_a_column_for_every_year_is_unfolded():
    rows = [["Merkmal", "2022", "2023", "2024"], ["Geburten", 40, 45, 41], ["Sterbefälle", 30, 28, 33]]
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS)
    assert fields(proposal, "#indikator")["name"].columns == ("Merkmal",)
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Indicator: 2, SOZ.Observation: 6}
    days = {str(v) for r in delivery.records if r.cls == SOZ.Observation for v in r.values(SOZ.asOf)}
    assert days == {"2022-12-31", "2023-12-31", "2024-12-31"}


@pytest.mark.parametrize(
    ("years", "day"), [(["2022", "2023"], "2022-12-31"), (["2022/23", "2023/24"], "2022-08-01")]
)
def test_a_row_for_every_year_is_an_indicator_per_column(years, day):
    rows = [["Jahr", "insgesamt", "Mädchen"], *([year, 40 + n, 20 + n] for n, year in enumerate(years))]
    workbook = csv("\n".join(";".join(map(str, row)) for row in rows), name="Schulkinder 2024.csv")
    proposal = propose(workbook, SPECS)
    delivery = taken_in(workbook, proposal)
    assert counts(delivery) == {SOZ.Indicator: 2, SOZ.Observation: 4}
    assert not [r for r in delivery.records if r.held_back]
    shaped = recast(workbook, proposal.mapping, SPECS)
    names = next(s for s in shaped.workbook.sheets if s.name == "Indikatoren")
    texts = [cell.text for row in names.grid for cell in row]
    assert "Schulkinder: insgesamt" in texts
    assert any(day in {str(v) for v in r.values(SOZ.asOf)} for r in delivery.records)


def test_two_kinds_of_tables_in_one_workbook_are_two_tables():
    figures = [
        ["Stadtteil", "Einwohner", "Arbeitslose 31.12.2024"],
        ["Nordfeld", 1675, 40],
        ["Altdorf", 2100, 33],
    ]
    workbook = xlsx(
        ("Deckblatt", [["Lieferung der Stelle"], ["für Beispielau"]]),
        ("Einrichtungen", FACILITIES),
        ("Stadtteile", figures),
    )
    proposal = propose(workbook, SPECS)
    assert [table.sheet for table in proposal.mapping.tables] == ["Einrichtungen", "Stadtteile"]
    delivery = taken_in(workbook, proposal)
    assert {SOZ.Offer, SOZ.Area, SOZ.Observation} <= set(delivery.counts)
    assert {r.place.sheet for r in delivery.records} == {"Einrichtungen", "Stadtteile"}


def test_a_name_that_is_often_missing_is_filled_from_the_next_best_column():
    rows = [["Nr", "Einrichtung", "Träger", "Art"], [1, "Haus A", "Verein A", "Suchtberatung"], [2, "Haus B", "Verein B", "Suchtberatung"], [3, None, "Verein C", "Suchtberatung"]]  # fmt: skip
    name = fields(propose(listed(*rows), SPECS), "#angebot")["name"]
    assert name.columns[0] == "Einrichtung"
    assert step(name, First) is not None


def test_umbrellas_are_bodies_of_their_own_that_providers_belong_to():
    rows = [["Nr", "Angebot", "Träger", "Dachverband"], [1, "Hilfe", "Verein A", "Verband Fiktiva"], [2, "Rat", "Verein B", "Verband Fiktiva"], [3, "Tat", "Verein C", None]]  # fmt: skip
    workbook = listed(*rows)
    proposal = propose(workbook, SPECS)
    delivery = taken_in(workbook, proposal)
    assert "angebotsart" not in fields(proposal, "#angebot")  # is for people to say
    assert delivery.refused
    assert [r.into for r in proposal.mapping.tables[0].records][:2] == ["#traeger", "#traeger"]
    assert fields(proposal, "#traeger")["spitzenverband"].columns == ("Dachverband",)


@pytest.mark.parametrize(
    "workbook",
    [
        csv("Text\nnur ein Satz\nund noch einer\n"),
        csv("a;b\n1;2\n3;4\n"),
        read_workbook(b"", "leer.xlsx"),
        Workbook("leer.xlsx", "0" * 64, FileKind.XLSX),
    ],
)
def test_nothing_is_proposed_where_nothing_is_recognised(workbook):
    proposal = propose(workbook, SPECS)
    assert proposal.mapping.tables == ()
    assert not proposal.reasons


def test_every_proposal_fits_the_template():
    for workbook in (
        listed(*FACILITIES),
        csv("Jahr;Fälle\n2020;3\n2021;4\n"),
        csv("Stadtteil;2020;2021\nNord;1;2\nSüd;3;4\n"),
    ):
        proposal = propose(workbook, SPECS)
        assert proposal.mapping.tables
        assert not check_mapping(proposal.mapping, SPECS)


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
