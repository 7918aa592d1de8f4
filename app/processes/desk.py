"""Planning processes, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().processes
made = desk.begin("Sozialplanung 2027", who="Sozialplanung", first_day=date(2027, 1, 11)).value
desk.set_step(made.id, "bestand", {"status": "laeuft"}, who="Sozialplanung", seen=made.number)
desk.restore(made.id, 1, who="Sozialplanung")               # as it was after its first change
```
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, TypeVar

from app.asked import Asked
from app.cockpit.overviews import town_info
from app.delivery.workplace import check_reason
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.processes import steps as process_steps
from app.processes.rows import as_answer
from app.processes.standing import difference, lead, standing
from app.processes.steps import Process, Status, Step
from app.processes.store import Change, Processes
from app.processes.views import ChangeView, ProcessInfo, ProcessView
from app.shelves import Place
from app.views import AnswerView
from ontology.iris import Audience

T = TypeVar("T")

Value = str | date | tuple[str, ...] | None
SETTABLE: Final = (
    "title", "aim", "owner", "status", "start", "end", "begun", "finished", "questions", "pages", "papers", "note",
)  # fmt: skip
"""What of a step can be set."""


class ProcessDesk(Gated):
    """Processes of cooperative planning. They are kept beside the log: no version, no scenario changes them."""

    @gated
    def processes(self, lang: str = "de") -> Released[tuple[ProcessInfo, ...]]:
        """Which processes there are, those that run first."""
        found = tuple(ProcessInfo(p.id, p.title, p.closed) for p in self._files.all())
        return self._released(found, lang=lang)

    @gated
    def process(self, name: str, asked: Asked) -> Released[ProcessView]:
        """A process as it stands on the reference date. The public sees neither notes nor who changed what.

        Raises:
            RequestError: there is no such process.
        """
        return self._shown(self._files.history(name), asked)

    @gated
    def answer(self, name: str, asked: Asked) -> Released[AnswerView]:
        """The same as a table, for the exports every answer has."""
        view = as_answer(
            self.process(name, asked).value, self._town.snapshot(asked.version).version, asked.audience
        )
        return self._released(view, asked.audience, asked.lang)

    @gated
    def begin(
        self, title: str, *, who: str, first_day: date | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """A new process with the steps of the template; with a first day also their proposed dates.

        Raises:
            RequestError: the title is missing, or title or `who` name a person.
        """
        check_reason(who, title)
        made = process_steps.from_template(self._files.new_id(), title, first_day, lang)
        self._files.write(made, who=who, after=0)
        return self._now(made.id, lang)

    @gated
    def rename(
        self, name: str, title: str, *, who: str, seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """Give a process another title."""
        return self._do(
            name, who, seen, lang, lambda p: process_steps.checked(replace(p, title=title.strip()))
        )

    @gated
    def set_step(
        self,
        name: str,
        step: str,
        values: Mapping[str, Value],
        *,
        who: str,
        seen: int | None = None,
        lang: str = "de",
    ) -> Released[ProcessView]:
        """Set something of a step.

        Args:
            name: the process.
            step: the id of the step.
            values: name of what is set (`SETTABLE`) → text, day, several texts, or None for nothing.
            who: the function that sets it.
            seen: number of the state it was decided on; None = the newest.
            lang: language of the answer.

        Raises:
            RequestError: unknown step or field, dates that contradict each other, a person, or somebody changed this very
                step since. Who only changed others does not stand in the way.
        """
        if seen is not None and self._is_as_seen(name, step, seen):
            seen = None
        return self._do(
            name, who, seen, lang, lambda p: process_steps.changed(p, _with(p.step(step), values))
        )

    @gated
    def add_step(
        self, name: str, title: str, *, who: str, after: str = "", seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """A step of one's own, behind `after` or at the end."""
        return self._do(name, who, seen, lang, lambda p: process_steps.added(p, title, after=after))

    @gated
    def move_step(
        self, name: str, step: str, by: int, *, who: str, seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """A step that many places further down (below zero: up)."""
        return self._do(name, who, seen, lang, lambda p: process_steps.moved(p, step, by))

    @gated
    def remove_step(
        self, name: str, step: str, *, who: str, seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """The process without a step; an earlier state brings it back."""
        return self._do(name, who, seen, lang, lambda p: process_steps.without(p, step))

    @gated
    def close(
        self, name: str, *, who: str, seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """Close a process; it is kept."""
        return self._do(name, who, seen, lang, lambda p: replace(p, closed=True))

    @gated
    def reopen(
        self, name: str, *, who: str, seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """Open a closed process again."""
        return self._do(name, who, seen, lang, lambda p: replace(p, closed=False))

    @gated
    def restore(
        self, name: str, number: int, *, who: str, seen: int | None = None, lang: str = "de"
    ) -> Released[ProcessView]:
        """Write an earlier state once more; what came after stays in the history. `seen` as in `set_step`.

        Raises:
            RequestError: there is no such state, or somebody was faster.
        """
        history = self._files.history(name)
        found = next((change for change in history if change.number == number), None)
        if found is None:
            raise RequestError(
                f"Prozess: den Stand {number} gibt es nicht; erwartet 1 bis {history[-1].number}"
            )
        check_reason(who, "Stand")
        after = history[-1].number if seen is None else seen
        self._files.write(found.process, who=who, after=after, undoes=number)
        return self._now(name, lang)

    @gated
    def discard(self, name: str) -> None:
        """Throw a closed process away with its history.

        Raises:
            RequestError: there is none, or it is not closed.
        """
        self._files.remove(name)

    def _is_as_seen(self, name: str, step: str, seen: int) -> bool:
        """Whether a step still is what it was in the state somebody decided on."""
        history = self._files.history(name)
        then = next((change.process for change in history if change.number == seen), None)
        return then is not None and then.step(step) == history[-1].process.step(step)

    def _do(
        self, name: str, who: str, seen: int | None, lang: str, edit: Callable[[Process], Process]
    ) -> Released[ProcessView]:
        check_reason(who, "Prozess")
        newest = self._files.history(name)[-1]
        done = edit(newest.process)
        if done != newest.process:
            self._files.write(done, who=who, after=newest.number if seen is None else seen)
        return self._now(name, lang)

    def _now(self, name: str, lang: str) -> Released[ProcessView]:
        today = town_info(self._town).reference_date
        return self._shown(self._files.history(name), Asked(Audience.INTERN, today, None, lang))

    def _shown(self, history: list[Change], asked: Asked) -> Released[ProcessView]:
        newest, is_public = history[-1], asked.audience is Audience.PUBLIC
        process = newest.process
        steps = tuple(
            standing(number, _for_all(step) if is_public else step, asked.reference_date, asked.lang)
            for number, step in enumerate(process.steps, start=1)
        )
        changes = () if is_public else _changes(history, asked.lang)
        view = ProcessView(
            process.id, process.title, process.closed, lead(steps, asked.lang), steps, changes, newest.number,
            asked.reference_date, town_info(self._town).name, self._town.ags, asked.lang,
        )  # fmt: skip
        return self._released(view, asked.audience, asked.lang)

    @property
    def _files(self) -> Processes:
        return Processes(self._town.beside(Place.PROCESSES))


def _for_all(step: Step) -> Step:
    return replace(step, note="", papers=())


def _changes(history: list[Change], lang: str) -> tuple[ChangeView, ...]:
    before: list[Change | None] = [None, *history[:-1]]
    shown = [
        ChangeView(change.number, change.who, change.when, difference(earlier, change, lang))
        for earlier, change in zip(before, history, strict=True)
    ]
    return tuple(reversed(shown))


def _with(step: Step, values: Mapping[str, Value]) -> Step:
    """The step with these values.

    Raises:
        RequestError: a name or state that there is not, or a value of the wrong kind.
    """
    for name in values:
        if name not in SETTABLE:
            raise RequestError(
                f"Prozess: ‹{name}› hat ein Schritt nicht; erwartet eines von {', '.join(SETTABLE)}"
            )
    status = values.get("status", step.status)
    if status not in set(Status):
        raise RequestError(
            f"{step.title}: den Stand ‹{status}› gibt es nicht; erwartet einen von {', '.join(Status)}"
        )

    def text(name: str, now: str) -> str:
        value = values.get(name, now)
        return value.strip() if isinstance(value, str) else _nothing(name, value, "einen Text", "")

    def day(name: str, now: date | None) -> date | None:
        value = values.get(name, now)
        return value if isinstance(value, date) else _nothing(name, value, "einen Tag", None)

    def several(name: str, now: tuple[str, ...]) -> tuple[str, ...]:
        value = values.get(name, now)
        return value if isinstance(value, tuple) else _nothing(name, value, "mehrere Texte", ())

    return Step(
        step.id, text("title", step.title), text("aim", step.aim), text("owner", step.owner), Status(str(status)),
        day("start", step.start), day("end", step.end), day("begun", step.begun), day("finished", step.finished),
        several("questions", step.questions), several("pages", step.pages), several("papers", step.papers),
        text("note", step.note),
    )  # fmt: skip


def _nothing(name: str, value: Value, expected: str, nothing: T) -> T:
    """What stands for nothing where nothing was given; anything else is of the wrong kind."""
    if value is None:
        return nothing
    raise RequestError(f"Prozess: ‹{name}› kann nicht ‹{value}› sein; erwartet {expected} oder nichts")
