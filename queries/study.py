"""Studies: answers that no question of the catalogue gives, each with a header of its own in `queries/studies`.

A page that needs more than one question can say, or something between them, asks a study. It has a definition, a denominator
and evidence as every answer has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Final

import yaml
from rdflib import URIRef

from ontology.codes import CL
from ontology.iris import Audience
from queries.answer import Answer, Block, Outcome, Row
from queries.declarations import Declarations
from queries.errors import ParameterError
from queries.header import EvidenceBlock, Strict
from queries.parameters import Record, concept, record
from queries.reading import Reading, Snapshot
from queries.settings import Thresholds
from queries.words import Words

_MODULES: Final[Mapping[str, str]] = {
    "need-tracks": "queries.need_tracks",
    "goal-ways": "queries.goal_ways",
    "criteria-and-funds": "queries.criteria_and_funds",
    "committee-dates": "queries.committee_dates",
}


class StudyHeader(Strict):
    """What a study says about itself: `aspects` as in the header of a question, `blocks` its tables in their order."""

    title: Words
    question: Words
    definition: Words
    aspects: tuple[str, ...] = ()
    blocks: tuple[EvidenceBlock, ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a study is narrowed to: a need or field, an area; None = no restriction."""

    field: URIRef | None = None
    within: URIRef | None = None


def studies() -> tuple[str, ...]:
    """The names of all studies."""
    return tuple(_MODULES)


def study(
    snapshot: Snapshot,
    name: str,
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
    field: str = "",
    within: str = "",
) -> Answer:
    """A study of a town at a date.

    Args:
        snapshot: the town at one version.
        name: one of `studies()`.
        audience: whose Stand is read.
        reference_date: the day it is about.
        settings: thresholds; None = those that ship.
        field: notation or IRI of a need or field of action; empty for all.
        within: key or IRI of an area; empty for all.

    Raises:
        ParameterError: unknown study, need or area.
    """
    if name not in _MODULES:
        raise ParameterError(f"study: '{name}' is unknown; expected one of {', '.join(_MODULES)}")
    reading = Reading(snapshot, audience, reference_date, settings or Thresholds.load())
    narrowed = Narrowed(
        concept(f"{name}.field", "needs", field, reading.choices()) if field else None,
        record(f"{name}.within", within, _areas(reading)) if within else None,
    )
    evaluate: Callable[[Reading, Narrowed], Outcome] = import_module(_MODULES[name]).evaluate
    return _answer(reading, name, narrowed, evaluate(reading, narrowed))


def _areas(reading: Reading) -> tuple[Record, ...]:
    return tuple(reading.choices().areas)


def _answer(reading: Reading, name: str, narrowed: Narrowed, outcome: Outcome) -> Answer:
    header = study_header(name)
    things = [value for rows in outcome.blocks.values() for row in rows for value in row.values()]
    behind = [record for rows in outcome.records.values() for row in rows for record in row]
    given = {"field": narrowed.field, "within": narrowed.within}
    return Answer(
        question_id=name,
        title=header.title,
        question=header.question,
        definition=header.definition,
        parameters={key: (value,) for key, value in given.items() if value},
        columns=(),
        blocks=tuple(_block(spec, outcome) for spec in header.blocks if spec.name in outcome.blocks),
        lead=outcome.lead,
        reference_date=reading.reference_date,
        version=reading.snapshot.version,
        audience=reading.audience,
        thresholds=reading.thresholds,
        completeness=Declarations(reading).completeness([CL[f"aspekt-{a}"] for a in header.aspects]),
        exclusions=tuple(exclusion for exclusion in outcome.exclusions if exclusion.count),
        notes=outcome.notes,
        labels=reading.labels([*(thing for thing in things if isinstance(thing, URIRef)), *behind]),
        queries=reading.queries,
    )


def _block(spec: EvidenceBlock, outcome: Outcome) -> Block:
    rows: list[Row] = list(outcome.blocks[spec.name])
    return Block(spec.name, spec.title, spec.columns, rows, spec.empty, outcome.records.get(spec.name, ()))


@cache
def study_header(name: str) -> StudyHeader:
    """The header of a study."""
    text = files("queries").joinpath("studies", f"{name.replace('-', '_')}.yaml").read_text("utf-8")
    return StudyHeader.model_validate(yaml.safe_load(text))
