"""A planning process as a table: for CSV, Excel and JSON, and its dates for a calendar program."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from app.display import day
from app.gate import Released
from app.processes.views import ProcessView, StepView
from app.views import AnswerView, CellKind, CellView, ColumnView, Row
from ontology.iris import Audience
from ontology.words import words_of

_COLUMNS = {
    "number": CellKind.INTEGER,
    "step": CellKind.TEXT,
    "state": CellKind.TEXT,
    "owner": CellKind.TEXT,
    "start": CellKind.DATE,
    "end": CellKind.DATE,
    "begun": CellKind.DATE,
    "finished": CellKind.DATE,
    "questions": CellKind.TEXT,
    "papers": CellKind.TEXT,
    "note": CellKind.TEXT,
}
_WORDS = words_of(__name__)


def columns(lang: str) -> tuple[ColumnView, ...]:
    """The columns of the table of steps."""
    return tuple(ColumnView(name, _WORDS(f"column.{name}", lang), kind) for name, kind in _COLUMNS.items())


def row(step: StepView, lang: str) -> Row:
    """A step as a row of that table."""
    days = {name: getattr(step, name) for name in ("start", "end", "begun", "finished")}
    cells = {
        "number": CellView(str(step.number), step.number),
        "step": CellView(step.title, step.title),
        "state": CellView(step.state_text, step.state_text),
        "owner": CellView(step.owner, step.owner),
        **{name: CellView(day(value, lang) if value else "", value) for name, value in days.items()},
        "questions": CellView(", ".join(step.questions), ", ".join(step.questions)),
        "papers": CellView("; ".join(step.papers), "; ".join(step.papers)),
        "note": CellView(step.note, step.note),
    }
    return tuple(cells[name] for name in _COLUMNS)


def as_answer(view: ProcessView, version: int, audience: Audience) -> AnswerView:
    """A process in the form every answer has."""
    return AnswerView(
        question_id="prozess",
        title=_WORDS("title", view.lang, title=view.title),
        question=_WORDS("question", view.lang),
        definition=_WORDS("definition", view.lang),
        lead=view.lead,
        columns=columns(view.lang),
        rows=tuple(row(step, view.lang) for step in view.steps),
        reference_date=view.reference_date,
        version=version,
        audience=str(audience),
        lang=view.lang,
    )


def to_ics(released: Released[ProcessView]) -> bytes:
    """The planned dates of steps neither done nor resting, as all-day dates for a calendar program (RFC 5545).

    A step with start and end is one date over both; with only one of them it is that day.
    """
    view = released.value
    book = Calendar()
    book.add("prodid", "-//Querblick//Prozess//DE")
    book.add("version", "2.0")
    if released.scenario:
        book.add("x-wr-caldesc", released.scenario_text(view.lang))
    for step in view.steps:
        first, last = step.start or step.end, step.end or step.start
        if step.status not in ("offen", "laeuft") or first is None or last is None:
            continue
        book.add_component(_event(view, step, first, last, released.scenario_text(view.lang)))
    return bytes(book.to_ical())


def _event(view: ProcessView, step: StepView, first: date, last: date, supposed: str) -> Event:
    told = step.title
    if not (step.start and step.end):
        told = _WORDS("event.start" if step.end is None else "event.end", view.lang, title=step.title)
    event = Event()
    event.add("uid", f"{view.id}-{step.id}@{view.ags}.querblick")
    event.add("dtstamp", datetime.combine(view.reference_date, datetime.min.time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", f"{view.title}: {told}")
    described = (supposed, step.aim, step.owner, step.state_text, ", ".join(step.questions))
    event.add("description", "\n".join(part for part in described if part))
    return event
