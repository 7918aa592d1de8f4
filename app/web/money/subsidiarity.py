"""View "Subsidiarität": the shares of non-profit providers with their base and with what is not known; E1, E2 and E4."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import AnswerView, CellView, TableView
from app.web import answers, frame, origin, permalink, reads
from app.web.formats import markdown
from app.web.stand import Stand
from app.web.texts import language, t

_BACK: Final = 6
_AHEAD: Final = 2
_OTHERS: Final = ("E4", "E2", "E3", "F4")


def draw(chosen: Stand) -> None:
    """Draw the view."""
    year = _year(chosen.reference_date)
    given = (("year", (year,)),)
    released = reads.answer("E1", given, chosen.asked)
    answer = released.value
    _figures(answer)
    behind = origin.opened("E1", answers.table_keys(answer, "money:E1"), chosen, given)
    answers.draw(released, key="money:E1", below=behind.below)
    _not_known(answer)
    answers.foundations(answer)
    _others(chosen)


def _year(today: date) -> str:
    years = {str(year): str(year) for year in range(today.year + _AHEAD, today.year - _BACK, -1)}
    return permalink.choice(t("money.year"), years, name="jahr", default=str(today.year), width=110)


def _figures(answer: AnswerView) -> None:
    """The shares over all fields, each with what it is a share of."""
    tables = (TableView(answer.table_title, answer.columns, answer.rows), *answer.blocks)
    with st.container(horizontal=True):
        for table in tables:
            names = [column.name for column in table.columns]
            if not {"share", "base", "nonprofit", "field"} <= set(names):
                continue
            seen: set[str] = set()
            for row in table.rows:
                cell = dict(zip(names, row, strict=True))
                what = cell["measure"].text if "measure" in cell else table.title
                if what in seen:
                    continue  # the first row of each measure is that of all fields
                seen.add(what)
                _figure(what, cell, is_money="measure" in cell)


def _figure(what: str, cell: dict[str, CellView], *, is_money: bool) -> None:
    with st.container(border=True, width=260):
        words = t("money.of_amounts" if is_money else "money.of_offers", what=what)
        st.markdown(f"{markdown(words)}  \n**{markdown(cell['share'].text or '–')}**")
        words = t(
            "money.base_euro" if is_money else "money.base",
            part=cell["nonprofit"].text,
            base=cell["base"].text,
        )
        st.caption(markdown(words))
        if is_money:
            st.caption(
                markdown(t("money.amount_known", known=cell["withAmount"].text, offers=cell["offers"].text))
            )


def _not_known(answer: AnswerView) -> None:
    if answer.exclusions:
        st.markdown(f"**{t('money.not_in_it')}**")
        answers.exclusions(answer.exclusions)


def _others(chosen: Stand) -> None:
    if not frame.is_drawn():
        return
    titles = {question.id: question.title for question in reads.questions(chosen.version, language()).value}
    with st.container(border=True):
        st.markdown(f"**{t('money.further')}**")
        for question in _OTHERS:
            st.page_link(
                frame.page("fragen"), label=f"{question} · {markdown(titles[question])}", icon=":material/quiz:",
                query_params={**permalink.stand(), "frage": question},
            )  # fmt: skip
