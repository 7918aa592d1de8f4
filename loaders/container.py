"""What kind of file was delivered, decided by its content, and whether it is safe to open."""

import io
import json
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from loaders.errors import SourceError
from loaders.limits import Limits

_CHUNK = 1 << 20
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLE = b"\xd0\xcf\x11\xe0"
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"\dtfn-])")
_MARKUP = re.compile(r"\s*<[!?A-Za-z]")
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_FORMATS = (
    (b"%PDF", "ein PDF", "a PDF"),
    (b"\x89PNG", "ein Bild", "a picture"),
    (b"\xff\xd8\xff", "ein Bild", "a picture"),
    (b"GIF8", "ein Bild", "a picture"),
    (b"{\\rtf", "ein Textdokument", "a text document"),
    (b"\x1f\x8b", "ein Archiv", "an archive"),
    (b"7z\xbc\xaf", "ein Archiv", "an archive"),
    (b"Rar!", "ein Archiv", "an archive"),
)


class FileKind(StrEnum):
    """The formats that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    XLS = "xls"
    JSON = "json"  # GeoJSON, too
    XML = "xml"


_EXTENSIONS = {
    FileKind.XLSX: ("xlsx", "xltx"),
    FileKind.ODS: ("ods", "ots"),
    FileKind.CSV: ("csv", "txt", "tsv", "tab"),
    FileKind.XLS: ("xls", "xlt"),
    FileKind.JSON: ("json", "geojson", "jsonld"),
    FileKind.XML: ("xml",),
}
_IN_WORDS = {
    FileKind.XLSX: ("eine Excel-Arbeitsmappe", "an Excel workbook"),
    FileKind.ODS: ("ein OpenDocument-Tabellendokument", "an OpenDocument spreadsheet"),
    FileKind.CSV: ("eine Textdatei", "a text file"),
    FileKind.XLS: ("eine Excel-Arbeitsmappe im alten Format", "an Excel workbook in the old format"),
    FileKind.JSON: ("eine JSON-Datei", "a JSON file"),
    FileKind.XML: ("eine XML-Datei", "an XML file"),
}
ACCEPTED = tuple(extension for extensions in _EXTENSIONS.values() for extension in extensions)


class UnreadableFileError(SourceError):
    """The file cannot be read. Becomes a finding before it leaves this room; `code` names the situation."""

    def __init__(
        self, code: str, *, sheet: str | None = None, suggestion: str | None = None, **fill: object
    ) -> None:
        super().__init__(code)
        self.code, self.sheet, self.suggestion, self.fill = code, sheet, suggestion, fill


def kind_of(data: bytes, filename: str, limits: Limits, *, text: bool = False) -> FileKind:
    """The kind of a file by its content.

    Args:
        data: the file.
        filename: as the sender named it.
        limits: upper bounds.
        text: a person has said that it is text, by choosing an encoding.

    Raises:
        UnreadableFileError: empty, too large, not a spreadsheet, encrypted, with macros, a zip bomb, damaged, or
            named as something it is not.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise UnreadableFileError("file-empty")
    if len(data) > limits.file:
        size, limit = len(data) // 1_000_000, limits.file // 1_000_000
        raise UnreadableFileError("file-too-large", size=size, limit=limit)
    kind = _by_content(data, limits, text=text)
    _check_extension(filename, kind)
    return kind


def _by_content(data: bytes, limits: Limits, *, text: bool) -> FileKind:
    if data.startswith(b"PK"):
        return _zipped(data, limits)
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise UnreadableFileError("encrypted")
        return FileKind.XLS
    for magic, german, english in _FORMATS:
        if data.startswith(magic):
            raise UnreadableFileError("not-a-workbook", kind=german, kind_en=english)
    head = _head(data)
    if _HTML.match(head):
        raise UnreadableFileError("not-a-workbook", kind="eine HTML-Seite", kind_en="an HTML page")
    if _MARKUP.match(head):
        return FileKind.XML
    if _JSON.match(head):
        return FileKind.JSON
    if not text and b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFileError("not-a-workbook", kind="eine Binärdatei", kind_en="a binary file")
    return FileKind.CSV


def _head(data: bytes) -> str:
    """The beginning, as far as it is needed to see markup: its first characters tell UTF-8, UTF-16 and UTF-32 apart."""
    start = data[:2_000]
    return start.decode(json.detect_encoding(start), "replace").removeprefix("\ufeff")


def _zipped(data: bytes, limits: Limits) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_sizes(archive, limits)
            names = {info.filename for info in archive.infolist()}
            lowered = {name.lower() for name in names}
            if any(info.flag_bits & 1 for info in archive.infolist()):
                raise UnreadableFileError("encrypted")
            _check_macros(archive, names, lowered)
            return _zip_kind(archive, names)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError, OSError, IndexError) as error:
        raise UnreadableFileError("damaged") from error


def _check_sizes(archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    declared = sum(info.file_size for info in parts)
    packed = sum(info.compress_size for info in parts) or 1
    too_dense = declared > limits.ratio_from and declared / packed > limits.ratio
    if len(parts) > limits.parts or declared > limits.uncompressed or too_dense:
        raise UnreadableFileError("zip-bomb")
    for info in parts:
        if info.flag_bits & 1:
            continue
        with archive.open(info) as part:  # declared sizes may lie: reading to the end checks the CRC
            while part.read(_CHUNK):
                pass


def _check_macros(archive: zipfile.ZipFile, names: set[str], lowered: set[str]) -> None:
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in lowered):
        raise UnreadableFileError("macros")
    if any(name.startswith(("Basic/", "Scripts/")) and not name.endswith("/") for name in names):
        raise UnreadableFileError("macros")
    if "[Content_Types].xml" in names and b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise UnreadableFileError("macros")


def _zip_kind(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    if "xl/workbook.bin" in names:
        raise UnreadableFileError("old-excel")
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "mimetype" in names and archive.read("mimetype").startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise UnreadableFileError("encrypted")
        return FileKind.ODS
    german, english = (
        ("ein Textdokument oder eine Präsentation", "a document or presentation")
        if {"word/document.xml", "ppt/presentation.xml", "mimetype"} & names
        else ("ein ZIP-Archiv", "a zip archive")
    )
    raise UnreadableFileError("not-a-workbook", kind=german, kind_en=english)


def _check_extension(filename: str, kind: FileKind) -> None:
    path = PurePath(filename)
    extension = path.suffix.lower().removeprefix(".")
    if extension in {"xlsm", "xltm", "xlam", "xla"}:
        raise UnreadableFileError("macros")
    if extension and extension not in _EXTENSIONS[kind]:
        german, english = _IN_WORDS[kind]
        better = path.with_suffix(f".{_EXTENSIONS[kind][0]}").name
        raise UnreadableFileError("wrong-extension", kind=german, kind_en=english, suggestion=better)
