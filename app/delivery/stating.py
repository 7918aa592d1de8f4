"""What of a checked row the house states itself: only what was changed, and that it is settled.

A row goes through reader and rules whole, so that a change is judged beside what it is changed in; what other sources
say of the record stays their statement.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from rdflib import URIRef

from loaders import Delivery, Record, Statement
from ontology.namespaces import DCTERMS
from ontology.sheets import SheetSpec
from ontology.terms import SOZ
from shapes import inverse_columns

_ALWAYS: Final = {DCTERMS.identifier}


@dataclass(frozen=True, slots=True)
class Said:
    """Which columns of a row are stated; None = all."""

    spec: SheetSpec
    columns: frozenset[str] | None


def stated_columns(spec: SheetSpec, tags: set[str], texts: Mapping[str, str]) -> frozenset[str]:
    """The columns the house states; of an address all, for half an address is none."""
    by_tag = {column.tag: column for column in spec.columns}
    shared = {by_tag[tag].paths[0] for tag in tags if len(by_tag[tag].paths) > 1}
    stated = {*tags, *(c.tag for c in spec.columns if c.paths[0] in shared)}
    disclosed = [c for c in spec.columns if c.paths == (SOZ.disclosure,) and c.tag in tags]
    if disclosed and texts.get(disclosed[0].tag, "").casefold() == "öffentlich":
        return frozenset(by_tag)  # to the public nobody else has spoken of it yet
    return frozenset(stated)


def narrowed(said: Mapping[URIRef, Said]) -> Callable[[Delivery], Delivery]:
    """Keeps of each record what is to be stated, and marks each property as settled."""

    def narrow(delivery: Delivery) -> Delivery:
        letters: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for use in delivery.columns:
            letters[use.sheet][use.letter] = use.tag
        records = (
            _record(record, said[record.iri], letters[record.place.sheet or ""])
            for record in delivery.records
        )
        return replace(delivery, records=tuple(records))

    return narrow


def _record(record: Record, wanted: Said, letters: Mapping[str, str]) -> Record:
    spec, tags = wanted.spec, wanted.columns
    chosen = frozenset(c.tag for c in spec.columns) if tags is None else tags
    said = [s for s in record.statements if s.path in _ALWAYS or letters.get(s.column or "") in chosen]
    nodes = {s.subject for s in said if s.subject is not None}
    if tags is None:
        said = list(record.statements)
    else:
        said += [s for s in record.statements if s.column is None and s.subject in nodes]
    named = {letters[s.column] for s in said if s.column}
    columns = [
        c
        for c in spec.columns
        if c.tag in named and c.tag not in inverse_columns() and c.paths[0] not in _ALWAYS
    ]
    marks = [Statement(SOZ.settles, path) for path in dict.fromkeys(c.paths[0] for c in columns)]
    return replace(record, statements=(*said, *marks))
