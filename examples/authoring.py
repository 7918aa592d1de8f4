"""From the authored CSV files of an example to the sheets of its deliveries.

`<example>/quellen/<source>/<sheet>.csv` holds the records of one source and sheet. The header has the column tags of
the template without the sheet's own: in `angebot.csv`, `name` stands for `#angebot+name`. A column `lieferung` says in
which delivery a row appears (`beide` or one date); a record that changed has one row per date.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]
EVERY = "beide"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One workbook. `date` is the folder it lies in, `number` the order of import."""

    date: str
    number: str
    source: str
    title: str
    kind: str
    delivered_on: str
    delivered_by: str

    @property
    def filename(self) -> str:
        """Name of the workbook, sorted in the order of import."""
        return f"{self.number}-{self.source}.xlsx"


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV file, each as header → text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def deliveries(example: Path) -> list[Delivery]:
    """The workbooks of an example in the order of import."""
    return [
        Delivery(
            date=row["lieferung"],
            number=row["nr"],
            source=row["quelle"],
            title=row["titel"],
            kind=row["art"],
            delivered_on=row["geliefert-am"],
            delivered_by=row["geliefert-von"],
        )
        for row in read_table(example / "lieferungen.csv")
    ]


def authored(example: Path, delivery: Delivery) -> dict[str, list[Row]]:
    """Sheet → rows of a delivery as authored, keyed by the short tags of the files."""
    sheets = {}
    for path in sorted((example / "quellen" / delivery.source).glob("*.csv")):
        rows = [
            dict(row) for row in read_table(path) if row.pop("lieferung", EVERY) in (EVERY, delivery.date)
        ]
        if rows:
            sheets[path.stem] = rows
    return sheets


def tagged(sheet: str, rows: Iterable[Row]) -> list[Row]:
    """`rows` keyed by the full column tags of the template, without empty cells."""
    return [{f"#{sheet}+{name}": text for name, text in row.items() if text} for row in rows]
