"""Stated ranges: what of a scenario, and of the answers, depends on values nobody knows for sure."""

from functools import partial
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.delta_generator import DeltaGenerator  # noqa: TID251 the type of what st.progress returns

from app.scenarios.assumptions import THRESHOLD
from app.scenarios.bands import MOST_RUNS, Band
from app.scenarios.views import AssumptionView, BandView, ScenarioView
from app.web import evidence, permalink
from app.web.errors import show_expected
from app.web.formats import markdown
from app.web.scenario import doing
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

_RUN: Final = "scenario:bands"


def draw(scenario: ScenarioView, chosen: Stand) -> None:
    """Draw the fields, and what was worked out last with what they hold."""
    st.markdown(t("scenario.bands_text", runs=MOST_RUNS))
    assumed = _assumptions(scenario)
    fields = [(act, field, label) for act in scenario.acts if act.active for field, label in act.fields]
    with st.form(f"{_RUN}:form"):
        typed = [
            (act.id, field, _text(scenario, f"{act.id}-{field}", f"{act.id} · {act.kind_text}: {label}", _example(field)))
            for act, field, label in fields
        ]  # fmt: skip
        typed += [(THRESHOLD, found.name, _values(scenario, found)) for found in assumed]
        sent = st.form_submit_button(
            t("scenario.run_bands"),
            icon=":material/playlist_play:",
            type="primary",
            disabled=not typed,
        )
    stated = tuple(
        Band(act, field, tuple(part.strip() for part in text.split(";") if part.strip()))
        for act, field, text in typed
        if text.strip()
    )
    key = (scenario.ref, stated, chosen.asked)
    if sent:
        _work(scenario, stated, key, chosen)
    kept = st.session_state.get(_RUN)
    if kept and kept[0] == key:
        _found(kept[1])


def _assumptions(scenario: ScenarioView) -> list[AssumptionView]:
    """Which planning assumptions are to vary."""
    offered = {found.name: found for found in doing.desk().assumptions(language()).value}
    labels = {name: f"{found.label} ({found.value})" for name, found in offered.items()}
    picked = permalink.choices(
        t("scenario.assumptions"), labels, name="schwelle", key=f"{_RUN}:{scenario.id}:assumptions",
        placeholder=t("scenario.choose"), help=t("scenario.assumptions_help"),
    )  # fmt: skip
    return [offered[name] for name in picked]


def _values(scenario: ScenarioView, found: AssumptionView) -> str:
    label = f"{found.label}: {t('scenario.now', value=found.value)}"
    where = t("scenario.decides", where=found.decides)
    return _text(scenario, found.name, label, t("scenario.values_example"), where)


def _text(scenario: ScenarioView, name: str, label: str, example: str, told: str | None = None) -> str:
    """The values of one range; they stay when the page shows something else, and stand in the address."""
    return permalink.text(
        label, name=f"spanne-{name}", key=f"{_RUN}:{scenario.id}:{name}", placeholder=example, help=told
    )


def _work(scenario: ScenarioView, stated: tuple[Band, ...], key: object, chosen: Stand) -> None:
    st.session_state[_RUN] = None
    bar = st.progress(0.0, text=t("scenario.working"))
    try:
        found = doing.desk().bands(scenario.id, stated, chosen.asked, step=partial(_told, bar))
        st.session_state[_RUN] = (key, found.value)
    except KnowledgeGraphError as error:
        show_expected(error)
    bar.empty()


def _told(bar: DeltaGenerator, done: int, of: int) -> None:
    bar.progress(done / of, text=plural("scenario.runs_done", done))


def _found(found: BandView) -> None:
    st.markdown(f"**{markdown(found.lead)}**")
    st.markdown("\n".join(f"{at}. {markdown(run)}" for at, run in enumerate(found.variants, start=1)))
    if found.untouched is not None:
        st.caption(plural("scenario.untouched", found.untouched))
    for table in (found.stable, found.contested):
        if table is not None:
            evidence.block(table, key="scenario:bands", records=False)
    for at, part in enumerate(found.questions):
        st.markdown(f"**{markdown(part.title)}**  \n{markdown(part.lead)}")
        for table in (part.contested, part.stable):
            evidence.block(table, key=f"scenario:bands:{at}", records=False)


def _example(field: str) -> str:
    return t("scenario.days_example" if field.endswith("day") else "scenario.numbers_example")
