"""What stands around an answer, as command line and web pages call it; part of the facade `app.service`.

```python
desk = Service.open().answers
desk.readiness("A1", at)                                        # what it needs, before asking
desk.compared("A1", {}, then=replace(at, reference_date=date(2025, 11, 24)), now=at)
desk.pin("A1", {"area": "G-03"}, at, note="für den Ausschuss")  # → a short id
```
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from app.answers import around as around_answers
from app.answers import asking, comparing, series
from app.answers.pins import Pin, Pins
from app.answers.views import LooseningView, PinView, ReadinessView
from app.asked import Asked
from app.delivery.workplace import check_reason
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.protection import Secrets, named_in
from app.scenarios.store import Scenarios
from app.scenarios.supposing import supposing
from app.shelves import Place
from app.town import OpenTown
from app.versions.history import between
from app.views import AnswerView, TableView
from ontology.iris import Audience
from ontology.words import words_of

Parameters = Mapping[str, str | Sequence[str]]
T = TypeVar("T")
_WORDS = words_of(__name__)


class AnswerDesk(Gated):
    """Readiness, evidence of rows, comparisons, series and pins. `asked` says for whom, as of when, on which version."""

    @gated
    def readiness(self, question_id: str, asked: Asked) -> Released[ReadinessView]:
        """What a question needs and how full that is; the question itself is not run.

        Raises:
            KnowledgeGraphError: there is no such question or version.
        """
        return self._told(around_answers.readiness_view(self._town, question_id, asked), asked)

    @gated
    def behind(
        self, question_id: str, parameters: Parameters, block: str, row: int, asked: Asked
    ) -> Released[TableView]:
        """The records behind row `row` (from 0) of the table named `block` (empty = the first).

        Raises:
            RequestError: the answer has no such table or row.
        """
        return self._told(
            around_answers.behind(self._town, question_id, parameters, block, row, asked), asked
        )

    @gated
    def loosened(
        self, question_id: str, parameters: Parameters, block: str, asked: Asked
    ) -> Released[tuple[LooseningView, ...]]:
        """Which choices emptied a table of an answer, and how many rows there are without them."""
        return self._told(around_answers.loosened(self._town, question_id, parameters, block, asked), asked)

    @gated
    def compared(
        self, question_id: str, parameters: Parameters, *, then: Asked, now: Asked
    ) -> Released[AnswerView]:
        """How the answer at `now` differs from that at `then`: rows that came, went and changed, each with why.

        Raises:
            RequestError: both are the same, or for different audiences.
        """
        then, now = self._fixed(then), self._fixed(now)
        if (then.reference_date, then.version) == (now.reference_date, now.version):
            raise RequestError(
                "Vergleich: beide Stände sind gleich; erwartet ein anderer Stichtag oder eine andere Version"
            )
        if then.audience is not now.audience:
            raise RequestError("Vergleich: beide Antworten brauchen dieselbe Sicht (intern oder öffentlich)")
        return self._compared(question_id, parameters, then, now)

    @gated
    def series(
        self, question_id: str, parameters: Parameters, asked: Asked, *, months: int = 6, number: int = 6
    ) -> Released[AnswerView]:
        """The question at `number` reference dates, `months` apart, the last being that of `asked`.

        Raises:
            RequestError: too many steps, or none.
        """
        if not 1 <= number <= series.MOST_STEPS or not 1 <= months <= 60:
            raise RequestError(
                f"Zeitreihe: {number} Stichtage im Abstand von {months} Monaten gehen nicht; erwartet 1 bis "
                f"{series.MOST_STEPS} Stichtage im Abstand von 1 bis 60 Monaten"
            )
        asked = self._fixed(asked)
        days = series.steps(asked.reference_date, months, number)
        told = [self._answer(question_id, parameters, replace(asked, reference_date=day)) for day in days]
        return self._told(series.series(told, asked.lang), asked)

    @gated
    def pin(
        self, question_id: str, parameters: Parameters, asked: Asked, *, note: str = ""
    ) -> Released[PinView]:
        """Keep what was asked under a short id, to ask it again later: a question, or the report about changes (`REPORT`).

        Raises:
            RequestError: the note names a person.
        """
        if note:
            check_reason("Anheften", note)
        asked = self._fixed(asked)
        self._answer(question_id, parameters, asked)  # what cannot be asked cannot be pinned
        pin = self._pins.add(
            question_id,
            parameters,
            audience=asked.audience,
            reference_date=asked.reference_date,
            version=asked.version or 0,
            note=note,
            scenario=asked.scenario.partition(".")[0],
        )
        return self._told(self._shown(pin, asked.lang), asked)

    @gated
    def pins(self, lang: str = "de", audience: Audience = Audience.INTERN) -> Released[tuple[PinView, ...]]:
        """All pinned answers, the newest first; for the public those pinned for it that name nothing unpublished."""
        found = (
            self._shown(pin, lang) for pin in self._pins.all() if audience in (pin.audience, Audience.INTERN)
        )
        hidden = self._town.secrets(audience=audience).internal_names
        return self._released(tuple(pin for pin in found if not named_in(pin.note, hidden)), audience, lang)

    @gated
    def pinned(
        self, name: str, *, reference_date: date, version: int | None = None, lang: str = "de"
    ) -> Released[AnswerView]:
        """A pinned question asked again at another date or version, as the difference to what it was pinned as.

        If neither differs, the answer itself. A pin under a scenario is always the answer itself: a scenario is worked
        out on the latest version only.

        Raises:
            RequestError: there is no such pin, or its scenario was thrown away.
        """
        pin = self._pins.get(name)
        if pin.scenario:
            under = AnswerDesk(self._supposing(pin.scenario))
            asked = Asked(pin.audience, reference_date, None, lang, pin.scenario)
            return under._told(under._answer(pin.question_id, dict(pin.parameters), asked), asked)
        then = Asked(pin.audience, pin.reference_date, pin.version, lang)
        now = self._fixed(Asked(pin.audience, reference_date, version, lang))
        given = dict(pin.parameters)
        if (then.reference_date, then.version) == (now.reference_date, now.version):
            return self._told(self._answer(pin.question_id, given, now), now)
        return self._compared(pin.question_id, given, then, now)

    @gated
    def unpin(self, name: str) -> None:
        """Take a pin off; `restore_pin` puts it back.

        Raises:
            RequestError: there is none.
        """
        self._pins.remove(name)

    @gated
    def restore_pin(self, name: str, lang: str = "de") -> Released[PinView]:
        """Put a pin back that was taken off.

        Raises:
            RequestError: there is none.
        """
        return self._released(self._shown(self._pins.restore(name), lang), lang=lang)

    @property
    def _pins(self) -> Pins:
        return Pins(self._town.beside(Place.PINS))

    def _supposing(self, scenario: str) -> OpenTown:
        base = self._town.base
        return supposing(base, Scenarios.of(base.home, base.ags).get(scenario))

    def _answer(self, question_id: str, parameters: Parameters, asked: Asked) -> AnswerView:
        """An answer that passed the gate."""
        view = asking.view_of(self._town, question_id, parameters, asked)
        return self._told(view, asked, asking.besides(self._town, question_id, parameters, asked)).value

    def _told(self, view: T, asked: Asked, more: Secrets | None = None) -> Released[T]:
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version), more)

    def _fixed(self, asked: Asked) -> Asked:
        """With the number of the latest version instead of None."""
        return replace(asked, version=self._town.snapshot(asked.version).version)

    def _compared(
        self, question_id: str, parameters: Parameters, then: Asked, now: Asked
    ) -> Released[AnswerView]:
        before, after = (
            self._answer(question_id, parameters, then),
            self._answer(question_id, parameters, now),
        )
        names, secrets = self._changed(then, now)
        view = comparing.compared(question_id, before, after, names, now.lang)
        return self._told(view, then, secrets)

    def _changed(self, then: Asked, now: Asked) -> tuple[Mapping[str, str], Secrets]:
        """The records that differ between two versions, by IRI, with their names and what of them must not be shown."""
        first, last = sorted((then.version or 0, now.version or 0))
        if first == last:
            return {}, Secrets()
        view, secrets = between(self._town, first, last, now.lang, now.audience)
        return {change.iri: f"{change.label} ({change.key})" for change in view.changes}, secrets

    def _shown(self, pin: Pin, lang: str) -> PinView:
        return PinView(
            id=pin.id,
            question_id=pin.question_id,
            title=asking.title(pin.question_id, lang),
            note=pin.note,
            parameters=pin.parameters,
            choices=asking.choices(pin.question_id, dict(pin.parameters), lang),
            reference_date=pin.reference_date,
            version=pin.version,
            audience=str(pin.audience),
            pinned_on=pin.pinned_on,
            scenario=self._scenario_name(pin.scenario, lang),
        )

    def _scenario_name(self, scenario: str, lang: str) -> str:
        if not scenario:
            return ""
        try:
            return Scenarios.of(self._town.home, self._town.ags).get(scenario).name
        except RequestError:
            return _WORDS("thrown_away", lang)
