"""The town's own words in cells: what they mean, where, and how a new one becomes a concept like those of the list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, SKOS, Literal, URIRef

from graph.findings import Place
from loaders.canonical import Cell
from loaders.cells import CellReader
from loaders.concepts import read_concept
from loaders.local_terms import LocalTerm, LocalTerms
from loaders.made_concepts import made_concepts, term_findings, term_of
from loaders.records import Record, Statement
from loaders.references import RecordIndex
from loaders.written import written
from ontology import iris
from ontology.namespaces import RDFS
from ontology.sheets import Kind
from ontology.terms import CL, SOZ
from ontology.vocabulary import concepts, find_concept, fold, scheme_iri, vocabulary
from shapes import sheet_specs

AGS = "99999001"
COLUMNS = {c.tag: c for sheet in sheet_specs() for c in sheet.columns}
NEED, GROUP = COLUMNS["#abdeckung+bedarf"], COLUMNS["#abdeckung+zielgruppe"]
NEEDS, GROUPS = scheme_iri("needs"), scheme_iri("target-groups")
DEBT, YOUTH = find_concept("needs", "BD-EX2"), find_concept("target-groups", "ZG-A06")


def term(word="Entschuldungshilfe", kind="synonym", scheme=NEEDS, means=DEBT, source="", key="EB-1"):
    return LocalTerm(iris.record(AGS, SOZ.LocalTerm, key), key, word, kind, scheme, means, source)


def read(text, column, *terms, source=""):
    return read_concept(text, column, AGS, LocalTerms.of(terms, source))


def codes(reading):
    return [problem.code for problem in reading.problems]


def test_a_synonym_reads_as_its_concept_and_says_so():
    reading = read(" ENTSCHULDUNGS-Hilfe ".strip(), NEED, term("Entschuldungs-Hilfe"))
    assert reading.values == (DEBT,)
    assert codes(reading) == ["concept-by-town"]
    assert codes(read("Entschuldungs-Hilfe", NEED)) == ["concept-unknown"]


def test_a_word_counts_only_in_columns_of_its_list():
    assert codes(read("Entschuldungshilfe", GROUP, term())) == ["concept-unknown"]


def test_the_list_comes_before_the_town():
    name = next(str(o) for o in vocabulary().objects(DEBT, SKOS.prefLabel) if o.language == "de")
    other = find_concept("needs", "BD-WO1")
    assert read(name, NEED, term(name, means=other)).values == (DEBT,)


def test_a_word_of_one_source_counts_only_there_and_before_one_for_all():
    other = find_concept("needs", "BD-WO1")
    everywhere, here = term(key="EB-1"), term(means=other, source="caritas", key="EB-2")
    assert read("Entschuldungshilfe", NEED, everywhere, here, source="caritas").values == (other,)
    assert read("Entschuldungshilfe", NEED, everywhere, here, source="diakonie").values == (DEBT,)
    assert codes(read("Entschuldungshilfe", NEED, here, source="diakonie")) == ["concept-unknown"]


def test_two_records_that_disagree_mean_nothing():
    other = term(means=find_concept("needs", "BD-WO1"), key="EB-2")
    assert codes(read("Entschuldungshilfe", NEED, term(), other)) == ["concept-unknown"]


def test_a_word_left_open_stays_unknown():
    assert codes(read("Entschuldungshilfe", NEED, term(kind="open", means=None))) == ["concept-unknown"]


@pytest.mark.parametrize("text", ["Junge Geflüchtete", "EB-7", "begriff-EB-7"])
def test_a_new_concept_is_found_by_word_key_and_the_end_of_its_iri(text):
    own = term("Junge Geflüchtete", "concept", GROUPS, YOUTH, key="EB-7")
    assert read(text, GROUP, own).values == (own.iri,)


def test_a_new_concept_is_written_by_its_word_and_read_back():
    own = term("Junge Geflüchtete", "concept", GROUPS, YOUTH, key="EB-7")
    reader = CellReader(RecordIndex(AGS), terms=LocalTerms.of([own]))
    assert written([own.iri], GROUP, reader) == "Junge Geflüchtete"
    assert reader.read(Cell("Junge Geflüchtete"), GROUP).values == (own.iri,)
    assert written([YOUTH], GROUP, reader).startswith("ZG-A06")


def test_a_new_concept_cannot_be_combined_with_plus():
    own = term("Junge Geflüchtete", "concept", GROUPS, YOUTH)
    assert codes(read("Junge Geflüchtete + ZG-M02", GROUP, own)) == ["group-of-own-terms"]
    synonym = term("Teenies", "synonym", GROUPS, YOUTH)
    assert read("Teenies + ZG-M02", GROUP, synonym).groups


def record(kind="begriff", word="Junge Geflüchtete", scheme=GROUPS, means=YOUTH, key="EB-1", **more):
    statements = [
        Statement(RDFS.label, Literal(word, lang="de")),
        Statement(SOZ.termKind, CL[f"begriffsart-{kind}"]),
        Statement(SKOS.inScheme, scheme),
        *([Statement(SOZ.means, means)] if means else []),
    ]
    iri = iris.record(AGS, SOZ.LocalTerm, key)
    place = Place("a.xlsx", "Eigene Begriffe", 3)
    return Record(SOZ.LocalTerm, iri, key, place, CL["offenlegung-intern"], tuple(statements), **more)


def test_a_new_concept_has_class_ages_and_broader_of_its_parent():
    (made,) = made_concepts([record()])
    assert made.values(SKOS.broader) == [YOUTH]
    assert SOZ.TargetGroup in made.values(RDF.type)
    for path in (SOZ.minAge, SOZ.maxAge):
        assert made.values(path) == list(vocabulary().objects(YOUTH, path)) != []


def test_coordination_below_coordination_still_covers_nothing():
    types = scheme_iri("offer-types")
    kind = next(c for c in concepts(types) if str(vocabulary().value(c, SOZ.countsAsCoverage)) == "false")
    (made,) = made_concepts([record(word="Runder Tisch", scheme=types, means=kind)])
    assert [str(v) for v in made.values(SOZ.countsAsCoverage)] == ["false"]


def test_synonyms_and_open_words_become_no_concepts():
    for kind, means in (("synonym", YOUTH), ("offen", None)):
        told = record(kind, means=means)
        assert list(made_concepts([told])) == [told]


def test_rows_that_wait_or_lack_something_are_no_words():
    assert term_of(record(held_back=True)) is None
    assert term_of(record("synonym", means=None)) is None
    assert term_of(record("offen", means=None)).value is None


def test_a_word_of_the_list_and_a_word_twice_are_said():
    known = LocalTerms.of([term("Teenies", "synonym", GROUPS, YOUTH, key="EB-9")])
    rows = [
        record(word="Jugendliche"),
        record(word="Teenies", key="EB-2"),
        record(word="Kinder in Haft", key="EB-3"),
        record(word="kinder in  haft", key="EB-4"),
    ]
    found = list(term_findings(rows, known))
    assert [str(f.focus).rpartition("-")[2] for f in found] == ["1", "2", "4"]
    assert "EB-9" in found[1].message["de"]
    assert list(term_findings([record(word="Teenies", key="EB-9")], known)) == [], (
        "a new version of the same row"
    )


@given(st.text(max_size=30))
def test_any_word_is_found_again_as_it_was_entered(word):
    if not fold(word) or find_concept(NEEDS, word) is not None:
        return
    hit = LocalTerms.of([term(word)]).find(word, NEED)
    assert hit is not None
    assert hit.value == DEBT


def test_every_list_a_column_uses_can_have_own_words():
    lists = set(COLUMNS["#begriff+liste"].choices)
    used = {c.scheme for c in COLUMNS.values() if c.kind is Kind.CONCEPT and c.scheme is not None}
    exempt = {scheme_iri("cl-offenlegung"), scheme_iri("cl-begriffsart")}
    assert used - exempt <= lists
    meant = {s for c in COLUMNS["#begriff+begriff"].choices for s in vocabulary().objects(c, SKOS.inScheme)}
    assert meant == lists
    assert all(isinstance(choice, URIRef) for choice in lists)
