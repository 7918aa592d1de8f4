"""What the sources of one municipality say now, indexed for merging: the state of the log in memory."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from rdflib import URIRef
from rdflib.term import Node

from graph.patch import Patch
from graph.terms import Quad, Triple
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.terms import SOZ

Statement = tuple[URIRef, Node, URIRef]  # property, value, graph

# Editorial before the provider's own delivery before registers before OpenStreetMap (ruling 18).
_PRECEDENCE = (
    CL["quellenart-redaktion"],
    CL["quellenart-traeger"],
    CL["quellenart-register"],
    CL["quellenart-osm"],
)


@dataclass(frozen=True, slots=True)
class Trust:
    """How much a source counts. `rank` 0 is the best; `date` is an ISO date or empty."""

    source: URIRef
    rank: int
    date: str


@cache
def source_of(ags: str, graph: URIRef) -> tuple[str, Audience] | None:
    """Key and disclosure level of a source graph of this municipality; `None` for any other graph."""
    for audience in Audience:
        before, _, after = str(iris.source_graph(ags, "KEY", audience)).partition("KEY")
        text = str(graph)
        if text.startswith(before) and text.endswith(after):
            key = text[len(before) : len(text) - len(after)]
            if iris.is_key(key):
                return key, audience
    return None


class SourceIndex:
    """The quads of the log by graph, and those of the source graphs by subject."""

    def __init__(self, ags: str, quads: Iterable[Quad] = ()) -> None:
        self.ags = ags
        self.graphs: defaultdict[URIRef, set[Triple]] = defaultdict(set)
        self._subjects: defaultdict[URIRef, set[Statement]] = defaultdict(set)
        # By property, built when first asked for after a change.
        self._pairs: defaultdict[URIRef, list[tuple[URIRef, Node]]] | None = None
        self.apply(Patch(frozenset(), frozenset(quads)))

    def apply(self, patch: Patch) -> None:
        """Bring the index up to date."""
        self._pairs = None
        for subject, predicate, value, graph in patch.removed:
            self.graphs[graph].discard((subject, predicate, value))
            if source_of(self.ags, graph):
                self._subjects[subject].discard((predicate, value, graph))
                if not self._subjects[subject]:
                    del self._subjects[subject]
        for subject, predicate, value, graph in patch.added:
            self.graphs[graph].add((subject, predicate, value))
            if source_of(self.ags, graph):
                self._subjects[subject].add((predicate, value, graph))

    def quads(self) -> set[Quad]:
        """Everything, as the log has it."""
        return {(*triple, graph) for graph, triples in self.graphs.items() for triple in triples}

    def effective(self, patch: Patch) -> Patch:
        """Only what changes something: nothing removed that is absent, nothing added that is there."""
        return Patch(
            frozenset(quad for quad in patch.removed if quad[:3] in self.graphs.get(quad[3], ())),
            frozenset(quad for quad in patch.added if quad[:3] not in self.graphs.get(quad[3], ())),
        )

    def subjects(self) -> Iterable[URIRef]:
        """Every record any source speaks about."""
        return self._subjects.keys()

    def statements(self, subject: URIRef) -> set[Statement]:
        """What the sources say about a record."""
        return self._subjects.get(subject, set())

    def objects(self, subject: URIRef, predicate: URIRef) -> set[Node]:
        """The values any source gives for a property of a record."""
        return {value for prop, value, _ in self.statements(subject) if prop == predicate}

    def pairs(self, predicate: URIRef) -> Iterator[tuple[URIRef, Node]]:
        """Record and value of every statement with this property, in any source."""
        if self._pairs is None:
            self._pairs = defaultdict(list)
            for subject, statements in self._subjects.items():
                for prop, value, _ in statements:
                    self._pairs[prop].append((subject, value))
        return iter(self._pairs.get(predicate, ()))

    def source_graphs(self) -> list[URIRef]:
        """The source graphs that hold something, sorted."""
        return sorted(
            graph for graph, triples in self.graphs.items() if triples and source_of(self.ags, graph)
        )

    def trust(self) -> dict[URIRef, Trust]:
        """How much each source graph counts, from the metadata in the provenance graph.

        A source nobody described counts least.
        """
        known: defaultdict[URIRef, dict[URIRef, Node]] = defaultdict(dict)
        for subject, predicate, value in self.graphs.get(iris.provenance_graph(self.ags), ()):
            if predicate == SOZ.sourceKind:
                known[subject][predicate] = value
            elif predicate == SOZ.deliveredOn:
                known[subject][predicate] = max(value, known[subject].get(predicate, value), key=str)
        return {graph: self._trust(graph, known) for graph in self.graphs if source_of(self.ags, graph)}

    def _trust(self, graph: URIRef, known: dict[URIRef, dict[URIRef, Node]]) -> Trust:
        parts = source_of(self.ags, graph)
        source = iris.source(self.ags, parts[0] if parts else "")
        facts = known.get(source, {})
        kind = facts.get(SOZ.sourceKind)
        rank = _PRECEDENCE.index(kind) if kind in _PRECEDENCE else len(_PRECEDENCE)
        return Trust(source, rank, str(facts.get(SOZ.deliveredOn, "")))
