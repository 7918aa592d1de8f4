"""How well offers cover cells (need × target group × area), from the derived facts.

The grade of a coverage for a cell is the worst of its three fits, the grade of the cell that of its best coverage. Facts
are date-free; the date decides which coverages are effective.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from weakref import WeakKeyDictionary

from rdflib import Literal, URIRef

from graph import EmbeddedEngine
from ontology.iris import Audience
from queries.answer import Exclusion
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none
from queries.verdict import CellFacts, Grade, Inventory
from queries.words import Words

_ENDLESS = date(9999, 12, 31)
_FITS: Final = "fits"
Fits = dict[str, dict[URIRef, dict[URIRef, int]]]
"""Facet ("need", "group", "area") → value → coverage → how well it fits."""

_KEPT: WeakKeyDictionary[EmbeddedEngine, dict[tuple[str, Audience], tuple[Fits, str]]] = WeakKeyDictionary()
# What a store that never changes says about fits, with the query: two thirds of all questions ask it, whatever their date.


@dataclass(frozen=True, slots=True)
class Coverage:
    """A coverage with its offer, the providers of that offer, and the first and last day it is effective."""

    iri: URIRef
    offer: URIRef
    providers: frozenset[URIRef]
    first_day: date
    last_day: date

    def is_effective(self, day: date) -> bool:
        """Whether it reaches anybody on that day."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Match:
    """A coverage that matches a cell, and how well."""

    coverage: Coverage
    grade: Grade


class Cells:
    """The coverages of a town and what they fit."""

    def __init__(self, reading: Reading, areas: Iterable[URIRef] | None = None) -> None:
        """With `areas`, only those can be asked about, which saves reading the others."""
        self._reading = reading
        self._areas = None if areas is None else sorted(areas)

    @cached_property
    def coverages(self) -> dict[URIRef, Coverage]:
        """All coverages that are effective at some time."""
        providers: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        rows: dict[URIRef, Binding] = {}
        for row in self._reading.facts("coverages"):
            rows[iri(row["coverage"])] = row
            if provider := iri_or_none(row["provider"]):
                providers[iri(row["coverage"])].add(provider)
        return {c: _coverage(c, row, frozenset(providers[c])) for c, row in rows.items()}

    def matches(
        self, need: URIRef, group: URIRef, area: URIRef, day: date, without: frozenset[URIRef] = frozenset()
    ) -> list[Match]:
        """The coverages effective on `day` that match a cell, best first; offers in `without` are left out."""
        asked = (("need", need), ("group", group), ("area", area))
        facets = [self._fits[facet].get(value, {}) for facet, value in asked]
        # of hundreds of coverages that fit one facet a handful fits all three: found without looking at each
        narrow, middle, wide = sorted(facets, key=len)
        found = []
        for name in narrow.keys() & middle.keys() & wide.keys():
            coverage = self.coverages.get(name)
            if coverage is None or not coverage.is_effective(day) or coverage.offer in without:
                continue
            found.append(Match(coverage, Grade(min(facet[name] for facet in facets))))
        return sorted(found, key=lambda match: (-match.grade, match.coverage.iri))

    def fit(self, facet: str, value: URIRef, coverage: URIRef) -> Grade:
        """How well a coverage fits one value of a facet ("need", "group", "area")."""
        return Grade(self._fits[facet].get(value, {}).get(coverage, 0))

    def fitting(self, facet: str, value: URIRef, at_least: Grade) -> set[URIRef]:
        """The coverages that fit one value of a facet at least so well."""
        return {coverage for coverage, fit in self._fits[facet].get(value, {}).items() if fit >= at_least}

    def all_fits(self, facet: str) -> Iterable[tuple[URIRef, URIRef, int]]:
        """Every value of a facet ("need", "group", "area") with a coverage that fits it, and how well."""
        for value, fits in self._fits[facet].items():
            yield from ((value, coverage, fit) for coverage, fit in fits.items())

    @cached_property
    def _fits(self) -> Fits:
        engine = self._reading.snapshot.engine
        if not isinstance(engine, EmbeddedEngine) or not engine.read_only:
            return self._read(self._areas)
        known = _KEPT.setdefault(engine, {})
        key = (self._reading.snapshot.ags, self._reading.audience)
        if key not in known:
            known[key] = self._read(None), self._reading.queries[_FITS]
        fits, self._reading.queries[_FITS] = known[key]
        return fits

    def _read(self, areas: Sequence[URIRef] | None) -> Fits:
        facets: Fits = {}
        for facet in ("need", "group", "area"):
            values: dict[str, Sequence[URIRef | Literal]] = {"facet": [Literal(facet)]}
            if facet == "area" and areas is not None:
                values["value"] = areas
            table: defaultdict[URIRef, dict[URIRef, int]] = defaultdict(dict)
            for row in self._reading.facts(_FITS, **values):
                fits, coverage, fit = table[iri(row["value"])], iri(row["coverage"]), int(str(row["fit"]))
                fits[coverage] = max(fit, fits.get(coverage, 0))
            facets[facet] = dict(table)
        return facets


def cell_facts(matches: Iterable[Match], inventory: Inventory) -> CellFacts:
    """What the matches of a cell add up to."""
    found = list(matches)
    grade = max((match.grade for match in found), default=Grade.NONE)
    top = [match.coverage for match in found if match.grade is grade]
    covering = [match.coverage for match in found if match.grade >= Grade.GENERAL]
    maybe = {m.coverage.offer for m in found if m.grade is Grade.UNKNOWN} - {c.offer for c in top}
    last_day = max((coverage.last_day for coverage in top), default=_ENDLESS)
    return CellFacts(
        grade=grade,
        offers=len({coverage.offer for coverage in top}),
        providers=len({provider for coverage in covering for provider in coverage.providers}),
        lasts_until=None if last_day == _ENDLESS else last_day,
        inventory=inventory,
        maybe=len(maybe),
    )


def coordination_left_out(reading: Reading) -> Exclusion:
    """Active offers that only coordinate: they cover no need."""
    return Exclusion(_COORDINATION, len(reading.facts("coordination_offers")))


def matches_of(rows: Iterable[Mapping[str, object]]) -> list[Match]:
    """Matches from the rows of a question that selects ?coverage ?offer ?provider ?lastDay ?fit.

    Rows without a coverage (the need itself, so that a need without offer appears at all) are no matches.
    """
    providers: defaultdict[object, set[URIRef]] = defaultdict(set)
    best: dict[object, tuple[int, Mapping[str, object]]] = {}
    for row in rows:
        coverage = row["coverage"]
        if coverage is None:
            continue
        if isinstance(provider := row["provider"], URIRef):
            providers[coverage].add(provider)
        fit = int(str(row["fit"]))
        if coverage not in best or fit > best[coverage][0]:
            best[coverage] = fit, row
    found = []
    for coverage, (fit, row) in best.items():
        last_day = date.fromisoformat(str(row["lastDay"]))
        own = Coverage(
            URIRef(str(coverage)),
            URIRef(str(row["offer"])),
            frozenset(providers[coverage]),
            date.min,
            last_day,
        )
        found.append(Match(own, Grade(fit)))
    return sorted(found, key=lambda match: (-match.grade, match.coverage.iri))


def _coverage(name: URIRef, row: Binding, providers: frozenset[URIRef]) -> Coverage:
    first_day, last_day = day_or_none(row["from"]), day_or_none(row["to"])
    return Coverage(name, iri(row["offer"]), providers, first_day or date.min, last_day or _ENDLESS)


_COORDINATION = Words(
    "Angebote der Art Koordination und Struktur (AT-N): sie decken keinen Bedarf",
    "Offers of the kind coordination and structure (AT-N): they cover no need",
)
