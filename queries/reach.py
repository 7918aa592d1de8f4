"""Whom offers reach: active offers against target groups, a need and an area, as well as their worst facet."""

from collections import defaultdict
from collections.abc import Collection
from functools import cached_property

from rdflib import URIRef

from queries.asking import Asking
from queries.verdict import Grade


class Reach:
    """How well each active offer fits what somebody asks for; what is not asked restricts nothing.

    People who belong to several groups are reached by what fits one of them.
    """

    def __init__(
        self,
        asking: Asking,
        *,
        groups: Collection[URIRef] = (),
        need: URIRef | None = None,
        area: URIRef | None = None,
    ) -> None:
        self._asking = asking
        self._groups, self._need, self._area = groups, need, area

    def grade(self, offer: URIRef) -> Grade:
        """The fit of the best coverage of an offer; one without coverage data may reach anybody."""
        if not (self._groups or self._need or self._area):
            return Grade.SPECIFIC
        if offer in self._open:
            return Grade.UNKNOWN
        return max((self._fit(coverage) for coverage in self._coverages[offer]), default=Grade.NONE)

    def _fit(self, coverage: URIRef) -> Grade:
        cells = self._asking.cells
        fits = []
        if self._groups:
            fits.append(max(cells.fit("group", group, coverage) for group in self._groups))
        if self._need:
            fits.append(cells.fit("need", self._need, coverage))
        if self._area:
            fits.append(cells.fit("area", self._area, coverage))
        return min(fits)

    @cached_property
    def _open(self) -> frozenset[URIRef]:
        return frozenset(self._asking.declarations.open_offers)

    @cached_property
    def _coverages(self) -> defaultdict[URIRef, list[URIRef]]:
        found: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
        day = self._asking.reading.reference_date
        for coverage in self._asking.cells.coverages.values():
            if coverage.is_effective(day):
                found[coverage.offer].append(coverage.iri)
        return found
