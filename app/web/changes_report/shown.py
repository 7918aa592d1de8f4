"""The report itself: the sentence, the overview, a section for each part with the way on, files to take along."""

from dataclasses import replace
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.asked import Asked
from app.gate import Released
from app.versions.report import REPORT, since
from app.views import AnswerView, TableView
from app.web import answers, downloads, evidence, frame, origin, permalink, reads
from app.web.desk import acts
from app.web.formats import markdown
from app.web.papers import putting
from app.web.question import pinning
from app.web.stand import Stand
from app.web.states import legend
from app.web.texts import language, plural, t

_KEY: Final = "changes"
_PLACE: Final = "veraenderungen"
_QUESTIONS: Final = {
    "offers": ("L1", "L4"),
    "fundings": ("A5", "L5", "D1"),
    "needs": ("G1", "G5"),
    "structures": ("C1", "C2", "C4"),
    "decisions": ("H4",),
    "law": ("L3",),
    "knowledge": ("A12", "K1"),
    "statements": ("A12",),
}
"""The questions that say more about each part."""


def draw(released: Released[AnswerView], then: Asked, chosen: Stand) -> None:
    """Draw a report."""
    answer = released.value
    st.html(f'<p class="q-lead"><strong>{escape(answer.lead)}</strong></p>')
    evidence.withheld(released)
    if answer.completeness:
        st.caption(markdown(answer.completeness.text))
    main = TableView(
        answer.table_title, answer.columns, answer.rows, note=answer.empty_text, name=answer.table_name
    )
    keys = tuple(f"{_KEY}:{block.name}" for block in (main, *answer.blocks))
    behind = origin.opened(_PLACE, keys, chosen)
    evidence.block(main, key=_KEY, records=False)
    for note in answer.notes:
        st.caption(markdown(note))
    downloads.buttons(released, name="querblick-veraenderungen", key=f"{_KEY}:files")
    st.caption(t("changes.files"))
    _keep(then, chosen)
    for block in answer.blocks:
        _section(block, then, chosen, behind)
        if block.name == "cells":
            answers.exclusions(answer.exclusions)
    answers.foundations(answer)


def _keep(then: Asked, chosen: Stand) -> None:
    """Keep the report: under a short id, to be asked again, or in a paper."""
    given = tuple((name, (value,)) for name, value in sorted(since(then).items()))
    acts.show()  # over the whole width; beside the buttons there is no room
    with st.container(horizontal=True, key="noprint_keep"):
        pinning.pin_button(REPORT, given, chosen)
        putting.put_button(REPORT, given, chosen)


def _section(block: TableView, then: Asked, chosen: Stand, behind: origin.Behind) -> None:
    """A part of the report, with the questions that say more."""
    st.header(block.title, anchor=block.name)
    if block.name == "cells":
        legend(needs=False)
    if block.rows:
        st.caption(plural("changes.rows", len(block.rows)))
    led = replace(
        block, rows=answers.leading_to_evidence(block.columns, block.rows), title=t("changes.listed")
    )
    evidence.block(led, key=_KEY)
    behind.below(f"{_KEY}:{block.name}")
    _onward(block.name, then, chosen)


def _onward(name: str, then: Asked, chosen: Stand) -> None:
    if not frame.is_drawn():
        return
    titles = {q.id: q.title for q in reads.questions(chosen.town.version, language()).value}
    with st.container(horizontal=True, key=f"noprint_onward_{name}"):
        if name == "cells":
            _link("luecken", t("changes.to_matrix"), {})
        if name == "fundings" and frame.has("geld"):
            _link("geld", t("changes.to_money"), {})
        for question in _QUESTIONS.get(name, ()):
            given = {"frage": question} | _given(question, then, chosen)
            _link("fragen", t("changes.ask", id=question, title=markdown(titles[question])), given)
        if name == "statements":
            _link("versionen", t("changes.to_versions"), {})


def _given(question: str, then: Asked, chosen: Stand) -> dict[str, str]:
    """The earlier day as a parameter, where a question takes one."""
    if then.reference_date == chosen.reference_date:
        return {}
    day = then.reference_date.isoformat()
    return {"L1": {"day": day}, "G1": {"since": day}}.get(question, {})


def _link(url_path: str, label: str, given: dict[str, str]) -> None:
    st.page_link(
        frame.page(url_path), label=label, icon=":material/arrow_forward:",
        query_params={**permalink.stand(), **given},
    )  # fmt: skip
