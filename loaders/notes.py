"""What a table has beside values and a reader may not expect (rule DQ-L10): formulas, merges, hidden rows."""

from collections.abc import Iterator

from graph.findings import Finding, Place
from loaders.columns import Table
from loaders.messages import finding
from loaders.outline import letter
from loaders.spreadsheet import Sheet
from ontology.sheets import Kind

_PLACES = 20  # so many cells are listed; the count names all


def table_notes(table: Table) -> list[Finding]:
    """Notes on a sheet that was read."""
    return [
        *sheet_notes(table.file, table.sheet),
        *_formulas(table),
        *_merges(table),
        *_hidden_rows(table),
        *_hidden_columns(table),
    ]


def sheet_notes(file: str, sheet: Sheet) -> list[Finding]:
    """Notes on any sheet."""
    return [finding("hidden-sheet", Place(file, sheet.name))] if sheet.hidden else []


def _formulas(table: Table) -> Iterator[Finding]:
    for column in table.columns:
        rows = sorted(
            row
            for (row, number), cached in table.sheet.outline.formulas.items()
            if cached and number == column.number and row >= table.first_row and table.sheet.cell(row, number)
        )
        if rows:
            places = tuple(table.place(row, column) for row in rows[:_PLACES])
            yield finding("formula", places[0], places=places, fill={"count": len(rows)})


def _merges(table: Table) -> Iterator[Finding]:
    read = {column.number: column for column in table.columns}
    last = len(table.sheet.grid)
    for merge in table.sheet.outline.merges:
        touched = [read[n] for n in range(merge.left, merge.right + 1) if n in read]
        if merge.top < table.first_row or merge.top > last or not touched:
            continue
        if not table.sheet.cell(merge.top, merge.left):
            continue
        place = Place(table.file, table.sheet.name, merge.top, letter(merge.left), touched[0].header)
        down = merge.bottom > merge.top and touched[0].spec.kind is not Kind.KEY
        yield finding("merged-down" if down else "merged-across", place, fill={"range": merge.name})


def _hidden_rows(table: Table) -> Iterator[Finding]:
    hidden = table.sheet.outline.hidden_rows
    rows = [row for row, _ in table.rows if row in hidden] if hidden else []
    if rows:
        yield finding("hidden-rows", table.place(rows[0]), fill={"count": len(rows), "row": rows[0]})


def _hidden_columns(table: Table) -> Iterator[Finding]:
    for column in table.columns:
        if column.number in table.sheet.outline.hidden_columns:
            place = Place(table.file, table.sheet.name, table.header_row, column.letter, column.header)
            yield finding("hidden-column", place)
