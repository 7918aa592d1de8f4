"""What a scenario changes: cell by cell, a question with and without it, and what does not depend on stated values."""

from datetime import timedelta
from functools import partial
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.delta_generator import DeltaGenerator  # noqa: TID251 the type of what st.progress returns

from app.scenarios.bands import MOST_RUNS, Band
from app.scenarios.views import BandView, MatrixChangeView, ScenarioView
from app.web import answers, evidence, frame, other_time, permalink, reads, tables
from app.web.errors import show_expected
from app.web.formats import day as written
from app.web.formats import markdown
from app.web.scenario import doing
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

_PLAIN: Final = tables.Look(records=False)
_RUN: Final = "scenario:bands"


def draw(scenario: ScenarioView, chosen: Stand) -> None:
    """Draw the effect on the matrix first, then what else can be asked of it."""
    st.header(t("scenario.effect"), anchor=False)
    if not any(act.active for act in scenario.acts):
        st.info(t("scenario.nothing_supposed"), icon=":material/info:")
        return
    _later(scenario, chosen)
    views = {view: t(f"scenario.view.{view}") for view in ("zellen", "frage", "spannen")}
    view = permalink.choice(
        t("scenario.view.label"), views, name="wirkung", default="zellen", widget=st.segmented_control, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    {"zellen": _cells, "frage": _question, "spannen": _bands}[view](scenario, chosen)


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
        other.id: other.name for other in reads.scenarios(language()) if other.id != scenario.id
    }
    other = permalink.choice(t("scenario.against"), others, name="gegen", default="")
    against = next((o.ref for o in reads.scenarios(language()) if o.id == other), "")
    with st.spinner(t("scenario.working")):
        released = reads.scenario_difference(scenario.ref, against, chosen.asked)
    evidence.withheld(released)
    _change(released.value)
    if frame.is_drawn():
        st.page_link(
            frame.page("luecken"), label=t("scenario.to_matrix"), icon=":material/grid_on:",
            query_params={doing.SUPPOSED: scenario.id},
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


def _bands(scenario: ScenarioView, chosen: Stand) -> None:
    st.markdown(t("scenario.bands_text", runs=MOST_RUNS))
    variable = [(act, field, label) for act in scenario.acts if act.active for field, label in act.fields]
    if not variable:
        st.info(t("scenario.no_bands"), icon=":material/info:")
        return
    with st.form(f"{_RUN}:form"):
        typed = [
            (act.id, field, st.text_input(f"{act.id} · {act.kind_text}: {label}", key=f"{_RUN}:{act.id}:{field}", placeholder=_example(field)))
            for act, field, label in variable
        ]  # fmt: skip
        sent = st.form_submit_button(t("scenario.run_bands"), icon=":material/playlist_play:", type="primary")
    stated = tuple(
        Band(act, field, tuple(part.strip() for part in text.split(";") if part.strip()))
        for act, field, text in typed
        if text.strip()
    )
    key = (scenario.ref, stated, chosen.asked)
    if sent:
        st.session_state[_RUN] = None
        bar = st.progress(0.0, text=t("scenario.working"))
        try:
            found = doing.desk().bands(scenario.id, stated, chosen.asked, step=partial(_told, bar))
            st.session_state[_RUN] = (key, found.value)
        except KnowledgeGraphError as error:
            show_expected(error)
        bar.empty()
    kept = st.session_state.get(_RUN)
    if kept and kept[0] == key:
        _found(kept[1])


def _told(bar: DeltaGenerator, done: int, of: int) -> None:
    bar.progress(done / of, text=plural("scenario.runs_done", done))


def _found(found: BandView) -> None:
    st.markdown(f"**{markdown(found.lead)}**")
    st.caption(plural("scenario.untouched", found.untouched))
    for table in (found.stable, found.contested):
        evidence.block(table, key="scenario:bands", records=False)


def _example(field: str) -> str:
    return "2026-12-31; 2027-06-30" if field.endswith("day") else "16; 18; 21"
