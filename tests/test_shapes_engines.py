"""pySHACL and the set-wise run find the same, rule by rule."""

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery

from shapes import ValidationReport, rules, validate

FOLDER = Path(__file__).parent / "data" / "shapes"
NUMBERS = sorted({rule.id for rule in rules()})
TODAY = date(2026, 11, 22)


@lru_cache(maxsize=256)
def _algebra(text: str) -> Any:
    return translateQuery(parseQuery(text))


@pytest.fixture(autouse=True)
def _parse_each_query_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """pySHACL has rdflib parse a rule's query anew for every record: 90 % of its time, the same text each time."""
    monkeypatch.setattr(processor, "parseQuery", str)
    monkeypatch.setattr(processor, "translateQuery", lambda text, *_: _algebra(text))


def plain(value: object) -> object:
    """Numbers by value: engines write 1.10 as 1.1."""
    if isinstance(value, Literal):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            return str(value)
    return value


def found(report: ValidationReport) -> set[tuple[object, ...]]:
    return {(r.rule.shape, r.focus, r.path, plain(r.value)) for r in report.results}


@pytest.mark.parametrize("name", ["conforms", "violates"])
@pytest.mark.parametrize("number", NUMBERS)
def test_both_ways_find_the_same(number: str, name: str) -> None:
    data = Graph().parse(FOLDER / number / f"{name}.ttl")
    assert found(validate(data, today=TODAY)) == found(validate(data, today=TODAY, engine="pyshacl"))
