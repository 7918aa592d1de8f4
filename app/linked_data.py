"""Triples as files, Turtle and JSON-LD: the same triples, added in the same order, give the same bytes.

Nodes without an IRI get their names from whoever makes them, by their place (`t1r02`): those the library would draw by lot
differ at every export. Such a name holds within its file only, so it claims no identity, and two files still join.
"""

import json
from typing import Any

from rdflib import Graph, URIRef


def turtle(graph: Graph) -> bytes:
    """The graph as Turtle."""
    return graph.serialize(format="turtle", encoding="utf-8")


def jsonld(graph: Graph) -> bytes:
    """The graph as JSON-LD, with our prefixes as context, its nodes in the order of their names."""
    made: dict[str, Any] = json.loads(graph.serialize(format="json-ld", context=_context(graph)))
    made.get("@graph", []).sort(key=lambda node: node["@id"])  # the library walks over a set
    return json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False).encode()


def _context(graph: Graph) -> dict[str, str]:
    """The prefixes whose namespaces occur, by name."""
    terms = {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}
    return {
        prefix: str(iri)
        for prefix, iri in sorted(graph.namespaces())
        if prefix and any(term.startswith(iri) for term in terms)
    }
