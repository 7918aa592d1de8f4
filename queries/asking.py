"""A question put to a town: parameters in, answer out.

Header and text of the question → terms for its parameters and dates → rows of its query → its evaluator, if it has
one → `Answer` with completeness, exclusions, names and every query that was run.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TypeAlias

from rdflib import URIRef
from rdflib.term import Node

from ontology.iris import Audience
from ontology.terms import CL
from queries import rq
from queries.answer import Answer, Block, Outcome, Row
from queries.catalogue import Catalogue, Question
from queries.cells import Cells
from queries.declarations import Declarations
from queries.errors import ParameterError, QuestionFileError
from queries.header import MUNICIPALITY, BlockSpec, Column, Header
from queries.parameters import Terms, read_dates, read_parameters
from queries.reading import Binding, Reading, Snapshot
from queries.settings import Thresholds

Earlier: TypeAlias = Callable[[int], Snapshot]


@dataclass(frozen=True, slots=True)
class Before:
    """The same query at an earlier version."""

    version: int
    rows: Sequence[Binding]
    reading: Reading


@dataclass(frozen=True)
class Asking:
    """What an evaluator works with: the question, its parameters as terms, the rows of its query, the town.

    `network` holds the rows of the projection that the question names for an algorithm; `before` those of its query
    at the earlier version it compares with, None if there is no such version.
    """

    question: Question
    reading: Reading
    values: Mapping[str, Terms]
    rows: Sequence[Binding]
    network: Sequence[Binding] = ()
    before: Before | None = None

    @cached_property
    def declarations(self) -> Declarations:
        """What is declared about the inventory of the town."""
        return Declarations(self.reading)

    @cached_property
    def cells(self) -> Cells:
        """How well offers cover the cells of the town."""
        return Cells(self.reading)

    @cached_property
    def whole(self) -> "Asking | None":
        """The same question put to all that is recorded; None for a reader who sees all of it anyway.

        Tells whether "there is none" would hold there as well. Nothing else of it may reach the reader.
        """
        if self.reading.audience is Audience.INTERN:
            return None
        return _asked(self.question, replace(self.reading, audience=Audience.INTERN, queries={}), self.values)

    def term(self, name: str) -> Node | None:
        """The single term of a parameter; None = no restriction."""
        return self.values[name][0]

    def area(self, name: str) -> URIRef | None:
        """The area of a parameter; None = no restriction."""
        term = self.term(name)
        return term if isinstance(term, URIRef) else None

    def number(self, name: str) -> int:
        """The number of a parameter."""
        return int(str(self.term(name)))


def ask(
    snapshot: Snapshot,
    question_id: str,
    parameters: Mapping[str, str | Sequence[str]],
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
    catalogue: Catalogue | None = None,
    earlier: Earlier | None = None,
) -> Answer:
    """The answer of a town to a question of the catalogue.

    Args:
        snapshot: the town at one version.
        question_id: code (`A1`) or file stem of the question.
        parameters: name → notation, key, name or IRI; several for a parameter that takes several. What is left out
            takes its default.
        audience: whose Stand is read.
        reference_date: the day the answer is about.
        settings: thresholds; None = those that ship.
        catalogue: where the question is looked up; None = the questions that ship.
        earlier: opens an earlier version, for questions that compare; None = there is none.

    Raises:
        UnknownQuestionError: there is no such question.
        ParameterError: a parameter is unknown, missing or not of its type.
        StoreError: the store failed.
    """
    given = Given(snapshot, audience, reference_date, settings, catalogue, earlier)
    asking = prepared(given, question_id, parameters)
    header = asking.question.header
    outcome = _evaluator(header.evaluate)(asking) if header.evaluate else _plain(header, asking.rows)
    return _answer(asking, outcome)


@dataclass(frozen=True, slots=True)
class Given:
    """The state of knowledge a question is put to; what is None takes what ships, `earlier` None: no earlier version."""

    snapshot: Snapshot
    audience: Audience
    reference_date: date
    settings: Thresholds | None = None
    catalogue: Catalogue | None = None
    earlier: Earlier | None = None


def prepared(given: Given, question_id: str, parameters: Mapping[str, str | Sequence[str]]) -> Asking:
    """A question with the rows of its query, before anything is made of them.

    For what rests on a question and says more of its rows than the answer does.

    Raises:
        UnknownQuestionError: there is no such question.
        ParameterError: a parameter is unknown, missing or not of its type.
        StoreError: the store failed.
    """
    question = (given.catalogue or Catalogue.load()).get(question_id)
    reading = Reading(
        given.snapshot, given.audience, given.reference_date, given.settings or Thresholds.load()
    )
    header = question.header
    wants_records = any(parameter.kind == "record" for parameter in header.parameters)
    choices = reading.choices(records=wants_records)
    values = read_parameters(header, parameters, choices, given.reference_date)
    values = _with_municipality(header, values, reading)
    asking = _asked(question, reading, values)
    return replace(asking, before=_before(asking, given.earlier))


def _asked(question: Question, reading: Reading, values: Mapping[str, Terms]) -> Asking:
    filled = _filled(question.header, reading, values)
    rows = reading.run(question.text, question.stem, filled, question.header.graphs)
    return Asking(question, reading, values, rows, _network(question.header, filled, reading))


def _filled(header: Header, reading: Reading, values: Mapping[str, Terms]) -> Mapping[str, Terms]:
    """What goes into the query itself: its parameters and dates."""
    dates = read_dates(header, values, reading.reference_date, reading.thresholds)
    return {p.name: values[p.name] for p in header.parameters if not p.computed} | dates


def _with_municipality(header: Header, values: dict[str, Terms], reading: Reading) -> dict[str, Terms]:
    """Where a parameter starts with the whole town and none was named, the area that is the town."""
    for parameter in header.parameters:
        if parameter.default == MUNICIPALITY and values[parameter.name] == (None,):
            values[parameter.name] = (reading.municipality,)
    return values


def _network(header: Header, values: Mapping[str, Terms], reading: Reading) -> Sequence[Binding]:
    """The rows of the projection an algorithm works on; it takes those parameters it has blocks for."""
    if header.network is None:
        return ()
    text = rq.load("networks", header.network)
    own = rq.values_blocks(text).keys()
    return reading.run(text, header.network, {name: v for name, v in values.items() if name in own})


def _before(asking: Asking, earlier: Earlier | None) -> Before | None:
    """The rows of the question at the version it compares with; 0 means the version just before."""
    question, reading = asking.question, asking.reading
    header, now = question.header, reading.snapshot.version
    if header.compares is None or earlier is None:
        return None
    wanted = asking.number(header.compares) or now - 1
    if wanted < 1:
        return None
    if wanted >= now:
        raise ParameterError(
            f"{header.id}.{header.compares}: {wanted} is not before version {now}; expected less"
        )
    then = Reading(earlier(wanted), reading.audience, reading.reference_date, reading.thresholds)
    filled = _filled(header, then, asking.values)
    return Before(wanted, then.run(question.text, question.stem, filled, header.graphs), then)


def _evaluator(name: str) -> Callable[[Asking], Outcome]:
    module = import_module(f"{__package__}.evaluators.{name}")
    evaluate: Callable[[Asking], Outcome] = module.evaluate
    return evaluate


def _plain(header: Header, rows: Sequence[Binding]) -> Outcome:
    """The outcome of a question that SPARQL answers alone."""
    sentence = header.lead if rows else header.empty
    if sentence is None:
        raise QuestionFileError(
            f"{header.id}: no sentence for the answer; expected 'lead' and 'empty'. Add them"
        )
    shown: list[Row] = [dict(row) for row in rows]
    return Outcome({"rows": shown}, sentence.format(rows=len(rows)))


def _answer(asking: Asking, outcome: Outcome) -> Answer:
    header, reading = asking.question.header, asking.reading
    blocks = _blocks(header, outcome, asking.question.stem)
    cells = [value for block in blocks for row in block.rows for value in row.values()]
    terms = {name: tuple(t for t in given if t is not None) for name, given in asking.values.items()}
    named = [value for value in cells if isinstance(value, Node)] + [
        t for group in terms.values() for t in group
    ]
    return Answer(
        question_id=header.id,
        title=header.title,
        question=header.question,
        definition=header.definition,
        parameters=terms,
        columns=header.columns,
        blocks=blocks,
        lead=outcome.lead,
        reference_date=reading.reference_date,
        version=reading.snapshot.version,
        audience=reading.audience,
        thresholds=reading.thresholds,
        completeness=asking.declarations.completeness([CL[f"aspekt-{name}"] for name in header.aspects]),
        exclusions=tuple(e for e in outcome.exclusions if e.count),
        notes=(*outcome.notes, *header.caveats),
        labels=reading.labels(named),
        queries=reading.queries,
        chart=header.chart,
    )


def _blocks(header: Header, outcome: Outcome, stem: str) -> tuple[Block, ...]:
    specs = header.blocks or (BlockSpec(name="rows", title=header.title, empty=header.empty),)
    if unknown := sorted(set(outcome.blocks) - {spec.name for spec in specs}):
        raise QuestionFileError(f"{stem}.rq:header.blocks: {', '.join(unknown)} not declared. Add them")
    blocks = []
    for spec in specs:
        if spec.name not in outcome.blocks:
            continue  # the evaluator can say nothing about it: not even that it is empty
        columns = tuple(c for c in header.columns if not spec.columns or c.name in spec.columns)
        rows = outcome.blocks[spec.name]
        _check_rows(rows, columns, f"{stem}.rq:{spec.name}")
        records = [tuple(dict.fromkeys(behind)) for behind in outcome.records.get(spec.name, ())]
        if records and len(records) != len(rows):
            raise QuestionFileError(
                f"{stem}.rq:{spec.name}: records behind {len(records)} rows of {len(rows)}. Align them"
            )
        blocks.append(Block(spec.name, spec.title, columns, rows, spec.empty, records))
    return tuple(blocks)


def _check_rows(rows: Sequence[Row], columns: Sequence[Column], place: str) -> None:
    names = {column.name for column in columns}
    for row in rows:
        if unknown := sorted(set(row) - names):
            raise QuestionFileError(
                f"{place}: column {', '.join(unknown)} not declared; expected it in 'columns'"
            )
