"""The door to pySHACL.

Two traps are closed here. pySHACL on an Oxigraph-backed graph reports thousands of false violations ("x" is not
"x"^^xsd:string there), so only graphs in rdflib's own memory pass. And `pyshacl.validate` switches rdflib's literal
normalisation on for the whole process, after which ill-typed values are silently rewritten while parsing; its
`Validator` does not.
"""

import logging
import threading
from functools import cache

import rdflib
from pyshacl import Validator, validate  # noqa: TID251 this room owns SHACL
from pyshacl.errors import ReportableRuntimeError  # noqa: TID251 same
from pyshacl.graph_abstraction import DataGraph  # noqa: TID251 same
from rdflib import SH, Graph, Node, URIRef
from rdflib.namespace import DCTERMS

from ontology.terms import DQ
from shapes.errors import ShapeError
from shapes.rules import last_property, rule_of
from shapes.setwise import Hit
from shapes.source import shapes_graph

_TEXTS = {SH.message, SH.description, SH.name, SH.order, SH.group, DCTERMS.identifier}
_MEMORY = {"Memory", "SimpleMemory"}
_ONE_AT_A_TIME = threading.Lock()  # pySHACL adds its own triples to the shapes graph it is given
_QUIET = logging.getLogger("querblick.shacl")
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False  # its messages repeat values


def check_store(graph: Graph) -> None:
    """Refuse graphs that are not in rdflib's own memory.

    Raises:
        ShapeError: the graph stands on another store.
    """
    kind = type(graph.store).__name__
    if kind not in _MEMORY:
        raise ShapeError(
            f"graph on store '{kind}': expected rdflib's memory store. Parse Turtle or N-Triples into it"
        )


def run_shacl(data: Graph, *, with_sparql: bool) -> set[Hit]:
    """What pySHACL finds in `data`: property and node rules, and the SPARQL rules if asked for.

    Raises:
        ShapeError: `data` stands on a store pySHACL judges wrongly.
    """
    check_store(data)
    with _ONE_AT_A_TIME:
        validator = Validator(
            DataGraph.from_rdflib(data),
            shacl_graph=_rules_graph(with_sparql=with_sparql),
            options={"logger": _QUIET, "inplace": True},
        )
        _, report, _ = validator.run()  # type: ignore[no-untyped-call]
    return {hit for result in report.objects(None, SH.result) if (hit := _hit(report, result)) is not None}


def check_shapes() -> None:
    """Hold the shapes files against the shapes for shapes.

    Raises:
        ShapeError: they are not valid SHACL.
    """
    shapes = Graph()
    for triple in shapes_graph():
        shapes.add(triple)
    try:
        validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    except ReportableRuntimeError as error:
        raise ShapeError(f"shapes: not valid SHACL. {error}") from error
    finally:
        rdflib.NORMALIZE_LITERALS = False  # see above


@cache
def _rules_graph(*, with_sparql: bool) -> Graph:
    """The shapes without columns (DQ-016 to DQ-018 check them, with a number and a message) and without texts.

    pySHACL goes through all triples of a shape for every record: without texts it needs half the time.
    """
    shapes = shapes_graph()
    columns = set(shapes.subjects(DQ.columnTag, None))
    skipped = set() if with_sparql else set(shapes.subjects(SH.sparql, None))
    graph = Graph(store="SimpleMemory")
    for subject, predicate, value in shapes:
        told = predicate in _TEXTS or str(predicate).startswith(str(DQ))
        if subject not in columns | skipped and value not in columns and not told:
            graph.add((subject, predicate, value))
    return graph


def _hit(report: Graph, result: Node) -> Hit | None:
    rule = rule_of(report.value(result, SH.sourceShape))
    focus = report.value(result, SH.focusNode)
    if rule is None or not isinstance(focus, URIRef):
        return None
    value = report.value(result, SH.value)
    path = last_property(report, report.value(result, SH.resultPath))
    # A SPARQL rule that binds no value reports the record itself, as does a rule about the node.
    return Hit(rule, focus, path or rule.path, None if value == focus else value)
