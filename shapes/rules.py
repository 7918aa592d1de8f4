"""The rules of the shapes files as records: what each demands, says and does.

A rule is a shape with `dcterms:identifier "DQ-…"`. Property rules hang on the class shapes, SPARQL rules name their
target classes themselves. Several shapes may share a number (DQ-016 has one per property).
"""

from dataclasses import dataclass
from functools import cache

from rdflib import SH, BNode, Graph, Literal, Node, URIRef
from rdflib.namespace import DCTERMS

from graph import Effect, Severity
from ontology.terms import DQ
from shapes.errors import ShapeError
from shapes.source import shapes_graph

_SEVERITIES: dict[Node | None, Severity] = {
    SH.Violation: Severity.VIOLATION,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. `message`, `expected`, `remedy`: language → text.

    `path` is the property the rule is about, if it is about one. `select` and `related` are queries as they stand
    in the file, without prefixes. A `silent` rule protects people: what it found is never repeated. There is one
    object per shape, so rules compare by identity.
    """

    id: str
    shape: URIRef
    severity: Severity
    effect: Effect
    message: dict[str, str]
    expected: dict[str, str]
    remedy: dict[str, str]
    targets: tuple[URIRef, ...]
    path: URIRef | None
    select: str | None
    related: str | None
    silent: bool


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, by number.

    Raises:
        ShapeError: a rule lacks a message, a severity, an import effect or something it applies to.
    """
    graph = shapes_graph()
    found = [
        _rule(graph, shape)
        for shape in graph.subjects(DCTERMS.identifier, None)
        if str(graph.value(shape, DCTERMS.identifier)).startswith("DQ-")
    ]
    return tuple(sorted(found, key=lambda rule: (rule.id, rule.shape)))


@cache
def rule_of(shape: Node) -> Rule | None:
    """The rule a shape carries, if it carries one."""
    return next((rule for rule in rules() if rule.shape == shape), None)


def last_property(graph: Graph, path: Node | None) -> URIRef | None:
    """The property a SHACL path ends with: itself, the inverted one, or the last of a sequence."""
    if isinstance(path, URIRef):
        return path
    if not isinstance(path, BNode):
        return None
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return last_property(graph, inverse)
    steps = list(graph.items(path))
    return last_property(graph, steps[-1]) if steps else None


def _rule(graph: Graph, shape: Node) -> Rule:
    number = str(graph.value(shape, DCTERMS.identifier))
    constraint = graph.value(shape, SH.sparql)
    severity, effect = graph.value(shape, SH.severity), str(graph.value(shape, DQ.importEffect))
    if not isinstance(shape, URIRef) or severity not in _SEVERITIES or effect not in set(Effect):
        raise ShapeError(
            f"shapes: {number} needs an IRI, sh:severity (sh:Violation, sh:Warning or sh:Info) and dq:importEffect (one of "
            f"{', '.join(Effect)}); it has {severity} and '{effect}'. Correct the file"
        )
    select, related = graph.value(constraint, SH.select), graph.value(shape, DQ.related)
    path = graph.value(shape, DQ.concerns) or graph.value(shape, SH.path)
    return Rule(
        id=number,
        shape=shape,
        severity=_SEVERITIES[severity],
        effect=Effect(effect),
        message=_texts(graph, constraint or shape, SH.message, number),
        expected=_texts(graph, shape, SH.description, number),
        remedy=_texts(graph, shape, DQ.remedy, number),
        targets=_targets(graph, shape, number),
        path=last_property(graph, path),
        select=None if select is None else str(select),
        related=None if related is None else str(related),
        silent=(shape, DQ.silent, Literal(True)) in graph,  # noqa: FBT003 an RDF boolean, not a switch
    )


def _targets(graph: Graph, shape: URIRef, number: str) -> tuple[URIRef, ...]:
    if graph.value(shape, SH.targetSubjectsOf) is not None:
        return ()
    holders = {shape, *graph.subjects(SH.property, shape)}
    classes = {c for h in holders for c in graph.objects(h, SH.targetClass) if isinstance(c, URIRef)}
    if not classes:
        raise ShapeError(
            f"shapes: {number} applies to nothing; name target classes or hang it on a class shape"
        )
    return tuple(sorted(classes))


def _texts(graph: Graph, subject: Node, predicate: URIRef, number: str) -> dict[str, str]:
    texts = {str(o.language): str(o) for o in graph.objects(subject, predicate) if isinstance(o, Literal)}
    if set(texts) != {"de", "en"}:
        raise ShapeError(f"shapes: {number} needs {predicate} once in German and once in English")
    return texts
