"""Where sources would contradict each other once a delivery is taken in: field by field, with days and the rule that decides.

Sources stand side by side and none is overwritten. For a field with one value the better source holds: by its kind
(editorial, provider, register, OpenStreetMap), among equals the one that delivered last.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from rdflib import URIRef
from rdflib.term import Node

from app import display
from app.delivery.views import DisputeView
from app.delivery.workplace import Bench
from app.town import OpenTown
from app.wording import Names
from graph import Quad
from ontology import iris
from ontology.namespaces import DCTERMS, RDF
from ontology.terms import SOZ
from ontology.vocabulary import label
from ontology.words import words_of

_WORDS = words_of(__name__)
Facts = Mapping[URIRef, Node]


def disputes(town: OpenTown, bench: Bench, lang: str) -> tuple[DisputeView, ...]:
    """The contradictions the delivery takes part in, those it brings first."""
    examination = bench.examination
    source, patch = examination.delivery.source, examination.patch
    if examination.refusal is not None or source is None:
        return ()
    old, new = (_described(side) for side in town.store.contradictions(patch))
    if not new:
        return ()
    here = iris.source(town.ags, source.key)
    said = (town.store.delivered_quads() - patch.removed) | patch.added
    words = _Words(Names(lang, said), _sources(said))
    mine = (
        i for i, facts in new.items() if here in (facts.get(SOZ.winningSource), facts.get(SOZ.losingSource))
    )
    views = [words.view(new[node], here, known=old.get(node) == new[node]) for node in mine]
    return tuple(sorted(views, key=lambda view: (view.known, view.record, view.field)))


class _Words:
    """Says contradictions in one language; `sources`: what is known about each."""

    def __init__(self, names: Names, sources: Mapping[URIRef, Facts]) -> None:
        self._names, self._sources = names, sources

    def view(self, facts: Facts, here: URIRef, *, known: bool) -> DisputeView:
        record, prop = URIRef(str(facts[SOZ.onRecord])), URIRef(str(facts[SOZ.onProperty]))
        winner, loser = facts.get(SOZ.winningSource), facts.get(SOZ.losingSource)
        return DisputeView(
            record=self._names.of(record),
            key=self._names.key(record),
            field=display.term_label(prop, self._names.lang),
            value=self._names.values((facts[SOZ.winningValue],)),
            source=self._title(winner),
            day=_day(facts.get(SOZ.winningDate)),
            other_value=self._names.values((facts[SOZ.losingValue],)),
            other_source=self._title(loser),
            other_day=_day(facts.get(SOZ.losingDate)),
            why=self._why(facts, winner, loser),
            here="winner" if winner == here else "loser",
            known=known,
        )

    def _why(self, facts: Facts, winner: Node | None, loser: Node | None) -> str:
        lang = self._names.lang
        if winner == loser:
            return _WORDS("why.same", lang)
        kinds = [self._fact(source, SOZ.sourceKind) for source in (winner, loser)]
        if kinds[0] != kinds[1]:
            said = [label(kind, lang) if isinstance(kind, URIRef) else "–" for kind in kinds]
            return _WORDS("why.kind", lang, winner=said[0], loser=said[1])
        days = facts.get(SOZ.winningDate), facts.get(SOZ.losingDate)
        return _WORDS("why.day" if days[0] != days[1] else "why.order", lang)

    def _title(self, source: Node | None) -> str:
        known = iris.parts(source) if isinstance(source, URIRef) else None
        return str(self._fact(source, DCTERMS.title) or (known.key if known else ""))

    def _fact(self, source: Node | None, prop: URIRef) -> Node | None:
        return self._sources.get(source, {}).get(prop) if isinstance(source, URIRef) else None


def _described(triples: Iterable[tuple[URIRef, URIRef, Node]]) -> dict[URIRef, dict[URIRef, Node]]:
    found: defaultdict[URIRef, dict[URIRef, Node]] = defaultdict(dict)
    for node, prop, value in triples:
        found[node][prop] = value
    return dict(found)


def _sources(quads: Iterable[Quad]) -> dict[URIRef, dict[URIRef, Node]]:
    known = list(quads)
    nodes = {q[0] for q in known if q[1] == RDF.type and q[2] == SOZ.Source}
    return _described((s, p, o) for s, p, o, _ in known if s in nodes)


def _day(value: Node | None) -> date | None:
    return date.fromisoformat(str(value)) if value is not None else None
