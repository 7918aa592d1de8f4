"""Keeping a process: begin one, add a step, rename, close, and its history with the way back."""

from datetime import date

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.processes.views import ProcessView
from app.views import CellKind, CellView, ColumnView
from app.web import permalink, tables
from app.web.desk import acts
from app.web.formats import day_pattern, moment
from app.web.process import reads
from app.web.texts import t

CHOICE = "prozess"
_TITLE, _FIRST, _NAME, _NEW = "process:new_title", "process:new_first", "process:rename", "process:add"


def begin() -> None:
    """Draw the form that begins a process."""
    with st.form("process:begin"):
        one, two = st.columns(2)
        one.text_input(t("process.name"), key=_TITLE, placeholder=t("process.name_example"))
        two.date_input(
            t("process.first_day"), None, format=day_pattern(), key=_FIRST, help=t("process.first_day_help")
        )
        st.form_submit_button(
            t("process.begin"), type="primary", icon=":material/add:", on_click=acts.act, args=(_begin,)
        )


def _begin() -> None:
    first = st.session_state[_FIRST]
    made = reads.desk().begin(
        st.session_state[_TITLE], who=reads.who(), first_day=first if isinstance(first, date) else None
    )
    permalink.put_back(CHOICE, made.value.id)
    st.session_state[_TITLE], st.session_state[_FIRST] = "", None  # a second press begins no second one
    acts.say(t("process.begun_with", title=made.value.title, number=len(made.value.steps)))


def change(view: ProcessView) -> None:
    """Draw what changes the process as a whole."""
    with st.expander(t("process.change_process"), icon=":material/tune:"):
        reads.draw_who()
        if view.closed:
            with st.container(horizontal=True):
                st.button(
                    t("process.reopen"), icon=":material/lock_open:", on_click=acts.act, args=(_reopen, view)
                )
                with st.popover(t("process.discard"), icon=":material/delete:"):
                    st.markdown(t("process.discard_text"))
                    st.button(
                        t("process.discard_sure"),
                        on_click=acts.act,
                        args=(_discard, view),
                        key="process:discard",
                    )
            return
        one, two = st.columns(2)
        with one.form("process:add_form", border=False):
            st.text_input(t("process.own_step"), key=_NEW)
            names = {"": t("process.at_end")} | {
                step.id: f"{step.number}. {step.title}" for step in view.steps
            }
            after = st.selectbox(t("process.behind"), list(names), format_func=lambda name: names[name])
            st.form_submit_button(
                t("process.add"), icon=":material/add:", on_click=acts.act, args=(_add, view, after)
            )
        with two.form("process:rename_form", border=False):
            st.text_input(t("process.name"), view.title, key=f"{_NAME}:{view.number}")
            st.form_submit_button(
                t("process.rename"), icon=":material/edit:", on_click=acts.act, args=(_rename, view)
            )
        st.button(
            t("process.close"),
            icon=":material/lock:",
            on_click=acts.act,
            args=(_close, view),
            key="process:close",
        )


def history(view: ProcessView) -> None:
    """Draw what changed, and the way back to an earlier state."""
    with st.expander(t("process.history", number=len(view.changes)), icon=":material/history:"):
        columns = (
            ColumnView("number", t("process.number"), CellKind.INTEGER),
            ColumnView("when", t("process.when"), CellKind.TEXT),
            ColumnView("who", t("process.who"), CellKind.TEXT),
            ColumnView("what", t("process.what"), CellKind.TEXT),
        )
        rows = [
            (
                CellView(str(c.number), c.number),
                CellView(moment(c.when), c.when.isoformat()),
                CellView(c.who),
                CellView("; ".join(c.what)),
            )
            for c in view.changes
        ]
        tables.draw(
            columns,
            rows,
            key="process:history",
            caption=t("process.history_caption"),
            look=tables.Look(records=False),
        )
        if len(view.changes) > 1:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                number = st.selectbox(
                    t("process.back_to"),
                    [c.number for c in view.changes[1:]],
                    width=160,
                    key=f"process:back:{view.number}",
                )
                st.button(
                    t("process.back"), icon=":material/undo:", on_click=acts.act, args=(_back, view, number)
                )


def _add(view: ProcessView, after: str) -> None:
    title = st.session_state[_NEW]
    reads.desk().add_step(view.id, title, who=reads.who(), after=after, seen=view.number)
    st.session_state[_NEW] = ""
    acts.say(t("process.added", title=title))


def _rename(view: ProcessView) -> None:
    reads.desk().rename(
        view.id, st.session_state[f"{_NAME}:{view.number}"], who=reads.who(), seen=view.number
    )


def _close(view: ProcessView) -> None:
    reads.desk().close(view.id, who=reads.who(), seen=view.number)
    acts.say(t("process.closed_now", title=view.title))


def _reopen(view: ProcessView) -> None:
    reads.desk().reopen(view.id, who=reads.who(), seen=view.number)


def _discard(view: ProcessView) -> None:
    reads.desk().discard(view.id)
    permalink.put_back(CHOICE, "")
    acts.say(t("process.discarded", title=view.title))


def _back(view: ProcessView, number: int) -> None:
    reads.desk().restore(view.id, number, who=reads.who(), seen=view.number)
    acts.say(t("process.restored", number=number))
