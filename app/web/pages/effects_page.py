"""Ziele und Wirkung: from the goals of the Leitbild to results by effect level, and which funding rests on criteria."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import downloads, evidence, frame, permalink, stand
from app.web import reads as shared
from app.web.formats import markdown
from app.web.planning import parts, reads, ways
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Ziele und Wirkung", "en": "Goals and effect"},
    order=70,
    url_path="ziele",
    icon="flag",
    help={
        "de": "Vom Leitbild über Maßnahmen und Angebote zu Indikatoren und Werten, je Wirkungsstufe, ohne Ursachen zu behaupten.",
        "en": "From the Leitbild over measures and offers to indicators and values, by effect level, without claiming causes.",
    },
    group={"de": "Planung", "en": "Planning"},
)
_STUDY: Final = "goal-ways"
_CRITERIA: Final = "criteria-and-funds"
_PARTS: Final = ("ways", "table", "attainment", "levels", "series", "criteria", "grounds", "users")
_QUESTIONS: Final = {
    "attainment": ("M2",),
    "levels": ("F2",),
    "series": ("F3",),
    "criteria": ("D4", "F1", "F4"),
    "grounds": ("M3", "M1"),
    "users": ("F5",),
}


def render(chosen: Stand) -> None:
    """Draw the finding, the stairs of effect, then the part that is chosen."""
    released = reads.study(_STUDY, "", "", chosen.asked)
    view = released.value
    parts.lead(view.lead)
    evidence.withheld(released)
    st.caption(t("goals.no_cause"))
    part = parts.choose({name: t(f"goals.part_{name}") for name in _PARTS}, default=_PARTS[0])
    if part == "table":
        parts.study_tables(_STUDY, chosen)
    elif part in _QUESTIONS:
        _questions(part, chosen)
    else:
        _ways(chosen)
    if part not in _QUESTIONS:
        with st.expander(t("answer.definition")):
            st.markdown(markdown(view.definition))
    if frame.is_drawn():
        st.page_link(
            frame.page("datensaetze"),
            label=t("goals.records"),
            icon=":material/edit_note:",
            query_params={**permalink.stand(), "klasse": "ziel"},
        )
    stand.source_line(chosen)


def _questions(part: str, chosen: Stand) -> None:
    """One question at a time; for criteria an overview of what rests on them comes first."""
    offered = {"": t("goals.overview")} if part == "criteria" else {}
    offered |= {name: f"{name} {reads.title(name, chosen.version)}" for name in _QUESTIONS[part]}
    question = next(iter(offered))
    if len(offered) > 1:
        question = permalink.choice(
            t("goals.which"), offered, name=f"frage-{part}", default=question, widget=st.segmented_control,
            required=True, label_visibility="collapsed",
        )  # fmt: skip
    if question:
        parts.question(question, chosen)
    else:
        _criteria(chosen)


def _ways(chosen: Stand) -> None:
    released = reads.study(_STUDY, "", "", chosen.asked)
    if not released.value.rows:
        st.info(t("goals.none"), icon=":material/info:")
        return
    ways.tree(released.value)
    downloads.buttons(released, name="querblick-ziele", key="goals:files")
    levels = shared.answer("F2", (), chosen.asked)
    st.header(t("goals.stairs"), anchor=False)
    st.markdown(markdown(levels.value.lead))
    evidence.withheld(levels)
    ways.stairs(levels.value)
    parts.to_question("F2", chosen)


def _criteria(chosen: Stand) -> None:
    """Which funding rests on which criterion, before the questions about grants, agreements and funders."""
    released = reads.study(_CRITERIA, "", "", chosen.asked)
    st.markdown(f"**{markdown(released.value.lead)}**")
    evidence.withheld(released)
    parts.study_tables(_CRITERIA, chosen)
    st.caption(markdown(released.value.definition))
