"""What leaves the service about planning processes."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ProcessInfo:
    """A process there is."""

    id: str
    title: str
    closed: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """A step and how it stands on the reference date.

    `state` is overdue | late | running | open | done | resting (late: it should have begun), `state_text` says it in
    words with the days, `status` is what was set (offen | laeuft | erledigt | ruht). `next` is the planned day that comes
    next, None without one.
    """

    id: str
    number: int
    title: str
    aim: str
    owner: str
    status: str
    state: str
    state_text: str
    start: date | None
    end: date | None
    begun: date | None
    finished: date | None
    next: date | None
    questions: tuple[str, ...]
    pages: tuple[str, ...]
    papers: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of a process: who made it, when, and what differs from the state before."""

    number: int
    who: str
    when: datetime
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process on a reference date; `lead` is the one sentence above it, `changes` are the newest first.

    `number` is that of the newest change: whoever changes the process says which state was seen.
    """

    id: str
    title: str
    closed: bool
    lead: str
    steps: tuple[StepView, ...]
    changes: tuple[ChangeView, ...]
    number: int
    reference_date: date
    town: str
    ags: str
    lang: str = "de"
