"""The report about what differs between two states of a town; part of the facade `app.service`.

```python
desk = Service.open().changes
desk.report(replace(at, reference_date=a_year_before), at).value.lead
```
"""

from app import jobs
from app.asked import Asked
from app.delivery.outlook import job_view
from app.delivery.stages import Progress, told
from app.delivery.views import JobView
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.versions.report import pair, report_view
from app.views import AnswerView


class ChangesDesk(Gated):
    """What differs between two states, as the facade gives it."""

    @gated
    def report(self, then: Asked, now: Asked) -> Released[AnswerView]:
        """What became of the gap matrix, of records, of the law and of what is known. May take a minute.

        Raises:
            RequestError: both states are the same, for different audiences, in the wrong order or too far apart.
        """
        return self._report(*pair(self._town, then, now), None)

    @gated
    def start_report(self, then: Asked, now: Asked) -> Released[JobView]:
        """Begin to find that out beside the page; `found_report` tells it when it is done.

        Raises:
            RequestError: as `report`.
        """
        then, now = pair(self._town, then, now)
        states = [(self._town.identity(a.version or 0), a.reference_date) for a in (then, now)]
        parts = (*states[0], *states[1], now.audience, now.lang, now.scenario)
        key = "-".join(str(part) for part in (self._begun, *parts))
        job = jobs.once(key, lambda step: self._report(then, now, step))
        return self._released(job_view(job, self._clean), now.audience, now.lang)

    @gated
    def found_report(self, key: str) -> Released[AnswerView]:
        """What `start_report` found out.

        Raises:
            RequestError: it is not known (yet).
        """
        job = jobs.find(key) if key.startswith(self._begun) else None
        if job is None or not isinstance(job.result, Released):
            raise RequestError(
                "Veränderungen: Hierzu ist nichts (mehr) bekannt. Bitte erneut berechnen lassen"
            )
        found: Released[AnswerView] = job.result
        return found

    @property
    def _begun(self) -> str:
        """How the keys of this work begin; under a newer version more may be protected, and nothing found before counts."""
        return f"changes-{self._town.ags}-{self._town.latest}"

    def _report(self, then: Asked, now: Asked, progress: Progress | None) -> Released[AnswerView]:
        view = report_view(self._town, then, now, told(progress, now.lang))
        before, after = (self._town.snapshot(asked.version) for asked in (then, now))
        return self._released(view, now.audience, now.lang, after, self._town.secrets(before, now.audience))
