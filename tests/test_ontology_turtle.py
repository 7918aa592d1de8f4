"""The Turtle files of the ontology: parse, prefixes, labels, declared terms, both directions with Python."""

import re
from collections import Counter
from importlib.resources import files
from itertools import chain
from pathlib import Path

import pytest
from rdflib import BNode, Graph, Literal, URIRef

from ontology import vocabulary
from ontology.namespaces import OWL, RDF, RDFS, SKOS, namespace, prefixes
from ontology.terms import CL, SOZ

ROOT = Path(str(files("ontology")))
TERM_FILES = sorted(path for path in ROOT.glob("*.ttl") if path.name != "prefixes.ttl")
ALL_FILES = sorted(ROOT.rglob("*.ttl"))
PROPERTY_TYPES = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
TIER_1_CLASSES = {
    *("Provider", "Offer", "Coverage", "Site", "Area", "InventoryStatement", "TargetGroup", "NeedType"),
    *("ServiceType", "LegalPillar", "SourceFile", "SourceRow", "ImportRun", "DataGraph"),
}


def own(iri) -> bool:
    return str(iri).startswith(prefixes()["soz"])


def name(iri) -> str:
    return str(iri).removeprefix(prefixes()["soz"])


def classes() -> set[URIRef]:
    return {c for c in vocabulary.ontology_graph().subjects(RDF.type, OWL.Class) if own(c)}


def properties() -> set[URIRef]:
    graph = vocabulary.ontology_graph()
    return {p for kind in PROPERTY_TYPES for p in graph.subjects(RDF.type, kind) if own(p)}


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_file_parses_and_its_prefixes_are_those_of_the_table(path):
    text = path.read_text("utf-8")
    Graph().parse(data=text, format="turtle")
    declared = dict(re.findall(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]+)>", text))
    assert {prefix: iri for prefix, iri in declared.items() if prefixes().get(prefix) != iri} == {}


def test_the_model_has_at_least_the_classes_and_properties_decided():
    assert len(classes()) >= 32
    assert len(properties()) >= 90
    tier_1 = {name(c) for c in classes() if vocabulary.ontology_graph().value(c, SOZ.tier) == Literal(1)}
    assert tier_1 >= TIER_1_CLASSES


def test_every_term_says_what_it_is_in_german_and_english():
    graph = vocabulary.ontology_graph()
    header = URIRef(prefixes()["soz"].removesuffix("#"))
    for term in classes() | properties():
        for predicate in (RDFS.label, SKOS.definition):
            languages = sorted(text.language or "" for text in graph.objects(term, predicate))
            assert languages == ["de", "en"], (name(term), predicate)
        assert list(graph.objects(term, RDFS.isDefinedBy)) == [header], name(term)
        assert graph.value(term, SOZ.tier) in {Literal(1), Literal(2), Literal(3)}, name(term)


def test_definitions_are_sentences_and_not_the_label_again():
    graph = vocabulary.ontology_graph()
    for term in classes() | properties():
        for text in graph.objects(term, SKOS.definition):
            assert str(text).endswith((".", "…")), (name(term), text)
            assert str(text).rstrip(".").casefold() not in {
                str(label).casefold() for label in graph.objects(term, RDFS.label)
            }, name(term)


@pytest.mark.parametrize("kind", [classes, properties])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_two_terms_of_a_kind_share_a_label(kind, lang):
    graph = vocabulary.ontology_graph()
    found = Counter(
        str(text).casefold()
        for term in kind()
        for text in graph.objects(term, RDFS.label)
        if text.language == lang
    )
    assert [text for text, times in found.items() if times > 1] == []


def test_names_follow_the_convention():
    assert [name(c) for c in classes() if not re.fullmatch(r"[A-Z][A-Za-z]+", name(c))] == []
    assert [name(p) for p in properties() if not re.fullmatch(r"[a-z][A-Za-z]+[0-9]{0,3}", name(p))] == []


def test_a_property_has_one_kind_and_at_most_one_domain_and_range():
    graph = vocabulary.ontology_graph()
    for term in properties():
        assert sum((term, RDF.type, kind) in graph for kind in PROPERTY_TYPES) == 1, name(term)
        for predicate in (RDFS.domain, RDFS.range):
            assert len(list(graph.objects(term, predicate))) <= 1, (name(term), predicate)


def test_every_term_is_declared_in_one_file_only():
    homes: dict[str, list[str]] = {}
    for path in TERM_FILES:
        graph = Graph().parse(path, format="turtle")
        for term in {s for kind in (OWL.Class, *PROPERTY_TYPES) for s in graph.subjects(RDF.type, kind)}:
            homes.setdefault(name(term), []).append(path.name)
    assert {term: found for term, found in homes.items() if len(found) > 1} == {}


def test_no_own_term_is_used_without_being_declared():
    declared = classes() | properties()
    for path in ALL_FILES:
        for term in chain.from_iterable(Graph().parse(path, format="turtle")):
            if isinstance(term, URIRef) and own(term):
                assert term in declared, (path.name, name(term))


def test_python_and_turtle_name_the_same_terms():
    in_python = {str(term) for term in dir(SOZ)}
    assert in_python == {str(term) for term in classes() | properties()}


def test_python_and_turtle_name_the_same_codes():
    in_turtle = {
        str(concept).removeprefix(prefixes()["cl"])
        for concept in vocabulary.vocabulary().subjects(SKOS.inScheme, None)
        if str(concept).startswith(prefixes()["cl"])
    }
    assert set(CL._extras) == in_turtle


def test_a_misspelt_term_raises():
    with pytest.raises(AttributeError, match="Ofer"):
        _ = SOZ.Ofer
    with pytest.raises(AttributeError, match="angebotsstatus-aktief"):
        _ = CL["angebotsstatus-aktief"]


def test_the_vocabulary_has_no_blank_nodes():
    assert not [
        triple for triple in vocabulary.vocabulary() if any(isinstance(term, BNode) for term in triple)
    ]


def test_key_slugs_are_plain_words_and_every_record_class_has_one():
    graph = vocabulary.ontology_graph()
    slugs = {name(c): str(slug) for c, slug in graph.subject_objects(SOZ.keySlug)}
    assert [slug for slug in slugs.values() if not re.fullmatch(r"[a-z]+", slug)] == []
    assert {cls: slugs[cls] for cls in ("Offer", "Provider", "CostBearer", "Coverage", "Membership")} == {
        "Offer": "angebot",
        "Provider": "organisation",
        "CostBearer": "organisation",
        "Coverage": "abdeckung",
        "Membership": "mitgliedschaft",
    }
    shared = [slug for slug, times in Counter(slugs.values()).items() if times > 1]
    assert shared == ["organisation"]  # one organisation may hold several roles


def test_fit_properties_carry_their_grade_and_facet():
    graph = vocabulary.ontology_graph()
    found = {
        name(p): (int(fit), str(graph.value(p, SOZ.fitFacet))) for p, fit in graph.subject_objects(SOZ.fit)
    }
    assert len(found) == 11
    assert all(term == f"{facet}Fit{fit}" for term, (fit, facet) in found.items())


def test_alignments_only_map_our_terms_to_foreign_ones():
    for path in sorted((ROOT / "alignments").glob("*.ttl")):
        for subject, predicate, target in Graph().parse(path, format="turtle"):
            assert own(subject), path.name
            assert str(predicate).startswith(str(namespace("skos"))), path.name
            assert str(predicate).endswith("Match"), path.name
            assert not own(target), path.name
