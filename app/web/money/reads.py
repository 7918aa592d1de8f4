"""What the page of the money reads from the service, remembered per version like all of `app.web.reads`."""

from decimal import Decimal

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.money.views import DatesView, FlowChoice, FlowView
from app.scenarios.views import FundingChoice
from app.views import AnswerView, ChoiceView, TableView
from app.web.reads import service, service_for


@st.cache_resource(show_spinner=False, max_entries=4)
def funding_kinds(lang: str) -> Released[tuple[ChoiceView, ...]]:
    """Return the kinds of funding."""
    return service().money.kinds(lang)


@st.cache_resource(show_spinner=False, max_entries=64)
def flows(choice: FlowChoice, asked: Asked) -> Released[FlowView]:
    """Return the ways of the money of a year."""
    return service_for(asked).money.flows(choice, asked)


@st.cache_resource(show_spinner=False, max_entries=64)
def flows_answer(choice: FlowChoice, asked: Asked) -> Released[AnswerView]:
    """Return the same as an answer, for the exports."""
    return service_for(asked).money.flows_answer(choice, asked, found=flows(choice, asked))


@st.cache_resource(show_spinner=False, max_entries=64)
def behind_flow(choice: FlowChoice, block: str, row: int, asked: Asked) -> Released[TableView]:
    """Return the funding items behind a row."""
    return service_for(asked).money.behind_flow(choice, block, row, asked)


@st.cache_resource(show_spinner=False, max_entries=32)
def cliff(months: int, statuses: tuple[str, ...], funder: str, asked: Asked) -> Released[AnswerView]:
    """Return what ends when, and what is lost then."""
    return service_for(asked).money.cliff(months, statuses, asked, funder)


@st.cache_resource(show_spinner=False, max_entries=64)
def behind_cliff(
    months: int, statuses: tuple[str, ...], funder: str, block: str, row: int, asked: Asked
) -> Released[TableView]:
    """Return the records behind a row of the cliff."""
    return service_for(asked).money.behind_cliff(months, statuses, block, row, asked, funder)


@st.cache_resource(show_spinner=False, max_entries=32)
def dates(months: int, kinds: tuple[str, ...], asked: Asked) -> Released[DatesView]:
    """Return the deadlines."""
    return service_for(asked).money.dates(months, asked, kinds)


@st.cache_resource(show_spinner=False, max_entries=32)
def prices(since: int, base: int, statuses: str, rate: Decimal | None, asked: Asked) -> Released[AnswerView]:
    """Return the grants by year, nominal and real."""
    return service_for(asked).money.prices(since, base, statuses, asked, rate)


@st.cache_resource(show_spinner=False, max_entries=16)
def money_that_may_end(asked: Asked) -> tuple[FundingChoice, ...]:
    """Return pots and payers whose money may be supposed to end, as the form of a scenario offers them."""
    return service().scenarios.money(asked).value
