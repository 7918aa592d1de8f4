"""The sheets that are added to a sender's own file.

```
Befunde              last, so that every sheet of the sender keeps its number; opened first, so that it is seen
querblick-listen     hidden; what the drop-downs offer
querblick-rueckgabe  hidden; which delivery this belongs to, nothing else
```
"""

from collections.abc import Iterable, Sequence

from openpyxl.cell.cell import Cell as BookCell  # noqa: TID251 this room owns spreadsheets
from openpyxl.styles import PatternFill, Protection  # noqa: TID251 same
from openpyxl.utils import get_column_letter  # noqa: TID251 same
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: TID251 same
from openpyxl.worksheet.hyperlink import Hyperlink  # noqa: TID251 same
from openpyxl.worksheet.properties import PageSetupProperties  # noqa: TID251 same
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 same

from graph.findings import Severity
from loaders import template_style as style
from loaders.annotated_book import OwnFile, free_title, own_cell, put_text
from loaders.annotations import Entry, mark
from loaders.columns import LISTS_TAG
from loaders.outline import letter
from loaders.persons import trace_of_person
from loaders.shelters import UNNAMED, mentions_shelter, spaced
from loaders.workbook import Workbook
from ontology.words import words_of

FORMAT = 1
SLIP_TAG, FINDINGS_TAG = "#querblick-rueckgabe", "#querblick-befund"
SUGGESTION, ACCEPT, INSTEAD, WHERE = (
    f"{FINDINGS_TAG}+{n}" for n in ("vorschlag", "annehmen", "stattdessen", "ort")
)
# Orange, yellow and blue differ in lightness, too, and are told apart with every kind of colour blindness.
FILLS = {
    Severity.VIOLATION: PatternFill("solid", fgColor="F4A582"),
    Severity.WARNING: PatternFill("solid", fgColor="FFE699"),
    Severity.INFO: PatternFill("solid", fgColor="CFE2F3"),
}
_LISTS, _SLIP = "querblick-listen", "querblick-rueckgabe"
_TITLE_ROW, _INTRO_ROW, _LEGEND_ROW, _TAG_ROW, _HEAD_ROW = 1, 2, 3, 4, 5
_LINKS = 65_530  # Excel's limit for hyperlinks on a sheet
_RANGES = 100  # cells or ranges per drop-down rule; one rule with thousands is slow to open
_LINE, _TALLEST = 14.5, 400  # points; Excel's limit for a row is 409
# The columns of the list of findings, and how wide they are.
_COLUMNS = {
    "nr": 6,
    "tabelle": 18,
    "zelle": 10,
    "schwere": 11,
    "befund": 48,
    "abhilfe": 40,
    "vorschlag": 26,
    "annehmen": 12,
    "stattdessen": 26,
    "regel": 10,
    "ort": 4,
}
_WORDS = words_of(__name__)


class TermLists:
    """What the drop-downs offer: one column of the hidden sheet per list."""

    def __init__(self, own: OwnFile) -> None:
        self._book = own.book
        self._title = free_title(own.book, _LISTS)
        self._columns: dict[tuple[str, ...], str] = {}

    def source(self, terms: tuple[str, ...]) -> str:
        """The formula that names a list."""
        column = self._columns.setdefault(terms, get_column_letter(len(self._columns) + 1))
        return f"'{self._title}'!${column}$2:${column}${len(terms) + 1}"

    def write(self) -> None:
        """Write the hidden sheet, if there is a list."""
        if not self._columns:
            return
        sheet = self._book.create_sheet(self._title)
        put_text(own_cell(sheet, 1, 1), LISTS_TAG)
        for terms, column in self._columns.items():
            for row, term in enumerate(terms, start=2):
                put_text(sheet[f"{column}{row}"], term)
        sheet.sheet_state = "hidden"


def offer(sheet: Worksheet, formula: str, cells: Iterable[tuple[int, int]]) -> None:
    """A drop-down in some cells. Other input is let through: it is judged when the file comes back."""
    ranges = _ranges(cells)
    for start in range(0, len(ranges), _RANGES):
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
        for part in ranges[start : start + _RANGES]:
            rule.add(part)
        sheet.add_data_validation(rule)


def write_findings(own: OwnFile, entries: Sequence[Entry], lang: str) -> None:
    """The sheet that lists every finding and takes the answers."""
    sheet = own.book.create_sheet(free_title(own.book, _WORDS("name", lang)))
    _write_top(sheet, own, len(entries), lang)
    for number, (tag, width) in enumerate(_COLUMNS.items(), start=1):
        head = own_cell(sheet, _HEAD_ROW, number)
        put_text(head, _WORDS(f"column.{tag}", lang))
        style.format_header(head, required=tag in {"annehmen", "stattdessen"})
        put_text(own_cell(sheet, _TAG_ROW, number), f"{FINDINGS_TAG}+{tag}")
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[_TAG_ROW].hidden = True
    sheet.column_dimensions[get_column_letter(len(_COLUMNS))].hidden = True
    for row, entry in enumerate(entries, start=_HEAD_ROW + 1):
        _write_entry(sheet, row, entry, own, lang)
    first, last = _HEAD_ROW + 1, _HEAD_ROW + len(entries)
    accept = list(_COLUMNS).index("annehmen") + 1
    answerable = [(row, accept) for row, e in enumerate(entries, start=first) if e.answerable]
    offer(sheet, yes_no(lang), answerable)
    sheet.freeze_panes = f"D{first}"
    if entries:
        sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(_COLUMNS))}{last}"
    _set_up_print(sheet)
    views = [view for other in own.book.worksheets for view in other.views.sheetView]
    views += [view for chart in own.book.chartsheets for view in chart.sheetViews.sheetView]
    for view in views:  # two selected sheets would both take what is typed into one
        view.tabSelected = False
    sheet.sheet_view.tabSelected = True
    own.book.active = own.book.index(sheet)


def write_slip(own: OwnFile) -> None:
    """The hidden sheet that says which delivery the file belongs to."""
    sheet = own.book.create_sheet(free_title(own.book, _SLIP))
    source = own.source
    lines = [(SLIP_TAG, ""), ("format", str(FORMAT)), ("sha256", source.sha256), ("datei", _harmless(source))]
    for row, (name, text) in enumerate(lines, start=1):
        put_text(own_cell(sheet, row, 1), name)
        if text:
            put_text(own_cell(sheet, row, 2), text)
    sheet.sheet_state = "hidden"


def yes_no(lang: str) -> str:
    """The list of the answers, as a drop-down takes it."""
    return f'"{_WORDS("yes", lang)},{_WORDS("no", lang)}"'


def _write_top(sheet: Worksheet, own: OwnFile, count: int, lang: str) -> None:
    shown = f"{count:,}".replace(",", "." if lang == "de" else ",")
    told = _WORDS.counted("count", count, lang, n=shown) if count else _WORDS("nothing", lang)
    title = own_cell(sheet, _TITLE_ROW, 1)
    put_text(title, _WORDS("title", lang, count=told, file=_harmless(own.source)))
    title.font = style.TITLE
    text = _WORDS("intro", lang)
    if own.lost:
        what = ", ".join(_WORDS(f"lost_part.{key}", lang) for key in sorted(own.lost))
        text += "\n" + _WORDS("lost", lang, what=what)
    intro = own_cell(sheet, _INTRO_ROW, 1)
    put_text(intro, text)
    intro.alignment = style.WRAPPED
    sheet.merge_cells(start_row=_INTRO_ROW, end_row=_INTRO_ROW, start_column=1, end_column=len(_COLUMNS) - 1)
    sheet.row_dimensions[_INTRO_ROW].height = 66 if own.lost else 50
    for column, severity in zip((2, 3, 4), Severity, strict=True):
        legend = own_cell(sheet, _LEGEND_ROW, column)
        put_text(legend, severity.in_words(lang))
        legend.fill = FILLS[severity]


def _write_entry(sheet: Worksheet, row: int, entry: Entry, own: OwnFile, lang: str) -> None:
    told = entry.told
    name = own.sheets[entry.sheet.number].title if entry.sheet else ""
    where = _where(entry, lang)
    texts = (
        name,
        where,
        told.severity.in_words(lang),
        told.message,
        told.remedy,
        told.suggestion or "",
    )
    number = own_cell(sheet, row, 1)
    number.value = entry.number
    for column, text in enumerate(texts, start=2):
        if text:
            put_text(own_cell(sheet, row, column), text)
    put_text(own_cell(sheet, row, 10), told.rule)
    if entry.sheet and entry.row:
        put_text(own_cell(sheet, row, 11), mark(entry.sheet.number, entry.row, entry.column))
        if row <= _LINKS:
            _link(own_cell(sheet, row, 3), name, f"{letter(max(entry.column, 1))}{entry.row}", lang)
    for column in range(1, len(_COLUMNS)):
        cell = own_cell(sheet, row, column)
        cell.alignment, cell.border = style.WRAPPED, style.LINE
        if column != 1:
            cell.number_format = "@"
    sheet.row_dimensions[row].height = _height(texts)
    own_cell(sheet, row, 4).fill = FILLS[told.severity]
    if entry.answerable:
        _invite(own_cell(sheet, row, 8))
    if entry.column:
        _invite(own_cell(sheet, row, 9))


def _where(entry: Entry, lang: str) -> str:
    if not entry.row:
        return ""
    return f"{letter(entry.column)}{entry.row}" if entry.column else f"{_WORDS('row', lang)} {entry.row}"


def _height(texts: Sequence[str]) -> float:
    """Points a row needs; not every program works it out by itself."""
    lines = 1
    for text, width in zip(texts, list(_COLUMNS.values())[1:], strict=False):
        lines = max(lines, sum(-(-len(line) // (width - 2)) for line in text.split("\n")))
    return min(lines * _LINE + 2, _TALLEST)


def _link(cell: BookCell, sheet: str, where: str, lang: str) -> None:
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(
        ref=cell.coordinate, location=f"'{quoted}'!{where}", tooltip=_WORDS("go", lang)
    )
    cell.font = style.LINK


def _invite(cell: BookCell) -> None:
    cell.fill = style.INPUT
    cell.protection = Protection(locked=False)


def _set_up_print(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4  # inches
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    footer = sheet.oddFooter
    if footer is not None and footer.right is not None:
        footer.right.text = "&P/&N"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = "D55E00"


def _harmless(source: Workbook) -> str:
    """The name of the file, unless it speaks of a shelter or a person."""
    words = spaced(source.filename)
    return UNNAMED if mentions_shelter(words) or trace_of_person(words) else source.filename


def _ranges(cells: Iterable[tuple[int, int]]) -> list[str]:
    """Cells as ranges that run down a column."""
    ranges: list[list[int]] = []
    for row, column in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if ranges and ranges[-1][0] == column and ranges[-1][2] == row - 1:
            ranges[-1][2] = row
        else:
            ranges.append([column, row, row])
    return [f"{letter(c)}{top}" + (f":{letter(c)}{end}" if end > top else "") for c, top, end in ranges]
