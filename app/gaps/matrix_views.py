"""The gap matrix as it leaves the service, with what choices, facts and completeness look like everywhere."""

from dataclasses import dataclass
from datetime import date

from app.delivery.import_views import CountView


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Something to choose: `value` goes into a parameter or permalink, `group` is a heading, `level` an indent."""

    value: str
    label: str
    group: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class FactView:
    """A name and what is said about it, e.g. ("Ein-Träger-Schwelle", "1")."""

    label: str
    text: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CompletenessView:
    """How far the town was surveyed for what was asked. `claim` as in `CellKind.CLAIM`, `text` says it in words."""

    claim: str
    text: str
    statements: tuple[FactView, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixCellView:
    """A cell of the gap matrix.

    `state` is covered | thin | gap | unknown, `claim` belastbar | vorlaeufig | hinweis | nicht_beurteilbar,
    `reason` says in one sentence why, `offers`/`providers` count what covers. `need_mark` tells about stated need:
    documented | reported | none, and `need_text` says it.

    What a gap weighs stands in three marks that are never added up: `claim`; `obligation`, the strongest degree of the
    norms for it (a notation, empty where the register has none; `obligation_part` if they speak of a part of the group);
    and `evidence`, what the documented need rests on (both | numbers | experience | norm | unknown, empty without one)
    with the kinds of evidence in `evidence_text`. `hidden`: a filter leaves it out.
    """

    need: str
    group: str
    state: str
    state_text: str
    claim: str
    claim_text: str
    reason: str
    offers: int = 0
    providers: int = 0
    need_mark: str = "none"
    need_text: str = ""
    area: str = ""
    obligation: str = ""
    obligation_text: str = ""
    obligation_rank: int = 0
    obligation_part: bool = False
    evidence: str = ""
    evidence_text: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRowView:
    """A need type with its cells, aligned with the columns of the matrix. `heading` is what it stands under.

    `obligation` and `pillars` are those of the need, whoever has it.
    """

    need: str
    label: str
    field: str
    field_label: str
    cells: tuple[MatrixCellView, ...]
    obligation: str = ""
    obligation_text: str = ""
    obligation_rank: int = 0
    pillars: tuple[ChoiceView, ...] = ()
    heading: str = ""


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Need × target group for one planning area at one date; with `axis` "areas", need × area for the group of `groups`.

    `columns` are groups or areas. `filters` are the choices that leave out cells, in words; `as_list` has exports write
    cells one below the other. `state_counts` has one entry per state (`name` = state); `areas`, `all_groups`, `fields` are the filters' choices
    (`value` is what `Service.matrix` takes); `legend` explains the four states.
    """

    area: str
    area_label: str
    lead: str
    columns: tuple[ChoiceView, ...]
    rows: tuple[MatrixRowView, ...]
    state_counts: tuple[CountView, ...]
    reference_date: date
    version: int
    audience: str
    areas: tuple[ChoiceView, ...] = ()
    all_groups: tuple[ChoiceView, ...] = ()
    fields: tuple[ChoiceView, ...] = ()
    legend: tuple[FactView, ...] = ()
    notes: tuple[str, ...] = ()
    completeness: CompletenessView | None = None
    exclusions: tuple[CountView, ...] = ()
    thresholds: tuple[FactView, ...] = ()
    lang: str = "de"
    axis: str = "groups"
    group_label: str = ""
    pillars: tuple[ChoiceView, ...] = ()
    obligations: tuple[ChoiceView, ...] = ()
    filters: tuple[FactView, ...] = ()
    as_list: bool = False
    scenario: str = ""


@dataclass(frozen=True, slots=True)
class FieldClaim:
    """What may be said about missing offers of a field in an area, since when, and how many months ago that was."""

    claim: str
    claim_text: str
    as_of: date | None
    months: int | None
    is_outdated: bool


@dataclass(frozen=True, slots=True)
class FieldClaims:
    """Fields of need × areas, for everybody. `rows` are aligned with `fields`, their cells with `areas`."""

    fields: tuple[ChoiceView, ...] = ()
    areas: tuple[ChoiceView, ...] = ()
    rows: tuple[tuple[FieldClaim, ...], ...] = ()
