"""What a field of a form offers: the terms of its list with their synonyms, or the records it may refer to."""

from functools import lru_cache

from rdflib import Literal, URIRef

from app.records.rows import Reader
from app.records.views import OptionView
from loaders.concepts import allowed, concept_text
from ontology import iris
from ontology.namespaces import RDFS, SKOS
from ontology.sheets import ColumnSpec, Kind
from ontology.terms import SOZ
from ontology.vocabulary import ontology_graph, vocabulary
from ontology.words import words_of

_SYNONYMS = 3
_WORDS = words_of(__name__)


def options(column: ColumnSpec, reader: Reader, lang: str) -> tuple[OptionView, ...]:
    """The choices of a field; empty if anything may be entered."""
    if column.kind is Kind.BOOLEAN:
        return tuple(
            OptionView(_WORDS(f"answer.{key}", "de"), _WORDS(f"answer.{key}", lang)) for key in ("yes", "no")
        )
    if column.kind is Kind.REFERENCE:
        return _records(column, reader)
    return terms(column, lang)


def terms(column: ColumnSpec, lang: str) -> tuple[OptionView, ...]:
    """The terms of the list of a column; empty if it has none."""
    return _terms(column.tag, allowed(column), lang) if column.kind in {Kind.CONCEPT, Kind.LEGAL} else ()


@lru_cache(maxsize=512)
def _terms(_tag: str, concepts: tuple[URIRef, ...], lang: str) -> tuple[OptionView, ...]:
    """Terms with a few synonyms, by which they are found when somebody types."""
    return tuple(OptionView(concept_text(c), _with_synonyms(c, lang)) for c in concepts)


def _with_synonyms(concept: URIRef, lang: str) -> str:
    name = concept_text(concept, lang)
    known = {
        str(other)
        for other in vocabulary().objects(concept, SKOS.altLabel)
        if isinstance(other, Literal) and other.language in (lang, None) and str(other) not in name
    }
    more = sorted(known, key=len)[:_SYNONYMS]
    return f"{name} ({', '.join(more)})" if more else name


def _records(column: ColumnSpec, reader: Reader) -> tuple[OptionView, ...]:
    slugs = _slugs(column.classes)
    found = []
    for known in reader.known:
        parts = iris.parts(known.iri)
        if parts and parts.slug in slugs:
            several = len(slugs) > 1 and len(reader.cells.index.find(parts.key, column.classes)) > 1
            value = f"{parts.slug}-{parts.key}" if several else parts.key
            found.append(OptionView(value, f"{parts.key} {known.names[0]}" if known.names else parts.key))
    return tuple(sorted(found, key=lambda option: option.label.casefold()))


@lru_cache(maxsize=64)
def _slugs(classes: tuple[URIRef, ...]) -> frozenset[str]:
    graph = ontology_graph()
    every = {sub for cls in classes for sub in graph.transitive_subjects(RDFS.subClassOf, cls)}
    return frozenset(str(slug) for cls in every for slug in graph.objects(cls, SOZ.keySlug))
