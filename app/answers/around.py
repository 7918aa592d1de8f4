"""Before an answer: is the question ready? Behind it: which records? After an empty one: which choice emptied it?"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rdflib import URIRef

from app.answers import translating as answers
from app.answers.views import LooseningView, ReadinessView
from app.asked import Asked, put
from app.display import day as shown_day
from app.errors import RequestError
from app.town import OpenTown
from app.views import CellKind, CellView, ColumnView, TableView
from ontology.vocabulary import label
from queries.answer import Answer, Block
from queries.catalogue import Catalogue
from queries.loosening import loosenings
from queries.readiness import ClassFill, PropertyFill, readiness
from queries.record_evidence import record_evidence
from queries.words import Words, percent

Parameters = Mapping[str, str | Sequence[str]]


def readiness_view(town: OpenTown, question_id: str, asked: Asked) -> ReadinessView:
    """How full is what a question needs."""
    question = Catalogue.load().get(question_id)
    found = readiness(asked.reading(town), question)
    return ReadinessView(
        question_id=question.id,
        ready=found.ready.value,
        claim=found.expected.value,
        text=found.words.get(asked.lang),
        classes=_table(_CLASSES, asked.lang, [_class_row(fill, asked.lang) for fill in found.classes]),
        properties=_table(_PROPERTIES, asked.lang, [_property_row(f, asked.lang) for f in found.properties]),
        completeness=answers.completeness(found.completeness, asked.lang),
    )


def behind(
    town: OpenTown, question_id: str, parameters: Parameters, block: str, row: int, asked: Asked
) -> TableView:
    """The records behind one row of an answer.

    Raises:
        RequestError: the answer has no such table or row.
    """
    return behind_row(town, put(town, question_id, parameters, asked), block, row, asked)


def behind_row(town: OpenTown, given: Answer, block: str, row: int, asked: Asked) -> TableView:
    """The records behind one row of an answer already given.

    Raises:
        RequestError: the answer has no such table or row.
    """
    records = _block(given, block).records
    if not 0 <= row < len(records):
        raise RequestError(
            f"{given.question_id}: Zeile {row + 1} der Tabelle ‹{block}› gibt es nicht; erwartet 1 bis {len(records)}"
        )
    reading = asked.reading(town)
    found = record_evidence(reading, records[row])
    named = [value for line in found.rows for value in line.values() if isinstance(value, URIRef)]
    return answers.table(found, asked.lang, reading.labels(named))


def loosened(
    town: OpenTown, question_id: str, parameters: Parameters, block: str, asked: Asked
) -> tuple[LooseningView, ...]:
    """Which choices emptied a table of an answer."""
    question = Catalogue.load().get(question_id)
    given = {name: value for name, value in parameters.items() if value not in ("", (), [])}
    labels = {p.name: p.label.get(asked.lang) for p in question.header.parameters}
    name = block or (question.header.blocks[0].name if question.header.blocks else "rows")
    return tuple(
        LooseningView(step.parameter or "", labels.get(step.parameter or "", _ALL.get(asked.lang)), step.rows)
        for step in loosenings(question, given, name, lambda other: put(town, question_id, other, asked))
    )


def _block(answer: Answer, name: str) -> Block:
    """A table of an answer by name; the first for no name."""
    if not name and answer.blocks:
        return answer.blocks[0]
    for block in answer.blocks:
        if block.name == name:
            return block
    known = ", ".join(block.name for block in answer.blocks)
    raise RequestError(f"{answer.question_id}: die Tabelle ‹{name}› gibt es nicht; erwartet eine von {known}")


def _class_row(fill: ClassFill, lang: str) -> tuple[CellView, ...]:
    return (
        CellView(label(fill.cls, lang), iri=str(fill.cls)),
        CellView(str(fill.records), fill.records),
        CellView(str(fill.confirmed), fill.confirmed),
        CellView(shown_day(fill.oldest, lang) if fill.oldest else "", fill.oldest),
        CellView(shown_day(fill.newest, lang) if fill.newest else "", fill.newest),
    )


def _property_row(fill: PropertyFill, lang: str) -> tuple[CellView, ...]:
    share = round(100 * fill.filled / fill.records) if fill.records else 0
    return (
        CellView(label(fill.prop, lang), iri=str(fill.prop)),
        CellView(label(fill.cls, lang), iri=str(fill.cls)),
        CellView(str(fill.filled), fill.filled),
        CellView(str(fill.records), fill.records),
        CellView(percent(Decimal(share) / 100).get(lang), share),
    )


def _table(
    layout: tuple[Words, Words, tuple[tuple[str, CellKind, Words], ...]],
    lang: str,
    rows: Sequence[tuple[CellView, ...]],
) -> TableView:
    title, empty, columns = layout
    shown = tuple(ColumnView(name, words.get(lang), kind) for name, kind, words in columns)
    return TableView(title.get(lang), shown, tuple(rows), note=empty.get(lang))


_ALL = Words("alle Einschränkungen", "all restrictions")
_CLASSES = (
    Words("Was die Frage braucht", "What the question needs"),
    Words("Die Frage nennt keine Datensätze.", "The question names no records."),
    (
        ("class", CellKind.CONCEPT, Words("Art", "Kind")),
        ("records", CellKind.INTEGER, Words("Datensätze", "Records")),
        ("confirmed", CellKind.INTEGER, Words("Davon bestätigt", "Confirmed")),
        ("oldest", CellKind.DATE, Words("Älteste Bestätigung", "Oldest confirmation")),
        ("newest", CellKind.DATE, Words("Neueste Bestätigung", "Newest confirmation")),
    ),
)
_PROPERTIES = (
    Words("Wie voll die Angaben sind", "How full the fields are"),
    Words("Zu keiner der Angaben gibt es einen Datensatz.", "There is no record for any of the fields."),
    (
        ("property", CellKind.CONCEPT, Words("Angabe", "Field")),
        ("class", CellKind.CONCEPT, Words("Art", "Kind")),
        ("filled", CellKind.INTEGER, Words("Gefüllt", "Filled")),
        ("records", CellKind.INTEGER, Words("Von", "Of")),
        ("share", CellKind.INTEGER, Words("Anteil", "Share")),
    ),
)
