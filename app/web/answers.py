"""An answer on a page: what it says, the rows, the chart, what it rests on, and where every record comes from."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.views import AnswerView, ColumnView, CountView, Row
from app.web import charts, downloads, evidence, tables
from app.web.formats import day, integer, markdown
from app.web.states import legend
from app.web.texts import plural, t

_CLAIM_ICONS: Final = {
    "belastbar": ":material/verified:",
    "vorlaeufig": ":material/pending:",
    "hinweis": ":material/info:",
    "nicht_beurteilbar": ":material/help:",
}
_CHARTS: Final = ("bar", "balken", "saeulen")


def table_keys(answer: AnswerView, key: str) -> tuple[str, ...]:
    """Return the session names of the tables `draw` makes, the main one first."""
    return (f"{key}:rows", *(f"{key}:{block.name}" for block in answer.blocks))


def draw(
    released: Released[AnswerView],
    *,
    key: str,
    below: Callable[[str], None] | None = None,
    when_empty: Callable[[], None] | None = None,
) -> None:
    """Draw an answer.

    Args:
        released: the answer.
        key: a name in the session.
        below: called with the session name of each table right after it, to draw what stands behind an entry.
        when_empty: called if no table of the answer has a row, to draw why.
    """
    answer = released.value
    records = below is not None
    if answer.lead:
        st.html(f'<p class="q-lead"><strong>{escape(answer.lead)}</strong></p>')
    evidence.withheld(released)
    _completeness(answer)
    if answer.truncated:
        st.warning(t("answer.truncated", rows=integer(len(answer.rows))), icon=":material/content_cut:")
    _rows(answer, key, records=records)
    if when_empty and not answer.rows and not any(block.rows for block in answer.blocks):
        when_empty()
    if below:
        below(f"{key}:rows")
    for block in answer.blocks:
        led = replace(block, rows=leading_to_evidence(block.columns, block.rows))
        evidence.block(led, key=key, records=records)
        if below:
            below(f"{key}:{block.name}")
    for note in answer.notes:
        st.caption(markdown(note))
    downloads.buttons(released, name=f"querblick-{answer.question_id}", key=key)


def foundations(answer: AnswerView) -> None:
    """Draw what the answer rests on: definition, parameters, thresholds, exclusions, and the query itself."""
    with st.expander(t("answer.definition")):
        st.markdown(markdown(answer.definition))
    with st.expander(t("answer.how", left_out=integer(sum(count.count for count in answer.exclusions)))):
        if answer.parameters:
            st.markdown(f"**{t('answer.parameters')}**")
            evidence.facts(answer.parameters)
        if answer.thresholds:
            st.markdown(f"**{t('answer.thresholds')}**")
            evidence.facts(answer.thresholds)
        st.markdown(f"**{t('answer.exclusions')}**")
        if answer.exclusions:
            exclusions(answer.exclusions)
        else:
            st.caption(t("answer.nothing_excluded"))
        if answer.completeness and answer.completeness.statements:
            st.markdown(f"**{t('answer.completeness')}**")
            evidence.facts(answer.completeness.statements)
    if answer.query_text:
        with st.expander(t("answer.show_query")):
            st.caption(t("answer.query_text"))
            st.code(answer.query_text, language=None, wrap_lines=True)


def exclusions(counts: tuple[CountView, ...]) -> None:
    """Draw what was left out, how often and why."""
    items = "".join(f"<li>{integer(count.count)} · {escape(count.label)}</li>" for count in counts)
    st.html(f'<ul class="q-list">{items}</ul>')


def _completeness(answer: AnswerView) -> None:
    said = answer.completeness
    if said:
        st.markdown(f"{_CLAIM_ICONS.get(said.claim, ':material/info:')} {markdown(said.text)}")


def _rows(answer: AnswerView, key: str, *, records: bool) -> None:
    if answer.table_title:
        st.markdown(f"**{markdown(answer.table_title)}**")
    if not answer.rows:
        words = answer.empty_text or t("answer.no_rows", date=day(answer.reference_date))
        st.info(markdown(words), icon=":material/search_off:")
        return
    if any(column.kind == "state" for column in answer.columns):
        legend(needs=False)
    if answer.chart not in _CHARTS:
        _table(answer, key, records=records)
        return
    as_table, as_chart = st.tabs([t("answer.as_table"), t("answer.as_chart")])
    with as_chart:
        if not charts.bars(answer):
            st.caption(t("chart.nothing"))
    with as_table:
        _table(answer, key, records=records)


def _table(answer: AnswerView, key: str, *, records: bool) -> None:
    st.caption(
        plural("answer.rows", len(answer.rows)) + (f" · {t('answer.choose_record')}" if records else "")
    )
    tables.draw(
        answer.columns,
        leading_to_evidence(answer.columns, answer.rows),
        key=f"{key}:rows",
        caption=answer.title,
        look=tables.Look(totals=answer.totals, records=records),
    )


def leading_to_evidence(columns: tuple[ColumnView, ...], rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Make the state of a row that names need, target group and area lead to the evidence of that cell."""
    index = {column.name: j for j, column in enumerate(columns)}
    if not {"state", *evidence.CELL} <= index.keys():
        return rows
    state = index["state"]
    led: list[Row] = []
    for row in rows:
        cell = [row[index[name]].iri for name in evidence.CELL]
        key = evidence.cell_key(*cell) if all(cell) else None
        led.append((*row[:state], replace(row[state], iri=key), *row[state + 1 :]))
    return tuple(led)
