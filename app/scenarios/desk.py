"""Scenarios, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().scenarios
made = desk.make("Treff Südhang wieder öffnen").value
desk.suppose(made.id, {"do": "close-offer", "offer": "A-092", "day": "2027-06-30"}).value.acts
desk.difference(made.id, at).value.lead                       # "In der Lückenmatrix ändern sich 2 von …"
Service.open().supposing(made.id).ask("A1", {}, …)            # every question and page runs on it
```
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from app.answers import comparing
from app.answers.desk import Parameters
from app.answers.translating import answer_view
from app.asked import Asked, put
from app.errors import RequestError
from app.gaps.effects import matrix_effect
from app.gate import Released
from app.gated import Gated, gated
from app.records.rows import reader_of
from app.scenarios import bands, supposing
from app.scenarios import choices as scenario_choices
from app.scenarios.acts import ACT, Act, CloseOffer, EndFunding
from app.scenarios.assumptions import MATRIX, assumptions
from app.scenarios.bands import Band, Step
from app.scenarios.store import Scenario, Scenarios, Supposed
from app.scenarios.supposed import supposed
from app.scenarios.supposing import WorkedOut, work_out
from app.scenarios.views import (
    ActView,
    AssumptionView,
    BandView,
    FundingChoice,
    MatrixChangeView,
    ScenarioChoices,
    ScenarioName,
    ScenarioView,
)
from app.scenarios.words import act_words, field_words, kind_words
from app.views import AnswerView
from ontology.iris import Audience
from queries.catalogue import Catalogue
from queries.words import Words


class ScenarioDesk(Gated):
    """Suppositions over a town that is only read: made, shared by their id, compared, thrown away."""

    @gated
    def scenarios(
        self, lang: str = "de", audience: Audience = Audience.INTERN
    ) -> Released[tuple[ScenarioView, ...]]:
        """All scenarios, the one changed last first; what is wrong with their acts is not worked out here.

        For the public only those that suppose nothing of what is not published.
        """
        found = self._of(audience, self._scenarios.all())
        return self._released(tuple(self._view(s, lang) for s in found), audience, lang)

    @gated
    def names(
        self, lang: str = "de", audience: Audience = Audience.INTERN
    ) -> Released[tuple[ScenarioName, ...]]:
        """The same by name; read on every click, so nothing is worked out."""
        found = self._of(audience, self._scenarios.all())
        names = tuple(ScenarioName(s.id, _ref(s), s.name, len(s.active)) for s in found)
        return self._released(names, audience, lang)

    @gated
    def thrown_away(self, lang: str = "de") -> Released[tuple[ScenarioView, ...]]:
        """Those thrown away in the last 30 days."""
        return self._released(tuple(self._view(s, lang) for s in self._scenarios.aside()), lang=lang)

    @gated
    def scenario(
        self, name: str, lang: str = "de", audience: Audience = Audience.INTERN
    ) -> Released[ScenarioView]:
        """One scenario, worked out on the latest version: acts in words, with what speaks against them.

        Raises:
            RequestError: there is none, or none for this audience.
        """
        scenario = self._scenarios.get(name)
        supposing.check_audience(self._town, scenario, audience)
        return self._shown(scenario, lang, audience)

    @gated
    def make(self, name: str, note: str = "", *, like: str = "", lang: str = "de") -> Released[ScenarioView]:
        """A new scenario, empty or with the acts of another one (`like`).

        Raises:
            RequestError: no name, one that names a person, or there is nothing to copy.
        """
        acts = self._scenarios.get(like).present if like else ()
        return self._shown(self._scenarios.make(name, note, acts), lang)

    @gated
    def rename(self, name: str, to: str, note: str = "", *, lang: str = "de") -> Released[ScenarioView]:
        """Give a scenario another name and note.

        Raises:
            RequestError: as `make`.
        """
        named = self._scenarios.change(
            name, lambda s: s.model_copy(update={"name": to.strip(), "note": note.strip()})
        )
        return self._shown(named, lang)

    @gated
    def suppose(
        self, name: str, act: Mapping[str, Any], *, note: str = "", instead_of: str = "", lang: str = "de"
    ) -> Released[ScenarioView]:
        """Add an act, or put it in the place of another one.

        Args:
            name: id of the scenario.
            act: as `app.scenarios.acts` describes them, `do` says which.
            note: why it is supposed.
            instead_of: id of the act it replaces; empty = it comes last.
            lang: language of the view.

        Raises:
            RequestError: it is no act, or it cannot be put over the town as it is: nothing is changed then.
        """
        checked = _checked(act)

        def placed(scenario: Scenario) -> tuple[str, tuple[Supposed, ...]]:
            return _placed(scenario, checked, note.strip(), instead_of)

        number, acts = placed(self._scenarios.get(name))
        _, problems, _ = supposing.examined_acts(
            self._town, tuple(s for s in acts if s.active and not s.removed)
        )
        if own := [p.words.get(lang) for p in problems if p.act == number]:
            raise RequestError(f"Annahme: {'; '.join(dict.fromkeys(own))}")
        # Somebody else may have supposed something while this was examined: it is placed beside that.
        kept = self._scenarios.change(name, lambda s: s.model_copy(update={"acts": placed(s)[1]}))
        return self._shown(kept, lang)

    @gated
    def set_active(self, name: str, act: str, *, active: bool, lang: str = "de") -> Released[ScenarioView]:
        """Let an act count or not; it stays in the scenario, and one that was taken out is in it again.

        Raises:
            RequestError: there is no such scenario or act.
        """
        return self._shown(
            self._scenarios.change(name, lambda s: _with(s, act, {"active": active, "removed": False})), lang
        )

    @gated
    def remove(self, name: str, act: str, *, lang: str = "de") -> Released[ScenarioView]:
        """Take an act out; `set_active` brings it back.

        Raises:
            RequestError: there is no such scenario or act.
        """
        return self._shown(self._scenarios.change(name, lambda s: _with(s, act, {"removed": True})), lang)

    @gated
    def throw_away(self, name: str) -> None:
        """Put a scenario aside for 30 days, and clear away what was worked out of it.

        Raises:
            RequestError: there is none.
        """
        self._scenarios.throw_away(name)
        supposing.forget(self._town)

    @gated
    def take_back(self, name: str, lang: str = "de") -> Released[ScenarioView]:
        """Take a scenario back that was thrown away.

        Raises:
            RequestError: there is none.
        """
        return self._shown(self._scenarios.take_back(name), lang)

    @gated
    def forget(self, name: str) -> None:
        """Forget a scenario that was thrown away, for good."""
        self._scenarios.forget(name)

    @gated
    def choices(self, name: str, lang: str = "de") -> Released[ScenarioChoices]:
        """What the forms of the acts offer.

        Raises:
            RequestError: there is no such scenario.
        """
        found = scenario_choices.choices(self._town, self._scenarios.get(name), lang)
        return self._released(found, lang=lang)

    @gated
    def money(self, asked: Asked, only: Sequence[str] = ()) -> Released[tuple[FundingChoice, ...]]:
        """Pots and payers whose money may be supposed to end, each with the offers that rest on it, or on `only` these fundings."""
        found = scenario_choices.money(self._town, asked, only)
        return self._released(found, asked.audience, asked.lang, self._town.base.snapshot(asked.version))

    @gated
    def difference(self, name: str, asked: Asked, other: str = "") -> Released[MatrixChangeView]:
        """Every cell of the gap matrix that differs between the town as it is (or scenario `other`) and this one.

        Raises:
            RequestError: there is no such scenario, or none for this audience.
        """
        scenario = self._scenarios.get(name)
        for each in (scenario, *([self._scenarios.get(other)] if other else [])):
            supposing.check_audience(self._town, each, asked.audience)
        before = self._worked(other).snapshot if other else self._town.snapshot()
        view = matrix_effect(
            self._town, before, self._worked(name).snapshot, asked.reference_date, asked.lang, asked.audience
        )
        return self._released(view, asked.audience, asked.lang, under=scenario.name)

    @gated
    def compared(
        self, name: str, question_id: str, parameters: Parameters, asked: Asked
    ) -> Released[AnswerView]:
        """How the answer to a question under a scenario differs from that without it.

        Raises:
            KnowledgeGraphError: no such scenario or question, or none for this audience.
        """
        scenario, worked = self._scenarios.get(name), self._worked(name)
        supposing.check_audience(self._town, scenario, asked.audience)
        under = self._town.supposing(worked.snapshot, scenario.name)
        before, after = (
            answer_view(put(town, question_id, parameters, asked), asked.lang) for town in (self._town, under)
        )
        passed = [self._released(view, asked.audience, asked.lang).value for view in (before, after)]
        marked = supposed(passed[1], scenario.name, asked.lang)
        view = comparing.compared(question_id, passed[0], marked, worked.changed, asked.lang)
        return self._released(view, asked.audience, asked.lang, under=scenario.name)

    @gated
    def assumptions(self, lang: str = "de") -> Released[tuple[AssumptionView, ...]]:
        """The planning assumptions that may have a stated range; never what protects people."""
        catalogue = Catalogue.load()

        def decides(question: str) -> str:
            if question == MATRIX:
                return _MATRIX.get(lang)
            return f"{question} · {catalogue.get(question).header.title.get(lang)}"

        found = tuple(
            AssumptionView(a.name, a.words.get(lang), a.value.get(lang), decides(a.decides))
            for a in assumptions(self._town.thresholds)
        )
        return self._released(found, lang=lang)

    @gated
    def bands(
        self, name: str, stated: Sequence[Band], asked: Asked, *, step: Step = lambda _done, _all: None
    ) -> Released[BandView]:
        """Which cells come out the same whatever of the stated values holds; `step` is told done and all runs.

        Raises:
            RequestError: as `app.scenarios.bands.bands`.
        """
        scenario = self._scenarios.get(name)
        supposing.check_audience(self._town, scenario, asked.audience)
        view = bands.bands(
            self._town, scenario, stated, audience=asked.audience,
            reference_date=asked.reference_date, lang=asked.lang, step=step,
        )  # fmt: skip
        return self._released(view, asked.audience, asked.lang, under=scenario.name)

    @property
    def _scenarios(self) -> Scenarios:
        return Scenarios.of(self._town.home, self._town.ags)

    def _worked(self, name: str) -> WorkedOut:
        return work_out(self._town, self._scenarios.get(name))

    def _of(self, audience: Audience, found: Iterable[Scenario]) -> list[Scenario]:
        """Those that an audience may see."""
        return [s for s in found if audience is Audience.INTERN or not supposing.is_for_house(self._town, s)]

    def _shown(
        self, scenario: Scenario, lang: str, audience: Audience = Audience.INTERN
    ) -> Released[ScenarioView]:
        view = self._view(scenario, lang, work_out(self._town, scenario))
        return self._released(view, audience, lang)

    def _view(self, scenario: Scenario, lang: str, worked: WorkedOut | None = None) -> ScenarioView:
        base = self._town.snapshot()
        reader = reader_of(base, self._town.secrets(base))
        problems = worked.problems if worked else ()
        acts = tuple(
            ActView(
                id=s.id, kind=s.act.do, kind_text=kind_words(s.act).get(lang), text=act_words(s.act, reader).get(lang),
                note=s.note, active=s.active,
                problems=tuple(dict.fromkeys(p.words.get(lang) for p in problems if p.act == s.id)),
                fields=tuple((f, field_words(f).get(lang)) for f in bands.variable_fields(s.act)),
                day=s.act.day if isinstance(s.act, EndFunding | CloseOffer) else None,
            )
            for s in scenario.present
        )  # fmt: skip
        return ScenarioView(
            id=scenario.id, ref=_ref(scenario), name=scenario.name, note=scenario.note, acts=acts,
            made_on=scenario.made_on, changed_on=scenario.changed_on, base_version=base.version,
        )  # fmt: skip


def scenario_of(desk: ScenarioDesk, ref: str) -> Scenario:
    """The scenario that `Asked.scenario` names: its id, with or without what tells its content.

    Raises:
        RequestError: there is none.
    """
    return desk._scenarios.get(ref.partition(".")[0])  # noqa: SLF001 same room


def _ref(scenario: Scenario) -> str:
    return f"{scenario.id}.{scenario.digest}"


def _checked(act: Mapping[str, Any]) -> Act:
    try:
        return ACT.validate_python(dict(act))
    except ValidationError as error:
        raise RequestError(f"Annahme: {_wrong(error).de}") from None


def _wrong(error: ValidationError) -> Words:
    """What is wrong with an act, by the names of its fields."""
    first = error.errors()[0]
    name = field_words(str(first["loc"][1]) if len(first["loc"]) > 1 else "do")
    missing = first["type"] in {"missing", "too_short", "string_too_short"} or first["input"] is None
    return (_MISSING if missing else _NOT_SO).format(field=name)


def _placed(scenario: Scenario, act: Act, note: str, instead_of: str) -> tuple[str, tuple[Supposed, ...]]:
    """The acts with a new one, last or in the place of another, and its id."""
    if instead_of:
        _known(scenario, instead_of)
    number = instead_of or str(max((int(s.id) for s in scenario.acts), default=0) + 1)
    kept = (s for s in scenario.acts if s.id != number)
    new = Supposed(id=number, act=act, note=note)
    return number, tuple(sorted((*kept, new), key=lambda s: int(s.id)))


def _with(scenario: Scenario, act: str, update: Mapping[str, Any]) -> Scenario:
    _known(scenario, act)
    acts = tuple(s.model_copy(update=dict(update)) if s.id == act else s for s in scenario.acts)
    return scenario.model_copy(update={"acts": acts})


def _known(scenario: Scenario, act: str) -> None:
    if all(s.id != act for s in scenario.acts):
        known = ", ".join(s.id for s in scenario.present) or "keine"
        raise RequestError(f"Szenario ‹{scenario.name}›: Annahme {act} gibt es nicht; vorhanden: {known}")


_MATRIX = Words("Lückenmatrix", "Gap matrix")
_MISSING = Words("‹{field}› fehlt. Bitte angeben", "‹{field}› is missing. Please enter it")
_NOT_SO = Words(
    "‹{field}› kann so nicht sein. Bitte Schreibweise und Wert prüfen",
    "‹{field}› cannot be so. Check spelling and value",
)
