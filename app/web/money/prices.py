"""View "Nominal und real": grants by year, in prices of a base year by the recorded index or under an assumption."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from html import escape
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.colours import INK, SERIES
from app.money.desk import HIGHEST_RATE
from app.views import CellView, TableView
from app.web import answers, charts, downloads, evidence, origin, permalink, tables
from app.web import reads as questions
from app.web.formats import markdown
from app.web.money import reads
from app.web.stand import Stand
from app.web.texts import language, plural, t

_INDEX: Final = "index"
_ASSUMED: Final = "annahme"
_STATUSES: Final = ("bestaetigt", "bewilligt", "ausgezahlt", "beantragt", "geplant")
_BACK: Final = 12
_SINCE: Final = 5
_RATE: Final = "2"
_HUNDRED: Final = Decimal(100)
_HEIGHT: Final = 280


@dataclass(frozen=True, slots=True)
class _Choice:
    """First year, base year, status, and the assumed rate (None = the recorded index)."""

    since: int
    base: int
    status: str
    rate: Decimal | None


def draw(chosen: Stand) -> None:
    """Draw the view."""
    choice = _choice(chosen.reference_date)
    released = reads.prices(choice.since, choice.base, choice.status, choice.rate, chosen.asked)
    answer = released.value
    blocks = (
        TableView(
            answer.table_title, answer.columns, answer.rows, note=answer.empty_text, name=answer.table_name
        ),
        *answer.blocks,
    )
    st.html(f'<p class="q-lead"><strong>{escape(answer.lead)}</strong></p>')
    evidence.withheld(released)
    if choice.rate is None and not any(cell["real"].text for cell in tables.by_column(blocks[0])):
        st.info(t("money.no_index"), icon=":material/percent:")
    if answer.completeness:
        st.caption(markdown(answer.completeness.text))
    _chart(tables.by_column(blocks[0]), choice)
    given = (("baseYear", (str(choice.base),)), ("since", (str(choice.since),)), ("status", (choice.status,)))
    behind = origin.opened(
        "geld-preise", tuple(f"money:prices:{block.name}" for block in blocks), chosen,
        rows=lambda block, row: questions.behind("D7", given, block, row, chosen.asked).value, of=given,
    )  # fmt: skip
    for tab, block in zip(
        st.tabs([f"{block.title} ({len(block.rows)})" for block in blocks]), blocks, strict=True
    ):
        with tab:
            evidence.block(block, key="money:prices")
            behind.below(f"money:prices:{block.name}")
    for note in answer.notes:
        st.caption(markdown(note))
    downloads.buttons(released, name=f"querblick-zuschuesse-{choice.since}", key="money:prices")
    answers.foundations(answer)


def _choice(today: date) -> _Choice:
    years = {str(year): str(year) for year in range(today.year, today.year - _BACK, -1)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        since = permalink.choice(
            t("money.since"), years, name="seit", default=str(today.year - _SINCE), width=130
        )
        base = permalink.choice(
            t("money.base_year"), years, name="basis", default=str(today.year - _SINCE), width=150
        )
        status = permalink.choice(
            t("money.statuses"), {name: t(f"money.status_{name}") for name in _STATUSES}, name="zuschuesse", default=_STATUSES[0]
        )  # fmt: skip
        by = permalink.choice(
            t("money.prices_by"), {_INDEX: t("money.by_index"), _ASSUMED: t("money.by_assumption")}, name="preise",
            default=_INDEX, widget=st.segmented_control, required=True,
        )  # fmt: skip
        rate = _rate() if by == _ASSUMED else None
    return _Choice(int(since), int(base), status, rate)


def _rate() -> Decimal:
    """The assumed rate; what cannot be read is said, and the usual one taken."""
    text = permalink.text(t("money.rate"), name="rate", default=_RATE, help=t("money.rate_help"), width=170)
    try:
        rate = Decimal(text.replace(",", ".").replace("%", "").strip()) / _HUNDRED
    except InvalidOperation:
        rate = HIGHEST_RATE + 1
    if rate.is_finite() and abs(rate) <= HIGHEST_RATE:
        return rate
    st.warning(t("money.rate_wrong", rate=_RATE), icon=":material/percent:")
    return Decimal(_RATE) / _HUNDRED


def _chart(rows: list[dict[str, CellView]], choice: _Choice) -> None:
    """Bars of every year and status, nominal full and real pale; a year that is not collected has none.

    No lines: what differs from year to year may be what was recorded, so the number of items stands on the bars.
    """
    real = "real" if choice.rate is None else "assumed"
    words = t("money.real" if choice.rate is None else "money.real_assumed", base=choice.base)
    bars: list[dict[str, Any]] = []
    for cell in rows:
        for column, name in (("sum", t("money.nominal")), (real, words)):
            value = cell[column].value
            if isinstance(value, int | Decimal):
                bars.append({
                    "year": cell["year"].text, "value": float(value), "text": cell[column].text, "what": name,
                    "status": cell["status"].text, "bar": f"{cell['status'].text}: {name}",
                    "items": f"{cell['status'].text}: {plural('money.items', int(str(cell['items'].value)))}",
                })  # fmt: skip
    if bars:
        st.altair_chart(
            _bars(pd.DataFrame(bars)),
            width="stretch",
            alt=t("money.prices_alt", years=len({bar["year"] for bar in bars})),
        )


def _bars(frame: pd.DataFrame) -> Any:
    ink, series = INK[charts.theme()], list(SERIES[charts.theme()])
    nominal = t("money.nominal")
    base = alt.Chart(frame).encode(
        x=alt.X("year:N", title=t("money.year"), axis=alt.Axis(labelAngle=0)),
        xOffset=alt.XOffset("bar:N"),
        y=alt.Y("value:Q", title=t("money.running_short"), axis=alt.Axis(format="$,.0f", tickCount=5)),
        tooltip=[
            alt.Tooltip("status:N", title=t("money.statuses")), alt.Tooltip("what:N", title=t("money.prices_by")),
            alt.Tooltip("text:N", title=t("money.running_short")), alt.Tooltip("items:N", title=" "),
        ],
    )  # fmt: skip
    chart: Any = alt.layer(
        base.mark_bar().encode(
            color=alt.Color("status:N", title=t("money.statuses"), scale=alt.Scale(range=series)),
            opacity=alt.Opacity("what:N", title=None, sort=[nominal], scale=alt.Scale(range=[1, 0.7])),
        ),
        base.mark_text(dy=-7, fontSize=11, color=ink)
        .encode(text="items:N")
        .transform_filter(alt.datum.what == nominal),
    )
    return (
        chart.properties(height=_HEIGHT)
        .configure(locale=charts.LOCALE[language()])
        .configure_view(stroke=None)
        .configure_axis(labelColor=ink, titleColor=ink)
        .configure_legend(labelColor=ink, titleColor=ink, orient="top", labelLimit=320)
    )
