"""The vocabularies: codes, names, hierarchies, and that nothing points nowhere."""

from collections import Counter
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef

from ontology import vocabulary
from ontology.law import Status, judge, parse_references
from ontology.namespaces import OWL, RDF, SKOS, XSD, namespace, prefixes
from ontology.terms import CL, SOZ

SCHEME_FILES = sorted((Path(str(files("ontology"))) / "schemes").glob("*.ttl"))
CONCEPTS_PER_SCHEME = {
    "access-conditions": 39,
    "body-types": 28,
    "completeness-status": 4,
    "constellations": 15,
    "cooperation-types": 9,
    "effect-levels": 8,
    "evidence-types": 8,
    "funding-types": 28,
    "gap-types": 16,
    "intervention-levels": 5,
    "legal-bases": 238,
    "needs": 83,
    "obligation-levels": 5,
    "offer-types": 70,
    "overlap-types": 7,
    "pillars": 29,
    "planning-areas-marburg": 38,
    "provider-types": 25,
    "quality-criteria": 20,
    "responsible-bodies": 24,
    "target-groups": 81,
    "transitions": 20,
}
TYPED = {
    "target-groups": SOZ.TargetGroup,
    "needs": SOZ.NeedType,
    "offer-types": SOZ.ServiceType,
    "pillars": SOZ.LegalPillar,
    "legal-bases": SOZ.LegalBasis,
    "obligation-levels": SOZ.ObligationLevel,
    "transitions": SOZ.Transition,
    "constellations": SOZ.Constellation,
}


def graph() -> Graph:
    return vocabulary.vocabulary()


def schemes() -> set[URIRef]:
    return set(graph().subjects(RDF.type, SKOS.ConceptScheme))


def all_concepts() -> list[URIRef]:
    return [concept for scheme in schemes() for concept in vocabulary.concepts(scheme)]


def test_every_reference_vocabulary_is_there_with_all_its_concepts():
    found = {slug: len(vocabulary.concepts(slug)) for slug in CONCEPTS_PER_SCHEME}
    assert found == CONCEPTS_PER_SCHEME


def test_the_legal_bases_that_need_a_standing_offer_are_118():
    needing = set(graph().subjects(SOZ.standingOfferRequired, Literal(lexical_or_value=True)))
    assert len(needing) == 118
    kinds = Counter(graph().objects(None, SOZ.normKind))
    assert (kinds[CL["normart-kooperation"]], kinds[CL["normart-geldleistung"]]) == (27, 26)


@pytest.mark.parametrize("slug", TYPED)
def test_concepts_carry_the_class_of_their_scheme(slug):
    assert set(graph().subjects(RDF.type, TYPED[slug])) == set(vocabulary.concepts(slug))


def test_schemes_are_named_described_and_versioned():
    for scheme in schemes():
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert sorted(text.language for text in graph().objects(scheme, predicate)) == ["de", "en"], (
                scheme
            )
        assert graph().value(scheme, OWL.versionInfo), scheme


def test_every_concept_has_one_scheme_one_code_and_two_names():
    for concept in set(graph().subjects(RDF.type, SKOS.Concept)):
        assert len(list(graph().objects(concept, SKOS.inScheme))) == 1, concept
        assert len(list(graph().objects(concept, SKOS.notation))) == 1, concept
        assert sorted(text.language for text in graph().objects(concept, SKOS.prefLabel)) == ["de", "en"], (
            concept
        )


def test_the_code_is_the_last_part_of_the_iri_and_the_scheme_the_part_before():
    for scheme in schemes():
        slug = str(scheme).removeprefix(prefixes()["vok"])
        folder = "cl" if slug.startswith("cl-") else slug
        for concept in vocabulary.concepts(scheme):
            assert str(concept) == f"{prefixes()['vok']}{folder}/{vocabulary.notation(concept)}"


def test_codes_and_names_are_unique_in_a_scheme():
    for scheme in schemes():
        members = vocabulary.concepts(scheme)
        for lang in (None, "de", "en"):
            names = [
                str(text).casefold()
                for concept in members
                for text in graph().objects(concept, SKOS.prefLabel if lang else SKOS.notation)
                if text.language == lang
            ]
            assert [text for text, times in Counter(names).items() if times > 1] == [], (scheme, lang)


def test_synonyms_add_something():
    for concept in all_concepts():
        names = [str(text) for text in graph().objects(concept, SKOS.prefLabel) if text.language == "de"]
        synonyms = {str(text) for text in graph().objects(concept, SKOS.altLabel)}
        assert not synonyms & set(names), concept
        assert all(text == text.strip() and "|" not in text for text in synonyms), concept


def test_hierarchies_stay_in_their_scheme_and_have_no_circles():
    for concept in all_concepts():
        seen = [concept]
        while (above := graph().value(seen[-1], SKOS.broader)) is not None:
            assert above not in seen, seen
            assert (above, SKOS.inScheme, graph().value(concept, SKOS.inScheme)) in graph(), (concept, above)
            seen.append(above)
        assert (seen[-1], SKOS.topConceptOf, graph().value(concept, SKOS.inScheme)) in graph(), concept
        assert len(seen) == 1 or (concept, SKOS.topConceptOf, None) not in graph(), concept


@pytest.mark.parametrize("path", SCHEME_FILES, ids=lambda path: path.name)
def test_nothing_points_to_a_concept_or_term_that_does_not_exist(path):
    known = set(graph().subjects())
    for triple in Graph().parse(path, format="turtle"):
        for term in triple:
            if isinstance(term, URIRef) and str(term).startswith((prefixes()["vok"], prefixes()["soz"])):
                assert term in known, term


def test_legal_bases_are_complete():
    needed = (
        *(SOZ.citation, SOZ.pillar, SOZ.competentBody, SOZ.obligation, SOZ.obligationLevel, SOZ.entitlement),
        *(SOZ.normKind, SOZ.standingOfferRequired, SOZ.verification),
    )
    for basis in vocabulary.concepts("legal-bases"):
        assert [term for term in needed if graph().value(basis, term) is None] == [], basis
        start, end = graph().value(basis, SOZ.validFrom), graph().value(basis, SOZ.validTo)
        assert all(day is None or day.datatype == XSD.date for day in (start, end))
        assert start is None or end is None or str(start) <= str(end), basis


def test_the_citation_of_every_legal_basis_is_read_back_as_that_legal_basis():
    for basis in vocabulary.concepts("legal-bases"):
        citation = str(graph().value(basis, SOZ.citation))
        if not citation.startswith(("§", "Art")):
            continue  # a framework agreement, not a law
        [reference] = parse_references(citation)
        assert judge(reference).legal_basis == basis, citation


def test_the_register_agrees_with_what_the_legal_bases_say_about_their_validity():
    for basis in vocabulary.concepts("legal-bases"):
        for reference in parse_references(str(graph().value(basis, SOZ.citation))):
            verdict = judge(reference)
            if verdict.status is Status.NOT_IN_REGISTER:
                continue
            start = graph().value(basis, SOZ.validFrom)
            if verdict.status is Status.FUTURE:
                assert date.fromisoformat(str(start)) == verdict.valid_from, basis
            else:
                assert verdict.status is Status.IN_FORCE, basis
                assert start is None or date.fromisoformat(str(start)) <= verdict.text_date, basis


def test_ranks_order_what_has_an_order():
    obligation = sorted(
        vocabulary.concepts("obligation-levels"), key=lambda c: -int(graph().value(c, SOZ.rank))
    )
    assert [vocabulary.notation(c) for c in obligation] == ["PF-MR", "PF-MO", "PF-SO", "PF-KA", "PF-FR"]
    kinds = sorted(vocabulary.concepts("cl-quellenart"), key=lambda c: -int(graph().value(c, SOZ.rank)))
    assert kinds == [CL[f"quellenart-{kind}"] for kind in ("redaktion", "traeger", "register", "osm")]


def test_obligation_level_follows_from_obligation_and_entitlement():
    by_code = namespace("pf")
    for basis in vocabulary.concepts("legal-bases"):
        level = graph().value(basis, SOZ.obligationLevel)
        if graph().value(basis, SOZ.obligation) == CL["obligation-muss"]:
            claim = graph().value(basis, SOZ.entitlement) == CL["entitlement-rechtsanspruch"]
            assert level == by_code["PF-MR" if claim else "PF-MO"], basis
        else:
            assert level in {by_code["PF-SO"], by_code["PF-KA"], by_code["PF-FR"]}, basis


def test_coordination_is_no_coverage_and_procedural_law_no_pillar():
    not_counted = set(graph().subjects(SOZ.countsAsCoverage, Literal(lexical_or_value=False)))
    assert {vocabulary.notation(c) for c in not_counted} == {"AT-N", "AT-N1", "AT-N2"}
    no_pillars = set(graph().subjects(SOZ.countsAsPillar, Literal(lexical_or_value=False)))
    assert {vocabulary.notation(c) for c in no_pillars} == {"SA-XX", "SA-ZI"}
    assert len(set(graph().objects(None, SOZ.coarseGroup))) == 21


def test_constellations_name_a_pillar_for_each_of_their_needs():
    for constellation in vocabulary.concepts("constellations"):
        needs = set(graph().objects(constellation, SOZ.needType))
        nodes = list(graph().objects(constellation, SOZ.needAtPillar))
        assert {graph().value(node, SOZ.needType) for node in nodes} == needs
        assert all(graph().value(node, SOZ.pillar) in vocabulary.concepts("pillars") for node in nodes)


def test_transitions_by_age_say_the_age():
    for transition in vocabulary.concepts("transitions"):
        by_age = graph().value(transition, SOZ.triggerType) == CL["ausloeser-alter"]
        assert (graph().value(transition, SOZ.triggerAge) is not None) == by_age, transition
