"""What the first page shows beside figures: what to look at, what changed since."""

from dataclasses import dataclass
from datetime import date, datetime

from app.views import CountView, TableView


@dataclass(frozen=True, slots=True)
class WatchView:
    """Something to look at: a figure, what it is counted of, and the question that shows exactly these rows.

    `parts` are figures within or beside it, `lead` is the sentence of the answer, `claim` what its negatives weigh.
    """

    name: str
    count: int
    base: int | None
    lead: str
    question: str
    title: str
    parameters: tuple[tuple[str, str], ...]
    parts: tuple[CountView, ...] = ()
    claim: str = ""


@dataclass(frozen=True, slots=True)
class TurnView:
    """A kind of change: how many cells, and how many of them with a documented need."""

    name: str
    label: str
    cells: int
    documented: int


@dataclass(frozen=True, slots=True)
class SinceView:
    """What became of the gap matrix since an earlier state.

    `table` holds the cells that became worse or are newly known to be gaps, those with a documented need first;
    `truncated` tells that there are more. `cells` are all cells of all areas.
    """

    lead: str
    then: str
    turns: tuple[TurnView, ...]
    table: TableView
    cells: int
    version: int
    reference_date: date
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class SeenView:
    """Up to which version, as of which day, readers confirmed to have seen everything."""

    version: int
    day: date
    confirmed_on: datetime
