"""CSV files of any encoding and delimiter as one grid of cells.

A row is a record, as a spreadsheet program counts: a quoted cell with line breaks does not move the rows below it, and
the line `sep=;` that Excel writes is not counted.
"""

import csv
import io
import re
from dataclasses import dataclass
from types import MappingProxyType

import clevercsv

from loaders.canonical import EMPTY, Cell, canonical
from loaders.container import UnreadableFileError
from loaders.encoding import Decoded, decode, name_of
from loaders.limits import Limits

DELIMITERS = MappingProxyType({";": ";", ",": ",", "Tab": "\t", "|": "|"})
_SAMPLE_LINES = 60
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_NEVER = frozenset('\r\n"')
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A read CSV file, how its bytes were read, and what separates its columns."""

    grid: list[list[Cell]]
    decoded: Decoded
    delimiter: str


def read_delimited(
    data: bytes,
    limits: Limits,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    tabs: bool = False,
) -> DelimitedText:
    """Read CSV.

    Args:
        data: the file.
        limits: upper bounds.
        encoding: a name or codec of `ENCODINGS`; None = find it out.
        delimiter: a name or character of `DELIMITERS`, or any other character; None = find it out.
        tabs: the name of the file says that tabs separate the columns.

    Raises:
        UnreadableFileError: the encoding cannot be recognised, quotes do not close, or there is too much.
    """
    decoded = decode(data, encoding)
    text = decoded.text
    control = _CONTROL.search(text)
    if control and encoding is not None:
        row = text.count("\n", 0, control.start()) + 1
        raise UnreadableFileError("encoding-unfit", encoding=name_of(decoded.encoding), row=row)
    if control:
        raise UnreadableFileError("not-a-workbook", kind="eine Binärdatei", kind_en="a binary file")
    separator = _SEPARATOR_LINE.match(text)
    if separator:
        text = text[separator.end() :]
    if delimiter is not None:
        used = _chosen(delimiter)
    elif tabs and "\t" in text:
        used = "\t"
    else:
        used = separator[1] if separator else _delimiter(text)
    return DelimitedText(_rows(text, used, limits), decoded, used)


def _chosen(delimiter: str) -> str:
    used = DELIMITERS.get(delimiter, delimiter)
    if len(used) != 1 or used in _NEVER:
        raise UnreadableFileError("delimiter-unknown", name=delimiter)
    return used


def _delimiter(text: str) -> str:
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE_LINES])
    tags = re.search(r"#\w[\w+]*\"?([;,\t|])\"?#\w", sample)
    if tags:  # the row of machine tags holds no delimiter by itself
        return tags[1]
    try:
        dialect = clevercsv.Sniffer().sniff(sample, delimiters="".join(DELIMITERS.values()))
    except clevercsv.Error:
        return ";"
    return dialect.delimiter if dialect and dialect.delimiter else ";"


def _rows(text: str, delimiter: str, limits: Limits) -> list[list[Cell]]:
    csv.field_size_limit(limits.text * 4)
    # newline="": the reader itself decides which line ends belong to a quoted cell
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    grid: list[list[Cell]] = []
    try:
        for fields in reader:
            if len(grid) >= limits.rows:
                raise UnreadableFileError("too-many-rows", limit=f"{limits.rows:,}".replace(",", "."))
            if len(fields) > limits.columns and any(f.strip() for f in fields[limits.columns :]):
                raise UnreadableFileError("too-many-columns", limit=str(limits.columns))
            grid.append([canonical(f) for f in fields])
    except csv.Error as error:
        raise UnreadableFileError("text-quotes", row=len(grid) + 1) from error
    while grid and all(cell is EMPTY for cell in grid[-1]):
        grid.pop()
    return grid
