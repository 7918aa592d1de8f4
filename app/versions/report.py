"""The report about what differs between two states as an answer among others: asked, pinned, put into a paper.

Its name is `REPORT`; what it is asked with is the earlier state: `since` (a day, ISO) and `sinceVersion` (a number; left
out: the version asked). The later state is the one asked.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from app.answers import translating as answers
from app.asked import Asked
from app.display import day
from app.errors import RequestError
from app.protection import Secrets
from app.town import OpenTown
from app.views import AnswerView, FactView
from queries.changes_report import LONGEST, changes_report
from queries.changes_words import TITLE
from queries.settings import shift_months
from queries.words import Words

REPORT: Final = "veraenderungen"
SINCE, SINCE_VERSION = "since", "sinceVersion"
_MOST: Final = 16

Parameters = Mapping[str, str | Sequence[str]]
Step = Callable[[str, float], None]
_known: OrderedDict[Hashable, AnswerView] = OrderedDict()
_lock = threading.Lock()


def since(then: Asked) -> dict[str, str]:
    """An earlier state as what the report is asked with."""
    version = {SINCE_VERSION: str(then.version)} if then.version is not None else {}
    return {SINCE: then.reference_date.isoformat(), **version}


def earlier(parameters: Parameters, now: Asked) -> Asked:
    """The earlier state that was meant.

    Raises:
        RequestError: there is none, or what is given says none.
    """
    unknown = set(parameters) - {SINCE, SINCE_VERSION}
    try:
        version = _one(parameters, SINCE_VERSION)
        then = replace(
            now,
            reference_date=date.fromisoformat(_one(parameters, SINCE)),
            version=int(version) if version else now.version,
        )
    except ValueError:
        unknown = unknown or {SINCE}
    if unknown:
        raise RequestError(
            f"Veränderungen: {', '.join(sorted(unknown))} geht so nicht; erwartet {SINCE} als Datum (2025-11-24) und "
            f"{SINCE_VERSION} als Nummer einer Version"
        )
    return then


def pair(town: OpenTown, then: Asked, now: Asked) -> tuple[Asked, Asked]:
    """Both states with the numbers of their versions.

    Raises:
        RequestError: both are the same, for different audiences, in the wrong order or too far apart.
    """
    then, now = (replace(a, version=town.snapshot(a.version).version) for a in (then, now))
    if (then.version, then.reference_date) == (now.version, now.reference_date):
        raise RequestError(
            "Veränderungen: beide Stände sind gleich; erwartet ein anderer Stichtag oder eine andere Version"
        )
    if then.audience is not now.audience:
        raise RequestError("Veränderungen: beide Stände brauchen dieselbe Sicht (intern oder öffentlich)")
    if then.reference_date > now.reference_date:
        raise RequestError(
            "Veränderungen: der frühere Stand hat den späteren Stichtag; erwartet die umgekehrte Reihenfolge"
        )
    if shift_months(then.reference_date, LONGEST) < now.reference_date:
        raise RequestError(
            f"Veränderungen: zwischen den Stichtagen liegen mehr als {LONGEST // 12} Jahre; erwartet höchstens so viele"
        )
    return then, now


def report_view(town: OpenTown, then: Asked, now: Asked, step: Step | None = None) -> AnswerView:
    """The report between two states as `pair` gives them, not yet released. The last ones are remembered.

    `step` is told the stages and how far it is.
    """
    if town.scenario:
        return _made(town, then, now, step)
    held = tuple(town.identity(asked.version or 0) for asked in (then, now))
    key = (town.home, town.ags, held, then, now)
    with _lock:
        if key in _known:
            _known.move_to_end(key)
            return _known[key]
    made = _made(town, then, now, step)
    with _lock:
        _known[key] = made
        while len(_known) > _MOST:
            _known.popitem(last=False)
    return made


def asked_view(town: OpenTown, parameters: Parameters, asked: Asked) -> AnswerView:
    """The report as it is asked, not yet released. Raises as `earlier` and `pair`."""
    return report_view(town, *pair(town, earlier(parameters, asked), asked))


def besides(town: OpenTown, parameters: Parameters, asked: Asked) -> Secrets:
    """What it must not say besides what the later state and the latest version protect: what the earlier one does."""
    then = earlier(parameters, asked)
    return town.secrets(town.snapshot(then.version), asked.audience)


def title(lang: str) -> str:
    """What it is called."""
    return TITLE.get(lang)


def choices(parameters: Parameters, lang: str) -> tuple[FactView, ...]:
    """The earlier state in words."""
    version = _one(parameters, SINCE_VERSION)
    told = day(date.fromisoformat(_one(parameters, SINCE)), lang)
    words = _STATE.format(day=_same(told), version=version) if version else _DAY.format(day=_same(told))
    return (FactView(_BEFORE.get(lang), words.get(lang), SINCE),)


def _made(town: OpenTown, then: Asked, now: Asked, step: Step | None) -> AnswerView:
    tell = step or (lambda _stage, _fraction: None)
    tell("states", 0.05)
    before = town.snapshot(then.version)
    answer = changes_report(then.reading(town), now.reading(town), tell)
    view = answers.answer_view(answer, now.lang, declared=())
    given = since(replace(then, version=before.version))
    return replace(view, parameters=choices(given, now.lang))


def _one(parameters: Parameters, name: str) -> str:
    value = parameters.get(name) or ""
    return value if isinstance(value, str) else value[0]


def _same(text: str) -> Words:
    return Words(text, text)


_BEFORE = Words("Verglichen mit", "Compared with")
_STATE = Words("Stichtag {day}, Version {version}", "reference date {day}, version {version}")
_DAY = Words("Stichtag {day}", "reference date {day}")
