"""What to look at and what changed since; part of the facade `app.service`.

```python
desk = Service.open().cockpit
[w.lead for w in desk.watch(at).value]                  # the questions behind the first page
desk.since(replace(at, version=8), at).value.lead       # what became of the gap matrix
desk.confirm_seen(at)                                   # next time: since then
```
"""

from dataclasses import replace
from datetime import date

from app import jobs
from app.answers import translating as answers
from app.asked import Asked, put
from app.cockpit.seen import Seen, SeenMark
from app.cockpit.views import SeenView, SinceView, WatchView
from app.cockpit.watch import WATCHED, watch
from app.delivery.outlook import job_view
from app.delivery.stages import Progress, told
from app.delivery.views import JobView
from app.errors import RequestError
from app.gaps.since import since
from app.gate import Released
from app.gated import Gated, gated
from graph.manifest import Kind


class CockpitDesk(Gated):
    """The first page as the facade gives it."""

    @gated
    def watch(self, asked: Asked) -> Released[tuple[WatchView, ...]]:
        """All there is to look at, with the questions that show it. Asks them; takes as long as they do."""
        found = []
        for name, watched in WATCHED.items():
            answer = answers.answer_view(
                put(self._town, watched.question, dict(watched.parameters), asked), asked.lang
            )
            at = self._town.snapshot(asked.version)
            found.append(watch(name, self._released(answer, asked.audience, asked.lang, at).value))
        return self._released(tuple(found), asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def since(self, then: Asked, now: Asked) -> Released[SinceView]:
        """What became of the gap matrix between two states. An earlier version may have to be built first.

        Raises:
            RequestError: both states are the same.
        """
        then, now = self._pair(then, now)
        return self._since(then, now, None)

    @gated
    def start_since(self, then: Asked, now: Asked) -> Released[JobView]:
        """Begin to find that out beside the page; `found_since` tells it when it is done.

        Raises:
            RequestError: both states are the same.
        """
        then, now = self._pair(then, now)
        parts = (then.version, then.reference_date, now.version, now.reference_date)
        key = "-".join(str(part) for part in (self._begun, *parts, now.audience, now.lang, now.scenario))
        job = jobs.once(key, lambda step: self._since(then, now, step))
        return self._released(job_view(job, self._clean), now.audience, now.lang)

    @gated
    def found_since(self, key: str) -> Released[SinceView]:
        """What `start_since` found out.

        Raises:
            RequestError: it is not known (yet).
        """
        job = jobs.find(key) if key.startswith(self._begun) else None
        if job is None or not isinstance(job.result, Released):
            raise RequestError("Veränderung: Hierzu ist nichts (mehr) bekannt. Bitte erneut berechnen lassen")
        found: Released[SinceView] = job.result
        return found

    @gated
    def before_last_delivery(self, asked: Asked) -> Released[int]:
        """The version before the last delivery that is in the version asked about; 0 if there is none."""
        latest = self._town.snapshot(asked.version).version
        taken_in = [
            v.number for v in self._town.store.versions() if v.number <= latest and v.kind is Kind.DELIVERY
        ]
        return self._released(max(taken_in, default=1) - 1, asked.audience, asked.lang)

    @gated
    def version_at(self, day: date) -> Released[int]:
        """The version that was the latest at the end of a day on this machine's calendar; 0 = nothing was recorded."""
        until = [v.number for v in self._town.store.versions() if v.when.astimezone().date() <= day]
        return self._released(max(until, default=0))

    @gated
    def seen(self, lang: str = "de") -> Released[SeenView | None]:
        """What readers confirmed last as seen; None if nothing."""
        mark = self._seen.last()
        return self._released(_shown(mark) if mark else None, lang=lang)

    @gated
    def confirm_seen(self, asked: Asked) -> Released[SeenView]:
        """Remember a state as seen; `undo_seen` takes that back."""
        version = self._town.snapshot(asked.version).version
        mark = self._seen.confirm(version, asked.reference_date)
        return self._released(_shown(mark), asked.audience, asked.lang)

    @gated
    def undo_seen(self) -> None:
        """Forget the last confirmation."""
        self._seen.undo()

    @property
    def _begun(self) -> str:
        """How the keys of this work begin; under a newer version more may be protected, and nothing found before counts."""
        return f"since-{self._town.ags}-{self._town.latest}"

    def _since(self, then: Asked, now: Asked, progress: Progress | None) -> Released[SinceView]:
        step = told(progress, now.lang)
        step("trial", 0.1)
        before, after = (self._town.snapshot(asked.version) for asked in (then, now))
        step("matrix", 0.6)
        view = since(self._town, before, after, then, now)
        return self._released(view, now.audience, now.lang, after, self._town.secrets(before, now.audience))

    def _pair(self, then: Asked, now: Asked) -> tuple[Asked, Asked]:
        then, now = (replace(a, version=self._town.snapshot(a.version).version) for a in (then, now))
        if (then.version, then.reference_date) == (now.version, now.reference_date):
            raise RequestError(
                "Veränderung: beide Stände sind gleich; erwartet ein anderer Stichtag oder eine andere Version"
            )
        return then, now

    @property
    def _seen(self) -> Seen:
        return Seen(self._town.home / self._town.ags)


def _shown(mark: SeenMark) -> SeenView:
    return SeenView(mark.version, mark.day, mark.confirmed_on)
