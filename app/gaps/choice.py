"""What somebody wants to see of the gap matrix, and a matrix narrowed to it: nothing is computed anew, only left out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.views import ChoiceView, CountView, FactView, MatrixCellView, MatrixRowView, MatrixView
from ontology.vocabulary import find_concept, label
from ontology.words import words_of

GROUPS, AREAS = "groups", "areas"
FIELD, PILLAR, OBLIGATION = "field", "pillar", "obligation"
NO_NORM: Final = "none"
"""Stands for needs or cells for which the register has no norm."""

EVIDENCE: Final = ("both", "numbers", "experience", "norm", "unknown")
NEEDS: Final = ("documented", "reported", "none")
_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class MatrixChoice:
    """A view of the matrix. Everything empty = all of it.

    `groups` are target groups to show, along the areas the one group. `field` and `row` are needs, `column` a group or
    area, all as the matrix gives them (IRIs). `pillars` and `obligations` are notations or "none", `states`, `claims`,
    `needs` (of the mark of need) and `evidence` the values of the cells. `grouped`: what rows stand under.
    """

    axis: str = GROUPS
    area: str | None = None
    groups: tuple[str, ...] = ()
    field: str | None = None
    pillars: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    grouped: str = FIELD
    row: str | None = None
    column: str | None = None
    as_list: bool = False

    def shows(self, cell: MatrixCellView) -> bool:
        """Whether a cell passes the filters of cells; every mark is looked at by itself."""
        pairs = (
            (self.states, cell.state),
            (self.claims, cell.claim),
            (self.needs, cell.need_mark),
            (self.evidence, cell.evidence),
            (self.obligations, cell.obligation or NO_NORM),
        )
        return all(not wanted or value in wanted for wanted, value in pairs)


def word(name: str, lang: str) -> str:
    """The word for a value of a mark."""
    return _WORDS(f"mark.{name}", lang)


def narrow(view: MatrixView, choice: MatrixChoice) -> MatrixView:
    """The matrix with what the choice leaves out: rows and columns go, single cells are hidden.

    `state_counts` are those of the cells that remain.
    """
    places = _columns(view, choice)
    rows = [
        replace(
            row,
            heading=_heading(row, choice.grouped, view.lang),
            cells=tuple(_cell(row.cells[at], choice) for at in places),
        )
        for row in view.rows
        if _has_row(row, choice)
    ]
    rows = [row for row in rows if any(not cell.hidden for cell in row.cells)]
    kept = [
        at for at in range(len(places)) if any(not row.cells[at].hidden for row in rows)
    ]  # a column without any cell says nothing
    rows = [replace(row, cells=tuple(row.cells[at] for at in kept)) for row in _ordered(rows, choice.grouped)]
    counts = Counter(cell.state for row in rows for cell in row.cells if not cell.hidden)
    return replace(
        view,
        columns=tuple(view.columns[places[at]] for at in kept),
        rows=tuple(rows),
        state_counts=tuple(replace(count, count=counts[count.name]) for count in view.state_counts),
        filters=in_words(view, choice),
        as_list=choice.as_list,
    )


def shown_cells(view: MatrixView) -> list[tuple[MatrixRowView, ChoiceView, MatrixCellView]]:
    """The cells no filter hides, with their row and column."""
    return [
        (row, column, cell)
        for row in view.rows
        for column, cell in zip(view.columns, row.cells, strict=True)
        if not cell.hidden
    ]


def counted(cells: Iterable[MatrixCellView], view: MatrixView) -> tuple[CountView, ...]:
    """How many of the cells no filter hides have which state."""
    found = Counter(cell.state for cell in cells if not cell.hidden)
    return tuple(replace(count, count=found[count.name]) for count in view.state_counts)


def _cell(cell: MatrixCellView, choice: MatrixChoice) -> MatrixCellView:
    return cell if choice.shows(cell) else replace(cell, hidden=True)


def _columns(view: MatrixView, choice: MatrixChoice) -> list[int]:
    wanted = set(choice.groups) if choice.axis == GROUPS else set()
    return [
        at
        for at, column in enumerate(view.columns)
        if (not wanted or column.value in wanted) and _is(column.value, choice.column)
    ]


def _has_row(row: MatrixRowView, choice: MatrixChoice) -> bool:
    pillars = {pillar.value for pillar in row.pillars} or {NO_NORM}
    return (
        _is(row.need, choice.row)
        and _is(row.field, choice.field)
        and (not choice.pillars or bool(pillars & set(choice.pillars)))
    )


def _is(iri: str, wanted: str | None) -> bool:
    """Whether this is the one wanted, by IRI or by its last part; nothing wanted = any."""
    return wanted is None or wanted in (iri, short(iri))


def short(iri: str) -> str:
    """The last part of an IRI, which is what stands in addresses."""
    return iri.rstrip("/").rsplit("/", 1)[-1]


def _named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {key: label for iri, label in pairs for key in (iri, short(iri))}


def _heading(row: MatrixRowView, grouped: str, lang: str) -> str:
    no_norm = _WORDS("no_norm", lang)
    if grouped == OBLIGATION:
        return row.obligation_text or no_norm
    if grouped == PILLAR:
        names = [pillar.label for pillar in row.pillars]
        return _WORDS("several", lang) if len(names) > 1 else (names or [no_norm])[0]
    return row.field_label


def _ordered(rows: list[MatrixRowView], grouped: str) -> list[MatrixRowView]:
    if grouped == OBLIGATION:
        return sorted(rows, key=lambda row: -row.obligation_rank)
    if grouped == PILLAR:
        return sorted(rows, key=lambda row: (not row.pillars, len(row.pillars) > 1, row.heading.casefold()))
    return rows


def in_words(view: MatrixView, choice: MatrixChoice) -> tuple[FactView, ...]:
    """What a choice leaves out, in words."""
    lang = view.lang
    marks, no_norm = _WORDS.below("mark", lang), _WORDS("no_norm", lang)
    states = {count.name: count.label for count in view.state_counts}
    claims = {cell.claim: cell.claim_text for row in view.rows for cell in row.cells}
    columns = _named((column.value, column.label) for column in (*view.all_groups, *view.columns))
    pillars = {pillar.value: pillar.label for pillar in view.pillars} | {NO_NORM: no_norm}
    degrees = {degree.value: degree.label for degree in view.obligations} | {NO_NORM: no_norm}
    rows = _named((choice.value, choice.label) for choice in view.fields)
    rows |= _named((row.need, row.label) for row in view.rows)
    told = {
        "field": [rows.get(choice.field, choice.field)] if choice.field else [],
        "groups": [columns.get(group, group) for group in choice.groups] if choice.axis == GROUPS else [],
        "row": [rows.get(choice.row, choice.row)] if choice.row else [],
        "column": [columns.get(choice.column, choice.column)] if choice.column else [],
        "pillars": [pillars.get(name, name) for name in choice.pillars],
        "obligations": [degrees.get(name, name) for name in choice.obligations],
        "states": [states.get(name, name) for name in choice.states],
        "claims": [claims.get(name) or _claim(name, lang) for name in choice.claims],
        "needs": [marks[name] for name in choice.needs if name in marks],
        "evidence": [marks[name] for name in choice.evidence if name in marks],
    }
    return tuple(
        FactView(_WORDS(f"filter.{name}", lang), ", ".join(texts), name)
        for name, texts in told.items()
        if texts
    )


def _claim(name: str, lang: str) -> str:
    concept = find_concept("cl", name)
    return label(concept, lang) if concept is not None else name
