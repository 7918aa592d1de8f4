"""The cells of the gap matrix that get worse from one day to a later one because offers fall away in between."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import NamedTuple

from rdflib import URIRef

from ontology.terms import SOZ
from queries.cells import Cells, cell_facts
from queries.declarations import Declarations
from queries.ending import Fate
from queries.matrix import named_groups, row_needs
from queries.matrix_difference import Place
from queries.reading import Reading, iri
from queries.stated import DOCUMENTED, REPORTED
from queries.verdict import Claim, State, Verdict, judge

_RANK = {State.COVERED: 2, State.THIN: 1, State.GAP: 0, State.UNKNOWN: 0}


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and what will have fallen away by then."""

    day: date
    fallen: Sequence[Fate] = ()

    @property
    def gone(self) -> frozenset[URIRef]:
        """The offers that are no longer there."""
        return frozenset(fate.offer for fate in self.fallen)


@dataclass(frozen=True, slots=True)
class Turn:
    """Cells of one need and group that turn in the same way: `areas` in which, the widest first."""

    need: URIRef
    group: URIRef
    areas: tuple[URIRef, ...]
    before: Verdict
    after: Verdict
    lost: frozenset[URIRef]
    stated: frozenset[URIRef]

    @property
    def is_documented(self) -> bool:
        """Whether a need is documented for one of the cells."""
        return bool(self.stated & DOCUMENTED)

    @property
    def is_reported(self) -> bool:
        """Whether a need is reported for one of the cells."""
        return REPORTED in self.stated


class _Kind(NamedTuple):
    """What cells that turn in the same way have in common."""

    need: URIRef
    group: URIRef
    was: State
    now: State
    claim: Claim | None
    lost: frozenset[URIRef]


class CliffCells:
    """The cells of all areas. What is declared about the inventory is what is known at the reference date."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._cells = Cells(reading)
        self.declarations = Declarations(reading)

    @property
    def number(self) -> int:
        """How many cells the matrices of all areas have."""
        needs, groups, areas = self._axes
        return len(needs) * len(groups) * len(areas)

    def turns(self, before: Moment, after: Moment) -> list[Turn]:
        """What gets worse between two moments because of the offers that fall away; by need, group and kind of turn."""
        found: defaultdict[_Kind, list[tuple[URIRef, Verdict, Verdict]]] = defaultdict(list)
        for need, group, area in self._reached(after.gone - before.gone):
            judged = self._judged((need, group, area), before, after)
            if judged is not None:
                was, now, lost = judged
                found[_Kind(need, group, was.state, now.state, now.claim, lost)].append((area, was, now))
        return [self._turn(kind, cells) for kind, cells in found.items()]

    def _turn(self, kind: "_Kind", cells: list[tuple[URIRef, Verdict, Verdict]]) -> Turn:
        need, group = kind.need, kind.group
        ordered = sorted(cells, key=lambda cell: (len(self._reading.around(cell[0])), cell[0]))
        areas = tuple(area for area, _, _ in ordered)
        stated = frozenset(status for area in areas for status in self._stated[need, group, area])
        return Turn(need, group, areas, ordered[0][1], ordered[0][2], kind.lost, stated)

    def _judged(
        self, place: Place, before: Moment, after: Moment
    ) -> tuple[Verdict, Verdict, frozenset[URIRef]] | None:
        """The verdicts and the offers lost, if the state gets worse because of them."""
        then = self._cells.matches(*place, before.day, before.gone)
        now = self._cells.matches(*place, after.day, after.gone)
        lost = frozenset(match.coverage.offer for match in then) - {match.coverage.offer for match in now}
        lost &= after.gone - before.gone
        if not lost:
            return None
        inventory, thresholds = self.declarations.inventory(*place), self._reading.thresholds
        was = judge(cell_facts(then, inventory), before.day, thresholds)
        unpaid = {fate.offer for fate in after.fallen if not fate.ends_on}
        if self._money_waits and lost & unpaid:  # a row that waits may be the very money
            inventory = replace(inventory, held_back=inventory.held_back + self._money_waits)
        will = judge(cell_facts(now, inventory), after.day, thresholds)
        return (was, will, lost) if _RANK[will.state] < _RANK[was.state] else None

    def _reached(self, offers: Collection[URIRef]) -> Iterable[Place]:
        """The cells of the matrices that a coverage of one of the offers reaches."""
        own = {name for name, coverage in self._cells.coverages.items() if coverage.offer in offers}
        places: set[Place] = set()
        for coverage in own:
            needs, groups, areas = (
                [value for value in axis if self._cells.fit(facet, value, coverage)]
                for facet, axis in zip(("need", "group", "area"), self._axes, strict=True)
            )
            places.update(product(needs, groups, areas))
        return sorted(places)

    @cached_property
    def _axes(self) -> tuple[list[URIRef], list[URIRef], list[URIRef]]:
        areas = [area.iri for area in self._reading.areas.values() if area.is_cell]
        return row_needs(self._reading), named_groups(self._reading), areas

    @cached_property
    def _money_waits(self) -> int:
        return len(self.declarations.held_back_as({SOZ.Funding}))

    @cached_property
    def _stated(self) -> defaultdict[Place, set[URIRef]]:
        found: defaultdict[Place, set[URIRef]] = defaultdict(set)
        for row in self._reading.facts("needs"):
            found[iri(row["need"]), iri(row["group"]), iri(row["area"])].add(iri(row["status"]))
        return found
