"""Records, fields and values in the words of those who keep the data, before and after a change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from rdflib import URIRef
from rdflib.term import Node

from app import display
from app.delivery.changes import Records
from app.views import CellKind, FieldChange
from graph import Quad
from graph.protection import PEOPLE, RESTING
from loaders.records import Record
from ontology.namespaces import DCTERMS, PROV, RDF, RDFS
from ontology.terms import SOZ

_NOT_SHOWN = {PROV.wasDerivedFrom, RDF.type, SOZ.notDeliveredSince, SOZ.settles}


class Names:
    """What records, classes and values are called, in one language.

    Args:
        lang: "de" or "en".
        quads: what is said about records; of two names the later one holds.
        delivered: records of a file that are perhaps not in `quads`.
    """

    def __init__(self, lang: str, quads: Iterable[Quad], delivered: Iterable[Record] = ()) -> None:
        self.lang = lang
        self._labels: dict[URIRef, dict[str, str]] = {}
        self._keys: dict[URIRef, str] = {}
        for subject, path, value, _ in quads:
            if path == RDFS.label:
                self._labels[subject] = {getattr(value, "language", None) or "de": str(value)}
            elif path == DCTERMS.identifier:
                self._keys[subject] = str(value)
        for record in delivered:
            self._keys[record.iri] = record.key
            for value in record.values(RDFS.label):
                self._labels[record.iri] = {"de": str(value)}

    def of(self, iri: URIRef) -> str:
        """The name of a record or concept."""
        return display.iri_label(iri, self.lang, self._labels)

    def key(self, iri: URIRef) -> str:
        """The key of a record; empty if it has none."""
        return self._keys.get(iri, "")

    def values(self, values: Iterable[Node]) -> str:
        """Values as one text."""
        texts = (display.cell(v, CellKind.TEXT, self.lang, self._labels).text for v in values)
        return "; ".join(sorted(texts))


def field_changes(iri: URIRef, before: Records, after: Records, names: Names) -> Iterable[FieldChange]:
    """The fields of a record that differ, old and new."""
    old_values, new_values = _by_path(before, iri), _by_path(after, iri)
    few = min(
        (n for path in PEOPLE for values in (old_values, new_values) for n in _numbers(values.get(path))),
        default=None,
    )
    for path in sorted(old_values.keys() | new_values.keys()):
        old, new = old_values.get(path, set()), new_values.get(path, set())
        if old != new:
            people = few if path in RESTING else None
            yield FieldChange(
                display.term_label(path, names.lang), names.values(old), names.values(new), people
            )


def _numbers(values: Iterable[Node] | None) -> Iterable[Decimal]:
    for value in values or ():
        number = display.scalar(value)
        if isinstance(number, int | Decimal) and number > 0:
            yield Decimal(number)


def _by_path(records: Records, iri: URIRef) -> Mapping[URIRef, set[Node]]:
    """The values of a record by property; parts (an address) count with their own properties."""
    found: defaultdict[URIRef, set[Node]] = defaultdict(set)
    for _, path, value, _ in records.by_record.get(iri, ()):
        if path not in _NOT_SHOWN and not (isinstance(value, URIRef) and value.startswith(f"{iri}-")):
            found[path].add(value)
    return found
