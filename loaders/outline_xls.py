"""The outline of the sheets of an old Excel file ([MS-XLS]: BIFF records in the stream of an OLE file)."""

import io
import struct
from collections.abc import Callable, Iterator

import olefile

from loaders.container import UnreadableFileError
from loaders.limits import Limits
from loaders.outline import Merge, Outline

_BOF, _EOF, _FILEPASS, _DATE1904, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_ROW, _COLINFO, _MERGECELLS, _FORMULA, _BOOLERR = 0x0208, 0x007D, 0x00E5, 0x0006, 0x0205
_MULTIPLE = frozenset({0x00BD, 0x00BE})  # MULRK, MULBLANK: last column at the end
_CELLS = frozenset({0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6, 0x0206, 0x0406, _FORMULA, _BOOLERR, *_MULTIPLE})
_DIMENSIONS, _ROWS, _COLUMNS = 0x0200, 65_536, 256  # what a sheet of the format can have
_BIFF8 = 0x0600
_SHEETS = frozenset({0, 2})  # worksheets and charts, whose cells the reader of values allocates, too
_MACRO_SHEETS = frozenset({1, 6})  # Excel 4 macros, Visual Basic
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_DOCUMENTS = ("WordDocument", "PowerPoint Document", "VisioDocument", "__properties_version1.0")
_MOST_RECORDS = 5_000_000


def xls_outlines(data: bytes, limits: Limits) -> tuple[dict[str, Outline], bool]:
    """Sheet name → outline, and whether dates are counted from 1904.

    Raises:
        UnreadableFileError: damaged, encrypted, with macros, no workbook, or content lies outside of `limits`.
    """
    stream = _workbook_stream(data)
    try:
        return _outlines(stream, limits)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise UnreadableFileError("damaged") from error


def _workbook_stream(data: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            names = {part for path in ole.listdir(streams=True, storages=True) for part in path}
            if "EncryptedPackage" in names:
                raise UnreadableFileError("encrypted")
            if any(name.startswith("_VBA_PROJECT") or name == "VBA" for name in names):
                raise UnreadableFileError("macros")
            if any(name in names for name in _DOCUMENTS):
                raise UnreadableFileError(
                    "not-a-workbook",
                    kind="ein Textdokument oder eine Präsentation",
                    kind_en="a document or presentation",
                )
            stream = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            content: bytes = ole.openstream(stream).read() if stream else b""
    except (OSError, ValueError, TypeError, LookupError, struct.error, RecursionError) as error:
        raise UnreadableFileError("damaged") from error
    if not content:
        raise UnreadableFileError("damaged")
    return content


def _outlines(stream: bytes, limits: Limits) -> tuple[dict[str, Outline], bool]:
    date1904, wide, sheets = False, True, []
    for kind, body, _ in _records(stream, 0):
        if kind == _BOF:
            wide = struct.unpack_from("<H", body)[0] >= _BIFF8
        elif kind == _FILEPASS:
            raise UnreadableFileError("encrypted")
        elif kind == _DATE1904:
            date1904 = body[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            start, _, sort = struct.unpack_from("<IBB", body)
            if sort in _MACRO_SHEETS:
                raise UnreadableFileError("macros")
            if sort in _SHEETS:
                sheets.append((_name(body, wide=wide), start))
    if len(sheets) > limits.sheets:
        raise UnreadableFileError("too-many-sheets", limit=limits.sheets)
    return {name: _outline(stream, start, name, limits) for name, start in sheets}, date1904


def _name(body: bytes, *, wide: bool) -> str:
    length = body[6]
    if not wide:
        return body[7 : 7 + length].decode("cp1252", "replace")
    if body[7] & 1:
        return body[8 : 8 + 2 * length].decode("utf-16-le")
    return body[8 : 8 + length].decode("latin-1")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes, int]]:
    """The records of one substream, from its beginning to its end: kind, content, depth (above 1: embedded charts)."""
    position, depth, count = start, 0, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        position += 4
        count += 1
        if count > _MOST_RECORDS:
            raise UnreadableFileError("damaged")
        if kind == _BOF:
            depth += 1
        if depth > 0:
            yield kind, stream[position : position + length], depth
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        position += length


def _outline(stream: bytes, start: int, name: str, limits: Limits) -> Outline:
    outline = Outline()
    try:
        for kind, body, depth in _records(stream, start):
            if kind in _CELLS:
                _cell(kind, body, outline, limits, seen=depth == 1)
            elif kind == _DIMENSIONS or (kind in _OTHERS and depth == 1):
                _OTHERS[kind](body, outline, limits)
    except UnreadableFileError as error:
        error.sheet = name
        raise
    return outline


def _cell(kind: int, body: bytes, outline: Outline, limits: Limits, *, seen: bool) -> None:
    row, column = (number + 1 for number in struct.unpack_from("<HH", body))
    last = struct.unpack_from("<H", body, len(body) - 2)[0] + 1 if kind in _MULTIPLE else column
    outline.reach(row, last, limits)
    if not seen:
        return
    if kind == _FORMULA:
        outline.formulas[row, column] = True  # the format always holds a result
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            outline.errors[row, column] = _ERRORS.get(body[8], "#?")
    elif kind == _BOOLERR and body[7]:
        outline.errors[row, column] = _ERRORS.get(body[6], "#?")


def _dimensions(body: bytes, _: Outline, __: Limits) -> None:
    """What a sheet claims to span: the reader of values makes room for it."""
    layout = "<IIHH" if len(body) >= 12 else "<HHHH"
    first_row, last_row, first_column, last_column = struct.unpack_from(layout, body)
    if not (first_row <= last_row <= _ROWS and first_column <= last_column <= _COLUMNS):
        raise UnreadableFileError("damaged")


def _row(body: bytes, outline: Outline, limits: Limits) -> None:
    row = struct.unpack_from("<H", body)[0] + 1
    if body[12] & 0x20 and row <= limits.rows:
        outline.hidden_rows.add(row)


def _columns(body: bytes, outline: Outline, limits: Limits) -> None:
    first, last = struct.unpack_from("<HH", body)
    if body[8] & 1:
        outline.hidden_columns.update(range(first + 1, min(last + 1, limits.columns) + 1))


def _merges(body: bytes, outline: Outline, _: Limits) -> None:
    for number in range(struct.unpack_from("<H", body)[0]):
        top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * number)
        outline.merges.append(Merge(top + 1, left + 1, bottom + 1, right + 1))


_OTHERS: dict[int, Callable[[bytes, Outline, Limits], None]] = {
    _DIMENSIONS: _dimensions,
    _ROW: _row,
    _COLINFO: _columns,
    _MERGECELLS: _merges,
}
