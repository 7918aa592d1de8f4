"""How a planning process stands on a day: which step is overdue, what comes next, what changed; in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Final

from app.display import day as shown_day
from app.processes.steps import Process, Status, Step
from app.processes.store import Change
from app.processes.views import StepView
from ontology.words import words_of

STATES: Final = ("overdue", "late", "running", "open", "done", "resting")
"""In the order in which they call for action."""

_SET = {Status.RUNNING: "running", Status.OPEN: "open", Status.DONE: "done", Status.RESTING: "resting"}
_NAMED: Final = 2
_WORDS = words_of(__name__)


def standing(number: int, step: Step, today: date, lang: str) -> StepView:
    """A step as it stands; `number` is its place from 1."""
    state, days = _state(step, today)
    text = _WORDS(f"state.{state}", lang, days=_WORDS.counted("days", days, lang))
    return StepView(
        id=step.id, number=number, title=step.title, aim=step.aim, owner=step.owner, status=str(step.status),
        state=state, state_text=text, start=step.start, end=step.end, begun=step.begun, finished=step.finished,
        next=_next(step, today), questions=step.questions, pages=step.pages, papers=step.papers, note=step.note,
    )  # fmt: skip


def lead(steps: Sequence[StepView], lang: str) -> str:
    """The one sentence above a process."""
    count = Counter(step.status for step in steps)
    late = [step for step in steps if step.state in ("overdue", "late")]
    coming = sorted((step for step in steps if step.next), key=lambda step: (step.next, step.number))
    undated = sum(1 for step in steps if step.status in (Status.OPEN, Status.RUNNING) and step.end is None)
    resting = count[Status.RESTING]
    return _WORDS(
        "lead", lang,
        steps=_WORDS.counted("steps", len(steps), lang),
        done=count[Status.DONE], running=count[Status.RUNNING], open=count[Status.OPEN],
        resting=_WORDS.counted("resting", resting, lang) if resting else "",
        overdue=_overdue(late, lang),
        next=_coming(coming[0], lang) if coming else _WORDS("no_next", lang),
        undated=_WORDS.counted("undated", undated, lang) if undated else "",
    )  # fmt: skip


def _overdue(late: Sequence[StepView], lang: str) -> str:
    """Few are named; of many their number and the one that waits longest, since the list stands below."""
    if not late:
        return _WORDS("not_overdue", lang)
    shown = late if len(late) <= _NAMED else [min(late, key=_due)]
    names = ", ".join(_WORDS("overdue_step", lang, title=s.title, state=s.state_text) for s in shown)
    if len(late) > _NAMED:
        names = _WORDS("overdue_many", lang, number=len(late), name=names)
    return _WORDS("overdue", lang, names=names)


def _due(step: StepView) -> date:
    return (step.end if step.state == "overdue" else step.start) or date.max


def _coming(step: StepView, lang: str) -> str:
    kind = "start" if step.next == step.start else "end"
    return _WORDS(f"next.{kind}", lang, title=step.title, day=shown_day(step.next, lang) if step.next else "")


def _state(step: Step, today: date) -> tuple[str, int]:
    if step.status in (Status.DONE, Status.RESTING):
        return _SET[step.status], 0
    if step.end and step.end < today:
        return "overdue", (today - step.end).days
    if step.status is Status.OPEN and step.start and step.start < today:
        return "late", (today - step.start).days
    return _SET[step.status], 0


def _next(step: Step, today: date) -> date | None:
    if step.status in (Status.DONE, Status.RESTING):
        return None
    days = (step.start, step.end) if step.status is Status.OPEN else (step.end,)
    return min((day for day in days if day and day >= today), default=None)


def difference(before: Change | None, after: Change, lang: str) -> tuple[str, ...]:
    """What a change changed, one entry each."""
    now = after.process
    if before is None:
        return (_WORDS.counted("changed.created", len(now.steps), lang),)
    then = before.process
    found = [_WORDS("changed.undone", lang, number=after.undoes)] if after.undoes else []
    if then.title != now.title:
        found.append(_WORDS("changed.title", lang, title=now.title))
    if then.closed != now.closed:
        found.append(_WORDS("changed.closed" if now.closed else "changed.opened", lang))
    found += _steps(then, now, lang)
    return tuple(found or [_WORDS("changed.nothing", lang)])


def _steps(then: Process, now: Process, lang: str) -> list[str]:
    old, new = {step.id: step for step in then.steps}, {step.id: step for step in now.steps}
    found = [_WORDS("changed.added", lang, title=new[name].title) for name in new if name not in old]
    found += [_WORDS("changed.dropped", lang, title=old[name].title) for name in old if name not in new]
    for name, step in new.items():
        if name in old and old[name] != step:
            found.append(
                _WORDS("changed.step", lang, title=step.title, values=_values(old[name], step, lang))
            )
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        found.append(_WORDS("changed.order", lang))
    return found


def _values(old: Step, new: Step, lang: str) -> str:
    changed = (
        (name, getattr(old, name), getattr(new, name))
        for name in (field.name for field in fields(Step))
        if name != "id"
    )
    return "; ".join(
        f"{_WORDS(f'field.{name}', lang)} {_value(before, lang)} → {_value(after, lang)}"
        for name, before, after in changed
        if before != after
    )


def _value(value: object, lang: str) -> str:
    if isinstance(value, Status):
        return _WORDS(f"state.{_SET[value]}", lang, days="")
    if isinstance(value, date):
        return shown_day(value, lang)
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    return str(value) if value else "–"
