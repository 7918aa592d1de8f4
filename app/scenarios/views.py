"""What the scenario pages and commands show."""

from dataclasses import dataclass
from datetime import date, datetime

from app.terms.views import MatrixChangeView
from app.views import ChoiceView, TableView

__all__ = [
    "ActView",
    "AssumptionView",
    "BandQuestion",
    "BandView",
    "FundingChoice",
    "MatrixChangeView",
    "ScenarioChoices",
    "ScenarioName",
    "ScenarioView",
]


@dataclass(frozen=True, slots=True)
class ActView:
    """Something supposed, in words.

    `fields` (name, label) are those that may have a stated range; `problems` say why it does not count as it is. `day` is
    the last day of what is supposed to end.
    """

    id: str
    kind: str
    kind_text: str
    text: str
    note: str
    active: bool
    problems: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A scenario. `ref` names it together with its present content: what `Asked.scenario` takes."""

    id: str
    ref: str
    name: str
    note: str
    acts: tuple[ActView, ...]
    made_on: datetime
    changed_on: datetime
    base_version: int

    @property
    def problems(self) -> int:
        """How many acts do not count as they are."""
        return sum(bool(act.problems) for act in self.acts if act.active)


@dataclass(frozen=True, slots=True)
class ScenarioName:
    """A scenario by name. `acts` counts those that hold; `ref` as in `ScenarioView`."""

    id: str
    ref: str
    name: str
    acts: int


@dataclass(frozen=True, slots=True)
class FundingChoice:
    """Money one may suppose to end: a pot or a payer with its `fundings`, and the offers they pay for today.

    `offers` are (key, label, share in words); of those in `resting` more than the rest of the cost is borne by it.
    """

    value: str
    label: str
    fundings: tuple[ChoiceView, ...]
    offers: tuple[tuple[str, str, str], ...]
    resting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioChoices:
    """What the forms of the acts offer."""

    offers: tuple[ChoiceView, ...]
    coverages: tuple[ChoiceView, ...]
    providers: tuple[ChoiceView, ...]
    kinds: tuple[ChoiceView, ...]
    needs: tuple[ChoiceView, ...]
    groups: tuple[ChoiceView, ...]
    areas: tuple[ChoiceView, ...]
    pillars: tuple[ChoiceView, ...]
    next_key: str


@dataclass(frozen=True, slots=True)
class BandQuestion:
    """What a question says of each of its entries when stated assumptions vary; tables as in `BandView`."""

    title: str
    lead: str
    stable: TableView
    contested: TableView


@dataclass(frozen=True, slots=True)
class BandView:
    """What stays the same and what does not when stated values vary.

    `variants` say each run in words; `stable` are the cells that differ from today in the same way in every run,
    `contested` those that do so in some runs only. `untouched` cells never differ. All three are None if nothing varies that
    decides in the gap matrix; `questions` are those in which a stated assumption decides.
    """

    lead: str
    variants: tuple[str, ...]
    stable: TableView | None
    contested: TableView | None
    untouched: int | None
    questions: tuple[BandQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class AssumptionView:
    """A planning assumption that may have a stated range: what it is called, its value now, where it decides."""

    name: str
    label: str
    value: str
    decides: str
