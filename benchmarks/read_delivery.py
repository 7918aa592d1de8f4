"""How long a large delivery takes to read: 20,000 rows in all, as XLSX and as CSV.

Run: `python benchmarks/read_delivery.py [rows]`. Prints seconds per stage and the peak of memory.
"""

import io
import resource
import sys
import time
from datetime import date

import openpyxl  # noqa: TID251 makes the workbook that is read

from loaders import load, quads, read_workbook
from ontology.sheets import Kind, SheetSpec
from shapes import sheet_specs

AGS = "99999001"
COVER = {"quelle": "messung", "titel": "Messung", "art": "Träger", "datum": "20.11.2026", "ags": AGS}
SHARES = {
    "#traeger": 0.05,
    "#standort": 0.05,
    "#gebiet": 0.005,
    "#angebot": 0.3,
    "#abdeckung": 0.4,
    "#finanzierung": 0.195,
}


def main(total: int) -> None:
    """Measure."""
    specs = [spec for spec in sheet_specs() if spec.tag in SHARES]
    sizes = {spec.cls: max(int(total * SHARES[spec.tag]), 1) for spec in specs}
    content = {spec.tag: [_row(spec, n, sizes) for n in range(sizes[spec.cls])] for spec in specs}
    data = _workbook(specs, content)
    print(f"{total} rows, {len(data) / 1e6:.1f} MB XLSX")
    _measure(data, "messung.xlsx", specs)
    offers = next(spec for spec in specs if spec.tag == "#traeger")
    lines = [f"#lieferung+{name};{text}" for name, text in COVER.items()]
    lines.append(";".join(column.tag for column in offers.columns))
    lines += [
        ";".join(f'"{text}"' for text in _row(offers, n, sizes | {offers.cls: total})) for n in range(total)
    ]
    _measure("\n".join(lines).encode(), "traeger.csv", specs)


def _measure(data: bytes, filename: str, specs: list[SheetSpec]) -> None:
    start = time.perf_counter()
    workbook = read_workbook(data, filename)
    read = time.perf_counter()
    delivery = load(workbook, specs, AGS, received=date(2026, 11, 24))
    loaded = time.perf_counter()
    count = sum(1 for _ in quads(delivery))
    done = time.perf_counter()
    held = sum(record.held_back for record in delivery.records)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{filename}: read {read - start:.1f} s, load {loaded - read:.1f} s, quads {done - loaded:.1f} s; "
          f"{len(delivery.records)} records, {held} held back, {count} quads, peak {memory} MB")  # fmt: skip


def _row(spec: SheetSpec, number: int, sizes: dict[object, int]) -> list[str]:
    cells = []
    for column in spec.columns:
        text = column.example
        if column.kind is Kind.KEY:
            text = f"{spec.tag[1:3].upper()}-{number}"
        elif column.kind is Kind.NAME and text:
            text = f"{text} {number}"
        elif column.kind is Kind.REFERENCE:
            target = next((s for s in sheet_specs() if s.cls in column.classes and s.cls in sizes), None)
            text = f"{target.tag[1:3].upper()}-{number % sizes[target.cls]}" if target else ""
        cells.append(text)
    return cells


def _workbook(specs: list[SheetSpec], content: dict[str, list[list[str]]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    cover = book.create_sheet("Lieferung")
    for name, text in COVER.items():
        cover.append([f"#lieferung+{name}", text])
    for spec in specs:
        sheet = book.create_sheet(spec.label["de"])
        sheet.append([column.label["de"] for column in spec.columns])
        sheet.append([column.tag for column in spec.columns])
        for cells in content[spec.tag]:
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
