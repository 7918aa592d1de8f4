"""Sheets of XLSX, XLS and ODS files as grids of cells: values from python-calamine, the rest from the outline."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from python_calamine import (  # noqa: TID251 this room owns the reading of spreadsheets
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from loaders.canonical import EMPTY, Cell, Stored, canonical
from loaders.container import FileKind, UnreadableFileError
from loaders.limits import Limits
from loaders.outline import Outline, check_area
from loaders.outline_ods import ods_outlines
from loaders.outline_xls import xls_outlines
from loaders.outline_xlsx import xlsx_outlines

Grid = list[list[Cell]]
_PANIC = (
    "PanicException"  # what the reader, written in Rust, raises where it trips; derived from BaseException
)


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """Where a recast cell or row stands in the delivered file.

    `part` tells the records apart that one delivered row becomes; `unfolded` says that the record is about its column.
    """

    sheet: str
    sheet_number: int
    row: int
    column: str | None = None
    header: str | None = None
    part: int = 0
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `grid[0][0]` is cell A1; `number` counts from 1 in the order of the file.

    `header_row`: where the file itself says that fields are named there (JSON, XML).
    `origins`: of a recast sheet, (row, column) → where that stands in the delivered file; column 0 is the whole row.
    """

    name: str
    number: int
    grid: Grid
    hidden: bool = False
    outline: Outline = field(default_factory=Outline)
    origins: Mapping[tuple[int, int], CellOrigin] = field(default_factory=dict)
    header_row: int | None = None

    def cell(self, row: int, column: int) -> Cell:
        """The cell in `row` and `column`, both counted from 1; empty outside of what is filled."""
        cells = self.grid[row - 1] if 0 < row <= len(self.grid) else []
        return cells[column - 1] if 0 < column <= len(cells) else EMPTY

    def origin(self, row: int, column: int = 0) -> CellOrigin | None:
        """Where a recast cell stands in the delivered file: its own place, or at least that of its row."""
        return self.origins.get((row, column)) or self.origins.get((row, 0))


def read_spreadsheet(data: bytes, kind: FileKind, limits: Limits) -> tuple[tuple[Sheet, ...], bool]:
    """The sheets of a workbook in their order, and whether dates are counted from 1904.

    Raises:
        UnreadableFileError: damaged, or larger than `limits` allow.
    """
    if kind is FileKind.XLSX:
        outlines, date1904 = xlsx_outlines(data, limits)
    elif kind is FileKind.XLS:
        outlines, date1904 = xls_outlines(data, limits)
    else:
        outlines, date1904 = ods_outlines(data, limits), False
    check_area(outlines, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            sheets = tuple(
                Sheet(
                    meta.name,
                    number,
                    _grid(workbook, number - 1, outlines.get(meta.name, Outline())),
                    meta.visible is not SheetVisibleEnum.Visible,
                    outlines.get(meta.name, Outline()),
                )
                for number, meta in enumerate(workbook.sheets_metadata, start=1)
                if meta.typ is SheetTypeEnum.WorkSheet
            )
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFileError("damaged") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise UnreadableFileError("damaged") from error
    return sheets, date1904


def _grid(workbook: CalamineWorkbook, index: int, outline: Outline) -> Grid:
    rows = workbook.get_sheet_by_index(index).to_python(skip_empty_area=False)
    grid = [[canonical(value) for value in row] for row in rows]
    for (row, column), cached in outline.formulas.items():
        if not cached:
            _put(grid, row, column, Cell("", Stored.LOST))
    for (row, column), text in outline.errors.items():
        _put(grid, row, column, Cell(text, Stored.ERROR))
    return grid


def _put(grid: Grid, row: int, column: int, cell: Cell) -> None:
    while len(grid) < row:
        grid.append([])
    cells = grid[row - 1]
    cells.extend([EMPTY] * (column - len(cells)))
    cells[column - 1] = cell
