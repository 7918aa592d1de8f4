"""The gap matrix as tables of equal rank: its cells one below the other with all marks, and the sums of rows and columns."""

from collections.abc import Iterable
from typing import Final

from app.gaps.choice import counted, short, shown_cells, word
from app.views import CellKind, CellView, ChoiceView, ColumnView, MatrixCellView, MatrixView, Row, TableView

OBLIGATIONS: Final = {"PF-MR": "§§", "PF-MO": "§", "PF-SO": "(§)", "PF-KA": "k", "PF-FR": "f"}
"""The mark of a degree of obligation; words stand beside it."""

EVIDENCE: Final = {"both": "Z+E", "numbers": "Z", "experience": "E", "norm": "R", "unknown": "…"}
"""The mark of what a documented need rests on; words stand beside it."""

NOTHING: Final = "–"
_KINDS: Final = ("both", "numbers", "experience", "norm", "unknown")
_WORDS: Final = {
    "de": {
        "field": "Bedarfsfeld", "need": "Bedarf", "group": "Zielgruppe", "area": "Gebiet", "state": "Zustand",
        "obligation": "Verpflichtung", "claim": "Aussagekraft", "evidence": "Beleg des Bedarfs", "offers": "Angebote",
        "providers": "Träger", "reason": "Begründung", "documented": "Bedarf erfasst", "kinds": "Belegarten",
        "cells": "Zellen der Lückenmatrix", "part": "für einen Teil der Gruppe", "no_norm": "keine Norm im Verzeichnis",
        "total": "Zellen", "by_row": "Summen je Bedarf", "by_column": "Summen je Spalte", "all": "Alle",
        "no_need": "kein festgestellter Bedarf", "reported": "nur gemeldet",
    },
    "en": {
        "field": "Field of need", "need": "Need", "group": "Target group", "area": "Area", "state": "State",
        "obligation": "Obligation", "claim": "Claim", "evidence": "Evidence of the need", "offers": "Offers",
        "providers": "Providers", "reason": "Reason", "documented": "Need recorded", "kinds": "Kinds of evidence",
        "cells": "Cells of the gap matrix", "part": "for a part of the group", "no_norm": "no norm in the register",
        "total": "Cells", "by_row": "Sums by need", "by_column": "Sums by column", "all": "All",
        "no_need": "no documented need", "reported": "only reported",
    },
}  # fmt: skip
_COLUMNS: Final = {
    "field": CellKind.TEXT, "need": CellKind.CONCEPT, "group": CellKind.CONCEPT, "area": CellKind.TEXT,
    "state": CellKind.STATE, "obligation": CellKind.TEXT, "claim": CellKind.CLAIM, "evidence": CellKind.TEXT,
    "kinds": CellKind.TEXT, "offers": CellKind.INTEGER, "providers": CellKind.INTEGER, "reason": CellKind.TEXT,
}  # fmt: skip


def cell_table(view: MatrixView) -> TableView:
    """Every cell no filter hides, with its three marks in columns of their own."""
    words = _WORDS[view.lang]
    along_areas = view.axis == "areas"
    columns = tuple(ColumnView(name, words[name], kind) for name, kind in _COLUMNS.items())
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
    return TableView(words["cells"], columns, rows, name="cells")


def sums(view: MatrixView) -> tuple[TableView, TableView]:
    """How many cells of each row, and of each column, have which state; the first cell carries the IRI of row or column."""
    words = _WORDS[view.lang]
    by_row = ((ChoiceView(row.need, row.label), row.cells) for row in view.rows)
    by_column = (
        (column, tuple(row.cells[at] for row in view.rows)) for at, column in enumerate(view.columns)
    )
    first = words["area"] if view.axis == "areas" else words["group"]
    return (
        _sums(view, words["by_row"], words["need"], by_row, "rows"),
        _sums(view, words["by_column"], first, by_column, "columns"),
    )


def key_of(cell: MatrixCellView) -> str:
    """The key of a cell in addresses and in the picture: what stands in its row and in its column."""
    return "~".join(short(part) for part in (cell.need, cell.group, cell.area))


def obligation_words(cell: MatrixCellView, lang: str) -> str:
    """The degree of obligation with its mark; a register without a norm does not make a task voluntary."""
    words = _WORDS[lang]
    if not cell.obligation:
        return f"{NOTHING} {words['no_norm']}"
    part = f" ({words['part']})" if cell.obligation_part else ""
    return f"{OBLIGATIONS.get(cell.obligation, '·')} {cell.obligation_text}{part}"


def evidence_words(cell: MatrixCellView, lang: str) -> str:
    """What the documented need of a cell rests on, with its mark."""
    if cell.evidence:
        return f"{EVIDENCE[cell.evidence]} {word(cell.evidence, lang)}"
    words = _WORDS[lang]
    return f"{NOTHING} {words['reported' if cell.need_mark == 'reported' else 'no_need']}"


def _sums(
    view: MatrixView,
    title: str,
    first: str,
    lines: Iterable[tuple[ChoiceView, tuple[MatrixCellView, ...]]],
    name: str,
) -> TableView:
    words = _WORDS[view.lang]
    columns = (
        ColumnView("name", first, CellKind.RECORD),
        *(ColumnView(count.name, count.label, CellKind.INTEGER) for count in view.state_counts),
        ColumnView("total", words["total"], CellKind.INTEGER),
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
        totals=(CellView(words["all"]), *_numbers([*totals, sum(totals)])),
        name=name,
    )


def _numbers(numbers: Iterable[int]) -> list[CellView]:
    return [CellView(str(number), number) for number in numbers]


def _count(number: int) -> CellView:
    """A number that was found; where nothing was found, the state says what that means, not a zero."""
    return CellView(str(number), number) if number else CellView(NOTHING)


def _rank(cell: MatrixCellView) -> int:
    return _KINDS.index(cell.evidence) if cell.evidence else len(_KINDS) + (cell.need_mark != "reported")
