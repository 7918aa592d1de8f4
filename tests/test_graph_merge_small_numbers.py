"""Merging leaves out numbers of too few people, and totals that would tell them."""

import pytest
from merging import (
    AGS,
    AREAS,
    DISTRICT,
    EUROS,
    INTERN,
    PEOPLE,
    QUARTER,
    SOURCES,
    SUPPRESSED,
    TOWN,
    UNITS,
    counted,
    merger,
    observed,
    says,
)
from rdflib import RDF, XSD, Literal

from graph.merge import Merger
from graph.sources import SourceIndex
from ontology import iris
from ontology.codes import CL
from ontology.terms import SOZ


@pytest.mark.parametrize(
    ("value", "indicator", "stays"),
    [
        ("2", PEOPLE, False),
        ("0.5", PEOPLE, False),
        ("0", PEOPLE, True),
        ("3", PEOPLE, True),
        ("2", EUROS, True),
    ],
)
def test_small_counts_of_people_are_suppressed(value, indicator, stays):
    node, triples = observed(value, indicator, (SOZ.valueStatus, CL["wertstatus-gemessen"]))
    stand = merger(*says("alt", *triples)).build(INTERN)
    assert ((node, SOZ.value, Literal(value, datatype=XSD.decimal)) in stand.triples) == stays
    states = {o for s, p, o in stand.triples if s == node and p == SOZ.valueStatus}
    assert states == {CL["wertstatus-gemessen"] if stays else SUPPRESSED}


def test_threshold_is_a_parameter():
    node, triples = observed("4")
    index = SourceIndex(AGS, says("alt", *triples))
    assert node not in Merger(index).build(INTERN).withheld
    assert node in Merger(index, smallest_count=5).build(INTERN).withheld


def test_small_number_of_one_source_hides_those_of_all():
    node, triples = observed("2")
    other = [(node, SOZ.value, Literal("40", datatype=XSD.decimal))]
    stand = merger(*SOURCES, *says("alt", *triples), *says("neu", *other)).build(INTERN)
    assert not any(p == SOZ.value for _, p, _ in stand.triples)
    assert not stand.conflicts


def test_declared_secret_is_not_filled_by_a_weaker_source():
    node, triples = observed("40")
    quads = [*says("alt", *triples), *says("redaktion", (node, SOZ.valueStatus, SUPPRESSED))]
    stand = merger(*SOURCES, *quads).build(INTERN)
    assert not any(p == SOZ.value for _, p, _ in stand.triples)
    weaker = [*says("neu", *triples, (node, SOZ.valueStatus, CL["wertstatus-gemessen"]))]
    weaker += says("karte", (node, SOZ.valueStatus, SUPPRESSED))
    assert any(p == SOZ.value for _, p, _ in merger(*SOURCES, *weaker).build(INTERN).triples)


def test_small_number_of_affected_people_in_a_need():
    need = iris.record(AGS, SOZ.NeedAssessment, "B1")
    triples = [
        (need, RDF.type, SOZ.NeedAssessment),
        (need, SOZ.persons, Literal(2)),
        (need, SOZ.upperBound, Literal(5)),
    ]
    stand = merger(*says("alt", *triples)).build(INTERN)
    assert stand.triples == {triples[0], (need, SOZ.valueStatus, SUPPRESSED)}


@pytest.mark.parametrize(("people", "stays"), [("2", False), ("0", True), ("3", True)])
def test_a_rate_that_rests_on_too_few_people_is_suppressed_with_them(people, stays):
    node, triples = observed("50", EUROS, (SOZ.caseCount, Literal(people, datatype=XSD.integer)))
    stand = merger(*says("alt", *triples)).build(INTERN)
    assert any(p == SOZ.caseCount for _, p, _ in stand.triples) == stays
    assert any(p == SOZ.value for _, p, _ in stand.triples) == stays
    assert ((node, SOZ.valueStatus, SUPPRESSED) in stand.triples) != stays


def test_a_survey_that_few_answered_loses_their_number_and_what_they_said():
    survey = iris.record(AGS, SOZ.Evaluation, "W1")
    met = (survey, SOZ.result, CL["ergebnis-erfuellt"])
    it_is = (survey, RDF.type, SOZ.Evaluation)
    enough = merger(*says("alt", it_is, met, (survey, SOZ.respondents, Literal(3)))).build(INTERN)
    assert met in enough.triples
    stand = merger(*says("alt", it_is, met, (survey, SOZ.respondents, Literal(2)))).build(INTERN)
    assert stand.triples == {it_is, (survey, SOZ.valueStatus, SUPPRESSED)}


@pytest.mark.parametrize(("unit", "stays"), [("personen", False), ("faelle", False), ("vzae", True)])
def test_a_demand_is_people_if_its_unit_is(unit, stays):
    need = iris.record(AGS, SOZ.NeedAssessment, "B1")
    triples = [
        (need, RDF.type, SOZ.NeedAssessment),
        (need, SOZ.demand, Literal("1.5", datatype=XSD.decimal)),
        (need, SOZ.demandUnit, CL[f"einheit-{unit}"]),
    ]
    assert (triples[1] in merger(*says("alt", *triples)).build(INTERN).triples) == stays


def test_a_benchmark_is_no_count_though_it_names_the_group_it_is_for():
    mark = iris.record(AGS, SOZ.Benchmark, "R1")
    one = (mark, SOZ.value, Literal("1", datatype=XSD.decimal))
    triples = [*UNITS, (mark, RDF.type, SOZ.Benchmark), (mark, SOZ.indicator, PEOPLE), one]
    assert one in merger(*says("alt", *triples)).build(INTERN).triples


COUNTY = iris.record(AGS, SOZ.Area, "99999")
IN_COUNTY = [(TOWN, SOZ.withinArea, COUNTY), (COUNTY, SOZ.areaLevel, CL["gebietsebene-kreis"])]


@pytest.mark.parametrize("part", [("2",), (None, (SOZ.valueStatus, SUPPRESSED))], ids=["small", "declared"])
def test_a_total_falls_with_its_suppressed_part(part):
    """District 01 and the town around quarter 011: whoever has the town and the other parts has the quarter."""
    triples = [
        *AREAS, *IN_COUNTY, *UNITS,
        *counted("M-quarter", QUARTER, *part),
        *counted("M-district", DISTRICT, "40"),
        *counted("M-town", TOWN, "400"),
        *counted("M-county", COUNTY, "9000"),
        *counted("M-earlier", TOWN, "390", day="2024-12-31"),
        *counted("M-euro", TOWN, "7000", indicator=EUROS),
    ]  # fmt: skip
    stand = merger(*says("alt", *triples)).build(INTERN)
    kept = {str(s).rpartition("-")[2] for s, p, _ in stand.triples if p == SOZ.value}
    assert kept == {"county", "earlier", "euro"}
