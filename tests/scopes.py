"""Where variables of a query can have a value: read from its algebra, as SPARQL evaluates it from the inside out.

A filter in a branch of a UNION does not see what stands outside it, and a second OPTIONAL over a variable that the
first one may have left open takes every value there is. Neither is an error for the engine: rows are missing, or too
many, in silence.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

OPEN_ON_PURPOSE = Variable("nothing")
"""The name for a variable that is meant to have no value: `IF(…, ?day, ?nothing)`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Variables that may have a value, and those of them that always have one."""

    possible: frozenset[Variable] = frozenset()
    certain: frozenset[Variable] = frozenset()

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(self.possible | other.possible, self.certain | other.certain)


def faults(text: str) -> list[str]:
    """What is wrong with the scopes of a query, in the order of its algebra; empty if nothing is."""
    walk = _Walk()
    walk.scope(translateQuery(parseQuery(text)).algebra, Scope())
    return list(dict.fromkeys(walk.faults))


class _Walk:
    """Goes through the algebra from the inside out; `outside` is what an EXISTS takes over from where it stands."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def scope(self, part: CompValue, outside: Scope) -> Scope:
        """The scope of a part of the algebra."""
        by_name = {"BGP": _of_triples, "values": _of_rows}
        if part.name in by_name:
            return by_name[part.name](part)
        if part.name in {"Join", "LeftJoin", "Union", "Minus"}:
            return self._of_two(part, outside)
        if part.name == "AggregateJoin":
            return self._of_aggregates(part, outside)
        inner = self.scope(part.p, outside) if part.p is not None else Scope()
        if part.name == "Filter":
            self._asked("FILTER", part.expr, inner | outside)
        elif part.name == "Extend":
            self._asked(f"BIND … AS ?{part.var}", part.expr, inner | outside)
            inner |= Scope(frozenset({part.var}), frozenset({part.var}))
        elif part.name == "Project":
            kept = frozenset(part.PV)
            inner = Scope(inner.possible & kept, inner.certain & kept)
        return inner

    def _of_two(self, part: CompValue, outside: Scope) -> Scope:
        left, right = self.scope(part.p1, outside), self.scope(part.p2, outside)
        if part.name == "Minus":
            return left
        if part.name == "Union":
            return Scope(left.possible | right.possible, left.certain & right.certain)
        loose = sorted(left.possible & right.possible - left.certain)
        self.faults += [
            f"?{v} is joined on but may have no value before: it would take every value" for v in loose
        ]
        if part.name == "Join":
            return left | right
        self._asked("FILTER in OPTIONAL", part.expr, left | right | outside)
        return Scope(left.possible | right.possible, left.certain)

    def _of_aggregates(self, part: CompValue, outside: Scope) -> Scope:
        inner = self.scope(part.p.p, outside)
        for aggregate in part.A:
            self._asked("an aggregate", aggregate.vars, inner)
        made = frozenset(aggregate.res for aggregate in part.A)
        return inner | Scope(made, made)

    def _asked(self, where: str, expression: object, scope: Scope) -> None:
        """Variables an expression asks about that cannot have a value there."""
        asked = set(self._of_expression(expression, scope)) - scope.possible - {OPEN_ON_PURPOSE}
        self.faults += [
            f"?{v} cannot have a value in {where}: it is bound outside of its group" for v in sorted(asked)
        ]

    def _of_expression(self, expression: object, scope: Scope) -> Iterator[Variable]:
        if isinstance(expression, Variable):
            yield expression
        elif isinstance(expression, CompValue) and expression.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            self.scope(expression.graph, scope)
        elif isinstance(expression, CompValue):
            for value in expression.values():
                yield from self._of_expression(value, scope)
        elif isinstance(expression, list | tuple):
            for value in expression:
                yield from self._of_expression(value, scope)


def _of_triples(part: CompValue) -> Scope:
    named = frozenset(term for triple in part.triples for term in triple if isinstance(term, Variable))
    return Scope(named, named)


def _of_rows(part: CompValue) -> Scope:
    """VALUES; an UNDEF in it is "whatever there is", not a mistake."""
    named = frozenset(v for row in part.res for v in row)
    return Scope(named, named)
