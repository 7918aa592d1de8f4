"""The town's own words: what they mean in a cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import URIRef

from ontology.sheets import ColumnSpec
from ontology.terms import CL
from ontology.vocabulary import fold

_KINDS: Mapping[str, URIRef] = {
    "synonym": CL["begriffsart-synonym"],
    "concept": CL["begriffsart-begriff"],
    "open": CL["begriffsart-offen"],
}


@dataclass(frozen=True, slots=True)
class LocalTerm:
    """One word. `kind` is synonym | concept | open; `means` the concept meant, or the broader one of a new concept.

    `source` is the key of the only source that means it so; empty = all.
    """

    iri: URIRef
    key: str
    word: str
    kind: str
    scheme: URIRef
    means: URIRef | None = None
    source: str = ""

    @property
    def value(self) -> URIRef | None:
        """What a cell with this word says; None where it was left open."""
        return {"synonym": self.means, "concept": self.iri}.get(self.kind)


@dataclass(slots=True)
class LocalTerms:
    """The words that count in one file."""

    source: str = ""
    _by_name: dict[tuple[URIRef, str], list[LocalTerm]] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[LocalTerm], source: str = "") -> "LocalTerms":
        """The words that count in the deliveries of a source."""
        found = cls(source)
        for term in terms:
            found.add(term)
        return found

    def add(self, term: LocalTerm) -> None:
        """Make a word count, in place of what the same record said before."""
        if term.source not in ("", self.source):
            return
        names = {term.word}
        if term.kind == "concept":  # also by its key and as the end of its IRI, as forms show it
            names |= {term.key, str(term.iri).rpartition("/")[2]}
        for name in names:
            same = self._by_name.setdefault((term.scheme, fold(name)), [])
            same[:] = [t for t in same if t.iri != term.iri] + [term]

    def find(self, text: str, column: ColumnSpec) -> LocalTerm | None:
        """What a word means in a column: what is said for this source before what is said for all."""
        if column.scheme is None:
            return None
        hits = self._by_name.get((column.scheme, fold(text)), ())
        own = [t for t in hits if t.source] or list(hits)
        return own[0] if len({t.value for t in own}) == 1 else None

    def word(self, concept: URIRef) -> str | None:
        """How a concept of the town's own is written in a cell."""
        same = (t for terms in self._by_name.values() for t in terms)
        return next((t.word for t in same if t.iri == concept and t.kind == "concept"), None)

    def clash(self, term: LocalTerm) -> LocalTerm | None:
        """Another record that says something about the same word for the same source."""
        same = self._by_name.get((term.scheme, fold(term.word)), ())
        return next((t for t in same if t.iri != term.iri and t.source == term.source), None)


def term_kind(concept: URIRef) -> str:
    """The short name of a kind of own term; empty for anything else."""
    return next((name for name, iri in _KINDS.items() if iri == concept), "")


def kind_concept(kind: str) -> URIRef:
    """The concept of a short name."""
    return _KINDS[kind]
