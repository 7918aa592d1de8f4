"""Where a record comes from, down to the cell.

```
record  prov:wasDerivedFrom row                                       (in the source's graph, hence in the Stand)
row     soz:sheet, csvw:rownum, dcterms:isPartOf file                 (provenance graph, as all below)
file    rdfs:label, soz:sha256, soz:deliveredOn, soz:deliveredBy, soz:source source
column  a soz:ColumnUse ; dcterms:isPartOf file ; soz:sheet, soz:columnLetter, soz:header, soz:onProperty
source  dcterms:title, soz:sourceKind, soz:deliveredOn
```

Rows hold numbers, never values: what stood in the cell is what the record says.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rdflib import URIRef
from rdflib.term import Node

from graph.engine import Engine
from graph.findings import Place
from graph.terms import to_engine_iri
from graph.updates import statement_text
from ontology import iris
from ontology.iris import Audience
from ontology.namespaces import sparql_prologue

_BLOCK = "VALUES ?record { }"


@dataclass(frozen=True, slots=True)
class Origin:
    """One row a record was read from.

    `columns`: property → the cells of the row that property may come from. `delivered_on` is an ISO date.
    """

    row: URIRef
    place: Place
    source: URIRef | None = None
    source_title: str | None = None
    delivered_on: str | None = None
    delivered_by: str | None = None
    columns: Mapping[URIRef, tuple[Place, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who (a body, never a person) confirmed a record, and on which ISO date; either may be unknown."""

    by: Node | None
    on: str | None


def where(engine: Engine, ags: str, record: URIRef, *, audience: Audience = Audience.INTERN) -> list[Origin]:
    """The rows a record comes from, oldest delivery first; empty for what nobody delivered.

    Raises:
        TermError: `record` is not a valid IRI.
        StoreError: the store failed.
    """
    graphs = [iris.stand_graph(ags, audience), iris.provenance_graph(ags)]
    origins: dict[Node, Origin] = {}
    for found in engine.select(_about(record, "origins.rq"), graphs).records():
        row, number, name = found["row"], found["number"], found["name"] or found["file"]
        if isinstance(row, URIRef) and row not in origins:
            place = Place(str(name), _text(found["sheet"]), int(str(number)) if number is not None else None)
            source = found["source"]
            origins[row] = Origin(
                row,
                place,
                source if isinstance(source, URIRef) else None,
                _text(found["title"]),
                _text(found["day"]),
                _text(found["by"]),
            )
    columns: defaultdict[Node, defaultdict[URIRef, list[Place]]] = defaultdict(lambda: defaultdict(list))
    uses = engine.select(_about(record, "columns.rq"), graphs).rows
    own = {row for row, *_, same, _ in uses if same is not None}
    for row, prop, letter, header, same, only in uses:
        for_others = row in own and same is None
        if row in origins and isinstance(prop, URIRef) and not for_others and only in {None, letter}:
            cell = replace(origins[row].place, column=str(letter), header=_text(header))
            columns[row][prop].append(cell)
    return [
        replace(origin, columns={prop: tuple(cells) for prop, cells in columns[row].items()})
        for row, origin in origins.items()
    ]


def confirmations(
    engine: Engine, ags: str, record: URIRef, *, audience: Audience = Audience.INTERN
) -> list[Confirmation]:
    """Who confirmed a record and when. Raises as `where`."""
    table = engine.select(_about(record, "confirmations.rq"), [iris.stand_graph(ags, audience)])
    return [Confirmation(who, _text(day)) for who, day in table.rows]


def _about(record: URIRef, name: str) -> str:
    text = statement_text(name).replace(_BLOCK, f"VALUES ?record {{ {to_engine_iri(record)} }}")
    return sparql_prologue(text) + text


def _text(value: Node | None) -> str | None:
    return None if value is None else str(value)
