"""A profile as file: CSV for tables, Turtle and JSON-LD for programs. Everything comes from a released view.

```
<…/id/…/angebot-A-101> soz:providedBy <…/id/…/organisation-T-020> .        what the record says
<…/id/…/finanzierung-F-101> soz:funds <…/id/…/angebot-A-101> ; soz:amount 8300 .   what belongs to it, as its tables show it
```

What the gate withheld is not in it; what is not recorded has no statement.
"""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rdflib import BNode, Graph, Literal, URIRef

from app import linked_data
from app.errors import GateError
from app.gate import Released
from app.profiles.views import ProfileSection, ProfileView
from app.views import CellKind, CellView, TableView
from ontology.namespaces import DCTERMS, RDFS, SKOS, bind_prefixes
from ontology.words import words_of

_COLUMNS = ("section", "record", "field", "value", "iri")
_WORDS = words_of(__name__)


def to_csv(released: Released[ProfileView | None]) -> bytes:
    """One line per value: section, record, field, value, IRI. Excel reads it by a double click."""
    profile = _profile(released)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    # A table travels without its explanations: what is only supposed must say so in every row.
    head, supposed = (
        ((_WORDS("scenario", profile.lang),), (released.scenario,)) if released.scenario else ((), ())
    )
    writer.writerow([*(_WORDS(f"column.{name}", profile.lang) for name in _COLUMNS), *head])
    for line in _lines(profile):
        writer.writerow([_harmless(text) for text in (*line, *supposed)])
    return out.getvalue().encode("utf-8-sig")


def to_turtle(released: Released[ProfileView | None]) -> bytes:
    """The profile as Turtle."""
    return linked_data.turtle(profile_graph(released))


def to_jsonld(released: Released[ProfileView | None]) -> bytes:
    """The profile as JSON-LD, with our prefixes as context."""
    return linked_data.jsonld(profile_graph(released))


def profile_graph(released: Released[ProfileView | None]) -> Graph:
    """The record and what its tables show of others, as triples.

    Raises:
        GateError: not a released profile.
    """
    profile, graph = _profile(released), bind_prefixes(Graph())
    here = URIRef(profile.iri)
    graph.add((here, RDFS.label, Literal(profile.label, lang=profile.lang)))
    graph.add((here, DCTERMS.identifier, Literal(profile.key)))
    graph.add((here, DCTERMS.valid, Literal(profile.reference_date)))
    graph.add((here, DCTERMS.hasVersion, Literal(profile.version)))
    graph.add((here, DCTERMS.audience, Literal(profile.audience)))
    withheld = released.withheld_text(profile.lang)
    supposed = released.scenario_text(profile.lang)
    for text in filter(None, (supposed, profile.origin.text if profile.origin else "", withheld)):
        graph.add((here, SKOS.note, Literal(text, lang=profile.lang)))
    for section in profile.sections:
        for fact in section.facts:
            for cell in fact.cells:
                _add(graph, here, fact.property, cell, profile.lang)
        _add_table(graph, here, section, profile.lang)
    return graph


def _add_table(graph: Graph, here: URIRef, section: ProfileSection, lang: str) -> None:
    """What the rows say about their records, by the properties of the columns."""
    table = section.table
    if table is None or not section.properties or table.columns[0].kind is not CellKind.RECORD:
        return
    for row in table.rows:
        if row[0].iri is None or row[0].mark is not None:
            continue
        record = URIRef(row[0].iri)
        graph.add((record, RDFS.label, Literal(row[0].text, lang=lang)))
        _add(graph, here, section.relation, row[0], lang)
        for path, cell in zip(section.properties[1:], row[1:], strict=True):
            _add(graph, record, path, cell, lang)


def _add(graph: Graph, record: URIRef, path: str, cell: CellView, lang: str) -> None:
    """Say a cell with the path to it: `p`, `p q` over a node between, or backwards `^p`."""
    if not path or not cell.text:
        return
    if cell.iri and cell.mark is None:
        value: URIRef | Literal = URIRef(cell.iri)
        graph.add((value, RDFS.label, Literal(cell.text, lang=lang)))
    elif cell.mark is None and isinstance(cell.value, int | Decimal | date):
        value = Literal(cell.value)
    else:
        value = Literal(cell.text, lang=lang)
    if path.startswith("^"):
        if isinstance(value, URIRef):
            graph.add((value, URIRef(path[1:]), record))
        return
    first, _, second = path.partition(" ")
    if not second:
        graph.add((record, URIRef(first), value))
        return
    between = graph.value(record, URIRef(first), default=None) or BNode(f"n{len(graph)}")
    graph.add((record, URIRef(first), between))
    graph.add((between, URIRef(second), value))


def _lines(profile: ProfileView) -> Iterable[tuple[str, ...]]:
    for section in profile.sections:
        for fact in section.facts:
            for cell in fact.cells or (CellView(fact.text),):
                yield section.title, profile.label, fact.label, cell.text, cell.iri or ""
        if section.table is not None:
            yield from _table_lines(section.title, section.table, section.claim_text)
    origin = profile.origin
    for table in (
        (origin.sources, origin.conflicts, origin.waiting, profile.related) if origin else (profile.related,)
    ):
        yield from _table_lines(table.title, table, "")


def _table_lines(title: str, table: TableView, claim: str) -> Iterable[tuple[str, ...]]:
    if not table.rows:
        note = f"{table.note or ''} ({claim})" if claim else table.note or ""
        yield title, "", "", note, ""
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            if cell.text:
                yield title, row[0].text, column.label, cell.text, cell.iri or ""


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _profile(released: Released[ProfileView | None]) -> ProfileView:
    if not isinstance(released, Released) or not isinstance(released.value, ProfileView):
        raise GateError("app/profiles/exports.py: not a released profile; expected what the service returned")
    return released.value
