"""An answer on a page: what it says, the rows, the chart, what it rests on, and where every record comes from."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.views import AnswerView, CountView
from app.web import charts, downloads, evidence, tables
from app.web.formats import day, integer, markdown
from app.web.states import legend
from app.web.texts import t

_CLAIM_ICONS: Final = {
    "belastbar": ":material/verified:",
    "vorlaeufig": ":material/pending:",
    "hinweis": ":material/info:",
    "nicht_beurteilbar": ":material/help:",
}
_CHARTS: Final = ("bar", "balken", "saeulen")


def draw(released: Released[AnswerView], *, key: str) -> str | None:
    """Draw an answer, and return the record the reader chose to see the origin of."""
    answer = released.value
    if answer.lead:
        st.html(f'<p class="q-lead"><strong>{escape(answer.lead)}</strong></p>')
    evidence.withheld(released)
    _completeness(answer)
    if answer.truncated:
        st.warning(t("answer.truncated", rows=integer(len(answer.rows))), icon=":material/content_cut:")
    chosen = _rows(answer, key)
    for block in answer.blocks:
        chosen = evidence.block(block, key=f"{key}:block") or chosen
    for note in answer.notes:
        st.caption(markdown(note))
    downloads.buttons(released, name=f"querblick-{answer.question_id}", key=key)
    return chosen


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


def _rows(answer: AnswerView, key: str) -> str | None:
    if not answer.rows:
        st.info(t("answer.no_rows", date=day(answer.reference_date)), icon=":material/search_off:")
        return None
    if any(column.kind == "state" for column in answer.columns):
        legend(needs=False)
    if answer.chart not in _CHARTS:
        return _table(answer, key)
    as_table, as_chart = st.tabs([t("answer.as_table"), t("answer.as_chart")])
    with as_chart:
        if not charts.bars(answer):
            st.caption(t("chart.nothing"))
    with as_table:
        return _table(answer, key)


def _table(answer: AnswerView, key: str) -> str | None:
    count = len(answer.rows)
    st.caption(t("answer.rows.one") if count == 1 else t("answer.rows.many", count=integer(count)))
    return tables.draw(
        answer.columns,
        answer.rows,
        key=f"{key}:rows",
        caption=answer.title,
        look=tables.Look(totals=answer.totals),
    ).record
