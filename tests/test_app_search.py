"""The search over everything: typing errors, umlauts, keys, law; what the public finds; what nobody finds."""

from datetime import date

import pytest
from typer.testing import CliRunner

from app import cli, town
from app.asked import Asked
from app.search.entries import kinds
from app.search.index import Index
from app.search.views import SearchEntry
from app.search.words import words
from app.service import Service
from app.web.search.hits import _PLACES
from ontology.iris import Audience

DAY = date(2026, 11, 24)
AT = Asked(Audience.INTERN, DAY)
PUBLIC = Asked(Audience.PUBLIC, DAY)
AGS = "99999001"


@pytest.fixture(scope="module")
def service(small_home) -> Service:
    return Service.open(small_home)


@pytest.fixture(scope="module")
def index(service) -> Index:
    return Index(service.profiles.entries(AT).value, kinds("de"))


def first(index, text, kind=""):
    result = index.found(text, kind)
    return result.groups[0].hits[0].key if result.groups else None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Schuldnerberatung", "A-2"),
        ("schuldnerberatnug", "A-2"),
        ("SCHULDNERBERATUNGEN", "A-2"),
        ("Treff an der Bruecke", "A-3"),
        ("a-4", "A-4"),
        ("Nordstadt", "G-1"),
        ("§ 16 SGB 8", "SGB-VIII-16"),
        ("SGB VIII 16", "SGB-VIII-16"),
        ("Ich bereite den Haushalt vor", "haushalt"),
        ("Welche Angebote laufen aus", "A5"),
        ("Careleaver", "ZG-F08"),
    ],
)
def test_what_people_type_finds_what_they_mean(index, text, key):
    assert first(index, text) == key


def test_every_record_is_found_by_its_key_and_its_name(index):
    for entry in index.entries:
        if "/id/" in entry.iri:
            for text in (entry.key, entry.label):
                found = [hit.iri for group in index.found(text).groups for hit in group.hits]
                assert entry.iri in found, text


def test_synonyms_and_the_other_language_lead_to_a_term(index):
    assert "AT-S1" in {
        hit.key for group in index.found("women's refuge shelter").groups for hit in group.hits
    } | {hit.key for group in index.found("Schutzwohnung").groups for hit in group.hits}


def test_of_several_words_all_must_occur_unless_nothing_has_them_all(index):
    both = index.found("Beratung Markt")
    assert both.every_word
    for group in both.groups:
        for hit in group.hits:
            text = " ".join(words(f"{hit.label} {hit.detail} {hit.names} {hit.words}"))
            assert "berat" in text, hit
            assert "markt" in text, hit
    some = index.found("Lernhilfe Nordpolexpedition")
    assert not some.every_word
    assert first(index, "Lernhilfe Nordpolexpedition") == "A-4"


def test_counts_are_whole_where_hits_are_cut(index):
    cut, whole = index.found("Beratung", most=1), index.found("Beratung")
    assert cut.count == whole.count == sum(len(group.hits) for group in whole.groups)
    assert [group.kind.count for group in cut.groups] == [len(group.hits) for group in whole.groups]
    assert {len(group.hits) for group in cut.groups} == {1}


def test_nothing_found_says_where_it_looked(index):
    result = index.found("xyzzyquark")
    assert (result.count, result.groups) == (0, ())
    assert {kind.name: kind.count for kind in result.looked}["angebot"] == 4


def test_the_public_finds_public_records_alone(service):
    def keys(asked):
        return {e.key for e in service.profiles.entries(asked).value if "/id/" in e.iri}

    assert {"A-1", "A-2", "T-3", "S-3"} <= keys(AT)
    assert "A-1" in keys(PUBLIC)
    assert not {"A-2", "A-3", "T-3"} & keys(PUBLIC)
    assert service.profiles.find("Schuldnerberatung", PUBLIC).value.count == len(
        [
            h
            for g in service.profiles.find("Schuldnerberatung", PUBLIC).value.groups
            for h in g.hits
            if h.key != "A-2"
        ]
    )


def test_persons_are_not_to_be_found(tmp_path, small_town):
    """Even if a name got past the check of deliveries: it is no word of the index."""
    from app.search.entries import _harmless

    assert _harmless("Ansprechpartnerin: Erna Quastenflosser") == ""
    assert _harmless("Beratung am Markt") == "Beratung am Markt"
    service = Service.open(tmp_path, AGS, create=True)
    service.accept(service.stage(small_town(), "a.xlsx").value.token, who="Sozialplanung", why="Test")
    assert all(_harmless(e.label) for e in service.profiles.entries(AT).value if "/id/" in e.iri)
    town._stores.clear()


def test_words_of_laws_and_keys_are_one_word():
    assert words("§ 16 SGB VIII") == words("§ 16 SGB 8") == ["16", "sgb8"]
    assert words("A-101") == ["a101"]
    assert words("Ältere Schüler:innen") == ["aeltere", "schueler", "innen"]


def test_a_typing_error_is_looked_up_only_where_nothing_is_written_so():
    """ "Sucht" must not bring "Suche" along."""
    entries = [
        SearchEntry("angebot", "angebot", "1", "Sucht"),
        SearchEntry("angebot", "angebot", "2", "Suche"),
    ]
    found = Index(entries, {"angebot": "Angebote"}).found("Sucht")
    assert [hit.key for group in found.groups for hit in group.hits] == ["1"]


def test_every_kind_has_a_name_and_a_place(index):
    for entry in index.entries:
        assert index.kinds[entry.kind]
        assert entry.art or entry.kind in _PLACES or entry.kind == "seiten"


def test_the_command_line_finds_and_shows_keys(small_home):
    found = CliRunner().invoke(cli.app, ["search", "Schuldnerberatnug", "--home", str(small_home)])
    assert found.exit_code == 0
    assert "A-2" in found.output
    nothing = CliRunner().invoke(cli.app, ["search", "xyzzyquark", "--home", str(small_home)])
    assert "heißt nicht" in nothing.output
