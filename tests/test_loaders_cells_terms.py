"""Cells that name something: concepts, groups, law, records and areas; and what must not stand in any."""

import pytest
from cell_texts import AGS, PROVIDER, held, outcome, read

from loaders.concepts import group_triples
from loaders.readings import Blank
from ontology import iris
from ontology.namespaces import SKOS
from ontology.terms import SOZ
from ontology.vocabulary import notation


@pytest.mark.parametrize(
    ("column", "text", "codes_of", "said"),
    [
        ("abdeckung+zielgruppe", "ZG-A06", ["ZG-A06"], []),
        ("abdeckung+zielgruppe", "zg-a06 Jugendliche", ["ZG-A06"], []),
        (
            "abdeckung+zielgruppe",
            "Jugendliche; Geduldete | ZG-E05\nAlleinerziehende",
            ["ZG-A06", "ZG-M02", "ZG-E05", "ZG-F02"],
            [],
        ),
        ("abdeckung+zielgruppe", "Schüler:innen und Auszubildende", ["ZG-A11"], []),
        ("abdeckung+zielgruppe", "65+", ["ZG-A09"], []),
        ("abdeckung+zielgruppe", "Jugendliche, Alleinerziehende", ["ZG-A06", "ZG-F02"], ["values-by-comma"]),
        ("abdeckung+zielgruppe", "ZG-A06 Teens und so", ["ZG-A06"], ["concept-by-code"]),
        ("abdeckung+zielgruppe", "ZG-A06 Alleinerziehende", [], ["concept-contradiction"]),
        ("abdeckung+zielgruppe", "Quatschwort", [], ["concept-unknown"]),
        ("abdeckung+zielgruppe", "ZG-A06; Quatschwort", ["ZG-A06"], ["concept-unknown"]),
        ("abdeckung+zielgruppe", "ZG-A06; unbekannt", [], ["values-with-blank"]),
        ("abdeckung+bedarf", "BD-FA3 Partnerschaft, Trennung und Umgang", ["BD-FA3"], []),
        ("angebot+status", "aktiv", ["angebotsstatus-aktiv"], []),
        ("angebot+status", "aktiv; ruhend", [], ["values-too-many"]),
        ("abdeckung+ausrichtung", "offen", ["ausrichtung-offen"], []),
        ("angebot+offenlegung", "geschützt", [], ["concept-not-allowed"]),
        ("angebot+angebotsform", "telepathisch", [], ["concept-dropped"]),
    ],
)
def test_concepts(column, text, codes_of, said):
    reading = read(column, text)
    assert [notation(v) for v in reading.values] == codes_of
    assert [p.code for p in reading.problems] == said


def test_what_changes_a_verdict_is_held_back_and_what_only_describes_is_not():
    assert held(["concept-unknown"])
    assert not held(["concept-dropped"])
    for column in ("abdeckung+zielgruppe", "bestand+angebotsart", "bestand+saeule", "angebot+angebotsart"):
        assert held([p.code for p in read(column, "Quatschwort").problems])


def test_an_unknown_word_gets_up_to_three_suggestions():
    (told,) = read("abdeckung+bedarf", "Schuldnerberatng").problems
    assert told.suggestion
    assert told.suggestion.startswith("BD-EX2 ")
    assert len(told.suggestion.split("; ")) <= 3


def test_groups_joined_by_plus_become_one_composite():
    both = read("abdeckung+zielgruppe", "ZG-M02 + Jugendliche")
    assert both.values == read("abdeckung+zielgruppe", "ZG-A06+ZG-M02").values
    assert both.values == (iris.composite_group(AGS, ["ZG-A06", "ZG-M02"]),)
    (group,) = both.groups
    triples = group_triples(group)
    names = {str(o) for _, p, o in triples if p == SKOS.prefLabel and o.language == "de"}
    assert names == {"Jugendliche und Geflüchtete im Asylverfahren und Geduldete"}
    ages = {p: int(o) for _, p, o in triples if p in {SOZ.minAge, SOZ.maxAge}}
    assert ages == {SOZ.minAge: 14, SOZ.maxAge: 17}
    assert len([o for _, p, o in triples if p == SOZ.combines]) == 2


def test_groups_that_nobody_can_belong_to_are_asked_for():
    assert outcome("abdeckung+zielgruppe", "ZG-A06 + ZG-A09") == ([], ["group-contradiction"])
    (told,) = read("abdeckung+zielgruppe", "ZG-A06 + Quatschwort").problems
    assert (told.code, told.found) == ("concept-unknown", "Quatschwort")
    assert notation(read("abdeckung+zielgruppe", "ZG-A06 + Jugendliche").values[0]) == "ZG-A06"


@pytest.mark.parametrize(
    ("text", "codes_of", "said"),
    [
        ("§ 16a SGB II", ["SGB-II-16a"], []),
        ("SGB-II-16a", ["SGB-II-16a"], []),
        ("§ 16a SGB II; SGB VIII § 11", ["SGB-II-16a", "SGB-VIII-11"], []),
        ("§ 8 SchKG – Schwangerschaftskonfliktberatungsstellen; Belästigungsverbot", ["SchKG-8"], []),
        ("§35a KJHG", ["SGB-VIII-35a"], ["legal-judged"]),
        ("§ 999 SGB II", [], ["legal-no-such-section"]),
        ("§ 1 BierStG", [], ["legal-unlisted"]),
        ("§ 16a SGB II; Handschlag", ["SGB-II-16a"], ["legal-residue"]),
        ("Handschlag", [], ["legal-unreadable"]),
    ],
)
def test_legal_references(text, codes_of, said):
    reading = read("angebot+rechtsgrundlage", text)
    assert [notation(v) for v in reading.values] == codes_of
    assert [p.code for p in reading.problems] == said


def test_a_voluntary_service_has_no_legal_basis():
    assert read("angebot+rechtsgrundlage", "freiwillige Leistung der Stadt").blank is Blank.NONE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("T-017", []),
        ("organisation-T-017", []),
        ("sozialwerk fiktiva e.V.", []),
        ("T-017 Sozialwerk Fiktiva e. V.", []),
        ("T-017 Jemand anders", ["reference-unknown"]),
        ("T-999", ["reference-unknown"]),
        ("A-1", ["reference-unknown"]),  # an offer is no provider
        ("Zweimal", ["reference-ambiguous"]),
    ],
)
def test_references(text, said):
    reading = read("angebot+traeger", text)
    assert [p.code for p in reading.problems] == said
    assert reading.values == (() if said else (PROVIDER,))
    assert held(said) == bool(said)


def test_references_say_what_is_near_or_which_are_meant():
    assert "T-018 (Zweimal)" in read("angebot+traeger", "Zweimal").problems[0].suggestion
    assert read("angebot+traeger", "Sozialwerk Fiktiv").problems[0].suggestion.startswith("T-017")


def test_areas_are_found_by_their_municipality_key():
    assert read("abdeckung+gebiet", "99999001").values == (iris.record(AGS, SOZ.Area, "G-00"),)
