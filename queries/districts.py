"""Amounts by area: by catchment, and in stated proportion only."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property

from rdflib import URIRef

from queries.reading import Area, Reading, iri
from queries.words import Words


class Districts:
    """The areas of one level (planning areas, districts …), which share what reaches several of them.

    A catchment within one of them belongs to it. What reaches several is divided by their inhabitants; where those are
    not recorded, or the catchment lies across them, nothing is divided.
    """

    def __init__(self, reading: Reading, level: URIRef) -> None:
        self._reading = reading
        self.areas: Mapping[URIRef, Area] = {a.iri: a for a in reading.areas.values() if a.level == level}

    @cached_property
    def inhabitants(self) -> dict[URIRef, Decimal]:
        """Area → its inhabitants, as far as recorded."""
        rows = self._reading.facts("inhabitants")
        return {iri(row["area"]): Decimal(str(row["population"])) for row in rows}

    def parts(self, catchments: Iterable[URIRef]) -> dict[URIRef | Words, Decimal]:
        """The share of each area in what reaches the catchments; if that cannot be said, all of it for the reason."""
        pieces: dict[URIRef, URIRef] = {}
        for catchment in catchments:
            inner = self._pieces(catchment)
            if not inner:
                return {_ACROSS: Decimal(1)}
            pieces |= inner
        outermost = {p: area for p, area in pieces.items() if not self._is_within_another(p, pieces)}
        reached = sorted(set(outermost.values()))
        if len(reached) == 1:
            return {reached[0]: Decimal(1)}
        if any(not self.inhabitants.get(piece) for piece in outermost):
            return {_NO_INHABITANTS: Decimal(1)}
        base = sum((self.inhabitants[piece] for piece in outermost), Decimal(0))
        found: dict[URIRef | Words, Decimal] = dict.fromkeys(reached, Decimal(0))
        for piece, area in outermost.items():
            found[area] += self.inhabitants[piece] / base
        return found

    def _pieces(self, catchment: URIRef) -> dict[URIRef, URIRef]:
        """The catchment itself if it lies in one of the areas, else those that lie in it."""
        around = self._reading.around(catchment)
        own = next((area for area in around if area in self.areas), None)
        if own is not None:
            return {catchment: own}
        return {area: area for area in self.areas if catchment in self._reading.around(area)}

    def _is_within_another(self, piece: URIRef, pieces: Iterable[URIRef]) -> bool:
        around = self._reading.around(piece)[1:]
        return any(other in around for other in pieces)


_ACROSS = Words(
    "Einzugsgebiet quer zu diesen Gebieten, nicht aufgeteilt", "catchment across these areas, not split"
)
_NO_INHABITANTS = Words(
    "mehrere Gebiete, nicht aufgeteilt: Einwohnerzahl nicht erfasst",
    "several areas, not split: inhabitants not recorded",
)
