"""One bar chart for the answers that ask for one, in the reader's number format, with its content in words."""

from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.bars import bars_of
from app.colours import BAR, INK, Theme
from app.views import AnswerView, CellKind
from app.web.texts import language, plural, t

_BAR: Final = 26
_FORMATS: Final = {CellKind.SHARE: ".0%", CellKind.MONEY: "$,.0f", CellKind.DECIMAL: ",.1f"}
LOCALE: Final[dict[str, dict[str, Any]]] = {
    "de": {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0€"]}},
    "en": {"number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]}},
}


def theme() -> Theme:
    """Return which ground the reader sees pictures on."""
    return "dark" if st.context.theme.type == "dark" else "light"


def bars(answer: AnswerView) -> bool:
    """Draw the answer as horizontal bars; False if it has no number to draw.

    Rows without a number have no bar and are counted below: unknown is not zero.
    """
    found = bars_of(answer)
    if found is None:
        return False
    unit = found.unit
    frame = pd.DataFrame({"label": found.names, "value": found.lengths, "text": found.texts})
    ink = INK[theme()]
    base = alt.Chart(frame).encode(
        y=alt.Y(
            "label:N", sort=None, title=found.label, axis=alt.Axis(labelLimit=190, ticks=False, domain=False)
        ),
        x=alt.X(
            "value:Q", title=unit.label, axis=alt.Axis(format=_FORMATS.get(unit.kind, ",.0f"), tickCount=5)
        ),
        tooltip=[alt.Tooltip("label:N", title=found.label), alt.Tooltip("text:N", title=unit.label)],
    )
    chart = alt.layer(
        base.mark_bar(color=BAR[theme()], cornerRadiusEnd=2),
        base.mark_text(align="left", dx=5, color=ink).encode(text="text:N"),
    )
    chart = (
        chart.properties(height=_BAR * len(found.names) + 10)
        .configure(locale=LOCALE[language()])
        .configure_view(stroke=None)
    )
    chart = chart.configure_axis(labelColor=ink, titleColor=ink)
    words = "; ".join(f"{n}: {text}" for n, text in zip(found.names[:5], found.texts[:5], strict=True))
    st.altair_chart(
        chart, width="stretch", alt=t("chart.alt", title=answer.title, column=unit.label, words=words)
    )
    _say_what_is_missing(found.known, len(found.names), found.rows)
    return True


def _say_what_is_missing(known: int, shown: int, rows: int) -> None:
    if shown < known:
        st.caption(t("chart.cut", shown=shown, known=known))
    if known < rows:
        st.caption(plural("chart.unknown", rows - known))
