"""For a list nobody has mapped yet a mapping is proposed: right where it is sure, open where it is not, with reasons."""

import pytest
from foreign_lists import (
    FACILITIES,
    SPECS,
    counts,
    csv,
    fields,
    listed,
    step,
    taken_in,
    xlsx,
)

from loaders import read_workbook
from loaders.container import FileKind
from loaders.mapping import SourceHead, check_mapping, write_mapping
from loaders.proposal import propose
from loaders.recast import recast
from loaders.steps import Address, First, Marks, Terms
from loaders.workbook import Workbook
from ontology.terms import SOZ


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
