"""The one facade that command line and web pages call.

Every method that shows data returns a `Released` value of `app.views`: what the release gate let through, with a count
of what it withheld. `released.value` is the view, `released.withheld` the counts, `released.withheld_text(lang)` says
them. Languages are "de" and "en".

```python
service = Service.open()                                # the town in the home folder
answer = service.ask("A1", {"raum": "PR-01"}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
answer.value.lead                                       # "3 festgestellte Bedarfe ohne passendes Angebot …"
answer.value.rows[0][1].text                            # "Schuldenregulierung"
```
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from app.gate import Released
from app.views import (
    AnswerView,
    CellEvidence,
    ImportPreview,
    MatrixView,
    Overview,
    PathView,
    QuestionView,
    TownInfo,
    VerifyView,
    VersionView,
)
from ontology.iris import Audience

Progress = Callable[[str, float], None]
"""Called with the name of the stage in words and the fraction done, 0 to 1."""

Parameters = Mapping[str, str | Sequence[str]]
"""Parameter name → notation, key or IRI as `ParameterView.choices` offers them; several for a multiple parameter."""


class Service:
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
        raise NotImplementedError

    def town(self) -> Released[TownInfo]:
        """Which town is open, at which version, today's date."""
        raise NotImplementedError

    def overview(
        self, *, audience: Audience, reference_date: date, version: int | None = None, lang: str = "de"
    ) -> Released[Overview]:
        """Counts, completeness by field and area, states of all cells, deliveries."""
        raise NotImplementedError

    def questions(self, lang: str = "de") -> Released[tuple[QuestionView, ...]]:
        """The catalogue in its order, with the choices of each parameter for this town."""
        raise NotImplementedError

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
        raise NotImplementedError

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
        raise NotImplementedError

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
        """The evidence of one cell; `need`, `group`, `area` are the IRIs (or notations) the matrix shows."""
        raise NotImplementedError

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
        raise NotImplementedError

    def check(
        self, data: bytes, filename: str, *, progress: Progress | None = None, lang: str = "de"
    ) -> Released[ImportPreview]:
        """What importing `data` would find and do. Nothing is stored; the preview has no token."""
        raise NotImplementedError

    def stage(
        self, data: bytes, filename: str, *, progress: Progress | None = None, lang: str = "de"
    ) -> Released[ImportPreview]:
        """As `check`, and keep an acceptable file for `accept`. A refused file leaves no trace."""
        raise NotImplementedError

    def staged(self, token: str, *, lang: str = "de") -> Released[ImportPreview]:
        """The preview of a file staged before (the browser was closed), made afresh on the current version."""
        raise NotImplementedError

    def accept(
        self, token: str, *, who: str, why: str, confirm_drop: bool = False, lang: str = "de"
    ) -> Released[VersionView]:
        """Make a staged file the next version.

        Raises:
            StagingError: the token is unknown or has expired; stage the file again.
            ConfirmationNeededError: more than 30 % of the records are missing and `confirm_drop` is False.
        """
        raise NotImplementedError

    def discard(self, token: str) -> None:
        """Forget a staged file."""
        raise NotImplementedError

    def versions(self, lang: str = "de") -> Released[tuple[VersionView, ...]]:
        """All versions, newest first."""
        raise NotImplementedError

    def rollback(self, to: int, *, who: str, why: str, lang: str = "de") -> Released[VersionView]:
        """A new version with the content of version `to`; undo of the last import = rollback to the one before."""
        raise NotImplementedError

    def verify(self, lang: str = "de") -> Released[VerifyView]:
        """Check hash chain, files and store."""
        raise NotImplementedError

    def backup(self, target: Path, lang: str = "de") -> Released[PathView]:
        """Copy the town's log to `target`."""
        raise NotImplementedError

    def rebuild(self) -> None:
        """Make the store afresh from the log."""
        raise NotImplementedError

    def restore(self, source: Path, lang: str = "de") -> Released[PathView]:
        """Replace the town's log by that of a backup and make the store afresh."""
        raise NotImplementedError

    def template(self, lang: str = "de") -> bytes:
        """The empty workbook to deliver in, as XLSX. Holds vocabulary only, nothing of the town."""
        raise NotImplementedError


def towns(home: Path | None = None) -> tuple[str, ...]:
    """The municipality keys of the towns in the home folder."""
    raise NotImplementedError


def template(lang: str = "de") -> bytes:
    """The empty workbook to deliver in; needs no town."""
    raise NotImplementedError
