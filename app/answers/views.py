"""What stands around an answer: how ready a question is, what would fill an empty answer, what was pinned."""

from dataclasses import dataclass
from datetime import date, datetime

from app.views import CompletenessView, FactView, TableView


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """How full is what a question needs. `ready` is yes | partly | no, `claim` what a negative would weigh."""

    question_id: str
    ready: str
    claim: str
    text: str
    classes: TableView
    properties: TableView
    completeness: CompletenessView


@dataclass(frozen=True, slots=True)
class LooseningView:
    """A choice that can be dropped and how many rows there would be then; `parameter` is "" for all choices at once."""

    parameter: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class PinView:
    """A pinned answer: a question with its choices as of a day and version, to be asked again later."""

    id: str
    question_id: str
    title: str
    note: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    choices: tuple[FactView, ...]
    reference_date: date
    version: int
    audience: str
    pinned_on: datetime
    scenario: str = ""

    @property
    def heading(self) -> str:
        """Its title, after the code of its question if it is one."""
        return f"{self.question_id} · {self.title}" if self.question_id[:1].isupper() else self.title
