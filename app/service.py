"""The one facade that command line and web pages call.

Every method that shows data returns a `Released` value of `app.views`: what the release gate let through, with a count
of what it withheld. `released.value` is the view, `released.withheld` the counts, `released.withheld_text(lang)` says
them. Languages are "de" and "en". Messages of errors have passed the gate as well.

```python
service = Service.open()                                # the town in the home folder
answer = service.ask("A1", {"within": "G-01"}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
answer.value.lead                                       # "3 festgestellte Bedarfe ohne passendes Angebot …"
answer.value.rows[0][1].text                            # "Schuldenregulierung"
```
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias, TypeVar

from app import beside
from app.answers import catalogue as answering
from app.asked import Asked
from app.cockpit import overviews
from app.delivery import pipeline, workplace
from app.delivery.missing import Missing, MissingKind
from app.delivery.stages import Progress
from app.desks import Desks
from app.gaps import matrices
from app.gaps.choice import MatrixChoice
from app.gate import Released, release
from app.gated import gated
from app.protection import Secrets
from app.scenarios.desk import scenario_of
from app.scenarios.supposing import forget as forget_supposed
from app.scenarios.supposing import supposing
from app.terms.inbox import Decision
from app.town import open_town, towns
from app.versions import reversal
from app.versions.history import between, redaction_view, version_view
from app.views import (
    AnswerView,
    CellEvidence,
    DecisionView,
    DifferenceView,
    ImportPreview,
    MatrixView,
    Overview,
    PathView,
    QuestionView,
    RedactionView,
    ReversalView,
    TownInfo,
    VerifyView,
    VersionView,
)
from ontology.iris import Audience
from ontology.words import words_of

__all__ = ["Decision", "Missing", "MissingKind", "Parameters", "Progress", "Service", "template", "towns"]

Parameters: TypeAlias = Mapping[str, str | Sequence[str]]
_WORDS = words_of(__name__)
"""Parameter name → notation, key or IRI as `ParameterView.choices` offers them; several for a multiple parameter."""

T = TypeVar("T")


class Service(Desks):
    """One town, open. Thread-safe: reads run on the snapshot of a version, writes one at a time."""

    @classmethod
    def open(cls, home: Path | None = None, ags: str | None = None, *, create: bool = False) -> "Service":
        """Open a town of the home folder.

        Args:
            home: the folder; None = setting `QUERBLICK_HOME`, else the user's data folder.
            ags: the municipality key; None = setting `QUERBLICK_TOWN`, else the only town there is.
            create: allow a town that has no version yet.

        Raises:
            NoTownError: the folder holds no town (load the example or import a file with `--town`).
            SeveralTownsError: the folder holds several, and none was named.
        """
        return cls(open_town(home, ags, create=create))

    @gated
    def town(self) -> Released[TownInfo]:
        """Which town is open, at which version, today's date."""
        return self._released(overviews.town_info(self._town))

    @gated
    def overview(
        self, *, audience: Audience, reference_date: date, version: int | None = None, lang: str = "de"
    ) -> Released[Overview]:
        """Counts, completeness by field and area, states of the municipality's cells, deliveries."""
        at = self._town.snapshot(version)
        view = overviews.overview(self._town, at, audience, reference_date, lang)
        return self._released(view, audience, lang, at)

    @gated
    def questions(
        self, lang: str = "de", audience: Audience = Audience.INTERN
    ) -> Released[tuple[QuestionView, ...]]:
        """The catalogue in its order, with the choices of each parameter for this town."""
        return self._released(answering.questions(self._town, lang, audience), audience, lang)

    @gated
    def decisions(self, lang: str = "de") -> Released[tuple[DecisionView, ...]]:
        """What people are about to do ("Ich bereite den Haushalt vor"), with the questions that help."""
        return self._released(answering.decisions(lang), lang=lang)

    @gated
    def ask(
        self,
        question_id: str,
        parameters: Parameters,
        *,
        audience: Audience,
        reference_date: date,
        version: int | None = None,
        lang: str = "de",
    ) -> Released[AnswerView]:
        """Answer a question of the catalogue.

        Raises:
            KnowledgeGraphError: unknown question, unknown or ill-typed parameter, unknown version; the message says
                what is expected.
        """
        at = self._town.snapshot(version)
        view = answering.ask(self._town, at, question_id, parameters, audience, reference_date, lang)
        return self._released(view, audience, lang, at)

    @gated
    def matrix(
        self,
        *,
        area: str | None,
        groups: Sequence[str] = (),
        field: str | None = None,
        audience: Audience,
        reference_date: date,
        version: int | None = None,
        lang: str = "de",
    ) -> Released[MatrixView]:
        """Need × target group in `area` (None = the municipality); `groups` and `field` narrow it."""
        asked = Asked(audience, reference_date, version, lang)
        view = matrices.matrix_view(
            self._town, MatrixChoice(area=area, groups=tuple(groups), field=field), asked
        )
        return self._released(view, audience, lang, self._town.snapshot(version))

    @gated
    def cell(
        self,
        *,
        need: str,
        group: str,
        area: str,
        audience: Audience,
        reference_date: date,
        version: int | None = None,
        lang: str = "de",
    ) -> Released[CellEvidence]:
        """The evidence of one cell; `need`, `group`, `area` are the IRIs (or notations, keys) the matrix shows."""
        at = self._town.snapshot(version)
        view = matrices.cell_view(self._town, at, (need, group, area), audience, reference_date, lang)
        return self._released(view, audience, lang, at)

    @gated
    def sparql(
        self,
        query: str,
        *,
        audience: Audience = Audience.INTERN,
        seconds: float = 10,
        rows: int = 10_000,
        lang: str = "de",
    ) -> Released[AnswerView]:
        """Run a SELECT or ASK somebody wrote, in a worker without network that is killed at its deadline."""
        view = answering.sparql(self._town, query, audience, seconds, rows, lang)
        return self._released(view, audience, lang)

    @gated
    def check(
        self, data: bytes, filename: str, *, progress: Progress | None = None, lang: str = "de"
    ) -> Released[ImportPreview]:
        """What importing `data` would find and do. Nothing is stored; the preview has no token."""
        view, more = pipeline.check(self._town, data, filename, lang, progress)
        return self._released(view, lang=lang, more=more)

    @gated
    def stage(
        self, data: bytes, filename: str, *, progress: Progress | None = None, lang: str = "de"
    ) -> Released[ImportPreview]:
        """As `check`, and keep an acceptable file for `accept`. A refused file leaves no trace."""
        view, more = pipeline.stage(self._town, data, filename, lang, progress)
        return self._released(view, lang=lang, more=more)

    @gated
    def staged(self, token: str, *, lang: str = "de") -> Released[ImportPreview]:
        """The preview of a file staged before (the browser was closed), made afresh on the current version.

        Raises:
            StagingError: the token is unknown or has expired; stage the file again.
        """
        view, more = pipeline.staged(self._town, token, lang)
        return self._released(view, lang=lang, more=more)

    @gated
    def accept(
        self,
        token: str,
        *,
        who: str,
        why: str,
        confirm_drop: bool = False,
        missing: Mapping[str, Missing] | None = None,
        lang: str = "de",
    ) -> Released[VersionView]:
        """Make a staged file the next version; `missing` says by IRI what is the matter with records it lacks.

        Raises:
            StagingError: the token is unknown or has expired; stage the file again.
            ConfirmationNeededError: more than 30 % of the records (of a class) are missing, nothing was said about them
                and `confirm_drop` is False.
            RequestError: what `missing` says about a record cannot be.
        """
        version = pipeline.accept(self._town, token, who, why, confirm_drop=confirm_drop, missing=missing)
        return self._released(version_view(version, version.number, lang), lang=lang)

    @gated
    def discard(self, token: str) -> None:
        """Forget a staged file."""
        workplace.discard(self._town, token)

    @gated
    def versions(self, lang: str = "de") -> Released[tuple[VersionView, ...]]:
        """All versions, newest first."""
        log = self._town.store.versions()
        return self._released(tuple(version_view(v, log[-1].number, lang) for v in reversed(log)), lang=lang)

    @gated
    def rollback(self, to: int, *, who: str, why: str, lang: str = "de") -> Released[VersionView]:
        """A new version with the content of version `to`; undo of the last import = rollback to the one before.

        Raises:
            RequestError: there is no such version, or `who` or `why` is empty or names a person.
        """
        workplace.check_reason(who, why)
        self._town.check_version(to, first=0)
        version = self._town.store.rollback(to, who=who, why=why)
        return self._released(version_view(version, version.number, lang), lang=lang)

    @gated
    def difference(self, before: int, after: int, *, lang: str = "de") -> Released[DifferenceView]:
        """What lies between two versions, record by record; version 0 is empty, n-1 → n is what version n changed."""
        view, secrets = between(self._town, before, after, lang)
        return self._released(view, lang=lang, more=secrets)

    @gated
    def reversal(self, number: int, *, lang: str = "de") -> Released[ReversalView]:
        """Whether this one version can be taken back while later ones stay: what would change, or why it cannot."""
        view, secrets = reversal.reversible(self._town, number, lang)
        return self._released(view, lang=lang, more=secrets)

    @gated
    def reverse(self, number: int, *, who: str, why: str, lang: str = "de") -> Released[VersionView]:
        """Take back this one version; later ones stay. Reversing that version brings it back.

        Raises:
            RequestError: it cannot be taken back; the message says why.
        """
        workplace.check_reason(who, why)
        version = reversal.reverse(self._town, number, who, why)
        return self._released(version_view(version, version.number, lang), lang=lang)

    @gated
    def redact(
        self, values: Sequence[str], *, who: str, why: str, lang: str = "de"
    ) -> Released[RedactionView]:
        """Take values that must not be kept out of all versions, the store, files that wait, and what was made beside.

        Raises:
            LogError: no value, or one too short to be meant.
            RequestError: `who` or `why` is empty or names a person.
        """
        workplace.check_reason(who, why)
        version = self._town.store.redact(values, who=who, why=why)
        beside.redact(self._town.store.folder, values)
        forget_supposed(self._town)
        return self._released(redaction_view(version, lang), lang=lang)

    @gated
    def verify(self, lang: str = "de") -> Released[VerifyView]:
        """Check hash chain, files and store."""
        problems = tuple(self._town.store.verify())
        view = VerifyView(not problems, self._town.store.log.head, problems)
        # A broken store cannot tell its secrets: the problems name files and versions, never data.
        return release(view, Audience.INTERN, Secrets() if problems else self._town.secrets(), lang=lang)

    @gated
    def backup(self, target: Path, lang: str = "de") -> Released[PathView]:
        """Copy the town's log and what people made beside it to the empty or new folder `target`."""
        version = self._town.store.backup(target)
        beside.save(self._town.store.folder, target)
        text = _WORDS("saved", lang, n=version, path=target)
        return self._released(PathView(str(target), text), lang=lang)

    @gated
    def restore(self, source: Path, lang: str = "de") -> Released[PathView]:
        """Replace the town's log, and what was made beside it, by that of a backup and make the store afresh."""
        version = self._town.store.restore(source, replace_existing=True)
        beside.bring_back(self._town.store.folder, source)
        forget_supposed(self._town)
        text = _WORDS("restored", lang, n=version, path=source)
        return self._released(PathView(str(source), text), lang=lang)

    @gated
    def rebuild(self) -> None:
        """Make the store afresh from the log."""
        self._town.store.rebuild()

    @gated
    def supposing(self, scenario: str) -> "Service":
        """The same town, its latest version as a scenario supposes it to be; everything it says carries the mark.

        Args:
            scenario: its id, or `ScenarioView.ref`.

        Raises:
            RequestError: there is no such scenario.
        """
        return Service(supposing(self._town.base, scenario_of(self.scenarios, scenario)))


def template(lang: str = "de") -> bytes:
    """The empty workbook to deliver in, as XLSX. Holds vocabulary only, nothing of a town."""
    return pipeline.template(lang)
