"""What a delivery on the desk looks like. Part of `app.views`, which see. Rows and columns count from 1."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.delivery.import_views import FindingView, ImportPreview, PlaceView, RefusalView
from app.views import ChoiceView


@dataclass(frozen=True, slots=True)
class DeskFileView:
    """A file on the desk. `accepted_as`: its good rows are in that version, others wait.

    `state` changes with every act: what was made of the file holds as long as it and the version of the town do.

    `source_title` is empty as long as nobody has looked who delivers (a file in the form of the template says it inside).
    """

    token: str
    filename: str
    source_title: str
    staged_at: datetime
    expires_at: datetime | None
    steps: int
    accepted_as: int | None = None
    state: str = ""
    mapped: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """What became of a file that was handed in: on the desk (`token`), refused, there already, or a returned one.

    `returned`: so many corrections of an annotated workbook were taken over; `problems` could not be.
    """

    filename: str
    token: str | None = None
    refused: RefusalView | None = None
    already_version: int | None = None
    returned: int | None = None
    problems: tuple[FindingView, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkStepView:
    """A step in words ("12 Zellen berichtigt"). `held` is False for one that was taken back and can be redone."""

    number: int
    when: datetime
    text: str
    held: bool = True


@dataclass(frozen=True, slots=True)
class AsideView:
    """A row that is not data, and why; `reason` is a code, `reason_text` says it."""

    row: int
    reason: str
    reason_text: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetFactsView:
    """A delivered sheet and the table found on it."""

    name: str
    rows: int
    columns: int
    hidden: bool
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    headers: tuple[str, ...]
    aside: tuple[AsideView, ...] = ()
    mapped: bool = False


@dataclass(frozen=True, slots=True)
class ExampleView:
    """What a field of the mapping made of a text."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class MappedStepView:
    """A step of a field in words, and its kind (`split`, `terms` …). `meanings`: words or headers and what they mean."""

    kind: str
    text: str
    meanings: tuple[ExampleView, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenTermView:
    """A word of the file that no list knows, how often it occurs, and what it may mean."""

    text: str
    count: int
    candidates: tuple["TermCandidateView", ...] = ()


@dataclass(frozen=True, slots=True)
class TermCandidateView:
    """A term a word may mean. `way_text` says why it is offered, `score` from 0 to 1."""

    term: str
    score: float
    way_text: str


@dataclass(frozen=True, slots=True)
class MappedFieldView:
    """One column of ours, where it comes from and what it became. `at`: positions of table, record, field."""

    at: tuple[int, int, int]
    to: str
    label: str
    required: bool
    columns: tuple[str, ...]
    constant: str | None
    steps: tuple[MappedStepView, ...]
    filled: int
    empty: int
    examples: tuple[ExampleView, ...] = ()
    reason: str = ""
    open_terms: tuple[OpenTermView, ...] = ()
    help: str = ""
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class FreeColumnView:
    """A column of ours that a mapping does not fill. `is_list`: it takes the terms of a list."""

    to: str
    label: str
    help: str
    required: bool
    is_list: bool


@dataclass(frozen=True, slots=True)
class MappedRecordView:
    """A kind of record that rows become. `condition` and `unfolded` in words, empty if there is none.

    `columns` are the headers of the sheets it is read from, `free` our columns nothing fills yet, required ones first.
    """

    at: tuple[int, int]
    into: str
    label: str
    fields: tuple[MappedFieldView, ...]
    missing: tuple[str, ...]
    condition: str = ""
    unfolded: str = ""
    repeats: bool = False
    columns: tuple[str, ...] = ()
    free: tuple[FreeColumnView, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class MappingView:
    """The mapping of a file. `text` is the YAML; `unused` are columns nothing reads, with their sheet.

    `kinds`, `sheets`, `step_choices`, `encodings`, `delimiters`: what may be chosen, as (value, words).
    """

    source_key: str
    source_title: str
    source_kind: str
    records: tuple[MappedRecordView, ...]
    unused: tuple[PlaceView, ...]
    text: str
    saved: bool
    proposed: bool
    encoding: str = ""
    delimiter: str = ""
    delivered_by: str = ""
    kinds: tuple[ChoiceView, ...] = ()
    sheets: tuple[ChoiceView, ...] = ()
    step_choices: tuple[ChoiceView, ...] = ()
    encodings: tuple[ChoiceView, ...] = ()
    delimiters: tuple[ChoiceView, ...] = ()
    sure_terms: int = 0


@dataclass(frozen=True, slots=True)
class TakenOutView:
    """A row the steward left out or set aside (`role`)."""

    sheet: str
    row: int
    role: str
    role_text: str


@dataclass(frozen=True, slots=True)
class DeskView:
    """A file on the desk as it stands: how it is read, what was done to it, what taking it in would do.

    `said_missing`: IRI of a record it lacks, and what was said about it ("ended 2026-10-31", "forgotten", "not_part").
    """

    file: DeskFileView
    sheets: tuple[SheetFactsView, ...]
    preview: ImportPreview
    steps: tuple[WorkStepView, ...]
    mapping: MappingView | None
    delivered_on: date | None
    partial: bool
    corrections: int
    left_out: int
    set_aside: int
    matches: int
    can_undo: bool
    can_redo: bool
    encoding: str = ""
    delimiter: str = ""
    taken_out: tuple[TakenOutView, ...] = ()
    said_missing: tuple[ChoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedCellView:
    """A cell of the delivered file with what was found in it. `was`: the delivered text, if it was corrected."""

    text: str
    severity: str = ""
    message: str = ""
    was: str | None = None


@dataclass(frozen=True, slots=True)
class MarkedRowView:
    """A row of the delivered file. `role`: title, units, footnote, total, empty, header, data, left-out, set-aside."""

    number: int
    role: str
    role_text: str
    cells: tuple[MarkedCellView, ...]
    severity: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class SheetPageView:
    """Some rows of a delivered sheet, as it stands with its corrections."""

    sheet: str
    letters: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[MarkedRowView, ...]
    first: int
    total: int


@dataclass(frozen=True, slots=True)
class CellCaseView:
    """What may be done about a finding at a cell: the texts it may be given, and how many cells are in the same case."""

    place: PlaceView
    text: str
    choices: tuple[str, ...]
    equal: int
    finding: FindingView
    remembers: bool


@dataclass(frozen=True, slots=True)
class FieldScoreView:
    """How alike two records are in one field; `score` is None if one side says nothing."""

    label: str
    ours: str
    theirs: str
    score: float | None


@dataclass(frozen=True, slots=True)
class MatchView:
    """Two records that may be the same. `inside`: both are in this file; else `theirs` is recorded already.

    `decided`: "" nothing, "same", "own". `bulk`: may be accepted together with others like it.
    """

    tag: str
    label: str
    key: str
    name: str
    other_key: str
    other_name: str
    score: float
    level: str
    level_text: str
    barrier: str
    fields: tuple[FieldScoreView, ...]
    inside: bool
    decided: str = ""
    bulk: bool = False
    place: PlaceView | None = None


@dataclass(frozen=True, slots=True)
class MatchesView:
    """Everything that is offered as the same, undecided first, and how much of each kind there is."""

    matches: tuple[MatchView, ...]
    undecided: int
    bulk: int


@dataclass(frozen=True, slots=True)
class DisputeView:
    """A field about which sources would disagree after the delivery: which value holds, and why.

    `here`: which of the two this delivery says ("winner", "loser" or "", if neither). `known`: it is so already.
    """

    record: str
    key: str
    field: str
    value: str
    source: str
    day: date | None
    other_value: str
    other_source: str
    other_day: date | None
    why: str
    here: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class JobView:
    """Long work: `state` running, done, failed or cancelled; `message` if it failed; `final`: not to be cancelled now."""

    key: str
    state: str
    stage: str
    fraction: float
    message: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True)
class AnnotatedView:
    """An annotated workbook that may leave: its name, and how many findings are written into it."""

    token: str
    filename: str
    findings: int
    lang: str = "de"
    masked: tuple[str, ...] = field(default=())
