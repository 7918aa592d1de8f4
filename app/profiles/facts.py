"""What the Stand says about records, and values as cells people read; the material profiles are made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from babel import Locale
from rdflib import URIRef
from rdflib.term import Node

from app import display
from app.asked import Asked
from app.protection import statement
from app.small_numbers import counts_people, is_small, small_text
from app.town import OpenTown
from app.views import CellKind, CellView, Mark
from ontology import iris
from ontology.namespaces import DCTERMS, RDFS, SKOS
from ontology.sheets import ColumnSpec, Kind
from queries.rq import fill
from shapes import inverse_columns

_KINDS: Final = {
    Kind.REFERENCE: CellKind.RECORD,
    Kind.CONCEPT: CellKind.CONCEPT,
    Kind.LEGAL: CellKind.CONCEPT,
    Kind.DATE: CellKind.DATE,
    Kind.INTEGER: CellKind.INTEGER,
    Kind.DECIMAL: CellKind.DECIMAL,
    Kind.MONEY: CellKind.MONEY,
    Kind.SHARE: CellKind.SHARE,
}
Facts = Mapping[URIRef, Mapping[URIRef, Sequence[Node]]]


class Named(NamedTuple):
    """That a record names a value with a property, and of which class the record is."""

    record: URIRef
    path: URIRef
    value: URIRef
    cls: URIRef


class Material:
    """The records of a town at a version, for an audience; what was read is kept for the next part of a profile."""

    def __init__(self, town: OpenTown, asked: Asked) -> None:
        self.reading: Final = asked.reading(town)
        self.lang: Final = asked.lang
        self.smallest: Final = town.thresholds.smallest_number
        self._facts: dict[URIRef, dict[URIRef, list[Node]]] = {}
        self._named: dict[URIRef, list[Named]] = {}

    def about(self, records: Iterable[URIRef]) -> Facts:
        """Record → property → values, also of the nodes that belong to it alone (its address)."""
        wanted = list(dict.fromkeys(records))
        self._load(wanted)
        own = [v for r in wanted for vs in self._facts[r].values() for v in vs if str(v).startswith(f"{r}-")]
        self._load([v for v in own if isinstance(v, URIRef)])
        return {record: self._facts[record] for record in wanted}

    def naming(self, values: Iterable[URIRef]) -> list[Named]:
        """The records that name one of the values."""
        wanted = list(dict.fromkeys(values))
        if new := [v for v in wanted if v not in self._named]:
            for value in new:
                self._named[value] = []
            stand = [iris.stand_graph(self.reading.snapshot.ags, self.reading.audience)]
            for record, path, value_, cls in self._ask("pointing_here.rq", "value", new, stand):
                if (
                    isinstance(record, URIRef)
                    and isinstance(path, URIRef)
                    and isinstance(value_, URIRef)
                    and isinstance(cls, URIRef)
                ):
                    self._named[value_].append(Named(record, path, value_, cls))
        return [named for value in wanted for named in self._named[value]]

    def values(self, record: URIRef, column: ColumnSpec) -> Sequence[Node]:
        """What a record says in a column of its sheet."""
        if column.tag in inverse_columns():
            return sorted({n.record for n in self.naming([record]) if n.path == column.paths[0]})
        first, *more = column.paths
        here = list(self.about([record])[record].get(first, ()))
        if not more:
            return here
        return [
            v for node in here if isinstance(node, URIRef) for v in self._facts.get(node, {}).get(more[0], ())
        ]

    def cell(self, values: Sequence[Node], kind: CellKind, column: ColumnSpec | None = None) -> CellView:
        """Values as one cell; it leads to what it names if that is one thing."""
        cells = self.cells(values, kind, column)
        if len(cells) == 1:
            return cells[0]
        return CellView("; ".join(cell.text for cell in cells))

    def cells(
        self, values: Sequence[Node], kind: CellKind, column: ColumnSpec | None = None
    ) -> tuple[CellView, ...]:
        """Values as cells, in the order of their texts."""
        names = self.reading.labels([v for v in values if isinstance(v, URIRef)])
        shown = [self._cell(value, kind, column, names) for value in values]
        return tuple(sorted(dict.fromkeys(shown), key=lambda cell: (cell.text.casefold(), cell.iri or "")))

    def name(self, record: URIRef) -> str:
        """The name of a record, else its key."""
        facts = self.about([record])[record]
        found = [*facts.get(RDFS.label, ()), *facts.get(DCTERMS.identifier, ())]
        return str(found[0]) if found else display.iri_label(record, self.lang, {})

    def _cell(
        self, value: Node, kind: CellKind, column: ColumnSpec | None, names: display.Labels
    ) -> CellView:
        if column is not None and column.kind is Kind.LANGUAGE:
            known = Locale.parse(self.lang).languages.get(str(value).lower())
            return CellView(str(known or value))
        if column is not None and column.kind is Kind.URL:
            return CellView(str(value))  # an address names nothing of the town: it is read as it is
        cell = display.cell(value, kind, self.lang, names)
        if column is not None and counts_people(column) and is_small(cell.value, self.smallest):
            return CellView(small_text(self.smallest, self.lang), mark=Mark.SMALL_NUMBER)
        return cell

    def _load(self, records: Sequence[URIRef]) -> None:
        new = [r for r in records if r not in self._facts]
        if not new:
            return
        found: dict[URIRef, defaultdict[URIRef, list[Node]]] = {r: defaultdict(list) for r in new}
        for record, path, value in self._ask("about.rq", "record", new, self.reading.graphs()):
            if not isinstance(record, URIRef) or not isinstance(path, URIRef) or value is None:
                continue
            if self._is_in_language(value):
                found[record][path].append(value)
        self._facts.update(found)

    def _is_in_language(self, value: Node) -> bool:
        """Whether a text of a vocabulary is in the reader's language; what a town says is in one language only."""
        language = getattr(value, "language", None)
        return language in (None, "de", self.lang)

    def _ask(
        self, name: str, variable: str, values: Sequence[URIRef], graphs: Sequence[URIRef]
    ) -> Iterable[tuple[Node | None, ...]]:
        query = fill(statement(name), {variable: values}, name)
        return self.reading.snapshot.engine.select(query, graphs).rows


def kind_of(column: ColumnSpec) -> CellKind:
    """How a column of a sheet is read."""
    if counts_people(column):
        return CellKind.PERSONS
    return _KINDS.get(column.kind, CellKind.TEXT)


LANGUAGE_TEXTS: Final = frozenset({SKOS.definition, SKOS.note, SKOS.altLabel})
"""What a vocabulary says in several languages; shown in the reader's, else in German."""
