"""The sender's own file, opened to be written in, and saved.

An XLSX keeps its sheets, formats, widths, formulas, drop-downs, comments, pictures and charts. openpyxl loses text boxes,
shapes, buttons, slicers and what newer versions of Excel store in extensions; `lost` names it, so that the sender is
told. Any other format becomes an XLSX made of its cells, each in its row and column.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

import openpyxl  # noqa: TID251 this room owns spreadsheets
from openpyxl.cell.cell import Cell as BookCell  # noqa: TID251 same
from openpyxl.cell.cell import MergedCell  # noqa: TID251 same
from openpyxl.styles import Alignment  # noqa: TID251 same
from openpyxl.utils import get_column_letter  # noqa: TID251 same
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 same

from loaders.annotations import writable
from loaders.canonical import Cell, Stored, canonical
from loaders.container import FileKind
from loaders.errors import SourceError
from loaders.outline import Merge, position
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook

_UNOPENED = (ValueError, TypeError, KeyError, AttributeError, IndexError, OSError, zipfile.BadZipFile)
_TITLE = 31  # characters of a sheet's name
_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # "_x0041_" would be read as "A"
_COMMAND = ("=", "+", "-", "@")
_TEXT_FORMAT = "@"
_FIRST_DAY = dt.date(1900, 3, 1)  # before that, spreadsheets count days differently
_SAMPLE = 200  # rows that decide how wide a column is
_FORMULA = re.compile(rb'<c r="([A-Z]+)([0-9]+)"([^>]*)>(<f[^>]*/>|<f.*?</f>)<v ?(?:/>|></v>)', re.DOTALL)
_BLANK_RUN = re.compile(rb"<t>(\s+)</t>")  # openpyxl forgets to say that the blanks count
_SHAPE_ID = 1026  # where openpyxl begins to count the shapes of comments
_LOST_PARTS = (
    ("xl/ctrlProps/", "shapes"),
    ("xl/activeX/", "shapes"),
    ("xl/slicers/", "slicers"),
    ("xl/threadedComments/", "threads"),
    ("xl/charts/", "charts"),
)
_LOST_EXTENSIONS = (("Data Validation", "lists"), ("Conditional Formatting", "formats"))


@dataclass(frozen=True, slots=True)
class OwnFile:
    """The opened file. `sheets`: number of a sheet as delivered → the sheet to write in; `lost`: what is not in it."""

    source: Workbook
    book: openpyxl.Workbook
    sheets: dict[int, Worksheet]
    lost: frozenset[str]


def open_own(data: bytes, workbook: Workbook) -> OwnFile:
    """Open `data`, which `workbook` was read from, so that every cell stands where it stood."""
    if workbook.kind is FileKind.XLSX:
        try:
            with warnings.catch_warnings(record=True) as told:
                warnings.simplefilter("always")
                book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
            named: dict[str, Worksheet] = {sheet.title: sheet for sheet in book.worksheets}
            sheets = {sheet.number: named[sheet.name] for sheet in workbook.sheets}
        except _UNOPENED:  # openpyxl is stricter about styles than spreadsheet programs are
            return _copied(workbook, frozenset({"all"}))
        words = [str(warning.message) for warning in told]
        return OwnFile(workbook, book, sheets, frozenset(_lost(data, words)))
    return _copied(workbook, frozenset())


def own_cell(sheet: Worksheet, row: int, column: int) -> BookCell:
    """A cell to write in.

    Raises:
        SourceError: it lies inside merged cells.
    """
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        raise SourceError(
            f"{sheet.title}: {cell.coordinate} lies inside merged cells; expected a cell of its own. "
            "Pass the workbook that was read from this very file"
        )
    return cell


def put_text(cell: BookCell, text: str) -> None:
    """Write a text that stays a text, whatever it looks like."""
    cell.value = _ESCAPE.sub("_x005F_", writable(text))
    cell.data_type = "s"
    if text.startswith(_COMMAND):
        cell.quotePrefix = True  # keeps it a text when somebody edits it


def free_title(book: openpyxl.Workbook, wanted: str) -> str:
    """A name for a new sheet that Excel allows and no sheet has."""
    plain = _NOT_IN_TITLE.sub("_", wanted).strip("'")[:_TITLE] or "Tabelle"
    taken = {name.casefold() for name in book.sheetnames}
    title, number = plain, 2
    while title.casefold() in taken:
        title = f"{plain[: _TITLE - 4]} {number}"
        number += 1
    return title


def saved(own: OwnFile) -> bytes:
    """The file as XLSX, with the results of formulas as they were delivered."""
    raw, done = io.BytesIO(), io.BytesIO()
    own.book.save(raw)
    parts = {f"xl/worksheets/sheet{n}.xml": ws for n, ws in enumerate(own.book.worksheets, start=1)}
    numbers = {id(ws): number for number, ws in own.sheets.items()}
    delivered = {sheet.number: sheet for sheet in own.source.sheets}
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            part = source.read(info.filename)
            if info.filename.endswith(".vml"):
                part = _with_shape_blocks(part)
            elif info.filename in parts:
                part = _BLANK_RUN.sub(rb'<t xml:space="preserve">\1</t>', part)
                number = numbers.get(id(parts[info.filename]))
                if number is not None and delivered[number].outline.formulas:
                    part = _with_results(part, delivered[number], date1904=own.source.date1904)
            target.writestr(info, part, zipfile.ZIP_DEFLATED)
    return done.getvalue()


def _lost(data: bytes, told: Iterable[str]) -> set[str]:
    lost = {what for words in told for beginning, what in _LOST_EXTENSIONS if words.startswith(beginning)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            lost |= {what for folder, what in _LOST_PARTS if name.startswith(folder)}
            if name.startswith("xl/drawings/drawing") and b"<xdr:sp" in archive.read(name):
                lost.add("shapes")
    return lost


def _copied(workbook: Workbook, lost: frozenset[str]) -> OwnFile:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    sheets = {}
    for sheet in workbook.sheets:
        copy = book.create_sheet(free_title(book, sheet.name))
        _fill(copy, sheet)
        sheets[sheet.number] = copy
    return OwnFile(workbook, book, sheets, lost)


def _fill(copy: Worksheet, sheet: Sheet) -> None:
    widths: dict[int, int] = {}
    for row, cells in enumerate(sheet.grid, start=1):
        for column, cell in enumerate(cells, start=1):
            if cell:
                _put(own_cell(copy, row, column), cell)
                if row <= _SAMPLE:
                    widths[column] = max(widths.get(column, 0), *map(len, cell.text.split("\n")))
    for column, longest in widths.items():
        copy.column_dimensions[get_column_letter(column)].width = min(max(longest + 2, 9), 50)
    _outline(copy, sheet)


def _outline(copy: Worksheet, sheet: Sheet) -> None:
    for merge in sheet.outline.merges:
        if not _covers_content(sheet, merge):
            copy.merge_cells(merge.name)
    for number in sheet.outline.hidden_rows:
        copy.row_dimensions[number].hidden = True
    for number in sheet.outline.hidden_columns:
        copy.column_dimensions[get_column_letter(number)].hidden = True
    if sheet.hidden:
        copy.sheet_state = "hidden"


def _put(place: BookCell, cell: Cell) -> None:
    """Write a value so that it is read back as the same text."""
    if cell.stored is Stored.NUMBER and canonical(float(cell.text)) == cell:
        place.value = int(cell.text) if "." not in cell.text else float(cell.text)
    elif cell.stored is Stored.BOOLEAN:
        place.value = cell.text == "true"
    elif cell.stored is Stored.DATE and (day := _day(cell.text)):
        place.value = day
        place.number_format = "DD.MM.YYYY HH:MM" if " " in cell.text else "DD.MM.YYYY"
    else:
        put_text(place, cell.text)
        place.number_format = _TEXT_FORMAT
        if "\n" in cell.text:
            place.alignment = Alignment(wrap_text=True, vertical="top")


def _day(text: str) -> dt.datetime | None:
    try:
        day = dt.datetime.fromisoformat(text)  # workbooks hold no zone
    except ValueError:
        return None
    return day if day.date() >= _FIRST_DAY else None


def _covers_content(sheet: Sheet, merge: Merge) -> bool:
    return any(
        sheet.cell(row, column)
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
        if (row, column) != (merge.top, merge.left)
    )


def _with_results(part: bytes, sheet: Sheet, *, date1904: bool) -> bytes:
    """The part with the results openpyxl leaves out; whoever reads without calculating would find nothing."""

    def result(match: re.Match[bytes]) -> bytes:
        place = position(f"{match[1].decode()}{match[2].decode()}")
        if place is None or not sheet.outline.formulas.get(place):
            return match[0]
        kind, text = _stored(sheet.cell(*place), date1904=date1904)
        return b'<c r="%b%b"%b%b>%b<v>%b</v>' % (match[1], match[2], match[3], kind, match[4], text)

    return _FORMULA.sub(result, part)


def _stored(cell: Cell, *, date1904: bool) -> tuple[bytes, bytes]:
    text = cell.text
    if cell.stored is Stored.NUMBER:
        return b"", text.encode()
    if cell.stored is Stored.BOOLEAN:
        return b' t="b"', b"1" if text == "true" else b"0"
    if cell.stored is Stored.ERROR:
        return b' t="e"', escape(text).encode()
    if cell.stored is Stored.DATE and (day := _day(text)):
        since = day - (dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30))  # noqa: DTZ001 no zone
        return b"", repr(since / dt.timedelta(days=1)).encode()
    if cell.stored is Stored.TIME:
        hours, _, minutes = text.partition(":")
        return b"", repr((int(hours) * 60 + int(minutes)) / 1440).encode()
    return b' t="str"', escape(text).encode()


def _with_shape_blocks(part: bytes) -> bytes:
    """Excel hands out the numbers of shapes in blocks of 1,024 and wants to know every block a sheet uses."""
    last = (_SHAPE_ID + len(re.findall(rb"<\w*:?shape ", part))) // 1024
    blocks = ",".join(str(block) for block in range(1, last + 1)).encode()
    return part.replace(b'data="1"', b'data="%b"' % blocks, 1)
