"""What differs between two states of a town, record by record, in the words of those who keep the data."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rdflib import URIRef

from app.delivery.changes import Records
from app.delivery.examination import inverse_properties
from app.protection import Secrets, secrets_of
from app.versions.said import Content
from app.views import CountView, DifferenceView, RecordChange
from app.wording import Names, field_changes
from graph import EmbeddedEngine, Quad
from graph.sources import source_of
from ontology import iris
from ontology.iris import VOCABULARY_GRAPH
from ontology.namespaces import DCTERMS, RDF, SKOS
from ontology.terms import SOZ
from ontology.vocabulary import label, vocabulary
from ontology.words import words_of

KINDS = ("new", "changed", "missing", "returned", "gone")
_WORDS = words_of(__name__)


def difference(
    ags: str, before: tuple[int, Content], after: tuple[int, Content], lang: str
) -> DifferenceView:
    """What leads from one state to another.

    Args:
        ags: the municipality.
        before: number of the version (what the view calls it) and what it holds.
        after: the same of the other.
        lang: "de" or "en".
    """
    old, new = before[1], after[1]
    names = Names(lang, (q for content in (old, new) for graph in content.values() for q in graph))
    changes = [
        change for source in _sources(ags, old, new) for change in _of_source(ags, source, old, new, names)
    ]
    changes.sort(key=lambda c: (KINDS.index(c.change), c.cls, c.key, c.source))
    counts = Counter(change.change for change in changes)
    return DifferenceView(
        before=before[0],
        after=after[0],
        counts=tuple(
            CountView(_WORDS(f"kind.{kind}", lang), counts[kind], kind) for kind in KINDS if counts[kind]
        ),
        changes=tuple(changes),
        waiting=(_waiting(ags, old), _waiting(ags, new)),
        besides=_besides(ags, old, new),
    )


def secrets_between(known: Secrets, *contents: Content) -> Secrets:
    """What of these states must not leave: `known` is protected now, and more may be that was open or is no more."""
    engine = EmbeddedEngine()
    for content in contents:
        engine.apply((), (q for quads in content.values() for q in quads))
    broader = vocabulary().subject_objects(SKOS.broader)
    engine.apply((), [(s, SKOS.broader, o, VOCABULARY_GRAPH) for s, o in broader if isinstance(s, URIRef)])
    return known | secrets_of(engine, known.protected)


def title_of(ags: str, source: str, content: Content) -> str:
    """What a source is called; its key if it has no title."""
    node, origin = iris.source(ags, source), content.get(iris.provenance_graph(ags), ())
    return next((str(q[2]) for q in origin if q[0] == node and q[1] == DCTERMS.title), source)


def records_of(ags: str, source: str, content: Content) -> Records:
    """What a source says, by record."""
    quads = (q for g, own in content.items() if _key(ags, g) == source for q in own)
    return Records.of(quads, inverse_properties())


def _sources(ags: str, old: Content, new: Content) -> list[str]:
    differing = (g for g in old.keys() | new.keys() if old.get(g) != new.get(g))
    return sorted({key for graph in differing if (key := _key(ags, graph)) is not None})


def _key(ags: str, graph: URIRef) -> str | None:
    found = source_of(ags, graph)
    return found[0] if found else None


def _of_source(ags: str, source: str, old: Content, new: Content, names: Names) -> Iterator[RecordChange]:
    before, after = records_of(ags, source, old), records_of(ags, source, new)
    had, has = before.records(), after.records()
    title = title_of(ags, source, new if has else old)
    for record in had | has:
        kind = _kind(record, before if record in had else None, after if record in has else None)
        if kind is None:
            continue
        cls = (after if record in has else before).class_of(record)
        compared = kind in ("changed", "missing", "returned")
        yield RecordChange(
            change=kind,
            iri=str(record),
            cls=label(cls, names.lang) if cls else "",
            key=names.key(record),
            label=names.of(record),
            fields=tuple(field_changes(record, before, after, names)) if compared else (),
            source=title,
        )


def _kind(record: URIRef, before: Records | None, after: Records | None) -> str | None:
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if before.is_missing(record) != after.is_missing(record):
        return "missing" if after.is_missing(record) else "returned"
    return "changed" if before.said(record) != after.said(record) else None


def _waiting(ags: str, content: Content) -> int:
    held: Iterable[Quad] = content.get(iris.held_back_graph(ags), ())
    return sum(q[1] == RDF.type and q[2] == SOZ.HeldBackRow for q in held)


def _besides(ags: str, old: Content, new: Content) -> int:
    """Statements outside the sources that are neither origin of a row nor waiting: what was decided and agreed."""
    graph = iris.provenance_graph(ags)
    differing = old.get(graph, frozenset()) ^ new.get(graph, frozenset())
    described = old.get(graph, frozenset()) | new.get(graph, frozenset())
    origin = {SOZ.SourceFile, SOZ.ImportRun, SOZ.SourceRow, SOZ.ColumnUse, SOZ.Source}
    known = {q[0] for q in described if q[1] == RDF.type and q[2] in origin}
    return sum(q[0] not in known or q[1] == SOZ.mapping for q in differing)
