"""What concepts are called in lists and suggestions, and which of them a column takes."""

from rdflib import URIRef

from ontology.namespaces import RDF
from ontology.sheets import ColumnSpec
from ontology.terms import SOZ
from ontology.vocabulary import concepts, label, notation, vocabulary


def concept_text(concept: URIRef, lang: str = "de") -> str:
    """A concept as it stands in drop-downs and suggestions: `BD-EX2 Schulden und Überschuldung`, or `aktiv`."""
    code = notation(concept)
    name = label(concept, lang)
    # Codes of the small lists are only for machines, and a legal basis is called by its citation.
    told = code[:1].isupper() and (concept, RDF.type, SOZ.LegalBasis) not in vocabulary()
    return f"{code} {name}" if told else name


def allowed(column: ColumnSpec) -> tuple[URIRef, ...]:
    """The concepts a column takes, in the order of their list."""
    return column.choices or (concepts(column.scheme) if column.scheme else ())
