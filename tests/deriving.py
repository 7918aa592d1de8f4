"""Offers, coverages and statements of a small town, for the tests of the rules."""

from functools import cache

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from graph import EmbeddedEngine, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import SOZ
from ontology.vocabulary import vocabulary
from queries import RuleDeriver

AGS = "99999001"
STAND, DERIVED = iris.stand_graph(AGS, Audience.INTERN), iris.derived_graph(AGS, Audience.INTERN)
BD, ZG, CL, AT, SA, RB, ES = (namespace(p) for p in ("bd", "zg", "cl", "at", "sa", "rb", "es"))


def r(cls: URIRef, key: str) -> URIRef:
    return iris.record(AGS, cls, key)


def day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


TOWN, NORTH, SOUTH = r(SOZ.Area, "G"), r(SOZ.Area, "N"), r(SOZ.Area, "S")
AREAS: list[Triple] = [
    (TOWN, RDF.type, SOZ.Area), (TOWN, SOZ.areaLevel, CL["gebietsebene-gemeinde"]), (TOWN, SOZ.ags, Literal(AGS)),
    (NORTH, RDF.type, SOZ.Area), (NORTH, SOZ.areaLevel, CL["gebietsebene-planungsraum"]), (NORTH, SOZ.withinArea, TOWN),
    (SOUTH, RDF.type, SOZ.Area), (SOUTH, SOZ.areaLevel, CL["gebietsebene-planungsraum"]), (SOUTH, SOZ.withinArea, TOWN),
]  # fmt: skip


def offer(
    key: str, *, status: str = "aktiv", kind: URIRef = AT["AT-B2"], **facts: Node | list[Node]
) -> list[Triple]:
    """An offer with one coverage; facts of the coverage by property name, those of the offer with `offer_` in front."""
    o, c = r(SOZ.Offer, key), r(SOZ.Coverage, key)
    triples: list[Triple] = [
        (o, RDF.type, SOZ.Offer), (o, SOZ.status, CL[f"angebotsstatus-{status}"]), (o, SOZ.serviceType, kind),
        (o, SOZ.providedBy, r(SOZ.Provider, "T1")), (o, SOZ.hasCoverage, c), (c, RDF.type, SOZ.Coverage),
    ]  # fmt: skip
    for name, values in facts.items():
        subject, prop = (o, name.removeprefix("offer_")) if name.startswith("offer_") else (c, name)
        triples += [(subject, SOZ[prop], v) for v in (values if isinstance(values, list) else [values])]
    return triples


@cache
def engine() -> EmbeddedEngine:
    """One store with the vocabulary for all tests of this file; each of them replaces what it reads."""
    store = EmbeddedEngine()
    store.replace_graph(iris.VOCABULARY_GRAPH, [(URIRef(s), URIRef(p), o) for s, p, o in vocabulary()])
    return store


def put(parts: list[list[Triple]], rows: list[Triple] | None = None) -> set[Triple]:
    triples = {t for part in (AREAS, *parts) for t in part}
    engine().replace_graph(STAND, triples)
    engine().replace_graph(iris.held_back_graph(AGS), rows or [])
    return triples


def derive(
    *parts: list[Triple], rows: list[Triple] | None = None, derived: list[Triple] | None = None
) -> Graph:
    put(list(parts), rows)
    engine().replace_graph(DERIVED, derived or [])
    RuleDeriver.shipped().derive(engine(), AGS, Audience.INTERN, None)
    return facts(engine())


def facts(engine: EmbeddedEngine) -> Graph:
    graph = Graph()
    for triple in engine.graph(DERIVED):
        graph.add(triple)
    return graph


YOUNG_REFUGEES = iris.composite_group(AGS, ["ZG-A06", "ZG-M02"])
YOUNG_FEMALE_REFUGEES = iris.composite_group(AGS, ["ZG-A06", "ZG-M02", "ZG-Q01"])


def combined(group: URIRef, *notations: str) -> list[Triple]:
    return [(group, RDF.type, SOZ.TargetGroup), *((group, SOZ.combines, ZG[n]) for n in notations)]


def statement(key: str, **given: Node) -> list[Triple]:
    s = r(SOZ.InventoryStatement, key)
    base: list[Triple] = [
        (s, RDF.type, SOZ.InventoryStatement), (s, SOZ.asOf, day("2024-02-29")), (s, SOZ.inventoryResult, ES["ES-1"]),
        (s, SOZ.inventoryAspect, CL["aspekt-angebotsliste"]),
    ]  # fmt: skip
    return base + [(s, SOZ[name], value) for name, value in given.items()]


def waiting(key: str, cls: URIRef, **given: Node) -> list[Triple]:
    row = iris.source_row(AGS, "0" * 64, 1, int(key))
    return [
        (row, RDF.type, SOZ.HeldBackRow),
        (row, SOZ.onClass, cls),
        *((row, SOZ[n], v) for n, v in given.items()),
    ]
