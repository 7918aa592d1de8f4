"""One bar chart for the answers that ask for one, in the reader's number format, with its content in words."""

from decimal import Decimal
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import AnswerView, CellKind, ColumnView, Row
from app.web.texts import language, plural, t

_NUMBERS: Final = (CellKind.SHARE, CellKind.MONEY, CellKind.INTEGER, CellKind.DECIMAL, CellKind.PERSONS)
_NAMES: Final = (CellKind.RECORD, CellKind.CONCEPT, CellKind.TEXT)
_MOST: Final = 30
_BAR: Final = 26
_NOT_RANKED: Final = ("provider", "otherProvider")
"""Columns that never label bars: bars would rank the providers."""

INK: Final = {"light": "#0f1a24", "dark": "#e7edf3"}
_FORMATS: Final = {CellKind.SHARE: ".0%", CellKind.MONEY: "$,.0f", CellKind.DECIMAL: ",.1f"}
LOCALE: Final[dict[str, dict[str, Any]]] = {
    "de": {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0€"]}},
    "en": {"number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]}},
}


def bars(answer: AnswerView) -> bool:
    """Draw the answer as horizontal bars; False if it has no number to draw.

    The first name column labels the bars, the first number column gives their length, in the order of the answer. Rows
    without a number have no bar and are counted below: unknown is not zero.
    """
    number = _first(answer.columns, _NUMBERS)
    name = next(
        (j for j, c in enumerate(answer.columns) if c.kind in _NAMES and c.name not in _NOT_RANKED), None
    )
    if number is None or name is None:
        return False
    known = [row for row in answer.rows if _value(row, number) is not None]
    if not known:
        return False
    label, unit = answer.columns[name].label, answer.columns[number]
    shown = known[:_MOST]
    frame = pd.DataFrame(
        {
            "label": [row[name].text for row in shown],
            "value": [_value(row, number) for row in shown],
            "text": [row[number].text for row in shown],
        }
    )
    frame["label"] = told_apart(frame["label"].tolist())
    ink = INK["dark" if st.context.theme.type == "dark" else "light"]
    base = alt.Chart(frame).encode(
        y=alt.Y("label:N", sort=None, title=label, axis=alt.Axis(labelLimit=190, ticks=False, domain=False)),
        x=alt.X(
            "value:Q", title=unit.label, axis=alt.Axis(format=_FORMATS.get(unit.kind, ",.0f"), tickCount=5)
        ),
        tooltip=[alt.Tooltip("label:N", title=label), alt.Tooltip("text:N", title=unit.label)],
    )
    chart = alt.layer(
        base.mark_bar(color="#2b6a9b", cornerRadiusEnd=2),
        base.mark_text(align="left", dx=5, color=ink).encode(text="text:N"),
    )
    chart = (
        chart.properties(height=_BAR * len(shown) + 10)
        .configure(locale=LOCALE[language()])
        .configure_view(stroke=None)
    )
    chart = chart.configure_axis(labelColor=ink, titleColor=ink)
    words = "; ".join(f"{row[name].text}: {row[number].text}" for row in shown[:5])
    st.altair_chart(
        chart, width="stretch", alt=t("chart.alt", title=answer.title, column=unit.label, words=words)
    )
    _say_what_is_missing(len(known), len(shown), len(answer.rows))
    return True


def _say_what_is_missing(known: int, shown: int, rows: int) -> None:
    if shown < known:
        st.caption(t("chart.cut", shown=shown, known=known))
    if known < rows:
        st.caption(plural("chart.unknown", rows - known))


def _first(columns: tuple[ColumnView, ...], kinds: tuple[CellKind, ...]) -> int | None:
    return next((j for j, column in enumerate(columns) if column.kind in kinds), None)


def _value(row: Row, index: int) -> float | None:
    value = row[index].value
    return float(value) if isinstance(value, int | Decimal) else None


def told_apart(labels: list[str]) -> list[str]:
    """Tell bars of the same name apart, else they would be added up."""
    seen: dict[str, int] = {}
    result = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        result.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return result
