"""Merging what changed comes to the same as merging everything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merging import (
    ADDRESS,
    AGS,
    AREAS,
    COUNSEL,
    COVERAGE,
    DECLARED,
    DISTRICT,
    GEOMETRY,
    OFFER,
    PEOPLE,
    PLACE,
    PUBLIC,
    QUARTER,
    SITE,
    SOURCES,
    SUPPRESSED,
    TOWN,
    TYPED,
    USE,
    counted,
    de,
    described,
    observed,
    says,
)
from rdflib import OWL, PROV, RDF, RDFS, XSD, Literal

from graph.merge import Merger
from graph.patch import Patch
from graph.sources import SourceIndex
from graph.vote import functional_properties
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import LOCN, SOZ

# --- incremental = full

MESSAGE = iris.record(AGS, SOZ.Observation, "M1")
MARK = Literal("2026-01-01", datatype=XSD.date)
BASE = [
    *says("alt", *AREAS, *PLACE, *USE, *observed("40")[1], (MESSAGE, SOZ.observedOffer, OFFER)),
    *says("alt", (MESSAGE, SOZ.area, QUARTER), (OFFER, SOZ.maxAge, Literal(17))),
    *says("neu", (OFFER, RDF.type, SOZ.Offer), (OFFER, SOZ.maxAge, Literal(20)), (MESSAGE, SOZ.asOf, MARK)),
    *says("neu", *PLACE[10:12], (SITE, SOZ.barrierFree, CL["barrierefrei-wc"]), audience=PUBLIC),
    *SOURCES,
]
# Each of these reaches records other than the one it is about.
LEVERS = [
    *says("alt", *DECLARED, *TYPED, (OFFER, SOZ.serviceType, COUNSEL)),
    *says("karte", *DECLARED, *TYPED, (PEOPLE, SOZ.unit, CL["einheit-euro"])),
    *says("alt", (DISTRICT, SOZ.areaLevel, CL["gebietsebene-gemeinde"]), (QUARTER, SOZ.withinArea, TOWN)),
    *says(
        "neu",
        (SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"]),
        (PEOPLE, SOZ.unit, CL["einheit-personen"]),
    ),
    *says("neu", (OFFER, SOZ.notDeliveredSince, MARK), (ADDRESS, LOCN.thoroughfare, Literal("Anderswo"))),
    *says("neu", *observed("2")[1][-1:], (MESSAGE, SOZ.valueStatus, SUPPRESSED)),
    *says(
        "neu", (OFFER, SOZ.atSite, SITE), (OFFER, SOZ.hasCoverage, COVERAGE), (SITE, LOCN.address, ADDRESS)
    ),
    *says("neu", *counted("M2", QUARTER, None, (SOZ.caseCount, Literal(2)), (SOZ.valueStatus, SUPPRESSED))),
    *says("neu", *counted("M3", TOWN, "40", (SOZ.caseCount, Literal(40)))),
    *described("alt", "redaktion", "2026-06-01"),
    *described("neu", "osm", "2026-07-01"),
]
CHANGES = st.sets(st.sampled_from([*LEVERS, *BASE]), min_size=1, max_size=5)


@settings(deadline=None, max_examples=150)
@given(
    st.sets(st.sampled_from(LEVERS)),
    st.sets(st.sampled_from(BASE), max_size=5),
    st.lists(CHANGES, min_size=1, max_size=4),
)
def test_rebuilding_what_changed_equals_rebuilding_everything(pulled, absent, changes):
    """Every change switches some statements on or off; what is kept up to date equals what is built anew."""
    index = SourceIndex(AGS, (set(BASE) | pulled) - absent)
    before = Merger(index)
    kept = {audience: before.build(audience) for audience in Audience}
    for switched in changes:
        there = index.quads()
        patch = Patch.of(switched & there, switched - there)
        index.apply(patch)
        after = Merger(index)
        records = after.affected(before, patch)
        for audience, stand in kept.items():
            fresh = after.build(audience, records)
            old_nodes = {s for s, p, o in stand.conflicts if p == SOZ.onRecord and o in records}
            stand.triples = {t for t in stand.triples if t[0] not in records} | fresh.triples
            stand.conflicts = {t for t in stand.conflicts if t[0] not in old_nodes} | fresh.conflicts
            full = after.build(audience)
            assert stand.triples == full.triples
            assert stand.conflicts == full.conflicts
        before = after


@pytest.mark.parametrize(
    ("change", "reached"),
    [
        (says("karte", *DECLARED), {SITE, OFFER, COVERAGE, ADDRESS, GEOMETRY, MESSAGE}),
        (says("karte", *TYPED), {SITE, OFFER, COVERAGE, ADDRESS, GEOMETRY, MESSAGE}),
        (says("karte", *observed("2")[1][-1:]), {MESSAGE}),
        (described("neu", "osm", "2026-07-01"), {OFFER, SITE, ADDRESS, MESSAGE}),
        (says("neu", (TOWN, RDFS.label, de("Beispielau"))), {TOWN}),
    ],
)
def test_a_change_reaches_what_it_must_and_little_more(change, reached):
    index = SourceIndex(AGS, BASE)
    before = Merger(index)
    patch = Patch.of((), change)
    index.apply(patch)
    records = Merger(index).affected(before, patch)
    assert reached <= records
    assert not records - reached - {COVERAGE, PEOPLE}


def test_functional_properties_exist():
    text_terms = {str(term) for term in functional_properties()}
    assert text_terms
    known = {str(SOZ[name]) for name in SOZ.__annotations__ if not name.startswith("_")}
    own = {term for term in text_terms if term.startswith(str(namespace("soz")))}
    assert own <= known
    assert OWL.FunctionalProperty not in functional_properties()
    for united in (SOZ.needType, SOZ.targetGroup, SOZ.area, SOZ.providedBy, RDF.type, PROV.wasDerivedFrom):
        assert united not in functional_properties()
