"""Which offers a change of needs reaches: the coverages that meet needs, groups and areas, each facet as well as it can.

Other than a cell, what is asked for may leave a facet open. Then nobody knows whom it is about, and no fit is better than
unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rdflib import URIRef

from queries.cells import Cells, Coverage
from queries.verdict import Grade


@dataclass(frozen=True, slots=True)
class Affected:
    """An offer that is reached, how well, and its providers."""

    offer: URIRef
    grade: Grade
    providers: frozenset[URIRef]


def affected_offers(
    cells: Cells, need: URIRef, groups: Iterable[URIRef], areas: Iterable[URIRef], day: date
) -> list[Affected]:
    """The offers effective on `day` that meet a need, any of the groups and any of the areas, best first."""
    group_list, area_list = sorted(groups), sorted(areas)
    best: dict[URIRef, tuple[Grade, frozenset[URIRef]]] = {}
    for name in cells.fitting("need", need, Grade.UNKNOWN):
        coverage = cells.coverages.get(name)
        if coverage is None or not coverage.is_effective(day):
            continue
        grade = min(
            cells.fit("need", need, name),
            _best(cells, "group", group_list, coverage),
            _best(cells, "area", area_list, coverage),
        )
        before, providers = best.get(coverage.offer, (Grade.NONE, frozenset()))
        best[coverage.offer] = max(grade, before), providers | coverage.providers
    found = [Affected(offer, grade, who) for offer, (grade, who) in best.items() if grade is not Grade.NONE]
    return sorted(found, key=lambda each: (-each.grade, each.offer))


def _best(cells: Cells, facet: str, values: list[URIRef], coverage: Coverage) -> Grade:
    """The fit of the value that fits best; unknown if none is named."""
    return max((cells.fit(facet, value, coverage.iri) for value in values), default=Grade.UNKNOWN)
