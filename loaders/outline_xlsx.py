"""The outline of the sheets of an XLSX file (ECMA-376 part 1, 18.2 and 18.3)."""

import io
import posixpath
import zipfile

from loaders.container import UnreadableFileError
from loaders.limits import Limits
from loaders.outline import (
    Attributes,
    Handler,
    Merge,
    Outline,
    SheetScanner,
    open_part,
    position,
    scan,
    whole_number,
)


def xlsx_outlines(data: bytes, limits: Limits) -> tuple[dict[str, Outline], bool]:
    """Sheet name → outline, and whether dates are counted from 1904.

    Raises:
        UnreadableFileError: a part is missing or damaged, or content lies outside of `limits`.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        index = _Elements(limits)
        scan(open_part(archive, "xl/workbook.xml"), index)
        targets = _Elements(limits)
        scan(open_part(archive, "xl/_rels/workbook.xml.rels"), targets)
        parts = {
            a.get("Id", ""): posixpath.normpath(posixpath.join("/xl", a["Target"])).removeprefix("/")
            for a in targets.found["Relationship"]
            if "Target" in a and a.get("TargetMode") != "External"
        }
        outlines: dict[str, Outline] = {}
        for sheet in index.found["sheet"]:
            part = parts.get(sheet.get("id", ""))
            if part is None or part not in archive.namelist():
                raise UnreadableFileError("damaged")
            outlines[sheet.get("name", "")] = _outline(archive, part, sheet.get("name", ""), limits)
        date1904 = any(p.get("date1904") in {"1", "true"} for p in index.found["workbookPr"])
    return outlines, date1904


def _outline(archive: zipfile.ZipFile, part: str, name: str, limits: Limits) -> Outline:
    scanner = _Worksheet(limits)
    try:
        scan(open_part(archive, part), scanner)
    except UnreadableFileError as error:
        error.sheet = name
        raise
    return scanner.outline


class _Elements(SheetScanner):
    """Collects the attributes of the few elements of the workbook's index."""

    wanted = frozenset({"sheet", "workbookPr", "Relationship"})

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.found: dict[str, list[Attributes]] = {name: [] for name in self.wanted}

    def start(self, name: str, attributes: Attributes) -> None:
        self.found[name].append(attributes)

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Worksheet(SheetScanner):
    wanted = frozenset({"row", "c", "f", "v", "is", "mergeCell", "col"})

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.outline = Outline()
        self._type = ""
        self._formula = False
        self._value: str | None = None
        self._inside = ""
        self._starts: dict[str, Handler] = {
            "row": self._row,
            "c": self._cell,
            "f": self._begin_formula,
            "v": self._begin_value,
            "is": self._begin_inline,
            "mergeCell": self._merge,
            "col": self._columns,
        }

    def start(self, name: str, attributes: Attributes) -> None:
        self._starts[name](attributes)

    def end(self, name: str) -> None:
        if name == "c":
            self._finish()
        elif name in {"v", "is"}:
            self._inside = ""

    def text(self, data: str) -> None:
        if self._inside == "v":
            self._value = (self._value or "") + data

    def _row(self, attributes: Attributes) -> None:
        self.row = whole_number(attributes.get("r", ""), self.row + 1)
        self.column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.outline.hidden_rows.add(self.row)

    def _cell(self, attributes: Attributes) -> None:
        self.column += 1
        found = position(attributes["r"]) if "r" in attributes else None
        if found is not None:
            self.row, self.column = found
        self._type = attributes.get("t", "n")
        self._formula, self._value = False, None

    def _begin_formula(self, _: Attributes) -> None:
        self._formula = True
        self.outline.reach(self.row, self.column, self.limits)

    def _begin_value(self, _: Attributes) -> None:
        self._inside = "v"
        self.outline.reach(self.row, self.column, self.limits)

    def _begin_inline(self, _: Attributes) -> None:
        self._inside = "is"
        self._value = ""
        self.outline.reach(self.row, self.column, self.limits)

    def _finish(self) -> None:
        here = (self.row, self.column)
        if self._formula:
            # A text result may be empty (`<c t="str"><f/><v/></c>`); any other result has a value.
            self.outline.formulas[here] = bool(self._value) or self._type == "str"
        if self._type == "e":
            self.outline.errors[here] = self._value or "#?"

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, stop = position(first), position(last)
        if start and stop:
            self.outline.merges.append(Merge(start[0], start[1], stop[0], stop[1]))

    def _columns(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            first, last = (whole_number(attributes.get(name, ""), 0) for name in ("min", "max"))
            self.outline.hidden_columns.update(range(first, min(last, self.limits.columns) + 1))
