"""What a scenario changes: cell by cell, a question with and without it, and what does not depend on stated values."""

from datetime import timedelta
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.scenarios.views import MatrixChangeView, ScenarioView
from app.web import answers, evidence, frame, other_time, permalink, reads, tables
from app.web.errors import show_expected
from app.web.formats import day as written
from app.web.formats import markdown
from app.web.scenario import doing, ranges
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.errors import KnowledgeGraphError

_PLAIN: Final = tables.Look(records=False)


def draw(scenario: ScenarioView, chosen: Stand) -> None:
    """Draw the effect on the matrix first, then what else can be asked of it."""
    st.header(t("scenario.effect"), anchor=False)
    if not any(act.active for act in scenario.acts):
        st.info(t("scenario.nothing_supposed"), icon=":material/info:")
        with st.expander(t("scenario.view.spannen"), icon=":material/unfold_more:"):
            ranges.draw(scenario, chosen)
        return
    _later(scenario, chosen)
    views = {view: t(f"scenario.view.{view}") for view in ("zellen", "frage", "spannen")}
    view = permalink.choice(
        t("scenario.view.label"), views, name="wirkung", default="zellen", widget=st.segmented_control, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    {"zellen": _cells, "frage": _question, "spannen": ranges.draw}[view](scenario, chosen)


def _later(scenario: ScenarioView, chosen: Stand) -> None:
    """Say so where what is supposed to end has not ended yet on the reference date, and offer the day after it."""
    ends = [act.day for act in scenario.acts if act.active and act.day]
    if not ends or max(ends) < chosen.reference_date:
        return
    after = max(ends) + timedelta(days=1)
    with st.container(horizontal=True, vertical_alignment="center", key="noprint_later"):
        st.info(t("scenario.not_yet", day=written(chosen.reference_date)), icon=":material/event:")
        st.button(
            t("scenario.look_later", day=written(after)), icon=":material/update:", key="scenario:later",
            on_click=permalink.put_back, args=(other_time.DATE, after),
        )  # fmt: skip


def _cells(scenario: ScenarioView, chosen: Stand) -> None:
    others = {"": t("scenario.as_recorded")} | {
        other.id: other.name
        for other in reads.scenarios(language(), chosen.audience)
        if other.id != scenario.id
    }
    other = permalink.choice(t("scenario.against"), others, name="gegen", default="")
    against = next((o.ref for o in reads.scenarios(language(), chosen.audience) if o.id == other), "")
    with st.spinner(t("scenario.working")):
        released = reads.scenario_difference(scenario.ref, against, chosen.asked)
    evidence.withheld(released)
    _change(released.value)
    if frame.is_drawn():
        st.page_link(
            frame.page("luecken"), label=t("scenario.to_matrix"), icon=":material/grid_on:",
            query_params={**permalink.stand(), doing.SUPPOSED: scenario.id},
        )  # fmt: skip


def _change(found: MatrixChangeView) -> None:
    st.markdown(f"**{markdown(found.lead)}**")
    if not found.table.rows:
        return
    tables.draw(
        found.table.columns, found.table.rows, key="scenario:cells", caption=found.table.title, look=_PLAIN
    )
    with st.expander(t("answer.thresholds")):
        evidence.facts(found.thresholds)


def _question(scenario: ScenarioView, chosen: Stand) -> None:
    titles = {q.id: f"{q.id} · {q.title}" for q in reads.questions(chosen.version, language()).value}
    question = permalink.choice(
        t("scenario.question"), titles, name="frage", default="A1", key="scenario:question"
    )
    try:
        with st.spinner(t("scenario.working")):
            released = reads.scenario_answer(scenario.ref, question, chosen.asked)
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    answers.draw(released, key=f"scenario:{question}")
    answers.foundations(released.value)
