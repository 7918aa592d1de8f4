"""What the public Stand leaves out, as far as it bears on "there is nothing": offers and cooperations not released.

A public reader must not be told that nothing is there where the town knows of something it does not publish. Only that
there is something is used, never what: the public answer becomes less certain, and says why.
"""

from collections import defaultdict
from functools import cached_property

from rdflib import Literal, URIRef

from ontology.iris import Audience
from queries.reading import Reading, iri

Scope = tuple[frozenset[URIRef], frozenset[URIRef], frozenset[URIRef]]
_FACETS = ("need", "group", "area")


class Unpublished:
    """What is recorded internally at the reference date and not in this reading's Stand; nothing for an internal one."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._whole = (
            None
            if reading.audience is Audience.INTERN
            else Reading(reading.snapshot, Audience.INTERN, reading.reference_date, reading.thresholds)
        )

    @cached_property
    def scopes(self) -> list[Scope]:
        """The needs, groups and areas that coverages not released fit in some way, one scope each."""
        hidden = self._left_out("coverages", "coverage")
        if self._whole is None or not hidden:
            return []
        facets: defaultdict[URIRef, tuple[set[URIRef], ...]] = defaultdict(lambda: (set(), set(), set()))
        for at, facet in enumerate(_FACETS):
            for row in self._whole.facts("fits", facet=[Literal(facet)]):
                if (coverage := iri(row["coverage"])) in hidden:
                    facets[coverage][at].add(iri(row["value"]))
        return [(frozenset(n), frozenset(g), frozenset(a)) for n, g, a in facets.values()]

    @cached_property
    def open_offers(self) -> int:
        """Active offers without coverage data that are not released: they might reach any cell."""
        return len(self._left_out("open_offers", "offer"))

    @cached_property
    def offers(self) -> bool:
        """Whether any active offer is not released."""
        return bool(self._left_out("active_offers", "offer"))

    @cached_property
    def connections(self) -> bool:
        """Whether anything is not released that connects: a cooperation, committee, membership or contract in force."""
        return bool(self._left_out("structures", "structure"))

    def _left_out(self, fact: str, column: str) -> set[URIRef]:
        if self._whole is None:
            return set()
        known, shown = (
            {iri(row[column]) for row in reading.facts(fact)} for reading in (self._whole, self._reading)
        )
        return known - shown
