"""Lists of nested records as sheets: record n stands in row n + 1, under a header of field paths.

What is nested gets a path (`anschrift.ort`), what is several is joined by semicolons, of a list of records each field
for itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.findings import Place
from loaders.canonical import EMPTY, Cell, Stored, canonical
from loaders.container import UnreadableFileError
from loaders.limits import Limits
from loaders.outline import Outline
from loaders.spreadsheet import Sheet

Value = Mapping[str, "Value"] | Sequence["Value"] | str | int | float | bool | Cell | None
ALONE = "Wert"  # the column of values that have no field of their own
_SEPARATOR = "; "
_TEXT = 4  # a text may be so many times as long as a cell of a spreadsheet


@dataclass(frozen=True, slots=True)
class Note:
    """Something to be said about a file or sheet; `code` is a situation of `messages.toml`."""

    code: str
    sheet: str | None = None
    fill: Mapping[str, object] = field(default_factory=dict)

    def place(self, file: str) -> Place:
        """Where that is."""
        return Place(file=file, sheet=self.sheet)


@dataclass(frozen=True, slots=True)
class NestedFile:
    """The sheets of a JSON or XML file and the codec it was read with, if that is known."""

    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
    encoding: str | None = None


@dataclass(slots=True)
class SheetMaker:
    """Makes the sheets of one file and watches its bounds."""

    limits: Limits
    sheets: list[Sheet] = field(default_factory=list)
    _cells: int = 0
    _names: dict[str, str] = field(default_factory=dict)  # of fields, cleaned

    def add(self, name: str, records: Sequence[Value]) -> None:
        """Make a sheet of records. What is no record is a value without field.

        Raises:
            UnreadableFileError: more rows, columns, cells or sheets than accepted, nested too deep, a text too long.
        """
        limits = self.limits
        if len(records) >= limits.rows:
            raise UnreadableFileError("too-many-rows", sheet=name, limit=_grouped(limits.rows))
        if len(self.sheets) >= limits.sheets:
            raise UnreadableFileError("too-many-sheets", limit=limits.sheets)
        columns: dict[str, int] = {}
        rows: list[dict[int, Cell]] = []
        for number, record in enumerate(records, start=1):
            row = {
                columns.setdefault(path, len(columns)): _joined(cells)
                for path, cells in self._flat(record, name, number).items()
            }
            if len(columns) > limits.columns:
                raise UnreadableFileError("too-many-columns", sheet=name, limit=str(limits.columns))
            rows.append(row)
        self._cells += len(columns) * (len(rows) + 1)
        if self._cells > limits.cells:
            raise UnreadableFileError("too-many-cells", limit=_grouped(limits.cells))
        grid = [[canonical(path) for path in columns]]
        grid += [[row.get(column, EMPTY) for column in range(max(row, default=-1) + 1)] for row in rows]
        outline = Outline(rows=len(grid), columns=len(columns))
        self.sheets.append(Sheet(self._free(name), len(self.sheets) + 1, grid, outline=outline, header_row=1))

    def _free(self, name: str) -> str:
        taken = {sheet.name for sheet in self.sheets}
        fresh, count = name, 1
        while fresh in taken:
            count += 1
            fresh = f"{name} ({count})"
        return fresh

    def _flat(self, record: Value, sheet: str, number: int) -> dict[str, list[Cell]]:
        found: dict[str, list[Cell]] = {}
        for path, value in self._leaves(record, "", 0):
            cell = value if isinstance(value, Cell) else canonical(_whole(value))
            if len(cell.text) > self.limits.text * _TEXT:
                limit = _grouped(self.limits.text * _TEXT)
                raise UnreadableFileError(
                    "text-too-long", sheet=sheet, row=number, column=path[:80], limit=limit
                )
            found.setdefault(path, []).append(cell)
        return found

    def _leaves(self, value: Value, path: str, depth: int) -> Iterator[tuple[str, object]]:
        if depth > self.limits.depth:
            raise UnreadableFileError("too-deep", limit=self.limits.depth)
        if isinstance(value, Mapping):
            for key, inner in value.items():
                name = self._names.get(key)
                if name is None:
                    name = self._names[key] = canonical(_whole(key)).text
                yield from self._leaves(inner, f"{path}.{name}" if path and name else path or name, depth + 1)
        elif isinstance(value, list | tuple):
            if not value:
                yield path or ALONE, None
            for inner in value:
                yield from self._leaves(inner, path, depth + 1)
        else:
            yield path or ALONE, value


def _joined(cells: Sequence[Cell]) -> Cell:
    filled = [cell for cell in cells if cell]
    if len(filled) <= 1:
        return filled[0] if filled else EMPTY
    kind = Stored.ERROR if any(cell.stored is Stored.ERROR for cell in filled) else Stored.TEXT
    return Cell(_SEPARATOR.join(cell.text for cell in filled), kind)


def _whole(value: object) -> object:
    """A text without halves of characters, which could not be written again."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
