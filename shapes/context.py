"""What a rule may look up beside the delivered records: vocabulary, what is known already, columns, today.

Everything here is plain triples, so that a rule reads it the same way in every engine.
"""

from calendar import monthrange
from datetime import date
from functools import cache

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Node, URIRef

from ontology.sheets import ColumnSpec, Kind
from ontology.terms import DQ, SOZ
from ontology.vocabulary import vocabulary
from shapes.sheets import inverse_columns, sheet_specs

FRESH_MONTHS = 24
_TRUE = Literal(True)  # noqa: FBT003 an RDF boolean, not a switch

_NEEDED = (
    RDF.type, RDFS.subClassOf, SKOS.broader, SKOS.inScheme, OWL.deprecated, SOZ.combines,
    SOZ.minAge, SOZ.maxAge, SOZ.validFrom, SOZ.validTo, SOZ.citation, SOZ.pillar,
)  # fmt: skip


def concept_facts(*graphs: Graph) -> Graph:
    """What the vocabulary says about the concepts that `graphs` refer to, and about those above them."""
    reference, facts = _reference(), Graph(store="SimpleMemory")
    waiting: set[Node] = {value for graph in graphs for value in graph.objects() if isinstance(value, URIRef)}
    reached: set[Node] = set()
    while waiting:
        concept = waiting.pop()
        reached.add(concept)
        for predicate, value in reference.predicate_objects(concept):
            facts.add((concept, predicate, value))
            if predicate in {SKOS.broader, SOZ.combines} and value not in reached:
                waiting.add(value)
    for cls, parent in reference.subject_objects(RDFS.subClassOf):
        facts.add((cls, RDFS.subClassOf, parent))
    return facts


@cache
def _reference() -> Graph:
    """The part of the vocabulary that rules look at."""
    facts = Graph(store="SimpleMemory")
    for predicate in _NEEDED:
        for subject, value in vocabulary().subject_objects(predicate):
            facts.add((subject, predicate, value))
    return facts


def column_facts(data: Graph) -> Graph:
    """What each column of the sheets that occur in `data` allows, for the rules that hold for every column."""
    facts, present = Graph(store="SimpleMemory"), set(data.objects(None, RDF.type))
    for sheet in sheet_specs():
        for spec in sheet.columns if sheet.cls in present else ():
            if len(spec.paths) == 1 and spec.tag not in inverse_columns():
                _add_column(facts, sheet.cls, spec)
    return facts


def _add_column(facts: Graph, cls: URIRef, spec: ColumnSpec) -> None:
    column = DQ["spalte-" + spec.tag.removeprefix("#").replace("+", "-")]
    facts.add((column, DQ.ofClass, cls))
    facts.add((column, DQ.onProperty, spec.paths[0]))
    if not spec.repeatable:
        facts.add((column, DQ.single, _TRUE))
    if spec.kind not in {Kind.CONCEPT, Kind.LEGAL, Kind.REFERENCE}:
        return
    facts.add((column, DQ.closed, _TRUE))
    for value in spec.choices:
        facts.add((column, DQ.allowsValue, value))
    for target in spec.classes:
        facts.add((column, DQ.allowsClass, target))
    if spec.scheme is not None and not spec.choices:
        facts.add((column, DQ.allowsScheme, spec.scheme))


def together(*graphs: Graph) -> Graph:
    """The triples of all graphs in a new one, on the store pySHACL can read."""
    merged = Graph()
    for graph in graphs:
        for triple in graph:
            merged.add(triple)
    return merged


def dates(today: date, fresh_months: int = FRESH_MONTHS) -> Graph:
    """The two triples that tell rules what day it is and since when an inventory statement counts."""
    facts = Graph(store="SimpleMemory")
    facts.add((DQ.kontext, DQ.heute, Literal(today.isoformat(), datatype=XSD.date)))
    facts.add(
        (DQ.kontext, DQ.frisch, Literal(months_before(today, fresh_months).isoformat(), datatype=XSD.date))
    )
    return facts


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def records(data: Graph) -> frozenset[Node]:
    """The nodes a graph describes: those with a type."""
    return frozenset(data.subjects(RDF.type, None))


def surroundings(data: Graph, known: Graph | None) -> Graph:
    """What is known apart from the delivered records: what the delivery says anew is left out of `known`.

    A coverage says itself which offer it belongs to, so an older link of a delivered coverage is left out as well, and
    that of another coverage stays when only its offer is delivered.
    """
    facts = Graph(store="SimpleMemory")
    if known is None:
        return facts
    delivered = records(data)
    for subject, predicate, value in known:
        said_by = value if predicate == SOZ.hasCoverage else subject
        if said_by not in delivered:
            facts.add((subject, predicate, value))
    return facts


def neighbours(data: Graph, known: Graph) -> Graph:
    """What property rules look at among known records.

    These are the types of those that `data` mentions, and which offers have which coverages if one of both is delivered.
    """
    facts, delivered = Graph(store="SimpleMemory"), records(data)
    for node in set(data.objects()) | set(data.subjects()):
        for cls in known.objects(node, RDF.type):
            facts.add((node, RDF.type, cls))
    for subject, value in known.subject_objects(SOZ.hasCoverage):
        if value in delivered or subject in delivered:
            facts.add((subject, SOZ.hasCoverage, value))
            for cls in known.objects(value, RDF.type):
                facts.add((value, RDF.type, cls))
    return facts
