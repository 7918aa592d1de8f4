"""Deadlines as a file for calendar programs. It accepts only what the gate released."""

from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from app.gate import Released
from app.money.views import DatesView, DateView


def to_ics(released: Released[DatesView]) -> bytes:
    """The dates ahead and those passed and open, as all-day events without any person (RFC 5545).

    The identity of an event is that of its record and deadline: importing a newer file moves it.
    """
    view = released.value
    book = Calendar()
    book.add("prodid", "-//Querblick//Fristen//DE")
    book.add("version", "2.0")
    if released.scenario:
        book.add("x-wr-caldesc", released.scenario_text(view.lang))
    book.add("x-wr-calname", _NAME[view.lang])
    stamp = datetime.combine(view.reference_date, datetime.min.time(), UTC)
    names = {choice.value: choice.label for choice in view.kinds}
    for item in (*view.ahead, *view.passed):
        book.add_component(_event(item, stamp, names.get(item.kind, ""), released.scenario_text(view.lang)))
    return bytes(book.to_ical())


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


_NAME = {"de": "Querblick: Verträge und Fristen", "en": "Querblick: contracts and deadlines"}
