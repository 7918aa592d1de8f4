"""What a reasoner makes of it: no contradiction, and planted ones are found."""

from importlib.resources import files

import owlrl
import pytest
from rdflib import Graph, Literal, URIRef

from ontology import iris, vocabulary
from ontology.namespaces import ORG, RDF
from ontology.terms import SOZ

pytestmark = pytest.mark.slow

AGS = "06999001"
OFFER = iris.record(AGS, SOZ.Offer, "A1")
COVERAGE = iris.record(AGS, SOZ.Coverage, "C1")
AREA = iris.record(AGS, SOZ.Area, "G1")
PROVIDER = iris.record(AGS, SOZ.Provider, "T1")


def errors_in(*extra) -> list[str]:
    """What an OWL RL closure of ontology, disjointness and a small town complains about."""
    graph = Graph()
    for triple in vocabulary.ontology_graph():
        graph.add(triple)
    graph.parse(data=(files("ontology") / "consistency" / "disjoint.ttl").read_text("utf-8"), format="turtle")
    for triple in (
        (OFFER, RDF.type, SOZ.Offer),
        (OFFER, SOZ.providedBy, PROVIDER),
        (OFFER, SOZ.hasCoverage, COVERAGE),
        (PROVIDER, RDF.type, SOZ.Provider),
        (PROVIDER, RDF.type, SOZ.CostBearer),
        (COVERAGE, SOZ.area, AREA),
        (COVERAGE, SOZ.minAge, Literal(14)),
        (AREA, SOZ.withinArea, iris.record(AGS, SOZ.Area, "G0")),
        *extra,
    ):
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    error = URIRef(str(owlrl.Namespaces.ERRNS) + "error")
    return [
        str(text)
        for subject in graph.subjects(RDF.type, owlrl.Namespaces.ERRNS.ErrorMessage)
        for text in graph.objects(subject, error)
    ]


def test_the_ontology_does_not_contradict_itself():
    assert errors_in() == []


@pytest.mark.parametrize(
    "planted",
    [
        (OFFER, RDF.type, ORG.Organization),
        (COVERAGE, RDF.type, SOZ.Offer),
        (AREA, SOZ.withinArea, AREA),
    ],
)
def test_a_planted_contradiction_is_found(planted):
    assert errors_in(planted) != []
