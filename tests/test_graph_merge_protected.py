"""Merging keeps protected places out of every Stand."""

import pytest
from merging import (
    ADDRESS,
    AGS,
    AREAS,
    COUNSEL,
    COVERAGE,
    DECLARED,
    INTERN,
    OFFER,
    PLACE,
    POSTCODE,
    PUBLIC,
    QUARTER,
    SHELTER,
    SITE,
    SOURCES,
    STREET,
    TOWN,
    TYPED,
    USE,
    merger,
    says,
)
from rdflib import RDF, Literal, URIRef

from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.terms import LOCN, SCHEMA, SOZ

CANARIES = [STREET.casefold(), POSTCODE, "8.712345", "50.812345", "123456"]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("why", ["declared", "shelter", "only one source says so", "internal source says so"])
def test_protected_places_are_in_no_stand(why, audience):
    quads = says("alt", *AREAS, *PLACE, *USE, audience=PUBLIC)
    if why == "declared":
        quads += says("alt", *DECLARED, audience=PUBLIC)
    elif why == "shelter":
        quads += says("alt", *TYPED, (SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"]), audience=PUBLIC)
    elif why == "only one source says so":
        quads += says("redaktion", (SITE, SOZ.disclosure, CL["offenlegung-oeffentlich"]), audience=PUBLIC)
        quads += says("karte", *DECLARED, audience=PUBLIC)
    else:
        quads += says("alt", *TYPED)
    stand = merger(*SOURCES, *quads).build(audience)
    text = repr(sorted(stand.triples | stand.conflicts)).casefold()
    assert not [canary for canary in CANARIES if canary in text]
    assert {o for s, p, o in stand.triples if p == SOZ.area and s in (SITE, COVERAGE)} == {TOWN}
    assert (SITE, SOZ.disclosure, CL["offenlegung-geschuetzt"]) in stand.triples
    assert (OFFER, SCHEMA.telephone, Literal("+49 99999 111")) in stand.triples
    assert {SITE, COVERAGE, OFFER} <= stand.withheld
    for record in (SITE, COVERAGE, OFFER):
        assert (record, SOZ.valueStatus, CL["wertstatus-gesperrt"]) in stand.triples


def test_secrets_are_the_words_that_stand_nowhere_in_the_open():
    other = iris.record(AGS, SOZ.Site, "S02")
    node = URIRef(f"{other}-anschrift")
    quads = says("alt", *PLACE, *DECLARED, (other, RDF.type, SOZ.Site), (other, LOCN.address, node))
    quads += says(
        "alt", (node, LOCN.postCode, Literal(POSTCODE)), (node, LOCN.thoroughfare, Literal("Marktplatz"))
    )
    built = merger(*quads)
    assert built.protection.secrets == {STREET.casefold(), "8.712345", "50.812345", "+49 99999 123456"}
    stand = built.build(INTERN)
    assert (node, LOCN.postCode, Literal(POSTCODE)) in stand.triples
    assert (node, LOCN.thoroughfare, Literal("Marktplatz")) in stand.triples


def test_address_of_nobody_stays_out():
    quads = says("alt", (ADDRESS, LOCN.thoroughfare, Literal(STREET)))
    assert not merger(*quads).build(INTERN).triples


def test_protected_site_that_is_in_order_loses_nothing():
    clean = [*PLACE[:4], *DECLARED, (SITE, SOZ.area, TOWN)]
    stand = merger(*says("alt", *AREAS, *clean)).build(INTERN)
    assert set(clean) <= stand.triples
    assert not stand.withheld


def test_coverage_without_known_municipality_loses_its_area():
    quads = says("alt", *TYPED, *USE[:1], *USE[5:8])
    stand = merger(*quads).build(INTERN)
    assert not any(p == SOZ.area for _, p, _ in stand.triples)
    assert COVERAGE in stand.withheld


def test_who_was_heard_about_a_shelter_was_heard_in_the_town():
    """From the step over the decision and the money to the shelter: no district stands beside it."""
    grant, decision = iris.record(AGS, SOZ.Funding, "F1"), iris.record(AGS, SOZ.Decision, "B1")
    step, other = (iris.record(AGS, SOZ.ParticipationEvent, key) for key in ("T1", "T2"))
    triples = [
        (grant, SOZ.funds, OFFER),
        (decision, SOZ.concernsRecord, grant),
        (step, SOZ.forDecision, decision),
        (step, SOZ.area, QUARTER),
        (other, SOZ.area, QUARTER),
    ]
    stand = merger(*says("alt", *AREAS, *PLACE, *USE, *TYPED, *triples)).build(INTERN)
    assert {o for s, p, o in stand.triples if s == step and p == SOZ.area} == {TOWN}
    assert (other, SOZ.area, QUARTER) in stand.triples


def test_a_guest_at_a_shelters_site_is_no_shelter():
    guest, reach = iris.record(AGS, SOZ.Offer, "A02"), iris.record(AGS, SOZ.Coverage, "A02-1")
    quads = says("alt", *AREAS, *PLACE, *USE, *TYPED, (guest, RDF.type, SOZ.Offer), (guest, SOZ.atSite, SITE))
    quads += says(
        "alt", (guest, SOZ.serviceType, COUNSEL), (guest, SOZ.hasCoverage, reach), (reach, SOZ.area, QUARTER)
    )
    assert (reach, SOZ.area, QUARTER) in merger(*quads).build(INTERN).triples


def test_inventory_statement_about_shelters_is_no_shelter():
    statement = iris.record(AGS, SOZ.InventoryStatement, "D1")
    triples = [(statement, RDF.type, SOZ.InventoryStatement), (statement, SOZ.serviceType, SHELTER)]
    triples += [(statement, SOZ.area, QUARTER)]
    stand = merger(*says("alt", *AREAS, *triples)).build(INTERN)
    assert set(triples) <= stand.triples
