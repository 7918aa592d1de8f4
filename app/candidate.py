"""What a delivery would become in the store: source graphs, provenance, rows held back. Nothing is written here.

```
source graph      the records that are not held back, each deriving from its row
provenance        source, file, run, rows and columns; numbers and names only, never raw values
held-back graph   per waiting row: class, rules, and those facets that could be read, which weaken claims (ruling 1)
```
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef
from rdflib.term import Node

from graph import Quad, Triple
from graph.findings import Place
from loaders.records import Delivery, Record
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF, XSD
from ontology.terms import CSVW, SOZ
from ontology.vocabulary import version as vocabulary_version

_FACETS = (SOZ.needType, SOZ.targetGroup, SOZ.area)
_PUBLIC: URIRef = CL["offenlegung-oeffentlich"]


def source_quads(delivery: Delivery) -> Iterator[Quad]:
    """What the source would say: every record that does not wait, and the composite groups it uses."""
    key = _source_key(delivery)
    kept = [record for record in delivery.records if not record.held_back]
    for record in kept:
        graph = iris.source_graph(delivery.town, key, _level(record))
        row = row_of(delivery, record.place)
        yield from ((*triple, graph) for triple in record_triples(record, row))
    used = {record.iri: _level(record) for record in kept}
    for group in delivery.groups:
        levels = {used[record] for record in group.records if record in used}
        if levels:
            level = Audience.PUBLIC if Audience.PUBLIC in levels else Audience.INTERN
            yield from ((*triple, iris.source_graph(delivery.town, key, level)) for triple in group.triples)


def record_triples(record: Record, row: URIRef) -> Iterator[Triple]:
    """A record with everything that hangs on it; each of its nodes derives from its row."""
    yield record.iri, RDF.type, record.cls
    for statement in record.statements:
        subject = statement.subject or record.iri
        yield subject, statement.path, statement.value
    for node in record.nodes():
        yield node, PROV.wasDerivedFrom, row


def provenance_quads(delivery: Delivery) -> Iterator[Quad]:
    """Where everything comes from."""
    graph = iris.provenance_graph(delivery.town)
    parts = (_file(delivery), _rows(delivery), _columns(delivery))
    yield from ((*triple, graph) for part in parts for triple in part)


def source_facts(delivery: Delivery) -> Iterator[Quad]:
    """What is known about the source itself; replaces what was known before."""
    source = delivery.source
    if source is None:
        return
    node, graph = iris.source(delivery.town, source.key), iris.provenance_graph(delivery.town)
    facts: list[tuple[URIRef, Node]] = [
        (RDF.type, SOZ.Source),
        (DCTERMS.identifier, Literal(source.key)),
        (DCTERMS.title, Literal(source.title)),
        (SOZ.sourceKind, source.kind),
        (SOZ.deliveredOn, _date(source.delivered_on.isoformat())),
    ]
    if source.delivered_by:
        facts.append((SOZ.deliveredBy, Literal(source.delivered_by)))
    yield from ((node, path, value, graph) for path, value in facts)


def held_back_quads(delivery: Delivery) -> Iterator[Quad]:
    """The rows that wait."""
    graph = iris.held_back_graph(delivery.town)
    facets = _Facets(delivery.records)
    for record in delivery.records:
        if not record.held_back:
            continue
        row = row_of(delivery, record.place)
        yield row, RDF.type, SOZ.HeldBackRow, graph
        yield row, SOZ.onClass, record.cls, graph
        yield row, SOZ.wouldBe, record.iri, graph
        yield from ((row, SOZ.heldBackBecause, Literal(rule), graph) for rule in record.rules)
        yield from ((row, path, value, graph) for path, value in facets.of(record))
        yield from ((*triple, graph) for triple in _row(delivery, record.place))


def row_of(delivery: Delivery, place: Place) -> URIRef:
    """The IRI of the row a place lies in."""
    sheet = delivery.sheet_numbers.get(place.sheet or "", 1)
    return iris.source_row(delivery.town, delivery.sha256, sheet, place.row or 0)


def _file(delivery: Delivery) -> Iterator[Triple]:
    source = iris.source(delivery.town, _source_key(delivery))
    file, run = (
        iris.source_file(delivery.town, delivery.sha256),
        iris.import_run(delivery.town, delivery.sha256),
    )
    yield file, RDF.type, SOZ.SourceFile
    yield file, SOZ.sha256, Literal(delivery.sha256)
    yield file, DCTERMS.title, Literal(delivery.filename)
    yield file, SOZ.source, source
    yield run, RDF.type, SOZ.ImportRun
    yield run, PROV.used, file
    yield run, SOZ.source, source
    yield run, SOZ.mappingVersion, Literal(vocabulary_version())
    if delivery.source is not None:
        yield file, SOZ.deliveredOn, _date(delivery.source.delivered_on.isoformat())
        if delivery.source.delivered_by:
            yield file, SOZ.deliveredBy, Literal(delivery.source.delivered_by)


def _rows(delivery: Delivery) -> Iterator[Triple]:
    for record in delivery.records:
        if not record.held_back:
            yield row_of(delivery, record.place), RDF.type, SOZ.SourceRow
            yield from _row(delivery, record.place)


def _row(delivery: Delivery, place: Place) -> Iterator[Triple]:
    row = row_of(delivery, place)
    yield row, SOZ.sheet, Literal(place.sheet or "")
    yield row, CSVW.rownum, Literal(str(place.row or 0), datatype=XSD.integer)
    yield row, DCTERMS.isPartOf, iris.source_file(delivery.town, delivery.sha256)


def _columns(delivery: Delivery) -> Iterator[Triple]:
    for use in delivery.columns:
        node = iris.column_use(delivery.town, delivery.sha256, use.sheet_number, use.letter)
        yield node, RDF.type, SOZ.ColumnUse
        yield node, SOZ.sheet, Literal(use.sheet)
        yield node, SOZ.columnLetter, Literal(use.letter)
        yield node, SOZ.header, Literal(use.header)
        yield node, SOZ.columnTag, Literal(use.tag)
        yield node, SOZ.onClass, use.cls
        yield node, SOZ.onProperty, use.path
        yield node, DCTERMS.isPartOf, iris.source_file(delivery.town, delivery.sha256)


class _Facets:
    """The facets of rows that wait. An offer (or provider) reaches what its delivered coverages say it reaches."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._reaches: defaultdict[URIRef, list[Record]] = defaultdict(list)
        offers: defaultdict[URIRef, list[Record]] = defaultdict(list)
        for record in records:
            if record.cls == SOZ.Coverage:
                for statement in record.statements:
                    if statement.path == SOZ.hasCoverage and statement.subject is not None:
                        self._reaches[statement.subject].append(record)
            if record.cls == SOZ.Offer:
                for provider in record.values(SOZ.providedBy):
                    if isinstance(provider, URIRef):
                        offers[provider].append(record)
        for provider, provided in offers.items():
            if all(self._reaches.get(offer.iri) for offer in provided):
                self._reaches[provider] = [c for offer in provided for c in self._reaches[offer.iri]]

    def of(self, record: Record) -> Iterator[tuple[URIRef, Node]]:
        """Path and value of every facet that bounds what the row may concern; an unbounded one is left out."""
        rows = [record] if record.cls == SOZ.Coverage else self._reaches.get(record.iri, [record])
        for path in _FACETS:
            values = [row.values(path) for row in rows]
            if all(values) and not any(path in row.unreadable for row in rows):
                yield from ((path, value) for value in {v for row in values for v in row})


def _level(record: Record) -> Audience:
    return Audience.PUBLIC if record.disclosure == _PUBLIC else Audience.INTERN


def _source_key(delivery: Delivery) -> str:
    return delivery.source.key if delivery.source else ""


def _date(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)
