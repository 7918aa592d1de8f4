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

    def of_funders(
        self, payers: frozenset[URIRef], concerned: frozenset[URIRef]
    ) -> list[tuple[URIRef, frozenset[URIRef]]]:
        """Binding cooperations of at least two funders of an offer: kind, and who of them takes part.

        `concerned` are the offer and its providers. A cooperation in which others take part as well counts only where it
        names the offer or, naming no offer, its provider: funders may have agreed on another offer.
        """
        taking_part, kinds = self._by_participant
        found = []
        for cooperation in sorted({c for who in payers for c in taking_part.get(who, ())}):
            kind, binds = kinds[cooperation]
            parties = self._parties[cooperation]
            own = parties & payers
            if binds and len(own) > 1 and self._is_about(parties - payers, concerned):
                found.append((kind, frozenset(own)))
        return found

    def _is_about(self, others: set[URIRef], concerned: frozenset[URIRef]) -> bool:
        """Whether those who take part beside the funders leave it at this offer."""
        offers = others & self._offers
        return not others or bool((offers or others) & concerned)

    @cached_property
    def _parties(self) -> dict[URIRef, set[URIRef]]:
        found: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
        for who, cooperations in self._by_participant[0].items():
            for cooperation in cooperations:
                found[cooperation].add(who)
        return dict(found)

    @cached_property
    def _offers(self) -> set[URIRef]:
        return {iri(r["participant"]) for r in self._reading.facts("cooperations") if r["isOffer"] == TRUE}
