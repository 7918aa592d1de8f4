"""A step of the process: what helps with it, a form for everything that can be set, its place among the others."""

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.processes.steps import Status, lines
from app.processes.views import ProcessView, StepView
from app.web import frame, permalink
from app.web.desk import acts
from app.web.formats import day_pattern, markdown
from app.web.process import reads
from app.web.texts import t

if TYPE_CHECKING:
    from app.processes.desk import Value

CHOICE = "schritt"
_DAYS = ("start", "end", "begun", "finished")


def draw(view: ProcessView, step: StepView, version: int, *, can_change: bool) -> None:
    """Draw the step; its form only for whoever may see notes."""
    with st.container(border=True):
        st.markdown(f"**{step.number}. {markdown(step.title)}** · {markdown(step.state_text)}")
        if step.aim:
            st.markdown(markdown(step.aim))
        _helps(step, version)
        if can_change and not view.closed:
            _form(view, step, version)
            _place(view, step)


def _helps(step: StepView, version: int) -> None:
    if step.papers:
        st.markdown(f"**{t('process.papers')}**  \n" + "  \n".join(markdown(paper) for paper in step.papers))
    if not frame.is_drawn() or not (step.questions or step.pages):
        return
    titles, pages = reads.questions(version), reads.pages()
    with st.container(horizontal=True):
        for name in (name for name in step.pages if name in pages):
            st.page_link(frame.page(name), label=markdown(pages[name]), icon=":material/web:")
        for name in (name for name in step.questions if name in titles):
            st.page_link(
                frame.page("fragen"),
                label=markdown(titles[name]),
                icon=":material/quiz:",
                query_params={**permalink.stand(), "frage": name},
            )


def _form(view: ProcessView, step: StepView, version: int) -> None:
    key = f"process:{view.id}:{step.id}:{view.number}"  # another state, other fields: none shows what is no longer so
    with st.form(key, border=False):
        one, two = st.columns(2)
        one.text_input(t("process.title"), step.title, key=f"{key}:title")
        two.text_input(t("process.owner"), step.owner, key=f"{key}:owner", help=t("process.who_help"))
        states = [str(status) for status in Status]
        st.segmented_control(
            t("process.state"), states, default=step.status, required=True, key=f"{key}:status",
            format_func=lambda status: t(f"process.status_{status}"),
        )  # fmt: skip
        for column, name in zip(st.columns(len(_DAYS)), _DAYS, strict=True):
            column.date_input(
                t(f"process.{name}"), getattr(step, name), format=day_pattern(), key=f"{key}:{name}"
            )
        titles, pages = reads.questions(version), reads.pages()
        one, two = st.columns(2)
        one.multiselect(
            t("process.questions"), list(titles), [n for n in step.questions if n in titles],
            format_func=lambda name: titles[name], key=f"{key}:questions",
        )  # fmt: skip
        two.multiselect(
            t("process.pages"), list(pages), [n for n in step.pages if n in pages],
            format_func=lambda name: pages[name], key=f"{key}:pages",
        )  # fmt: skip
        one, two = st.columns(2)
        one.text_area(
            t("process.papers"), "\n".join(step.papers), key=f"{key}:papers", help=t("process.papers_help")
        )
        two.text_area(t("process.note"), step.note, key=f"{key}:note", help=t("process.note_help"))
        st.text_area(t("process.aim"), step.aim, key=f"{key}:aim")
        st.form_submit_button(
            t("process.save"),
            type="primary",
            icon=":material/save:",
            on_click=acts.act,
            args=(_save, view, step, key),
        )


def _save(view: ProcessView, step: StepView, key: str) -> None:
    given = {
        name: st.session_state[f"{key}:{name}"]
        for name in ("title", "owner", "aim", "note", "status", *_DAYS)
    }
    values: dict[str, Value] = {
        name: v for name, v in given.items() if isinstance(v, str | date) or v is None
    }
    values["papers"] = lines(st.session_state[f"{key}:papers"])
    for name in ("questions", "pages"):
        values[name] = tuple(st.session_state[f"{key}:{name}"])
    reads.desk().set_step(view.id, step.id, values, who=reads.who(), seen=view.number)
    acts.say(t("process.saved", title=step.title))


def _place(view: ProcessView, step: StepView) -> None:
    with st.container(horizontal=True):
        for by, word, icon, off in (
            (-1, "up", "arrow_upward", step.number == 1),
            (1, "down", "arrow_downward", step.number == len(view.steps)),
        ):
            st.button(
                t(f"process.{word}"), icon=f":material/{icon}:", disabled=off, key=f"process:{word}",
                on_click=acts.act, args=(_move, view, step, by),
            )  # fmt: skip
        st.button(
            t("process.drop"), icon=":material/delete:", type="tertiary", disabled=len(view.steps) == 1,
            key="process:drop", on_click=acts.act, args=(_drop, view, step),
        )  # fmt: skip


def _move(view: ProcessView, step: StepView, by: int) -> None:
    reads.desk().move_step(view.id, step.id, by, who=reads.who(), seen=view.number)


def _drop(view: ProcessView, step: StepView) -> None:
    reads.desk().remove_step(view.id, step.id, who=reads.who(), seen=view.number)
    permalink.put_back(CHOICE, "")
    acts.say(t("process.dropped", title=step.title))
