"""What an import, a version and a check of the log look like. Part of `app.views`, which see."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CountView:
    """Something counted and its reason or name, e.g. ("AT-N: ehrenamtliche Nachbarschaft zählt nicht", 3)."""

    label: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A cell (`F17`), row, sheet or file, and the place in words."""

    text: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words. `severity` violation | warning | info; `effect` says what the import does with the row."""

    rule: str
    severity: str
    severity_text: str
    effect: str
    message: str
    remedy: str
    place: PlaceView | None = None
    found: str | None = None
    suggestion: str | None = None
    more_places: tuple[PlaceView, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as shown; empty text = no value.

    `people`: on how few people the field rests, if it counts people or is shown with how many it rests on; the gate
    withholds both texts if they are too few.
    """

    label: str
    old: str
    new: str
    people: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that the delivery would add, change or no longer contains.

    `change`: new | changed | missing | returned | gone (between two versions only: it is no more). `fields` is filled
    for changed records, `source` where records of several sources stand side by side.
    """

    change: str
    iri: str
    cls: str
    key: str
    label: str
    place: PlaceView | None = None
    fields: tuple[FieldChange, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class HeldBackView:
    """A row that would wait. `reasons` are sentences; `because_of` names the held back record it depends on."""

    iri: str
    cls: str
    key: str
    label: str
    place: PlaceView | None
    reasons: tuple[str, ...]
    because_of: str | None = None


@dataclass(frozen=True, slots=True)
class SheetCount:
    """Counts of one sheet; their sums are on the preview."""

    sheet: str
    rows: int
    new: int
    changed: int
    unchanged: int
    missing: int
    held_back: int


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Why nothing of the file is kept, and what to do. Never repeats what was found."""

    rule: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do.

    `token` names the staged file for `Service.accept`/`discard`; it is None for `check`, for a refused file and for
    one that was imported before (`already_version` says when). `needs_drop_confirmation`: more than 30 % of the
    source's records are not in the file any more (`drop_share`), accept must say so explicitly.
    """

    token: str | None
    filename: str
    sha256: str
    source: str
    source_title: str
    source_kind: str
    delivered_on: date | None
    new: int
    changed: int
    unchanged: int
    missing: int
    sheets: tuple[SheetCount, ...]
    findings: tuple[FindingView, ...]
    changes: tuple[RecordChange, ...]
    held_back: tuple[HeldBackView, ...]
    refused: RefusalView | None = None
    already_version: int | None = None
    needs_drop_confirmation: bool = False
    drop_share: Decimal | None = None
    base_version: int = 0
    expires_at: datetime | None = None

    @property
    def acceptable(self) -> bool:
        """Whether there is something `Service.accept` may take."""
        return self.token is not None


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of the town's log. `action`: import | rollback | redact | restore …; `kind_text` says it in words."""

    number: int
    when: datetime
    who: str
    why: str
    action: str
    action_text: str
    added: int
    removed: int
    filename: str | None = None
    sha256: str | None = None
    counts: tuple[CountView, ...] = ()
    current: bool = False


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """What lies between two versions, or between what is and what would be.

    `counts` are records by kind of change; `waiting` is how many rows waited before and wait after; `besides` counts
    statements that belong to no record, such as saved mappings.
    """

    before: int
    after: int
    counts: tuple[CountView, ...]
    changes: tuple[RecordChange, ...]
    waiting: tuple[int, int]
    besides: int


@dataclass(frozen=True, slots=True)
class ReversalView:
    """Whether one version can be taken back while later ones stay; `reasons` say in sentences why it cannot.

    `difference` is what would change then; None if that cannot be told.
    """

    number: int
    possible: bool
    reasons: tuple[str, ...]
    difference: DifferenceView | None = None


@dataclass(frozen=True, slots=True)
class RedactionView:
    """What a redaction did. `text` says it, and what it cannot reach."""

    version: int
    statements: int
    versions: int
    text: str


@dataclass(frozen=True, slots=True)
class VerifyView:
    """Whether the log and the store agree; every problem in one sentence with what to do."""

    ok: bool
    versions: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathView:
    """Where something was written."""

    path: str
    text: str
