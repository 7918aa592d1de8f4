"""From an answer of the queries room to the view of it, in one language."""

from collections.abc import Iterable, Mapping, Sequence

from rdflib.term import Node

from app import display
from app.display import Labels
from app.views import (
    AnswerView,
    CellKind,
    CellView,
    ColumnView,
    CompletenessView,
    CountView,
    FactView,
    Row,
    TableView,
)
from ontology.vocabulary import label
from queries.answer import Answer, AspectState, Block, Completeness, Exclusion
from queries.answer import Row as AnswerRow
from queries.catalogue import Catalogue
from queries.header import Column, Parameter
from queries.settings import Thresholds
from queries.words import Words

BEHIND = "behind"
_BEHIND = Words("Datensätze dahinter", "Records behind it")
_NO_TABLE = Words(
    "Solange dazu nichts erfasst ist, kann hier keine Tabelle stehen, auch keine leere.",
    "As long as nothing is recorded about it there can be no table here, not even an empty one.",
)
_ALL = Words("alle", "all")
_NOT_DECLARED = Words("nicht erklärt", "not declared")


def answer_view(answer: Answer, lang: str, declared: Sequence[Parameter] | None = None) -> AnswerView:
    """The answer as shown. Its first block is the main table, the others follow under their headings.

    `declared` are the parameters it took; None = those of the question of its id.

    Where nothing can be said there may be no table at all, not even an empty one; the lead says why.
    """
    main, *others = [table(block, lang, answer.labels) for block in answer.blocks] or [
        TableView("", (), (), note=_NO_TABLE.get(lang))
    ]
    return AnswerView(
        question_id=answer.question_id,
        title=answer.title.get(lang),
        question=answer.question.get(lang),
        definition=answer.definition.get(lang),
        lead=answer.lead.get(lang),
        columns=main.columns,
        rows=main.rows,
        reference_date=answer.reference_date,
        version=answer.version,
        audience=str(answer.audience),
        blocks=tuple(others),
        notes=tuple(note.get(lang) for note in answer.notes),
        completeness=completeness(answer.completeness, lang),
        exclusions=exclusions(answer.exclusions, lang),
        thresholds=thresholds(answer.thresholds, lang),
        parameters=_parameters(answer, lang, declared),
        query_text="\n\n".join(answer.queries.values()),
        chart=answer.chart,
        table_title=main.title if others else "",
        table_name=main.name,
        empty_text=main.note or "",
        lang=lang,
    )


def table(block: Block, lang: str, labels: Labels) -> TableView:
    """A block of an answer as table."""
    shown, given = columns(block.columns, lang), rows(block.rows, block.columns, lang, labels)
    if block.records:
        shown = (*shown, ColumnView(BEHIND, _BEHIND.get(lang), CellKind.RECORD))
        given = tuple(
            (*row, CellView(str(len(behind)), len(behind), behind_key(block.name, number)))
            for number, (row, behind) in enumerate(zip(given, block.records, strict=True))
        )
    return TableView(
        title=block.title.get(lang),
        columns=shown,
        rows=given,
        note=block.empty.get(lang) if block.empty else None,
        name=block.name,
    )


def behind_key(block: str, row: int) -> str:
    """What a row's cell of the column `BEHIND` leads to: the records behind it, by table and number of the row."""
    return f"{BEHIND}:{block}:{row}"


def columns(given: Iterable[Column], lang: str) -> tuple[ColumnView, ...]:
    """Columns as shown."""
    return tuple(
        ColumnView(c.name, c.label.get(lang), CellKind(c.kind), c.unit, c.sum_of, c.derived_from)
        for c in given
    )


def rows(given: Iterable[AnswerRow], along: Sequence[Column], lang: str, labels: Labels) -> tuple[Row, ...]:
    """Rows as shown, aligned with their columns."""
    kinds = [(column.name, CellKind(column.kind)) for column in along]
    return tuple(
        tuple(display.cell(row.get(name), kind, lang, labels) for name, kind in kinds) for row in given
    )


def completeness(state: Completeness, lang: str) -> CompletenessView:
    """How far the town was surveyed; `claim` is what may be said about the whole town."""
    return CompletenessView(
        claim=str(state.claim),
        text=state.words.get(lang),
        statements=tuple(_aspect(aspect, lang) for aspect in state.aspects),
    )


def exclusions(given: Iterable[Exclusion], lang: str) -> tuple[CountView, ...]:
    """What was left out and why."""
    return tuple(CountView(e.reason.get(lang), e.count) for e in given)


def thresholds(given: Thresholds, lang: str) -> tuple[FactView, ...]:
    """The settings an answer rests on."""
    return tuple(FactView(words.get(lang), value.get(lang)) for words, value in given.shown())


def _aspect(aspect: AspectState, lang: str) -> FactView:
    result = label(aspect.result, lang) if aspect.result else _NOT_DECLARED.get(lang)
    when = f" ({display.day(aspect.as_of, lang)})" if aspect.as_of else ""
    return FactView(label(aspect.aspect, lang), f"{result}{when}", str(aspect.aspect))


def _parameters(answer: Answer, lang: str, declared: Sequence[Parameter] | None) -> tuple[FactView, ...]:
    if declared is None:
        declared = Catalogue.load().get(answer.question_id).header.parameters
    return parameters(declared, answer.parameters, lang, answer.labels)


def parameters(
    declared: Iterable[Parameter], given: Mapping[str, Sequence[Node]], lang: str, labels: Labels
) -> tuple[FactView, ...]:
    """The parameters something was asked with, in words."""
    return tuple(
        FactView(p.label.get(lang), _values(p, given.get(p.name, ()), lang, labels), p.name) for p in declared
    )


def _values(parameter: Parameter, terms: Sequence[Node], lang: str, labels: Labels) -> str:
    names = {choice.value: choice.label.get(lang) for choice in parameter.choices}
    texts = [names.get(str(term)) or display.cell(term, CellKind.TEXT, lang, labels).text for term in terms]
    return ", ".join(text for text in texts if text) or _ALL.get(lang)


def result_table(
    names: Sequence[str], given: Iterable[Sequence[Node | None]], lang: str, labels: Labels
) -> tuple[tuple[ColumnView, ...], tuple[Row, ...]]:
    """Columns and rows of a query somebody wrote: every variable as it is, IRIs with their names."""
    shown = tuple(ColumnView(name, name, CellKind.TEXT) for name in names)
    return shown, tuple(tuple(_plain(value, lang, labels) for value in row) for row in given)


def _plain(value: Node | None, lang: str, labels: Labels) -> CellView:
    return display.cell(value, CellKind.TEXT, lang, labels)
