"""How a word finds its concept, and what things are called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from ontology import vocabulary
from ontology.errors import VocabularyError
from ontology.namespaces import prefixes, sparql_prologue
from ontology.terms import CL, SOZ


@pytest.mark.parametrize(
    ("scheme", "text", "code"),
    [
        ("target-groups", "ZG-A06", "ZG-A06"),
        ("target-groups", "zg-a06", "ZG-A06"),
        ("target-groups", "ZG A06", "ZG-A06"),
        ("zg", "Jugendliche", "ZG-A06"),
        ("zg", "  jugendliche ", "ZG-A06"),
        ("zg", "Schüler*innen und Auszubildende", "ZG-A11"),
        ("zg", "Schüler:innen und Auszubildende", "ZG-A11"),
        ("zg", "Schüler/-innen und Auszubildende", "ZG-A11"),
        ("zg", "SCHUELER*INNEN UND AUSZUBILDENDE", "ZG-A11"),
        ("zg", "Azubis", "ZG-A11"),
        ("zg", "Ältere Menschen", "ZG-A09"),
        ("zg", "aeltere menschen", "ZG-A09"),
        ("zg", "Adolescents", "ZG-A06"),
        ("needs", "Gemeinwesenarbeit", "BD-SO4"),
        ("offer-types", "Telefon- und Onlineberatung", "AT-B10"),
        ("offer-types", "Telefon – und Onlineberatung", "AT-B10"),
        ("cl-gebietsebene", "Großstadt", None),
        ("cl-gebietsebene", "Stadt", "gebietsebene-gemeinde"),
        ("cl-einheit", "Plätze", "einheit-plaetze"),
        ("cl-einheit", "plaetze", "einheit-plaetze"),
        ("cl-einheit", "VZÄ", "einheit-vzae"),
        ("cl-massnahmenstatus", "abgelehnt", "massnahmenstatus-verworfen"),
        ("legal-bases", "SGB VIII § 35a", "SGB-VIII-35a"),
        ("legal-bases", "Zusammenarbeit", None),  # heading of three different norms
        ("target-groups", "", None),
        ("target-groups", "***", None),
        ("target-groups", "Raumfahrende", None),
    ],
)
def test_find_concept(scheme, text, code):
    found = vocabulary.find_concept(scheme, text)
    assert (vocabulary.notation(found) if found else None) == code


def test_a_word_is_folded_so_that_spelling_does_not_matter():
    assert vocabulary.fold("Straße") == vocabulary.fold("STRASSE") == "strasse"
    assert vocabulary.fold("Bürger*innen") == vocabulary.fold("Buerger_innen") == "buergerinnen"
    assert vocabulary.fold("Café") == "cafe"


@pytest.mark.parametrize(
    ("scheme", "text", "code"),
    [
        ("offer-types", "Schuldnerbratung", "AT-B3"),
        ("target-groups", "Jugendlche", "ZG-A06"),
        ("target-groups", "Allein erziehende", "ZG-F02"),
        ("needs", "Suchtbratung", "BD-GE3"),
    ],
)
def test_suggest_offers_what_was_probably_meant(scheme, text, code):
    suggestions = vocabulary.suggest(scheme, text)
    assert code in {vocabulary.notation(concept) for concept in suggestions}
    assert len(suggestions) <= 3


def test_suggest_is_silent_when_nothing_resembles_the_word():
    assert vocabulary.suggest("target-groups", "qqqqqqqq xxxxxxxx") == []
    assert vocabulary.suggest("target-groups", "") == []


def test_suggest_lists_the_concepts_an_ambiguous_word_names():
    codes = {vocabulary.notation(concept) for concept in vocabulary.suggest("legal-bases", "Zusammenarbeit")}
    assert codes == {"SGB-X-86", "SGB-IX-96", "SGB-XII-4"}


@given(text=st.text(max_size=60))
@settings(deadline=None)
def test_find_and_suggest_take_any_text(text):
    found = vocabulary.find_concept("target-groups", text)
    assert found is None or found in vocabulary.concepts("target-groups")
    assert set(vocabulary.suggest("target-groups", text)) <= set(vocabulary.concepts("target-groups"))


@given(concept=st.sampled_from([c for slug in ("zg", "bd", "at", "sa") for c in vocabulary.concepts(slug)]))
@settings(deadline=None)
def test_every_concept_is_found_by_its_code_and_its_name(concept):
    scheme = next(slug for slug in ("zg", "bd", "at", "sa") if concept in vocabulary.concepts(slug))
    assert vocabulary.find_concept(scheme, vocabulary.notation(concept)) == concept
    assert vocabulary.find_concept(scheme, vocabulary.label(concept, "de").upper()) == concept
    assert vocabulary.find_concept(scheme, vocabulary.label(concept, "en")) == concept


def test_a_scheme_can_be_named_by_iri_slug_or_prefix():
    iri = URIRef(prefixes()["vok"] + "target-groups")
    assert vocabulary.concepts(iri) == vocabulary.concepts("target-groups") == vocabulary.concepts("zg")
    with pytest.raises(VocabularyError, match=r"no scheme 'target-group'.*target-groups"):
        vocabulary.concepts("target-group")


def test_concepts_come_in_the_order_of_their_codes():
    codes = [vocabulary.notation(concept) for concept in vocabulary.concepts("offer-types")]
    assert codes.index("AT-B2") < codes.index("AT-B10") < codes.index("AT-H")


def test_labels_fall_back_to_german_then_to_the_last_part_of_the_iri():
    assert vocabulary.label(SOZ.Offer, "de") == "Angebot"
    assert vocabulary.label(SOZ.Offer, "en") == "offer"
    assert vocabulary.label(CL["angebotsstatus-aktiv"], "fr") == "aktiv"
    assert vocabulary.label(URIRef(prefixes()["id"] + "06534014/angebot-A01")) == "angebot-A01"


def test_version_names_the_ontology_and_the_content():
    number, _, digest = vocabulary.version().partition("+")
    assert number.count(".") == 2
    assert len(digest) == 8


def test_sparql_prologue_declares_what_a_query_uses():
    prologue = sparql_prologue("SELECT ?o { ?o a soz:Offer ; soz:status cl:angebotsstatus-aktiv }")
    assert f"PREFIX soz: <{prefixes()['soz']}>\n" in prologue
    assert "PREFIX zg:" not in prologue
    assert sparql_prologue().count("PREFIX") == len(prefixes())
