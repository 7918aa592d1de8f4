"""The second pass over a workbook: what the reader of values does not tell.

Formulas and whether their value is in the file, error values, merged cells, hidden rows and columns, and how far the
content of a sheet reaches. It runs *before* the reader, because that allocates the whole rectangle of a sheet.

Read with expat straight from the parts of the file (ECMA-376 part 1, 18.3 and OpenDocument 1.3 part 3, 9):
openpyxl gives None both for a formula that yields an empty text and for one never calculated, which must be told apart,
and takes four times as long.
"""

import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from loaders.container import UnreadableFileError
from loaders.limits import Limits

Attributes = Mapping[str, str]
Handler = Callable[[Attributes], None]
Position = tuple[int, int]  # row, column, both from 1
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+)")


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells; rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        """As a spreadsheet writes it, e.g. `B3:B5`."""
        return f"{letter(self.left)}{self.top}:{letter(self.right)}{self.bottom}"


@dataclass(slots=True)
class Outline:
    """What a sheet has beside values. `formulas`: position → whether the file holds the result."""

    rows: int = 0
    columns: int = 0
    formulas: dict[Position, bool] = field(default_factory=dict)
    errors: dict[Position, str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def reach(self, row: int, column: int, limits: Limits) -> None:
        """Note that there is content in this cell.

        Raises:
            UnreadableFileError: it lies outside of what is accepted.
        """
        if row > self.rows:
            if row > limits.rows:
                raise UnreadableFileError("too-many-rows", limit=_grouped(limits.rows))
            self.rows = row
        if column > self.columns:
            if column > limits.columns:
                raise UnreadableFileError("too-many-columns", limit=letter(limits.columns))
            self.columns = column


class SheetScanner(ABC):
    """Follows the elements of a sheet. One subclass per format; `wanted` are the elements it wants to see begin."""

    wanted: frozenset[str]

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.row = 0
        self.column = 0

    @abstractmethod
    def start(self, name: str, attributes: Attributes) -> None:
        """An element begins; `name` without namespace."""

    @abstractmethod
    def end(self, name: str) -> None:
        """An element ends."""

    @abstractmethod
    def text(self, data: str) -> None:
        """Text between tags."""


def scan(stream: IO[bytes], scanner: SheetScanner) -> None:
    """Run a scanner over XML.

    Raises:
        UnreadableFileError: not well-formed, or with a document type declaration (spreadsheets have none).
    """
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartElementHandler = _local(scanner)
    parser.EndElementHandler = lambda name: scanner.end(name.rpartition("|")[2])
    parser.CharacterDataHandler = scanner.text
    parser.StartDoctypeDeclHandler = _refuse_doctype  # so no entities either
    try:
        parser.ParseFile(stream)
    except expat.ExpatError as error:
        raise UnreadableFileError("damaged") from error


def letter(column: int) -> str:
    """The letter of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position(reference: str) -> Position | None:
    """`B3` → (3, 2)."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for character in match[1]:
        column = column * 26 + ord(character) - ord("A") + 1
    return int(match[2]), column


def whole_number(text: str, default: int) -> int:
    """The number an attribute holds; `default` if it holds none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else default


def check_area(outlines: Mapping[str, Outline], limits: Limits) -> None:
    """Make sure that the rectangles of all sheets together can be held in memory.

    Raises:
        UnreadableFileError: too many sheets or cells.
    """
    if len(outlines) > limits.sheets:
        raise UnreadableFileError("too-many-sheets", limit=limits.sheets)
    if sum(outline.rows * outline.columns for outline in outlines.values()) > limits.cells:
        raise UnreadableFileError("too-many-cells", limit=_grouped(limits.cells))


def open_part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A part of the file.

    Raises:
        UnreadableFileError: there is no such part.
    """
    try:
        return archive.open(name)
    except KeyError as error:
        raise UnreadableFileError("damaged") from error


def _local(scanner: SheetScanner) -> Callable[[str, dict[str, str]], None]:
    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("|")[2]
        if local in scanner.wanted:
            plain = {key.rpartition("|")[2]: text for key, text in attributes.items()}
            scanner.start(local, plain)

    return start


def _refuse_doctype(*_: object) -> None:
    raise UnreadableFileError("damaged")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
