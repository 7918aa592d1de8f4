"""Need constellations, and the offers that reach somebody in one.

Somebody in a constellation has all of its traits. So an offer reaches them if what it demands of its target group is among
those traits or above them, and its ages do not exclude theirs; needs and area are judged as everywhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from queries.asking import Asking
from queries.cells import Coverage
from queries.groups import Ages, Group, ages_of, load_groups
from queries.reading import TRUE, Binding, iri, iri_or_none
from queries.verdict import Claim, Grade, Inventory, claim_of, weaker


@dataclass(frozen=True, slots=True)
class Constellation:
    """Needs with the pillars that usually serve them, of people with all of these traits."""

    iri: URIRef
    needs: Mapping[URIRef, frozenset[URIRef]]
    groups: frozenset[URIRef]

    @property
    def pillars(self) -> frozenset[URIRef]:
        """All pillars its needs fall to."""
        return frozenset[URIRef]().union(*self.needs.values())


def constellations(rows: Iterable[Binding]) -> list[Constellation]:
    """The constellations among the rows (?constellation ?need ?pillar ?counts ?group)."""
    needs: defaultdict[URIRef, defaultdict[URIRef, set[URIRef]]] = defaultdict(lambda: defaultdict(set))
    groups: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in rows:
        name = iri(row["constellation"])
        needs[name][iri(row["need"])] |= {iri(row["pillar"])} if row["counts"] in (None, TRUE) else set()
        groups[name].add(iri(row["group"]))
    return [
        Constellation(name, {need: frozenset(p) for need, p in sorted(own.items())}, frozenset(groups[name]))
        for name, own in sorted(needs.items())
    ]


class Reach:
    """Which active offers reach somebody in a constellation in an area."""

    def __init__(self, asking: Asking, area: URIRef | None) -> None:
        self._asking = asking
        self.area = area

    def offers(self, constellation: Constellation, need: URIRef) -> dict[URIRef, Grade]:
        """The offers for a need that reach or may reach somebody there, with the grade of the best coverage."""
        if self.area is None:
            return {}
        cells, best = self._asking.cells, dict[URIRef, Grade]()
        for name in sorted(
            cells.fitting("need", need, Grade.UNKNOWN) & cells.fitting("area", self.area, Grade.UNKNOWN)
        ):
            coverage = self._active.get(name)
            if coverage is None:
                continue
            fits = (
                cells.fit("need", need, name),
                cells.fit("area", self.area, name),
                self._group(constellation, name),
            )
            if min(fits) > best.get(coverage.offer, Grade.NONE):
                best[coverage.offer] = min(fits)
        return best

    def covering(self, constellation: Constellation, need: URIRef) -> list[URIRef]:
        """The offers that cover a need exactly or in general."""
        return [offer for offer, grade in self.offers(constellation, need).items() if grade >= Grade.GENERAL]

    def claim(self, constellation: Constellation, need: URIRef) -> tuple[Claim, URIRef, Inventory]:
        """Weight of "no offer reaches them", with the group it hangs on: an offer for any of their traits would do."""
        if self.area is None:
            return Claim.NONE, min(constellation.groups), Inventory()
        declared = [
            (self._asking.declarations.inventory(need, group, self.area), group)
            for group in sorted(constellation.groups)
        ]
        claim = weaker(*(claim_of(inventory) for inventory, _ in declared))
        inventory, group = next(each for each in declared if claim_of(each[0]) is claim)
        return claim, group, inventory

    @cached_property
    def providers(self) -> dict[URIRef, frozenset[URIRef]]:
        """The providers of the offers with active coverage."""
        return {coverage.offer: coverage.providers for coverage in self._active.values()}

    @cached_property
    def _active(self) -> dict[URIRef, Coverage]:
        today = self._asking.reading.reference_date
        return {c.iri: c for c in self._asking.cells.coverages.values() if c.is_effective(today)}

    @cached_property
    def _groups(self) -> dict[URIRef, Group]:
        return load_groups(self._asking.reading)

    @cached_property
    def _told(self) -> tuple[dict[URIRef, Ages], dict[URIRef, set[URIRef]]]:
        ages: dict[URIRef, Ages] = {}
        groups: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("coverage_groups"):
            ages[iri(row["coverage"])] = ages_of(row)
            if group := iri_or_none(row["group"]):
                groups[iri(row["coverage"])].add(group)
        return ages, groups

    def _group(self, constellation: Constellation, coverage: URIRef) -> Grade:
        ages, named = self._told
        own = [self._groups[group] for group in constellation.groups if group in self._groups]
        told = [self._groups[group] for group in named.get(coverage, ()) if group in self._groups]
        grade = max((_reaches(group, own) for group in told), default=Grade.UNKNOWN)
        return min(grade, _ages_grade(ages[coverage], own))


def _reaches(demanded: Group, own: list[Group]) -> Grade:
    above = frozenset[URIRef]().union(*(group.broader for group in own))
    if demanded.iri in {group.iri for group in own}:
        return Grade.SPECIFIC
    if demanded.iri in above or demanded.traits <= above:
        return Grade.GENERAL
    # narrower than what they are: it reaches some of them
    return Grade.PART if any(group.iri in demanded.broader for group in own) else Grade.NONE


def _ages_grade(ages: Ages, own: list[Group]) -> Grade:
    """Unknown ages count; beside those of the people there is nothing, in between a part."""
    lowest = max((g.ages.lowest for g in own if g.ages.lowest is not None), default=None)
    highest = min((g.ages.highest for g in own if g.ages.highest is not None), default=None)
    if ages.is_open or (lowest is None and highest is None):
        return Grade.SPECIFIC
    low, high = ages.lowest or 0, 999 if ages.highest is None else ages.highest
    start, end = lowest or 0, 999 if highest is None else highest
    if low > end or start > high:
        return Grade.NONE
    return Grade.SPECIFIC if low <= start and end <= high else Grade.PART
