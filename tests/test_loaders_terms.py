"""How a word of a foreign list finds the terms it may mean, and that only its name is ever taken for certain."""

import csv
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.concept_names import concept_text
from loaders.concepts import read_concept
from loaders.term_match import Way, term_candidates
from loaders.word_parts import phrase_readings, pieces
from ontology.sheets import ColumnSpec, Kind
from ontology.terms import SOZ
from ontology.vocabulary import concepts, find_concept, fold, label, notation, scheme_iri

SCHEMES = ("offer-types", "target-groups", "needs", "provider-types", "pillars")
TERMS = [
    tuple(row)
    for row in csv.reader(
        Path(__file__)
        .with_name("data")
        .joinpath("terms_of_the_field.csv")
        .read_text("utf-8")
        .splitlines()[1:],
        delimiter=";",
    )
]


def column(scheme, choices=()):
    return ColumnSpec(
        "#angebot+art",
        (SOZ.serviceType,),
        Kind.CONCEPT,
        {"de": "Art"},
        {},
        1,
        scheme=scheme_iri(scheme),
        choices=choices,
    )


def found(scheme, text, n=5):
    return [notation(candidate.concept) for candidate in term_candidates(text, column(scheme), n)]


def test_the_table_of_terms_covers_every_list():
    assert {scheme for scheme, _, _ in TERMS} == set(SCHEMES)
    assert len(TERMS) >= 100
    assert all(find_concept(scheme, code) for scheme, _, code in TERMS)


def test_terms_of_the_field_find_their_concept():
    missed = [(term, code) for scheme, term, code in TERMS if code not in found(scheme, term, 3)]
    first = sum(found(scheme, term, 1) == [code] for scheme, term, code in TERMS)
    assert len(missed) <= 0.03 * len(TERMS), missed
    assert first >= 0.9 * len(TERMS)


@pytest.mark.parametrize(
    ("scheme", "text", "code", "way"),
    [
        ("offer-types", "AT-B3", "AT-B3", Way.EXACT),
        ("offer-types", "Suchtberatung", "AT-B4", Way.EXACT),
        ("offer-types", "Such\u00adtberatung", "AT-B4", Way.EXACT),
        ("offer-types", "AT-B4 Suchtberatung", "AT-B4", Way.EXACT),
        ("offer-types", "Kita", "AT-K1", Way.SYNONYM),
        ("target-groups", "Ältere Menschen", "ZG-A09", Way.EXACT),
        ("target-groups", unicodedata.normalize("NFD", "ältere menschen"), "ZG-A09", Way.EXACT),
        ("target-groups", "AELTERE MENSCHEN", "ZG-A09", Way.EXACT),
        ("target-groups", "Senior:innen", "ZG-A09", Way.SYNONYM),
        ("offer-types", "Beratung bei Sucht", "AT-B4", Way.COMPOUND),
        ("offer-types", "Suchtberatungen", "AT-B4", Way.COMPOUND),
        ("offer-types", "Insolvenzberatung", "AT-B3", Way.COMPOUND),
        ("offer-types", "MGH", "AT-K7", Way.COMPOUND),
        ("offer-types", "Suchtbratung", "AT-B4", Way.SIMILAR),
    ],
)
def test_a_word_is_known_by_name_by_its_pieces_or_by_its_spelling(scheme, text, code, way):
    best = term_candidates(text, column(scheme))[0]
    assert (notation(best.concept), best.way) == (code, way)
    assert best.certain == (way in {Way.EXACT, Way.SYNONYM})
    assert (best.score == 1) == best.certain
    assert best.shown == concept_text(best.concept)


def test_a_word_that_names_two_terms_is_certain_of_neither():
    both = term_candidates("Zusammenarbeit", column("legal-bases"))
    assert {notation(candidate.concept) for candidate in both[:3]} == {"SGB-X-86", "SGB-IX-96", "SGB-XII-4"}
    assert not any(candidate.certain for candidate in both)


def test_a_code_with_the_name_of_another_term_is_certain_of_neither():
    assert not any(c.certain for c in term_candidates("AT-B4 Migrationsberatung", column("offer-types")))


def test_only_what_the_column_takes_is_offered():
    few = tuple(c for c in concepts("offer-types") if notation(c) in {"AT-B3", "AT-B5"})
    assert {c.concept for c in term_candidates("Suchtberatung", column("offer-types", few))} <= set(few)
    assert term_candidates("Beratung", ColumnSpec("#x", (SOZ.serviceType,), Kind.TEXT, {}, {}, 1)) == ()


@pytest.mark.parametrize("text", ["", "***", "qqqqqqqq xxxxxxxx", "4711", "und"])
def test_nothing_is_offered_for_what_resembles_nothing(text):
    assert term_candidates(text, column("target-groups")) == ()


def test_enumerations_and_brackets_are_read_in_every_way():
    readings = {
        frozenset(r.pieces) for r in phrase_readings("Tages-, Nacht- und Kurzzeitpflege (Streuplätze)")
    }
    assert {"kurzzeit", "pfleg"} in readings
    assert {"nacht", "pfleg"} in readings
    assert pieces("schuldnerberatungen")[-1] == pieces("suchtberatung")[-1]


def test_an_unknown_word_in_a_cell_is_answered_with_what_was_probably_meant():
    reading = read_concept("Schuldenberatung", column("offer-types"), "99999001")
    assert reading.values == ()
    assert reading.problems[0].suggestion.startswith("AT-B3 ")


@given(text=st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_any_text_is_taken_and_the_best_stands_first(text):
    candidates = term_candidates(text, column("needs"), 20)
    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({c.concept for c in candidates}) == len(candidates)


@given(concept=st.sampled_from([c for slug in SCHEMES for c in concepts(slug)]))
@settings(deadline=None)
def test_every_term_is_certain_by_its_code_and_its_name(concept):
    scheme = next(slug for slug in SCHEMES if concept in concepts(slug))
    for text in (notation(concept), label(concept), label(concept).upper()):
        best = term_candidates(text, column(scheme))[0]
        assert (best.concept, best.certain) == (concept, True)


@given(text=st.text(alphabet="abeinrstulgpfh -(),", max_size=40), scheme=st.sampled_from(SCHEMES))
@settings(deadline=None, max_examples=60)
def test_what_is_certain_is_what_the_vocabulary_says(text, scheme):
    certain = [c.concept for c in term_candidates(text, column(scheme)) if c.certain]
    named = find_concept(scheme, text)
    assert certain == ([named] if named else [])
    assert fold(text) or not certain


def test_two_thousand_values_take_seconds():
    values = [f"{term} {number}" for number in range(16) for _, term, _ in TERMS]
    began = time.perf_counter()
    for value in values:
        term_candidates(value, column("offer-types"))
    assert time.perf_counter() - began < 20  # measured: about 1 s


@pytest.mark.parametrize("word", ["Wohnen", "Betreutes Wohnen", "Wohnung", "Notunterkunft"])
def test_a_word_for_housing_is_never_offered_the_shelter(word):
    assert "AT-S1" not in {c.shown.split()[0] for c in term_candidates(word, column("offer-types"), 50)}


@pytest.mark.parametrize("word", ["Frauenhaus", "Schutzwohnung", "Fraunhaus"])
def test_a_word_for_a_shelter_is(word):
    assert "AT-S1" in {c.shown.split()[0] for c in term_candidates(word, column("offer-types"), 5)}
