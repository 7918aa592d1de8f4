"""The gap matrix: need × target group for one area, or need × area for one group; every cell with verdict and marks.

Cells are the leaf needs of the vocabulary × the target groups that offers, needs or statements of the town name. What
lies outside is judged in the same way when somebody asks for it, most often as not known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from rdflib import URIRef
from rdflib.namespace import SKOS

from ontology.iris import Audience
from ontology.namespaces import namespace
from ontology.terms import CL
from ontology.vocabulary import concepts, vocabulary
from queries.answer import Completeness, Exclusion
from queries.cells import Cells, cell_facts, coordination_left_out
from queries.declarations import COVERED, LISTED, Declarations
from queries.errors import ParameterError
from queries.findings import Kind
from queries.parameters import concept, record
from queries.reading import Reading, Snapshot, iri
from queries.settings import Thresholds
from queries.severity import NO_NORM, Obligation, Severity
from queries.verdict import CellFacts, State, Verdict, judge
from queries.words import Words


class Axis(StrEnum):
    """What stands in the columns."""

    GROUPS = "groups"  # in one area
    AREAS = "areas"  # for one target group


EVERYBODY: URIRef = namespace("zg")["ZG-0"]


class Mark(StrEnum):
    """What is stated about the need of a cell."""

    NONE = "none"
    REPORTED = "gemeldet"
    CHECKED = "geprueft"
    RECOGNISED = "anerkannt"


MARKS: dict[URIRef, Mark] = {
    CL["bedarfsstatus-gemeldet"]: Mark.REPORTED,
    CL["bedarfsstatus-geprueft"]: Mark.CHECKED,
    CL["bedarfsstatus-anerkannt"]: Mark.RECOGNISED,
}


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell: `facts` holds grade and counts, `mark` the strongest stated need for exactly this cell.

    `evidence` is what the needs documented for exactly this cell rest on as a whole, None without one; `kinds` in detail.
    """

    need: URIRef
    group: URIRef
    area: URIRef
    facts: CellFacts
    verdict: Verdict
    mark: Mark
    obligation: Obligation = NO_NORM
    evidence: Kind | None = None
    kinds: tuple[URIRef, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A need, the field it belongs to (the top of its branch), and its cells along the columns of the matrix.

    `obligation` and `pillars` are those of the need, whoever has it.
    """

    need: URIRef
    field: URIRef
    cells: tuple[MatrixCell, ...]
    obligation: Obligation = NO_NORM
    pillars: tuple[URIRef, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixAnswer:
    """The matrix of one area, or of one group along the areas; the group is then the only one in `groups`.

    `columns` are groups or areas, as `axis` says. `counts` has every state; `labels` names areas and combined groups.
    """

    axis: Axis
    area: URIRef
    groups: tuple[URIRef, ...]
    columns: tuple[URIRef, ...]
    rows: tuple[MatrixRow, ...]
    counts: Mapping[State, int]
    lead: Words
    reference_date: date
    version: int
    audience: Audience
    thresholds: Thresholds
    completeness: Completeness
    exclusions: tuple[Exclusion, ...]
    labels: Mapping[URIRef, Mapping[str, str]]
    queries: Mapping[str, str]

    @property
    def cells(self) -> list[MatrixCell]:
        """All cells, row after row."""
        return [cell for row in self.rows for cell in row.cells]


def matrix(
    snapshot: Snapshot,
    area: str | None = None,
    groups: Sequence[str] = (),
    field: str | None = None,
    *,
    audience: Audience,
    reference_date: date,
    settings: Thresholds | None = None,
    axis: Axis = Axis.GROUPS,
) -> MatrixAnswer:
    """The matrix of an area at a date, or with `Axis.AREAS` of one group along the areas within.

    Args:
        snapshot: the town at one version.
        area: key, name or IRI of an area; None = the municipality.
        groups: notations or IRIs of the groups to show; empty = all that the town names. Along the areas: the one
            group, empty = everybody.
        field: notation or IRI of a need whose leaves to show; None = all.
        audience: whose Stand is read.
        reference_date: the day the matrix is about.
        settings: thresholds; None = those that ship.
        axis: what stands in the columns.

    Raises:
        ParameterError: area, group or field is not known, several groups were named along the areas, or the town has no
            municipality area.
    """
    reading = Reading(snapshot, audience, reference_date, settings or Thresholds.load())
    where = cell_area(reading, area)
    chosen = [concept("groups", "target-groups", text, reading.choices()) for text in groups]
    top = None if field is None else concept("field", "needs", field, reading.choices())
    along_areas = axis is Axis.AREAS
    shown = _one_group(chosen) if along_areas else tuple(chosen or named_groups(reading))
    columns = areas_within(reading, where) if along_areas else shown
    places = [(shown[0], column) if along_areas else (column, where) for column in columns]
    declarations = Declarations(reading)
    rows = _rows(reading, declarations, row_needs(reading, top), places)
    counts = Counter(cell.verdict.state for row in rows for cell in row.cells)
    counts = Counter({state: counts[state] for state in State})
    coordination = coordination_left_out(reading)
    return MatrixAnswer(
        axis=axis,
        area=where,
        groups=shown,
        columns=columns,
        rows=rows,
        counts=counts,
        lead=_LEAD.format(**{str(state): number for state, number in counts.items()}),
        reference_date=reference_date,
        version=snapshot.version,
        audience=audience,
        thresholds=reading.thresholds,
        completeness=declarations.completeness([LISTED, COVERED]),
        exclusions=(coordination,) if coordination.count else (),
        labels=reading.labels([where, *shown, *columns, *(row.need for row in rows)]),
        queries=reading.queries,
    )


def areas_within(reading: Reading, area: URIRef) -> tuple[URIRef, ...]:
    """The areas that make cells, the named one and those in it, in the order of their keys."""
    return tuple(a.iri for a in reading.areas.values() if a.is_cell and area in reading.around(a.iri))


def _one_group(chosen: Sequence[URIRef]) -> tuple[URIRef, ...]:
    if len(chosen) > 1:
        raise ParameterError("groups: along the areas one target group is shown; expected one, not several")
    return tuple(chosen) or (EVERYBODY,)


def _rows(
    reading: Reading,
    declarations: Declarations,
    needs: Iterable[URIRef],
    places: Sequence[tuple[URIRef, URIRef]],
) -> tuple[MatrixRow, ...]:
    """A row per need with a cell per place (group, area)."""
    cells = Cells(reading, {area for _, area in places})
    severity, marks = Severity(reading), stated_marks(reading)
    found = []
    for need in needs:
        known = broader_known(reading, need)
        row = []
        for group, area in places:
            inventory = declarations.inventory(need, group, area)
            facts = cell_facts(cells.matches(need, group, area, reading.reference_date), inventory)
            verdict = judge(facts, reading.reference_date, reading.thresholds)
            kind, kinds = severity.evidence(need, group, area)
            row.append(
                MatrixCell(
                    need, group, area, facts, verdict, marks.get((need, group, area), Mark.NONE),
                    severity.obligation(known, group), kind, kinds,
                )
            )  # fmt: skip
        found.append(
            MatrixRow(
                need, field_of(known), tuple(row), severity.obligation_of_need(known), severity.pillars(known)
            )
        )
    return tuple(found)


def cell_area(reading: Reading, text: str | None) -> URIRef:
    """The area that `text` names, the municipality without one.

    Raises:
        ParameterError: there is none.
    """
    if text is not None:
        return record("area", text, reading.choices().areas)
    if reading.municipality is None:
        raise ParameterError(
            f"area: the town {reading.snapshot.ags} has no area with its municipality key; expected one. Name an area"
        )
    return reading.municipality


def named_groups(reading: Reading) -> list[URIRef]:
    """The target groups the town names, those of the vocabulary in its order, combined ones last."""
    named = {iri(row["group"]) for row in reading.facts("named_groups")}
    ordered = [group for group in concepts("target-groups") if group in named]
    return ordered + sorted(named - set(ordered))


def stated_marks(reading: Reading) -> dict[tuple[URIRef, URIRef, URIRef], Mark]:
    """Need, group and area → the strongest need stated for exactly them."""
    found: defaultdict[tuple[URIRef, URIRef, URIRef], Mark] = defaultdict(lambda: Mark.NONE)
    order = list(Mark)
    for row in reading.facts("needs"):
        mark = MARKS.get(iri(row["status"]), Mark.NONE)
        key = iri(row["need"]), iri(row["group"]), iri(row["area"])
        found[key] = max(found[key], mark, key=order.index)
    return found


def row_needs(reading: Reading, top: URIRef | None = None) -> list[URIRef]:
    """The needs a town's matrix has rows for: the leaves of the vocabulary, each followed by the town's own below it.

    A need of the vocabulary keeps its row when the town makes a narrower one, so that rows stay comparable.
    """
    own: defaultdict[URIRef, list[URIRef]] = defaultdict(list)
    for own_need in reading.own_needs:
        own[broader_known(reading, own_need.iri)].append(own_need.iri)
    rows = []
    for need in concepts("needs"):
        if top is None or top in _branch(need):
            rows += [*([need] if need in leaf_needs() else []), *own[need]]
    return rows


def broader_known(reading: Reading, need: URIRef) -> URIRef:
    """The need itself, or for one of the town's own the need of the vocabulary it lies below."""
    broader = {term.record.iri: term.broader for term in reading.local_terms}
    seen: set[URIRef] = set()
    while (above := broader.get(need)) is not None and need not in seen:
        seen.add(need)
        need = above
    return need


def lies_below(reading: Reading, need: URIRef, top: URIRef) -> bool:
    """Whether a need is this one of the vocabulary or below it; the town's own lie below the one they narrow."""
    return top in _branch(broader_known(reading, need))


@cache
def leaf_needs(top: URIRef | None = None) -> tuple[URIRef, ...]:
    """The needs without narrower ones, all or those below `top` (or `top` itself, if it is one)."""
    graph = vocabulary()
    leaves = [need for need in concepts("needs") if graph.value(None, SKOS.broader, need, any=True) is None]
    return tuple(need for need in leaves if top is None or top in _branch(need))


@cache
def field_of(need: URIRef) -> URIRef:
    """The top of the branch a need belongs to."""
    return _branch(need)[-1]


def _branch(need: URIRef) -> list[URIRef]:
    chain = [need]
    while isinstance(broader := vocabulary().value(chain[-1], SKOS.broader), URIRef):
        chain.append(broader)
    return chain


_LEAD = Words(
    "{covered} {covered|Zelle|Zellen} gedeckt, {thin} dünn, {gap} {gap|Lücke|Lücken}, {unknown} nicht bekannt.",
    "{covered} {covered|cell|cells} covered, {thin} thin, {gap} {gap|gap|gaps}, {unknown} not known.",
)
