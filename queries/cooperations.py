"""Who works with whom, at the reference date."""

from collections import defaultdict
from functools import cached_property

from rdflib import URIRef

from queries.reading import TRUE, Reading, iri


class Cooperations:
    """The cooperations of a town with those who take part."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def _by_participant(self) -> tuple[dict[URIRef, set[URIRef]], dict[URIRef, tuple[URIRef, bool]]]:
        taking_part: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        kinds: dict[URIRef, tuple[URIRef, bool]] = {}
        for row in self._reading.facts("cooperations"):
            taking_part[iri(row["participant"])].add(iri(row["cooperation"]))
            kinds[iri(row["cooperation"])] = iri(row["type"]), row["binds"] == TRUE
        return dict(taking_part), kinds

    def binding(self, one: frozenset[URIRef], other: frozenset[URIRef]) -> list[tuple[URIRef, URIRef]]:
        """Binding cooperations (KO-3 to KO-7) in which somebody of `one` and somebody of `other` take part.

        With their kinds. `one` and `other` are an offer with its providers each; a provider that stands on both sides
        does not make a cooperation.
        """
        taking_part, kinds = self._by_participant
        ours = one - other
        theirs = other - one
        of_ours = {c for who in ours for c in taking_part.get(who, ())}
        of_theirs = {c for who in theirs for c in taking_part.get(who, ())}
        return [(c, kinds[c][0]) for c in sorted(of_ours & of_theirs) if kinds[c][1]]
