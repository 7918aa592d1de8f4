"""View "Förderstufe": the stair of money with a known end, what each step takes away, and where to go from there."""

from datetime import date, timedelta
from decimal import Decimal
from html import escape
from typing import Any, Final

import altair as alt
import pandas as pd
import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from rdflib import URIRef

from app.colours import INK, SERIES
from app.money.views import FlowChoice
from app.scenarios.views import FundingChoice
from app.views import AnswerView, CellView, Row, TableView
from app.web import answers, charts, downloads, evidence, frame, origin, permalink, tables
from app.web.formats import day as written
from app.web.formats import integer, markdown
from app.web.money import reads
from app.web.money.flows import STATUSES
from app.web.stand import Stand
from app.web.states import legend
from app.web.texts import language, plural, t
from ontology import iris

_MONTHS: Final = ("12", "24", "36")
_CONFIRMED: Final = ("bewilligt", "ausgezahlt")
_ALL: Final = "alle"
_BY_STEP: Final = ("consequences", "steps", "offers", "items", "cells")
_HEIGHT: Final = 300
_FIRST_MARK: Final = 2
_MARK: Final = 15
_MARKS: Final = 3


def draw(chosen: Stand) -> None:
    """Draw the view."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        months, statuses = _choice()
        funder = _funder(chosen)
    released = reads.cliff(months, statuses, funder, chosen.asked)
    answer = released.value
    blocks = {block.name: block for block in (_main(answer), *answer.blocks)}
    st.html(f'<p class="q-lead"><strong>{escape(answer.lead)}</strong></p>')
    evidence.withheld(released)
    if answer.completeness:
        st.caption(markdown(answer.completeness.text))
    _stair(blocks, chosen.reference_date, months)
    step = _step(blocks)
    if step:
        _leads(step, blocks["items"], chosen)
    _tables(blocks, step, (months, statuses, funder), chosen)
    for note in answer.notes:
        st.caption(markdown(note))
    downloads.buttons(released, name=f"querblick-foerderstufe-{months}", key="money:cliff")
    answers.foundations(answer)


def _choice() -> tuple[int, tuple[str, ...]]:
    months = permalink.choice(
        t("money.months"), {number: t("money.months_of", number=number) for number in _MONTHS}, name="monate",
        default=_MONTHS[1], widget=st.segmented_control, required=True,
    )  # fmt: skip
    statuses = permalink.choices(
        t("money.statuses"), {name: t(f"money.status_{name}") for name in STATUSES}, name="mittel_bis", default=_CONFIRMED,
        help=t("money.statuses_help"), placeholder=t("money.status_bewilligt"),
    ) or _CONFIRMED  # fmt: skip
    return int(months), tuple(name for name in STATUSES if name in statuses)


def _funder(chosen: Stand) -> str:
    """Whose money is to be seen. Who pays anything this year is offered, also who has no item that ends."""
    whole = reads.flows(FlowChoice(chosen.reference_date.year, STATUSES), chosen.asked).value
    offered = {choice.value: choice.label for choice in whole.funders}
    return permalink.choice(t("money.only_von"), {"": t("money.all")} | offered, name="stufe_von", default="")


def _main(answer: AnswerView) -> TableView:
    return TableView(
        answer.table_title, answer.columns, answer.rows, note=answer.empty_text, name=answer.table_name
    )


def _stair(blocks: dict[str, TableView], today: date, months: int) -> None:
    """What runs with a known end, one line per status; a mark where offers fall away."""
    levels = tables.by_column(blocks["levels"])
    if not levels:
        st.info(markdown(blocks["levels"].note or ""), icon=":material/stairs:")
        return
    points: list[dict[str, Any]] = []
    for status in dict.fromkeys(cell["status"].text for cell in levels):
        own = [cell for cell in levels if cell["status"].text == status]
        points += [_point(status, cell["day"].value, cell["sum"]) for cell in own]
        points.append(
            _point(status, (pd.Timestamp(today) + pd.DateOffset(months=months)).date(), own[-1]["sum"])
        )
    marks = _marks(blocks["consequences"])
    st.altair_chart(
        _chart(pd.DataFrame(points), pd.DataFrame(marks, columns=["day", "text", "row"])),
        width="stretch",
        alt=t("money.stair_alt", steps=integer(len(marks))),
    )
    st.caption(t("money.stair_text"))


def _marks(consequences: TableView) -> list[dict[str, Any]]:
    """Where offers fall away, each a little lower than the one before, so that near ones can be read."""
    return [
        {
            "day": (cell["day"].value + timedelta(days=1)).isoformat(),
            "text": plural("money.fall_mark", int(str(cell["offers"].value))),
            "row": number % _MARKS,
        }
        for number, cell in enumerate(tables.by_column(consequences))
        if isinstance(cell["day"].value, date) and cell["offers"].value
    ]


def _point(status: str, day: Any, amount: CellView) -> dict[str, Any]:
    value = float(amount.value) if isinstance(amount.value, int | Decimal) else None
    return {"status": status, "day": day.isoformat(), "value": value, "text": amount.text, "on": written(day)}


def _chart(points: pd.DataFrame, marks: pd.DataFrame) -> Any:
    ink, series = INK[charts.theme()], list(SERIES[charts.theme()])
    time = alt.X("day:T", title=None, scale=alt.Scale(type="utc"), axis=alt.Axis(format="%m.%Y", tickCount=8))
    line = alt.Chart(points).encode(
        x=time,
        y=alt.Y("value:Q", title=t("money.running_short"), axis=alt.Axis(format="$,.0f", tickCount=5), scale=alt.Scale(zero=True)),
        strokeDash=alt.StrokeDash("status:N", title=t("money.statuses"), legend=alt.Legend(orient="top")),
        color=alt.Color("status:N", title=t("money.statuses"), scale=alt.Scale(range=series)),
        tooltip=[alt.Tooltip("status:N", title=t("money.statuses")), alt.Tooltip("on:N", title=t("money.from_day")), alt.Tooltip("text:N", title=t("money.running"))],
    )  # fmt: skip
    rules = alt.Chart(marks).encode(x=alt.X("day:T", scale=alt.Scale(type="utc")))
    # an empty layer would be a picture without words to those who hear the page; the marks themselves stand in the table
    rows = sorted(set(marks["row"]))
    chart: Any = alt.layer(
        *([rules.mark_rule(strokeDash=[2, 3], color=ink, opacity=0.5, aria=False)] if rows else []),
        line.mark_line(interpolate="step-after", strokeWidth=3),
        line.mark_point(filled=True, size=60),
        *(
            rules.transform_filter(alt.datum.row == int(row))
            .mark_text(align="left", baseline="top", dx=5, color=ink, aria=False)
            .encode(text="text:N", y=alt.value(_FIRST_MARK + _MARK * int(row)))
            for row in rows
        ),
    )
    return (
        chart.properties(height=_HEIGHT)
        .configure(locale=charts.LOCALE[language()])
        .configure_view(stroke=None)
        .configure_axis(labelColor=ink, titleColor=ink)
        .configure_legend(labelColor=ink, titleColor=ink)
    )


def _step(blocks: dict[str, TableView]) -> date | None:
    """The step the tables below are about; None = all."""
    days = sorted({
        cell["day"].value
        for name in ("steps", "consequences")
        for cell in tables.by_column(blocks[name])
        if isinstance(cell["day"].value, date)
    })  # fmt: skip
    options = {_ALL: t("money.all_steps")} | {day.isoformat(): written(day) for day in days}
    value = permalink.choice(
        t("money.step"), options, name="stufe", default=_ALL, widget=st.segmented_control, required=True
    )
    return None if value == _ALL else date.fromisoformat(value)


def _leads(step: date, items: TableView, chosen: Stand) -> None:
    """Where to go from a step: the gap matrix on the day after, and what might be done about it."""
    after = step + timedelta(days=1)
    if not frame.is_drawn():
        return
    with st.container(border=True):
        st.markdown(f"**{t('money.leads', day=written(step))}**")
        st.page_link(
            frame.page("luecken"), label=t("money.to_matrix", day=written(after)), icon=":material/grid_on:",
            query_params={**permalink.stand(), "stichtag": after.isoformat()},
        )  # fmt: skip
        st.page_link(
            frame.page("fragen"),
            label=t("money.to_programmes"),
            icon=":material/quiz:",
            query_params={**permalink.stand(), "frage": "D6"},
        )
        if frame.has("szenarien"):
            _suppositions(step, items, chosen)


def _suppositions(step: date, items: TableView, chosen: Stand) -> None:
    """To "what if": the money of one pot or payer that ends on that day, and the form is filled in."""
    found: dict[tuple[str, ...], FundingChoice] = {}
    for source in reads.money_that_may_end(chosen.asked):
        if keys := ending(source, items, step):
            found.setdefault(keys, source)  # a pot and who fills it are often the same money
    if not found:
        st.page_link(frame.page("szenarien"), label=t("money.to_scenarios"), icon=":material/experiment:", query_params=permalink.stand())  # fmt: skip
        return
    st.markdown(t("money.suppose"))
    for keys, source in found.items():
        st.page_link(
            frame.page("szenarien"), icon=":material/experiment:",
            label=f"{markdown(source.label)}, {plural('money.items', len(keys))}",
            query_params={
                **permalink.stand(), "annahme": "end-funding", "topf": source.value, "posten": ",".join(keys), "tag": step.isoformat(),
            },
        )  # fmt: skip


def ending(source: FundingChoice, items: TableView, step: date) -> tuple[str, ...]:
    """The keys of the fundings of a pot or payer that end on a day."""
    names = [column.name for column in items.columns]
    rows = (dict(zip(names, row, strict=True)) for row in items.rows)
    found = {iris.parts(URIRef(row["funding"].iri or "")) for row in rows if row["day"].value == step}
    keys = {parts.key for parts in found if parts}
    return tuple(funding.value for funding in source.fundings if funding.value in keys)


def _tables(
    blocks: dict[str, TableView], step: date | None, given: tuple[int, tuple[str, ...], str], chosen: Stand
) -> None:
    shown = [_only(blocks[name], step) for name in _BY_STEP] + [
        blocks[name] for name in ("open", "notCollected", "levels")
    ]
    months, statuses, funder = given
    behind = origin.opened(
        "geld-stufe", tuple(f"money:cliff:{block.name}" for block in shown), chosen,
        rows=lambda block, row: reads.behind_cliff(months, statuses, funder, block, row, chosen.asked).value, of=given,
    )  # fmt: skip
    for tab, block in zip(
        st.tabs([f"{block.title} ({len(block.rows)})" for block in shown]), shown, strict=True
    ):
        with tab:
            if block.name == "cells":
                legend(needs=False)
            evidence.block(block, key="money:cliff")
            behind.below(f"money:cliff:{block.name}")


def _only(table: TableView, step: date | None) -> TableView:
    at = next(j for j, column in enumerate(table.columns) if column.name == "day")
    rows: tuple[Row, ...] = tuple(row for row in table.rows if step is None or row[at].value == step)
    if table.name == "cells":
        rows = answers.leading_to_evidence(table.columns, rows)
    return TableView(table.title, table.columns, rows, note=table.note, name=table.name)
