"""A page of several answers: one is chosen, one is drawn, with its lead, its evidence and the way to the question."""

from collections.abc import Mapping
from functools import partial
from html import escape

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import AnswerView, CellView, ChoiceView, TableView
from app.web import answers, downloads, evidence, frame, origin, permalink, tables
from app.web import reads as shared
from app.web.formats import indented, markdown
from app.web.planning import reads
from app.web.reads import Parameters
from app.web.stand import Stand
from app.web.texts import t


def choose(parts: Mapping[str, str], *, default: str) -> str:
    """Offer the parts of a page (name in the URL → label) and return the one chosen."""
    return permalink.choice(
        t("planning.part"), parts, name="teil", default=default, widget=st.pills, required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def lead(text: str) -> None:
    """Draw the one sentence a page opens with."""
    st.html(f'<p class="q-lead"><strong>{escape(text)}</strong></p>')


def narrowing(question: str, parameter: str, chosen: Stand, *, name: str, label: str) -> str:
    """Offer what a question can be narrowed to; empty for everything."""
    options = {"": t("planning.all")} | {
        c.value: _label(c) for c in reads.choices(question, parameter, chosen.version)
    }
    return permalink.choice(label, options, name=name, default="")


def _label(choice: ChoiceView) -> str:
    return indented(choice.label, choice.level)


def question(name: str, chosen: Stand, parameters: Parameters = ()) -> None:
    """Draw a question of the catalogue with its evidence, and the way to its own page."""
    released = shared.answer(name, parameters, chosen.asked)
    key = f"part:{name}"
    behind = origin.opened(name, answers.table_keys(released.value, key), chosen, parameters)
    st.markdown(f"**{markdown(released.value.question)}**")
    answers.draw(released, key=key, below=behind.below)
    answers.foundations(released.value)
    to_question(name, chosen, parameters)


def to_question(name: str, chosen: Stand, parameters: Parameters = ()) -> None:
    """Draw the link to a question: there it can be narrowed, compared, pinned."""
    if frame.is_drawn():
        st.page_link(
            frame.page("fragen"), label=t("planning.to_question", id=name, title=markdown(reads.title(name, chosen.version))),
            icon=":material/quiz:", query_params={**permalink.stand(), "frage": name} | {n: v[0] for n, v in parameters if len(v) == 1},
        )  # fmt: skip


def study_tables(
    name: str,
    chosen: Stand,
    *,
    blocks: tuple[str, ...] = (),
    field: str = "",
    within: str = "",
    files: bool = True,
) -> None:
    """Draw tables of a study (all without `blocks`) with the records behind their rows, and its files."""
    released = reads.study(name, field, within, chosen.asked)
    view = released.value
    key = f"study:{name}"
    shown = [table for table in tables_of(view) if not blocks or table.name in blocks]
    behind = origin.opened(
        f"studie-{name}", tuple(f"{key}:{table.name}" for table in shown), chosen,
        rows=partial(_behind, name, field, within, chosen), of=(field, within),
    )  # fmt: skip
    for table in shown:
        evidence.block(table, key=key)
        behind.below(f"{key}:{table.name}")
    if files:
        downloads.buttons(released, name=f"querblick-{name}", key=f"{key}:files")


def _behind(name: str, field: str, within: str, chosen: Stand, block: str, row: int) -> TableView:
    return reads.behind(name, field, within, block, row, chosen.asked).value


def tables_of(view: AnswerView) -> tuple[TableView, ...]:
    """Return all tables of an answer, the main one first."""
    main = TableView(
        view.table_title or view.title, view.columns, view.rows, note=view.empty_text, name=view.table_name
    )
    return (main, *view.blocks)


def rows_of(view: AnswerView, name: str) -> list[dict[str, CellView]]:
    """Return the rows of a table by column; none if there is no such table."""
    return next((tables.by_column(table) for table in tables_of(view) if table.name == name), [])
