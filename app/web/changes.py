"""What a delivery would change, in the words of those who keep the data: new, changed, missing, waiting."""

from collections import Counter
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellKind, CellView, ColumnView, HeldBackView, ImportPreview, RecordChange, Row
from app.web import tables
from app.web.formats import integer
from app.web.texts import t

_ALL: Final = ""
_KINDS: Final = ("new", "changed", "missing", "returned", "gone")


def draw(changes: tuple[RecordChange, ...], *, key: str = "changes", between: bool = False) -> None:
    """Draw the records that are new, changed, missing or back again; a changed one has a line per field.

    Args:
        changes: the records.
        key: begins the names in the session.
        between: the changes lie between two versions; then the source is shown instead of the place in a file.
    """
    if not changes:
        st.info(t("import.nothing_changes"), icon=":material/check:")
        return
    counts = Counter(change.change for change in changes)
    kinds = {_ALL: t("import.all_changes")} | {
        kind: f"{t(f'change.{kind}')} ({integer(counts[kind])})" for kind in _KINDS if counts[kind]
    }
    kind = st.segmented_control(
        t("import.change"),
        list(kinds),
        format_func=lambda k: kinds[k],
        default=_ALL,
        required=True,
        key=f"{key}:kind",
        label_visibility="collapsed",
    )
    chosen = (change for change in changes if kind in (_ALL, change.change))
    rows = [row for change in chosen for row in _rows(change, between=between)]
    names = ("kind", "class", "key", "label", "field", "old", "new", "source" if between else "place")
    columns = tuple(ColumnView(name, t(f"change.column_{name}"), CellKind.TEXT) for name in names)
    tables.draw(
        columns, rows, key=f"{key}:table", caption=t("import.changes"), look=tables.Look(records=False)
    )
    if counts["missing"] and not between:
        st.caption(t("import.missing_text"))


def _rows(change: RecordChange, *, between: bool) -> list[Row]:
    place = change.source if between else change.place.text if change.place else "–"
    head = (t(f"change.{change.change}"), change.cls, change.key, change.label)
    fields = [(f.label, f.old or "–", f.new or "–") for f in change.fields] if change.change != "new" else []
    return [
        tuple(CellView(text, text) for text in (*head, *field, place))
        for field in fields or [("–", "–", "–")]
    ]


def held_back(rows: tuple[HeldBackView, ...]) -> None:
    """Draw the rows that would wait, and why."""
    if not rows:
        st.success(t("import.nothing_held_back"), icon=":material/check:")
        return
    st.caption(t("import.held_back_text"))
    names = ("class", "key", "label", "place", "reasons")
    columns = tuple(ColumnView(name, t(f"change.column_{name}"), CellKind.TEXT) for name in names)
    lines = [
        tuple(
            CellView(text, text)
            for text in (
                row.cls,
                row.key,
                row.label,
                row.place.text if row.place else "–",
                " ".join(row.reasons),
            )
        )
        for row in rows
    ]
    tables.draw(
        columns, lines, key="held_back:table", caption=t("import.held_back"), look=tables.Look(records=False)
    )


def sheets(preview: ImportPreview) -> None:
    """Draw the counts of every sheet."""
    names = ("sheet", "rows", "new", "changed", "unchanged", "missing", "held_back")
    kinds = (CellKind.TEXT, *(CellKind.INTEGER for _ in names[1:]))
    columns = tuple(ColumnView(n, t(f"sheet.{n}"), kind) for n, kind in zip(names, kinds, strict=True))
    lines: list[Row] = []
    for sheet in preview.sheets:
        numbers = (sheet.rows, sheet.new, sheet.changed, sheet.unchanged, sheet.missing, sheet.held_back)
        lines.append((CellView(sheet.sheet, sheet.sheet), *(CellView(integer(n), n) for n in numbers)))
    if lines:
        tables.draw(
            columns, lines, key="sheets:table", caption=t("import.sheets"), look=tables.Look(records=False)
        )
