"""A planning process: its steps with owner, dates and state, and what is done to them. Nothing here is stored.

A change makes a new `Process`; the old one stays as it was. Owners are functions and bodies, never persons.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from importlib.resources import files
from typing import Final

from app.errors import RequestError
from loaders.persons import trace_of_person

_LONGEST: Final = 2_000
_MOST: Final = 100
_QUESTION: Final = re.compile(r"[A-Z]\d{1,2}")


class Status(StrEnum):
    """How far a step is; the values stand in the files."""

    OPEN = "offen"
    RUNNING = "laeuft"
    DONE = "erledigt"
    RESTING = "ruht"


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        id: short and stable, unique in its process.
        title: what it is called.
        aim: what it is for.
        owner: the function or body that sees to it.
        status: how far it is.
        start, end: the days it is planned for, both included.
        begun, finished: the days it really began and was finished.
        questions: ids of questions of the catalogue that help.
        pages: addresses of pages that help.
        papers: what was written for it: titles or file numbers.
        note: anything else.
    """

    id: str
    title: str
    aim: str = ""
    owner: str = ""
    status: Status = Status.OPEN
    start: date | None = None
    end: date | None = None
    begun: date | None = None
    finished: date | None = None
    questions: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Process:
    """A cycle of planning. `closed` ones are kept, but no longer shown as running."""

    id: str
    title: str
    steps: tuple[Step, ...]
    closed: bool = False

    def step(self, name: str) -> Step:
        """The step of that id.

        Raises:
            RequestError: there is none.
        """
        for step in self.steps:
            if step.id == name:
                return step
        known = ", ".join(step.id for step in self.steps)
        raise RequestError(f"Prozess: den Schritt ‹{name}› gibt es nicht; erwartet einen von {known}")


def from_template(name: str, title: str, first_day: date | None, lang: str) -> Process:
    """The cycle of the template; with a first day also its proposed dates."""
    told = tomllib.loads(files(__package__).joinpath("process_template.toml").read_text("utf-8"))
    steps: list[Step] = []
    start = end = first_day
    for given in told["step"]:
        if start and end:
            start = start if not steps or given.get("parallel") else end + timedelta(days=1)
            end = max(
                end if given.get("parallel") else start, start + timedelta(weeks=given["weeks"], days=-1)
            )
        steps.append(Step(
            id=given["id"], title=given["title"][lang], aim=given["aim"][lang], owner=given["owner"][lang],
            start=start, end=start + timedelta(weeks=given["weeks"], days=-1) if start else None,
            questions=tuple(given["questions"]), pages=tuple(given["pages"]),
        ))  # fmt: skip
    return checked(Process(name, title.strip(), tuple(steps)))


def changed(process: Process, step: Step) -> Process:
    """With the step of that id replaced."""
    process.step(step.id)
    return checked(replace(process, steps=tuple(step if s.id == step.id else s for s in process.steps)))


def added(process: Process, title: str, *, after: str = "") -> Process:
    """With a new step behind `after`; at the end without."""
    taken = {step.id for step in process.steps}
    number = next(n for n in range(1, _MOST + 2) if f"eigen-{n}" not in taken)
    at = _place(process, after) + 1 if after else len(process.steps)
    steps = (*process.steps[:at], Step(f"eigen-{number}", title.strip()), *process.steps[at:])
    return checked(replace(process, steps=steps))


def moved(process: Process, name: str, by: int) -> Process:
    """With a step that many places further down (below zero: up); not beyond the ends."""
    at = _place(process, name)
    rest = [step for step in process.steps if step.id != name]
    to = min(max(at + by, 0), len(rest))
    return replace(process, steps=(*rest[:to], process.steps[at], *rest[to:]))


def without(process: Process, name: str) -> Process:
    """Without a step.

    Raises:
        RequestError: there is no such step, or it is the last one.
    """
    process.step(name)
    return checked(replace(process, steps=tuple(step for step in process.steps if step.id != name)))


def _place(process: Process, name: str) -> int:
    return process.steps.index(process.step(name))


def checked(process: Process) -> Process:
    """The process, if it can be one.

    Raises:
        RequestError: a title is missing, a text is too long or points to a person, dates contradict each other.
    """
    if not process.title:
        raise RequestError("Prozess: der Name fehlt; erwartet z. B. „Sozialplanung 2027“")
    if not 1 <= len(process.steps) <= _MOST:
        raise RequestError(f"Prozess: {len(process.steps)} Schritte; erwartet 1 bis {_MOST}")
    _impersonal("Name", process.title)
    for step in process.steps:
        _check_step(step)
    return process


def _check_step(step: Step) -> None:
    if not step.title:
        raise RequestError(
            "Prozess: ein Schritt hat keinen Namen; erwartet z. B. „Werkstatt mit den Trägern“"
        )
    texts = {
        "Name": step.title, "Ziel": step.aim, "Zuständig": step.owner, "Notiz": step.note,
        "Vorlagen": " ".join(step.papers),
    }  # fmt: skip
    for field, text in texts.items():
        _impersonal(f"{step.title}, {field}", text)
    for first, last, words in ((step.start, step.end, "geplant"), (step.begun, step.finished, "tatsächlich")):
        if first and last and last < first:
            raise RequestError(
                f"{step.title}: {words} endet der Schritt vor seinem Beginn; erwartet ein Ende ab {first:%d.%m.%Y}"
            )
    strange = [name for name in step.questions if not _QUESTION.fullmatch(name)]
    if strange:
        raise RequestError(f"{step.title}: ‹{strange[0]}› ist keine Frage; erwartet eine Kennung wie G6")


def _impersonal(place: str, text: str) -> None:
    if len(text) > _LONGEST:
        raise RequestError(f"{place}: {len(text)} Zeichen; erwartet höchstens {_LONGEST}")
    if trace_of_person(text):
        raise RequestError(
            f"{place}: sieht nach einer Person aus; erwartet eine Stelle oder Rolle, kein Name"
        )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
