"""A delivered file as sheets of text cells, whatever its format."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

from graph.findings import Effect, Finding, Place
from loaders.container import FileKind, UnreadableFileError, kind_of
from loaders.delimited import read_delimited
from loaders.json_lists import read_json
from loaders.limits import DEFAULT_LIMITS, Limits
from loaders.messages import finding
from loaders.outline import Outline
from loaders.shelters import UNNAMED, tells_a_place
from loaders.spreadsheet import Sheet, read_spreadsheet
from loaders.xml_lists import read_xml


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """What a person says about a text file; None = find it out.

    Attributes:
        encoding: a name or codec of `ENCODINGS`. A file that cannot be read with it is refused by a finding.
        delimiter: a name or character of `DELIMITERS`, or any other single character.
    """

    encoding: str | None = None
    delimiter: str | None = None


AS_FOUND = ReadingChoice()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A delivered file. If `refused`, it has no sheets and `findings` say why.

    `encoding` (a codec of `ENCODINGS`) and `delimiter` are what a text file was read with.
    """

    filename: str
    sha256: str
    kind: FileKind | None
    sheets: tuple[Sheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    date1904: bool = False
    raw: tuple[Sheet, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None

    @property
    def untyped(self) -> bool:
        """Whether the file holds text only, so that a number may have lost its leading zeros before."""
        return self.kind in {FileKind.CSV, FileKind.XML}

    @property
    def refused(self) -> bool:
        """Whether the file cannot be read at all."""
        return any(f.effect is Effect.REJECT_FILE for f in self.findings)


def read_workbook(
    source: Path | bytes,
    filename: str | None = None,
    *,
    limits: Limits = DEFAULT_LIMITS,
    choice: ReadingChoice = AS_FOUND,
) -> Workbook:
    """Read XLSX, XLS, ODS, CSV, or the lists of records in JSON, GeoJSON and XML.

    Whatever is wrong with the file becomes a finding of a refused workbook: empty, too large, encrypted, with macros,
    not a spreadsheet, damaged, wrongly named.

    Args:
        source: a path, or the bytes of an upload.
        filename: as the sender named it; needed for bytes, taken from the path otherwise.
        limits: upper bounds of what is opened.
        choice: how a text file is to be read, where finding it out went wrong.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    name = PurePath(filename or (source.name if isinstance(source, Path) else "")).name
    sha256 = hashlib.sha256(data).hexdigest()
    if tells_a_place(name):  # the first thing to look at: every later message would carry the name
        return Workbook(UNNAMED, sha256, None, findings=(finding("protected-filename", Place(UNNAMED)),))
    try:
        kind = kind_of(data, name, limits, text=choice.encoding is not None)
        if kind is FileKind.CSV:
            return _delimited(data, name, sha256, limits, choice)
        if kind in {FileKind.JSON, FileKind.XML}:
            return _nested(data, name, sha256, kind, limits, choice)
        sheets, date1904 = read_spreadsheet(data, kind, limits)
    except UnreadableFileError as problem:
        said = (
            problem.sheet,
            *problem.fill.values(),
        )  # names of sheets and fields, which the message would carry
        if any(tells_a_place(text) for text in said if isinstance(text, str)):
            return Workbook(UNNAMED, sha256, None, findings=(finding("protected-filename", Place(UNNAMED)),))
        place = Place(file=name, sheet=problem.sheet)
        refusal = finding(problem.code, place, suggestion=problem.suggestion, fill=problem.fill)
        return Workbook(name, sha256, None, findings=(refusal,))
    return Workbook(name, sha256, kind, sheets, date1904=date1904)


def _delimited(data: bytes, name: str, sha256: str, limits: Limits, choice: ReadingChoice) -> Workbook:
    tabs = PurePath(name).suffix.lower() in {".tsv", ".tab"}
    read = read_delimited(data, limits, encoding=choice.encoding, delimiter=choice.delimiter, tabs=tabs)
    notes: tuple[Finding, ...] = ()
    if read.decoded.guessed:
        notes = (finding("text-encoding", Place(file=name), fill={"encoding": read.decoded.guessed}),)
    outline = Outline(rows=len(read.grid), columns=max((len(row) for row in read.grid), default=0))
    sheet = Sheet(PurePath(name).stem or "CSV", 1, read.grid, outline=outline)
    return Workbook(
        name,
        sha256,
        FileKind.CSV,
        (sheet,),
        notes,
        encoding=read.decoded.encoding,
        delimiter=read.delimiter,
    )


def _nested(
    data: bytes, name: str, sha256: str, kind: FileKind, limits: Limits, choice: ReadingChoice
) -> Workbook:
    reader = read_json if kind is FileKind.JSON else read_xml
    read = reader(data, PurePath(name).stem or kind.upper(), limits, encoding=choice.encoding)
    notes = tuple(finding(note.code, note.place(name), fill=note.fill) for note in read.notes)
    return Workbook(name, sha256, kind, read.sheets, notes, encoding=read.encoding)
