"""What a change does to the gap matrix: every cell of every area whose state or claim differs between two states.

Nothing is left out: a cell can only differ if a coverage that reaches it differs (or, at another day, holds no longer), or
if what is declared about it does.
Those cells are found as products of needs, groups and areas and judged in both states; all others are the same.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product
from typing import TypeAlias

from rdflib import URIRef

from ontology.iris import Audience
from ontology.vocabulary import concepts
from queries.cells import Cells, Coverage, cell_facts
from queries.declarations import Declarations
from queries.matrix import named_groups, row_needs
from queries.reading import Reading, Snapshot
from queries.settings import Thresholds
from queries.verdict import State, Verdict, ends_soon, judge

Place: TypeAlias = tuple[URIRef, URIRef, URIRef]
_Facets: TypeAlias = tuple[Mapping[URIRef, int], Mapping[URIRef, int], Mapping[URIRef, int]]
_FACETS = ("need", "group", "area")
_TOLD_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell whose state or claim differs; None = there was, or will be, no such cell."""

    need: URIRef
    group: URIRef
    area: URIRef
    before: Verdict | None
    after: Verdict | None

    @property
    def kind(self) -> tuple[State | None, State | None]:
        """From which state to which."""
        return (self.before.state if self.before else None, self.after.state if self.after else None)


@dataclass(frozen=True, slots=True)
class MatrixDifference:
    """All cells that differ, in the order of needs, groups and areas.

    `cells` counts the cells there are afterwards, `kinds` the differing ones by state before and after (equal states:
    only the claim differs), `labels` names areas and the town's own concepts by language.
    """

    changes: tuple[CellChange, ...]
    cells: int
    kinds: Mapping[tuple[State | None, State | None], int]
    reference_date: date
    audience: Audience
    thresholds: Thresholds
    labels: Mapping[URIRef, Mapping[str, str]]


def matrix_difference(
    before: Snapshot,
    after: Snapshot,
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
    before_date: date | None = None,
    before_settings: Thresholds | None = None,
    tell: Callable[[float], None] | None = None,
) -> MatrixDifference:
    """Compare the gap matrices of all areas.

    Args:
        before: the town as it is.
        after: the town as it would be, or at a later version.
        audience: whose Stands are read.
        reference_date: the day the later matrix is about, and the earlier unless `before_date` is given.
        settings: thresholds; None = those that ship.
        before_date: the day the earlier matrix is about; what ended or grew old since then differs as well.
        before_settings: thresholds of the earlier matrix, if they are others.
        tell: told now and then how much is done, from 0 to 1.
    """
    thresholds = settings or Thresholds.load()
    old = _Side(Reading(before, audience, before_date or reference_date, before_settings or thresholds))
    new = _Side(Reading(after, audience, reference_date, thresholds))
    axes = tuple(tuple(dict.fromkeys([*a, *b])) for a, b in zip(old.axes, new.axes, strict=True))
    places = {*_by_coverage(old, new, axes), *_by_declaration(old, new, axes), *_by_existence(old, new)}
    order = [{value: at for at, value in enumerate(axis)} for axis in axes]
    found = []
    ordered = sorted(places, key=lambda p: [order[at][v] for at, v in enumerate(p)])
    for number, (need, group, area) in enumerate(ordered):
        if tell is not None and number % _TOLD_EVERY == 0:
            tell(number / len(ordered))
        verdicts = old.verdict(need, group, area), new.verdict(need, group, area)
        if _said(verdicts[0]) != _said(verdicts[1]):
            found.append(CellChange(need, group, area, *verdicts))
    named = {value for change in found for value in (change.need, change.group, change.area)}
    needs, groups, areas = new.axes
    return MatrixDifference(
        changes=tuple(found),
        cells=len(needs) * len(groups) * len(areas),
        kinds=Counter(change.kind for change in found),
        reference_date=reference_date,
        audience=audience,
        thresholds=thresholds,
        labels={**old.reading.labels(named), **new.reading.labels(named)},
    )


class _Side:
    """One of the two states, read once."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.cells = Cells(reading)
        self.declarations = Declarations(reading)

    @cached_property
    def axes(self) -> tuple[tuple[URIRef, ...], tuple[URIRef, ...], tuple[URIRef, ...]]:
        """Needs, groups and areas of the matrix."""
        areas = tuple(area.iri for area in self.reading.areas.values() if area.is_cell)
        return tuple(row_needs(self.reading)), tuple(named_groups(self.reading)), areas

    @cached_property
    def existing(self) -> tuple[frozenset[URIRef], ...]:
        """The needs, groups and areas that can make a cell, named by anything or not."""
        needs, _, areas = self.axes
        own = {record.iri for record in self.reading.own_groups}
        return frozenset(needs), frozenset({*concepts("target-groups"), *own}), frozenset(areas)

    @cached_property
    def reach(self) -> dict[URIRef, tuple[Coverage, _Facets]]:
        """Coverage → itself and, for each facet, what it fits and how well."""
        fits: dict[str, defaultdict[URIRef, dict[URIRef, int]]] = {f: defaultdict(dict) for f in _FACETS}
        for facet in _FACETS:
            for value, coverage, fit in self.cells.all_fits(facet):
                fits[facet][coverage][value] = fit
        return {
            name: (coverage, (fits["need"][name], fits["group"][name], fits["area"][name]))
            for name, coverage in self.cells.coverages.items()
        }

    def standing(self, name: URIRef) -> tuple[bool, bool]:
        """Whether a coverage is effective on the day, and whether it ends soon."""
        coverage, day = self.reach[name][0], self.reading.reference_date
        return coverage.is_effective(day), ends_soon(coverage.last_day, day, self.reading.thresholds)

    def has(self, place: Iterable[URIRef]) -> bool:
        """Whether there is such a cell."""
        return all(value in known for value, known in zip(place, self.existing, strict=True))

    def verdict(self, need: URIRef, group: URIRef, area: URIRef) -> Verdict | None:
        """What is to be said about a cell."""
        if not self.has((need, group, area)):
            return None
        day, thresholds = self.reading.reference_date, self.reading.thresholds
        matches = self.cells.matches(need, group, area, day)
        facts = cell_facts(matches, self.declarations.inventory(need, group, area))
        return judge(facts, day, thresholds)


def _said(verdict: Verdict | None) -> object:
    return (verdict.state, verdict.claim) if verdict else None


def _by_coverage(old: _Side, new: _Side, axes: tuple[tuple[URIRef, ...], ...]) -> Iterable[Place]:
    """The cells that a coverage reaches which differs; all of them, if another number of providers is thin."""
    same = old.reading.thresholds.thin_providers == new.reading.thresholds.thin_providers
    for name in old.reach.keys() | new.reach.keys():
        if same and old.reach.get(name) == new.reach.get(name) and old.standing(name) == new.standing(name):
            continue
        for side in (old, new):
            if name in side.reach:
                facets = side.reach[name][1]
                needs, groups, areas = (
                    [v for v in axis if v in facet] for axis, facet in zip(axes, facets, strict=True)
                )
                yield from product(needs, groups, areas)


def _by_declaration(old: _Side, new: _Side, axes: tuple[tuple[URIRef, ...], ...]) -> Iterable[Place]:
    """The cells about which something else is declared: asked once for all values that lie in the same scopes."""
    sorts = [_sorts(old, new, facet, axis) for facet, axis in enumerate(axes)]
    for needs, groups, areas in product(*sorts):
        cell = needs[0], groups[0], areas[0]
        if old.declarations.inventory(*cell) != new.declarations.inventory(*cell):
            yield from product(needs, groups, areas)


def _sorts(old: _Side, new: _Side, facet: int, axis: Iterable[URIRef]) -> list[list[URIRef]]:
    scopes = [
        scope[facet]
        for side in (old, new)
        for scope in (
            *(statement.scope for statement in side.declarations.statements),
            *side.declarations.rows_held_back.values(),
        )
    ]
    sorts: defaultdict[tuple[int, ...], list[URIRef]] = defaultdict(list)
    for value in axis:
        sorts[tuple(at for at, scope in enumerate(scopes) if value in scope)].append(value)
    return list(sorts.values())


def _by_existence(old: _Side, new: _Side) -> Iterable[Place]:
    """The cells of the matrix of one state that the other cannot have."""
    for side, other in ((old, new), (new, old)):
        foreign = [
            [v for v in axis if v not in known] for axis, known in zip(side.axes, other.existing, strict=True)
        ]
        for facet, values in enumerate(foreign):
            if values:
                axes = [values if at == facet else axis for at, axis in enumerate(side.axes)]
                needs, groups, areas = axes
                yield from product(needs, groups, areas)
