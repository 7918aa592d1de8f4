"""Views of the money of a town: ways with what they can be narrowed to, steps of the funding cliff, dates."""

from dataclasses import dataclass
from datetime import date

from app.views import AnswerView, ChoiceView, TableView


@dataclass(frozen=True, slots=True)
class FlowChoice:
    """What is to be seen of the money of a year; names as in `queries.money_flows.Choice`."""

    year: int
    statuses: tuple[str, ...] = ("bewilligt",)
    by: str = "field"
    to: str = "provider"
    kind: str = ""
    funder: str = ""
    group: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class FlowView:
    """The ways of the money. The main table of the answer has a row per status and way.

    `funders`, `groups` and `targets` are what it can be narrowed to: `value` is what `FlowChoice` takes.
    """

    answer: AnswerView
    funders: tuple[ChoiceView, ...]
    groups: tuple[ChoiceView, ...]
    targets: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class DateView:
    """A deadline. `uid` stays the same when the day moves; `kind` is contract, grant, recognition …, `term` in words.

    `days` counts from the reference date; below zero it has passed, and `claim`, `reason` say what that means.
    """

    uid: str
    kind: str
    day: date
    days: int
    term: str
    iri: str
    label: str
    offers: str = ""
    parties: str = ""
    claim: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DatesView:
    """The deadlines ahead by day, those that have passed, and of how many records none is recorded."""

    lead: str
    ahead: tuple[DateView, ...]
    passed: tuple[DateView, ...]
    unknown: TableView
    kinds: tuple[ChoiceView, ...]
    reference_date: date
    version: int
    ags: str
    lang: str = "de"
