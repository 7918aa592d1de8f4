"""Prozess: the cycle of cooperative planning itself, its steps, who sees to them, dates and state."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.processes import rows as process_rows
from app.processes.views import ProcessView, StepView
from app.views import CellView, Row
from app.web import downloads, evidence, permalink, tables
from app.web.desk import acts
from app.web.formats import day, markdown
from app.web.process import picture, reads, step_panel, upkeep
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.iris import Audience

PAGE = PageHeader(
    title={"de": "Prozess", "en": "Process"},
    order=44,
    url_path="prozess",
    icon="route",
    help={
        "de": "Wo die Planung steht: Schritte, Zuständige, Termine, was überfällig ist und was als Nächstes kommt.",
        "en": "Where planning stands: steps, who sees to them, dates, what is overdue and what comes next.",
    },
    group={"de": "Entscheidung", "en": "Decision"},
)
_SOON: Final = 5


def render(chosen: Stand) -> None:
    """Draw the process that is chosen, or the way to begin one."""
    acts.show()
    found = reads.processes()
    if not found:
        st.info(t("process.none"), icon=":material/route:")
        reads.draw_who()
        upkeep.begin()
        return
    names = {p.id: p.title + (f" ({t('process.is_closed')})" if p.closed else "") for p in found}
    name = permalink.choice(t("process.which"), names, name=upkeep.CHOICE, default=found[0].id)
    released = reads.process(name, chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead"><strong>{escape(view.lead)}</strong></p>')
    evidence.withheld(released)
    _soon(view)
    picture.draw(view)
    can_change = chosen.audience is Audience.INTERN
    _table(view)
    _downloads(view, chosen)
    steps = {"": t("process.no_step")} | {step.id: f"{step.number}. {step.title}" for step in view.steps}
    opened = permalink.choice(t("process.open_step"), steps, name=step_panel.CHOICE, default="")
    if opened:
        step = next(step for step in view.steps if step.id == opened)
        step_panel.draw(view, step, chosen.version, can_change=can_change)
    if can_change:
        upkeep.change(view)
        upkeep.history(view)
        with st.expander(t("process.another"), icon=":material/add:"):
            upkeep.begin()
    st.caption(t("process.source"))


def _soon(view: ProcessView) -> None:
    """What is overdue and what comes next, most urgent first."""
    late = [step for step in view.steps if step.state in ("overdue", "late")]
    coming = sorted((s for s in view.steps if s.next and s not in late), key=lambda s: (s.next, s.number))
    items = [_item(step, step.state_text) for step in late]
    items += [_item(step, _when(step)) for step in coming[:_SOON]]
    if items:
        st.html(f'<ul class="q-list" aria-label="{escape(t("process.soon"))}">{"".join(items)}</ul>')


def _item(step: StepView, when: str) -> str:
    owner = f" · {escape(step.owner)}" if step.owner else ""
    return (
        f"<li>{picture.MARKS[step.state]} <strong>{escape(step.title)}</strong>: {escape(when)}{owner}</li>"
    )


def _when(step: StepView) -> str:
    word = "begins" if step.next == step.start and step.status == "offen" else "ends"
    return t(f"process.{word}", date=day(step.next))


def _table(view: ProcessView) -> None:
    columns = process_rows.columns(language())
    rows = [_row(step) for step in view.steps]
    used = [j for j, _ in enumerate(columns) if any(row[j].text for row in rows)]
    tables.draw(
        [columns[j] for j in used],
        [tuple(row[j] for j in used) for row in rows],
        key="process:steps",
        caption=markdown(view.title),
        look=tables.Look(records=False),
    )


def _row(step: StepView) -> Row:
    """A step as in the exports, its state with the mark of the picture."""
    row = process_rows.row(step, language())
    return tuple(
        CellView(f"{picture.MARKS[step.state]} {cell.text}", cell.value) if column.name == "state" else cell
        for column, cell in zip(process_rows.columns(language()), row, strict=True)
    )


def _downloads(view: ProcessView, chosen: Stand) -> None:
    downloads.buttons(
        reads.as_table(view.id, chosen.asked), name=f"querblick-prozess-{view.title}", key="process:files"
    )
    with st.container(horizontal=True, key="noprint_process"):
        st.download_button(
            t("process.ics"), data=lambda: process_rows.to_ics(reads.process(view.id, chosen.asked)),
            file_name="prozess.ics", mime="text/calendar", icon=":material/event:", on_click="ignore",
        )  # fmt: skip
