"""What became of a cell: values, and what is to be said about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from rdflib import URIRef
from rdflib.term import Node


class Blank(Enum):
    """The two kinds of saying that there is no value; an empty cell says nothing (design D15)."""

    UNKNOWN = "unknown"  # asked, but not known: soz:unknownValueFor
    NONE = "none"  # checked, there is none: soz:noValueFor


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to be said about a cell; `code` is a situation of `messages.toml`. No `found` = the whole cell."""

    code: str
    found: str | None = None
    suggestion: str | None = None
    fill: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A target group made of several by `+`; `parts` are concepts in the order of their notations."""

    iri: URIRef
    parts: tuple[URIRef, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Values and problems of one cell. A reading without values and problems is an empty cell."""

    values: tuple[Node, ...] = ()
    problems: tuple[Problem, ...] = ()
    blank: Blank | None = None
    groups: tuple[Group, ...] = ()


def value(*nodes: Node) -> Reading:
    """A reading without problems."""
    return Reading(nodes)


def noted(node: Node, code: str, suggestion: str | None = None) -> Reading:
    """A value that was read, but not as it was written."""
    return Reading((node,), (Problem(code, suggestion=suggestion),))


def problem(code: str, suggestion: str | None = None, **fill: object) -> Reading:
    """No value, and why."""
    return Reading(problems=(Problem(code, suggestion=suggestion, fill=fill),))


def join(readings: Iterable[Reading]) -> Reading:
    """One reading of the parts of a cell; equal values count once."""
    parts = tuple(readings)
    return Reading(
        tuple(dict.fromkeys(v for part in parts for v in part.values)),
        tuple(p for part in parts for p in part.problems),
        groups=tuple(dict.fromkeys(g for part in parts for g in part.groups)),
    )
