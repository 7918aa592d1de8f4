"""From a key or name in a cell to a record: of the same file, or already known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process
from rdflib import URIRef

from loaders.local_terms import LocalTerm
from loaders.readings import Reading, problem, value
from ontology import iris
from ontology.namespaces import RDFS
from ontology.terms import SOZ
from ontology.vocabulary import fold, label, ontology_graph


@dataclass(frozen=True, slots=True)
class KnownRecord:
    """A record of the current Stand, as far as a delivery needs it.

    `names`: its label, for an area also AGS and local code. `protected`: an offer of type AT-S1, a site with disclosure
    "geschützt", or the site of such an offer. `located`: it has an address, a position or an area below the
    municipality. `large`: an area that is a municipality or larger.
    """

    iri: URIRef
    key: str
    names: tuple[str, ...] = ()
    protected: bool = False
    located: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class KnownRecords:
    """What is known before a delivery: records, checksums of the files already imported, the town's own words."""

    records: tuple[KnownRecord, ...] = ()
    files: frozenset[str] = frozenset()
    terms: tuple[LocalTerm, ...] = ()


@dataclass(slots=True)
class _Entry:
    key: str
    names: list[str]


@dataclass(slots=True)
class RecordIndex:
    """All records that cells may refer to. One node may be in it under several classes with one slug."""

    ags: str
    known: frozenset[URIRef] = frozenset()
    entries: dict[URIRef, _Entry] = field(default_factory=dict)
    _by_name: dict[str, dict[URIRef, None]] = field(default_factory=dict)
    _suggestions: dict[tuple[str, tuple[str, ...]], str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, ags: str, known: KnownRecords) -> "RecordIndex":
        """An index that holds what is known."""
        index = cls(ags, frozenset(record.iri for record in known.records))
        for record in known.records:
            index.add(record.iri, record.key, record.names)
        return index

    def add(self, iri: URIRef, key: str, names: Iterable[str]) -> None:
        """Make a record findable by its key and its names; the names added last are what it is called."""
        entry = self.entries.setdefault(iri, _Entry(key, []))
        newest = list(dict.fromkeys(name for name in names if name))
        entry.names = [*newest, *(name for name in entry.names if name not in newest)]
        for name in newest:
            self._by_name.setdefault(fold(name), {})[iri] = None
        self._by_name.setdefault(fold(key), {})[iri] = None

    def name(self, iri: URIRef) -> str | None:
        """The name of a record, if it has one."""
        entry = self.entries.get(iri)
        return entry.names[0] if entry and entry.names else None

    def is_of(self, iri: URIRef, cls: URIRef) -> bool:
        """Whether a record is called like those of `cls`."""
        return _slug_of(iri) in _slugs((cls,))

    def find(self, text: str, classes: Sequence[URIRef]) -> tuple[URIRef, ...]:
        """The records of `classes` that `text` names: by key, else by name, both also together ("T-017 Diakonie")."""
        slugs = _slugs(tuple(classes))
        by_key = [self._with_key(slug, text) for slug in slugs]
        hits = tuple(dict.fromkeys(iri for iri in by_key if iri is not None))
        if hits:
            return hits
        named = self._by_name.get(fold(text), {})
        hits = tuple(iri for iri in named if _slug_of(iri) in slugs)
        if hits or " " not in text:
            return hits
        key, _, name = text.partition(" ")
        both = self.find(key.rstrip(":,"), classes)
        return tuple(iri for iri in both if fold(name) in {fold(n) for n in self.entries[iri].names})

    def read(self, text: str, classes: Sequence[URIRef]) -> Reading:
        """A reference, or why it cannot be followed."""
        hits = self.find(text, classes)
        if len(hits) == 1:
            return value(hits[0])
        if hits:
            choices = "; ".join(
                f"{self.entries[iri].key} ({self.name(iri) or _slug_of(iri)})" for iri in hits[:5]
            )
            return problem("reference-ambiguous", choices)
        where = " oder ".join(f"„{label(c)}“" for c in classes)
        return problem("reference-unknown", self._near(text, classes), scheme=where)

    def _with_key(self, slug: str, text: str) -> URIRef | None:
        key = text.removeprefix(f"{slug}-")
        for candidate in dict.fromkeys((text, key)):
            if iris.is_key(candidate):
                iri = _iri(self.ags, slug, candidate)
                if iri in self.entries:
                    return iri
        return None

    def _near(self, text: str, classes: Sequence[URIRef]) -> str | None:
        slugs = _slugs(tuple(classes))
        cached = (fold(text), slugs)
        if cached not in self._suggestions:
            names = {
                iri: fold(" ".join([entry.key, *entry.names[:1]]))
                for iri, entry in self.entries.items()
                if _slug_of(iri) in slugs
            }
            near = process.extract(fold(text), names, scorer=fuzz.WRatio, limit=3, score_cutoff=60)
            shown = [f"{self.entries[iri].key} {self.name(iri) or ''}".strip() for _, _, iri in near]
            self._suggestions[cached] = "; ".join(shown) or None
        return self._suggestions[cached]


@cache
def _slugs(classes: tuple[URIRef, ...]) -> tuple[str, ...]:
    graph = ontology_graph()
    every = [sub for cls in classes for sub in graph.transitive_subjects(RDFS.subClassOf, cls)]
    found = {
        str(graph.value(cls, SOZ.keySlug)): None for cls in every if graph.value(cls, SOZ.keySlug) is not None
    }
    return tuple(found)


@cache
def _classes_by_slug() -> dict[str, URIRef]:
    return {
        str(slug): c for c, slug in ontology_graph().subject_objects(SOZ.keySlug) if isinstance(c, URIRef)
    }


def _iri(ags: str, slug: str, key: str) -> URIRef:
    return iris.record(ags, _classes_by_slug()[slug], key)


@cache
def _slug_of(iri: URIRef) -> str:
    parts = iris.parts(iri)
    return parts.slug if parts else ""
