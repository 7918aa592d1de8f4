"""The SPARQL rules of the shapes files, each as one query over all records instead of one per record.

The query stands in the shapes file for any SHACL engine; here the target classes are written into it. Measured on
13,000 triples: 0.1 s instead of 170 s, with the same results.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import Node, URIRef

from graph import Engine, Table
from ontology.namespaces import sparql_prologue
from shapes.errors import ShapeError
from shapes.rules import Rule

_WHERE = re.compile(r"\bWHERE\s*\{", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hit:
    """One raw result: which rule, which record, and what the rule bound. Hashable, so that runs can be compared."""

    rule: Rule
    focus: URIRef
    path: URIRef | None
    value: Node | None
    other: URIRef | None = None


def run(rules: Iterable[Rule], engine: Engine, graphs: Sequence[URIRef]) -> set[Hit]:
    """What the SPARQL rules among `rules` find in `graphs`.

    Raises:
        ShapeError: a query has no WHERE, or is not SPARQL.
        StoreError: the engine failed.
    """
    return {hit for rule in rules if rule.select for hit in _hits(rule, engine.select(query(rule), graphs))}


def related(rule: Rule, engine: Engine, graphs: Sequence[URIRef]) -> dict[URIRef, list[URIRef]]:
    """Record → further records that contribute to what `rule` found there; empty for rules that name none."""
    found: dict[URIRef, list[URIRef]] = {}
    if rule.related is not None:
        table = engine.select(_targeted(rule, rule.related), graphs)
        for focus, other in table.rows:
            if isinstance(focus, URIRef) and isinstance(other, URIRef):
                found.setdefault(focus, []).append(other)
    return found


def query(rule: Rule) -> str:
    """The query of a SPARQL rule with prefixes and target classes.

    Raises:
        ShapeError: the rule has no query, or it has no WHERE.
    """
    return _targeted(rule, rule.select or "")


def _targeted(rule: Rule, text: str) -> str:
    where = _WHERE.search(text)
    if where is None:
        raise ShapeError(
            f"shapes: {rule.id} has no query with WHERE {{ … }}; write SELECT $this … WHERE {{ … }}"
        )
    classes = " ".join(cls.n3() for cls in rule.targets)
    target = _target_block().replace("{ }", f"{{ {classes} }}")
    return sparql_prologue(text) + text[: where.end()] + "\n" + target + text[where.end() :]


def _hits(rule: Rule, table: Table) -> Iterable[Hit]:
    for row in table.records():
        focus, path, other = row["this"], row.get("path"), row.get("other")
        if isinstance(focus, URIRef):
            yield Hit(
                rule=rule,
                focus=focus,
                path=path if isinstance(path, URIRef) else rule.path,
                value=row.get("value"),
                other=other if isinstance(other, URIRef) else None,
            )


@cache
def _target_block() -> str:
    return files(__package__).joinpath("target.rq").read_text("utf-8")
