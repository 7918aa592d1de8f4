"""What leaves the service about the delivery calendar."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DueView:
    """One agreement and how it stands. `state`: on_time | due | late | never | on_request; `state_text` says it.

    `days` counts to the next day that is due, below zero how long it is overdue; None without such a day.
    """

    key: str
    iri: str
    label: str
    body: str
    source: str
    scope: str
    rhythm: str
    contact: str
    last: date | None
    next: date | None
    state: str
    state_text: str
    days: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarView:
    """Who owes what by when, the most urgent first; `lead` is the one sentence above it."""

    lead: str
    items: tuple[DueView, ...]
    reference_date: date
    version: int
    town: str
    ags: str
    lang: str = "de"
