"""The layout of the tables about money that no question has, and an answer made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml
from rdflib import URIRef

from queries.answer import Answer, Block, Exclusion, Row
from queries.declarations import Declarations
from queries.header import EvidenceBlock
from queries.reading import Reading
from queries.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """What a computation has to say: its rows by table, the sentence above, the records behind rows where they do not show them."""

    title: Words
    question: Words
    definition: Words
    lead: Words
    rows: Mapping[str, Sequence[Row]]
    records: Mapping[str, Sequence[Sequence[URIRef]]] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


def money_answer(
    reading: Reading,
    layout: str,
    told: Told,
    aspects: Sequence[URIRef],
    declarations: Declarations | None = None,
) -> Answer:
    """The answer with the tables of a layout, in their order.

    Args:
        reading: the town that was read.
        layout: a key of `money_tables.yaml`.
        told: what was computed; it has rows for every table of the layout.
        aspects: the inventory aspects it depends on.
        declarations: what is declared about the inventory, if it was read already.
    """
    things = [value for rows in told.rows.values() for row in rows for value in row.values()]
    behind = [record for rows in told.records.values() for row in rows for record in row]
    return Answer(
        question_id=layout,
        title=told.title,
        question=told.question,
        definition=told.definition,
        parameters={},
        columns=(),
        blocks=tuple(
            Block(
                spec.name,
                spec.title,
                spec.columns,
                told.rows[spec.name],
                spec.empty,
                told.records.get(spec.name, ()),
            )
            for spec in _layouts()[layout]
        ),
        lead=told.lead,
        reference_date=reading.reference_date,
        version=reading.snapshot.version,
        audience=reading.audience,
        thresholds=reading.thresholds,
        completeness=(declarations or Declarations(reading)).completeness(aspects),
        exclusions=told.exclusions,
        notes=told.notes,
        labels=reading.labels([*(t for t in things if isinstance(t, URIRef)), *behind]),
        queries=reading.queries,
    )


@cache
def _layouts() -> dict[str, tuple[EvidenceBlock, ...]]:
    given = yaml.safe_load(files(__package__).joinpath("money_tables.yaml").read_text("utf-8"))
    return {name: tuple(map(EvidenceBlock.model_validate, blocks)) for name, blocks in given.items()}
