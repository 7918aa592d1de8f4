"""Answers as linked data: Turtle and JSON-LD, in the form the standard CSV on the Web gives to tables.

```
_:group a csvw:TableGroup ; dcterms:title, dcterms:abstract (the lead), dcterms:description (the definition) …
        csvw:table [ a csvw:Table ; dcterms:title … ; csvw:row [ csvw:rownum 1 ; csvw:describes [ <…/frage/A1#need> bd:BD-EX2 ] ] ]
```

Records and concepts stand with their IRIs, so an answer can be joined with other linked data. Everything comes from a
released view: what the gate withheld is not in it.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rdflib import BNode, Graph, Literal, URIRef

from app import linked_data
from app.answers.translating import BEHIND
from app.errors import GateError
from app.gate import Released
from app.views import AnswerView, CellKind, CellView, TableView
from ontology import iris
from ontology.namespaces import CSVW, DCTERMS, RDF, RDFS, SKOS, bind_prefixes
from ontology.terms import SOZ

_NAMING = (CellKind.RECORD, CellKind.CONCEPT)


def to_turtle(released: Released[AnswerView]) -> bytes:
    """The answer as Turtle."""
    return linked_data.turtle(answer_graph(released))


def to_jsonld(released: Released[AnswerView]) -> bytes:
    """The answer as JSON-LD, with our prefixes as context."""
    return linked_data.jsonld(answer_graph(released))


def answer_graph(released: Released[AnswerView]) -> Graph:
    """The answer as triples.

    Raises:
        GateError: not a released answer.
    """
    if not isinstance(released, Released) or not isinstance(released.value, AnswerView):
        raise GateError(
            "app/answers/rdf_exports.py: not a released answer; expected what the service returned"
        )
    view, graph, group = released.value, bind_prefixes(Graph()), BNode("group")
    graph.add((group, RDF.type, CSVW.TableGroup))
    for predicate, value in _about(
        view, released.scenario_text(view.lang), released.withheld_text(view.lang)
    ):
        graph.add((group, predicate, value))
    main = TableView(view.table_title or view.title, view.columns, view.rows)
    for number, table in enumerate((main, *view.blocks), start=1):
        graph.add((group, CSVW.table, _table(graph, view, table, f"t{number}")))
    return graph


def _about(view: AnswerView, supposed: str, withheld: str) -> Iterable[tuple[URIRef, URIRef | Literal]]:
    yield DCTERMS.title, Literal(view.title, lang=view.lang)
    yield DCTERMS.abstract, Literal(view.lead, lang=view.lang)
    yield DCTERMS.description, Literal(view.definition, lang=view.lang)
    yield DCTERMS.valid, Literal(view.reference_date)
    yield DCTERMS.hasVersion, Literal(view.version)
    yield DCTERMS.audience, Literal(view.audience)
    if view.question_id:
        yield DCTERMS.conformsTo, iris.question(view.question_id)
    if view.completeness:
        yield SOZ.inventoryResult, Literal(view.completeness.text, lang=view.lang)
    told = [f"{count.label}: {count.count}" for count in view.exclusions]
    told += [f"{p.label}: {p.text}" for p in view.parameters] + [*view.notes, supposed, withheld]
    for text in filter(None, told):
        yield SKOS.note, Literal(text, lang=view.lang)


def _table(graph: Graph, view: AnswerView, table: TableView, name: str) -> BNode:
    """A table under its name in the file; its rows bear it too, with zeros in front, so that they sort as they stand."""
    node, digits = BNode(name), len(str(len(table.rows)))
    graph.add((node, RDF.type, CSVW.Table))
    if table.title:
        graph.add((node, DCTERMS.title, Literal(table.title, lang=view.lang)))
    shown = [(i, column) for i, column in enumerate(table.columns) if column.name != BEHIND]
    for _, column in shown:
        meaning = iris.answer_column(view.question_id or "eigene", column.name)
        graph.add((meaning, RDFS.label, Literal(column.label, lang=view.lang)))
    for number, cells in enumerate(table.rows, start=1):
        row, about = (BNode(f"{name}{part}{number:0{digits}}") for part in ("r", "a"))
        graph.add((node, CSVW.row, row))
        graph.add((row, CSVW.rownum, Literal(number)))
        graph.add((row, CSVW.describes, about))
        for i, column in shown:
            value = _value(cells[i], column.kind, view.lang)
            if value is not None:
                graph.add((about, iris.answer_column(view.question_id or "eigene", column.name), value))
                if isinstance(value, URIRef):
                    graph.add((value, RDFS.label, Literal(cells[i].text, lang=view.lang)))
    return node


def _value(cell: CellView, kind: CellKind, lang: str) -> URIRef | Literal | None:
    """A cell as term; what was withheld says so in words, as everywhere."""
    if cell.mark is None and kind in _NAMING and cell.iri and ":" in cell.iri:
        return URIRef(cell.iri)
    if cell.mark is None and isinstance(cell.value, int | Decimal | date):
        return Literal(cell.value)
    return Literal(cell.text, lang=lang) if cell.text else None
