"""From a word in a cell to a concept of a list: notation, "notation label", label or synonym, and groups with `+`."""

import re
from functools import lru_cache

from rdflib import Literal, URIRef

from graph.terms import Triple
from loaders.concept_names import allowed, concept_text
from loaders.local_terms import LocalTerm, LocalTerms
from loaders.readings import Group, Problem, Reading, problem, value
from loaders.term_match import term_candidates
from ontology import iris
from ontology.namespaces import DCTERMS, RDF, SKOS
from ontology.sheets import ColumnSpec
from ontology.terms import SOZ
from ontology.vocabulary import find_concept, fold, label, notation, vocabulary

__all__ = [
    "allowed",
    "concept_text",
    "group_ages",
    "group_triples",
    "read_concept",
]

# A lost value of these describes less, but changes no verdict about coverage, duty or completeness.
_DESCRIPTIVE = frozenset({
    SOZ.deliveryMode, SOZ.accessFeature, SOZ.costToUser, SOZ.interventionLevel, SOZ.barrierFree, SOZ.formality,
    SOZ.needPerspective, SOZ.evidenceType, SOZ.method, SOZ.meetingRhythm, SOZ.topic, SOZ.effectLevel,
})  # fmt: skip
_CODE = re.compile(r"(?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9.]+)+)[\s:–—-]+(?P<label>\S.*)")
_PLUS = re.compile(r"\s*\+\s*")


def read_concept(text: str, column: ColumnSpec, ags: str, terms: LocalTerms | None = None) -> Reading:
    """One concept, or one group made of several.

    Args:
        text: one value, without separators.
        column: with `scheme` or `choices`.
        ags: the municipality that a composite group belongs to.
        terms: the town's own words, for what the list does not know.
    """
    concept = _find(text, column)
    if concept is not None:
        return _checked(concept, column)
    local = terms.find(text, column) if terms is not None else None
    if local is not None:
        return _by_town(local, text, column)
    if column.paths[-1] == SOZ.targetGroup and "+" in text:
        return _group(text, column, ags, terms)
    match = _CODE.fullmatch(text)
    if match:
        return _with_label(match["code"], match["label"], column) or _unknown(text, column)
    return _unknown(text, column)


def group_ages(parts: tuple[URIRef, ...]) -> tuple[int | None, int | None]:
    """The ages at which somebody can belong to all of `parts`; None = no limit. May be empty: (18, 17)."""
    graph = vocabulary()
    lower = [int(str(a)) for part in parts for a in graph.objects(part, SOZ.minAge)]
    upper = [int(str(a)) for part in parts for a in graph.objects(part, SOZ.maxAge)]
    return max(lower, default=None), min(upper, default=None)


def group_triples(group: Group) -> list[Triple]:
    """What is to be known about a composite group, so that it works like one of the list."""
    codes = [notation(part) for part in group.parts]
    lower, upper = group_ages(group.parts)
    triples: list[Triple] = [
        (group.iri, RDF.type, SOZ.TargetGroup),
        (group.iri, RDF.type, SKOS.Concept),
        (group.iri, DCTERMS.identifier, Literal("_".join(codes))),
        (group.iri, SKOS.notation, Literal(" + ".join(codes))),
    ]
    for lang, word in (("de", "und"), ("en", "and")):
        name = f" {word} ".join(label(part, lang) for part in group.parts)
        triples.append((group.iri, SKOS.prefLabel, Literal(name, lang=lang)))
    triples += [(group.iri, SOZ.combines, part) for part in group.parts]
    triples += [
        (group.iri, path, Literal(age))
        for path, age in ((SOZ.minAge, lower), (SOZ.maxAge, upper))
        if age is not None
    ]
    return triples


def _find(text: str, column: ColumnSpec) -> URIRef | None:
    wanted = fold(text)
    named = [c for c in column.choices if wanted in _names(c)]
    if len(named) == 1:
        return named[0]
    return find_concept(column.scheme, text) if column.scheme else None


@lru_cache(maxsize=4096)
def _names(concept: URIRef) -> frozenset[str]:
    graph = vocabulary()
    paths = (SKOS.notation, SKOS.prefLabel, SKOS.altLabel)
    return frozenset(fold(str(name)) for path in paths for name in graph.objects(concept, path))


def _checked(concept: URIRef, column: ColumnSpec) -> Reading:
    if column.choices and concept not in column.choices:
        return problem("concept-not-allowed", "; ".join(concept_text(c) for c in column.choices))
    return value(concept)


def _with_label(code: str, written: str, column: ColumnSpec) -> Reading | None:
    """`BD-EX2 Schuldenregulierung`: the code decides, unless the label names another concept of the list."""
    concept = _find(code, column)
    if concept is None:
        return None
    if fold(written) in _names(concept):
        return _checked(concept, column)
    other = _find(written, column)
    if other is not None and other != concept:
        return problem("concept-contradiction", f"{concept_text(concept)} / {concept_text(other)}")
    checked = _checked(concept, column)
    return Reading(
        checked.values, (*checked.problems, Problem("concept-by-code", suggestion=concept_text(concept)))
    )


def _group(text: str, column: ColumnSpec, ags: str, terms: LocalTerms | None) -> Reading:
    found: list[URIRef] = []
    notes: list[Problem] = []
    for piece in _PLUS.split(text.strip()):
        reading = read_concept(piece, column, ags, terms) if piece else _unknown(text, column)
        if not reading.values:
            return Reading(
                problems=tuple(Problem(p.code, piece, p.suggestion, p.fill) for p in reading.problems)
            )
        notes += reading.problems
        found += [c for c in reading.values if isinstance(c, URIRef)]
    parts = tuple(sorted(set(found), key=notation))
    if len(parts) == 1:
        return Reading(parts, tuple(notes))
    if not all(notation(part) for part in parts):
        return problem("group-of-own-terms")
    lower, upper = group_ages(parts)
    if lower is not None and upper is not None and lower > upper:
        return problem("group-contradiction")
    group = Group(iris.composite_group(ags, [notation(part) for part in parts]), parts)
    return Reading((group.iri,), tuple(notes), groups=(group,))


def _by_town(term: LocalTerm, text: str, column: ColumnSpec) -> Reading:
    """What the town says a word means; never without saying so."""
    if term.value is None:
        return _unknown(text, column)
    if term.kind == "concept":
        note = Problem("concept-of-town", text, term.word)
        broader = term.means
        if column.choices and broader not in column.choices:
            return _checked(term.iri, column)
        return Reading((term.iri,), (note,) if fold(text) != fold(term.word) else ())
    checked = _checked(term.value, column)
    return Reading(
        checked.values, (*checked.problems, Problem("concept-by-town", text, concept_text(term.value)))
    )


def _unknown(text: str, column: ColumnSpec) -> Reading:
    near = term_candidates(text, column, 3)
    code = "concept-dropped" if column.paths[-1] in _DESCRIPTIVE else "concept-unknown"
    scheme = label(column.scheme, "de") if column.scheme else column.label["de"]
    return problem(code, "; ".join(candidate.shown for candidate in near) or None, scheme=f"„{scheme}“")
