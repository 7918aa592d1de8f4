"""Words of the file that no list knows, with what they may mean: settled with a click, for this delivery and the next."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import MappedFieldView, MappedRecordView, MappingView, OpenTermView
from app.web.desk import acts
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.formats import integer, markdown, percent
from app.web.texts import language, plural, t

_WORDS: Final = 10
_CANDIDATES: Final = 3


def draw(opened: Opened, mapping: MappingView) -> None:
    """Draw the open words by column, the commonest first."""
    fields = [(record, entry) for record in mapping.records for entry in record.fields if entry.open_terms]
    count = sum(len(entry.open_terms) for _, entry in fields)
    if not count:
        return
    st.subheader(plural("desk.terms.title", count), anchor=False)
    st.markdown(t("desk.terms.text"))
    if mapping.sure_terms:
        st.button(
            plural("desk.terms.take_sure", mapping.sure_terms),
            type="primary",
            icon=":material/done_all:",
            on_click=_take_sure,
            args=(opened.token,),
            key="desk:sure",
        )
    for record, entry in fields:
        _column(opened, record, entry)


def _column(opened: Opened, record: MappedRecordView, entry: MappedFieldView) -> None:
    with st.container(border=True):
        st.markdown(f"**{markdown(record.label)}: {markdown(entry.label)}**")
        for word in entry.open_terms[:_WORDS]:
            _word(opened, record, entry, word)
        rest = entry.open_terms[_WORDS:]
        if rest:
            with st.expander(plural("desk.terms.more", len(rest))):
                for word in rest:
                    _word(opened, record, entry, word)


def _word(opened: Opened, record: MappedRecordView, entry: MappedFieldView, word: OpenTermView) -> None:
    key = f"{opened.state}:{entry.at}:{word.text}"
    left, right = st.columns([1, 3], vertical_alignment="center")
    left.markdown(f"„{markdown(word.text)}“  \n{plural('desk.terms.times', word.count)}")
    with right, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for candidate in word.candidates[:_CANDIDATES]:
            st.button(
                f"{markdown(candidate.term)} · {percent(candidate.score)}",
                help=markdown(candidate.way_text),
                wrap=True,
                on_click=act,
                args=(desk().set_meanings, opened.token, entry.at, {word.text: candidate.term}),
                key=f"desk:term:{key}:{candidate.term}",
            )
        more = st.popover(t("desk.terms.other"), key=f"desk:other:{key}", on_change="rerun")
        if more.open:
            with more:
                other(opened, record.into, entry, word.text, key=key)


def other(opened: Opened, into: str, entry: MappedFieldView, word: str, *, key: str) -> None:
    """Draw the choice of any term of the list for a word, or that it means nothing."""
    terms = {choice.value: choice.label for choice in desk().terms_of(into, entry.to, language()).value}
    chosen = st.selectbox(
        t("desk.terms.means", word=word),
        list(terms),
        index=None,
        format_func=lambda value: terms.get(value, value),
        placeholder=t("desk.mapping.choose"),
        key=f"desk:any:{key}",
    )
    st.button(
        t("desk.terms.settle"),
        type="primary",
        disabled=chosen is None,
        on_click=act,
        args=(desk().set_meanings, opened.token, entry.at, {word: chosen or ""}),
        key=f"desk:settle:{key}",
    )
    st.button(
        t("desk.terms.nothing"),
        help=t("desk.terms.nothing_help"),
        on_click=act,
        args=(desk().set_meanings, opened.token, entry.at, {word: ""}),
        key=f"desk:nothing:{key}",
    )


def _take_sure(token: str) -> None:
    counted: list[int] = []
    if acts.done(lambda: counted.append(desk().settle_sure(token))):
        acts.say(t("desk.terms.taken", count=integer(sum(counted))))
