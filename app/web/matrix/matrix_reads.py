"""What the page of the gap matrix reads: one computation per area and version, narrowed in the session without asking again."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gaps.choice import MatrixChoice
from app.gaps.views import SavedViewView
from app.gate import Released
from app.views import MatrixView
from app.web import reads
from ontology.iris import Audience


@st.cache_resource(show_spinner=False, max_entries=48)
def whole(axis: str, area: str | None, groups: tuple[str, ...], asked: Asked) -> Released[MatrixView]:
    """Return the matrix without any filter: of an area, or of the group along the areas.

    All filters but these are applied to what is remembered here (`app.gaps.choice.narrow`).
    """
    return reads.service_for(asked).gaps.matrix(MatrixChoice(axis=axis, area=area, groups=groups), asked)


def narrowed(choice: MatrixChoice, asked: Asked) -> Released[MatrixView]:
    """Return what the filters leave, for a file; asked afresh, only when somebody wants the file."""
    return reads.service_for(asked).gaps.matrix(choice, asked)


def views(page: str, lang: str, audience: Audience) -> tuple[SavedViewView, ...]:
    """Return the kept views; read afresh, because others keep some as well."""
    return reads.service().gaps.views(page, lang, audience).value
