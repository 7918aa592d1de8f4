"""From a delivery to quads: what the source says, where it comes from, what waits.

```
source graphs     every record that does not wait, by its disclosure; each node prov:wasDerivedFrom its row
provenance graph  source, file, run, rows and columns: numbers and names, never raw values
held-back graph   per waiting row: class, rules, and those facets that could be read; they weaken claims (ruling 1)
```
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from graph.terms import Quad, Triple
from loaders.errors import SourceError
from loaders.records import Delivery, Record
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF, RDFS
from ontology.terms import CL, CSVW, SOZ
from ontology.vocabulary import version

_FACETS = (SOZ.needType, SOZ.targetGroup, SOZ.area)
_PUBLIC: URIRef = CL["offenlegung-oeffentlich"]


def quads(delivery: Delivery) -> Iterator[Quad]:
    """Everything a delivery brings.

    Raises:
        SourceError: it was refused or skipped, so there is nothing to bring.
    """
    yield from source_quads(delivery)
    yield from provenance_quads(delivery)
    yield from source_facts(delivery)
    yield from held_back_quads(delivery)


def source_quads(delivery: Delivery) -> Iterator[Quad]:
    """What the source says: every record that does not wait, and the composite groups these use."""
    key = _key(delivery)
    levels: dict[URIRef, set[Audience]] = {}
    for record in delivery.records:
        if record.held_back:
            continue
        level = Audience.PUBLIC if record.disclosure == _PUBLIC else Audience.INTERN
        levels.setdefault(record.iri, set()).add(level)
        graph = iris.source_graph(delivery.town, key, level)
        yield from ((*triple, graph) for triple in record_triples(record, row_of(delivery, record)))
    rows = {record.iri: row_of(delivery, record) for record in delivery.records}
    for group in delivery.groups:
        users = sorted(group.records & levels.keys())
        if not users:
            continue
        # The definition gives nothing away; once is enough, and the internal Stand holds the public one too.
        public = any(Audience.PUBLIC in levels[user] for user in users)
        graph = iris.source_graph(delivery.town, key, Audience.PUBLIC if public else Audience.INTERN)
        yield from ((*triple, graph) for triple in group.triples)
        yield from ((group.iri, PROV.wasDerivedFrom, rows[user], graph) for user in users)


def record_triples(record: Record, row: URIRef) -> Iterator[Triple]:
    """A record with the nodes that hang on it; each of them derives from its row."""
    yield record.iri, RDF.type, record.cls
    for statement in record.statements:
        yield statement.subject or record.iri, statement.path, statement.value
    for node in sorted(record.nodes()):
        yield node, PROV.wasDerivedFrom, row


def provenance_quads(delivery: Delivery) -> Iterator[Quad]:
    """File, run, rows and columns."""
    graph = iris.provenance_graph(delivery.town)
    for part in (_file(delivery), _rows(delivery), _columns(delivery)):
        yield from ((*triple, graph) for triple in part)


def source_facts(delivery: Delivery) -> Iterator[Quad]:
    """What is known about the source itself; a newer delivery replaces it."""
    source = delivery.source
    if source is None:
        return
    node, graph = iris.source(delivery.town, source.key), iris.provenance_graph(delivery.town)
    yield node, RDF.type, SOZ.Source, graph
    yield node, DCTERMS.identifier, Literal(source.key), graph
    yield node, DCTERMS.title, Literal(source.title), graph
    yield node, SOZ.sourceKind, source.kind, graph
    yield node, SOZ.deliveredOn, Literal(source.delivered_on.isoformat(), datatype=XSD.date), graph
    if source.delivered_by:
        yield node, SOZ.deliveredBy, Literal(source.delivered_by), graph


def held_back_quads(delivery: Delivery) -> Iterator[Quad]:
    """The rows that wait. A composite group named in them is defined here, too, if no other record uses it."""
    graph = iris.held_back_graph(delivery.town)
    facets = _Facets(delivery.records)
    named: set[Node] = set()
    for record in delivery.records:
        if not record.held_back:
            continue
        row = row_of(delivery, record)
        yield row, RDF.type, SOZ.HeldBackRow, graph
        yield row, SOZ.onClass, record.cls, graph
        if record.iri != row:
            yield row, SOZ.wouldBe, record.iri, graph
        for rule in record.rules:
            yield row, SOZ.heldBackBecause, Literal(rule), graph
        for path, value in facets.of(record):
            named.add(value)
            yield row, path, value, graph
        yield from ((*triple, graph) for triple in _row(delivery, record))
    used = {record.iri for record in delivery.records if not record.held_back}
    for group in delivery.groups:
        if group.iri in named and not group.records & used:
            yield from ((*triple, graph) for triple in group.triples)


def row_of(delivery: Delivery, record: Record) -> URIRef:
    """The IRI of the row a record was made of, or of its part of that row."""
    sheet = delivery.sheet_numbers[record.place.sheet or ""]
    return iris.source_row(delivery.town, delivery.sha256, sheet, record.place.row or 0, record.part)


def _file(delivery: Delivery) -> Iterator[Triple]:
    source = iris.source(delivery.town, _key(delivery))
    file = iris.source_file(delivery.town, delivery.sha256)
    run = iris.import_run(delivery.town, delivery.sha256)
    yield file, RDF.type, SOZ.SourceFile
    yield file, RDFS.label, Literal(delivery.filename)
    yield file, SOZ.sha256, Literal(delivery.sha256)
    yield file, SOZ.source, source
    yield run, RDF.type, SOZ.ImportRun
    yield run, PROV.used, file
    yield run, SOZ.source, source
    yield run, SOZ.mappingVersion, Literal(version())
    if delivery.source is not None:
        day = Literal(delivery.source.delivered_on.isoformat(), datatype=XSD.date)
        yield file, SOZ.deliveredOn, day
        yield run, SOZ.deliveredOn, day
        if delivery.source.delivered_by:
            yield file, SOZ.deliveredBy, Literal(delivery.source.delivered_by)


def _rows(delivery: Delivery) -> Iterator[Triple]:
    for record in delivery.records:
        if not record.held_back:
            yield row_of(delivery, record), RDF.type, SOZ.SourceRow
            yield from _row(delivery, record)


def _row(delivery: Delivery, record: Record) -> Iterator[Triple]:
    row, place = row_of(delivery, record), record.place
    yield row, SOZ.sheet, Literal(place.sheet or "")
    yield row, CSVW.rownum, Literal(str(place.row or 0), datatype=XSD.integer)
    if record.about_column:
        yield row, SOZ.columnLetter, Literal(record.about_column)
    yield row, DCTERMS.isPartOf, iris.source_file(delivery.town, delivery.sha256)


def _columns(delivery: Delivery) -> Iterator[Triple]:
    file = iris.source_file(delivery.town, delivery.sha256)
    for use in delivery.columns:
        tag = use.tag if delivery.recast else ""
        node = iris.column_use(delivery.town, delivery.sha256, use.sheet_number, use.letter, tag)
        yield node, RDF.type, SOZ.ColumnUse
        yield node, SOZ.sheet, Literal(use.sheet)
        yield node, SOZ.columnLetter, Literal(use.letter)
        yield node, SOZ.header, Literal(use.header)
        yield node, SOZ.columnTag, Literal(use.tag)
        yield node, SOZ.onClass, use.cls
        yield node, SOZ.onProperty, use.path
        yield node, DCTERMS.isPartOf, file


class _Facets:
    """The facets of rows that wait. An offer reaches what its coverages say, a provider what its offers reach."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._reach: defaultdict[URIRef, list[Record]] = defaultdict(list)
        offers: defaultdict[URIRef, list[Record]] = defaultdict(list)
        for record in records:
            if record.cls == SOZ.Coverage:
                for statement in record.statements:
                    if statement.path == SOZ.hasCoverage and statement.subject is not None:
                        self._reach[statement.subject].append(record)
            if record.cls == SOZ.Offer:
                for provider in record.values(SOZ.providedBy):
                    offers[URIRef(str(provider))].append(record)
        for provider, provided in offers.items():
            if all(offer.iri in self._reach for offer in provided):
                self._reach[provider] = [c for offer in provided for c in self._reach[offer.iri]]

    def of(self, record: Record) -> Iterator[tuple[URIRef, Node]]:
        """Path and value of every facet that bounds what the row may concern; what could not be read is left out."""
        rows = self._reach.get(record.iri) or [record]
        for path in _FACETS:
            values = [row.values(path) for row in rows]
            if all(values) and not any(path in row.unreadable for row in rows):
                yield from ((path, value) for value in sorted({v for row in values for v in row}, key=str))


def _key(delivery: Delivery) -> str:
    if delivery.source is None:
        raise SourceError(
            f"{delivery.filename}: a refused or skipped delivery has no quads; read its findings"
        )
    return delivery.source.key
