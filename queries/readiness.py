"""Before a question is asked: what it needs, how full that is, and how much weight its answer can bear.

Nothing of the question itself is run, so this is quick even where the question is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from ontology.namespaces import namespace
from ontology.terms import CL, SCHEMA
from ontology.vocabulary import label, ontology_graph, vocabulary
from queries.answer import AspectState, Completeness
from queries.catalogue import Question
from queries.declarations import LISTED, Declarations
from queries.reading import Reading, day_or_none, iri, text
from queries.verdict import Claim
from queries.words import Words, counted, day


class Ready(StrEnum):
    """What may be expected of the answer."""

    YES = "yes"  # everything it needs is recorded, and the records are declared complete
    PARTLY = "partly"  # it can be answered; what it does not find may exist all the same
    NO = "no"  # the town has recorded nothing of what it is about


@dataclass(frozen=True, slots=True)
class ClassFill:
    """How many records of a class there are. `newest` and `oldest` are days of confirmation, `confirmed` how many have one."""

    cls: URIRef
    records: int
    confirmed: int
    newest: date | None
    oldest: date | None


@dataclass(frozen=True, slots=True)
class PropertyFill:
    """Of the `records` of a class, so many say something about a property."""

    prop: URIRef
    cls: URIRef
    filled: int
    records: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a question needs and how full it is; `words` says what may be expected, in a sentence or two."""

    ready: Ready
    classes: tuple[ClassFill, ...]
    properties: tuple[PropertyFill, ...]
    completeness: Completeness
    words: Words

    @property
    def expected(self) -> Claim:
        """How much weight a negative about the whole town would bear; single parts may be declared better."""
        return self.completeness.claim


def readiness(reading: Reading, question: Question) -> Readiness:
    """What `question` needs in this town.

    Classes and properties are those of the question's header (`needs`); a property counts for those of the classes it
    is meant for.
    """
    header = question.header
    classes = [_expanded(name) for name in header.needs.classes]
    wanted = [_expanded(name) for name in header.needs.properties]
    fills = _classes(reading, classes) if classes else ()
    aspects = [CL[f"aspekt-{name}"] for name in header.aspects]
    completeness = Declarations(reading).completeness(aspects)
    properties = tuple(_properties(reading, fills, wanted))
    ready = _ready(fills, completeness)
    return Readiness(ready, fills, properties, completeness, _words(ready, fills, properties, completeness))


def _classes(reading: Reading, classes: list[URIRef]) -> tuple[ClassFill, ...]:
    held = {
        iri(row["class"]): int(text(row["records"]))
        for row in reading.facts("class_fill", **{"class": classes})
    }
    dated = {iri(row["class"]): row for row in reading.facts("class_confirmed", **{"class": classes})}
    return tuple(
        ClassFill(
            cls=c,
            records=held.get(c, 0),
            confirmed=int(text(dated[c]["confirmed"])) if c in dated else 0,
            newest=day_or_none(dated[c]["newest"]) if c in dated else None,
            oldest=day_or_none(dated[c]["oldest"]) if c in dated else None,
        )
        for c in classes
    )


def _properties(
    reading: Reading, classes: Iterable[ClassFill], wanted: list[URIRef]
) -> Iterable[PropertyFill]:
    held = {c.cls: c.records for c in classes if c.records}
    if not held or not wanted:
        return
    rows = reading.facts("property_fill", **{"class": sorted(held), "property": wanted})
    filled: Mapping[tuple[URIRef, URIRef], int] = {
        (iri(row["class"]), iri(row["property"])): int(str(row["filled"])) for row in rows
    }
    for prop in wanted:
        meant = _meant_for(prop)
        for cls, records in held.items():
            number = filled.get((cls, prop), 0)
            if number or cls in meant:
                yield PropertyFill(prop, cls, number, records)


def _meant_for(prop: URIRef) -> set[URIRef]:
    graph = ontology_graph()
    return {
        c
        for predicate in (SCHEMA.domainIncludes, RDFS.domain)
        for c in graph.objects(prop, predicate)
        if isinstance(c, URIRef)
    }


def _is_vocabulary(cls: URIRef) -> bool:
    """Whether a class is one of the law or of the term lists, which every town has."""
    return (None, RDF.type, cls) in vocabulary()


def _ready(classes: Iterable[ClassFill], completeness: Completeness) -> Ready:
    of_the_town = [fill for fill in classes if not _is_vocabulary(fill.cls)]
    if of_the_town and (of_the_town[0].records == 0 or all(fill.records == 0 for fill in of_the_town)):
        return Ready.NO  # the first class of the header is what the question is about
    return Ready.YES if completeness.claim is Claim.FIRM else Ready.PARTLY


def _words(
    ready: Ready,
    classes: tuple[ClassFill, ...],
    properties: tuple[PropertyFill, ...],
    completeness: Completeness,
) -> Words:
    words = _SAID[ready]
    if ready is not Ready.NO:
        for state in completeness.aspects:
            words += _WEIGHT[completeness.claim] if state.aspect == LISTED else _aspect(state)
        if empty := [fill.cls for fill in classes if fill.records == 0]:
            names = Words(", ".join(label(c, "de") for c in empty), ", ".join(label(c, "en") for c in empty))
            words += _EMPTY.format(classes=names)
    thin = [p for p in properties if p.filled * 2 < p.records]
    if thin and ready is not Ready.NO:
        words += counted(len(thin), *_THIN)
    newest = max((c.newest for c in classes if c.newest), default=None)
    return words + (_CHECKED.format(day=day(newest)) if newest else _UNCHECKED)


def _aspect(state: AspectState) -> Words:
    """How far an aspect is declared for the whole town."""
    named = Words(label(state.aspect, "de"), label(state.aspect, "en"))
    if state.result is None or state.as_of is None:
        return _NOT_DECLARED.format(aspect=named)
    result = Words(label(state.result, "de"), label(state.result, "en"))
    return _DECLARED.format(aspect=named, result=result, day=day(state.as_of))


def _expanded(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return namespace(prefix)[local]


_SAID = {
    Ready.YES: Words(
        "Alles, was die Frage braucht, ist erfasst.", "Everything the question needs is recorded."
    ),
    Ready.PARTLY: Words("Was die Frage braucht, ist erfasst.", "What the question needs is recorded."),
    Ready.NO: Words(
        "Was die Frage braucht, ist noch gar nicht erfasst: sie kann hier noch nichts sagen, auch nicht ‹nichts›.",
        "What the question needs is not recorded at all yet: it cannot say anything here, not even “nothing”.",
    ),
}
_WEIGHT = {
    Claim.FIRM: Words("Auch ‹gibt es nicht› wäre belastbar.", "Even “there is none” would be firm."),
    Claim.PROVISIONAL: Words(
        "‹Gibt es nicht› wäre vorläufig: die Angebote sind überwiegend erfasst.",
        "“There is none” would be provisional: the offers are largely recorded.",
    ),
    Claim.HINT: Words(
        "‹Gibt es nicht› wäre für die ganze Stadt nur ein Hinweis; für Ausschnitte kann mehr erklärt sein.",
        "“There is none” would be a hint only for the whole town; for parts more may be declared.",
    ),
    Claim.NONE: Words(
        "‹Gibt es nicht› wäre für die ganze Stadt nicht beurteilbar; für Ausschnitte kann mehr erklärt sein.",
        "“There is none” could not be judged for the whole town; for parts more may be declared.",
    ),
}
_NOT_DECLARED = Words(
    "{aspect}: für die ganze Stadt nicht erklärt, wie vollständig.",
    "{aspect}: how complete is not declared for the whole town.",
)
_DECLARED = Words("{aspect}: {result} ({day}).", "{aspect}: {result} ({day}).")
_EMPTY = Words("Noch nichts erfasst ist zu: {classes}.", "Nothing is recorded yet about: {classes}.")
_THIN = (
    Words(
        "Angabe ist bei weniger als der Hälfte der Datensätze gefüllt.",
        "field is filled in fewer than half of the records.",
    ),
    Words(
        "Angaben sind bei weniger als der Hälfte der Datensätze gefüllt.",
        "fields are filled in fewer than half of the records.",
    ),
)
_CHECKED = Words("Zuletzt bestätigt wurde etwas davon am {day}.", "Some of it was last confirmed on {day}.")
_UNCHECKED = Words(
    "Wann etwas davon bestätigt wurde, ist nicht erfasst.", "When any of it was confirmed is not recorded."
)
