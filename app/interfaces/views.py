"""Views of interfaces: the pairs of pillar groups, one pair, and the way of a constellation."""

from dataclasses import dataclass

from app.views import AnswerView, ChoiceView, FactView, TableView


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Two pillar groups and how they work together.

    `state` is binding | loose | missing | unknown, or free where no constellation needs both. `claim` is what a lack
    weighs, empty where there is none. `edges` counts pairs of providers that work together, by the group most of a
    provider's offers belong to; None where no provider of one of them is known.
    """

    one: str
    other: str
    one_label: str
    other_label: str
    state: str
    state_text: str
    claim: str
    claim_text: str
    reason: str
    needed: int
    constellations: str
    edges: int | None


@dataclass(frozen=True, slots=True)
class InterfacesView:
    """All pairs of pillar groups; `answer` is that of J2, from which they come. `table` says the same in rows."""

    groups: tuple[ChoiceView, ...]
    pairs: tuple[GroupPair, ...]
    table: TableView
    answer: AnswerView

    def pair(self, one: str, other: str) -> GroupPair | None:
        """The pair of these two groups, whatever their order."""
        return next((p for p in self.pairs if {p.one, p.other} == {one, other}), None)


@dataclass(frozen=True, slots=True)
class InterfaceProfile:
    """Two pillar groups looked at closely.

    `given` are the parameters of C1, whose answer is the body of the profile. Beside it stand what is required and not
    known (`missing`), transitions with their agreements, offers of both groups, providers the connection hangs on, and
    ages at which offers end at one of these transitions.
    """

    groups: tuple[str, str]
    pillars: tuple[ChoiceView, ...]
    other_pillars: tuple[ChoiceView, ...]
    given: tuple[tuple[str, tuple[str, ...]], ...]
    lead: str
    missing: TableView
    transitions: TableView
    bridges: TableView
    hanging: TableView
    ages: TableView


@dataclass(frozen=True, slots=True)
class PathNode:
    """A thing on the way: kind is person | stop | need | open | gap; `of` is the stop a need is covered at."""

    id: str
    kind: str
    label: str
    detail: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class PathWay:
    """Two stops; `is_joined` whether somebody is led from one to the other, `text` by what or why not."""

    one: str
    other: str
    is_joined: bool
    text: str


@dataclass(frozen=True, slots=True)
class ConstellationPath:
    """The way of somebody in a constellation: a sentence, its numbers with their open parts, stops and ways.

    `answer` is that of C3, `joined` the row of C4 on how the pillars hang together.
    """

    notation: str
    label: str
    sentence: str
    facts: tuple[FactView, ...]
    nodes: tuple[PathNode, ...]
    ways: tuple[PathWay, ...]
    answer: AnswerView
    joined: TableView
