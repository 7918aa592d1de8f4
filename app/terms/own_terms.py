"""The town's own words as a list, and how one is taken back."""

from collections.abc import Sequence
from typing import Final

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from app.answers.catalogue import concept_choices
from app.delivery.known import local_terms
from app.delivery.previews import place_view
from app.delivery.workplace import check_reason
from app.errors import RequestError
from app.protection import ask, statement
from app.terms.inbox import SHEET, Queue, UnknownTerm
from app.terms.views import (
    CandidateView,
    InboxView,
    OwnTermView,
    TermListView,
    UnknownTermView,
)
from app.town import OpenTown
from graph import Entry, Patch, Quad, Version
from graph.manifest import Kind as Occasion
from graph.town import Snapshot
from loaders.concept_names import concept_text
from loaders.local_terms import LocalTerm, kind_concept
from loaders.term_match import TermCandidate
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import OWL
from ontology.vocabulary import label, scheme_iri
from ontology.words import words_of
from queries.rq import fill
from shapes import sheet_specs

EXTENDABLE: Final = ("needs", "target-groups", "offer-types")
_TRUE: Final = Literal("true", datatype=XSD.boolean)
_LIKENESS: Final = ((0.85, "very"), (0.65, "alike"), (0.0, "remotely"))
_WORDS = words_of(__name__)


def inbox_view(town: OpenTown, queue: Queue, lang: str) -> InboxView:
    """The queue, the town's own words and the lists."""
    return InboxView(
        unknown=tuple(_unknown(term, lang) for term in queue.terms),
        own=own_terms(town.snapshot(), lang),
        lists=term_lists(lang),
        withheld=queue.withheld,
    )


def own_terms(snapshot: Snapshot, lang: str) -> tuple[OwnTermView, ...]:
    """Every word of the town's own, with the use that is made of new concepts."""
    terms = local_terms(snapshot)
    uses = _uses(snapshot, [t.iri for t in terms if t.kind == "concept"])
    told = _facts(snapshot, [t.iri for t in terms])
    return tuple(_own(term, uses, told, lang) for term in terms)


def term_lists(lang: str) -> tuple[TermListView, ...]:
    """The lists whose columns a word may stand in, the commonest first."""
    spec = next(s for s in sheet_specs() if s.tag == SHEET)
    column = spec.column(f"{SHEET}+liste")
    found = []
    for scheme in column.choices if column else ():
        slug = str(scheme).rpartition("/")[2]
        found.append(
            TermListView(
                slug, label(scheme, lang), concept_choices(slug, lang, by_iri=True), slug in EXTENDABLE
            )
        )
    return tuple(found)


def drop(town: OpenTown, key: str, who: str, why: str) -> tuple[Version, bool]:
    """Take a word of the town's own back; returns whether it is gone.

    A new concept that is in use stays and is marked as outdated: what names it keeps its meaning and is reported.

    Raises:
        RequestError: there is no such word, or `who` or `why` is empty or names a person.
    """
    check_reason(who, why)
    snapshot = town.snapshot()
    term = next((t for t in local_terms(snapshot) if t.key == key), None)
    if term is None:
        known = ", ".join(t.key for t in local_terms(snapshot)) or "keine"
        raise RequestError(f"Begriffe: Den eigenen Begriff ‹{key}› gibt es nicht; vorhanden: {known}")
    said = {quad for quad in town.store.delivered_quads() if quad[0] == term.iri}
    in_use = term.kind == "concept" and _uses(snapshot, [term.iri]).get(term.iri, 0) > 0
    entry = Entry(who, why, Occasion.EDIT, counts={"changed": 1}, partial=True)
    if in_use:
        marks: set[Quad] = {(term.iri, OWL.deprecated, _TRUE, quad[3]) for quad in said}
        return town.store.commit(Patch.of((), marks), entry), False
    return town.store.commit(Patch.of(said, ()), entry), True


def _unknown(term: UnknownTerm, lang: str) -> UnknownTermView:
    places = (place_view(place, lang) for _, place in term.spots)
    return UnknownTermView(
        ident=term.ident,
        word=term.word,
        scheme=str(term.scheme).rpartition("/")[2],
        scheme_label=label(term.scheme, lang),
        cells=len(term.spots),
        rows=term.rows,
        holds_back=term.holds_back,
        places=tuple(place for place in places if place is not None),
        deliveries=tuple(dict.fromkeys(name for name, _ in term.spots)),
        sources=term.sources,
        fit=tuple(_candidate(candidate, lang) for candidate in term.candidates),
    )


def _candidate(found: TermCandidate, lang: str) -> CandidateView:
    likeness = next(name for least, name in _LIKENESS if found.score >= least)
    return CandidateView(
        concept=str(found.concept),
        text=concept_text(found.concept, lang),
        way=_WORDS(f"way.{found.way}", lang),
        likeness=_WORDS(f"likeness.{likeness}", lang),
        score=round(found.score * 100),
    )


def _own(
    term: LocalTerm,
    uses: dict[URIRef, int],
    told: dict[URIRef, tuple[str, bool]],
    lang: str,
) -> OwnTermView:
    definition, retired = told.get(term.iri, ("", False))
    return OwnTermView(
        key=term.key,
        word=term.word,
        kind=term.kind,
        kind_text=label(kind_concept(term.kind), lang),
        scheme=str(term.scheme).rpartition("/")[2],
        scheme_label=label(scheme_iri(term.scheme), lang),
        means=concept_text(term.means, lang) if term.means else "",
        definition=definition,
        source=term.source,
        uses=uses.get(term.iri, 0) if term.kind == "concept" else None,
        retired=retired,
    )


def _uses(snapshot: Snapshot, concepts: Sequence[URIRef]) -> dict[URIRef, int]:
    """Concept → statements of the internal Stand and of waiting rows that name it."""
    if not concepts:
        return {}
    graphs = [iris.stand_graph(snapshot.ags, Audience.INTERN), iris.held_back_graph(snapshot.ags)]
    query = fill(statement("uses_of.rq"), {"term": sorted(concepts)}, "uses_of.rq")
    rows = snapshot.engine.select(query, graphs).rows
    return {term: int(str(count)) for term, count in rows if isinstance(term, URIRef)}


def _facts(snapshot: Snapshot, terms: Sequence[URIRef]) -> dict[URIRef, tuple[str, bool]]:
    """Word → definition and whether it is outdated."""
    if not terms:
        return {}
    rows = ask(snapshot.engine, "local_terms_told.rq", [iris.stand_graph(snapshot.ags, Audience.INTERN)]).rows
    return {
        term: ("" if definition is None else str(definition), retired is not None)
        for term, definition, retired in rows
        if isinstance(term, URIRef)
    }
