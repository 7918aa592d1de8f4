"""Deadlines and dates of committees as files for calendar programs. They accept only what the gate released."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event
from rdflib import URIRef

from app.errors import RequestError
from app.gate import Released
from app.money.views import DatesView, DateView
from app.views import AnswerView, CellView, TableView
from loaders.persons import trace_of_person
from ontology import iris
from queries.words import Words

Cells = dict[str, CellView]
COMMITTEE_DATES: Final = "committee-dates"
"""The study whose tables are dates of committees; other answers have tables of the same names."""


def to_ics(released: Released[DatesView]) -> bytes:
    """The dates ahead and those passed and open, as all-day events without any person (RFC 5545).

    The identity of an event is that of its record and deadline: importing a newer file moves it.
    """
    view = released.value
    supposed = released.scenario_text(view.lang)
    book = _book("Fristen", _NAME.get(view.lang), supposed)
    stamp = datetime.combine(view.reference_date, datetime.min.time(), UTC)
    names = {choice.value: choice.label for choice in view.kinds}
    for item in (*view.ahead, *view.passed):
        book.add_component(_event(item, stamp, names.get(item.kind, ""), supposed))
    return bytes(book.to_ical())


def committees_to_ics(released: Released[AnswerView]) -> bytes:
    """The dates of the study `COMMITTEE_DATES` as all-day events without any person (RFC 5545).

    A meeting that is calculated says so, and one that should have been is left out: nobody knows whether it was. A title
    that points to a person is left out of its event, the event stays.

    Raises:
        RequestError: it is another answer.
    """
    view = released.value
    if view.question_id != COMMITTEE_DATES:
        raise RequestError(f"Kalender: erwartet die Auswertung {COMMITTEE_DATES}, nicht {view.question_id}")
    supposed = released.scenario_text(view.lang)
    book = _book("Gremien", _COMMITTEES.get(view.lang), supposed)
    stamp = datetime.combine(view.reference_date, datetime.min.time(), UTC)
    main = TableView(view.table_title, view.columns, view.rows, name=view.table_name)
    for table in (main, *view.blocks):
        names = [column.name for column in table.columns]
        for row in table.rows if table.name in _EVENTS else ():
            for item in _EVENTS[table.name](dict(zip(names, row, strict=True)), view):
                book.add_component(_event(item, stamp, _COMMITTEE.get(view.lang), supposed))
    return bytes(book.to_ical())


def _meetings(row: Cells, view: AnswerView) -> Iterator[DateView]:
    if row["lastMeeting"].value:
        yield _dated(row, "committee", "lastMeeting", "met", _MET, view)
    if row["next"].value and _day(row["next"]) >= view.reference_date:
        yield _dated(row, "committee", "next", "meets", _MEETS, view, row["rhythm"].text, _CALCULATED.get(view.lang))  # fmt: skip


def _due(row: Cells, view: AnswerView) -> Iterator[DateView]:
    yield _dated(row, "decision", "due", "due", _DUE, view, row["committee"].text, row["implementation"].text, row["note"].text)  # fmt: skip


def _decisions(row: Cells, view: AnswerView) -> Iterator[DateView]:
    """The day of an item with what became of it; what is still to be decided by a due date has no other day."""
    state = Words(row["status"].text, row["status"].text)
    about = (row["committee"].text, row["implementation"].text)
    if row["decidedOn"].value:
        yield _dated(row, "decision", "decidedOn", "day", state, view, *about)
    elif row["due"].value:
        yield _dated(row, "decision", "due", "due", _DUE, view, *about, row["status"].text)


def _ending(row: Cells, view: AnswerView) -> Iterator[DateView]:
    what = Words(row["what"].text, row["what"].text)
    whose = "member" if row["member"].text else "committee"
    yield _dated(row, "record", "day", "ends", what, view, row["committee"].text, title=whose)


def _dated(
    row: Cells, record: str, day: str, which: str, term: Words, view: AnswerView, *about: str, title: str = ""
) -> DateView:
    """A date of a record. Its identity is that of the record and of the kind of date: a newer file moves it."""
    found = iris.parts(URIRef(row[record].iri or ""))
    name = (
        f"{found.slug}-{found.key}-{which}@{found.ags}.querblick" if found else f"{row[record].text}-{which}"
    )
    told = row[title or record].text
    return DateView(
        uid=name, kind=which, day=_day(row[day]), days=0, term=term.get(view.lang), iri=row[record].iri or "",
        label="" if trace_of_person(told) else told,
        reason=" · ".join(text for text in about if text and not trace_of_person(text)),
    )  # fmt: skip


def _day(cell: CellView) -> date:
    return cell.value if isinstance(cell.value, date) else date.fromisoformat(str(cell.value))


def _book(about: str, name: str, supposed: str) -> Calendar:
    book = Calendar()
    book.add("prodid", f"-//Querblick//{about}//DE")
    book.add("version", "2.0")
    if supposed:
        book.add("x-wr-caldesc", supposed)
    book.add("x-wr-calname", name)
    return book


def _event(item: DateView, stamp: datetime, kind: str, supposed: str) -> Event:
    event = Event()
    event.add("uid", item.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", item.day)
    event.add("dtend", item.day + timedelta(days=1))
    event.add("summary", f"{item.term}: {item.label}")
    event.add("description", "\n".join(filter(None, (supposed, item.offers, item.parties, item.reason))))
    event.add("categories", [kind])
    event.add("transp", "TRANSPARENT")
    return event


_EVENTS: Final = {"meetings": _meetings, "due": _due, "decisions": _decisions, "ending": _ending}
_COMMITTEES = Words("Querblick: Gremien", "Querblick: committees")
_COMMITTEE = Words("Gremium", "Committee")
_MET = Words("Sitzung (erfasst)", "Meeting (recorded)")
_MEETS = Words("Sitzung zu erwarten", "Meeting to be expected")
_CALCULATED = Words(
    "aus dem Rhythmus gerechnet, nicht eingeladen", "calculated from the rhythm, nobody has invited"
)
_DUE = Words("Frist", "Due")
_NAME = Words("Querblick: Verträge und Fristen", "Querblick: contracts and deadlines")
