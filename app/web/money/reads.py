"""What the page of the money reads from the service, remembered per version like all of `app.web.reads`."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.money_views import FlowChoice, FlowView
from app.views import AnswerView, ChoiceView, TableView
from app.web.reads import service, service_for


@st.cache_resource(show_spinner=False, max_entries=4)
def kinds(lang: str) -> Released[tuple[ChoiceView, ...]]:
    """Return the kinds of funding."""
    return service().money.kinds(lang)


@st.cache_resource(show_spinner=False, max_entries=64)
def flows(choice: FlowChoice, asked: Asked) -> Released[FlowView]:
    """Return the ways of the money of a year."""
    return service_for(asked).money.flows(choice, asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def flows_answer(choice: FlowChoice, asked: Asked) -> Released[AnswerView]:
    """Return the same as an answer, for the exports."""
    return service_for(asked).money.flows_answer(choice, asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def behind_flow(choice: FlowChoice, block: str, row: int, asked: Asked) -> Released[TableView]:
    """Return the funding items behind a row."""
    return service_for(asked).money.behind_flow(choice, block, row, asked)
