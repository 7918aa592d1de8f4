"""A paper put together: each part asked for its audience, let through the gate, compared with what was put in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.answers.asking import besides
from app.asked import Asked
from app.cockpit.overviews import town_info
from app.gate import Released
from app.gated import Gated
from app.maps.desk import MapDesk
from app.networks.desk import NetworkDesk
from app.papers import checking, composing, illustrations
from app.papers.asking import MAP, NETWORK, view_of
from app.papers.changes import fingerprint
from app.papers.frames import FrameAnswer, FrameText
from app.papers.paper import AnswerPart, Paper, Part, TextPart
from app.papers.remembered import remembered
from app.papers.shelf import Shelf
from app.papers.views import PaperView, Shown
from app.protection import Secrets
from app.scenarios.store import Scenarios
from app.scenarios.supposing import supposing
from app.shelves import Place

Parameters = Mapping[str, str | Sequence[str]]


class Composer(Gated):
    """Asks what the parts of papers ask."""

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self._town.beside(Place.PAPERS))

    def _begun(self, part: FrameText | FrameAnswer, paper: Paper, asked: Asked) -> Part:
        if isinstance(part, FrameText):
            return TextPart(paper.free_key(part.key), part.heading)
        parameters: dict[str, str | Sequence[str]] = dict(part.parameters)
        if part.field:
            parameters[part.field] = paper.field
        key = paper.free_key(composing.key_of(part.question_id))
        begun = composing.answer_part(key, part.heading, part.question_id, parameters, self._fixed(asked))
        return replace(
            begun,
            sentence=part.sentence,
            look=replace(part.look, about=paper.field if part.about_field else ""),
        )

    def _asked_part(self, paper: Paper, question_id: str, parameters: Parameters, asked: Asked) -> AnswerPart:
        """A part for a question that was asked once to see that it can be."""
        asked = replace(self._fixed(asked), audience=paper.audience, lang="de")
        shown = self._told(question_id, parameters, asked).value
        heading, look = illustrations.begun(shown, parameters)
        part = composing.answer_part(composing.key_of(question_id), heading, question_id, parameters, asked)
        return replace(part, fingerprint=fingerprint(shown), look=look)

    def _told(self, question_id: str, parameters: Parameters, asked: Asked) -> Released[Shown]:
        """What passed the gate; the latest version is in the key, because it says what is protected."""
        if asked.scenario:
            return self._supposed(question_id, parameters, asked)
        latest = self._town.identity(self._town.store.log.head)  # a restored backup may have the same number
        key = (self._town.home, self._town.ags, latest, question_id, repr(sorted(parameters.items())), asked)
        return remembered(key, lambda: self._ask(question_id, parameters, asked))

    def _supposed(self, question_id: str, parameters: Parameters, asked: Asked) -> Released[Shown]:
        """An answer under a scenario, which is worked out on the latest version only; it bears its mark."""
        base = self._town.base
        scenario = Scenarios.of(base.home, base.ags).get(asked.scenario.partition(".")[0])
        under = Composer(supposing(base, scenario))
        return under._ask(question_id, parameters, replace(asked, version=None))

    def _ask(self, question_id: str, parameters: Parameters, asked: Asked) -> Released[Shown]:
        if question_id == MAP:
            return MapDesk(self._town).map(illustrations.map_choice(parameters).request, asked)
        if question_id.startswith(NETWORK):
            about = illustrations.network_choice(parameters).about
            return NetworkDesk(self._town).network(question_id.removeprefix(NETWORK), asked, about)
        view = view_of(self._town, question_id, parameters, asked)
        more = besides(self._town, question_id, parameters, asked)
        return self._released(view, asked.audience, asked.lang, self._town.snapshot(asked.version), more)

    def _composed(self, paper: Paper, now: Asked) -> Released[PaperView]:
        now = self._fixed(replace(now, version=None, audience=paper.audience, lang="de"))
        secrets = self._secrets(paper)
        parts = composing.parts(paper, now, secrets, self._told)
        versions = composing.used_versions(parts, now.version or 0)
        info = town_info(self._town)
        view = PaperView(
            head=composing.head(paper, "de"),
            town=info.name,
            ags=info.ags,
            is_example=info.is_example,
            parts=parts,
            sources=composing.sources(self._town, versions, paper.audience),
            states=composing.states(self._town, versions),
            problems=checking.places(paper, secrets),
            smallest_number=self._town.thresholds.smallest_number,
            composed_on=now.reference_date,
        )
        return self._released(view, paper.audience, "de", more=secrets)

    def _secrets(self, paper: Paper) -> Secrets:
        """What must not leave in any version the paper rests on."""
        found = self._town.secrets(None, paper.audience)
        for version in {part.version for part in paper.parts if isinstance(part, AnswerPart)}:
            found = found | self._town.secrets(self._town.snapshot(version), paper.audience)
        return found

    def _fixed(self, asked: Asked) -> Asked:
        """With the number of the latest version instead of None."""
        return replace(asked, version=self._town.snapshot(asked.version).version)
