"""The same town under other names, in another order, or delivered bit by bit."""

from collections.abc import Callable, Collection, Mapping
from random import Random

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS

from graph import EmbeddedEngine, Triple
from ontology import iris
from ontology.iris import Audience
from ontology.terms import SOZ
from ontology.vocabulary import vocabulary
from queries import MemoryTown, RuleDeriver

_MIRROR = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    "ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba9876543210",
)
_KEYS = {DCTERMS.identifier, SOZ.localKey, SOZ.decidedKey}
Rename = Callable[[str], str]
Graphs = Mapping[URIRef, list[Triple]]


def kept_in_order(key: str) -> str:
    """Another key that sorts as the old one does."""
    return f"Q{key}"


def mirrored(key: str) -> str:
    """Another key that sorts the other way round."""
    return key.translate(_MIRROR)


def graphs_of(town: MemoryTown) -> Graphs:
    """All graphs of a town; what is derived, too, because contradictions between sources lie there."""
    names = [name for name in town.engine.graph_names() if name != iris.VOCABULARY_GRAPH]
    return {name: town.engine.graph(name) for name in names}


def keys_of(graphs: Graphs, ags: str) -> frozenset[str]:
    """The keys of everything in the Stand; combined groups have none, they are named by what they are."""
    found = [iris.parts(subject) for subject, _, _ in graphs[iris.stand_graph(ags, Audience.INTERN)]]
    return frozenset(parts.key for parts in found if parts and parts.slug != iris.key_slug(SOZ.TargetGroup))


def renamed(graphs: Graphs, keys: Collection[str], rename: Rename) -> dict[URIRef, list[Triple]]:
    """The graphs with every record under another key, in another order."""
    subjects = {s for triples in graphs.values() for s, _, _ in triples}

    def iri(node: URIRef) -> URIRef:
        parts = iris.parts(node)
        if parts is None or parts.key not in keys or parts.slug == iris.key_slug(SOZ.TargetGroup):
            return node
        head = str(node)[: -len(parts.key)]
        return URIRef(head + rename(parts.key))

    def triple(t: Triple) -> Triple:
        s, p, o = t
        if p in _KEYS and str(o) in keys:
            return iri(s), p, Literal(rename(str(o)))
        return iri(s), p, iri(o) if isinstance(o, URIRef) else o

    found = {name: [triple(t) for t in triples] for name, triples in graphs.items()}
    assert subjects != {s for triples in found.values() for s, _, _ in triples}
    for triples in found.values():
        Random(1).shuffle(triples)  # noqa: S311 chance that can be repeated
    return found


def placed(graphs: Graphs, ags: str, version: int, engine: EmbeddedEngine | None = None) -> MemoryTown:
    """A town of these graphs, everything derived."""
    store = engine or EmbeddedEngine()
    if not store.count(iris.VOCABULARY_GRAPH):
        store.replace_graph(iris.VOCABULARY_GRAPH, [(URIRef(s), URIRef(p), o) for s, p, o in vocabulary()])
    for name in set(store.graph_names()) - {iris.VOCABULARY_GRAPH} - graphs.keys():
        store.replace_graph(name, [])
    for name, triples in graphs.items():
        store.replace_graph(name, triples)
    RuleDeriver.shipped().derive(store, ags, Audience.INTERN, None)
    return MemoryTown(store, ags, version)


def delivered(graphs: Graphs, ags: str, version: int, seed: int) -> MemoryTown:
    """A town of these graphs, its Stand delivered in parts: some records come early, are taken back, and come again."""
    chance, deriver = Random(seed), RuleDeriver.shipped()  # noqa: S311 chance that can be repeated
    stand = iris.stand_graph(ags, Audience.INTERN)
    derived = iris.derived_graph(ags, Audience.INTERN)
    conflicts = [t for t in graphs.get(derived, []) if str(t[0]).find("/widerspruch-") >= 0]
    held_back = iris.held_back_graph(ags)
    town = placed({**graphs, stand: [], held_back: [], derived: conflicts}, ags, version)
    records = sorted({s for s, _, _ in graphs[stand]})
    chance.shuffle(records)
    third = len(records) // 3 + 1
    for step in (records[:third], records[third - 5 : 2 * third], [], records[2 * third :], records[:third]):
        _deliver(town, stand, [t for t in graphs[stand] if t[0] in set(step)], frozenset(step), chance)
        if not step:  # meanwhile rows are held back, which names no record
            town.engine.replace_graph(held_back, graphs.get(held_back, []))
            deriver.derive(town.engine, ags, Audience.INTERN, frozenset())
    return town


def _deliver(
    town: MemoryTown, stand: URIRef, triples: list[Triple], names: frozenset[URIRef], chance: Random
) -> None:
    """Some of the records first without a part of what they say, then as they are."""
    deriver = RuleDeriver.shipped()
    for share in (0.8, 1.0):
        present = {t for t in town.engine.graph(stand) if t[0] in names}
        wanted = {t for t in triples if chance.random() < share}
        town.engine.apply([(*t, stand) for t in present - wanted], [(*t, stand) for t in wanted - present])
        changed = frozenset(s for s, _, _ in present ^ wanted)
        deriver.derive(town.engine, town.ags, Audience.INTERN, changed)
