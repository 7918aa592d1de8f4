"""What stands behind an entry of a table, drawn right below it: the evidence of a cell, or the origin of a record."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.short_ids import short_id
from app.views import QuestionView, TableView
from app.web import answers, evidence, frame, permalink, reads, tables
from app.web.formats import markdown
from app.web.profile import links
from app.web.reads import Parameters
from app.web.stand import Stand
from app.web.texts import language, t

QUESTION: Final = "K3"
_SEPARATOR: Final = "!"
_ROW: Final = "behind:"
_OF: Final = "@"
"""After the number of a row: what it was a row of. Asked otherwise, the same number is another row."""
_LINKS: Final = 8
"""Links to profiles below the records behind a row; a sum may rest on hundreds."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The entry that is open on a page, if any, and how to draw what stands behind it.

    Attributes:
        place: the question or page; every place remembers its own entry.
        table: the table the entry was chosen in.
        entry: the IRI of a record or the key of a cell.
        stand: the state of knowledge to ask.
        given: the parameters the question was asked with.
        rows: the records behind a row, by table and number of the row; None = those of the question.
    """

    place: str
    table: str
    entry: str
    stand: Stand
    given: Parameters = ()
    rows: Callable[[str, int], TableView] | None = None

    def below(self, table: str) -> None:
        """Draw what stands behind the entry if it was chosen in `table`, which was just drawn."""
        if self.entry and _short(table) == self.table:
            with st.container(border=True):
                self._draw()
                st.button(
                    t("answer.close_origin"),
                    icon=":material/close:",
                    on_click=_forget,
                    args=(_key(self.place),),
                    type="tertiary",
                    key=f"{_key(self.place)}:close",
                )

    def _draw(self) -> None:
        if self.entry.startswith(_ROW):
            self._records()
            return
        cell = evidence.cell_of(self.entry)
        if cell:
            found = reads.cell(*cell, self.stand.asked)
            st.markdown(f"**{t('matrix.evidence')}**")
            evidence.verdict(found.value)
            evidence.sheet(found, key=f"{_key(self.place)}:cell", records=False)
            return
        st.markdown(f"**{t('answer.origin')}**")
        _to_profile(self.entry, t("profile.to_profile"))
        question = _question(reads.questions(self.stand.version, language()).value)
        if question:
            asked = ((question.parameters[0].name, (self.entry,)),)
            released = reads.answer(question.id, asked, self.stand.asked)
            answers.draw(released, key=f"{_key(self.place)}:answer")

    def _records(self) -> None:
        """The records behind a row of the answer, by table and number of the row."""
        _, block, row = self.entry.split(":")
        if self.rows:
            table = self.rows(block, int(row))
        else:
            table = reads.behind(self.place, self.given, block, int(row), self.stand.asked).value
        evidence.block(table, key=f"{_key(self.place)}:behind", records=False)
        found = {cell.iri: cell.text for row in table.rows for cell in row[:1] if cell.iri}
        for record, name in list(found.items())[:_LINKS]:
            _to_profile(record, t("profile.to_profile_of", name=markdown(name)))


def opened(
    place: str,
    names: tuple[str, ...],
    stand: Stand,
    given: Parameters = (),
    rows: Callable[[str, int], TableView] | None = None,
    of: Hashable = (),
) -> Behind:
    """Return what is open on a page, before any of its tables is drawn.

    Args:
        place: the question or page.
        names: the session names of its tables, in which a click may just have been made.
        stand: the state of knowledge to ask.
        given: the parameters the question was asked with.
        rows: the records behind a row, where the place is no question.
        of: what `rows` depend on besides `stand` and `given`.
    """
    asked = short_id(repr((stand.asked, given, of)))
    clicked = None
    for table in names:
        click = tables.click(table)
        seen = f"{_key(place)}:{table}"
        if click and click != st.session_state.get(seen):
            entry = f"{click[0]}{_OF}{asked}" if click[0].startswith(_ROW) else click[0]
            clicked = f"{_short(table)}{_SEPARATOR}{entry}"
        st.session_state[seen] = click
    value = permalink.remember("beleg", clicked, key=_key(place)) or ""
    table, _, entry = value.partition(_SEPARATOR)
    if entry.startswith(_ROW):
        entry, _, of_row = entry.rpartition(_OF)
        if of_row != asked:
            permalink.forget("beleg", key=_key(place))
            entry = ""
    return Behind(place, table, entry, stand, given, rows)


def _to_profile(iri: str, label: str) -> None:
    there = links.profile_of(iri)
    if there and frame.is_drawn():
        st.page_link(frame.page(links.PAGE), label=label, icon=":material/badge:", query_params=there)


def _question(catalogue: tuple[QuestionView, ...]) -> QuestionView | None:
    return next((question for question in catalogue if question.id == QUESTION and question.parameters), None)


def _short(table: str) -> str:
    """Return the last part of a table's session name, which is enough on its page and stands in the URL."""
    return table.rsplit(":", 1)[-1]


def _key(place: str) -> str:
    return f"origin:{place}"


def _forget(key: str) -> None:
    st.session_state.pop(key, None)
