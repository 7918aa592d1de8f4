"""Contradictions between sources as rows: which value holds, which lost, according to whom; and values in words."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.terms import SOZ
from ontology.vocabulary import label, vocabulary
from queries.answer import Row
from queries.reading import Reading, iri
from queries.words import Words

_COUNTS = frozenset((SOZ.value, SOZ.persons, SOZ.lowerBound, SOZ.upperBound, SOZ.caseCount, SOZ.respondents))


def conflict_rows(reading: Reading, records: Iterable[URIRef]) -> list[Row]:
    """The contradictions about some records; columns record, property, holds, holdsFrom, lost, lostFrom."""
    wanted = sorted(set(records))
    if not wanted:
        return []
    rows = reading.facts("conflicts", record=wanted)
    names = reading.labels([row[side] for row in rows for side in ("winner", "loser")])
    smallest = reading.thresholds.smallest_number
    return [
        {
            "record": iri(row["record"]),
            "property": iri(row["property"]),
            "holds": shown_of(row["property"], row["winner"], names, smallest),
            "holdsFrom": row["winnerFrom"],
            "lost": shown_of(row["property"], row["loser"], names, smallest),
            "lostFrom": row["loserFrom"],
        }
        for row in rows
    ]


def shown_of(
    prop: Node | None, value: Node | None, names: dict[URIRef, dict[str, str]], smallest: int
) -> Words:
    """A value of a property in words, unless it is a number that may count people and is too small to show."""
    return _WITHHELD if prop in _COUNTS and _is_small(value, smallest) else shown(value, names)


def shown(value: Node | None, names: dict[URIRef, dict[str, str]]) -> Words:
    """A value of any kind in words: names of concepts and records, everything else as it is written."""
    if isinstance(value, URIRef):
        if (value, None, None) in vocabulary():
            return Words(label(value, "de"), label(value, "en"))
        name = names.get(value, {})
        known = name.get("de") or str(value).rpartition("/")[2]
        return Words(known, name.get("en") or known)
    if isinstance(value, Literal) and value.value in (True, False) and str(value) in {"true", "false"}:
        return Words("ja", "yes") if str(value) == "true" else Words("nein", "no")
    return Words(str(value), str(value))


def _is_small(value: Node | None, smallest: int) -> bool:
    try:
        return 0 < Decimal(str(value)) < smallest
    except InvalidOperation:
        return False


_WITHHELD = Words("gesperrt (kleine Zahl)", "withheld (small number)")
