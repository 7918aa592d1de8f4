"""Pairs of pillars as a heat map, with the number in every field: how many connections, and where one is needed."""

from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import TableView
from app.web.texts import t

_FIELD: Final = 42
_DARK_FROM: Final = 0.55
_SIGNS: Final = ("!", "?")


def draw(densities: TableView) -> None:
    """Draw the map; the table of the same content stands below it on the page."""
    if not densities.rows:
        st.info(densities.note or t("network.nothing_to_draw"), icon=":material/grid_on:")
        return
    frame = _frame(densities)
    order = sorted(set(frame["one"]))
    base = alt.Chart(frame).encode(
        x=alt.X("other:N", sort=order, title=None, axis=alt.Axis(labelAngle=-60, labelLimit=170, labelOverlap=False)),
        y=alt.Y("one:N", sort=order, title=None, axis=alt.Axis(labelLimit=190)),
        tooltip=["one:N", "other:N", alt.Tooltip("edges:Q", title=t("network.edges")), alt.Tooltip("mark:N", title=t("network.needed"))],
    )  # fmt: skip
    most = max(frame["edges"].max(), 1)
    fields = base.mark_rect(stroke="#ffffff").encode(
        color=alt.Color("edges:Q", scale=alt.Scale(scheme="blues", domain=[0, most]), legend=None)
    )
    numbers = base.mark_text(fontSize=12).encode(
        text="text:N",
        color=alt.condition(alt.datum.edges > most * _DARK_FROM, alt.value("#ffffff"), alt.value("#0f1a24")),
    )
    chart: Any = (fields + numbers).properties(width=_FIELD * len(order), height=_FIELD * len(order))
    st.altair_chart(chart, width="content", alt=t("network.heat_alt", pairs=len(densities.rows)))
    st.caption(t("network.heat_text"))


def _frame(densities: TableView) -> pd.DataFrame:
    names = [column.name for column in densities.columns]
    rows = []
    for row in densities.rows:
        cell = dict(zip(names, row, strict=True))
        one, other = cell["pillarGroup"].text, cell["otherGroup"].text
        edges, mark = int(str(cell["edges"].value or 0)), cell["mark"].text
        text = f"{edges} {mark[0]}" if mark[:1] in _SIGNS and mark else str(edges)
        rows += [
            {"one": a, "other": b, "edges": edges, "mark": mark, "text": text}
            for a, b in dict.fromkeys(((one, other), (other, one)))
        ]
    return pd.DataFrame(rows)
