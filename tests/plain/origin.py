"""K3: every statement of a record with the cell it was read from; L4: what the second deliveries changed."""

from functools import cache

import openpyxl  # noqa: TID251 a second reader of the workbooks, apart from the loaders

from plain.sources import SINGLE, delivered, winner
from plain.tables import (
    DELIVERIES,
    Found,
    check,
    table,
    workbooks,
)

FIRST = "2025-11"


@cache
def newest_files() -> dict[str, str]:
    """Source → the path of its newest workbook."""
    return {
        source: str(path)
        for path, (source, _) in zip(sorted(DELIVERIES.rglob("*.xlsx")), workbooks(), strict=True)
    }


def lines(sheet: str, column: str, key: str) -> list[tuple[str, str, str, str, str, str]]:
    """The cells of the rows of a sheet that have a key in a column: source, file, title, column tag, cell, header."""
    found = []
    for source, path in newest_files().items():
        book = openpyxl.load_workbook(path, data_only=True)
        for page in book.worksheets:
            tags = {str(cell.value): cell.column_letter for cell in page[2] if cell.value}
            if f"#{sheet}+{column}" not in tags:
                continue
            for line in range(3, page.max_row + 1):
                if page[f"{tags[f'#{sheet}+{column}']}{line}"].value == key:
                    found += [
                        (
                            source,
                            path.rpartition("/")[2],
                            page.title,
                            tag.partition("+")[2],
                            f"{at}{line}",
                            str(page[f"{at}1"].value),
                        )
                        for tag, at in tags.items()
                        if page[f"{at}{line}"].value not in (None, "")
                    ]
    return found


def origin(sheet: str, key: str) -> Found:
    """What holds, each with its cell; of what two sources say differently, the losing one stands apart."""
    found: Found = set()
    rows = [row for row in table(sheet) if row["kennung"] == key]
    lost: set[tuple[str, str]] = set()
    for column, name in SINGLE.items():
        said = [row for row in rows if row.get(column)]
        best = winner(column, said) if said else {}
        for row in said:
            if row[column] != best[column]:
                lost.add((row["@quelle"], column))
                found.add(("conflicts", name, best["@quelle"], row["@quelle"]))
    cells = lines(sheet, "kennung", key)
    if sheet == "angebot":  # whom an offer is there for stands in the rows of its coverages
        cells += [cell for cell in lines("abdeckung", "angebot", key) if cell[3] == "angebot"]
    for source, file, title, column, at, header in cells:
        if (source, column) not in lost:
            found.add(("statements", source, file, title, at, header, delivered(source).isoformat()))
    return found


ORIGIN = {
    "statements": ("source", "file", "sheet", "cell", "header", "deliveredOn"),
    "conflicts": ("property", "holdsFrom", "lostFrom"),
}


@check("K3", ORIGIN, record="A-095")
def origin_of_an_offer() -> Found:
    return origin("angebot", "A-095")


@check("K3", ORIGIN, record="F-SBF-2026-1")
def origin_of_funding() -> Found:
    return origin("finanzierung", "F-SBF-2026-1")
