"""A question put with other thresholds: in which table of its answer each thing stands, to be compared run by run."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rdflib import URIRef

from graph.town import Snapshot
from ontology.iris import Audience
from queries.asking import ask
from queries.header import Column
from queries.settings import Thresholds
from queries.words import Words

Thing = tuple[URIRef, ...]

_THINGS: Final = {
    "I3": ("need", "group", "area"),
    "A4": ("need", "group", "area"),
    "A5": ("offer",),
    "F2": ("offer",),
    "K1": ("offer",),
}
"""Question → the columns that say what a row is about."""
_TOLD: Final = {"K1": "outdated"}
"""Question → the column that says where a thing stands, if the table does not."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of each thing: `title` of the question, its `columns`, thing → the tables it stands in, in words."""

    title: Words
    columns: tuple[Column, ...]
    of: Mapping[Thing, Words]
    labels: Mapping[URIRef, Mapping[str, str]]


def asked_with(
    snapshot: Snapshot, question: str, thresholds: Thresholds, audience: Audience, reference_date: date
) -> Told:
    """A question with these thresholds, without any parameter.

    Raises:
        KeyError: nobody said what its rows are about.
    """
    answer = ask(
        snapshot, question, {}, audience=audience, reference_date=reference_date, settings=thresholds
    )
    names = _THINGS[question]
    found: defaultdict[Thing, dict[Words, None]] = defaultdict(dict)
    columns: dict[str, Column] = {}
    for block in answer.blocks:
        known = {column.name: column for column in block.columns}
        if not set(names) <= known.keys():
            continue
        columns |= {name: known[name] for name in names}
        for row in block.rows:
            thing = tuple(value for name in names if isinstance(value := row[name], URIRef))
            told = row.get(_TOLD[question]) if question in _TOLD else block.title
            if isinstance(told, Words) and len(thing) == len(names):
                found[thing][told] = None
    joined = {
        thing: Words(" / ".join(w.de for w in told), " / ".join(w.en for w in told))
        for thing, told in found.items()
    }
    title = Words(f"{question} · {answer.title.de}", f"{question} · {answer.title.en}")
    return Told(title, tuple(columns.values()), joined, answer.labels)
