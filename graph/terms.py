"""rdflib terms ⇄ terms of the embedded engine: the one border between the two.

rdflib tells `"a"` from `"a"^^xsd:string`, RDF does not: `xsd:string` is dropped in both directions. Engines rewrite
numbers, dates and language tags to one spelling ("1.50" → "1.5", `@DE` → `@de`); `canonical` does so before anything
is written, so that the log and every engine hold the same terms.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TypeAlias

import pyoxigraph as ox  # noqa: TID251 this room owns the embedded engine
from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from graph.errors import TermError

Triple: TypeAlias = tuple[URIRef, URIRef, Node]
Quad: TypeAlias = tuple[URIRef, URIRef, Node, URIRef]
EngineTerm: TypeAlias = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple

_XSD_STRING = str(XSD.string)
_PROBE = ox.NamedNode(str(RDF.value))


@lru_cache(maxsize=65_536)
def to_engine_iri(node: Node) -> ox.NamedNode:
    """An IRI for the engine.

    Raises:
        TermError: not an IRI (blank nodes included: data of this project mint their IRIs), or a broken one.
    """
    if not isinstance(node, URIRef):
        raise TermError(f"{node!r} is not an IRI; expected one. Mint an IRI for it (ontology.iris)")
    try:
        return ox.NamedNode(str(node))
    except ValueError as error:
        raise TermError(
            f"<{node}> is not a valid absolute IRI: {error}. Correct the key it was made from"
        ) from None


@lru_cache(maxsize=65_536)
def to_engine(node: Node) -> ox.NamedNode | ox.Literal:
    """An IRI or literal for the engine.

    Raises:
        TermError: a blank node, a broken IRI or language tag, or text with half a character (a lone surrogate).
    """
    if not isinstance(node, Literal):
        return to_engine_iri(node)
    try:
        if node.language:
            return ox.Literal(str(node), language=node.language)
        if node.datatype is None or str(node.datatype) == _XSD_STRING:
            return ox.Literal(str(node))
        return ox.Literal(str(node), datatype=to_engine_iri(node.datatype))
    except ValueError as error:
        # The text itself stays out of the message: it may be what nobody should read.
        raise TermError(
            f"a literal of {len(node)} characters (language {node.language}, type {node.datatype}) cannot be stored: "
            f"{error}. Expected whole Unicode characters and a valid language tag"
        ) from None


@lru_cache(maxsize=65_536)
def from_engine(term: EngineTerm) -> Node:
    """A term of the engine as rdflib term; `xsd:string` is dropped.

    Raises:
        TermError: a triple used as a term, which no question needs.
    """
    if isinstance(term, ox.NamedNode):
        return _iri(term)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == _XSD_STRING else URIRef(datatype))
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    raise TermError(f"{term} is a triple used as a term; expected an IRI or a literal")


@lru_cache(maxsize=65_536)
def _iri(node: ox.NamedNode) -> URIRef:
    """Remembered: rdflib looks at every character of an IRI, and the same few thousand come again and again."""
    return URIRef(node.value)


def to_engine_quad(quad: Quad) -> ox.Quad:
    """A quad for the engine. Raises `TermError` as `to_engine` does."""
    subject, predicate, value, graph = quad
    return ox.Quad(to_engine_iri(subject), to_engine_iri(predicate), to_engine(value), to_engine_iri(graph))


def from_engine_quad(quad: ox.Quad) -> Quad:
    """A quad of the engine in rdflib terms.

    Raises:
        TermError: a blank node in the place of an IRI, or a quad outside every named graph.
    """
    subject, predicate, graph = quad.subject, quad.predicate, quad.graph_name
    if not (isinstance(subject, ox.NamedNode) and isinstance(graph, ox.NamedNode)):
        raise TermError(
            f"{quad} has a blank node or no graph; expected IRIs. Mint an IRI for it (ontology.iris)"
        )
    return _iri(subject), _iri(predicate), from_engine(quad.object), _iri(graph)


def from_engine_triple(triple: ox.Triple) -> Triple:
    """A triple of the engine in rdflib terms.

    Raises:
        TermError: a blank node as subject.
    """
    if not isinstance(triple.subject, ox.NamedNode):
        raise TermError(f"{triple} has no IRI as subject; expected one. Do not construct blank nodes")
    return _iri(triple.subject), _iri(triple.predicate), from_engine(triple.object)


def canonical(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads with every literal in the one spelling in which engines keep it.

    Ill-typed literals ("2026-02-30"^^xsd:date) stay as they are: faults must remain visible.

    Raises:
        TermError: as `to_engine`.
    """
    spelling: dict[Node, Node] = {}
    for subject, predicate, value, graph in quads:
        if isinstance(value, Literal) and (value.datatype is not None or value.language):
            if value not in spelling:
                spelling[value] = _as_stored(value)
            yield subject, predicate, spelling[value], graph
        else:
            yield subject, predicate, value, graph


@lru_cache(maxsize=65_536)
def _as_stored(literal: Literal) -> Node:
    """Ask the engine itself how it spells a literal; a rule of our own would drift from it."""
    store = ox.Store()
    store.add(ox.Quad(_PROBE, _PROBE, to_engine(literal)))
    return from_engine(next(iter(store)).object)
