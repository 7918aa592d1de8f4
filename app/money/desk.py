"""The money of a town, as command line and web pages call it; part of the facade `app.service`.

```python
desk = Service.open().money
desk.flows(FlowChoice(2026, by="pillar"), at)               # ways of the money, with the items behind them
desk.cliff(24, ("bewilligt",), at)                          # what ends when, and what is lost then
```
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from decimal import Decimal

from app.answers import translating as answers
from app.answers.around import behind_row
from app.answers.catalogue import concept_choices
from app.asked import Asked, put
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.money.dates import KINDS, dates_view
from app.money.views import DatesView, FlowChoice, FlowView
from app.views import AnswerView, ChoiceView, FactView, TableView
from queries.answer import Answer
from queries.assumed_prices import assumed
from queries.cliff import cliff
from queries.money_flows import DIVISIONS, Choice, Flows, money_flows
from queries.words import Words

__all__ = ["DIVISIONS", "MOST_MONTHS", "MoneyDesk"]

MOST_MONTHS = 60
HIGHEST_RATE = Decimal("0.2")


class MoneyDesk(Gated):
    """The money of a town. `asked` says for whom, as of when, on which version."""

    @gated
    def kinds(self, lang: str = "de") -> Released[tuple[ChoiceView, ...]]:
        """The kinds of funding the money can be narrowed to."""
        return self._released(concept_choices("funding-types", lang), lang=lang)

    @gated
    def flows(self, choice: FlowChoice, asked: Asked) -> Released[FlowView]:
        """Who pays what for whom in a year.

        Raises:
            ParameterError: a status, a division, an aim or a funding type is unknown.
        """
        found = self._flows(choice, asked)
        view = answers.answer_view(found.answer, asked.lang, declared=())
        view = replace(view, parameters=_facts(choice, found, asked.lang))
        shown = FlowView(
            view, *(_choices(found.choices[layer], asked.lang) for layer in ("funder", "group", "target"))
        )
        return self._released(shown, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def flows_answer(
        self, choice: FlowChoice, asked: Asked, *, found: Released[FlowView] | None = None
    ) -> Released[AnswerView]:
        """The same as an answer, for the exports every answer has.

        `found` is what `flows` gave for the same, if it was asked before: nothing is worked out twice then.
        """
        found = found or self.flows(choice, asked)
        at = self._town.snapshot(asked.version)
        return self._released(found.value.answer, asked.audience, asked.lang, at, before=found.withheld)

    @gated
    def behind_flow(self, choice: FlowChoice, block: str, row: int, asked: Asked) -> Released[TableView]:
        """The funding items behind row `row` (from 0) of a table of the ways.

        Raises:
            RequestError: there is no such table or row.
        """
        table = behind_row(self._town, self._flows(choice, asked).answer, block, row, asked)
        return self._released(table, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def cliff(
        self, months: int, statuses: Sequence[str], asked: Asked, funder: str = ""
    ) -> Released[AnswerView]:
        """What ends when within so many months, and what is lost then: steps, offers, items, cells.

        With a `funder` (key of its record) only what that one pays.

        Raises:
            ParameterError: a status is unknown.
            RequestError: the period is not between 1 and 60 months.
        """
        view = answers.answer_view(self._cliff(months, statuses, asked, funder), asked.lang, declared=())
        said = ((_MONTHS, str(months)), *(((_FUNDER, funder),) if funder else ()))
        view = replace(view, parameters=tuple(FactView(words.get(asked.lang), text) for words, text in said))
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def behind_cliff(
        self, months: int, statuses: Sequence[str], block: str, row: int, asked: Asked, funder: str = ""
    ) -> Released[TableView]:
        """The records behind row `row` (from 0) of a table of the cliff.

        Raises:
            RequestError: there is no such table or row.
        """
        table = behind_row(self._town, self._cliff(months, statuses, asked, funder), block, row, asked)
        return self._released(table, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def dates(self, months: int, asked: Asked, kinds: Sequence[str] = ()) -> Released[DatesView]:
        """The deadlines within so many months and those that have passed, with what has none recorded.

        Raises:
            ParameterError: the period is not between 1 and 60 months.
            RequestError: a kind is unknown.
        """
        if unknown := sorted(set(kinds) - KINDS.keys()):
            raise RequestError(f"Fristen: ‹{', '.join(unknown)}› gibt es nicht; erwartet {', '.join(KINDS)}")
        answer = put(self._town, "L5", {"months": str(months)}, asked)
        view = dates_view(self._town, answer, kinds, asked.lang)
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def prices(
        self, since: int, base: int, statuses: str, asked: Asked, rate: Decimal | None = None
    ) -> Released[AnswerView]:
        """Municipal grants by year, nominal and real: by the recorded index, or at an assumed rate.

        Args:
            since: the first budget year.
            base: the year in whose prices they are shown.
            statuses: a status of the money, as D7 takes it.
            asked: for whom, as of when, on which version.
            rate: assumed rise of prices in a year (0.025 = 2.5 %); None = the recorded index.

        Raises:
            ParameterError: a year or status is not one.
            RequestError: the rate is not between -20 % and 20 %.
        """
        if rate is not None and not abs(rate) <= HIGHEST_RATE:
            raise RequestError(f"Annahme: {rate:%} im Jahr; erwartet zwischen -20 % und 20 %")
        parameters = {"since": str(since), "baseYear": str(base), "status": statuses}
        answer = put(self._town, "D7", parameters, asked)
        view = answers.answer_view(answer if rate is None else assumed(answer, base, rate), asked.lang)
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    def _cliff(self, months: int, statuses: Sequence[str], asked: Asked, funder: str) -> Answer:
        if not 1 <= months <= MOST_MONTHS:
            raise RequestError(f"Zeitraum: {months} Monate; erwartet 1 bis {MOST_MONTHS}")
        return cliff(
            self._town.snapshot(asked.version), months, statuses, funder, audience=asked.audience,
            reference_date=asked.reference_date, settings=self._town.thresholds,
        )  # fmt: skip

    def _flows(self, choice: FlowChoice, asked: Asked) -> Flows:
        return money_flows(
            self._town.snapshot(asked.version), Choice(**asdict(choice)), audience=asked.audience,
            reference_date=asked.reference_date, settings=self._town.thresholds,
        )  # fmt: skip


def _choices(names: Mapping[str, Words], lang: str) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(key, name.get(lang)) for key, name in names.items())


def _facts(choice: FlowChoice, found: Flows, lang: str) -> tuple[FactView, ...]:
    """What was chosen, in words, for the foot of the answer and its files."""
    said = [(_YEAR, str(choice.year))]
    for words, layer, key in (
        (_FUNDER, "funder", choice.funder), (_GROUP, "group", choice.group), (_TARGET, "target", choice.target),
    ):  # fmt: skip
        if key:
            name = found.choices[layer].get(key)
            said.append((words, name.get(lang) if name else key))
    return tuple(FactView(words.get(lang), text) for words, text in said)


_MONTHS = Words("Zeitraum in Monaten", "Period in months")
_YEAR = Words("Haushaltsjahr", "Budget year")
_FUNDER = Words("Nur von", "Only from")
_GROUP = Words("Nur für", "Only for")
_TARGET = Words("Nur an", "Only to")
