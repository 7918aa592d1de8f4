"""The Stand: which value holds, what contradicts, and what never gets in."""

import pytest
from merging import (
    ADDRESS,
    AGS,
    COVERAGE,
    INTERN,
    OFFER,
    PUBLIC,
    SHELTER,
    SITE,
    SOURCES,
    de,
    graph_of,
    merger,
    says,
)
from rdflib import RDF, RDFS, SKOS, XSD, Literal

from graph.sources import source_of
from ontology import iris
from ontology.codes import CL
from ontology.namespaces import namespace
from ontology.terms import LOCN, SOZ
from ontology.vocabulary import vocabulary


def conflicts(stand):
    nodes = {s for s, p, o in stand.conflicts if o == SOZ.Conflict}
    return [{p: o for s, p, o in stand.conflicts if s == node} for node in sorted(nodes)]


@pytest.mark.parametrize(
    ("speakers", "winner"),
    [
        (["redaktion", "alt", "neu", "karte"], "redaktion"),
        (["alt", "neu", "karte"], "neu"),
        (["karte", "alt"], "alt"),
        (["karte", "unbekannt"], "karte"),
    ],
)
def test_precedence_then_the_newer_delivery(speakers, winner):
    quads = [quad for key in speakers for quad in says(key, (OFFER, SOZ.costToUser, Literal(key)))]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert stand.triples == {(OFFER, SOZ.costToUser, Literal(winner))}
    found = conflicts(stand)
    assert {str(c[SOZ.losingValue]) for c in found} == set(speakers) - {winner}
    assert {c[SOZ.winningSource] for c in found} == {iris.source(AGS, winner)}
    assert {c[SOZ.losingSource] for c in found} == {
        iris.source(AGS, key) for key in speakers if key != winner
    }
    assert all(c[SOZ.onRecord] == OFFER and c[SOZ.onProperty] == SOZ.costToUser for c in found)


def test_conflict_says_both_days():
    quads = [*says("alt", (OFFER, SOZ.maxAge, Literal(17))), *says("neu", (OFFER, SOZ.maxAge, Literal(20)))]
    (found,) = conflicts(merger(*SOURCES, *quads).build(INTERN))
    assert (str(found[SOZ.winningDate]), str(found[SOZ.losingDate])) == ("2026-01-01", "2025-01-01")
    assert (found[SOZ.winningValue], found[SOZ.losingValue]) == (Literal(20), Literal(17))


def test_several_values_are_united_and_equal_ones_do_not_contradict():
    need, other = namespace("bd")["BD-A1"], namespace("bd")["BD-A2"]
    quads = [
        *says("alt", (COVERAGE, SOZ.needType, need), (COVERAGE, SOZ.minAge, Literal(12))),
        *says("neu", (COVERAGE, SOZ.needType, other), (COVERAGE, SOZ.minAge, Literal(12))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert stand.triples == {
        (COVERAGE, SOZ.needType, need),
        (COVERAGE, SOZ.needType, other),
        (COVERAGE, SOZ.minAge, Literal(12)),
    }
    assert not stand.conflicts


def test_one_label_per_language():
    quads = [
        *says("alt", (OFFER, RDFS.label, de("Alt")), (OFFER, RDFS.label, Literal("Old", lang="en"))),
        *says("neu", (OFFER, RDFS.label, de("Neu"))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert {o for _, _, o in stand.triples} == {de("Neu"), Literal("Old", lang="en")}


def test_a_money_value_is_never_summed():
    funding = iris.record(AGS, SOZ.Funding, "F1")
    quads = [
        *says("alt", (funding, SOZ.amount, Literal("100", datatype=XSD.decimal))),
        *says("neu", (funding, SOZ.amount, Literal("250", datatype=XSD.decimal))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert [str(o) for _, p, o in stand.triples if p == SOZ.amount] == ["250"]


def test_a_source_that_dropped_the_record_counts_less():
    mark = Literal("2026-01-01", datatype=XSD.date)
    record = [(OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(17))]
    quads = [
        *says("neu", *record, (OFFER, SOZ.notDeliveredSince, mark)),
        *says("alt", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(20))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert (OFFER, SOZ.maxAge, Literal(20)) in stand.triples
    assert not any(p == SOZ.notDeliveredSince for _, p, _ in stand.triples)
    (found,) = conflicts(stand)
    assert SOZ.losingDate not in found


def test_the_mark_of_missing_records_stays_until_somebody_decides():
    mark = Literal("2026-01-01", datatype=XSD.date)
    quads = says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.notDeliveredSince, mark))
    assert (OFFER, SOZ.notDeliveredSince, mark) in merger(*SOURCES, *quads).build(INTERN).triples


def test_address_is_taken_whole():
    """Street of one source and house number of another are nobody's address."""
    quads = [
        *says("karte", (ADDRESS, RDF.type, LOCN.Address), (ADDRESS, LOCN.thoroughfare, Literal("Oberweg"))),
        *says("karte", (ADDRESS, LOCN.locatorDesignator, Literal("5")), (SITE, LOCN.address, ADDRESS)),
        *says("neu", (ADDRESS, RDF.type, LOCN.Address), (ADDRESS, LOCN.thoroughfare, Literal("Unterweg"))),
    ]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert {p: o for s, p, o in stand.triples if s == ADDRESS and p != RDF.type} == {
        LOCN.thoroughfare: Literal("Unterweg")
    }
    agreeing = [q if q[2] != Literal("Oberweg") else (*q[:2], Literal("Unterweg"), q[3]) for q in quads]
    stand = merger(*SOURCES, *agreeing).build(INTERN)
    assert (ADDRESS, LOCN.locatorDesignator, Literal("5")) in stand.triples


def test_public_stand_holds_public_sources_only():
    quads = [
        *says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(20))),
        *says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(17)), audience=PUBLIC),
        *says(
            "alt",
            (SITE, RDF.type, SOZ.Site),
            (SITE, SOZ.disclosure, CL["offenlegung-intern"]),
            audience=PUBLIC,
        ),
    ]
    stand = merger(*SOURCES, *quads).build(PUBLIC)
    assert stand.triples == {(OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(17))}
    assert not stand.conflicts


def test_provenance_and_held_back_rows_do_not_enter_a_stand():
    quad = (OFFER, RDFS.label, de("x"), iris.held_back_graph(AGS))
    assert not merger(*SOURCES, quad).build(INTERN).triples


def test_source_graphs_are_told_from_others():
    assert source_of(AGS, graph_of("a-b.c", PUBLIC)) == ("a-b.c", PUBLIC)
    for other in (
        iris.stand_graph(AGS, INTERN),
        iris.provenance_graph(AGS),
        iris.source_graph("99999002", "a", INTERN),
    ):
        assert source_of(AGS, other) is None


def test_what_the_vocabulary_says_is_not_said_again():
    """Ruling 17: Stand and vocabulary are read together and must share no triple."""
    said = next(iter(vocabulary().triples((SHELTER, SKOS.prefLabel, None))))
    own = (SHELTER, RDFS.comment, de("örtlicher Hinweis"))
    assert merger(*says("alt", said, own)).build(INTERN).triples == {own}
