"""What offers can take, in an area and a unit, and how many people a benchmark is about.

Amounts of different units are never added. An offer that reaches beyond the area counts with its share by residents, where
both numbers are known; otherwise its capacity there is not known.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from rdflib import URIRef

from ontology.terms import CL, SOZ
from queries.cells import Match
from queries.reading import Reading, day_or_none, iri, iri_or_none
from queries.verdict import Grade

_COUNTS_PEOPLE = frozenset(
    {CL["einheit-personen"], CL["einheit-anzahl"], CL["einheit-berechtigte"], CL["einheit-kundschaft"]}
)
_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Population:
    """How many people, and since when this is known; `source` is the observation, None for the residents."""

    number: Decimal
    as_of: date | None
    source: URIRef | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """The capacity of the offers that match a cell.

    `known` are the offers whose capacity is known in this unit and area; `by_share` whether some count by residents.
    """

    total: Decimal
    known: frozenset[URIRef]
    offers: frozenset[URIRef]
    by_share: bool

    @property
    def share_known(self) -> Decimal:
        """Of how many of the offers the capacity is known."""
        return Decimal(len(self.known)) / len(self.offers) if self.offers else Decimal(0)


class Capacities:
    """The capacities and populations of a town."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def of(self, matches: Iterable[Match], area: URIRef, unit: URIRef) -> Capacity:
        """What the offers that match a cell can take in the area."""
        amounts: defaultdict[URIRef, list[Decimal | None]] = defaultdict(list)
        by_share = False
        for match in matches:
            share = self._share(match.coverage.iri, area)
            places = self._places.get(match.coverage.iri, {}).get(unit)
            if match.grade is Grade.UNKNOWN or share is None or places is None:
                amounts[match.coverage.offer].append(None)
                continue
            amounts[match.coverage.offer].append(places * share)
            by_share |= share != _WHOLE
        known = {offer: values for offer, values in amounts.items() if None not in values}
        total = sum((value for values in known.values() for value in values if value is not None), Decimal(0))
        return Capacity(total, frozenset(known), frozenset(amounts), by_share)

    def residents(self, area: URIRef) -> Population | None:
        """The residents of an area."""
        return self._residents.get(area)

    def observed(self, indicator: URIRef, area: URIRef, group: URIRef | None) -> Population | None:
        """The latest number an indicator gives for an area: for the group if there is one, else without any group.

        None if it does not count people.
        """
        found: list[tuple[date, bool, Population]] = []
        for row in self._reading.facts("observed_areas", indicator=[indicator]):
            as_of, about = day_or_none(row["asOf"]), iri_or_none(row["group"])
            if row["area"] == area and row["unit"] in _COUNTS_PEOPLE and as_of and about in (None, group):
                number = Population(Decimal(str(row["value"])), as_of, iri(row["observation"]))
                found.append((as_of, about is not None, number))
        return max(found, key=lambda entry: entry[:2])[2] if found else None

    def _share(self, coverage: URIRef, area: URIRef) -> Decimal | None:
        """What part of a coverage falls to an area; None if nobody knows."""
        given = self._areas.get(coverage, set())
        # an area within another one that is named as well adds nothing
        outer = [a for a in given if not given & set(self._reading.around(a)[1:])]
        if not outer:
            return None
        if all(area in self._reading.around(a) for a in outer):
            return _WHOLE
        parts = [self._part(a, area) for a in outer]
        wholes = [self._residents.get(a) for a in outer]
        if None in parts or None in wholes:
            return None
        whole = sum((w.number for w in wholes if w), Decimal(0))
        return sum((part for part in parts if part is not None), Decimal(0)) / whole if whole else None

    def _part(self, given: URIRef, area: URIRef) -> Decimal | None:
        """How many of the residents of a catchment live in the area."""
        if area in self._reading.around(given):
            inner = given
        elif given in self._reading.around(area):
            inner = area
        else:
            # side by side, unless the catchment lies across the hierarchy: then nobody knows
            return Decimal(0) if self._same_kind(given, area) else None
        people = self._residents.get(inner)
        return people.number if people else None

    def _same_kind(self, one: URIRef, other: URIRef) -> bool:
        areas = self._reading.areas
        return one in areas and other in areas and areas[one].level == areas[other].level

    @cached_property
    def _places(self) -> dict[URIRef, Mapping[URIRef, Decimal]]:
        return {
            iri(row["coverage"]): {iri(row["unit"]): Decimal(str(row["places"]))}
            for row in self._reading.facts("capacity")
        }

    @cached_property
    def _areas(self) -> dict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._reading.facts("coverage_tags", facet=[SOZ.area]):
            found[iri(row["coverage"])].add(iri(row["value"]))
        return dict(found)

    @cached_property
    def _residents(self) -> dict[URIRef, Population]:
        return {
            iri(row["area"]): Population(Decimal(str(row["population"])), day_or_none(row["asOf"]))
            for row in self._reading.facts("residents")
        }
