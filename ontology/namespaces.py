"""The prefix table of `prefixes.ttl` as Python namespaces.

Standards are reached through rdflib's own closed namespaces where it has them; our own terms, and those of
standards rdflib does not know, are closed in `ontology.terms`: `SOZ.Ofer` raises instead of inventing a term.
"""

from functools import cache
from importlib.resources import files

from rdflib import Graph, Namespace
from rdflib.namespace import CSVW, DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, XSD

from ontology.errors import VocabularyError

__all__ = [
    "CSVW", "DCAT", "DCTERMS", "FOAF", "ORG", "OWL", "PROV", "RDF", "RDFS", "SH", "SKOS", "XSD",
    "bind_prefixes", "namespace", "prefixes", "sparql_prologue",
]  # fmt: skip


@cache
def prefixes() -> dict[str, str]:
    """Prefix → namespace IRI, exactly as `prefixes.ttl` declares them."""
    table = Graph().parse(
        data=files(__package__).joinpath("prefixes.ttl").read_text("utf-8"), format="turtle"
    )
    return {
        str(table.value(entry, SH.prefix)): str(table.value(entry, SH.namespace))
        for entry in table.objects(None, SH.declare)
    }


def namespace(prefix: str) -> Namespace:
    """The open namespace of a declared prefix.

    Raises:
        VocabularyError: the prefix is not in `prefixes.ttl`.
    """
    try:
        return Namespace(prefixes()[prefix])
    except KeyError:
        raise VocabularyError(
            f"prefixes.ttl: prefix '{prefix}' is not declared; expected one of {', '.join(sorted(prefixes()))}"
        ) from None


def bind_prefixes(graph: Graph) -> Graph:
    """Bind the whole prefix table to `graph` (for readable Turtle) and return it."""
    for prefix, iri in prefixes().items():
        graph.bind(prefix, iri, override=True, replace=True)
    return graph


def sparql_prologue(query: str = "") -> str:
    """`PREFIX` lines for the prefixes that `query` uses, or for all if it is empty."""
    wanted = {p: iri for p, iri in prefixes().items() if not query or f"{p}:" in query}
    return "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in sorted(wanted.items()))
