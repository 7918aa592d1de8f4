"""A sheet of the template while a mapping fills it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.findings import Finding, Place
from loaders.canonical import EMPTY, Cell
from loaders.messages import finding
from loaders.spreadsheet import CellOrigin, Sheet
from ontology.sheets import SheetSpec

Filled = dict[str, tuple[Cell, CellOrigin]]
"""Column of ours, without the sheet → its cell and where that stands in the delivered file."""


@dataclass(slots=True)
class Filling:
    """A sheet of the template while it is filled."""

    tag: str
    filename: str
    rows: list[tuple[Filled, CellOrigin]] = field(default_factory=list)
    _by_key: dict[str, int] = field(default_factory=dict)
    _differing: set[tuple[str, str]] = field(default_factory=set)

    def add(self, filled: Filled, origin: CellOrigin, *, repeats: bool) -> list[Finding]:
        """Add a record; one that may repeat adds only what its earlier rows did not say."""
        key = filled.get("kennung", (EMPTY, origin))[0].text
        if repeats and not key:
            return []
        if not repeats or key not in self._by_key:
            self._by_key[key] = len(self.rows)
            self.rows.append((filled, origin))
            return []
        earlier, _ = self.rows[self._by_key[key]]
        return list(self._merge(key, earlier, filled))

    def _merge(
        self,
        key: str,
        earlier: Filled,
        later: Mapping[str, tuple[Cell, CellOrigin]],
    ) -> Iterator[Finding]:
        for name, (cell, origin) in later.items():
            before = earlier.get(name)
            if before is None or not before[0]:
                earlier[name] = (cell, origin)
            elif cell and cell.text != before[0].text and (key, name) not in self._differing:
                self._differing.add((key, name))  # told once per record and column, not for every further row
                here, there = place_of(self.filename, origin), place_of(self.filename, before[1])
                yield finding(
                    "mapping-differs",
                    here,
                    found=cell.text,
                    places=(there,),
                    fill={"where": there.describe()},
                )

    def sheet(self, spec: SheetSpec) -> Sheet:
        """The filled sheet: one row of tags, then the records."""
        used = {name for filled, _ in self.rows for name in filled}
        columns = [c for c in spec.columns if c.tag.partition("+")[2] in used]
        grid = [[Cell(column.tag) for column in columns]]
        origins: dict[tuple[int, int], CellOrigin] = {}
        for row, (filled, origin) in enumerate(self.rows, start=2):
            origins[row, 0] = origin
            grid.append([])
            for number, column in enumerate(columns, start=1):
                cell, place = filled.get(column.tag.partition("+")[2], (EMPTY, None))
                grid[-1].append(cell)
                if place is not None:
                    origins[row, number] = place
        return Sheet(spec.label["de"], int(spec.order), grid, origins=origins)


def place_of(filename: str, origin: CellOrigin) -> Place:
    """The delivered cell or row as a place."""
    return Place(filename, origin.sheet, origin.row, origin.column, origin.header)
