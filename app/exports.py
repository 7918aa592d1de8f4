"""Files to take away: CSV and XLSX for spreadsheets, JSON for programs. They accept only what the gate released.

CSV is written as German spreadsheets read it: semicolons, decimal comma, UTF-8 with byte order mark. A workbook has the
table on its first sheet, further blocks on their own, and last a sheet that says what the table means: definition,
reference date, version, completeness, what was left out and what was withheld.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias

from icalendar import Calendar, Event
from openpyxl import Workbook  # noqa: TID251 exports write workbooks
from openpyxl.styles import Alignment, Font  # noqa: TID251 exports write workbooks
from openpyxl.utils import get_column_letter  # noqa: TID251 exports write workbooks
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 exports write workbooks

from app.delivery.calendar_views import CalendarView
from app.display import day
from app.errors import GateError, RequestError
from app.gaps.tables import cell_table, sums
from app.gate import Released
from app.office_files import saved
from app.records.views import EnquiryView
from app.views import (
    AnswerView,
    CellKind,
    CellView,
    ColumnView,
    CompletenessView,
    CountView,
    MatrixCellView,
    MatrixView,
    Row,
    Scalar,
    TableView,
)
from ontology.words import words_of

Exportable: TypeAlias = AnswerView | MatrixView

_FORMATS = {
    CellKind.MONEY: "#,##0.00 €",
    CellKind.SHARE: "0.0 %",
    CellKind.DATE: "DD.MM.YYYY",
    CellKind.DECIMAL: "#,##0.##",
}
_NUMERIC = {CellKind.INTEGER, CellKind.DECIMAL, CellKind.MONEY, CellKind.SHARE, CellKind.PERSONS}
# A spreadsheet would run these as formulas (CSV injection); data from outside must stay text.
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_WIDEST = 60
_WORDS = words_of(__name__)


def to_csv(released: Released[Exportable]) -> bytes:
    """The main table as CSV (`;`, decimal comma, UTF-8 with byte order mark)."""
    view = _opened(released)
    table = main_table(view)
    # A table travels without its explanations: what is only supposed must say so in every row.
    name = released.scenario
    head, supposed = ([_WORDS("fact.scenario", view.lang)], [_safe(name)]) if name else ([], [])
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(_heading(column)) for column in table.columns] + head)
    for row in _all_rows(table):
        cells = [_csv_cell(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        writer.writerow(cells + supposed)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(released: Released[Exportable]) -> bytes:
    """Table, blocks and a sheet that explains them, as a workbook."""
    view = _opened(released)
    book = Workbook()
    book.remove(book.worksheets[0])
    blocks = view.blocks if isinstance(view, AnswerView) else _matrix_blocks(view)
    for table in (main_table(view), *(b for b in blocks if b.columns)):
        write_table(book.create_sheet(sheet_name(table.title, book.sheetnames)), table)
    write_facts(book.create_sheet(sheet_name(_WORDS("about", view.lang), book.sheetnames)), about(released))
    return saved(book, view.reference_date)


def to_json(released: Released[Any]) -> bytes:
    """Any released view as JSON: rows are objects by column name, dates ISO 8601, IRIs as stored."""
    if not isinstance(released, Released):
        raise GateError("app/exports.py: not a Released value; expected what the service returned")
    content = {
        "data": _plain(released.value),
        "audience": str(released.audience),
        **({"scenario": released.scenario} if released.scenario else {}),
        "withheld": _plain(released.withheld),
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def to_ics(released: Released[CalendarView]) -> bytes:
    """The next due days as all-day dates for a calendar program (RFC 5545)."""
    view = released.value
    book = Calendar()
    book.add("prodid", "-//Querblick//Lieferkalender//DE")
    book.add("version", "2.0")
    if released.scenario:
        book.add("x-wr-caldesc", released.scenario_text(view.lang))
    for item in view.items:
        if item.next is None:
            continue
        event = Event()
        event.add("uid", f"{item.key}-{item.next.isoformat()}@{view.ags}.querblick")
        event.add("dtstamp", datetime.combine(view.reference_date, datetime.min.time(), UTC))
        event.add("dtstart", item.next)
        event.add("dtend", item.next + timedelta(days=1))
        event.add("summary", f"{_WORDS('due', view.lang)}: {item.label}")
        supposed = released.scenario_text(view.lang)
        told = (supposed, item.body, item.scope, item.rhythm, item.contact, item.state_text)
        event.add("description", "\n".join(part for part in told if part))
        book.add_component(event)
    return bytes(book.to_ical())


def to_enquiry(released: Released[EnquiryView]) -> bytes:
    """The enquiry "Stimmt das noch?" as XLSX, to be sent to the provider and to come back.

    Raises:
        RequestError: it is of a supposed town; nobody can be asked whether that still holds.
    """
    from app.delivery.enquiry import workbook

    if released.scenario:
        raise RequestError(
            f"Rückfrage: {released.scenario_text(released.value.lang)} Gefragt wird nur nach dem, was erfasst ist"
        )
    return workbook(released.value)


def about(released: Released[Exportable]) -> list[tuple[str, str]]:
    """What a table means and what is not in it, as pairs of heading and text."""
    view = _opened(released)
    w = _WORDS.below("fact", view.lang)
    rows: list[tuple[str, str]] = [(w["scenario"], released.scenario)] if released.scenario else []
    if isinstance(view, AnswerView):
        rows += [(w["question"], view.question), (w["definition"], view.definition)]
        rows += [(f"{w['parameter']}: {p.label}", p.text) for p in view.parameters]
    else:
        rows += [
            (w["question"], " · ".join(filter(None, (view.group_label, view.area_label)))),
            *((f"{w['parameter']}: {f.label}", f.text) for f in view.filters),
            *((w["legend"], f"{f.label}: {f.text}") for f in view.legend),
        ]
    rows += [
        (w["lead"], view.lead),
        (w["date"], day(view.reference_date, view.lang)),
        (w["version"], str(view.version)),
    ]
    rows += [
        (w["audience"], view.audience),
        *_completeness(w, view.completeness),
        *_counts(w, view.exclusions),
    ]
    rows += [(w["withheld"], released.withheld_text(view.lang) or w["nothing"])]
    rows += [(w["note"], note) for note in view.notes]
    rows += [(f"{w['threshold']}: {t.label}", t.text) for t in view.thresholds]
    if isinstance(view, AnswerView) and view.truncated:
        rows.append((w["note"], w["truncated"]))
    return rows


def _opened(released: Released[Exportable]) -> Exportable:
    if not isinstance(released, Released) or not isinstance(released.value, AnswerView | MatrixView):
        raise GateError("app/exports.py: not a released answer or matrix; expected what the service returned")
    return released.value


def _completeness(words: dict[str, str], view: CompletenessView | None) -> Iterable[tuple[str, str]]:
    if view is not None:
        yield words["completeness"], view.text
        yield from ((words["completeness"], f"{fact.label}: {fact.text}") for fact in view.statements)


def _counts(words: dict[str, str], counts: Sequence[CountView]) -> Iterable[tuple[str, str]]:
    return ((words["excluded"], f"{count.label}: {count.count}") for count in counts)


def main_table(view: Exportable) -> TableView:
    """The table of an answer, or a matrix as a table of states in words."""
    if isinstance(view, AnswerView):
        return TableView(view.title, view.columns, view.rows, view.totals)
    if view.as_list:
        return cell_table(view)
    columns = (
        ColumnView("field", _WORDS("column.field", view.lang), CellKind.TEXT),
        ColumnView("need", _WORDS("column.need", view.lang), CellKind.CONCEPT),
        *(ColumnView(c.value, c.label, CellKind.STATE) for c in view.columns),
    )
    rows = tuple(
        (
            CellView(row.field_label),
            CellView(row.label, iri=row.need),
            *(CellView("") if c.hidden else _matrix_cell(c) for c in row.cells),
        )
        for row in view.rows
    )
    return TableView(view.group_label or view.area_label, columns, rows)


def _matrix_cell(cell: MatrixCellView) -> CellView:
    return CellView(
        f"{cell.state_text} ({cell.claim_text})" if cell.claim_text else cell.state_text, cell.state
    )


def _matrix_blocks(view: MatrixView) -> tuple[TableView, ...]:
    """Beside the matrix its cells with all marks, and the sums."""
    return (*(() if view.as_list else (cell_table(view),)), *sums(view))


def _all_rows(table: TableView) -> Iterable[Row]:
    yield from table.rows
    if table.totals is not None:
        yield table.totals


def _heading(column: ColumnView) -> str:
    return f"{column.label} ({column.unit})" if column.unit else column.label


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _csv_cell(cell: CellView, column: ColumnView) -> str:
    if column.kind in _NUMERIC and cell.mark is None and isinstance(cell.value, int | Decimal):
        return str(cell.value).replace(".", ",")
    return _safe(cell.text)


def _xlsx_value(cell: CellView, column: ColumnView) -> Scalar:
    if (
        cell.mark is None
        and column.kind in (_NUMERIC | {CellKind.DATE})
        and not isinstance(cell.value, str | None)
    ):
        return cell.value
    return cell.text


def sheet_name(title: str, taken: Sequence[str]) -> str:
    name = _SHEET_NAME.sub(" ", title).strip("' ")[:28] or "Tabelle"
    return name if name not in taken else f"{name[:26]} {len(taken) + 1}"


def write_table(sheet: Worksheet, table: TableView) -> None:
    sheet.append([_safe(_heading(column)) for column in table.columns])
    for heading in sheet[1]:
        heading.font = Font(bold=True)
        heading.alignment = Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(_all_rows(table), start=2):
        for i, (cell, column) in enumerate(zip(row, table.columns, strict=True), start=1):
            target = sheet.cell(number, i)
            value = _xlsx_value(cell, column)
            target.value = value
            if isinstance(value, str):
                target.data_type = "s"  # never a formula
            elif column.kind in _FORMATS:
                target.number_format = _FORMATS[column.kind]
    if table.totals is not None:
        for total in sheet[sheet.max_row]:
            total.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _fit(sheet, table)


def _fit(sheet: Worksheet, table: TableView) -> None:
    for i, column in enumerate(table.columns):
        longest = max((len(row[i].text) for row in table.rows), default=0)
        sheet.column_dimensions[get_column_letter(i + 1)].width = min(
            _WIDEST, max(len(column.label), longest) + 2
        )


def write_facts(sheet: Worksheet, facts: Iterable[tuple[str, str]]) -> None:
    for number, (label, text) in enumerate(facts, start=1):
        for i, content in enumerate((label, text), start=1):
            cell = sheet.cell(number, i, content)
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 100


def _plain(value: object) -> Any:  # noqa: PLR0911 one line per kind of value
    """Plain JSON of a view; rows of tables become objects by column name, what is None or empty in a cell is left out."""
    if isinstance(value, AnswerView | TableView):
        names = [column.name for column in value.columns]
        rest = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
        rows = [dict(zip(names, map(_plain, row), strict=True)) for row in value.rows]
        totals = value.totals and dict(zip(names, map(_plain, value.totals), strict=True))
        return {**rest, "rows": rows, "totals": totals}
    if isinstance(value, CellView):
        return {f.name: _plain(v) for f in fields(value) if (v := getattr(value, f.name)) is not None}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Enum) else value


__all__ = ["Exportable", "about", "main_table", "to_csv", "to_json", "to_xlsx"]
