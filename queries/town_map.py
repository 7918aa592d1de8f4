"""What a map of a town may show of each area: whom offers reach there, how well, how far away, how well surveyed.

A protected offer is in no number below the municipality, for no audience: numbers of two areas, or of two layers, must
not tell by their difference where it is. Where a cell is judged it counts only with a catchment that holds the whole
town, and so alike in every area.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import shapely
from rdflib import URIRef
from shapely.geometry.base import BaseGeometry

from queries.bands import Reached
from queries.cells import Cells, cell_facts
from queries.declarations import COVERED, LISTED, Declarations
from queries.distances import Place, place_of
from queries.matrix import Mark, row_needs, stated_marks
from queries.places import Places
from queries.reading import Area, Reading, iri, text
from queries.stated import DOCUMENTED
from queries.verdict import CellFacts, Claim, Grade, Inventory, Verdict, claim_of, judge

_SURFACES = ("Polygon", "MultiPolygon")
_DOCUMENTED = (Mark.CHECKED, Mark.RECOGNISED)
_WHOLE = (Grade.SPECIFIC, Grade.GENERAL)


def _nowhere(_place: Place) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Catchment:
    """The offers with a catchment that holds an area. `own` are those of `whole` that do not reach the whole town.

    `part` reach only a part of it, `unsure` do not say which areas they reach.
    """

    whole: frozenset[URIRef] = frozenset()
    own: frozenset[URIRef] = frozenset()
    part: frozenset[URIRef] = frozenset()
    unsure: frozenset[URIRef] = frozenset()


@dataclass(frozen=True)
class TownMap:
    """A town at a date, narrowed to a need, a target group or an offer; None = all.

    `hidden` tells positions that must not be shown although an open site is recorded there; they count as not recorded.
    """

    reading: Reading
    need: URIRef | None = None
    group: URIRef | None = None
    offer: URIRef | None = None
    hidden: Callable[[Place], bool] = _nowhere
    _catchments: dict[URIRef, Catchment] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def cells(self) -> Cells:
        """How well offers cover the cells of the town."""
        return Cells(self.reading)

    @cached_property
    def needs(self) -> tuple[URIRef, ...]:
        """The chosen need; a field of needs stands for all below it, for nothing is offered for a field as such."""
        return (
            ()
            if self.need is None
            else (self.need, *(n for n in row_needs(self.reading, self.need) if n != self.need))
        )

    @cached_property
    def cell(self) -> tuple[URIRef, URIRef] | None:
        """The need and group whose cell is judged in every area; None if they make no cell of the gap matrix."""
        if self.need is None or self.group is None or self.need not in row_needs(self.reading, self.need):
            return None
        return self.need, self.group

    @cached_property
    def declarations(self) -> Declarations:
        """What is declared about the inventory."""
        return Declarations(self.reading)

    @cached_property
    def places(self) -> Places:
        """Where areas and open sites lie."""
        rows = self.reading.facts("open_sites")
        places = [place_of(text(row["position"])) for row in rows]
        return Places(self.reading, [
            row | {"position": None} if place and self.hidden(place) else row for row, place in zip(rows, places, strict=True)
        ])  # fmt: skip

    @cached_property
    def levels(self) -> dict[URIRef | None, list[Area]]:
        """The areas below the municipality by level, the level with most areas first; else the areas there are."""
        below = [
            area
            for area in self.reading.areas.values()
            if area.is_cell and self.reading.municipality in self.reading.around(area.iri)[1:]
        ]
        found: defaultdict[URIRef | None, list[Area]] = defaultdict(list)
        for area in below or [area for area in self.reading.areas.values() if area.is_cell]:
            found[area.level].append(area)
        return dict(sorted(found.items(), key=lambda item: (-len(item[1]), str(item[0]))))

    @cached_property
    def shapes(self) -> dict[URIRef, BaseGeometry]:
        """The surfaces of areas, as recorded; a centre alone is none."""
        found = {}
        for row in self.reading.facts("area_positions"):
            area = iri(row["area"])
            shape = shapely.from_wkt(text(row["position"]), on_invalid="ignore")
            if shape is not None and shape.geom_type in _SURFACES and area in self.places.areas:
                found[area] = shape
        return found

    @cached_property
    def inhabitants(self) -> dict[URIRef, int]:
        """Area → how many people live there, as far as recorded; without numbers so small that sums would tell them."""
        rows = self.reading.facts("inhabitants")
        found = {iri(row["area"]): int(str(row["population"])) for row in rows}
        return {
            area: number
            for area, number in found.items()
            if number >= self.reading.thresholds.smallest_number
        }

    @cached_property
    def left_out(self) -> frozenset[URIRef]:
        """Active offers that count in no area: protected ones, and those that only coordinate."""
        coordinating = {iri(row["offer"]) for row in self.reading.facts("coordination_offers")}
        return self.places.protected | coordinating

    @cached_property
    def offers(self) -> dict[URIRef, list[URIRef]]:
        """The offers looked at with their coverages effective at the date."""
        found: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
        for coverage in self.cells.coverages.values():
            if coverage.offer in self.left_out or self.offer not in (None, coverage.offer):
                continue
            if coverage.is_effective(self.reading.reference_date) and self._fits(coverage.iri):
                found[coverage.offer].append(coverage.iri)
        return dict(sorted(found.items()))

    def catchment(self, area: URIRef) -> Catchment:
        """The offers that reach an area."""
        if area not in self._catchments:
            self._catchments[area] = self._catchment(area)
        return self._catchments[area]

    def _catchment(self, area: URIRef) -> Catchment:
        reaching: dict[URIRef, set[URIRef]] = {}
        best: dict[URIRef, Grade] = {}
        for offer, coverages in self.offers.items():
            fits = {coverage: self.cells.fit("area", area, coverage) for coverage in coverages}
            best[offer] = max(fits.values())
            reaching[offer] = {coverage for coverage, fit in fits.items() if fit in _WHOLE}
        whole = frozenset(offer for offer, coverages in reaching.items() if coverages)
        return Catchment(
            whole=whole,
            own=frozenset(offer for offer in whole if not reaching[offer] & self._everywhere),
            part=frozenset(offer for offer, grade in best.items() if grade is Grade.PART),
            unsure=frozenset(offer for offer, grade in best.items() if grade is Grade.UNKNOWN),
        )

    def supply(self, area: URIRef) -> tuple[CellFacts, Verdict] | None:
        """State of the cell of the chosen need and group in an area; None if they make none."""
        if self.cell is None:
            return None
        matches = [
            match
            for match in self.cells.matches(*self.cell, area, self.reading.reference_date)
            if match.coverage.offer not in self.places.protected or match.coverage.iri in self._everywhere
        ]
        facts = cell_facts(matches, self.declarations.inventory(*self.cell, area))
        return facts, judge(facts, self.reading.reference_date, self.reading.thresholds)

    def claim(self, area: URIRef) -> Claim:
        """How much "there is nothing" would weigh there: for the cell if there is one, else for the whole list."""
        if self.cell is not None:
            return claim_of(self.declarations.inventory(*self.cell, area))
        listed, covered = (self.declarations.survey(a, area, None) for a in (LISTED, COVERED))
        waiting = [row for row, scope in self.declarations.rows_held_back.items() if area in scope[2]]
        return claim_of(Inventory(
            listed=listed.survey if listed else None, covered=covered.survey if covered else None,
            open_offers=len(self.declarations.open_offers), held_back=len(waiting),
        ))  # fmt: skip

    def stated(self, area: URIRef) -> int:
        """How many cells of exactly this area have a documented need."""
        return sum(mark in _DOCUMENTED and where == area for (_, _, where), mark in self._marks.items())

    def ways(self, level: URIRef | None) -> list[Reached]:
        """From the centre of every area of a level to the nearest open site of the offers that reach it."""
        found = []
        for area in self.levels.get(level, ()):
            offers = sorted(self.catchment(area.iri).whole)
            way = self.places.nearest(area.iri, offers)
            unlocated = [offer for offer in offers if offer in self.unlocated]
            found.append(Reached(
                area=area.iri, way=way, offers=len(offers), unlocated=len(unlocated),
                without_way=sum(offer in self.places.without_way for offer in offers),
                has_place=area.iri in self.places.areas, inhabitants=self.inhabitants.get(area.iri),
            ))  # fmt: skip
        return found

    @cached_property
    def unlocated(self) -> frozenset[URIRef]:
        """Offers looked at that have a site which is not on the map, or none at all, and need a way."""
        return frozenset(
            offer
            for offer in self.offers
            if offer not in self.places.without_way
            and (offer not in self.places.sites or offer in self.places.unplaced)
        )

    @cached_property
    def documented(self) -> list[tuple[URIRef, URIRef]]:
        """Need and group of the documented needs of the town, the most frequent pair first."""
        counts: defaultdict[tuple[URIRef, URIRef], int] = defaultdict(int)
        for row in self.reading.facts("needs"):
            if iri(row["status"]) in DOCUMENTED:
                counts[iri(row["need"]), iri(row["group"])] += 1
        return sorted(counts, key=lambda pair: (-counts[pair], pair))

    @cached_property
    def _marks(self) -> dict[tuple[URIRef, URIRef, URIRef], Mark]:
        return stated_marks(self.reading)

    @cached_property
    def _everywhere(self) -> set[URIRef]:
        town = self.reading.municipality
        return self.cells.fitting("area", town, Grade.GENERAL) if town else set()

    def _fits(self, coverage: URIRef) -> bool:
        chosen = {"need": self.needs, "group": () if self.group is None else (self.group,)}
        return all(
            not values or any(self.cells.fit(facet, value, coverage) in _WHOLE for value in values)
            for facet, values in chosen.items()
        )
