"""From a row of the sheet of own terms to a word that counts and, for a new concept, to one that works like the list's.

A new concept gets the class of its list and everything the vocabulary says about the broader one that rules look at, so
that it can be delivered, fits cells and counts as a part of the broader one without special code anywhere.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from rdflib import Literal, URIRef

from graph.findings import Effect, Finding
from loaders.local_terms import LocalTerm, LocalTerms, term_kind
from loaders.messages import finding
from loaders.records import Record, Statement
from ontology.namespaces import RDF, RDFS, SKOS, prefixes
from ontology.terms import SOZ
from ontology.vocabulary import concepts, find_concept, label, vocabulary


def term_of(record: Record) -> LocalTerm | None:
    """The word a row of the sheet of own terms is about, as far as the row can be used."""
    values = {path: record.values(path) for path in (SOZ.termKind, SKOS.inScheme, SOZ.means)}
    kinds, schemes, meant = ([v for v in found if isinstance(v, URIRef)] for found in values.values())
    words, sources = record.values(RDFS.label), record.values(SOZ.onlyInSource)
    if record.held_back or not (kinds and schemes and words):
        return None
    kind = term_kind(kinds[0])
    if kind != "open" and not meant:
        return None
    return LocalTerm(
        iri=record.iri,
        key=record.key,
        word=str(words[0]),
        kind=kind,
        scheme=schemes[0],
        means=meant[0] if meant else None,
        source=str(sources[0]) if sources else "",
    )


def made_concepts(records: Iterable[Record]) -> Iterator[Record]:
    """The records; those that name a new concept also say what makes it one."""
    for record in records:
        term = term_of(record) if record.cls == SOZ.LocalTerm else None
        if term is None or term.kind != "concept" or term.means is None:
            yield record
        else:
            more = (Statement(path, value) for path, value in _concept_facts(term, term.means))
            yield replace(record, statements=tuple(dict.fromkeys([*record.statements, *more])))


def term_findings(records: Iterable[Record], known: LocalTerms) -> Iterator[Finding]:
    """Words that name something already: a term of the list, or what another row says about the same word."""
    seen = LocalTerms.of((), known.source)
    for record in records:
        term = term_of(record) if record.cls == SOZ.LocalTerm else None
        if term is None:
            continue
        there = find_concept(term.scheme, term.word)
        other = known.clash(term) or seen.clash(term)
        fill = {"scheme": f"„{label(term.scheme)}“"}
        if there is not None:
            yield finding(
                "term-in-list",
                record.place,
                found=term.word,
                suggestion=label(there),
                focus=record.iri,
                fill=fill,
            )
        elif other is not None:
            yield finding(
                "term-twice", record.place, found=term.word, suggestion=other.key, focus=record.iri, fill=fill
            )
        seen.add(term)


def holding(findings: Iterable[Finding]) -> dict[URIRef, list[str]]:
    """Record → rules that hold it back."""
    held: dict[URIRef, list[str]] = {}
    for found in findings:
        if found.focus is not None and found.effect is Effect.HOLD_ROW:
            held.setdefault(found.focus, []).append(found.rule)
    return held


def _concept_facts(term: LocalTerm, broader: URIRef) -> Iterator[tuple[URIRef, URIRef | Literal]]:
    yield SKOS.broader, broader
    yield SKOS.prefLabel, Literal(term.word, lang="de")
    yield from ((RDF.type, cls) for cls in _classes(term.scheme))
    # Ages, whether it counts as coverage and the like hold for the narrower one as well.
    for path, value in vocabulary().predicate_objects(broader):
        if str(path).startswith(prefixes()["soz"]) and isinstance(value, URIRef | Literal):
            yield URIRef(str(path)), value


@cache
def _classes(scheme: URIRef) -> tuple[URIRef, ...]:
    """The classes of our own that the concepts of a list have."""
    found = {cls for c in concepts(scheme) for cls in vocabulary().objects(c, RDF.type)}
    return tuple(sorted(cls for cls in found if isinstance(cls, URIRef) and cls != SKOS.Concept))
