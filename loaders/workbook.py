"""A delivered file as sheets of text cells, whatever its format."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePath

from graph.findings import Effect, Finding, Place
from loaders.container import FileKind, UnreadableFileError, kind_of
from loaders.delimited import read_delimited
from loaders.limits import DEFAULT_LIMITS, Limits
from loaders.messages import finding
from loaders.outline import Outline
from loaders.shelters import UNNAMED, tells_a_place
from loaders.spreadsheet import Sheet, read_spreadsheet


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """What a person says about a text file, where the detection is wrong; None = find it out."""

    encoding: str | None = None
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A delivered file. If `refused`, it has no sheets and `findings` say why."""

    filename: str
    sha256: str
    kind: FileKind | None
    sheets: tuple[Sheet, ...] = ()
    findings: tuple[Finding, ...] = ()
    date1904: bool = False
    raw: tuple[Sheet, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the file cannot be read at all."""
        return any(f.effect is Effect.REJECT_FILE for f in self.findings)


def read_workbook(
    source: Path | bytes, filename: str | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> Workbook:
    """Read XLSX, ODS or CSV.

    Whatever is wrong with the file becomes a finding of a refused workbook: empty, too large, encrypted, with macros,
    not a spreadsheet, damaged, wrongly named.

    Args:
        source: a path, or the bytes of an upload.
        filename: as the sender named it; needed for bytes, taken from the path otherwise.
        limits: upper bounds of what is opened.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    name = PurePath(filename or (source.name if isinstance(source, Path) else "")).name
    sha256 = hashlib.sha256(data).hexdigest()
    if tells_a_place(name):  # the first thing to look at: every later message would carry the name
        return Workbook(UNNAMED, sha256, None, findings=(finding("protected-filename", Place(UNNAMED)),))
    try:
        kind = kind_of(data, name, limits)
        if kind is FileKind.CSV:
            return _delimited(data, name, sha256, limits)
        sheets, date1904 = read_spreadsheet(data, kind, limits)
    except UnreadableFileError as problem:
        place = Place(file=name, sheet=problem.sheet)
        refusal = finding(problem.code, place, suggestion=problem.suggestion, fill=problem.fill)
        return Workbook(name, sha256, None, findings=(refusal,))
    return Workbook(name, sha256, kind, sheets, date1904=date1904)


def _delimited(data: bytes, name: str, sha256: str, limits: Limits) -> Workbook:
    read = read_delimited(data, limits)
    notes: tuple[Finding, ...] = ()
    if read.encoding:
        notes = (finding("text-encoding", Place(file=name), fill={"encoding": read.encoding}),)
    outline = Outline(rows=len(read.grid), columns=max((len(row) for row in read.grid), default=0))
    sheet = Sheet(PurePath(name).stem or "CSV", 1, read.grid, outline=outline)
    return Workbook(name, sha256, FileKind.CSV, (sheet,), notes)
