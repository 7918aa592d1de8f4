"""CSV files of any encoding and delimiter as one grid of cells.

A row is a record, as a spreadsheet program counts: a quoted cell with line breaks does not move the rows below it, and
the line `sep=;` that Excel writes is not counted.
"""

import codecs
import csv
import re
from dataclasses import dataclass

import charset_normalizer
import clevercsv

from loaders.canonical import EMPTY, Cell, canonical
from loaders.container import UnreadableFileError
from loaders.limits import Limits

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_EUROPEAN = ["cp1252", "mac_roman", "cp850"]  # what German offices still produce beside UTF-8
_IN_WORDS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS (Codepage 850)"}
_GERMAN = frozenset("äöüÄÖÜßéèêáàçñóôëï§€„“”‚‘’»«–—…°²³·½\u00a0")
_GERMAN_ENOUGH = 0.9
_DELIMITERS = ";,\t|"
_SAMPLE_LINES = 60
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A read CSV file. `encoding` is named for people if it had to be guessed."""

    grid: list[list[Cell]]
    encoding: str | None


def read_delimited(data: bytes, limits: Limits) -> DelimitedText:
    """Read CSV.

    Raises:
        UnreadableFileError: the encoding cannot be recognised, quotes do not close, or there is too much.
    """
    text, guessed = _decode(data)
    if _CONTROL.search(text):
        raise UnreadableFileError("not-a-workbook", kind="eine Binärdatei", kind_en="a binary file")
    separator = _SEPARATOR_LINE.match(text)
    if separator:
        text = text[separator.end() :]
    delimiter = separator[1] if separator else _delimiter(text)
    return DelimitedText(_rows(text, delimiter, limits), guessed)


def _decode(data: bytes) -> tuple[str, str | None]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        matches = charset_normalizer.from_bytes(data, cp_isolation=_EUROPEAN)
    # Which of them fits is told by what German texts hold: "Größe" read wrongly has letters nobody uses here.
    ranked = sorted((-_german_share(_strictly(data, m.encoding)), m.encoding) for m in matches)
    if not ranked or -ranked[0][0] < _GERMAN_ENOUGH:
        raise UnreadableFileError("text-undecodable")
    encoding = ranked[0][1]
    return _strictly(data, encoding), _IN_WORDS[encoding]


def _german_share(text: str) -> float:
    foreign = [character for character in text if ord(character) > 127]
    return sum(character in _GERMAN for character in foreign) / max(len(foreign), 1)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("text-undecodable") from error


def _delimiter(text: str) -> str:
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE_LINES])
    tags = re.search(r"#\w[\w+]*\"?([;,\t|])\"?#\w", sample)
    if tags:  # the row of machine tags holds no delimiter by itself
        return tags[1]
    try:
        dialect = clevercsv.Sniffer().sniff(sample, delimiters=_DELIMITERS)
    except clevercsv.Error:
        return ";"
    return dialect.delimiter if dialect and dialect.delimiter else ";"


def _rows(text: str, delimiter: str, limits: Limits) -> list[list[Cell]]:
    csv.field_size_limit(limits.text * 4)
    # newline="" semantics: the reader itself decides which line ends belong to a quoted cell
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
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
