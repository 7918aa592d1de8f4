"""A delivery being worked on: what the steward did to it, step by step, and the state that follows.

The delivered file never changes. Every act is a step in a list that only grows; taking one back is a step as well. So a
closed browser loses nothing, and everything can be undone until the delivery is accepted.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from loaders.mapping import FieldMapping, read_mapping
from loaders.mapping import Mapping as Agreement

Position = tuple[str, int, int]
"""Sheet, row and column of a cell in the delivered file, both from 1."""
Row = tuple[str, int]


@dataclass(slots=True)
class _Draft:
    """The state while acts are done to it."""

    mapping_text: str = ""
    delivered_on: date | None = None
    delivered_by: str = ""
    partial: bool = False
    corrections: dict[Position, str] = field(default_factory=dict)
    left_out: set[Row] = field(default_factory=set)
    set_aside: set[Row] = field(default_factory=set)
    same: dict[tuple[str, str], str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)


class _Entry(BaseModel):
    """A line of the list."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Act(_Entry, ABC):
    """Something the steward did to the file."""

    @abstractmethod
    def on(self, draft: _Draft) -> None:
        """Do it."""


class UseMapping(_Act):
    """Read the file by this mapping (YAML); empty = it is in the form of the template.

    `reasons`: of a proposal, column of ours → language → why it was proposed.
    """

    do: Literal["mapping"] = "mapping"
    mapping: str
    why: str = ""
    reasons: dict[str, dict[str, str]] = {}

    def on(self, draft: _Draft) -> None:
        """The mapping before it counts no more."""
        draft.mapping_text = self.mapping


class TakeIn(_Act):
    """For which day the file holds, and whether it is all its source has to say."""

    do: Literal["take-in"] = "take-in"
    delivered_on: date | None = None
    partial: bool = False
    delivered_by: str = ""

    def on(self, draft: _Draft) -> None:
        """What was said before counts no more."""
        draft.delivered_on, draft.partial = self.delivered_on, self.partial
        draft.delivered_by = self.delivered_by


class Correct(_Act):
    """Other texts in cells of the file; `how` says what led to it: typed, suggestion, all, returned, term."""

    do: Literal["correct"] = "correct"
    cells: tuple[tuple[str, int, int, str], ...]
    how: Literal["typed", "suggestion", "all", "returned", "term"] = "typed"

    def on(self, draft: _Draft) -> None:
        """The cells say this from now on."""
        draft.corrections |= {(sheet, row, column): text for sheet, row, column, text in self.cells}


class LeaveOut(_Act):
    """Rows that are no data at all, such as totals; they are read as if they were empty."""

    do: Literal["leave-out"] = "leave-out"
    rows: tuple[Row, ...]

    def on(self, draft: _Draft) -> None:
        """A row left out does not wait."""
        draft.left_out |= set(self.rows)
        draft.set_aside -= set(self.rows)


class SetAside(_Act):
    """Rows that shall wait although no rule objects."""

    do: Literal["set-aside"] = "set-aside"
    rows: tuple[Row, ...]

    def on(self, draft: _Draft) -> None:
        """A row that waits is not left out."""
        draft.set_aside |= set(self.rows)
        draft.left_out -= set(self.rows)


class TakeBack(_Act):
    """Rows that are to be read after all."""

    do: Literal["take-back"] = "take-back"
    rows: tuple[Row, ...]

    def on(self, draft: _Draft) -> None:
        """Neither left out nor set aside."""
        draft.left_out -= set(self.rows)
        draft.set_aside -= set(self.rows)


class SameAs(_Act):
    """Decisions about who is who: (sheet tag, key made from the file, key of the record it is).

    The same key twice says that it is a record of its own.
    """

    do: Literal["same-as"] = "same-as"
    pairs: tuple[tuple[str, str, str], ...]

    def on(self, draft: _Draft) -> None:
        """A decision replaces the one before."""
        draft.same |= {(tag, key): other for tag, key, other in self.pairs}


class Undecide(_Act):
    """Decisions taken back: (sheet tag, key)."""

    do: Literal["undecide"] = "undecide"
    keys: tuple[tuple[str, str], ...]

    def on(self, draft: _Draft) -> None:
        """Remembered decisions of earlier deliveries are taken back, too: nothing is decided here."""
        draft.same |= dict.fromkeys(self.keys, "")


class MissingAre(_Act):
    """What is the matter with records the delivery lacks: IRI → "ended 2026-10-31", "forgotten", "not_part"."""

    do: Literal["missing"] = "missing"
    records: dict[str, str]

    def on(self, draft: _Draft) -> None:
        """What is said replaces what was said before."""
        draft.missing |= self.records


class Undo(_Entry):
    """The last step that holds is taken back."""

    do: Literal["undo"] = "undo"


class Redo(_Entry):
    """The step taken back last holds again, unless another was taken since."""

    do: Literal["redo"] = "redo"


Act = Annotated[
    UseMapping
    | TakeIn
    | Correct
    | LeaveOut
    | SetAside
    | TakeBack
    | SameAs
    | Undecide
    | MissingAre
    | Undo
    | Redo,
    Field(discriminator="do"),
]


class WorkStep(BaseModel):
    """One act, and when it was done."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    when: datetime
    act: Act


def reason_key(into: str, field: FieldMapping) -> str:
    """What the reason for a field is kept under; changed by hand, the field is another one and has no reason."""
    return f"{into}+{field.to} < {', '.join(field.columns) or field.constant}"


STEP: TypeAdapter[WorkStep] = TypeAdapter(WorkStep)


@dataclass(frozen=True, slots=True)
class Work:
    """What follows from the steps. `held` are those that hold, `undone` those that `Redo` would bring back.

    `same`: (sheet tag, key) → key of the record it is; "" = a decision of an earlier delivery that is taken back.
    """

    held: tuple[WorkStep, ...] = ()
    undone: tuple[WorkStep, ...] = ()
    mapping_text: str = ""
    delivered_on: date | None = None
    delivered_by: str = ""
    partial: bool = False
    corrections: Mapping[Position, str] = field(default_factory=dict)
    left_out: frozenset[Row] = frozenset()
    set_aside: frozenset[Row] = frozenset()
    same: Mapping[tuple[str, str], str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """A name of this state; another after every step, also after one that takes another back."""
        last = [
            f"{len(part)}.{part[-1].when.timestamp()}" if part else "0" for part in (self.held, self.undone)
        ]
        return "-".join(last)

    @property
    def mapping(self) -> Agreement | None:
        """The mapping the file is read by; None if it is in the form of the template."""
        return read_mapping(self.mapping_text) if self.mapping_text else None

    @classmethod
    def of(cls, steps: Iterable[WorkStep]) -> "Work":
        """The state after these steps."""
        held: list[WorkStep] = []
        undone: list[WorkStep] = []
        for step in steps:
            if isinstance(step.act, Undo):
                undone += [held.pop()] if held else []
            elif isinstance(step.act, Redo):
                held += [undone.pop()] if undone else []
            else:
                held.append(step)
                undone = []
        draft = _Draft()
        for act in (step.act for step in held if isinstance(step.act, _Act)):
            act.on(draft)
        return cls(
            held=tuple(held),
            undone=tuple(undone),
            mapping_text=draft.mapping_text,
            delivered_on=draft.delivered_on,
            delivered_by=draft.delivered_by,
            partial=draft.partial,
            corrections=draft.corrections,
            left_out=frozenset(draft.left_out),
            set_aside=frozenset(draft.set_aside),
            same=draft.same,
            missing=draft.missing,
        )
