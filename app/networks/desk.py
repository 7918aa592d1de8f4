"""Networks, as command line and web pages call them; part of the facade `app.service`.

```python
desk = Service.open().networks
desk.networks("de").value                                   # which there are
desk.network("cooperation_of_providers", at)                # edge list, findings, measures, densities, nodes
```
"""

from dataclasses import replace

from app.answers import translating as answers
from app.answers.around import behind_row
from app.answers.catalogue import concept_choices
from app.asked import Asked
from app.errors import RequestError
from app.gate import Released
from app.gated import Gated, gated
from app.networks.difference import network_difference
from app.networks.views import NetworkDifference, NetworkInfo, NetworkView
from app.views import AnswerView, FactView, TableView
from queries.answer import Answer
from queries.network_answer import network
from queries.network_header import NetworkHeader, network_headers


class NetworkDesk(Gated):
    """The networks of a town. `asked` says for whom, as of when, on which version."""

    @gated
    def networks(self, lang: str = "de") -> Released[tuple[NetworkInfo, ...]]:
        """Which networks there are, in their order."""
        return self._released(
            tuple(_info(name, header, lang) for name, header in network_headers().items()), lang=lang
        )

    @gated
    def network(self, name: str, asked: Asked, about: str = "") -> Released[NetworkView]:
        """A network at a date.

        Args:
            name: as `networks` gives it.
            asked: for whom, as of when, on which version.
            about: notation of the concept the network is about, if it needs one.

        Raises:
            ParameterError: there is no such network, or what it is about is missing or unknown.
        """
        answer = self._given(name, asked, about)
        header = network_headers()[name]
        shown = answers.answer_view(answer, asked.lang, declared=())
        if header.chosen:
            label = label_of(header.chosen.scheme, about, asked.lang)
            shown = replace(
                shown, parameters=(FactView(header.chosen.label.get(asked.lang), label, header.chosen.name),)
            )
        view = NetworkView(_info(name, header, asked.lang), shown, about)
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version))

    @gated
    def answer(
        self, name: str, asked: Asked, about: str = "", *, found: Released[NetworkView] | None = None
    ) -> Released[AnswerView]:
        """The same as an answer, for the exports every answer has: the edge list is its main table.

        `found` is what `network` gave for the same, if it was asked before: nothing is worked out twice then.
        """
        found = found or self.network(name, asked, about)
        at = self._town.snapshot(asked.version)
        return self._released(found.value.answer, asked.audience, asked.lang, at, before=found.withheld)

    @gated
    def difference(self, name: str, then: Asked, now: Asked, about: str = "") -> Released[NetworkDifference]:
        """Which connections and nodes there are at `now` and not at `then`, and the other way round.

        Raises:
            RequestError: both states are the same, or for different audiences.
        """
        then, now = self._fixed(then), self._fixed(now)
        if (then.reference_date, then.version) == (now.reference_date, now.version):
            raise RequestError(
                "Vergleich: beide Stände sind gleich; erwartet ein anderer Stichtag oder eine andere Version"
            )
        if then.audience is not now.audience:
            raise RequestError("Vergleich: beide Netze brauchen dieselbe Sicht (intern oder öffentlich)")
        before, after = (self.network(name, asked, about).value for asked in (then, now))
        return self._released(
            network_difference(before, after), now.audience, now.lang, self._town.snapshot(now.version)
        )

    @gated
    def behind(self, name: str, block: str, row: int, asked: Asked, about: str = "") -> Released[TableView]:
        """The records behind row `row` (from 0) of a table: those of a connection, of a finding.

        Raises:
            RequestError: there is no such table or row.
        """
        table = behind_row(self._town, self._given(name, asked, about), block, row, asked)
        return self._released(table, asked.audience, asked.lang, self._town.snapshot(asked.version))

    def _given(self, name: str, asked: Asked, about: str) -> Answer:
        return network(
            self._town.snapshot(asked.version), name, about or None, audience=asked.audience,
            reference_date=asked.reference_date, settings=self._town.thresholds,
        )  # fmt: skip

    def _fixed(self, asked: Asked) -> Asked:
        """With the number of the latest version instead of None."""
        return replace(asked, version=self._town.snapshot(asked.version).version)


def _info(name: str, header: NetworkHeader, lang: str) -> NetworkInfo:
    chosen = header.chosen
    return NetworkInfo(
        name, header.title.get(lang), header.question.get(lang), header.edge.get(lang), bool(header.ends),
        chosen.label.get(lang) if chosen else "", concept_choices(chosen.scheme, lang) if chosen else (),
    )  # fmt: skip


def label_of(scheme: str, notation: str, lang: str) -> str:
    """The name of a concept by its notation."""
    return next(
        (choice.label for choice in concept_choices(scheme, lang) if choice.value == notation), notation
    )
