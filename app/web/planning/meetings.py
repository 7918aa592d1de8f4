"""The picture of the meetings: the last one recorded, the next one calculated, and the reference date across."""

from html import escape
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.bars import told_apart
from app.colours import BAR, INK, Theme
from app.views import AnswerView
from app.web import charts
from app.web.formats import day
from app.web.planning.parts import rows_of
from app.web.stand import Stand
from app.web.texts import t

_ROW: Final = 24
_SHAPES: Final = {"last": "circle", "next": "diamond"}


def draw(view: AnswerView, chosen: Stand) -> None:
    """Draw both days of every committee for which one can be calculated."""
    rows = rows_of(view, "meetings")
    if not rows:
        return
    theme = charts.theme()
    labels = told_apart([row["committee"].text for row in rows])
    points = [
        {
            "committee": label,
            "kind": kind,
            "day": str(row[column].value),
            "text": f"{t(f'committees.{kind}')}: {row[column].text}",
        }
        for label, row in zip(labels, rows, strict=True)
        for kind, column in (("last", "lastMeeting"), ("next", "next"))
    ]
    y = alt.Y(
        "committee:N",
        sort=labels,
        title=None,
        axis=alt.Axis(labelLimit=260, ticks=False, domain=False, grid=True),
    )
    base = alt.Chart(pd.DataFrame(points)).encode(y=y)
    line = base.mark_line(color=BAR[theme], strokeWidth=1).encode(x=alt.X("day:T"), detail="committee:N")
    hint = [
        alt.Tooltip("committee:N", title=t("committees.committee")),
        alt.Tooltip("text:N", title=t("committees.meeting")),
    ]
    marks = [
        base.transform_filter(alt.datum.kind == kind)
        .mark_point(shape=shape, filled=kind == "last", size=90, color=BAR[theme], opacity=1)
        .encode(x=alt.X("day:T", title=None, axis=_axis()), tooltip=hint)
        for kind, shape in _SHAPES.items()
    ]
    today = alt.Chart(pd.DataFrame({"day": [chosen.reference_date.isoformat()]})).mark_rule(
        color=INK[theme], strokeDash=[4, 3], strokeWidth=1.5
    )
    chart = (
        alt.layer(line, *marks, today.encode(x="day:T"))
        .properties(height=_ROW * len(rows) + 30)
        .configure_view(stroke=None)
        .configure_axis(labelColor=INK[theme], titleColor=INK[theme])
    )
    st.altair_chart(chart, width="stretch", alt=t("committees.alt", lead=view.lead))
    _legend(theme, day(chosen.reference_date))


def _axis() -> alt.Axis:
    months = t("planning.months")
    return alt.Axis(
        labelExpr=f"{months}[month(datum.value)] + ' ' + year(datum.value)", tickCount=8, labelOverlap=True
    )


def _legend(theme: Theme, today: str) -> None:
    items = "".join(
        f'<span role="listitem"><span style="color:{colour}" aria-hidden="true">{sign}</span><span>{escape(words)}</span></span>'
        for sign, colour, words in (
            ("●", BAR[theme], t("committees.last")),
            ("◇", BAR[theme], t("committees.next")),
            ("┆", INK[theme], t("planning.today", date=today)),
        )
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("planning.legend"))}">{items}</div>')
