"""A paper as its readers get it: texts, answers as of the day they were put in or of now, and what everything rests on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from app.maps.views import MapView
from app.networks.views import NetworkView
from app.papers.paper import Keep, Look, Status
from app.views import AnswerView, ChoiceView

Shown: TypeAlias = AnswerView | MapView | NetworkView
"""What a part can show: an answer, or a map or network, which hold one."""


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of paper that can be begun; `needs_field`: for one field of need."""

    name: str
    title: str
    help: str
    needs_field: bool
    fields: tuple[ChoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperHead:
    """A paper in a list."""

    id: str
    kind: str
    kind_title: str
    title: str
    committee: str
    day: date | None
    audience: str
    status: Status
    field: str
    parts: int
    revision: int
    changed_on: datetime


@dataclass(frozen=True, slots=True)
class TextView:
    """A text part; `hint` says how to write it, `held` that something in it is withheld and stops the export."""

    key: str
    heading: str
    text: str
    hint: str
    required: bool
    held: bool = False


@dataclass(frozen=True, slots=True)
class AnswerPartView:
    """An answer part. `shown` is None if it can no longer be asked; then `problem` says why.

    `withheld` says what the gate left out of it, `change` says in a sentence how the answer of now differs from the one put in; empty if it does not. `asked_as` is
    the state it was put in with, in words, `narrowed` the field its rows are narrowed to.
    """

    key: str
    heading: str
    sentence: str
    question_id: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    look: Look
    keep: Keep
    asked_as: str
    shown: Shown | None
    withheld: str = ""
    change: str = ""
    problem: str = ""
    narrowed: str = ""
    held: bool = False
    scenario: str = ""

    @property
    def answer(self) -> AnswerView | None:
        """What it says; a map and a network say it with a picture as well."""
        return self.shown if self.shown is None or isinstance(self.shown, AnswerView) else self.shown.answer

    @property
    def drawn(self) -> bool:
        """Whether it is a map or a network."""
        return isinstance(self.shown, MapView | NetworkView)


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source and its latest delivery up to a version."""

    title: str
    kind: str
    delivered_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class StateView:
    """A version the paper rests on: its number, when it was made, its checksum (SHA-256 in hex)."""

    version: int
    made_on: datetime
    checksum: str


@dataclass(frozen=True, slots=True)
class StopView:
    """What stops an export, for those who write: `part` is the key of the part, empty for title and committee."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperView:
    """A whole paper. `problems` name the places that stop an export, without repeating what stands there."""

    head: PaperHead
    town: str
    ags: str
    is_example: bool
    parts: tuple[TextView | AnswerPartView, ...]
    sources: tuple[SourceView, ...]
    states: tuple[StateView, ...]
    problems: tuple[str, ...]
    smallest_number: int
    composed_on: date

    @property
    def answers(self) -> tuple[AnswerPartView, ...]:
        """Its answer parts."""
        return tuple(part for part in self.parts if isinstance(part, AnswerPartView))


@dataclass(frozen=True, slots=True)
class LetterheadView:
    """The town's own Word template: what was found in it, and what one may want to add."""

    filename: str
    kept_on: datetime
    placeholders: tuple[str, ...]
    advice: tuple[str, ...]
