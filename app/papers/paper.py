"""A paper: what it is called, for whom, and its parts in order. It holds texts of its author and what was asked, no data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.errors import RequestError
from ontology.iris import Audience

MOST_ROWS = 200
MOST_PARTS = 60
LONGEST_TEXT = 20_000


class Status(StrEnum):
    """How far a paper is."""

    DRAFT = "entwurf"
    FINISHED = "fertig"


class Show(StrEnum):
    """What of an answer stands on the page besides its sentence."""

    TABLE = "tabelle"
    BOTH = "diagramm"  # a chart, and the table that says the same
    SENTENCE = "satz"


class Keep(StrEnum):
    """Which answer a part gives: that of the version it was put in with, or that of now."""

    PINNED = "festgehalten"
    NOW = "aktuell"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A heading and what its author writes under it. `key` is that of the frame, or one of its own."""

    key: str
    heading: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer stands on the page.

    `rows` are shown at most; `columns` and `tables` are names (empty = as the program chooses; a table "" is the
    first); `about` is the notation of a concept: only rows that speak of it or of something narrower are shown.
    """

    show: Show = Show.TABLE
    rows: int = 15
    columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """An answer, by what was asked. `fingerprint` tells whether the same question is still answered the same."""

    key: str
    heading: str
    sentence: str
    question_id: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    reference_date: date
    version: int
    scenario: str = ""
    look: Look = Look()
    keep: Keep = Keep.PINNED
    fingerprint: str = ""


Part = TextPart | AnswerPart


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is kept. `revision` counts what was saved; `day` is that of the meeting, if known."""

    id: str
    kind: str
    title: str
    committee: str
    day: date | None
    audience: Audience
    status: Status
    field: str
    parts: tuple[Part, ...]
    revision: int
    changed_on: datetime

    def part(self, key: str) -> Part:
        """The part with this key.

        Raises:
            RequestError: there is none.
        """
        for part in self.parts:
            if part.key == key:
                return part
        raise RequestError(f"Vorlage {self.id}: einen Teil '{key}' gibt es nicht (mehr)")

    def with_part(self, changed: Part) -> "Paper":
        """With one part in place of the one that has its key."""
        self.part(changed.key)
        return replace(self, parts=tuple(changed if p.key == changed.key else p for p in self.parts))

    def without(self, key: str) -> "Paper":
        """Without a part."""
        self.part(key)
        return replace(self, parts=tuple(part for part in self.parts if part.key != key))

    def moved(self, key: str, by: int) -> "Paper":
        """With a part `by` places further down (negative: up), as far as it goes."""
        parts = [part for part in self.parts if part.key != key]
        at = self.parts.index(self.part(key))
        parts.insert(max(0, min(len(parts), at + by)), self.part(key))
        return replace(self, parts=tuple(parts))

    def added(self, part: Part, *, after: str = "") -> "Paper":
        """With a part more, after the one named or at the end.

        Raises:
            RequestError: there are too many.
        """
        if len(self.parts) >= MOST_PARTS:
            raise RequestError(f"Vorlage {self.id}: mehr als {MOST_PARTS} Teile gehen nicht")
        at = next((i + 1 for i, p in enumerate(self.parts) if p.key == after), len(self.parts))
        return replace(self, parts=(*self.parts[:at], part, *self.parts[at:]))

    def free_key(self, stem: str) -> str:
        """A key no part has yet: `stem`, `stem-2` and so on."""
        taken = {part.key for part in self.parts}
        return next(key for key in _counted(stem) if key not in taken)


def _counted(stem: str) -> Sequence[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, MOST_PARTS + 3))]


def to_plain(paper: Paper) -> dict[str, Any]:
    """A paper as JSON can hold it."""
    return {
        "id": paper.id,
        "kind": paper.kind,
        "title": paper.title,
        "committee": paper.committee,
        "day": paper.day.isoformat() if paper.day else None,
        "audience": str(paper.audience),
        "status": str(paper.status),
        "field": paper.field,
        "revision": paper.revision,
        "changed_on": paper.changed_on.isoformat(),
        "parts": [_part_to_plain(part) for part in paper.parts],
    }


def from_plain(told: Mapping[str, Any]) -> Paper:
    """The paper `to_plain` made.

    Raises:
        ValueError, KeyError, TypeError: that is no paper.
    """
    return Paper(
        id=str(told["id"]),
        kind=str(told["kind"]),
        title=str(told["title"]),
        committee=str(told["committee"]),
        day=date.fromisoformat(told["day"]) if told["day"] else None,
        audience=Audience(told["audience"]),
        status=Status(told["status"]),
        field=str(told["field"]),
        parts=tuple(_part_from_plain(part) for part in told["parts"]),
        revision=int(told["revision"]),
        changed_on=datetime.fromisoformat(told["changed_on"]),
    )


def _part_to_plain(part: Part) -> dict[str, Any]:
    if isinstance(part, TextPart):
        return {"key": part.key, "heading": part.heading, "text": part.text}
    look = part.look
    return {
        "key": part.key,
        "heading": part.heading,
        "sentence": part.sentence,
        "question": part.question_id,
        "parameters": part.parameters,
        "reference_date": part.reference_date.isoformat(),
        "version": part.version,
        "scenario": part.scenario,
        "keep": str(part.keep),
        "fingerprint": part.fingerprint,
        "show": str(look.show),
        "rows": look.rows,
        "columns": look.columns,
        "tables": look.tables,
        "about": look.about,
    }


def _part_from_plain(told: Mapping[str, Any]) -> Part:
    if "question" not in told:
        return TextPart(str(told["key"]), str(told["heading"]), str(told["text"]))
    return AnswerPart(
        key=str(told["key"]),
        heading=str(told["heading"]),
        sentence=str(told["sentence"]),
        question_id=str(told["question"]),
        parameters=tuple((str(name), tuple(map(str, values))) for name, values in told["parameters"]),
        reference_date=date.fromisoformat(told["reference_date"]),
        version=int(told["version"]),
        scenario=str(told["scenario"]),
        look=Look(
            Show(told["show"]),
            int(told["rows"]),
            tuple(map(str, told["columns"])),
            tuple(map(str, told["tables"])),
            str(told["about"]),
        ),
        keep=Keep(told["keep"]),
        fingerprint=str(told["fingerprint"]),
    )
