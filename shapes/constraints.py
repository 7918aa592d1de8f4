"""What a value of a column may be, read off the rules: for drop-downs and input checks in the template."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from rdflib import SH, Graph, Literal, Node, URIRef

from shapes.rules import Rule, last_property, rules
from shapes.source import shapes_graph


@dataclass(frozen=True, slots=True)
class ValueConstraint:
    """Bounds (inclusive) and pattern (regular expression) for the values of `path` on records of `cls`.

    `paths` leads from the record to the value, as in `ColumnSpec`.
    """

    cls: URIRef
    paths: tuple[URIRef, ...]
    rule: Rule
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    pattern: str | None = None


@cache
def value_constraints() -> tuple[ValueConstraint, ...]:
    """All bounds and patterns the rules set, by rule number and class."""
    graph = shapes_graph()
    found = []
    for rule in rules():
        low, high = _number(graph, rule, SH.minInclusive), _number(graph, rule, SH.maxInclusive)
        pattern = graph.value(rule.shape, SH.pattern)
        path = graph.value(rule.shape, SH.path)
        if path is not None and any(bound is not None for bound in (low, high, pattern)):
            text = None if pattern is None else str(pattern)
            found += [ValueConstraint(c, _steps(graph, path), rule, low, high, text) for c in rule.targets]
    return tuple(found)


def _number(graph: Graph, rule: Rule, bound: URIRef) -> Decimal | None:
    value = graph.value(rule.shape, bound)
    return Decimal(str(value)) if isinstance(value, Literal) else None


def _steps(graph: Graph, path: Node) -> tuple[URIRef, ...]:
    if isinstance(path, URIRef):
        return (path,)
    return tuple(step for node in graph.items(path) if (step := last_property(graph, node)) is not None)
