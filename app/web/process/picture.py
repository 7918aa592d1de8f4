"""The picture of a process: every step with its planned and its real days, and the reference date across."""

from datetime import date, timedelta
from html import escape
from typing import Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.answers.bars import told_apart
from app.colours import INK, SERIES, Theme
from app.processes.views import ProcessView, StepView
from app.web import charts
from app.web.formats import day
from app.web.texts import plural, t

MARKS: Final = {"overdue": "!", "late": "!", "running": "◐", "open": "○", "done": "●", "resting": "–"}
_REAL: Final = {"light": "#1d4e75", "dark": "#c9e2f5"}
_ROW: Final = 30


def draw(view: ProcessView) -> None:
    """Draw the steps that have dates; how many have none is said below."""
    theme = charts.theme()
    labels = told_apart([f"{MARKS[step.state]} {step.number}. {step.title}" for step in view.steps])
    spans = [
        span
        for label, step in zip(labels, view.steps, strict=True)
        for span in _spans(label, step, view.reference_date)
    ]
    if not spans:
        st.info(t("process.no_dates"), icon=":material/event:")
        return
    shown = [label for label in labels if any(span["label"] == label for span in spans)]
    ink = INK[theme]
    y = alt.Y("label:N", sort=shown, title=None, axis=alt.Axis(labelLimit=260, ticks=False, domain=False))
    base = alt.Chart(pd.DataFrame(spans)).encode(y=y, x=alt.X("from:T", title=None, axis=_axis()), x2="to:T")
    hint = [alt.Tooltip("step:N", title=t("process.step")), alt.Tooltip("text:N", title=t("process.when"))]
    bars = [
        base.transform_filter(alt.datum.kind == kind)
        .mark_bar(color=colour, size=size, cornerRadius=2)
        .encode(tooltip=hint)
        for kind, colour, size in (("planned", SERIES[theme][4], 18), ("real", _REAL[theme], 7))
    ]
    today = alt.Chart(pd.DataFrame({"day": [view.reference_date.isoformat()]})).mark_rule(
        color=ink, strokeDash=[4, 3], strokeWidth=1.5
    )
    chart = (
        alt.layer(*bars, today.encode(x="day:T"))
        .properties(height=_ROW * len(shown) + 30)
        .configure_view(stroke=None)
        .configure_axis(labelColor=ink, titleColor=ink)
    )
    st.altair_chart(chart, width="stretch", alt=t("process.alt", title=view.title, lead=view.lead))
    _legend(theme, view.reference_date)
    if missing := len(view.steps) - len(shown):
        st.caption(plural("process.not_drawn", missing))


def _axis() -> alt.Axis:
    months = t("process.months")
    return alt.Axis(
        labelExpr=f"{months}[month(datum.value)] + ' ' + year(datum.value)", tickCount=8, labelOverlap=True
    )


def _spans(label: str, step: StepView, today: date) -> list[dict[str, str]]:
    """A bar for what is planned and one for what is real; one day alone is a bar of that day."""
    found = []
    for kind, first, last in (
        ("planned", step.start or step.end, step.end or step.start),
        (
            "real",
            step.begun or step.finished,
            step.finished or (max(today, step.begun) if step.begun else None),
        ),
    ):
        if first and last:
            words = f"{t(f'process.{kind}')}: {day(first)} – {day(last)}"
            until = last + timedelta(days=1)  # the last day belongs to it
            found.append({
                "label": label, "step": step.title, "kind": kind, "text": words,
                "from": first.isoformat(), "to": until.isoformat(),
            })  # fmt: skip
    return found


def _legend(theme: Theme, today: date) -> None:
    marks = [
        (f'<span style="color:{colour}" aria-hidden="true">{sign}</span>', t(key))
        for sign, colour, key in (
            ("■", SERIES[theme][4], "process.planned"),
            ("▬", _REAL[theme], "process.real"),
        )
    ]
    marks.append(('<span aria-hidden="true">┆</span>', t("process.today", date=day(today))))
    items = "".join(
        f'<span role="listitem">{mark}<span>{escape(words)}</span></span>' for mark, words in marks
    )
    st.html(f'<div class="q-legend" role="list" aria-label="{escape(t("process.legend"))}">{items}</div>')
