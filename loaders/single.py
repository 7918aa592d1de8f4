"""Records that were entered in a form, as the workbook they would have been delivered in.

So a form goes the way of every delivery: the same reader, the same rules, the same findings at the same columns.
"""

import hashlib
from collections.abc import Mapping, Sequence

from graph.findings import FORM
from loaders.canonical import EMPTY, Cell, clean
from loaders.outline import Outline
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook
from ontology.sheets import SheetSpec

Texts = Mapping[str, str]
"""Column tag, whole → text of the cell; what is not named is empty."""


def workbook_of(spec: SheetSpec, rows: Sequence[Texts], *, occasion: str, lang: str = "de") -> Workbook:
    """A workbook with one sheet and these rows; as `workbook_of_sheets`."""
    return workbook_of_sheets([(spec, rows)], occasion=occasion, lang=lang)


def workbook_of_sheets(
    sheets: Sequence[tuple[SheetSpec, Sequence[Texts]]], *, occasion: str, lang: str = "de"
) -> Workbook:
    """A workbook with these sheets and rows.

    Args:
        sheets: each sheet's columns, and its records.
        occasion: tells two forms with the same content apart, e.g. day and version they were filled in on.
        lang: language of the headers.
    """
    made, said = [], [occasion]
    for number, (spec, rows) in enumerate(sheets, start=1):
        grid = [
            [Cell(column.label[lang]) for column in spec.columns],
            [Cell(column.tag) for column in spec.columns],
            *([_cell(row.get(column.tag, "")) for column in spec.columns] for row in rows),
        ]
        said += [spec.tag, *(repr(sorted(row.items())) for row in rows)]
        outline = Outline(rows=len(grid), columns=len(spec.columns))
        made.append(Sheet(spec.label[lang], number, grid, outline=outline))
    return Workbook(FORM, hashlib.sha256("\n".join(said).encode()).hexdigest(), None, tuple(made))


def _cell(text: str) -> Cell:
    text = clean(text)
    return Cell(text) if text else EMPTY
