"""How the template looks, and which number formats keep spreadsheets from eating zeros."""

from openpyxl.cell.cell import Cell  # noqa: TID251 this room owns spreadsheets
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: TID251 same
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 same

from ontology.sheets import ColumnSpec, Kind

TITLE = Font(name="Calibri", bold=True, size=14, color="1F3A5F")
LABEL = Font(name="Calibri", color="1F2933")
REQUIRED = Font(name="Calibri", bold=True, color="1F2933")
TAG = Font(name="Calibri", size=8, color="8A94A0")
HEADER = Font(name="Calibri", bold=True, color="FFFFFF")
HEADER_FILL = PatternFill("solid", fgColor="1F3A5F")
OPTIONAL_FILL = PatternFill("solid", fgColor="5B7083")
TAG_ROW = PatternFill("solid", fgColor="F2F4F6")
INPUT = PatternFill("solid", fgColor="FFF9E5")
LINK = Font(name="Calibri", color="0B5394", underline="single")
LINE = Border(bottom=Side(style="thin", color="C9D1D9"))
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center")
TAB_COLOURS = {1: "1F3A5F", 2: "5B7083", 3: "B8C4CE"}

_FORMATS = {
    Kind.DATE: "DD.MM.YYYY",
    Kind.YEAR: "0",
    Kind.INTEGER: "0",
    Kind.DECIMAL: "General",
    Kind.MONEY: "#,##0.00",
    Kind.SHARE: "0.##%",
}
_TEXT = "@"  # what is typed stays as typed: keys, municipality keys, postcodes, phone numbers
_WIDTHS = {
    Kind.TEXT: 48,
    Kind.NAME: 40,
    Kind.KEY: 14,
    Kind.URL: 34,
    Kind.EMAIL: 28,
    Kind.CONCEPT: 30,
    Kind.LEGAL: 26,
}


def format_header(cell: Cell, *, required: bool) -> None:
    """A header; mandatory columns are darker."""
    cell.font, cell.alignment = HEADER, CENTRED
    cell.fill = HEADER_FILL if required else OPTIONAL_FILL


def format_cell(cell: Cell, column: ColumnSpec) -> None:
    """The number format of a filled cell."""
    cell.number_format = _FORMATS.get(column.kind, _TEXT)


def format_column(sheet: Worksheet, letter: str, column: ColumnSpec) -> None:
    """Width and number format of a column, for the cells people will fill."""
    dimension = sheet.column_dimensions[letter]
    dimension.number_format = _FORMATS.get(column.kind, _TEXT)
    dimension.width = max(_WIDTHS.get(column.kind, 18), min(len(column.tag) * 0.85, 30))
