"""How large a delivery may be. One town delivers thousands of rows, not millions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds that are checked before a spreadsheet library sees the file.

    `uncompressed` counts the bytes of all parts of an XLSX or ODS file, `ratio` is uncompressed over compressed
    (looked at only above `ratio_from` bytes: small repetitive sheets compress well). `cells` is width times height
    of all sheets together, because the reader allocates that rectangle: two cells in opposite corners of a sheet
    would otherwise ask for 550 GB and end the process. `depth` and `nodes` bound JSON and XML: how deep values nest and
    how many objects, lists and elements there are.
    """

    file: int = 50_000_000
    uncompressed: int = 400_000_000
    ratio: int = 150
    ratio_from: int = 30_000_000
    parts: int = 5_000
    sheets: int = 100
    rows: int = 100_000
    columns: int = 500
    cells: int = 5_000_000
    text: int = 32_767  # characters in a cell, Excel's own limit
    depth: int = 40
    nodes: int = 1_000_000


DEFAULT_LIMITS = Limits()
