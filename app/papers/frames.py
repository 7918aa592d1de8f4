"""The kinds of papers: one file each in `frames/`, with the parts a new paper of that kind starts with.

A text part starts empty: its hint says how one writes it, the program never writes it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.errors import RequestError
from app.papers.paper import Look


@dataclass(frozen=True, slots=True)
class FrameText:
    """A text part: `hint` says how to write it; a `required` one must not be empty in a finished paper."""

    key: str
    heading: str
    hint: str
    required: bool


@dataclass(frozen=True, slots=True)
class FrameAnswer:
    """An answer part: `field` names the parameter that takes the field of need; `about_field` narrows the rows instead."""

    question_id: str
    heading: str
    sentence: str
    field: str
    about_field: bool
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    look: Look


@dataclass(frozen=True, slots=True)
class Frame:
    """A kind of paper."""

    name: str
    order: int
    title: Mapping[str, str]
    help: Mapping[str, str]
    needs_field: bool
    parts: tuple[FrameText | FrameAnswer, ...]

    def hint(self, key: str) -> str:
        """How to write a part, empty for parts of one's own."""
        return next((part.hint for part in self.texts() if part.key == key), "")

    def texts(self) -> tuple[FrameText, ...]:
        """Its text parts."""
        return tuple(part for part in self.parts if isinstance(part, FrameText))


@cache
def frames() -> Mapping[str, Frame]:
    """All kinds by name, in their order."""
    folder = files(__package__).joinpath("frames")
    found = [
        _frame(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")))
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return {frame.name: frame for frame in sorted(found, key=lambda frame: frame.order)}


def frame(name: str) -> Frame:
    """The kind of this name.

    Raises:
        RequestError: there is none.
    """
    if name not in frames():
        raise RequestError(f"Vorlage: eine Art '{name}' gibt es nicht; erwartet {', '.join(frames())}")
    return frames()[name]


def _frame(name: str, told: Mapping[str, Any]) -> Frame:
    return Frame(
        name, told["order"], told["title"], told["help"], told.get("needs_field", False),
        tuple(_part(part) for part in told["part"]),
    )  # fmt: skip


def _part(told: Mapping[str, Any]) -> FrameText | FrameAnswer:
    if "question" not in told:
        return FrameText(told["key"], told["heading"], told["hint"], told.get("required", False))
    given = told.get("parameters", {})
    return FrameAnswer(
        told["question"], told["heading"], told.get("sentence", ""), told.get("field", ""),
        told.get("about_field", False), tuple((name, tuple(values)) for name, values in sorted(given.items())),
        Look(rows=told.get("rows", 15), columns=tuple(told.get("columns", ())), tables=tuple(told.get("tables", ()))),
    )  # fmt: skip
