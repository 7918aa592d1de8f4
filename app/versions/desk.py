"""The report about what differs between two states of a town; part of the facade `app.service`.

```python
desk = Service.open().changes
desk.report(replace(at, reference_date=a_year_before), at).value.lead
```
"""

from dataclasses import replace

from app import jobs
from app.answers import translating as answers
from app.asked import Asked
from app.delivery.outlook import job_view
from app.delivery.stages import Progress, told
from app.delivery.views import JobView
from app.display import day
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.views import AnswerView, FactView
from queries.changes_report import LONGEST, changes_report
from queries.settings import shift_months
from queries.words import Words


class ChangesDesk(Gated):
    """What differs between two states, as the facade gives it."""

    @gated
    def report(self, then: Asked, now: Asked) -> Released[AnswerView]:
        """What became of the gap matrix, of records, of the law and of what is known. May take a minute.

        Raises:
            RequestError: both states are the same, for different audiences, in the wrong order or too far apart.
        """
        return self._report(*self._pair(then, now), None)

    @gated
    def start_report(self, then: Asked, now: Asked) -> Released[JobView]:
        """Begin to find that out beside the page; `found_report` tells it when it is done.

        Raises:
            RequestError: as `report`.
        """
        then, now = self._pair(then, now)
        parts = (self._town.ags, then.version, then.reference_date, now.version, now.reference_date)
        key = "-".join(str(part) for part in ("changes", *parts, now.audience, now.lang, now.scenario))
        known = jobs.find(key)
        done = known is not None and known.result is not None
        job = known if known and done else jobs.start(key, lambda step: self._report(then, now, step))
        return self._released(job_view(job, self._clean), lang=now.lang)

    @gated
    def found_report(self, key: str) -> Released[AnswerView]:
        """What `start_report` found out.

        Raises:
            RequestError: it is not known (yet).
        """
        job = jobs.find(key)
        if job is None or not isinstance(job.result, Released):
            raise RequestError(
                "Veränderungen: Hierzu ist nichts (mehr) bekannt. Bitte erneut berechnen lassen"
            )
        found: Released[AnswerView] = job.result
        return found

    def _report(self, then: Asked, now: Asked, progress: Progress | None) -> Released[AnswerView]:
        step = told(progress, now.lang)
        step("trial", 0.1)
        before, after = (self._town.snapshot(asked.version) for asked in (then, now))
        step("matrix", 0.5)
        answer = changes_report(then.reading(self._town), now.reading(self._town))
        view = answers.answer_view(answer, now.lang, declared=())
        state = _STATE.format(
            day=Words(day(then.reference_date, "de"), day(then.reference_date, "en")), version=before.version
        )
        view = replace(view, parameters=(FactView(_BEFORE.get(now.lang), state.get(now.lang)),))
        return self._released(view, now.audience, now.lang, after, self._town.secrets(before, now.audience))

    def _pair(self, then: Asked, now: Asked) -> tuple[Asked, Asked]:
        then, now = (replace(a, version=self._town.snapshot(a.version).version) for a in (then, now))
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


_BEFORE = Words("Verglichen mit", "Compared with")
_STATE = Words("Stichtag {day}, Version {version}", "reference date {day}, version {version}")
