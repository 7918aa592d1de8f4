"""Overlaps, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().overlaps
found = desk.overlaps(at, field="BD-EX").value        # every pair with class, way through the tree, what is around it
desk.pair(found.pairs[0].key, at)                     # both offers side by side
```
"""

from collections.abc import Collection

from app.asked import Asked
from app.errors import RequestError
from app.gaps.choice import short
from app.gate import Released
from app.gated import Gated, gated
from app.overlaps import features as overlap_features
from app.overlaps import rows as overlap_rows
from app.overlaps.answer import narrowed
from app.overlaps.views import OverlapsView, PairView
from app.views import AnswerView
from queries.asking import Asking, Given, prepared
from queries.overlap_list import OverlapList, overlap_list
from queries.record_evidence import record_evidence

QUESTION = "B1"
"""The question whose rows the list rests on; its parameters narrow it."""


class OverlapDesk(Gated):
    """The overlaps of a town. `asked` says for whom, as of when, on which version."""

    @gated
    def overlaps(self, asked: Asked, *, field: str = "", within: str = "") -> Released[OverlapsView]:
        """Every pair with its class and what is known around it; nothing is ranked.

        Args:
            asked: for whom, as of when, on which version.
            field: notation of a need or field of needs; empty = all.
            within: key of an area that both offers reach; empty = all.

        Raises:
            ParameterError: there is no such field or area.
        """
        asking, found = self._found(asked, field, within)
        view = overlap_rows.overlaps_view(asking, found, asked.lang)
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def answer(
        self,
        asked: Asked,
        *,
        field: str = "",
        within: str = "",
        kinds: Collection[str] = (),
        pillars: Collection[str] = (),
        found: Released[OverlapsView] | None = None,
    ) -> Released[AnswerView]:
        """The same as an answer, for the exports every answer has; `kinds` and `pillars` leave out pairs as on the page.

        `found` is what `overlaps` gave for the same, if it was asked before: nothing is worked out twice then.
        """
        found = found or self.overlaps(asked, field=field, within=within)
        whole = found.value
        view = whole.answer
        if kinds or pillars:
            told = {
                "kinds": [kind.text for kind in whole.kinds if kind.key in kinds],
                "pillars": [pillar.label for pillar in whole.pillars if short(pillar.value) in pillars],
            }
            shown = [pair for pair in whole.pairs if overlap_rows.among(pair, kinds, pillars)]
            view = narrowed(view, shown, told, asked.lang)
        at = self._town.snapshot(asked.version)
        return self._released(view, asked.audience, asked.lang, at, before=found.withheld)

    @gated
    def pair(self, key: str, asked: Asked, *, field: str = "") -> Released[PairView]:
        """One pair with both offers side by side.

        Args:
            key: as `overlaps` gives it.
            asked: for whom, as of when, on which version.
            field: notation of its need, where it is known: the others then need not be looked at.

        Raises:
            RequestError: there is no such pair at this date, version and audience.
        """
        asking, found = self._found(asked, field, "")
        pair = next((each for each in found.pairs if overlap_rows.key_of(each) == key), None)
        if pair is None:
            raise RequestError(
                f"Überschneidung: Das Paar '{key}' gibt es zu diesem Stichtag und Stand nicht (mehr); erwartet eine Kennung "
                "aus der Liste der Überschneidungen"
            )
        joined = overlap_features.joined_table(record_evidence(asking.reading, pair.by), asking, asked.lang)
        view = PairView(
            pair=overlap_rows.pair_view(asking, pair, asked.lang),
            features=overlap_features.features_table(asking, pair, asked.lang),
            joined_by=joined,
        )
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    def _found(self, asked: Asked, field: str, within: str) -> tuple[Asking, OverlapList]:
        given = Given(
            self._town.snapshot(asked.version), asked.audience, asked.reference_date, self._town.thresholds
        )
        narrowed = {name: value for name, value in (("field", field), ("within", within)) if value}
        asking = prepared(given, QUESTION, narrowed)
        return asking, overlap_list(asking)
