"""Tables of display values as real HTML tables: sortable, wrapping, with records that open their evidence."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellKind, CellView, ColumnView, Row, Scalar, TableView
from app.web import components
from app.web.formats import integer
from app.web.states import CLAIMS, chip_mark, claim_class, css_class
from app.web.texts import t

PAGE_ROWS: Final = 100
"""Rows per page: 1.7 s to interactive instead of 3 s with 20,000 rows at once, and 0.07 MB instead of 5.6 MB."""

_NUMERIC: Final = frozenset(
    {CellKind.INTEGER, CellKind.DECIMAL, CellKind.MONEY, CellKind.SHARE, CellKind.PERSONS}
)
_WIDE: Final = 34
_WIDEST: Final = 90
_FOLD: Final = {ord("ä"): "a", ord("ö"): "o", ord("ü"): "u", ord("ß"): "ss"}

Reason = Mapping[tuple[int, int], tuple[str, str]]
"""(row, column) → (class to mark the cell with, why), for cells with a finding."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is shown.

    Attributes:
        totals: a last line.
        sortable: whether a click on a header sorts. All rows are sorted, not only the page shown.
        records: whether records can be chosen.
        marked: cells to highlight. Only with `sortable=False`.
        short_claims: show a claim as its mark alone, the words for readers by ear; needs a legend beside the table.
        brief: (row, column) → what is seen beside the mark of a short claim; it is part of the words.
        chosen: the record shown as chosen, if the page decides; it is brought into view.
        start: the row whose page is shown as long as the reader does not turn it.
        low: leave room for what stands below; the rest is scrolled to.
        heads: whether the first column names its row: it stays in sight, and is spoken with every cell.
        several: (row, column) → the values of a cell that has more than one, each of which can be chosen.
        opens: what choosing a record does, spoken; "" = it shows where the record comes from.
    """

    totals: Row | None = None
    sortable: bool = True
    records: bool = True
    marked: Reason | None = None
    short_claims: bool = False
    brief: Mapping[tuple[int, int], str] | None = None
    chosen: str | None = None
    start: int | None = None
    low: bool = False
    heads: bool = False
    several: Mapping[tuple[int, int], Sequence[CellView]] | None = None
    opens: str = ""


def draw(
    columns: Sequence[ColumnView], rows: Sequence[Row], *, key: str, caption: str, look: Look = Look()
) -> str | None:
    """Draw a table, in pages if it is long, and return the record the reader chose.

    Args:
        columns: the columns.
        rows: aligned with them; must not be empty, the caller says in words what an empty table means.
        key: its name in the session; choices made in it are kept under it.
        caption: what it shows, for readers who hear the page.
        look: how it is shown.
    """
    state: dict[str, Any] = dict(st.session_state.get(key) or {})
    order = state.get("sort") or [None, None]
    in_order = ordered(columns, list(rows), *order) if look.sortable else list(rows)
    first = _page(len(in_order), f"{key}:page", look.start) if len(in_order) > PAGE_ROWS else 0
    shown = in_order[first : first + PAGE_ROWS]
    data: dict[str, Any] = {
        "caption": caption,
        "columns": [_header(c, _seen(c, j, shown, look), order) for j, c in enumerate(columns)],
        "rows": _body(columns, shown, first, look),
        "totals": _line(columns, look.totals, records=False) if look.totals else None,
        "sortable": look.sortable,
        "open": look.opens or t("table.open_record"),
        "openState": t("table.open_state"),
        "sortHint": t("table.sort_hint"),
        "more": t("table.more_columns"),
    }
    version = hashlib.sha1(repr(data).encode(), usedforsecurity=False).hexdigest()
    result = components.component("table")(
        key=key,
        data={
            **data,
            "version": version,
            "selected": look.chosen or (state.get("record") or [None])[0],
            "reveal": look.chosen,
            "low": look.low,
        },
        on_record_change=_nothing,
        on_sort_change=_nothing,
    )
    return str(result.record[0]) if result.record else None


def by_column(table: TableView) -> list[dict[str, CellView]]:
    """Return the rows of a table, each by the names of its columns."""
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def click(key: str) -> tuple[str, int] | None:
    """Return the record chosen last in a table and when, before the table is drawn; None if none was."""
    record = (st.session_state.get(key) or {}).get("record")
    return (str(record[0]), int(record[1])) if record else None


def _body(
    columns: Sequence[ColumnView], shown: Sequence[Row], first: int, look: Look
) -> list[list[dict[str, Any]]]:
    drawn = [_line(columns, row, records=look.records) for row in shown]
    if look.heads:
        drawn = [[line[0] | {"h": "1", "c": "heads"}, *line[1:]] for line in drawn]
    if look.short_claims:
        for j in (j for j, column in enumerate(columns) if column.kind is CellKind.CLAIM):
            for line, row in zip(drawn, shown, strict=True):
                claim = str(row[j].value)
                line[j] |= {"s": claim_class(claim), "m": CLAIMS.get(claim, "?"), "c": "centered", "u": "1"}
    for (i, j), more in _more(columns, look):
        if first <= i < first + len(drawn):
            drawn[i - first][j] |= more
    return drawn


def _more(columns: Sequence[ColumnView], look: Look) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    """What single cells have besides their text, by row and column."""
    for place, seen in (look.brief or {}).items():
        yield place, {"g": seen}
    for place, cells in (look.several or {}).items():
        yield place, {"l": [_cell(columns[place[1]], cell, records=look.records) for cell in cells]}
    for place, (css, why) in (look.marked or {}).items():
        yield place, {"c": css, "e": why}


def _seen(column: ColumnView, at: int, shown: Sequence[Row], look: Look) -> list[str]:
    """The texts of a column that take room: of a short claim only the mark is seen."""
    if look.short_claims and column.kind is CellKind.CLAIM:
        return []
    return [row[at].text for row in shown]


def _line(columns: Sequence[ColumnView], row: Row, *, records: bool) -> list[dict[str, Any]]:
    return [_cell(column, cell, records=records) for column, cell in zip(columns, row, strict=True)]


def _header(column: ColumnView, texts: Sequence[str], order: Sequence[str | None]) -> dict[str, Any]:
    numeric = column.kind in _NUMERIC
    return {
        "name": column.name,
        "label": _label(column),
        "numeric": numeric,
        "wide": "" if numeric else _width(max((len(text) for text in texts), default=0)),
        "sort": order[1] if order[0] == column.name else None,
    }


def _nothing() -> None:
    """Streamlit keeps a component's values only if somebody listens to them."""


def _width(longest: int) -> str:
    return "widest" if longest > _WIDEST else "wide" if longest > _WIDE else ""


def _page(rows: int, key: str, start: int | None) -> int:
    pages = -(-rows // PAGE_ROWS)
    if start is None:
        page = st.pagination(pages, key=key, persist_state="page")
    else:
        wanted = min(start // PAGE_ROWS + 1, pages)
        page = st.pagination(pages, default=wanted, key=f"{key}:{wanted}", persist_state="page")
    first = (page - 1) * PAGE_ROWS
    last = min(first + PAGE_ROWS, rows)
    st.caption(t("table.range", first=integer(first + 1), last=integer(last), total=integer(rows)))
    return first


def _label(column: ColumnView) -> str:
    return (
        f"{column.label} ({column.unit})" if column.unit and column.unit not in column.label else column.label
    )


def _cell(column: ColumnView, cell: CellView, *, records: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {"t": cell.text}
    if cell.mark:
        return drawn | {"c": "withheld"}
    if column.kind is CellKind.STATE and isinstance(cell.value, str):
        drawn |= {"s": css_class(cell.value), "m": chip_mark(cell.value)}
        return drawn | {"k": cell.iri} if records and cell.iri else drawn
    if records and column.kind in (CellKind.RECORD, CellKind.CLAIM) and cell.iri:
        return drawn | {"k": cell.iri}
    return drawn


def ordered(
    columns: Sequence[ColumnView], rows: list[Row], name: str | None, direction: str | None
) -> list[Row]:
    """Sort by value, or by text where there is none; cells without anything come last both ways."""
    index = next((j for j, column in enumerate(columns) if column.name == name), None)
    if index is None:
        return rows
    empty = [row for row in rows if not row[index].text]
    filled = [row for row in rows if row[index].text]
    kinds = {type(row[index].value) for row in filled}
    by_value = kinds in ({int}, {bool}) or columns[index].kind in (*_NUMERIC, CellKind.DATE)
    ranked = [(rank, row) for row in filled if (rank := _rank(row[index].value)) is not None]
    if by_value and len(ranked) == len(filled):
        ranked.sort(key=itemgetter(0), reverse=direction == "descending")
        filled = [row for _, row in ranked]
    else:
        filled.sort(key=lambda row: _fold(row[index].text), reverse=direction == "descending")
    return filled + empty


def _rank(value: Scalar) -> Decimal | None:
    """A number or a day as a number to sort by; None for what is neither."""
    if isinstance(value, datetime):
        return Decimal(value.timestamp())
    if isinstance(value, date):
        return Decimal(value.toordinal())
    return Decimal(value) if isinstance(value, int | Decimal) else None


def _fold(text: str) -> str:
    return text.casefold().translate(_FOLD)
