"""The outline of the sheets of an OpenDocument spreadsheet (OpenDocument 1.3 part 3, chapter 9)."""

import io
import zipfile

from loaders.limits import Limits
from loaders.outline import Attributes, Handler, Merge, Outline, SheetScanner, open_part, scan, whole_number

_HIDDEN = frozenset({"collapse", "filter"})


def ods_outlines(data: bytes, limits: Limits) -> dict[str, Outline]:
    """Sheet name → outline.

    Raises:
        UnreadableFileError: the content is missing or damaged, or lies outside of `limits`.
    """
    scanner = _Tables(limits)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        scan(open_part(archive, "content.xml"), scanner)
    return scanner.outlines


def _number(attributes: Attributes, name: str) -> int:
    return max(whole_number(attributes.get(name, ""), 1), 1)


class _Tables(SheetScanner):
    wanted = frozenset(
        {"table", "table-column", "table-row", "table-cell", "covered-table-cell", "annotation"}
    )

    def __init__(self, limits: Limits) -> None:
        super().__init__(limits)
        self.outlines: dict[str, Outline] = {}
        self._outline = Outline()
        self._next_row = 1
        self._row_repeat = 1
        self._cell_repeat = 1
        self._column = 0  # of column declarations
        self._cell: Attributes | None = None
        self._filled = False
        self._text = ""
        self._starts: dict[str, Handler] = {
            "table": self._table,
            "table-column": self._declare_columns,
            "table-row": self._row,
            "table-cell": self._begin_cell,
            "covered-table-cell": self._begin_cell,
            "annotation": self._begin_annotation,
        }
        self._in_annotation = False

    def start(self, name: str, attributes: Attributes) -> None:
        self._starts[name](attributes)

    def end(self, name: str) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self._finish_cell()
        elif name == "table-row":
            self._next_row += self._row_repeat
        elif name == "annotation":
            self._in_annotation = False

    def text(self, data: str) -> None:
        if self._cell is not None and not self._in_annotation and data.strip():
            self._text += data

    def _table(self, attributes: Attributes) -> None:
        self._outline = Outline()
        self.outlines[attributes.get("name", "")] = self._outline
        self._next_row, self._column = 1, 0

    def _declare_columns(self, attributes: Attributes) -> None:
        repeat = _number(attributes, "number-columns-repeated")
        if attributes.get("visibility") in _HIDDEN:
            last = min(self._column + repeat, self.limits.columns)
            self._outline.hidden_columns.update(range(self._column + 1, last + 1))
        self._column += repeat

    def _row(self, attributes: Attributes) -> None:
        self.row, self.column = self._next_row, 0
        self._row_repeat = _number(attributes, "number-rows-repeated")
        if attributes.get("visibility") in _HIDDEN:
            last = min(self.row + self._row_repeat - 1, self.limits.rows)
            self._outline.hidden_rows.update(range(self.row, last + 1))

    def _begin_cell(self, attributes: Attributes) -> None:
        self.column += 1
        self._cell, self._text = attributes, ""
        self._cell_repeat = _number(attributes, "number-columns-repeated")

    def _begin_annotation(self, _: Attributes) -> None:
        self._in_annotation = True

    def _finish_cell(self) -> None:
        attributes = self._cell or {}
        formula, value_type = attributes.get("formula"), attributes.get("value-type")
        last_column = self.column + self._cell_repeat - 1
        if formula or value_type or self._text:
            self._outline.reach(self.row + self._row_repeat - 1, last_column, self.limits)
        here = (self.row, self.column)
        if formula:
            self._outline.formulas[here] = value_type is not None
        # LibreOffice keeps an error as text and says so in its own attribute of the same local name.
        if value_type == "error" or (formula and self._text.startswith(("#", "Err:"))):
            self._outline.errors[here] = self._text or "#?"
        down = _number(attributes, "number-rows-spanned")
        across = _number(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            self._outline.merges.append(Merge(*here, self.row + down - 1, self.column + across - 1))
        self.column = last_column
        self._cell = None
