"""Which values must be withheld: small ones, totals that would give them back, totals that give a provider away.

A total is compared with its parts: the areas within its area, the groups below its group, or single offers, as far as
there are values of the same indicator and day. If the parts are all there, total less shown parts is what is withheld; if some are
missing, it still bounds it, which gives it away when the rest is smaller than the threshold. What is withheld for this
reason can be part of a larger total, so this is done until nothing changes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from rdflib import URIRef

from queries.measured import Observation

Slot = tuple[URIRef, date | None]
Cell = tuple[URIRef | None, URIRef, URIRef | None]


class Over(Enum):
    """What the parts of a total are."""

    AREAS = "areas"
    GROUPS = "groups"
    OFFERS = "offers"


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """What lies within what. `town` is the area of a value that names none, `everybody` the group."""

    areas: Mapping[URIRef, Collection[URIRef]]
    groups: Mapping[URIRef, Collection[URIRef]]
    facets: Collection[URIRef]
    town: URIRef | None
    everybody: URIRef

    def cell(self, value: Observation) -> Cell | None:
        """Area, group and offer of a value; None if it is about several areas or groups at once."""
        if len(value.areas) > 1 or len(value.groups) > 1:
            return None
        return next(iter(value.areas), self.town), next(iter(value.groups), self.everybody), value.offer


def giving_back(
    values: Iterable[Observation], withheld: Collection[URIRef], hierarchy: Hierarchy, threshold: int
) -> dict[URIRef, Over]:
    """The totals that would give back what is withheld, with what they are totals over."""
    slots: defaultdict[Slot, defaultdict[Cell, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for value in values:
        cell = hierarchy.cell(value)
        if cell is not None and value.can_be_added:
            slots[value.indicator, value.as_of][cell].append(value)
    found: dict[URIRef, Over] = {}
    for told in slots.values():
        # a cell told of twice is withheld if one of its values is; the first stands for it where it is shown
        hidden = {cell for cell, own in told.items() if any(value.iri in withheld for value in own)}
        cells = {cell: own[0] for cell, own in told.items()}
        while new := _round(cells, hidden, hierarchy, threshold):
            hidden |= new.keys()
            found |= {value.iri: over for cell, over in new.items() for value in told[cell]}
    return found


def _round(
    cells: Mapping[Cell, Observation], hidden: Collection[Cell], hierarchy: Hierarchy, threshold: int
) -> dict[Cell, Over]:
    if not hidden:
        return {}
    found: dict[Cell, Over] = {}
    for cell, total in cells.items():
        if cell in hidden or total.value is None:
            continue
        for over, parts, is_complete in _partitions(cell, cells, hierarchy):
            shown = [cells[part] for part in parts if part not in hidden]
            unseen = len(parts) - len(shown)
            if _gives_back(total.value, shown, unseen, threshold, is_complete=is_complete):
                found[cell] = over
                break
    return found


def _gives_back(
    total: Decimal, shown: Iterable[Observation], unseen: int, threshold: int, *, is_complete: bool
) -> bool:
    rest = total
    for part in shown:
        is_complete = is_complete and part.value is not None
        rest -= part.value or 0
    # parts that exceed the total overlap: nothing can be calculated from them. Each part withheld is at least one.
    return unseen > 0 and rest >= 0 and (is_complete or rest - (unseen - 1) < threshold)


def _partitions(
    cell: Cell, cells: Mapping[Cell, Observation], hierarchy: Hierarchy
) -> Iterable[tuple[Over, list[Cell], bool]]:
    """The ways in which a cell is the total of others, each with whether all parts are there."""
    area, group, offer = cell
    if area is not None:
        there = {a for a, g, o in cells if (g, o) == (group, offer) and a}
        areas, complete = _parts(area, there, hierarchy.areas)
        yield Over.AREAS, [(a, group, offer) for a in areas], complete
    among = {g for a, g, o in cells if (a, o) == (area, offer)}
    for top in hierarchy.facets if group == hierarchy.everybody else [group]:
        if top != group and top in among:
            yield Over.GROUPS, [(area, top, offer)], False
        groups, complete = _parts(top, among, hierarchy.groups)
        yield Over.GROUPS, [(area, g, offer) for g in groups], complete
    if offer is None:
        # that these are all offers is never known
        yield Over.OFFERS, [c for c in cells if c[:2] == (area, group) and c[2]], False


def _parts(
    whole: URIRef, there: Collection[URIRef], within: Mapping[URIRef, Collection[URIRef]]
) -> tuple[list[URIRef], bool]:
    """The nearest parts of a whole for which there is a value, and whether they make up all of it."""
    found: list[URIRef] = []
    complete = bool(within.get(whole))
    for part in sorted(within.get(whole, ())):
        if part in there:
            found.append(part)
            continue
        below, all_below = _parts(part, there, within)
        found += below
        complete = complete and all_below
    return found, complete


def dominated(
    values: Iterable[Observation],
    providers: Mapping[URIRef, frozenset[URIRef]],
    hierarchy: Hierarchy,
    threshold: int,
    share: Decimal,
) -> dict[URIRef, bool]:
    """The totals over offers that give a provider away; True: by its share, False: by too few providers."""
    totals: dict[tuple[object, ...], Observation] = {}
    parts: defaultdict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for value in values:
        cell = hierarchy.cell(value)
        if cell is None or value.value is None or not value.can_be_added:
            continue
        key: tuple[object, ...] = (value.indicator, value.as_of, *cell[:2])
        if value.offer is None:
            totals.setdefault(key, value)
        else:
            parts[key].append(value)
    found: dict[URIRef, bool] = {}
    for key in totals.keys() & parts.keys():
        total = totals[key].value or Decimal(0)
        sums: defaultdict[frozenset[URIRef], Decimal] = defaultdict(Decimal)
        for value in parts[key]:
            offer = value.offer
            if offer is not None and value.value:
                sums[providers.get(offer) or frozenset({offer})] += value.value
        if not sums or total <= 0:
            continue
        if max(sums.values()) > share * total:
            found[totals[key].iri] = True
        elif len(sums) < threshold and sum(sums.values()) >= total:
            found[totals[key].iri] = False
    return found
