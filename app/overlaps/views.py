"""Views of overlaps: the list of pairs, and one pair with both offers side by side."""

from dataclasses import dataclass
from datetime import date

from app.views import AnswerView, ChoiceView, TableView


@dataclass(frozen=True, slots=True)
class SideView:
    """One of the two offers of a pair."""

    iri: str
    label: str
    provider: str
    pillars: str
    funders: str
    checked: date | None


@dataclass(frozen=True, slots=True)
class StepView:
    """A question of the tree with its answer; `decides` for the one the class comes from."""

    question: str
    answer: str
    decides: bool


@dataclass(frozen=True, slots=True)
class SharedCellView:
    """A cell both offers stand in. `need_mark` is none | reported | documented, as in the matrix."""

    need: str
    group: str
    group_label: str
    area: str
    area_label: str
    state: str
    state_text: str
    claim_text: str
    need_mark: str
    need_text: str


@dataclass(frozen=True, slots=True)
class OverlapPair:
    """A pair in the list.

    `key` stands in URLs, `kind` is UE-1 … UE-7, `capacity` or `offen`; `together` is agreed | loose | none | unknown, and
    `claim` what a lack of coordination weighs (empty where there is none). `fields` and `pillars` are IRIs to filter by.
    """

    key: str
    kind: str
    kind_text: str
    is_wanted: bool
    reason: str
    need: str
    need_label: str
    field: str
    groups_text: str
    areas_text: str
    one: SideView
    other: SideView
    pillars: tuple[str, ...]
    together: str
    together_text: str
    together_reason: str
    claim: str
    claim_text: str
    demand_text: str
    is_demand_known: bool
    has_capacity: bool
    cells: tuple[SharedCellView, ...]
    steps: tuple[StepView, ...]
    within_pillar: bool

    @property
    def parts(self) -> tuple[str, str, str]:
        """What names it: need and both offers."""
        return self.need, self.one.iri, self.other.iri

    @property
    def documented(self) -> int:
        """In how many of the cells a need is documented."""
        return sum(cell.need_mark == "documented" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class KindView:
    """A class of pairs: how many there are, and what it means."""

    key: str
    text: str
    definition: str
    is_wanted: bool
    count: int


@dataclass(frozen=True, slots=True)
class OverlapsView:
    """All pairs; the rows of `answer` are the same pairs in the same order, for exports. `pillars` can be filtered by."""

    answer: AnswerView
    pairs: tuple[OverlapPair, ...]
    kinds: tuple[KindView, ...]
    pillars: tuple[ChoiceView, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """A pair opened: both offers side by side, feature by feature, and the records that join them."""

    pair: OverlapPair
    features: TableView
    joined_by: TableView
