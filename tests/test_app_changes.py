"""What a delivery changes: nothing is lost, missing records stay with a mark."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef

from app.changes import compare
from app.missing import Missing, MissingKind
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import PROV, RDF, RDFS, XSD
from ontology.terms import LOCN, SOZ

AGS = "99999001"
INTERN = iris.source_graph(AGS, "haus", Audience.INTERN)
PUBLIC = iris.source_graph(AGS, "haus", Audience.PUBLIC)
TODAY = date(2026, 11, 24)
MARK = Literal("2026-11-24", datatype=XSD.date)


def iri(key):
    return URIRef(f"urn:x:angebot-{key}")


def record(key, name, *, row="1", graph=INTERN):
    return {
        (iri(key), RDF.type, SOZ.Offer, graph),
        (iri(key), RDFS.label, Literal(name, lang="de"), graph),
        (iri(key), PROV.wasDerivedFrom, URIRef(f"urn:x:zeile-{row}"), graph),
    }


def applied(current, changes):
    return (set(current) - changes.patch.removed) | changes.patch.added


def test_the_same_again_changes_only_where_it_stands():
    changes = compare(record("A", "a", row="1"), record("A", "a", row="9"), set(), TODAY)
    assert (changes.unchanged, changes.changed, changes.new) == ({iri("A")}, set(), set())
    assert changes.patch.added == {(iri("A"), PROV.wasDerivedFrom, URIRef("urn:x:zeile-9"), INTERN)}


def test_a_new_name_and_a_new_disclosure_are_changes():
    assert compare(record("A", "a"), record("A", "b"), set(), TODAY).changed == {iri("A")}
    moved = compare(record("A", "a"), record("A", "a", graph=PUBLIC), set(), TODAY)
    assert moved.changed == {iri("A")}
    assert {q[3] for q in applied(record("A", "a"), moved)} == {PUBLIC}


def test_a_missing_record_stays_with_the_day_it_went_missing():
    current = record("A", "a") | record("B", "b")
    changes = compare(current, record("A", "a"), set(), TODAY)
    assert changes.missing == {iri("B")}
    assert changes.drop_share == 0.5
    after = applied(current, changes)
    assert after == current | {(iri("B"), SOZ.notDeliveredSince, MARK, INTERN)}
    later = compare(after, record("A", "a"), set(), date(2027, 1, 1))
    assert applied(after, later) == after
    assert later.drop_share == 0


def test_a_record_that_comes_again_loses_the_mark():
    current = record("B", "b") | {(iri("B"), SOZ.notDeliveredSince, MARK, INTERN)}
    changes = compare(current, record("B", "b"), set(), TODAY)
    assert changes.returned == {iri("B")}
    assert changes.unchanged == {iri("B")}
    assert applied(current, changes) == record("B", "b")


def test_a_waiting_row_is_neither_missing_nor_changed():
    changes = compare(record("A", "a"), set(), {iri("A")}, TODAY)
    assert not changes.missing
    assert not changes.patch


def test_an_address_belongs_to_its_site():
    node = URIRef("urn:x:angebot-A-anschrift")
    site = record("A", "a") | {(iri("A"), LOCN.address, node, INTERN)}
    before = site | {(node, LOCN.thoroughfare, Literal("Am Markt"), INTERN)}
    after = site | {(node, LOCN.thoroughfare, Literal("Am Ring"), INTERN)}
    changes = compare(before, after, set(), TODAY)
    assert changes.changed == {iri("A")}
    assert applied(before, changes) == after
    gone = compare(before, record("A", "a"), set(), TODAY)
    assert applied(before, gone) == record("A", "a")


KEYS = st.dictionaries(st.sampled_from("ABCDEF"), st.sampled_from("xyz"), max_size=6)


@given(KEYS, KEYS, KEYS)
def test_nothing_is_ever_lost(first, second, third):
    state = set()
    for step, delivery in enumerate((first, second, third)):
        quads = {q for key, name in delivery.items() for q in record(key, name, row=str(step))}
        before = {q[0] for q in state}
        changes = compare(state, quads, set(), TODAY)
        state = applied(state, changes)
        assert {q[0] for q in state} == before | {iri(k) for k in delivery}
        assert quads <= state
        marked = {q[0] for q in state if q[1] == SOZ.notDeliveredSince}
        assert marked == before - {iri(k) for k in delivery}
        assert changes.new | changes.changed | changes.unchanged == {iri(k) for k in delivery}


def test_a_missing_coverage_keeps_its_link_to_the_offer():
    coverage = URIRef("urn:x:abdeckung-A-1")
    link = (iri("A"), SOZ.hasCoverage, coverage, INTERN)
    own = {
        (coverage, RDF.type, SOZ.Coverage, INTERN),
        (coverage, PROV.wasDerivedFrom, URIRef("urn:x:zeile-2"), INTERN),
    }
    current = record("A", "a") | {link} | own
    changes = compare(current, record("A", "a"), set(), TODAY, {SOZ.hasCoverage})
    assert changes.missing == {coverage}
    assert changes.unchanged == {iri("A")}
    assert applied(current, changes) == current | {(coverage, SOZ.notDeliveredSince, MARK, INTERN)}


def ended(key, day):
    return {iri(key): Missing(MissingKind.ENDED, day)}


def test_an_ended_record_gets_a_last_day_and_a_status_and_keeps_the_mark():
    current = record("B", "b") | {(iri("B"), SOZ.status, CL["angebotsstatus-aktiv"], INTERN)}
    day = date(2026, 10, 31)
    changes = compare(current, set(), set(), TODAY, decisions=ended("B", day))
    assert (changes.missing, changes.ended, changes.drop_share) == ({iri("B")}, {iri("B")}, 0)
    assert applied(current, changes) == record("B", "b") | {
        (iri("B"), SOZ.status, CL["angebotsstatus-beendet"], INTERN),
        (iri("B"), SOZ.validTo, Literal("2026-10-31", datatype=XSD.date), INTERN),
        (iri("B"), SOZ.notDeliveredSince, MARK, INTERN),
    }
    after = applied(current, changes)
    assert applied(after, compare(after, set(), set(), TODAY)) == after
    again = compare(after, current, set(), TODAY)
    assert again.returned == again.changed == {iri("B")}
    assert applied(after, again) == current


def test_a_record_that_was_no_part_of_the_delivery_gets_no_mark():
    decisions = {iri("B"): Missing(MissingKind.NOT_PART)}
    changes = compare(record("B", "b"), set(), set(), TODAY, decisions=decisions)
    assert not changes.missing
    assert not changes.patch


def test_what_is_said_about_a_delivered_record_has_no_effect():
    assert not compare(record("A", "a"), record("A", "a"), set(), TODAY, decisions=ended("A", TODAY)).patch


@pytest.mark.parametrize(
    "said", [Missing(), Missing(MissingKind.NOT_PART), Missing(MissingKind.ENDED, TODAY)], ids=str
)
def test_a_decision_is_read_as_it_was_written(said):
    assert Missing.of(str(said)) == said


def test_a_class_of_which_most_is_gone_is_named():
    area = {
        q
        for n in range(20)
        for q in {
            (URIRef(f"urn:x:gebiet-{n}"), RDF.type, SOZ.Area, INTERN),
            (URIRef(f"urn:x:gebiet-{n}"), PROV.wasDerivedFrom, URIRef(f"urn:x:zeile-{n}"), INTERN),
        }
    }
    offers = {q for key in "ABCD" for q in record(key, key)}
    changes = compare(area | offers, area, set(), TODAY)
    assert changes.drop_share < 0.3
    assert changes.dropped_classes(0.3) == {SOZ.Offer: (4, 4)}
    assert not compare(area | offers, area | offers - record("A", "A"), set(), TODAY).dropped_classes(0.3)
    two = compare(area | offers, area | record("A", "A") | record("B", "B"), set(), TODAY)
    assert not two.dropped_classes(0.3)
    assert compare(area | record("A", "A"), area, set(), TODAY).dropped_classes(0.3) == {}
