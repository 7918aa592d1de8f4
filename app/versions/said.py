"""What a delivery of the log said, read back from the state it led to, and what it changes on another state."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rdflib import URIRef

from app.delivery.changes import Records, compare
from app.delivery.examination import inverse_properties
from app.delivery.missing import Missing, MissingKind
from graph import Patch, Quad, Version
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import DCTERMS, PROV, RDF
from ontology.terms import SOZ

Content: TypeAlias = Mapping[URIRef, frozenset[Quad]]
"""What a town holds, by graph. Never changed in place: states share the graphs in which they do not differ."""


def content_of(quads: Iterable[Quad]) -> Content:
    """Quads by graph."""
    found: defaultdict[URIRef, set[Quad]] = defaultdict(set)
    for quad in quads:
        found[quad[3]].add(quad)
    return {graph: frozenset(own) for graph, own in found.items()}


def applied(content: Content, patch: Patch) -> Content:
    """The content after a change."""
    removed, added = content_of(patch.removed), content_of(patch.added)
    nothing: frozenset[Quad] = frozenset()
    changed = {
        graph: (content.get(graph, nothing) - removed.get(graph, nothing)) | added.get(graph, nothing)
        for graph in removed.keys() | added.keys()
    }
    return {graph: quads for graph, quads in {**content, **changed}.items() if quads}


@dataclass(frozen=True, slots=True)
class Said:
    """What one delivery said.

    Attributes:
        ags: the municipality.
        source: key of the source.
        day: the day of the delivery.
        partial: what it lacks was not missing.
        records: the records in it that do not wait.
        quads: the source's statements about them.
        waiting: records whose rows wait.
        held: the rows that wait.
        origin: file, run, rows, columns, and what is known about the source.
        memory: what the town then remembered about how the source delivers; None if the delivery had no use for it.
        decisions: what was said about records it lacks.
        rest: what the version changed besides.
    """

    ags: str
    source: str
    day: date
    partial: bool
    records: frozenset[URIRef]
    quads: frozenset[Quad]
    waiting: frozenset[URIRef]
    held: frozenset[Quad]
    origin: frozenset[Quad]
    memory: frozenset[Quad] | None
    decisions: Mapping[URIRef, Missing]
    rest: Patch

    def change(self, now: Content) -> Patch:
        """What the delivery changes where this is what the town holds."""
        changes = compare(
            (q for graph in source_graphs(self.ags, self.source) for q in now.get(graph, ())),
            self.quads,
            self.waiting,
            self.day,
            inverse_properties(),
            partial=self.partial,
            decisions=self.decisions,
        )
        known = now.get(iris.provenance_graph(self.ags), frozenset())
        node = iris.source(self.ags, self.source)
        facts = {q for q in known if q[0] == node and q[1] != SOZ.mapping}
        forgotten = _memory(known, node) if self.memory is not None else frozenset()
        removed = changes.patch.removed | facts | forgotten | self._no_longer_waiting(now)
        added = changes.patch.added | self.origin | self.held | (self.memory or frozenset())
        return Patch(removed - added, added - removed)

    def _no_longer_waiting(self, now: Content) -> set[Quad]:
        """As `app.delivery.known.waiting_quads`, but of any state: the rows that this delivery replaces."""
        held, origin = now.get(iris.held_back_graph(self.ags), frozenset()), iris.provenance_graph(self.ags)
        node = iris.source(self.ags, self.source)
        files = {q[0] for q in now.get(origin, ()) if q[1] == SOZ.source and q[2] == node}
        rows = {q[0] for q in held if q[1] == DCTERMS.isPartOf and q[2] in files}
        if self.partial:
            delivered = self.records | self.waiting
            rows &= {q[0] for q in held if q[1] == SOZ.wouldBe and q[2] in delivered}
        named = {q[2] for q in held if q[0] in rows}
        still = {q[2] for q in held if q[0] not in rows}
        return {q for q in held if q[0] in rows or q[0] in named - still}


def said_by(version: Version, patch: Patch, after: Content) -> Said | None:
    """What a version's delivery said; None if the version is no delivery of a file.

    Args:
        version: the version.
        patch: its change.
        after: what the town held after it.
    """
    ags, entry = version.ags, version.entry
    if entry.source is None or entry.file_sha256 is None:
        return None
    file, run = iris.source_file(ags, entry.file_sha256), iris.import_run(ags, entry.file_sha256)
    node, origin = iris.source(ags, entry.source), after.get(iris.provenance_graph(ags), frozenset())
    days = [date.fromisoformat(str(q[2])) for q in origin if q[0] == node and q[1] == SOZ.deliveredOn]
    if not days or (file, RDF.type, SOZ.SourceFile, iris.provenance_graph(ags)) not in origin:
        return None
    held = after.get(iris.held_back_graph(ags), frozenset())
    decisions = {URIRef(record): Missing.of(said) for record, said in entry.decided.items()}
    parts = {q[0] for q in origin if q[1] == DCTERMS.isPartOf and q[2] == file}
    columns = parts & {q[0] for q in origin if q[1] == RDF.type and q[2] == SOZ.ColumnUse}
    held_rows = {q[0] for q in held if q[1] == DCTERMS.isPartOf and q[2] == file}
    current = (q for graph in source_graphs(ags, entry.source) for q in after.get(graph, ()))
    records = _delivered(Records.of(current, inverse_properties()), parts - columns - held_rows, decisions)
    quads = frozenset(q for own in records.values() for q in own)
    memory = _memory(origin, node)
    touched = _memory(patch.removed | patch.added, node) | memory
    told = {file, run, node, *columns, *(q[2] for q in quads if q[1] == PROV.wasDerivedFrom)}
    return Said(
        ags=ags,
        source=entry.source,
        day=max(days),
        partial=entry.partial,
        records=frozenset(records),
        quads=quads,
        waiting=frozenset(URIRef(str(q[2])) for q in held if q[0] in held_rows and q[1] == SOZ.wouldBe),
        held=_held(held, held_rows, quads),
        origin=frozenset(q for q in origin if q[0] in told) - memory,
        memory=memory if touched & (patch.removed | patch.added) or _is_recast(origin, columns) else None,
        decisions=decisions,
        rest=_rest(patch, version, {file, run, node} | parts | held_rows | {q[0] for q in touched}),
    )


def source_graphs(ags: str, source: str) -> tuple[URIRef, ...]:
    """The graphs of a source, one per disclosure level."""
    return tuple(iris.source_graph(ags, source, audience) for audience in Audience)


def _delivered(
    records: Records, rows: set[URIRef], decisions: Mapping[URIRef, Missing]
) -> dict[URIRef, frozenset[Quad]]:
    """The records that stand in these rows, each with its statements.

    A file may be taken in twice. Then what only the first time said about may still stand there: it is marked, waits
    now, or was said not to be part of the delivery. A group the source put together is delivered with who uses it.
    """
    absent = {record for record, said in decisions.items() if said.kind is MissingKind.NOT_PART}
    found = {
        record: own
        for record, own in records.by_record.items()
        if record not in absent
        and not records.is_missing(record)
        and not rows.isdisjoint(q[2] for q in own if q[1] == PROV.wasDerivedFrom)
    }
    delivered = records.records()
    used = {q[2] for record, own in found.items() if record in delivered for q in own}
    return {record: own for record, own in found.items() if record in delivered or record in used}


def _memory(quads: frozenset[Quad], source: URIRef) -> frozenset[Quad]:
    """What of these says how a source delivers: its mapping, and who is who in its files (`app.delivery.source_memory`)."""
    decided = {q[0] for q in quads if q[1] == RDF.type and q[2] == SOZ.MatchDecision}
    own = {q[0] for q in quads if q[1] == SOZ.source and q[2] == source} & decided
    return frozenset(q for q in quads if q[0] in own or (q[0] == source and q[1] == SOZ.mapping))


def _is_recast(origin: frozenset[Quad], columns: set[URIRef]) -> bool:
    """Whether a mapping made the delivery: then a use of a column is named by our column, not by its letter alone."""
    return any(q[0] in columns and q[1] == SOZ.columnLetter and not q[0].endswith(f"-{q[2]}") for q in origin)


def _held(held: frozenset[Quad], rows: set[URIRef], said: frozenset[Quad]) -> frozenset[Quad]:
    """The rows that wait, with the target groups only they name."""
    used = {q[2] for q in said}
    groups = {q[2] for q in held if q[0] in rows} - rows - used
    return frozenset(q for q in held if q[0] in rows or q[0] in groups)


def _rest(patch: Patch, version: Version, own: set[URIRef]) -> Patch:
    """What a version changed besides its delivery: settings and decisions saved with it."""
    ags = version.ags
    graphs = {iris.held_back_graph(ags), *source_graphs(ags, version.entry.source or "")}
    origin = iris.provenance_graph(ags)

    def apart(quads: frozenset[Quad]) -> frozenset[Quad]:
        return frozenset(q for q in quads if q[3] not in graphs and not (q[3] == origin and q[0] in own))

    return Patch(apart(patch.removed), apart(patch.added))
