"""What leaves the service: frozen records of display values, in the language asked for.

Everything the command line, the web pages and the exports show is made of these. They hold text and plain values,
never RDF terms, so that the release gate (`app.gate`) can look at every part of them. A view reaches its reader only
inside a `app.gate.Released`.

Texts are German or English already; IRIs are strings and stable across versions.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from app.delivery.import_views import (
    CountView,
    DifferenceView,
    FieldChange,
    FindingView,
    HeldBackView,
    ImportPreview,
    PathView,
    PlaceView,
    RecordChange,
    RedactionView,
    RefusalView,
    ReversalView,
    SheetCount,
    VerifyView,
    VersionView,
)
from app.gaps.matrix_views import (
    ChoiceView,
    CompletenessView,
    FactView,
    FieldClaims,
    MatrixCellView,
    MatrixRowView,
    MatrixView,
)

__all__ = [
    "AnswerView",
    "CellEvidence",
    "CellKind",
    "CellView",
    "ChoiceView",
    "ColumnView",
    "CompletenessView",
    "CountView",
    "DeliveryView",
    "DifferenceView",
    "FactView",
    "FieldChange",
    "FieldClaims",
    "FindingView",
    "HeldBackView",
    "ImportPreview",
    "Mark",
    "MatrixCellView",
    "MatrixRowView",
    "MatrixView",
    "Overview",
    "ParameterView",
    "PathView",
    "PlaceView",
    "QuestionView",
    "RecordChange",
    "RedactionView",
    "RefusalView",
    "ReversalView",
    "Row",
    "Scalar",
    "SheetCount",
    "TableView",
    "TownInfo",
    "VerifyView",
    "VersionView",
]

Scalar = str | int | Decimal | bool | date | None


class CellKind(StrEnum):
    """How a column is to be read, aligned and exported."""

    TEXT = "text"
    RECORD = "record"  # cell.iri is a record of the town
    CONCEPT = "concept"  # cell.iri is a term of a vocabulary
    DATE = "date"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # euro
    SHARE = "share"  # value 0.4 shown as "40 %"
    STATE = "state"  # value is covered, thin, gap or unknown
    CLAIM = "claim"  # value is belastbar, vorlaeufig, hinweis or nicht_beurteilbar
    PERSONS = "persons"  # number of people: subject to the small number rule


class Mark(StrEnum):
    """Why a cell does not show what is stored. The text of the cell says it in words as well."""

    PROTECTED = "protected"  # belongs to a protected site
    SMALL_NUMBER = "small_number"  # number of people below the threshold, or would reveal one
    INTERNAL = "internal"  # not for the public
    PERSON = "person"  # looks like a person


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: `text` as shown, `value` for sorting, charts and exports, `iri` if it denotes a record or concept."""

    text: str
    value: Scalar = None
    iri: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column. `sum_of`/`derived_from` name columns this one is a total of or computed from (the gate needs them)."""

    name: str
    label: str
    kind: CellKind
    unit: str | None = None
    sum_of: tuple[str, ...] = ()
    derived_from: tuple[str, ...] = ()


Row = tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """Columns, rows aligned with them, and an optional line of totals (aligned too)."""

    title: str
    columns: tuple[ColumnView, ...]
    rows: tuple[Row, ...]
    totals: Row | None = None
    note: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A typed parameter of a question.

    `kind`: area | need | group | pillar | concept | integer | share | text | date | boolean …; `choices` is empty
    for free input; `default` holds the values used when nothing is given (empty = all).
    """

    name: str
    label: str
    kind: str
    help: str = ""
    default: tuple[str, ...] = ()
    choices: tuple[ChoiceView, ...] = ()
    multiple: bool = False
    required: bool = False

    def first_day(self, reference: date) -> date:
        """The day a field for days starts with: `default` holds the months from the reference date."""
        from queries.settings import shift_months  # views are loaded for `--help` too, the store is not

        return shift_months(reference, int(self.default[0]) if self.default else 0)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of the catalogue. `chart` is `table`, `bar`, `matrix`, `network` … as its file says.

    `roles` are those who ask it, `restricts` what it can be narrowed to (area, pillars, needs …), `terms` further words
    it is found by.
    """

    id: str
    group: str
    title: str
    question: str
    definition: str
    parameters: tuple[ParameterView, ...]
    columns: tuple[ColumnView, ...]
    chart: str = "table"
    asked_by: str = ""
    query_text: str = ""
    roles: tuple[str, ...] = ()
    restricts: tuple[ChoiceView, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Something people are about to do and the codes of the questions that help, in the order one would ask them."""

    name: str
    title: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The answer to a question.

    `lead` is the one sentence to put above the numbers; `blocks` are further tables ("nur Teildeckung");
    `exclusions` say what was left out and why; `thresholds` are the settings the verdicts rest on;
    `truncated` tells that a limit cut rows. `parameters` are the values used, in words. `table_title` heads the main
    table, `table_name` is its name in the question, and `empty_text` is shown in its place when it has no rows (no rows are never a zero).
    `scenario` is the name of the supposition it holds under; empty = as recorded. Every exit says it.
    """

    question_id: str
    title: str
    question: str
    definition: str
    lead: str
    columns: tuple[ColumnView, ...]
    rows: tuple[Row, ...]
    reference_date: date
    version: int
    audience: str
    totals: Row | None = None
    blocks: tuple[TableView, ...] = ()
    notes: tuple[str, ...] = ()
    completeness: CompletenessView | None = None
    exclusions: tuple[CountView, ...] = ()
    thresholds: tuple[FactView, ...] = ()
    parameters: tuple[FactView, ...] = ()
    query_text: str = ""
    chart: str = "table"
    table_title: str = ""
    table_name: str = ""
    empty_text: str = ""
    truncated: bool = False
    lang: str = "de"
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class CellEvidence:
    """Why a cell of the matrix has its state.

    `blocks` are tables by `name`: offers (considered, with fits, whether counted and why not), needs, statements,
    held_back, conflicts, neighbours. A block without rows is present and says so in its `note`.
    """

    need: str
    need_label: str
    group: str
    group_label: str
    area: str
    area_label: str
    state: str
    state_text: str
    grade_text: str
    claim: str
    claim_text: str
    reason: str
    blocks: tuple[TableView, ...]
    reference_date: date
    version: int
    audience: str
    thresholds: tuple[FactView, ...] = ()
    notes: tuple[str, ...] = ()
    lang: str = "de"
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A source and what it last delivered."""

    source: str
    title: str
    kind: str
    delivered_on: date | None
    records: int
    missing: int
    held_back: int


@dataclass(frozen=True, slots=True)
class TownInfo:
    """The town that is open. `is_example` asks for the banner "Beispieldaten, frei erfunden".

    `identity` is what its version holds, in a word: after a backup was restored the same number means something else.
    """

    ags: str
    name: str
    version: int
    is_example: bool
    reference_date: date
    last_change: datetime | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page. `counts` by class, `freshness` of the offers by step (`name`), `state_counts` over all cells, `fields` and `completeness` field × area, for programs and as a table."""

    town: TownInfo
    lead: str
    counts: tuple[CountView, ...]
    state_counts: tuple[CountView, ...]
    completeness: TableView
    deliveries: tuple[DeliveryView, ...]
    reference_date: date
    version: int
    audience: str
    notes: tuple[str, ...] = ()
    freshness: tuple[CountView, ...] = ()
    thresholds: tuple[FactView, ...] = ()
    fields: FieldClaims | None = None
