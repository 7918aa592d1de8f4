"""Begriffe: words no list knows, what they may mean, what deciding does, and the town's own words."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.service import Decision
from app.terms.views import InboxView, OwnTermView, TermEffectView, TermListView, UnknownTermView
from app.views import CellKind, CellView, ColumnView, Row
from app.web import permalink, reads, tables
from app.web.errors import show_expected
from app.web.formats import indented, integer, markdown
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

PAGE = PageHeader(
    title={"de": "Begriffe", "en": "Terms"},
    order=105,
    url_path="begriffe",
    icon="spellcheck",
    group={"de": "Datenpflege", "en": "Data care"},
    help={
        "de": "Wörter aus Lieferungen, die keine Liste kennt, und die eigenen Begriffe der Stadt.",
        "en": "Words of deliveries that no list knows, and the town's own terms.",
    },
    is_for_house=True,
)

_LINK: Final = "wort"
_DONE: Final = "inbox:done"
_SEEN: Final = "inbox:seen"
_KINDS: Final = ("synonym", "concept", "open")


def render(chosen: Stand) -> None:
    """Draw the queue, the word that is looked at, and the town's own words."""
    del chosen
    st.markdown(t("inbox.text"))
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(markdown(done), icon=":material/check:")
    try:
        with st.spinner(t("inbox.reading")):
            view = reads.service().terms.inbox(language()).value
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    _queue(view)
    st.header(t("inbox.own"), anchor=False)
    _own(view.own)


def _queue(view: InboxView) -> None:
    if view.withheld:
        st.caption(plural("inbox.withheld", view.withheld))
    if not view.unknown:
        st.success(t("inbox.nothing"), icon=":material/check:")
        return
    tables.draw(
        _columns(("word", "list", "cells", "waiting", "where")),
        [_line(term) for term in view.unknown],
        key="inbox:table",
        caption=t("inbox.unknown"),
        look=tables.Look(records=False),
    )
    words = {term.ident: f"{term.word} ({term.scheme_label})" for term in view.unknown}
    ident = permalink.choice(t("inbox.pick"), words, name=_LINK, default=view.unknown[0].ident)
    term = next(term for term in view.unknown if term.ident == ident)
    with st.container(border=True):
        _word(term, next(found for found in view.lists if found.scheme == term.scheme))


def _line(term: UnknownTermView) -> Row:
    waiting = plural("inbox.rows", term.rows) if term.holds_back else t("inbox.none_waits")
    where = ", ".join(term.deliveries)
    return (
        CellView(term.word, term.word),
        CellView(term.scheme_label, term.scheme_label),
        CellView(integer(term.cells), term.cells),
        CellView(waiting, term.rows if term.holds_back else 0),
        CellView(where, where),
    )


def _columns(names: tuple[str, ...]) -> tuple[ColumnView, ...]:
    counts = ("cells", "uses")
    return tuple(
        ColumnView(name, t(f"inbox.column.{name}"), CellKind.INTEGER if name in counts else CellKind.TEXT)
        for name in names
    )


def _word(term: UnknownTermView, terms: TermListView) -> None:
    """Draw what a word may mean, and the decision about it."""
    key = f"inbox:{term.ident}"
    st.markdown(f"**{markdown(term.word)}** · {markdown(term.scheme_label)}")
    with st.expander(plural("inbox.places", len(term.places))):
        st.markdown("\n".join(f"- {markdown(place.text)}" for place in term.places))
    names = {c.value: indented(c.label, c.level) for c in terms.terms}
    meant = f"{key}:meant"
    if term.fit:
        st.markdown(t("inbox.fit"))
        for found in term.fit:
            label = f"{markdown(found.text)} · {found.way}, {found.likeness}"
            if st.button(label, key=f"{key}:{found.concept}") and found.concept in names:
                st.session_state[meant] = found.concept
    else:
        st.caption(t("inbox.no_fit"))
    kinds = [kind for kind in _KINDS if kind != "concept" or terms.extendable]
    kind = st.radio(t("inbox.kind"), kinds, format_func=lambda k: t(f"inbox.kinds.{k}"), key=f"{key}:kind")
    concept, definition, source = "", "", ""
    if kind != "open":
        concept = (
            st.selectbox(
                t(f"inbox.meant.{kind}"),
                list(names),
                index=None,
                format_func=lambda value: names[value],
                placeholder=t("inbox.choose"),
                key=meant,
            )
            or ""
        )
        if kind == "concept":
            definition = st.text_area(t("inbox.definition"), key=f"{key}:definition", max_chars=400)
        everywhere = {"": t("inbox.everywhere")} | {s: t("inbox.only", source=s) for s in term.sources}
        source = st.selectbox(
            t("inbox.source"), list(everywhere), format_func=lambda s: everywhere[s], key=f"{key}:source"
        )
    if kind != "open" and not concept:
        st.caption(t("inbox.choose_first"))
        return
    _decide(term, Decision(kind, concept, definition, source))


def _decide(term: UnknownTermView, decision: Decision) -> None:
    """Show what a decision does; only what was seen can be decided."""
    asked = (term.ident, decision, reads.town().version)
    if st.button(t("inbox.look"), icon=":material/visibility:", key=f"inbox:{term.ident}:look"):
        try:
            with st.spinner(t("inbox.looking")):
                seen = reads.service().terms.effect(term.scheme, term.word, decision, language())
        except KnowledgeGraphError as error:
            show_expected(error)
            return
        st.session_state[_SEEN] = (asked, seen.value)
    known, effect = st.session_state.get(_SEEN, (None, None))
    if known != asked:
        return
    _effect(effect)
    if not effect.possible:
        return
    with st.form(f"inbox:{term.ident}:decide", border=False):
        left, right = st.columns(2)
        who = left.text_input(t("inbox.who"), help=t("import.who_help"), key="inbox:who")
        why = right.text_input(t("import.why"), key="inbox:why")
        pressed = st.form_submit_button(t("inbox.decide"), type="primary", icon=":material/check:")
    if not pressed:
        return
    if not who.strip() or not why.strip():
        st.error(t("import.who_and_why"))
        return
    try:
        with st.spinner(t("import.writing")):
            done = reads.service().terms.decide(
                term.scheme, term.word, decision, who=who.strip(), why=why.strip(), lang=language()
            )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    _after(t("inbox.done", lead=done.value.lead, number=done.value.version.number))


def _effect(effect: TermEffectView) -> None:
    st.markdown(f"**{t('inbox.effect')}**")
    for finding in effect.problems:
        st.error(f"{markdown(finding.message)}  \n{markdown(finding.remedy)}", title=markdown(effect.lead))
    for finding in effect.refused:
        st.warning(f"{t('inbox.refused')} {markdown(finding.message)}  \n{markdown(finding.remedy)}")
    if effect.matrix is None:
        return
    st.markdown(markdown(effect.lead))
    st.markdown(markdown(effect.matrix.lead))
    if effect.matrix.table.rows:
        tables.draw(
            effect.matrix.table.columns,
            effect.matrix.table.rows,
            key="inbox:matrix",
            caption=effect.matrix.table.title,
            look=tables.Look(records=False),
        )


def _own(own: tuple[OwnTermView, ...]) -> None:
    if not own:
        st.caption(t("inbox.no_own"))
        return
    tables.draw(
        _columns(("key", "word", "list", "kind", "means", "definition", "source", "uses")),
        [_own_line(term) for term in own],
        key="inbox:own",
        caption=t("inbox.own"),
        look=tables.Look(records=False),
    )
    names = {term.key: f"{term.key} · {term.word}" for term in own}
    with st.expander(t("inbox.drop"), icon=":material/undo:"), st.form("inbox:drop", border=False):
        st.caption(t("inbox.drop_text"))
        key = st.selectbox(t("inbox.which"), list(names), format_func=lambda k: names[k])
        left, right = st.columns(2)
        who = left.text_input(t("inbox.who"), help=t("import.who_help"), key="inbox:drop:who")
        why = right.text_input(t("import.why"), key="inbox:drop:why")
        pressed = st.form_submit_button(t("inbox.drop_now"), icon=":material/undo:")
    if not pressed:
        return
    if not who.strip() or not why.strip():
        st.error(t("import.who_and_why"))
        return
    try:
        done = reads.service().terms.drop(key, who=who.strip(), why=why.strip(), lang=language())
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    _after(t("inbox.done", lead=done.value.lead, number=done.value.version.number))


def _own_line(term: OwnTermView) -> Row:
    kind = f"{term.kind_text}, {t('inbox.retired')}" if term.retired else term.kind_text
    texts = (term.key, term.word, term.scheme_label, kind, term.means or "–", term.definition or "–")
    uses = CellView("–") if term.uses is None else CellView(integer(term.uses), term.uses)
    source = term.source or t("inbox.everywhere")
    return (*(CellView(text, text) for text in texts), CellView(source, source), uses)


def _after(told: str) -> None:
    reads.town.clear()
    st.session_state.pop(_SEEN, None)
    st.session_state[_DONE] = told
    st.rerun()
