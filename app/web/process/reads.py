"""What the page of the planning process reads and does.

A process is no fact of the town: no version and no scenario changes it, so it is asked of the town as it is, and afresh
every time, because others change it as well.
"""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.processes.desk import ProcessDesk
from app.processes.views import ProcessInfo, ProcessView
from app.views import AnswerView
from app.web import reads, registry
from app.web.texts import language, t

WHO = "process:who"


def desk() -> ProcessDesk:
    """Return the processes of this process's town."""
    return reads.service().processes


def processes() -> tuple[ProcessInfo, ...]:
    """Return which there are."""
    return desk().processes(language()).value


def process(name: str, asked: Asked) -> Released[ProcessView]:
    """Return a process as it stands."""
    return desk().process(name, asked)


def as_table(name: str, asked: Asked) -> Released[AnswerView]:
    """Return the same for the exports."""
    return desk().answer(name, asked)


def who() -> str:
    """Return the function that changes something, as said in the field `draw_who` draws."""
    return str(st.session_state.get(WHO) or t("process.who_default"))


def draw_who() -> None:
    """Draw the field that says which function changes something."""
    st.session_state.setdefault(WHO, t("process.who_default"))
    st.text_input(t("process.who"), key=WHO, help=t("process.who_help"), persist_state="session")


def questions(version: int) -> dict[str, str]:
    """Return the questions of the catalogue, id → id and title."""
    return {q.id: f"{q.id} · {q.title}" for q in reads.questions(version, language()).value}


def pages() -> dict[str, str]:
    """Return the pages of the app, address → title."""
    return {found.header.url_path: found.title for found in registry.discover()}
