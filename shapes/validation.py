"""Run all rules over delivered records.

Property rules run in pySHACL on the delivered records plus the types of what they refer to; SPARQL rules run set-wise
on the delivered records together with everything known, so that duplicates, sums and contradictions across
deliveries are found. Results about records that were not delivered count only if the delivery caused them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal as OneOf

from rdflib import BNode, Graph, URIRef

from graph import EmbeddedEngine, Engine, Severity, Triple
from ontology.terms import DQ
from shapes.context import (
    FRESH_MONTHS,
    column_facts,
    concept_facts,
    dates,
    neighbours,
    records,
    surroundings,
    together,
)
from shapes.errors import ShapeError
from shapes.explanation import Words
from shapes.report import Result, ValidationReport
from shapes.rules import rules
from shapes.setwise import Hit, related, run
from shapes.shacl import check_store, run_shacl

_DELIVERED, _KNOWN, _FACTS = DQ["lauf-lieferung"], DQ["lauf-bekannt"], DQ["lauf-wissen"]
Way = OneOf["set-wise", "pyshacl"]


def validate(
    data: Graph,
    *,
    context: Graph | None = None,
    today: date,
    engine: Way = "set-wise",
    store: Engine | None = None,
    fresh_months: int = FRESH_MONTHS,
) -> ValidationReport:
    """Check delivered records against every rule.

    Args:
        data: the delivered records, in rdflib's memory, without blank nodes.
        context: what is known apart from this delivery (the Stand, say). What the delivery says anew about a
            record replaces what `context` says about it.
        today: the day the rules take for today.
        engine: "set-wise" runs the SPARQL rules as one query each; "pyshacl" runs everything in pySHACL, slowly,
            to hold the one against the other.
        store: an engine for the set-wise run; three graphs `dq:lauf-…` in it are overwritten. In memory by default.
        fresh_months: how long an inventory statement counts.

    Raises:
        ShapeError: a shapes file is faulty, or `data` stands on a store SHACL engines
            judge wrongly, or has blank nodes.
        StoreError: the engine failed.
    """
    check_store(data)
    known = surroundings(data, context)
    concepts = concept_facts(data, known)
    facts = together(concepts, column_facts(data), dates(today, fresh_months))
    delivered = records(data)
    if engine == "pyshacl":
        everything = run_shacl(together(data, known, facts), with_sparql=True)
        return _report({h for h in everything if h.focus in delivered}, data, known, {})
    core = run_shacl(together(data, neighbours(data, known), concepts), with_sparql=False)
    place = _filled(store, {_DELIVERED: data, _KNOWN: known, _FACTS: facts})
    hits = {h for h in core if h.focus in delivered} | _across(place, known, delivered)
    return _report(hits, data, known, _related(hits, place))


def _filled(store: Engine | None, graphs: dict[URIRef, Graph]) -> Engine:
    if store is not None:
        for name, graph in graphs.items():
            store.replace_graph(name, _named(graph))
        return store
    fresh = EmbeddedEngine()
    fresh.apply((), ((*triple, name) for name, graph in graphs.items() for triple in _named(graph)))
    return fresh


def _named(graph: Graph) -> Iterator[Triple]:
    for subject, predicate, value in graph:
        if isinstance(subject, URIRef) and isinstance(predicate, URIRef) and not isinstance(value, BNode):
            yield subject, predicate, value
        else:
            raise ShapeError(f"graph: blank node beside {predicate}; expected IRIs. Mint one (ontology.iris)")


def _across(place: Engine, known: Graph, delivered: frozenset[object]) -> set[Hit]:
    found = run(rules(), place, [_DELIVERED, _KNOWN, _FACTS])
    doubtful = {hit.rule for hit in found if hit.focus not in delivered}
    before = run(doubtful, place, [_KNOWN, _FACTS]) if len(known) else set()
    return {hit for hit in found if hit.focus in delivered or hit not in before}


def _related(hits: set[Hit], place: Engine) -> dict[tuple[str, URIRef], list[URIRef]]:
    asked = {hit.rule.id: hit.rule for hit in hits if hit.rule.related is not None}
    return {
        (number, focus): others
        for number, rule in asked.items()
        for focus, others in related(rule, place, [_DELIVERED, _KNOWN, _FACTS]).items()
    }


def _report(
    hits: set[Hit], data: Graph, known: Graph, also: dict[tuple[str, URIRef], list[URIRef]]
) -> ValidationReport:
    words, hidden = Words(data, known), _near_protected(hits, data)
    results = [_result(hit, words, hit.rule.silent or hit.focus in hidden, also) for hit in hits]
    unique = {(r.rule.id, r.focus, r.path, r.value, r.related): r for r in results}
    return ValidationReport(
        tuple(sorted(unique.values(), key=lambda r: (r.rule.id, r.focus, str(r.path), str(r.value))))
    )


def _result(hit: Hit, words: Words, silent: bool, also: dict[tuple[str, URIRef], list[URIRef]]) -> Result:  # noqa: FBT001 private
    others = also.get((hit.rule.id, hit.focus), []) + ([hit.other] if hit.other is not None else [])
    value = None if silent else hit.value
    return Result(
        rule=hit.rule,
        focus=hit.focus,
        path=hit.path,
        value=value,
        related=tuple(sorted(set(others))),
        message=words.message(hit, silent=silent),
        record=words.record(hit.focus, silent=silent),
        found=None if value is None else words.say(value, "de"),
        silent=silent,
    )


def _near_protected(hits: set[Hit], data: Graph) -> set[object]:
    """Records a protective rule found something about, and those linked to them: their texts may give a place away."""
    caught = {hit.focus for hit in hits if hit.rule.silent and hit.rule.severity is Severity.VIOLATION}
    linked = {o for record in caught for o in data.objects(record)} | {
        s for record in caught for s in data.subjects(None, record)
    }
    return set(caught) | linked
