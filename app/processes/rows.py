"""A planning process as a table: for CSV, Excel and JSON, and its dates for a calendar program."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from app.display import day
from app.gate import Released
from app.processes.views import ProcessView, StepView
from app.views import AnswerView, CellKind, CellView, ColumnView, Row
from ontology.iris import Audience

_COLUMNS = {
    "number": (CellKind.INTEGER, {"de": "Nr.", "en": "No."}),
    "step": (CellKind.TEXT, {"de": "Schritt", "en": "Step"}),
    "state": (CellKind.TEXT, {"de": "Stand", "en": "State"}),
    "owner": (CellKind.TEXT, {"de": "Zuständig", "en": "Responsible"}),
    "start": (CellKind.DATE, {"de": "Beginn geplant", "en": "Planned start"}),
    "end": (CellKind.DATE, {"de": "Ende geplant", "en": "Planned end"}),
    "begun": (CellKind.DATE, {"de": "Begonnen", "en": "Begun"}),
    "finished": (CellKind.DATE, {"de": "Erledigt", "en": "Finished"}),
    "questions": (CellKind.TEXT, {"de": "Fragen", "en": "Questions"}),
    "papers": (CellKind.TEXT, {"de": "Vorlagen", "en": "Papers"}),
    "note": (CellKind.TEXT, {"de": "Notiz", "en": "Note"}),
}
_TITLE = {"de": "Prozess: {title}", "en": "Process: {title}"}
_QUESTION = {
    "de": "Welcher Schritt der Planung steht wie, wer ist zuständig, und was kommt als Nächstes?",
    "en": "How does each step of planning stand, who is responsible, and what comes next?",
}
_DEFINITION = {
    "de": "Schritte, Zuständigkeiten und Termine, wie sie im Prozess gesetzt wurden. Überfällig ist ein Schritt, der weder erledigt "
    "ist noch ruht und dessen geplantes Ende vor dem Stichtag liegt; sein Beginn ist überfällig, wenn er offen ist und der "
    "geplante Beginn davor liegt. Ohne gesetzten Termin ist nichts überfällig.",
    "en": "Steps, responsibilities and dates as set in the process. A step is overdue if it is neither done nor resting and its "
    "planned end lies before the reference date; its start is overdue if it is open and the planned start lies before. Without "
    "a date set nothing is overdue.",
}
_EVENTS = {
    "de": {"start": "Beginn: {title}", "end": "Ende: {title}"},
    "en": {"start": "Start: {title}", "end": "End: {title}"},
}


def columns(lang: str) -> tuple[ColumnView, ...]:
    """The columns of the table of steps."""
    return tuple(ColumnView(name, words[lang], kind) for name, (kind, words) in _COLUMNS.items())


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
        title=_TITLE[view.lang].format(title=view.title),
        question=_QUESTION[view.lang],
        definition=_DEFINITION[view.lang],
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
    words = _EVENTS[view.lang]["start" if step.end is None else "end"]
    if step.start and step.end:
        words = "{title}"
    event = Event()
    event.add("uid", f"{view.id}-{step.id}@{view.ags}.querblick")
    event.add("dtstamp", datetime.combine(view.reference_date, datetime.min.time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", f"{view.title}: {words.format(title=step.title)}")
    told = (supposed, step.aim, step.owner, step.state_text, ", ".join(step.questions))
    event.add("description", "\n".join(part for part in told if part))
    return event
