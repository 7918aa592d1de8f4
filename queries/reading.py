"""One reading of a town: a snapshot, for an audience, at a reference date.

Everything an answer needs beside its own query is read here once and shared: areas, statements, names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Protocol, TypeAlias

from rdflib import Literal, URIRef
from rdflib.term import Node

from graph import Engine
from ontology import iris
from ontology.iris import Audience
from ontology.vocabulary import label, scheme_iri, vocabulary
from queries import rq
from queries.ordering import in_order, taken_off
from queries.parameters import Choices, Record, Terms, date_term
from queries.settings import Thresholds
from queries.words import Words

Binding: TypeAlias = dict[str, Node | None]

TRUE = Literal(True)  # noqa: FBT003 rdflib's way to write a boolean


class Snapshot(Protocol):
    """A town at one version, read only, as `graph.TownStore.snapshot()` gives it."""

    @property
    def engine(self) -> Engine:
        """Where the graphs lie."""
        ...

    @property
    def version(self) -> int:
        """The version of the town."""
        ...

    @property
    def ags(self) -> str:
        """The municipality key."""
        ...


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the town. `parent` is the next wider one, `is_cell` whether cells are formed for it.

    A town claims nothing about its surroundings: areas outside have no cells, whatever offers name them.
    """

    iri: URIRef
    key: str
    name: str
    level: URIRef | None
    ags: str
    parent: URIRef | None
    is_cell: bool
    code: str


@dataclass(frozen=True, slots=True)
class LocalTerm:
    """A concept of the town's own, the list it extends and the concept it is narrower than."""

    record: Record
    scheme: URIRef
    broader: URIRef | None


@dataclass(frozen=True)
class Reading:
    """A snapshot read for an audience at a reference date. `queries` collects the text of everything run."""

    snapshot: Snapshot
    audience: Audience
    reference_date: date
    thresholds: Thresholds
    queries: dict[str, str] = field(default_factory=dict)

    def graphs(self, extra: Iterable[str] = ()) -> list[URIRef]:
        """Stand, derived facts and vocabularies; with `provenance` or `held_back` also those."""
        ags = self.snapshot.ags
        more = {"provenance": iris.provenance_graph(ags), "held_back": iris.held_back_graph(ags)}
        own = [iris.stand_graph(ags, self.audience), iris.derived_graph(ags, self.audience)]
        return [*own, iris.VOCABULARY_GRAPH, *(more[name] for name in extra)]

    def run(
        self, text: str, name: str, values: Mapping[str, Sequence[Node | None]], extra: Iterable[str] = ()
    ) -> list[Binding]:
        """The rows of a query with `values` in its `VALUES` blocks, in the order it asks for."""
        filled = rq.fill(text, values, name)
        self.queries[name] = filled
        unordered, by = taken_off(filled)
        return in_order(self.snapshot.engine.select(unordered, self.graphs(extra)).records(), by)

    def facts(self, name: str, extra: Iterable[str] = (), **values: Sequence[Node | None]) -> list[Binding]:
        """The rows of `queries/facts/<name>.rq`; its reference date is filled in by itself."""
        text = rq.load("facts", name)
        given: dict[str, Sequence[Node | None]] = dict(values)
        if "referenceDate" in rq.values_blocks(text):
            given.setdefault("referenceDate", self.today)
        return self.run(text, name, given, extra)

    @property
    def today(self) -> Terms:
        """The reference date as the content of a `VALUES` block."""
        return (date_term(self.reference_date),)

    @cached_property
    def areas(self) -> dict[URIRef, Area]:
        """The areas of the town, in the order of their keys."""
        found: dict[URIRef, Area] = {}
        for row in self.facts("areas"):
            area = iri(row["area"])
            found.setdefault(area, Area(
                iri=area, key=text(row["key"]), name=text(row["name"]), level=iri_or_none(row["level"]),
                ags=text(row["ags"]), parent=iri_or_none(row["parent"]), is_cell=row["cell"] is not None,
                code=text(row["code"]),
            ))  # fmt: skip
        town = _town_among(found, self.snapshot.ags)
        return {
            name: replace(a, is_cell=a.is_cell and not _is_around(a, town, found))
            for name, a in found.items()
        }

    @cached_property
    def municipality(self) -> URIRef | None:
        """The area that is the town itself: the one with its municipality key."""
        return _town_among(self.areas, self.snapshot.ags)

    def around(self, area: URIRef) -> list[URIRef]:
        """The area and all it lies in, narrowest first."""
        if area not in self._chains:  # pairs of offers ask about the same few areas thousands of times
            self._chains[area] = _chain(area, self.areas)
        return self._chains[area]

    @cached_property
    def _chains(self) -> dict[URIRef, list[URIRef]]:
        return {}

    @cached_property
    def combined_groups(self) -> list[Record]:
        """The town's own target groups, which combine those of the vocabulary."""
        rows = self.facts("combined_groups")
        named = {iri(row["group"]): text(row["name"]) for row in reversed(rows)}
        # the key is all that combines ("ZG-A06_ZG-M02"); notations have hyphens of their own
        return [
            Record(group, own.key if (own := iris.parts(group)) else "", name)
            for group, name in named.items()
        ]

    @cached_property
    def local_terms(self) -> list[LocalTerm]:
        """The town's own concepts, in the order of their keys; a narrower one names what it is narrower than."""
        found: dict[URIRef, LocalTerm] = {}
        for row in self.facts("local_terms"):
            term = iri(row["term"])
            own = Record(term, text(row["key"]), text(row["name"]))
            found.setdefault(term, LocalTerm(own, iri(row["scheme"]), iri_or_none(row["broader"])))
        return list(found.values())

    @cached_property
    def own_groups(self) -> list[Record]:
        """Target groups beside those of the vocabulary: combined ones and the town's own."""
        return [*self.combined_groups, *self._local("target-groups")]

    @cached_property
    def own_needs(self) -> list[Record]:
        """Needs beside those of the vocabulary."""
        return self._local("needs")

    def _local(self, scheme: str) -> list[Record]:
        wanted = scheme_iri(scheme)
        return [term.record for term in self.local_terms if term.scheme == wanted]

    def choices(self, *, records: bool = False) -> Choices:
        """What parameters may name; all records only if asked for (that is the whole town)."""
        areas = [
            Record(a.iri, key, a.name) for a in self.areas.values() for key in {a.key, a.code, a.ags} if key
        ]
        found = [
            Record(iri(row["record"]), text(row["key"]), text(row["name"])) for row in self.facts("records")
        ] if records else []  # fmt: skip
        return Choices(areas, self.own_groups, found, self.own_needs)

    def labels(self, things: Iterable[Node | None]) -> dict[URIRef, dict[str, str]]:
        """The names of records, by language; what the vocabulary names is left to `ontology.vocabulary`."""
        known = vocabulary()
        wanted = {t for t in things if isinstance(t, URIRef) and (t, None, None) not in known}
        if missing := sorted(wanted - self._names.keys()):
            self._names.update({thing: {} for thing in missing})
            for row in self.facts("labels", extra=("provenance",), thing=missing):
                name = row["name"]
                language = name.language if isinstance(name, Literal) else None
                self._names[iri(row["thing"])].setdefault(language or "de", str(name))
        return {thing: self._names[thing] for thing in sorted(wanted) if self._names[thing]}

    def named(self, things: Iterable[URIRef]) -> Words:
        """The names of records or concepts, one after the other, in the order of their keys."""
        key = frozenset(things)
        if key not in self._named:
            self._named[key] = self._one_after_the_other(sorted(key))
        return self._named[key]

    @cached_property
    def _named(self) -> dict[frozenset[URIRef], Words]:
        return {}

    def _one_after_the_other(self, ordered: list[URIRef]) -> Words:
        own = self.labels(ordered)
        is_public = self.audience is Audience.PUBLIC

        def name(thing: URIRef, lang: str) -> str:
            names = own.get(thing, {})
            if not names and is_public and iris.parts(thing):
                return _UNPUBLISHED.get(
                    lang
                )  # a published record names one that is not: not even its key is told
            return names.get(lang) or names.get("de") or label(thing, lang)

        return Words(", ".join(name(t, "de") for t in ordered), ", ".join(name(t, "en") for t in ordered))

    @cached_property
    def _names(self) -> dict[URIRef, dict[str, str]]:
        return {}


def _town_among(areas: Mapping[URIRef, Area], ags: str) -> URIRef | None:
    return next((area.iri for area in areas.values() if area.ags == ags), None)


def _chain(area: URIRef, areas: Mapping[URIRef, Area]) -> list[URIRef]:
    chain: list[URIRef] = []
    step: URIRef | None = area
    while step is not None and step not in chain:
        chain.append(step)
        step = areas[step].parent if step in areas else None
    return chain


def _is_around(area: Area, town: URIRef | None, areas: Mapping[URIRef, Area]) -> bool:
    """Whether an area surely lies outside of the town: within something that holds the town, but not in the town."""
    chain = _chain(area.iri, areas)
    return town is not None and town not in chain and not set(chain).isdisjoint(_chain(town, areas))


def iri(node: Node | None) -> URIRef:
    """A value the query binds to IRIs only."""
    if not isinstance(node, URIRef):
        raise TypeError(f"{node!r} is not an IRI; the query promises one")
    return node


def iri_or_none(node: Node | None) -> URIRef | None:
    """An IRI where the query may leave it open."""
    return node if isinstance(node, URIRef) else None


def text(node: Node | None) -> str:
    """The text of a value, empty for none."""
    return "" if node is None else str(node)


def day_or_none(node: Node | None) -> date | None:
    """A date where the query may leave it open."""
    return None if node is None else date.fromisoformat(str(node))


_UNPUBLISHED = Words("nicht Veröffentlichtes", "something unpublished")
