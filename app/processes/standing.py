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

STATES: Final = ("overdue", "late", "running", "open", "done", "resting")
"""In the order in which they call for action."""

_STATE = {
    "overdue": {"de": "überfällig seit {days}", "en": "overdue for {days}"},
    "late": {"de": "Beginn überfällig seit {days}", "en": "should have begun {days} ago"},
    "running": {"de": "läuft", "en": "running"},
    "open": {"de": "offen", "en": "open"},
    "done": {"de": "erledigt", "en": "done"},
    "resting": {"de": "ruht", "en": "resting"},
}
_SET = {Status.RUNNING: "running", Status.OPEN: "open", Status.DONE: "done", Status.RESTING: "resting"}
_LEAD = {
    "de": "{steps}: {done} erledigt, {running} begonnen, {open} offen{resting}. {overdue} {next}{undated}",
    "en": "{steps}: {done} done, {running} begun, {open} open{resting}. {overdue} {next}{undated}",
}
_OVERDUE = {
    "de": ("Nichts ist überfällig, soweit Termine gesetzt sind.", "Überfällig: {names}."),
    "en": ("Nothing is overdue, as far as dates are set.", "Overdue: {names}."),
}
_MANY = {"de": "{number} Schritte, am längsten {name}", "en": "{number} steps, longest {name}"}
_NAMED: Final = 2
_NEXT = {"de": "Als Nächstes: „{title}“ {kind} {day}.", "en": "Next: “{title}” {kind} {day}."}
_KIND = {
    "de": {"start": "beginnt am", "end": "endet am"},
    "en": {"start": "begins on", "end": "ends on"},
}
_NO_NEXT = {"de": "Kein Termin steht bevor.", "en": "No date is to come."}
_UNDATED = {
    "de": " {number} unerledigte Schritte ohne gesetztes Ende.",
    "en": " {number} unfinished steps have no end set.",
}
_RESTING = {"de": ", {number} ruhen", "en": ", {number} resting"}
_STEPS = {"de": ("1 Schritt", "{number} Schritte"), "en": ("1 step", "{number} steps")}


def standing(number: int, step: Step, today: date, lang: str) -> StepView:
    """A step as it stands; `number` is its place from 1."""
    state, days = _state(step, today)
    text = _STATE[state][lang].format(days=_days(days, lang))
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
    one, many = _STEPS[lang]
    return _LEAD[lang].format(
        steps=one if len(steps) == 1 else many.format(number=len(steps)),
        done=count[Status.DONE], running=count[Status.RUNNING], open=count[Status.OPEN],
        resting=_RESTING[lang].format(number=count[Status.RESTING]) if count[Status.RESTING] else "",
        overdue=_overdue(late, lang),
        next=_coming(coming[0], lang) if coming else _NO_NEXT[lang],
        undated=_UNDATED[lang].format(number=undated) if undated else "",
    )  # fmt: skip


def _overdue(late: Sequence[StepView], lang: str) -> str:
    """Few are named; of many their number and the one that waits longest, since the list stands below."""
    nothing, named = _OVERDUE[lang]
    if not late:
        return nothing
    shown = late if len(late) <= _NAMED else [min(late, key=_due)]
    names = ", ".join(f"„{step.title}“ ({step.state_text})" for step in shown)
    return named.format(
        names=names if len(late) <= _NAMED else _MANY[lang].format(number=len(late), name=names)
    )


def _due(step: StepView) -> date:
    return (step.end if step.state == "overdue" else step.start) or date.max


def _coming(step: StepView, lang: str) -> str:
    kind = _KIND[lang]["start" if step.next == step.start else "end"]
    return _NEXT[lang].format(
        title=step.title, kind=kind, day=shown_day(step.next, lang) if step.next else ""
    )


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


def _days(number: int, lang: str) -> str:
    if lang == "de":
        return "einem Tag" if number == 1 else f"{number} Tagen"
    return "1 day" if number == 1 else f"{number} days"


_FIELDS = {
    "title": {"de": "Name", "en": "name"},
    "aim": {"de": "Worum es geht", "en": "aim"},
    "owner": {"de": "Zuständig", "en": "responsible"},
    "status": {"de": "Stand", "en": "state"},
    "start": {"de": "geplanter Beginn", "en": "planned start"},
    "end": {"de": "geplantes Ende", "en": "planned end"},
    "begun": {"de": "begonnen am", "en": "begun on"},
    "finished": {"de": "erledigt am", "en": "finished on"},
    "questions": {"de": "Fragen", "en": "questions"},
    "pages": {"de": "Seiten", "en": "pages"},
    "papers": {"de": "Vorlagen", "en": "papers"},
    "note": {"de": "Notiz", "en": "note"},
}
_CHANGED = {
    "created": {"de": "angelegt mit {number} Schritten", "en": "made with {number} steps"},
    "undone": {"de": "Stand {number} gilt wieder", "en": "state {number} holds again"},
    "title": {"de": "heißt jetzt „{title}“", "en": "is now called “{title}”"},
    "closed": {"de": "abgeschlossen", "en": "closed"},
    "opened": {"de": "wieder geöffnet", "en": "opened again"},
    "added": {"de": "Schritt „{title}“ hinzugefügt", "en": "step “{title}” added"},
    "dropped": {"de": "Schritt „{title}“ entfernt", "en": "step “{title}” removed"},
    "order": {"de": "Reihenfolge geändert", "en": "order changed"},
    "step": {"de": "„{title}“: {values}", "en": "“{title}”: {values}"},
    "nothing": {"de": "ohne Unterschied", "en": "without difference"},
}


def difference(before: Change | None, after: Change, lang: str) -> tuple[str, ...]:
    """What a change changed, one entry each."""
    now = after.process
    if before is None:
        return (_said("created", lang, number=len(now.steps)),)
    then = before.process
    found = [_said("undone", lang, number=after.undoes)] if after.undoes else []
    if then.title != now.title:
        found.append(_said("title", lang, title=now.title))
    if then.closed != now.closed:
        found.append(_said("closed" if now.closed else "opened", lang))
    found += _steps(then, now, lang)
    return tuple(found or [_said("nothing", lang)])


def _steps(then: Process, now: Process, lang: str) -> list[str]:
    old, new = {step.id: step for step in then.steps}, {step.id: step for step in now.steps}
    found = [_said("added", lang, title=new[name].title) for name in new if name not in old]
    found += [_said("dropped", lang, title=old[name].title) for name in old if name not in new]
    for name, step in new.items():
        if name in old and old[name] != step:
            found.append(_said("step", lang, title=step.title, values=_values(old[name], step, lang)))
    kept = [name for name in old if name in new]
    if kept != [name for name in new if name in old]:
        found.append(_said("order", lang))
    return found


def _values(old: Step, new: Step, lang: str) -> str:
    return "; ".join(
        f"{_FIELDS[field.name][lang]} {_value(getattr(old, field.name), lang)} → {_value(getattr(new, field.name), lang)}"
        for field in fields(Step)
        if field.name != "id" and getattr(old, field.name) != getattr(new, field.name)
    )


def _value(value: object, lang: str) -> str:
    if isinstance(value, Status):
        return _STATE[_SET[value]][lang]
    if isinstance(value, date):
        return shown_day(value, lang)
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    return str(value) if value else "–"


def _said(what: str, lang: str, **values: object) -> str:
    return _CHANGED[what][lang].format(**values)
