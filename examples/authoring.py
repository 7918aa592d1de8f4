"""From the authored CSV files of an example to the sheets of its deliveries.

`<example>/quellen/<source>/<sheet>.csv` holds the records of one source and sheet. The header has the column tags of
the template without the sheet's own: in `angebot.csv`, `name` stands for `#angebot+name`. A column `lieferung` says in
which delivery a row appears (`beide` or one date); a record that changed has one row per date.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.template import write_records
from shapes import sheet_specs

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
    town: str

    @property
    def filename(self) -> str:
        """Name of the workbook, sorted in the order of import."""
        return f"{self.number}-{self.source}.xlsx"


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV file, each as header → text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def deliveries(example: Path, town: str) -> list[Delivery]:
    """The workbooks of an example in the order of import. `town` is its name."""
    return [
        Delivery(
            date=row["lieferung"],
            number=row["nr"],
            source=row["quelle"],
            title=row["titel"],
            kind=row["art"],
            delivered_on=row["geliefert-am"],
            delivered_by=row["geliefert-von"],
            town=town,
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


def write_delivery(path: Path, ags: str, delivery: Delivery, sheets: Mapping[str, Sequence[Row]]) -> Path:
    """Write the workbook of a delivery to `path`; equal content gives equal bytes."""
    cover = {
        "quelle": delivery.source,
        "titel": delivery.title,
        "art": delivery.kind,
        "datum": delivery.delivered_on,
        "von": delivery.delivered_by,
        "gemeinde": delivery.town,
        "ags": ags,
    }
    rows = {f"#{sheet}": [_filled(row) for row in rows] for sheet, rows in sheets.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_records(sheet_specs(), rows, cover=cover, empty=False))
    return path


def _filled(row: Row) -> Row:
    return {name: text for name, text in row.items() if text}
