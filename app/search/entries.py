"""What can be found in a town: its records, the terms of the vocabularies, the questions and what people are about to do.

Records are read from the Stand of the audience, so nothing protected is among them and the public finds public records
only. A text that looks like the name of a person is left out for every audience.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from app import display
from app.answers import catalogue as answering
from app.asked import Asked
from app.display import Labels
from app.profiles.addresses import address
from app.protection import statement
from app.search.views import SearchEntry
from app.town import OpenTown
from app.views import CellKind
from loaders.persons import trace_of_person
from ontology import iris
from ontology.namespaces import SKOS
from ontology.terms import LOCN, SOZ
from ontology.vocabulary import concepts, label, scheme_iri, vocabulary
from ontology.words import words_of
from queries.catalogue import Catalogue
from queries.rq import fill
from shapes import sheet_specs

_PARTS: Final = frozenset({"abdeckung", "messwert", "mitgliedschaft", "zielwert"})
"""Sheets whose records are parts of others, without a name of their own: they are found with what they belong to."""

_OWN_GROUPS: Final = ("legal-bases", "needs", "target-groups")
_ELSEWHERE: Final = ("planning-areas-marburg",)  # the areas of one real town, for its own store
_ADDRESS: Final = (LOCN.thoroughfare, LOCN.locatorDesignator, LOCN.postCode, LOCN.postName)
_DETAILS: Final = (
    *_ADDRESS, SOZ.providedBy, SOZ.providerType, SOZ.serviceType, SOZ.areaLevel, SOZ.bodyType, SOZ.cooperationType,
    SOZ.contractType, SOZ.fundingType, SOZ.budgetYear, SOZ.sourceLevel, SOZ.decidedBy, SOZ.decidedOn, SOZ.status,
)  # fmt: skip
"""What stands beside the name of a hit, in this order; of an offer for instance provider, type and status."""

_OF_NEEDS: Final = (SOZ.targetGroup, SOZ.area, SOZ.status)
_WORDS: Final = (
    SOZ.needType, SOZ.targetGroup, SOZ.area, SOZ.topic, SOZ.legalBasis, SOZ.pillar, SOZ.participant, SOZ.contractParty,
    SOZ.coversOffer, SOZ.funds, SOZ.fundingSource, SOZ.paidBy, SOZ.localAreaCode, SOZ.means, SOZ.evidenceType,
)  # fmt: skip
_FIRST: Final = ("fragen", "vorhaben", "angebot", "traeger", "kostentraeger", "gebiet", "bedarf", "gremium")
_SAYS = words_of(__name__)


def kinds(lang: str) -> dict[str, str]:
    """Name → label of all kinds, in the order in which equally good ones are shown."""
    sheets = {s.tag.removeprefix("#"): s.label[lang] for s in sheet_specs()}
    own = {scheme: label(scheme_iri(scheme), lang) for scheme in _OWN_GROUPS}
    every = {n: text for n, text in sheets.items() if n not in _PARTS} | own
    every |= _SAYS.below("kind", lang)
    return {name: every[name] for name in (*_FIRST, *(n for n in every if n not in _FIRST))}


def entries(town: OpenTown, asked: Asked) -> Iterable[SearchEntry]:
    """Everything that can be found, pins left out: those are of the day, not of a version."""
    yield from _records(town, asked)
    yield from _concepts(asked.lang)
    yield from _questions(asked.lang)


def _of_concept(slug: str, key: str, scheme: str) -> str:
    """Beside the name of a concept: its list and its code; the codes of the short lists are for programs."""
    if slug in _OWN_GROUPS:
        return key
    return scheme if slug.startswith("cl-") else f"{scheme} · {key}"


def _records(town: OpenTown, asked: Asked) -> Iterable[SearchEntry]:
    snapshot = town.snapshot(asked.version)
    graphs = [iris.stand_graph(snapshot.ags, asked.audience)]
    sheets = {s.cls: s.tag.removeprefix("#") for s in sheet_specs()}
    classes = [cls for cls, tag in sheets.items() if tag not in _PARTS]
    query = fill(statement("searchable.rq"), {"class": classes}, "searchable.rq")
    rows: dict[Node | None, tuple[Node | None, ...]] = {}
    order: dict[Node | None, int] = {cls: number for number, cls in enumerate(sheets)}
    for row in snapshot.engine.select(query, graphs).rows:
        known = rows.get(row[0])
        if known is None or order[row[1]] < order[known[1]]:
            rows[row[0]] = row
    said = _said(asked, town, graphs)
    names = asked.reading(town).labels(
        {v for values in said.values() for _, v in values if isinstance(v, URIRef)}
    )
    for record, cls, key, name, description in rows.values():
        values = [v for v in said.get(record, ()) if not _is_unnamed(v[1], names)]
        yield SearchEntry(
            kind=sheets[URIRef(str(cls))],
            art=(iris.parts(URIRef(str(record))) or iris.Parts("", "", "")).slug,
            key=str(key),
            label=_harmless(str(name or key)) or str(key),
            detail=_texts(values, _OF_NEEDS if cls == SOZ.NeedAssessment else _DETAILS, asked.lang, names),
            names=_texts(values, _WORDS, asked.lang, names),
            words=_harmless(str(description or "")),
            iri=str(record),
        )


def _is_unnamed(value: Node, names: Labels) -> bool:
    """Whether it is a record of which nothing is known here: one that is not published, whose key nobody shall find."""
    return isinstance(value, URIRef) and value not in names and iris.parts(value) is not None


def _said(
    asked: Asked, town: OpenTown, graphs: Sequence[URIRef]
) -> Mapping[Node | None, Sequence[tuple[URIRef, Node]]]:
    query = fill(statement("searchable_values.rq"), {"path": [*_DETAILS, *_WORDS]}, "searchable_values.rq")
    found: defaultdict[Node | None, list[tuple[URIRef, Node]]] = defaultdict(list)
    for record, path, value in town.snapshot(asked.version).engine.select(query, graphs).rows:
        if isinstance(path, URIRef) and value is not None:
            found[record].append((path, value))
    return found


def _texts(values: Sequence[tuple[URIRef, Node]], paths: Sequence[URIRef], lang: str, names: Labels) -> str:
    """What is said with some properties, as text, in the order of the properties."""
    told: list[str] = []
    street: list[str] = []
    for path in paths:
        found = sorted({_text(v, lang, names) for p, v in values if p == path})
        (street if path in _ADDRESS else told).extend(found)
    line = [" ".join(street)] if street else []
    return " · ".join(_harmless(text) for text in dict.fromkeys((*line, *told)) if text)


def _text(value: Node, lang: str, names: Labels) -> str:
    if isinstance(value, URIRef):
        return display.iri_label(value, lang, names)
    return display.shown(display.scalar(value), CellKind.TEXT, lang)


def _concepts(lang: str) -> Iterable[SearchEntry]:
    graph = vocabulary()
    schemes = sorted({s for s in graph.objects(None, SKOS.inScheme) if isinstance(s, URIRef)})
    for scheme in schemes:
        slug = scheme.rpartition("/")[2]
        if slug in _ELSEWHERE:
            continue
        for concept in concepts(scheme):
            here = address(concept)
            if here is None:
                continue
            said = [str(o) for p in (SKOS.prefLabel, SKOS.altLabel) for o in graph.objects(concept, p)]
            more = [str(o) for p in (SKOS.definition, SKOS.note) for o in graph.objects(concept, p)]
            yield SearchEntry(
                kind=slug if slug in _OWN_GROUPS else "begriffe",
                art=here.art,
                key=here.key,
                label=label(concept, lang),
                detail=_of_concept(slug, here.key, label(scheme, lang)),
                names=" · ".join(sorted(set(said))),
                words=" ".join(more),
                iri=str(concept),
            )


def _questions(lang: str) -> Iterable[SearchEntry]:
    for question in Catalogue.load().questions:
        header = question.header
        yield SearchEntry(
            "fragen", "", header.id, header.title.get(lang), header.question.get(lang), header.group.get(lang),
            header.definition.get(lang),
        )  # fmt: skip
    for decision in answering.decisions(lang):
        yield SearchEntry("vorhaben", "", decision.name, decision.title, ", ".join(decision.questions))


def _harmless(text: str) -> str:
    """A text that does not look like a person, else nothing: persons are not to be found."""
    return "" if trace_of_person(text) else text


__all__ = ["entries", "kinds"]
