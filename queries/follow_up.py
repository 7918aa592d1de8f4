"""What comes after an age limit: other offers that take people up at the next age, or the lack of them."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from queries.asking import Asking
from queries.cells import Coverage
from queries.groups import Ages, Group, ages_of, is_phase_of_life, load_groups, takes_up
from queries.reading import iri, iri_or_none
from queries.verdict import Claim, Grade, Inventory, claim_of


@dataclass(frozen=True, slots=True)
class Limit:
    """An offer that ends at an age for a need in an area; `from_groups` if only its target groups say so."""

    offer: URIRef
    providers: tuple[URIRef, ...]
    need: URIRef
    area: URIRef
    ends_at: int
    from_groups: bool
    groups: frozenset[URIRef]

    @property
    def provider(self) -> URIRef | None:
        """The first of the providers, which stands for them in a table."""
        return self.providers[0] if self.providers else None

    @property
    def next_age(self) -> int:
        """The first age at which something else has to follow."""
        return self.ends_at + 1


class FollowUp:
    """Looks for what follows an age limit."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    @cached_property
    def groups(self) -> dict[URIRef, Group]:
        """All target groups."""
        return load_groups(self._asking.reading)

    @cached_property
    def _told(self) -> tuple[dict[URIRef, Ages], dict[URIRef, set[URIRef]]]:
        """Ages and target groups by coverage."""
        ages: dict[URIRef, Ages] = {}
        groups: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for row in self._asking.reading.facts("coverage_groups"):
            ages[iri(row["coverage"])] = ages_of(row)
            if group := iri_or_none(row["group"]):
                groups[iri(row["coverage"])].add(group)
        return ages, groups

    def goes_on(self, limit: Limit) -> bool:
        """Whether the offer itself goes on at the next age: then there is no limit."""
        return any(c.offer == limit.offer and self._follows(c, limit) for c in self._candidates(limit))

    def followers(self, limit: Limit) -> list[Coverage]:
        """Coverages of other offers that follow, those for exactly this need first."""
        cells = self._asking.cells
        found = [c for c in self._candidates(limit) if c.offer != limit.offer and self._follows(c, limit)]
        return sorted(found, key=lambda c: (-cells.fit("need", limit.need, c.iri), c.offer))

    def possible(self, limit: Limit) -> list[Coverage]:
        """Coverages of other offers that might follow but leave need, group or area open."""
        cells, (ages, groups) = self._asking.cells, self._told
        found = []
        for coverage in self._candidates(limit, Grade.UNKNOWN, Grade.UNKNOWN):
            fits = {cells.fit("need", limit.need, coverage.iri), cells.fit("area", limit.area, coverage.iri)}
            told = groups.get(coverage.iri)
            if (
                coverage.offer == limit.offer
                or Grade.PART in fits
                or not ages[coverage.iri].holds(limit.next_age)
            ):
                continue
            if (Grade.UNKNOWN in fits or not told) and (not told or self._takes_up(coverage, limit)):
                found.append(coverage)
        return found

    def inventory(self, limit: Limit) -> Inventory:
        """What is declared about the groups a follow-up could be for; the weakest of them counts.

        These are the phases of life at the next age, and those groups of the offer that are more than an age.
        """
        phases = [g.iri for g in self.groups.values() if is_phase_of_life(g) and self._reaches(g, limit)]
        others = [g for g in limit.groups if g in self.groups and not is_phase_of_life(self.groups[g])]
        declared = [
            self._asking.declarations.inventory(limit.need, group, limit.area) for group in (*phases, *others)
        ]
        order = list(Claim)
        return max(declared, key=lambda i: order.index(claim_of(i)), default=Inventory())

    @cached_property
    def _active(self) -> dict[URIRef, Coverage]:
        today = self._asking.reading.reference_date
        return {c.iri: c for c in self._asking.cells.coverages.values() if c.is_effective(today)}

    def _candidates(
        self, limit: Limit, need: Grade = Grade.GENERAL, area: Grade = Grade.SPECIFIC
    ) -> list[Coverage]:
        """Active coverages that fit need and area of a limit at least so well."""
        cells = self._asking.cells
        names = cells.fitting("need", limit.need, need) & cells.fitting("area", limit.area, area)
        return [self._active[name] for name in sorted(names & self._active.keys())]

    def _follows(self, coverage: Coverage, limit: Limit) -> bool:
        ages, _ = self._told
        return ages[coverage.iri].holds(limit.next_age) and self._takes_up(coverage, limit)

    def _takes_up(self, coverage: Coverage, limit: Limit) -> bool:
        before = [self.groups[group] for group in limit.groups if group in self.groups]
        _, groups = self._told
        return any(
            takes_up(self.groups[group], before, limit.next_age, self.groups)
            for group in groups[coverage.iri]
            if group in self.groups
        )

    @staticmethod
    def _reaches(group: Group, limit: Limit) -> bool:
        return not group.ages.is_open and group.ages.holds(limit.next_age)
