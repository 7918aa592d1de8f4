"""The order made outside the store is the one the store would make."""

import random

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from graph import EmbeddedEngine
from ontology import iris
from queries import rq
from queries.ordering import in_order, taken_off

GRAPH = iris.VOCABULARY_GRAPH
SAYS = URIRef("urn:example:says")
VALUES = [
    URIRef("urn:example:b"), URIRef("urn:example:ä"), URIRef("urn:example:B"), Literal("zehn"), Literal("Zehn"), Literal("ä"),
    Literal(""), Literal("10", datatype=XSD.integer), Literal("9", datatype=XSD.integer), Literal("-1", datatype=XSD.integer),
]  # fmt: skip
DAYS = [Literal(day, datatype=XSD.date) for day in ("2026-11-24", "2026-02-01", "2025-12-31", "2026-11-03")]
ORDERED = "SELECT ?s ?v WHERE { ?s <urn:example:says> ?v } ORDER BY ?v ?s"


@pytest.mark.parametrize(
    "values",
    [
        [v for v in VALUES if isinstance(v, URIRef)],
        [v for v in VALUES if isinstance(v, Literal) and v.datatype],
        [v for v in VALUES if isinstance(v, Literal) and not v.datatype],
        DAYS,
    ],
    ids=["IRIs", "numbers", "texts", "days"],
)
def test_rows_come_in_the_order_of_the_store(values):
    triples = [(URIRef(f"urn:example:{at}"), SAYS, value) for at, value in enumerate(values * 2)]
    random.Random(7).shuffle(triples)  # noqa: S311 no secret
    with EmbeddedEngine() as engine:
        engine.replace_graph(GRAPH, triples)
        wanted = engine.select(ORDERED, [GRAPH]).records()
        query, by = taken_off(ORDERED)
        assert "ORDER" not in query
        found = engine.select(query, [GRAPH]).records()
    assert in_order(found, by) == wanted


def test_kinds_of_terms_follow_each_other_and_nothing_comes_first():
    rows = [{"v": Literal("a")}, {"v": URIRef("urn:z")}, {"v": None}]
    assert [row["v"] for row in in_order(rows, ["v"])] == [None, URIRef("urn:z"), Literal("a")]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s WHERE { ?s ?p ?o } ORDER BY DESC(?s)",
        "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s LIMIT 5",
        "SELECT ?s WHERE { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 5 } }",
        "SELECT ?s WHERE { ?s ?p ?o }",
    ],
)
def test_what_is_more_than_an_order_of_variables_is_left_to_the_store(query):
    assert taken_off(query) == (query, ())


def test_what_is_taken_off_a_fact_is_a_whole_query_still():
    query, by = taken_off(rq.load("facts", "fits"))
    assert by == ("coverage", "value")
    with EmbeddedEngine() as engine:
        assert engine.select(query, [GRAPH]).rows == []
