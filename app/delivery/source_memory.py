"""What the town remembers about how a source delivers: its mapping, and who is who in its files.

Both stand in the provenance graph, so they are saved with a version, copied by a backup and undone by a rollback.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from app.protection import ask
from graph import Quad
from graph.town import Snapshot
from ontology import iris
from ontology.namespaces import RDF
from ontology.terms import SOZ

Decisions = Mapping[tuple[str, str], str]
"""(sheet tag, key made from the file) → key of the record it is; the same key = one of its own; "" = taken back."""


@dataclass(frozen=True, slots=True)
class SourceMemory:
    """Of one source; `mapping` is YAML, empty if it delivers in the form of the template."""

    mapping: str = ""
    same: Decisions = field(default_factory=dict)


def saved_mappings(snapshot: Snapshot) -> dict[str, str]:
    """Key of the source → its mapping as YAML."""
    graphs = [iris.provenance_graph(snapshot.ags)]
    return {str(k): str(m) for _, k, m in ask(snapshot.engine, "source_mappings.rq", graphs).rows}


def remembered(snapshot: Snapshot, source: str) -> SourceMemory:
    """What is remembered about a source; nothing for one that is new."""
    node = iris.source(snapshot.ags, source)
    graphs = [iris.provenance_graph(snapshot.ags)]
    rows = ask(snapshot.engine, "match_decisions.rq", graphs).rows
    same = {(str(sheet), str(key)): str(to) for _, owner, sheet, key, to in rows if owner == node}
    return SourceMemory(saved_mappings(snapshot).get(source, ""), same)


def memory_change(
    snapshot: Snapshot, source: str, mapping: str, same: Decisions
) -> tuple[set[Quad], set[Quad]]:
    """What leaves and what comes when this is to be remembered; an empty `mapping` leaves the saved one as it is.

    `same` holds what was decided now; what was decided before and is not in it stays.
    """
    graph, node = iris.provenance_graph(snapshot.ags), iris.source(snapshot.ags, source)
    before = remembered(snapshot, source)
    gone: set[Quad] = set()
    come: set[Quad] = set()
    if mapping and mapping != before.mapping:
        if before.mapping:
            gone.add((node, SOZ.mapping, Literal(before.mapping), graph))
        come.add((node, SOZ.mapping, Literal(mapping), graph))
    for (sheet, key), decided in same.items():
        known = before.same.get((sheet, key), "")
        if known != decided:
            gone |= _decision(snapshot.ags, source, sheet, key, known) if known else set()
            come |= _decision(snapshot.ags, source, sheet, key, decided) if decided else set()
    return gone - come, come - gone


def _decision(ags: str, source: str, sheet: str, key: str, decided: str) -> set[Quad]:
    node: URIRef = iris.match_decision(ags, source, sheet, key)
    graph = iris.provenance_graph(ags)
    return {
        (node, RDF.type, SOZ.MatchDecision, graph),
        (node, SOZ.source, iris.source(ags, source), graph),
        (node, SOZ.sheet, Literal(sheet), graph),
        (node, SOZ.localKey, Literal(key), graph),
        (node, SOZ.decidedKey, Literal(decided), graph),
    }
