"""What stands in a cell for a value: the way back from a record to the row it could have been read from.

A text is used only if the reader makes the very same value of it; so what is written here comes back unchanged.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rdflib import Literal, URIRef
from rdflib.term import Node

from loaders.canonical import Cell
from loaders.cells import CellReader
from loaders.concepts import concept_text
from loaders.dates import german
from loaders.numbers import plain
from loaders.readings import Blank
from ontology import iris
from ontology.namespaces import XSD
from ontology.sheets import ColumnSpec, Kind
from ontology.vocabulary import label, notation

BLANK_WORDS = {Blank.UNKNOWN: "unbekannt", Blank.NONE: "keine"}
"""How the two kinds of a missing value are written."""

_DASH = "-"  # "keine" may be a term of the column's list
_YES_NO = {"true": "ja", "1": "ja", "false": "nein", "0": "nein"}
_SEPARATOR = "; "


def written(values: Iterable[Node], column: ColumnSpec, reader: CellReader) -> str:
    """The text of a cell that holds `values`; empty if there are none.

    Args:
        values: of one column of one record.
        column: what the cell is read as.
        reader: knows the records that can be referred to.
    """
    texts = sorted({_one(value, column, reader) for value in values}, key=str.casefold)
    return _SEPARATOR.join(texts)


def written_blank(blank: Blank, column: ColumnSpec, reader: CellReader) -> str:
    """The word for a missing value, as this column understands it."""
    word = BLANK_WORDS[blank]
    return word if reader.read(Cell(word), column).blank is blank else _DASH


def _one(value: Node, column: ColumnSpec, reader: CellReader) -> str:
    own = reader.terms.word(value) if isinstance(value, URIRef) and column.kind is Kind.CONCEPT else None
    candidates = list(dict.fromkeys([*([own] if own else []), *_candidates(value, column)]))
    for text in candidates:
        if column.repeatable and ";" in text and column.kind is not Kind.LEGAL:
            continue  # would come apart beside others
        if reader.read(Cell(text), column).values == (value,):
            return text
    return candidates[0]


def _candidates(value: Node, column: ColumnSpec) -> Iterator[str]:
    if isinstance(value, URIRef):
        yield from _named(value, column)
    elif isinstance(value, Literal):
        yield _literal(value, column.kind)
    yield str(value)


def _named(value: URIRef, column: ColumnSpec) -> Iterator[str]:
    parts = iris.parts(value)
    if column.kind is Kind.REFERENCE and parts:
        yield parts.key
        yield f"{parts.slug}-{parts.key}"  # one key may belong to records of several classes
    elif parts:
        yield " + ".join(parts.key.split("_"))  # a group put together by `+`
    elif column.kind in {Kind.CONCEPT, Kind.LEGAL}:
        yield concept_text(value)
        yield label(value)
        yield notation(value)


def _literal(value: Literal, kind: Kind) -> str:
    text = str(value)
    if kind is Kind.BOOLEAN:
        return _YES_NO.get(text, text)
    if value.datatype == XSD.date:
        day = value.toPython()
        return german(day) if hasattr(day, "year") else text
    if kind is Kind.SHARE:
        return f"{plain(Decimal(text) * 100)} %".replace(".", ",")
    if kind is Kind.MONEY:
        amount = Decimal(text)
        return plain(amount) if amount == amount.to_integral_value() else f"{amount:.2f}".replace(".", ",")
    return text.replace(".", ",") if kind is Kind.DECIMAL else text


__all__ = ["BLANK_WORDS", "written", "written_blank"]
