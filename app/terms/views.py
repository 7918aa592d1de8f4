"""What the vocabulary inbox, the town's own words and the effect of a change on the matrix look like. Part of `app.views`."""

from dataclasses import dataclass
from datetime import date

from app.delivery.import_views import CountView, FindingView, PlaceView, VersionView
from app.views import ChoiceView, FactView, TableView


@dataclass(frozen=True, slots=True)
class MatrixChangeView:
    """What a change does to the gap matrix of all areas.

    `lead` says it in one sentence, `kinds` counts the cells by what becomes of them, `table` lists every one of them
    (need, group, area, before, after, reason); `cells` is the number of cells there are.
    """

    lead: str
    kinds: tuple[CountView, ...]
    table: TableView
    cells: int
    reference_date: date
    thresholds: tuple[FactView, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A term of the list that a word may mean. `concept` is its IRI; `way` and `likeness` say in words how it was found."""

    concept: str
    text: str
    way: str
    likeness: str
    score: int


@dataclass(frozen=True, slots=True)
class UnknownTermView:
    """A word of waiting deliveries that no list knows.

    `ident` names it for the other methods; `cells` counts where it stands, `holds_back` says whether rows wait for it;
    `fit` holds the best candidates first.
    """

    ident: str
    word: str
    scheme: str
    scheme_label: str
    cells: int
    rows: int
    holds_back: bool
    places: tuple[PlaceView, ...]
    deliveries: tuple[str, ...]
    sources: tuple[str, ...]
    fit: tuple[CandidateView, ...]


@dataclass(frozen=True, slots=True)
class OwnTermView:
    """A word of the town's own. `uses`: statements that name a new concept; None for what only helps reading."""

    key: str
    word: str
    kind: str
    kind_text: str
    scheme: str
    scheme_label: str
    means: str
    definition: str
    source: str
    uses: int | None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class TermListView:
    """A list whose terms a word may mean; `extendable`: new concepts can be made below its terms."""

    scheme: str
    label: str
    terms: tuple[ChoiceView, ...]
    extendable: bool


@dataclass(frozen=True, slots=True)
class InboxView:
    """The queue of unknown words, the town's own words, and the lists.

    `withheld` counts words that look like a person or a place and are not shown.
    """

    unknown: tuple[UnknownTermView, ...]
    own: tuple[OwnTermView, ...]
    lists: tuple[TermListView, ...]
    withheld: int


@dataclass(frozen=True, slots=True)
class TermEffectView:
    """What deciding about a word would do, before it is done.

    `readable` rows that wait now would be read, `waiting` would wait still; `refused` says why deliveries would be
    refused then; with `problems` the decision is not possible and there is no matrix.
    """

    lead: str
    readable: int
    waiting: int
    problems: tuple[FindingView, ...]
    refused: tuple[FindingView, ...]
    matrix: MatrixChangeView | None

    @property
    def possible(self) -> bool:
        """Whether the decision may be made."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class TermDecidedView:
    """What was done about a word, and in which version."""

    lead: str
    version: VersionView
