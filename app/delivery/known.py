"""What is known before a delivery comes: records it may refer to, and the files that were read already."""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef

from app.protection import LARGE_LEVELS, Secrets, ask, statement
from graph import Quad
from graph.town import Snapshot
from loaders.local_terms import LocalTerm, term_kind
from loaders.references import KnownRecord, KnownRecords
from ontology import iris
from ontology.iris import VOCABULARY_GRAPH, Audience
from ontology.namespaces import RDFS
from ontology.terms import SOZ
from queries.rq import fill


def known_records(snapshot: Snapshot, secrets: Secrets) -> KnownRecords:
    """The records of the internal Stand, as far as a delivery needs them."""
    stand = [iris.stand_graph(snapshot.ags, Audience.INTERN)]
    names: dict[URIRef, tuple[str, list[str]]] = {}
    large: set[URIRef] = set()
    for record, key, label, ags, code, level in ask(snapshot.engine, "known_records.rq", stand).rows:
        if isinstance(record, URIRef):
            known = names.setdefault(record, (str(key), []))[1]
            known += [str(n) for n in (label, ags, code) if n is not None and str(n) not in known]
            if level in LARGE_LEVELS:
                large.add(record)
    located = set(_located(snapshot, large))
    return KnownRecords(
        records=tuple(
            KnownRecord(
                iri,
                key,
                tuple(own),
                protected=str(iri) in secrets.protected,
                located=iri in located,
                large=iri in large,
            )
            for iri, (key, own) in names.items()
        ),
        files=frozenset(delivered_files(snapshot)),
        terms=local_terms(snapshot),
    )


def local_terms(snapshot: Snapshot) -> tuple[LocalTerm, ...]:
    """The town's own words, in the order of their keys."""
    stand = [iris.stand_graph(snapshot.ags, Audience.INTERN)]
    found: dict[URIRef, LocalTerm] = {}
    for term, key, word, kind, scheme, means, source in ask(snapshot.engine, "local_terms.rq", stand).rows:
        if isinstance(term, URIRef) and isinstance(kind, URIRef) and isinstance(scheme, URIRef):
            meant = means if isinstance(means, URIRef) else None
            found.setdefault(
                term,
                LocalTerm(term, str(key), str(word), term_kind(kind), scheme, meant, str(source or "")),
            )
    return tuple(found.values())


def local_names(snapshot: Snapshot) -> Iterable[Quad]:
    """What the town's own words are called, for previews of records that name them."""
    stand = iris.stand_graph(snapshot.ags, Audience.INTERN)
    return ((term.iri, RDFS.label, Literal(term.word, lang="de"), stand) for term in local_terms(snapshot))


def delivered_files(snapshot: Snapshot) -> Iterable[str]:
    """The checksums of the files the present state was made from; a rollback forgets them again."""
    graph = [iris.provenance_graph(snapshot.ags)]
    return (str(sha256) for (sha256,) in ask(snapshot.engine, "delivered_files.rq", graph).rows)


def stand_graph(snapshot: Snapshot) -> Graph:
    """The internal Stand in rdflib's memory, for the rules."""
    graph = Graph(store="SimpleMemory")  # without named graphs filling it takes half the time
    for triple in snapshot.engine.graph(iris.stand_graph(snapshot.ags, Audience.INTERN)):
        graph.add(triple)
    return graph


def waiting_quads(
    snapshot: Snapshot, source: str, records: frozenset[URIRef] | None = None
) -> Iterable[Quad]:
    """Everything about the rows of a source that wait in quarantine.

    Args:
        snapshot: the town as it is.
        source: key of the source.
        records: only rows that would become one of these; None = all.
    """
    held = iris.held_back_graph(snapshot.ags)
    node = iris.source(snapshot.ags, source)
    graphs = [held, iris.provenance_graph(snapshot.ags)]
    rows = {
        row for row, owner in ask(snapshot.engine, "held_back_by_source.rq", graphs).rows if owner == node
    }
    triples = snapshot.engine.graph(held)
    if records is not None:
        rows &= {row for row, path, record in triples if path == SOZ.wouldBe and record in records}
    # Target groups that only waiting rows name are described beside them; they go with the last row that names them.
    named = {value for subject, _, value in triples if subject in rows}
    still = {value for subject, _, value in triples if subject not in rows}
    return ((*t, held) for t in triples if t[0] in rows or t[0] in named - still)


def facts_of_source(snapshot: Snapshot, source: str) -> Iterable[Quad]:
    """What is known about a source itself."""
    graph, node = iris.provenance_graph(snapshot.ags), iris.source(snapshot.ags, source)
    query = fill(statement("about.rq"), {"record": [node]}, "about.rq")
    for _, path, value in snapshot.engine.select(query, [graph]).rows:
        if isinstance(path, URIRef) and value is not None:
            yield node, path, value, graph


def _located(snapshot: Snapshot, large: set[URIRef]) -> Iterable[URIRef]:
    graphs = [g for g in snapshot.engine.graph_names() if g != VOCABULARY_GRAPH]
    if graphs:
        for record, area in ask(snapshot.engine, "located_records.rq", graphs).rows:
            if isinstance(record, URIRef) and (area is None or area not in large):
                yield record
