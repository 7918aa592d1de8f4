"""Which value of a record holds when its sources differ (ruling 18).

Editorial before the provider before registers before OpenStreetMap; a source that still delivers the record before
one that no longer does; then the newer delivery. The rest is only there to always give the same answer.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from graph.sources import Statement, Trust
from graph.terms import Triple, to_engine
from ontology import iris
from ontology.namespaces import OWL, RDF, XSD
from ontology.terms import GEO, LOCN, SOZ

_MISSING = (SOZ.noValueFor, SOZ.unknownValueFor)
# Marks a source sets on what it says; they are no statement about the record.
_MARKS = (SOZ.notDeliveredSince, SOZ.settles)

# Address and geometry are one value: half of one source and half of another is no address.
_WHOLE = {LOCN.Address, GEO.Geometry}

Question = tuple[URIRef, str | None]  # property, language


@cache
def functional_properties() -> frozenset[URIRef]:
    """Properties of which a record has one value, or one per language (`merging.ttl`)."""
    text = files(__package__).joinpath("merging.ttl").read_text("utf-8")
    graph = Graph().parse(data=text, format="turtle")
    return frozenset(
        prop for prop in graph.subjects(RDF.type, OWL.FunctionalProperty) if isinstance(prop, URIRef)
    )


class Vote:
    """What `statements` about `record` come to."""

    def __init__(
        self, record: URIRef, statements: Sequence[Statement], trust: Mapping[URIRef, Trust]
    ) -> None:
        self._record = record
        self._trust = trust
        self._dropped = {graph for prop, _, graph in statements if prop == SOZ.notDeliveredSince}
        self._statements = self._without_settled(statements)
        self._asked = self._questions()

    def winners(self) -> set[tuple[URIRef, Node]]:
        """Property and value of everything that holds."""
        contradictory = any(len(values) > 1 for values in self._asked.values())
        whole = contradictory and any(v in _WHOLE for p, v, _ in self._statements if p == RDF.type)
        best = min((graph for _, _, graph in self._statements), key=self._order) if whole else None
        said = [s for s in self._statements if best is None or s[2] == best]
        single = functional_properties()
        held: set[tuple[URIRef, Node]] = {(p, v) for p, v, _ in said if p not in single and p not in _MARKS}
        for (prop, _), values in self._asked.items():
            value, graph = self._best(prop, values)
            if best is None or graph == best or prop == SOZ.verifiedOn:
                held.add((prop, value))
        return held | self._mark()

    def conflicts(self, ags: str) -> Iterator[Triple]:
        """A `soz:Conflict` for each value that lost against another."""
        for (prop, language), values in self._asked.items():
            if len(values) > 1:
                winner = self._best(prop, values)
                for loser, graph in values.items():
                    if loser != winner[0]:
                        yield from self._conflict(ags, (prop, language), winner, (loser, graph))

    def _without_settled(self, statements: Sequence[Statement]) -> Sequence[Statement]:
        """Without what sources add to a property that one counting more has settled.

        A single value that loses to another single value stays: the vote decides, and tells of it as a contradiction.
        """
        settled: dict[Node, URIRef] = {}
        for prop, value, graph in statements:
            if prop == SOZ.settles and (
                value not in settled or self._order(graph) < self._order(settled[value])
            ):
                settled[value] = graph
        if not settled:
            return statements
        given = {(prop, graph) for prop, _, graph in statements}
        decided = {p for p, g in settled.items() if p in functional_properties() and (p, g) in given}

        def kept(statement: Statement) -> bool:
            prop, value, graph = statement
            about = value if prop in _MISSING else prop
            best = settled.get(about)
            if best is None or (about in decided and prop == about):
                return True
            return self._order(graph) <= self._order(best)

        return [s for s in statements if kept(s)]

    def _questions(self) -> dict[Question, dict[Node, URIRef]]:
        """For each property with one value (and language): the values, each with the best graph that has it."""
        asked: defaultdict[Question, dict[Node, URIRef]] = defaultdict(dict)
        single = functional_properties()
        for prop, value, graph in self._statements:
            if prop in single:
                values = asked[prop, value.language if isinstance(value, Literal) else None]
                known = values.get(value)
                if known is None or self._order(graph) < self._order(known):
                    values[value] = graph
        return asked

    def _best(self, prop: URIRef, values: Mapping[Node, URIRef]) -> tuple[Node, URIRef]:
        if len(values) == 1:
            return next(iter(values.items()))
        if prop == SOZ.verifiedOn:  # whoever looked last has looked; rank makes no day later
            return max(values.items(), key=lambda pair: str(pair[0]))
        return min(values.items(), key=lambda pair: (self._order(pair[1]), str(pair[0])))

    def _order(self, graph: URIRef) -> tuple[object, ...]:
        trust = self._trust[graph]
        newest_first = tuple(-ord(character) for character in trust.date)
        return trust.rank, graph in self._dropped, not trust.date, newest_first, trust.source, graph

    def _mark(self) -> set[tuple[URIRef, Node]]:
        """The mark holds once every source that has the record has dropped it; the last day counts."""
        having = {graph for prop, _, graph in self._statements if prop == RDF.type}
        if not self._dropped or having - self._dropped:
            return set()
        days = (value for prop, value, _ in self._statements if prop == SOZ.notDeliveredSince)
        return {(SOZ.notDeliveredSince, max(days, key=str))}

    def _conflict(
        self, ags: str, question: Question, winner: tuple[Node, URIRef], loser: tuple[Node, URIRef]
    ) -> Iterator[Triple]:
        prop, language = question
        parts = (self._record, prop, language or "", to_engine(loser[0]), self._trust[loser[1]].source)
        node = iris.conflict(ags, hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:20])
        yield node, RDF.type, SOZ.Conflict
        yield node, SOZ.onRecord, self._record
        yield node, SOZ.onProperty, prop
        yield node, SOZ.winningValue, winner[0]
        yield node, SOZ.losingValue, loser[0]
        for (_, graph), source, day in (
            (winner, SOZ.winningSource, SOZ.winningDate),
            (loser, SOZ.losingSource, SOZ.losingDate),
        ):
            trust = self._trust[graph]
            yield node, source, trust.source
            # A source that dropped the record said this in an earlier delivery; which one, the rows know.
            if trust.date and graph not in self._dropped:
                yield node, day, Literal(trust.date, datatype=XSD.date)
