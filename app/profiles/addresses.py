"""Where the profile of something lies: kind and key, as they stand in an address and as people say them (A-101)."""

from dataclasses import dataclass

from rdflib import URIRef

from app.profiles.layouts import layouts
from ontology import iris
from ontology.errors import IdentifierError, VocabularyError
from ontology.namespaces import SKOS
from ontology.vocabulary import concepts, find_concept, notation, scheme_iri, vocabulary
from shapes import sheet_specs


@dataclass(frozen=True, slots=True)
class ProfileAddress:
    """Kind ("angebot", "rechtsgrundlage") and key ("A-101", "SGB8-28") of a profile."""

    art: str
    key: str


def address(iri: str) -> ProfileAddress | None:
    """Where the profile of a record or concept lies; None for everything that has none (a file, a source, a cell)."""
    if parts := iris.parts(URIRef(iri)):
        known = parts.slug in _slugs()
        return ProfileAddress(parts.slug, parts.key) if known else None
    scheme = vocabulary().value(URIRef(iri), SKOS.inScheme, any=True)
    code = notation(URIRef(iri))
    if scheme is None or not code:
        return None
    slug = str(scheme).rpartition("/")[2]
    own = next((name for name, layout in layouts().items() if layout.scheme == slug), slug)
    return ProfileAddress(own, code)


def subject(ags: str, art: str, key: str) -> URIRef | None:
    """The record or concept an address names, whether or not the town has it; None if the address names nothing."""
    scheme = layouts()[art].scheme if art in layouts() else ""
    if not scheme:
        cls = _classes().get(art)
        try:
            return iris.record(ags, cls, key) if cls is not None else _concept(art, key)
        except IdentifierError:
            return None
    return _concept(scheme, key)


def _concept(scheme: str, key: str) -> URIRef | None:
    try:
        return next((c for c in concepts(scheme_iri(scheme)) if notation(c) == key), None) or find_concept(
            scheme, key
        )
    except VocabularyError:
        return None


def _slugs() -> frozenset[str]:
    return frozenset(iris.key_slug(spec.cls) for spec in sheet_specs())


def _classes() -> dict[str, URIRef]:
    """Sheet tags and words of IRIs, each with a class that has it."""
    by_slug = {iris.key_slug(s.cls): s.cls for s in reversed(sheet_specs())}
    return by_slug | {s.tag.removeprefix("#"): s.cls for s in sheet_specs()}
