"""What a question gives back: rows with everything that is needed to read them rightly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from rdflib import URIRef
from rdflib.term import Node

from ontology.iris import Audience
from queries.header import Column
from queries.settings import Thresholds
from queries.verdict import Claim
from queries.words import Words

Value: TypeAlias = Node | Words
Row: TypeAlias = dict[str, Value | None]


@dataclass(frozen=True, slots=True)
class Block:
    """A table of the answer. `empty` is what to say when it has no rows; no rows are never a zero.

    `records` are the records each row rests on, in the order of the rows; empty if the rows show them themselves.
    """

    name: str
    title: Words
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    empty: Words | None = None
    records: Sequence[Sequence[URIRef]] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """So many records were left out, and why."""

    reason: Words
    count: int


@dataclass(frozen=True, slots=True)
class AspectState:
    """How far one aspect of the inventory is declared for the whole town, at the reference date.

    Attributes:
        aspect: the concept, e.g. `cl:aspekt-angebotsliste`.
        result: ES-1 … ES-4 or Fehlanzeige of the best statement for the whole town; None without one.
        as_of: the day of that statement.
        statements: how many statements on this aspect count at the date, whatever they cover.
    """

    aspect: URIRef
    result: URIRef | None
    as_of: date | None
    statements: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How far the town was surveyed for what was asked.

    `held_back` rows wait in quarantine, `open_offers` are active offers without any coverage data; `words` says all
    of it in a sentence; `claim` is what a negative about the whole town would weigh.
    """

    aspects: tuple[AspectState, ...]
    held_back: int
    open_offers: int
    words: Words
    claim: Claim


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an evaluator makes of the rows of a query.

    `records` says, by block and row, which records a row rests on where it does not show them itself: the parts of a
    sum, what was counted.
    """

    blocks: Mapping[str, Sequence[Row]]
    lead: Words
    exclusions: tuple[Exclusion, ...] = ()
    notes: tuple[Words, ...] = ()
    records: Mapping[str, Sequence[Sequence[URIRef]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question.

    Attributes:
        parameters: name → the terms asked with; empty = no restriction.
        blocks: the tables; a plain question has one, named `rows`.
        lead: the one sentence to put above.
        labels: IRI of a record in the rows → language → its name. Concepts are labelled by `ontology.vocabulary`.
        queries: name → text of every query that was run, with its parameters filled in, the question's own first.
    """

    question_id: str
    title: Words
    question: Words
    definition: Words
    parameters: Mapping[str, tuple[Node, ...]]
    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    lead: Words
    reference_date: date
    version: int
    audience: Audience
    thresholds: Thresholds
    completeness: Completeness
    exclusions: tuple[Exclusion, ...] = ()
    notes: tuple[Words, ...] = ()
    labels: Mapping[URIRef, Mapping[str, str]] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)
    chart: str = "table"

    @property
    def rows(self) -> list[Row]:
        """All rows, block after block."""
        return [row for block in self.blocks for row in block.rows]

    def block(self, name: str) -> Block:
        """The block of that name; `KeyError` if there is none."""
        return next((b for b in self.blocks if b.name == name), None) or _missing(name)


def _missing(name: str) -> Block:
    raise KeyError(name)
