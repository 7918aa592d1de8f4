"""The gap matrix as tables of equal rank: its cells one below the other with all marks, and the sums of rows and columns."""

from collections.abc import Iterable
from typing import Final

from app.gaps.choice import counted, short, shown_cells, word
from app.views import CellKind, CellView, ChoiceView, ColumnView, MatrixCellView, MatrixView, Row, TableView
from ontology.words import words_of

OBLIGATIONS: Final = {"PF-MR": "§§", "PF-MO": "§", "PF-SO": "(§)", "PF-KA": "k", "PF-FR": "f"}
"""The mark of a degree of obligation; words stand beside it."""

EVIDENCE: Final = {"both": "Z+E", "numbers": "Z", "experience": "E", "norm": "R", "unknown": "…"}
"""The mark of what a documented need rests on; words stand beside it."""

NOTHING: Final = "–"
_KINDS: Final = ("both", "numbers", "experience", "norm", "unknown")
_WORDS = words_of(__name__)
_COLUMNS: Final = {
    "field": CellKind.TEXT, "need": CellKind.CONCEPT, "group": CellKind.CONCEPT, "area": CellKind.TEXT,
    "state": CellKind.STATE, "obligation": CellKind.TEXT, "claim": CellKind.CLAIM, "evidence": CellKind.TEXT,
    "kinds": CellKind.TEXT, "offers": CellKind.INTEGER, "providers": CellKind.INTEGER, "reason": CellKind.TEXT,
}  # fmt: skip


def cell_table(view: MatrixView) -> TableView:
    """Every cell no filter hides, with its three marks in columns of their own."""
    along_areas = view.axis == "areas"
    columns = tuple(
        ColumnView(name, _WORDS(f"column.{name}", view.lang), kind) for name, kind in _COLUMNS.items()
    )
    rows = tuple(
        (
            CellView(row.field_label, row.field_label),
            CellView(row.label, row.label, iri=row.need),
            CellView(view.group_label if along_areas else column.label),
            CellView(column.label if along_areas else view.area_label),
            CellView(cell.state_text, cell.state),
            CellView(obligation_words(cell, view.lang), -cell.obligation_rank),
            CellView(cell.claim_text, cell.claim) if cell.claim else CellView(NOTHING),
            CellView(evidence_words(cell, view.lang), _rank(cell)),
            CellView(cell.evidence_text),
            _count(cell.offers),
            _count(cell.providers),
            CellView(cell.reason, cell.reason),
        )
        for row, column, cell in shown_cells(view)
    )
    return TableView(_WORDS("cells", view.lang), columns, rows, name="cells")


def sums(view: MatrixView) -> tuple[TableView, TableView]:
    """How many cells of each row, and of each column, have which state; the first cell carries the IRI of row or column."""
    by_row = ((ChoiceView(row.need, row.label), row.cells) for row in view.rows)
    by_column = (
        (column, tuple(row.cells[at] for row in view.rows)) for at, column in enumerate(view.columns)
    )
    first = _WORDS("column.area" if view.axis == "areas" else "column.group", view.lang)
    return (
        _sums(view, _WORDS("by_row", view.lang), _WORDS("column.need", view.lang), by_row, "rows"),
        _sums(view, _WORDS("by_column", view.lang), first, by_column, "columns"),
    )


def key_of(cell: MatrixCellView) -> str:
    """The key of a cell in addresses and in the picture: what stands in its row and in its column."""
    return "~".join(short(part) for part in (cell.need, cell.group, cell.area))


def obligation_words(cell: MatrixCellView, lang: str) -> str:
    """The degree of obligation with its mark; a register without a norm does not make a task voluntary."""
    if not cell.obligation:
        return f"{NOTHING} {_WORDS('no_norm', lang)}"
    part = f" ({_WORDS('part', lang)})" if cell.obligation_part else ""
    return f"{OBLIGATIONS.get(cell.obligation, '·')} {cell.obligation_text}{part}"


def evidence_words(cell: MatrixCellView, lang: str) -> str:
    """What the documented need of a cell rests on, with its mark."""
    if cell.evidence:
        return f"{EVIDENCE[cell.evidence]} {word(cell.evidence, lang)}"
    return f"{NOTHING} {_WORDS('reported' if cell.need_mark == 'reported' else 'no_need', lang)}"


def _sums(
    view: MatrixView,
    title: str,
    first: str,
    lines: Iterable[tuple[ChoiceView, tuple[MatrixCellView, ...]]],
    name: str,
) -> TableView:
    columns = (
        ColumnView("name", first, CellKind.RECORD),
        *(ColumnView(count.name, count.label, CellKind.INTEGER) for count in view.state_counts),
        ColumnView("total", _WORDS("total", view.lang), CellKind.INTEGER),
    )
    rows: list[Row] = []
    for choice, cells in lines:
        numbers = [count.count for count in counted(cells, view)]
        rows.append(
            (CellView(choice.label, choice.label, iri=choice.value), *_numbers([*numbers, sum(numbers)]))
        )
    totals = [count.count for count in view.state_counts]
    return TableView(
        title,
        columns,
        tuple(rows),
        totals=(CellView(_WORDS("all", view.lang)), *_numbers([*totals, sum(totals)])),
        name=name,
    )


def _numbers(numbers: Iterable[int]) -> list[CellView]:
    return [CellView(str(number), number) for number in numbers]


def _count(number: int) -> CellView:
    """A number that was found; where nothing was found, the state says what that means, not a zero."""
    return CellView(str(number), number) if number else CellView(NOTHING)


def _rank(cell: MatrixCellView) -> int:
    return _KINDS.index(cell.evidence) if cell.evidence else len(_KINDS) + (cell.need_mark != "reported")
