"""Rows of a delivered sheet as a real table: with its row numbers, column letters, and what was found in its cells."""

import hashlib
from typing import Any, Final

from app.delivery.views import MarkedCellView, MarkedRowView, SheetPageView
from app.web import components, tables
from app.web.texts import t

_LONGEST: Final = 140
_WIDE: Final = 24
_WIDER: Final = 60
_CSS: Final = {"violation": "finding", "warning": "notice", "info": "soft"}
_ROWS: Final = {"header": "head", "data": "", "left-out": "gone", "set-aside": "aside"}


def draw(
    page: SheetPageView, *, key: str, caption: str, chosen: str | None = None, marks: bool = True
) -> tuple[str, int] | None:
    """Draw a page of a sheet; returns the cell with a finding the reader chose last (`F17`), and when.

    Args:
        page: the rows.
        key: its name in the session.
        caption: what it shows, for readers who hear the page.
        chosen: the cell that is talked about.
        marks: whether cells with findings are marked, and can be chosen.
    """
    data: dict[str, Any] = {
        "caption": caption,
        "columns": _columns(page),
        "rows": [_row(page, row, marks=marks) for row in page.rows],
        "rowClasses": [_ROWS.get(row.role, "aside") for row in page.rows],
        "totals": None,
        "sortable": False,
        "open": t("desk.sheet.open"),
        "openState": "",
        "sortHint": "",
        "more": t("table.more_columns"),
        "reveal": chosen,
    }
    version = hashlib.sha1(repr(data).encode(), usedforsecurity=False).hexdigest()
    components.component("table")(
        key=key, data={**data, "version": version, "selected": chosen}, on_record_change=_nothing
    )
    return tables.click(key)


def _columns(page: SheetPageView) -> list[dict[str, Any]]:
    columns = [_column(t("desk.sheet.row")), _column(t("desk.sheet.role"))]
    for index, letter in enumerate(page.letters):
        header = page.headers[index] if index < len(page.headers) else ""
        longest = max((len(row.cells[index].text) for row in page.rows), default=0)
        columns.append(_column(f"{letter} · {header}" if header else letter, longest))
    return columns


def _column(label: str, longest: int = 0) -> dict[str, Any]:
    wide = "widest" if longest > _WIDER else "wide" if longest > _WIDE else ""
    return {"name": label, "label": label, "numeric": False, "wide": wide, "sort": None}


def _row(page: SheetPageView, row: MarkedRowView, *, marks: bool) -> list[dict[str, str]]:
    told = marks and bool(row.message)
    role = "" if row.role == "data" and not told else row.role_text
    about = {"t": f"{role} ⚠" if told else role}
    about |= {"c": _CSS.get(row.severity, ""), "e": row.message} if told else {}
    cells = [
        _cell(cell, f"{letter}{row.number}", marks=marks)
        for letter, cell in zip(page.letters, row.cells, strict=True)
    ]
    return [{"t": str(row.number), "h": "1"}, about, *cells]


def _cell(cell: MarkedCellView, address: str, *, marks: bool) -> dict[str, str]:
    text = cell.text if len(cell.text) <= _LONGEST else f"{cell.text[:_LONGEST]} …"
    if not cell.severity or not marks:
        return {"t": text} | (
            {"c": "edited", "e": t("desk.sheet.edited", was=cell.was or "–")}
            if cell.was is not None
            else {"e": cell.text}
            if text != cell.text
            else {}
        )
    return {"t": text or t("finding.blank"), "c": _CSS[cell.severity], "e": cell.message, "k": address}


def _nothing() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""
