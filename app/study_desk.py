"""Studies, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().studies
desk.answer("need-tracks", at, within="G-03")               # needs with their evidence on three tracks
```
"""

from dataclasses import replace

from app import display
from app.answers import translating as answers
from app.answers.around import behind_row
from app.asked import Asked
from app.gate import Released
from app.gated import Gated, gated
from app.views import AnswerView, CellKind, ChoiceView, FactView, TableView
from queries.answer import Answer
from queries.study import studies, study, study_header
from queries.words import Words


class StudyDesk(Gated):
    """Answers that no single question gives. `asked` says for whom, as of when, on which version."""

    @gated
    def studies(self, lang: str = "de") -> Released[tuple[ChoiceView, ...]]:
        """Which studies there are: name and what each asks."""
        found = tuple(ChoiceView(name, study_header(name).question.get(lang)) for name in studies())
        return self._released(found, lang=lang)

    @gated
    def answer(self, name: str, asked: Asked, *, field: str = "", within: str = "") -> Released[AnswerView]:
        """A study at a date.

        Args:
            name: as `studies` gives it.
            asked: for whom, as of when, on which version.
            field: notation of a need or field of action; empty for all.
            within: key of an area; empty for the whole town.

        Raises:
            ParameterError: unknown study, need or area.
        """
        found = self._given(name, asked, field, within)
        view = answers.answer_view(found, asked.lang, declared=())
        facts = tuple(
            FactView(
                _LABELS[key].get(asked.lang),
                display.cell(term, CellKind.TEXT, asked.lang, found.labels).text,
                key,
            )
            for key in _LABELS
            for term in found.parameters.get(key, ())
        )
        return self._released(
            replace(view, parameters=facts), asked.audience, asked.lang, self._town.snapshot(asked.version)
        )

    @gated
    def behind(
        self, name: str, block: str, row: int, asked: Asked, *, field: str = "", within: str = ""
    ) -> Released[TableView]:
        """The records behind row `row` (from 0) of a table of a study.

        Raises:
            RequestError: there is no such table or row.
        """
        table = behind_row(self._town, self._given(name, asked, field, within), block, row, asked)
        return self._released(table, asked.audience, asked.lang, self._town.snapshot(asked.version))

    def _given(self, name: str, asked: Asked, field: str, within: str) -> Answer:
        return study(
            self._town.snapshot(asked.version), name, audience=asked.audience, reference_date=asked.reference_date,
            settings=self._town.thresholds, field=field, within=within,
        )  # fmt: skip


_LABELS = {"field": Words("Handlungsfeld", "Field of action"), "within": Words("Gebiet", "Area")}
