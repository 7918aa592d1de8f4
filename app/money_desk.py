"""The money of a town, as command line and web pages call it; part of the facade `app.service`.

```python
desk = Service.open().money
desk.flows(FlowChoice(2026, by="pillar"), at)               # ways of the money, with the items behind them
```
"""

from collections.abc import Mapping
from dataclasses import asdict, replace

from app import answers
from app.answering import concept_choices
from app.around_answers import behind_row
from app.asked import Asked
from app.gate import Released
from app.gated import Gated, gated
from app.money_views import FlowChoice, FlowView
from app.views import AnswerView, ChoiceView, FactView, TableView
from queries.money_flows import DIVISIONS, Choice, Flows, money_flows
from queries.words import Words

__all__ = ["DIVISIONS", "MoneyDesk"]


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
    def flows_answer(self, choice: FlowChoice, asked: Asked) -> Released[AnswerView]:
        """The same as an answer, for the exports every answer has."""
        view = self.flows(choice, asked).value.answer
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def behind_flow(self, choice: FlowChoice, block: str, row: int, asked: Asked) -> Released[TableView]:
        """The funding items behind row `row` (from 0) of a table of the ways.

        Raises:
            RequestError: there is no such table or row.
        """
        table = behind_row(self._town, self._flows(choice, asked).answer, block, row, asked)
        return self._released(table, asked.audience, asked.lang, self._town.snapshot(asked.version))

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


_YEAR = Words("Haushaltsjahr", "Budget year")
_FUNDER = Words("Nur von", "Only from")
_GROUP = Words("Nur für", "Only for")
_TARGET = Words("Nur an", "Only to")
