"""What the pages of needs, goals and committees read, remembered per version as in `app.web.reads`."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.views import AnswerView, ChoiceView, TableView
from app.web import reads
from app.web.reads import Parameters
from app.web.texts import language


@st.cache_resource(show_spinner=False, max_entries=64)
def study(name: str, field: str, within: str, asked: Asked) -> Released[AnswerView]:
    """Return a study."""
    return reads.service_for(asked).studies.answer(name, asked, field=field, within=within)


@st.cache_resource(show_spinner=False, max_entries=64)
def behind(name: str, field: str, within: str, block: str, row: int, asked: Asked) -> Released[TableView]:
    """Return the records behind a row of a study."""
    return reads.service_for(asked).studies.behind(name, block, row, asked, field=field, within=within)


def choices(question: str, parameter: str, version: int) -> tuple[ChoiceView, ...]:
    """Return what a parameter of a question can be narrowed to."""
    for known in reads.questions(version, language()).value:
        if known.id == question:
            return next((p.choices for p in known.parameters if p.name == parameter), ())
    return ()


def title(question: str, version: int) -> str:
    """Return the title of a question."""
    return next((q.title for q in reads.questions(version, language()).value if q.id == question), question)


def given(**values: str) -> Parameters:
    """Return parameters in the form in which they are a key; empty ones are left out."""
    return tuple(sorted((name, (value,)) for name, value in values.items() if value))
