"""Contradictions between sources as rows: which value holds, which lost, according to whom."""

from collections.abc import Iterable

from rdflib import Literal, URIRef
from rdflib.term import Node

from ontology.vocabulary import label, vocabulary
from queries.answer import Row
from queries.reading import Reading, iri
from queries.words import Words


def conflict_rows(reading: Reading, records: Iterable[URIRef]) -> list[Row]:
    """The contradictions about some records; columns record, property, holds, holdsFrom, lost, lostFrom."""
    wanted = sorted(set(records))
    if not wanted:
        return []
    rows = reading.facts("conflicts", record=wanted)
    names = reading.labels([row[side] for row in rows for side in ("winner", "loser")])
    return [
        {
            "record": iri(row["record"]),
            "property": iri(row["property"]),
            "holds": shown(row["winner"], names),
            "holdsFrom": row["winnerFrom"],
            "lost": shown(row["loser"], names),
            "lostFrom": row["loserFrom"],
        }
        for row in rows
    ]


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
