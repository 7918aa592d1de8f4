"""The vocabulary as one graph, and how a word finds its concept.

Read once per process and shared: whoever gets a graph or a dictionary from here must not change it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from rapidfuzz import fuzz, process
from rdflib import Graph, Literal, URIRef

from ontology.errors import VocabularyError
from ontology.namespaces import OWL, RDF, RDFS, SKOS, bind_prefixes, prefixes

_NOT_TERMS = {"prefixes.ttl"}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_GENDER = re.compile(r"(?<=\w)(?:[*:_·]|/-?)(?=in(?:nen)?\b)")
_NOT_WORD = re.compile(r"[^\w§+]+")
_LANGUAGES = ("de", "en")
_SUGGESTION_FLOOR = 60.0  # of 100; below that a suggestion confuses more than it helps


@cache
def ontology_graph() -> Graph:
    """Classes and properties: the files `ontology/*.ttl`, without any vocabulary."""
    return _parse(_ontology_files())


@cache
def vocabulary() -> Graph:
    """Classes, properties and every concept scheme in one graph; free of blank nodes."""
    return _parse([*_ontology_files(), *_scheme_files()])


@cache
def version() -> str:
    """Version of the ontology and a digest of all files, e.g. `0.2.0+3f9a1c07`: any edit changes it."""
    digest = hashlib.sha256()
    for file in (*_ontology_files(), *_scheme_files()):
        digest.update(file.read_bytes())
    header = URIRef(prefixes()["soz"].removesuffix("#"))
    return f"{ontology_graph().value(header, OWL.versionInfo)}+{digest.hexdigest()[:8]}"


@cache
def labels(lang: str = "de") -> Mapping[URIRef, str]:
    """Every term and concept → its name in `lang`, or in German, or in any language it has."""
    found: dict[URIRef, tuple[int, str]] = {}
    order = [lang, *(other for other in _LANGUAGES if other != lang)]
    graph = vocabulary()
    for predicate in (SKOS.prefLabel, RDFS.label):
        for subject, name in graph.subject_objects(predicate):
            if not isinstance(subject, URIRef) or not isinstance(name, Literal):
                continue
            rank = order.index(name.language) if name.language in order else len(order)
            if subject not in found or rank < found[subject][0]:
                found[subject] = (rank, str(name))
    return {subject: name for subject, (_, name) in found.items()}


def label(iri: URIRef, lang: str = "de") -> str:
    """The name of a term or concept; what follows the last `/` or `#` if it has none."""
    return labels(lang).get(iri) or re.split(r"[/#]", str(iri))[-1]


def scheme_iri(scheme: URIRef | str) -> URIRef:
    """The IRI of a concept scheme given as IRI, as slug (`target-groups`, `cl-einheit`) or as prefix (`zg`).

    Raises:
        VocabularyError: there is no such scheme.
    """
    table = prefixes()
    for candidate in (str(scheme), table["vok"] + scheme, table.get(scheme, "").removesuffix("/")):
        if URIRef(candidate) in _members():
            return URIRef(candidate)
    known = ", ".join(sorted(str(iri).removeprefix(table["vok"]) for iri in _members()))
    raise VocabularyError(f"ontology/schemes: there is no scheme '{scheme}'; expected one of {known}")


def concepts(scheme: URIRef | str) -> tuple[URIRef, ...]:
    """All concepts of a scheme in the order of their notations (`ZG-A2` before `ZG-A10`)."""
    return _members()[scheme_iri(scheme)]


def notation(concept: URIRef) -> str:
    """The code of a concept, e.g. `ZG-A06`; empty for anything without one."""
    return str(vocabulary().value(concept, SKOS.notation) or "")


def find_concept(scheme: URIRef | str, text: str) -> URIRef | None:
    """The concept of `scheme` that `text` names: by notation, else preferred label, else synonym.

    Case, umlaut spelling, punctuation and gender marks do not matter. A word that fits several concepts equally
    names none of them: `suggest` lists them.
    """
    wanted = fold(text)
    if not wanted:
        return None
    for index in _indexes(scheme_iri(scheme)):
        hits = index.get(wanted, ())
        if hits:
            return hits[0] if len(hits) == 1 else None
    return None


def suggest(scheme: URIRef | str, text: str, n: int = 3) -> list[URIRef]:
    """Up to `n` concepts of `scheme` whose names resemble `text`, best first."""
    wanted = fold(text)
    names = [
        (name, concept)
        for index in _indexes(scheme_iri(scheme))
        for name, hits in index.items()
        for concept in hits
    ]
    ranked = process.extract(
        wanted, [name for name, _ in names], scorer=fuzz.WRatio, limit=None, score_cutoff=_SUGGESTION_FLOOR
    )
    best: dict[URIRef, None] = {}
    for _, _, position in ranked:
        best.setdefault(names[position][1])
    return list(best)[:n]


def fold(text: str) -> str:
    """`text` reduced to what makes it the same word: `Schüler:innen ` → `schuelerinnen`."""
    plain = _GENDER.sub("", unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS))
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain).strip()


def _ontology_files() -> list[Traversable]:
    return _turtle(files(__package__), without=_NOT_TERMS)


def _scheme_files() -> list[Traversable]:
    return _turtle(files(__package__) / "schemes")


def _turtle(folder: Traversable, without: Iterable[str] = ()) -> list[Traversable]:
    found = [
        file for file in folder.iterdir() if file.name.endswith(".ttl") and file.name not in set(without)
    ]
    return sorted(found, key=lambda file: file.name)


def _parse(sources: Iterable[Traversable]) -> Graph:
    graph = Graph()
    for source in sources:
        try:
            graph.parse(data=source.read_text("utf-8"), format="turtle")
        except SyntaxError as error:  # rdflib's BadSyntax
            raise VocabularyError(f"{source.name}: not valid Turtle: {error}") from error
    return bind_prefixes(graph)


@cache
def _members() -> dict[URIRef, tuple[URIRef, ...]]:
    graph = vocabulary()
    schemes: dict[URIRef, list[URIRef]] = {
        scheme: [] for scheme in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(scheme, URIRef)
    }
    for concept, scheme in graph.subject_objects(SKOS.inScheme):
        if isinstance(concept, URIRef) and isinstance(scheme, URIRef):
            schemes.setdefault(scheme, []).append(concept)
    return {scheme: tuple(sorted(members, key=_natural)) for scheme, members in schemes.items()}


def _natural(concept: URIRef) -> list[tuple[int, str]]:
    parts = re.split(r"(\d+)", notation(concept))
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]


@cache
def _indexes(scheme: URIRef) -> tuple[dict[str, tuple[URIRef, ...]], ...]:
    """Folded name → concepts: one dictionary each for notations, preferred labels and synonyms."""
    graph = vocabulary()
    indexes = []
    for predicates in ((SKOS.notation,), (SKOS.prefLabel,), (SKOS.altLabel,)):
        index: dict[str, tuple[URIRef, ...]] = {}
        for concept in _members()[scheme]:
            for name in {
                fold(str(text)) for predicate in predicates for text in graph.objects(concept, predicate)
            }:
                index[name] = (*index.get(name, ()), concept)
        indexes.append(index)
    return tuple(indexes)
