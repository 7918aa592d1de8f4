"""From the shapes files to the sheets of a delivery.

A node shape with `dq:sheet` is a sheet; its `sh:property` entries with `dq:columnTag` are the columns, those with a
rule number are rules. So what a steward reads above a column and what a rule demands stand in the same file.

A column whose path is inverse (`[ sh:inversePath soz:hasCoverage ]` on the coverage sheet) comes out with the property
itself: the sheet's class lies in the range of that property instead of its domain, and the loader states
`<record in the cell> soz:hasCoverage <record of the row>`.
"""

from functools import cache

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, Node, URIRef
from rdflib.collection import Collection

from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.terms import DQ
from ontology.vocabulary import concepts
from shapes.errors import ShapeError
from shapes.source import shapes_graph


@cache
def sheet_specs() -> tuple[SheetSpec, ...]:
    """Every sheet a delivery may have, in the order of the template.

    Raises:
        ShapeError: a sheet or column lacks a label, a kind or a usable path.
    """
    graph = shapes_graph()
    sheets = [_sheet(graph, shape) for shape in graph.subjects(DQ.sheetTag, None)]
    return tuple(sorted(sheets, key=lambda s: s.order))


def _sheet(graph: Graph, shape: Node) -> SheetSpec:
    tag = str(graph.value(shape, DQ.sheetTag))
    cls = graph.value(shape, SH.targetClass)
    if not isinstance(cls, URIRef):
        raise ShapeError(f"shapes: sheet {tag} has no sh:targetClass; name the class its rows describe")
    entries = [e for e in graph.objects(shape, SH.property) if graph.value(e, DQ.columnTag) is not None]
    columns = [_column(graph, shape, tag, entry) for entry in entries]
    return SheetSpec(
        tag=tag,
        cls=cls,
        label=_texts(graph, shape, DQ.sheet, tag),
        help=_texts(graph, shape, SH.description, tag),
        order=_number(graph, shape, SH.order),
        tier=int(_number(graph, shape, DQ.tier)),
        columns=tuple(sorted(columns, key=lambda c: (c.order, c.tag))),
    )


def _column(graph: Graph, shape: Node, sheet_tag: str, entry: Node) -> ColumnSpec:
    tag = f"{sheet_tag}+{graph.value(entry, DQ.columnTag)}"
    try:
        kind = Kind(str(graph.value(entry, DQ.kind)))
    except ValueError:
        expected = ", ".join(k.value for k in Kind)
        raise ShapeError(f"shapes: column {tag} has no known dq:kind; expected one of {expected}") from None
    schemes = _iris(graph.objects(entry, DQ.scheme))
    allowed = graph.value(entry, SH["in"])
    return ColumnSpec(
        tag=tag,
        paths=column_paths(graph, entry),
        kind=kind,
        label=_texts(graph, entry, SH.name, tag),
        help=_texts(graph, entry, SH.description, tag),
        order=_number(graph, entry, SH.order),
        group=_group(graph, entry),
        required=graph.value(entry, DQ.required) == Literal(True),  # noqa: FBT003 an RDF boolean, not a switch
        repeatable=graph.value(entry, SH.maxCount) is None and kind is not Kind.KEY and kind is not Kind.NAME,
        scheme=schemes[0] if len(schemes) == 1 else None,
        choices=_iris(Collection(graph, allowed)) if allowed is not None else _of_several(schemes),
        classes=tuple(sorted(_iris(graph.objects(entry, DQ.refersTo)))),
        example=_example(graph, shape, entry, kind),
    )


def _of_several(schemes: tuple[URIRef, ...]) -> tuple[URIRef, ...]:
    """A column that takes terms of several lists offers each of them; one of a single list needs no choices."""
    return tuple(c for s in sorted(schemes) for c in concepts(s)) if len(schemes) > 1 else ()


def column_paths(graph: Graph, entry: Node) -> tuple[URIRef, ...]:
    """The properties that lead from a record to the value of this column: one, or two through a node of its own.

    Raises:
        ShapeError: the path is neither a property, nor an inverse property, nor a sequence of two.
    """
    path = graph.value(entry, SH.path)
    if isinstance(path, URIRef):
        return (path,)
    if isinstance(path, BNode):
        inverse = graph.value(path, SH.inversePath)
        steps = _iris([inverse]) if inverse is not None else _iris(Collection(graph, path))
        if len(steps) in {1, 2}:
            return steps
    raise ShapeError(
        f"shapes: column '{graph.value(entry, DQ.columnTag)}' has a path no cell can fill; "
        "expected a property, an inverse property or a sequence of two properties"
    )


@cache
def inverse_columns() -> frozenset[str]:
    """Tags of the columns in which the cell names the subject and the row is the object (see above)."""
    graph = shapes_graph()
    return frozenset(
        f"{graph.value(shape, DQ.sheetTag)}+{graph.value(entry, DQ.columnTag)}"
        for shape, entry in graph.subject_objects(SH.property)
        if graph.value(entry, DQ.columnTag) is not None
        and graph.value(graph.value(entry, SH.path), SH.inversePath) is not None
    )


def _example(graph: Graph, shape: Node, entry: Node, kind: Kind) -> str:
    own = graph.value(entry, DQ.example)
    if own is None:
        own = graph.value(shape, DQ.keyExample if kind is Kind.KEY else DQ.nameExample)
    return "" if own is None else str(own)


def _group(graph: Graph, entry: Node) -> str:
    group = graph.value(entry, SH.group)
    if (group, RDF.type, SH.PropertyGroup) not in graph:
        raise ShapeError(f"shapes: column '{graph.value(entry, DQ.columnTag)}' is in no declared sh:group")
    return next(
        str(o) for o in graph.objects(group, RDFS.label) if isinstance(o, Literal) and o.language == "de"
    )


def _texts(graph: Graph, subject: Node, predicate: URIRef, where: str) -> dict[str, str]:
    texts = {str(o.language): str(o) for o in graph.objects(subject, predicate) if isinstance(o, Literal)}
    if set(texts) != {"de", "en"}:
        raise ShapeError(f"shapes: {where} needs {predicate} once in German and once in English, has {texts}")
    return texts


def _number(graph: Graph, subject: Node, predicate: URIRef) -> float:
    value = graph.value(subject, predicate)
    if not isinstance(value, Literal):
        raise ShapeError(f"shapes: {graph.value(subject, DQ.columnTag) or subject} has no {predicate}")
    return float(value)


def _iris(nodes: object) -> tuple[URIRef, ...]:
    return tuple(n for n in nodes if isinstance(n, URIRef))  # type: ignore[attr-defined]
