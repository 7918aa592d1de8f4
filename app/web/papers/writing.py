"""Writing a paper: its head, its parts in order, saving said and asked for; moving or taking out saves what was typed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.papers.desk import NewPaper, Written
from app.papers.foundations import named
from app.papers.paper import MOST_ROWS, Keep, Look, Show, Status
from app.papers.tables import selectable, tables_of
from app.papers.views import AnswerPartView, PaperView, TextView
from app.web.desk import acts
from app.web.formats import day_pattern, markdown
from app.web.papers import reads
from app.web.papers.draft import Draft, Value, draft
from app.web.texts import t
from ontology.iris import Audience

_HEAD: Final = ("title", "committee", "day", "audience", "status")


def values(view: PaperView) -> dict[str, Value]:
    """Return what is stored, by field; those of a part as "key|field"."""
    head = view.head
    found: dict[str, Value] = {
        "title": head.title, "committee": head.committee, "day": head.day, "audience": head.audience,
        "status": str(head.status),
    }  # fmt: skip
    for part in view.parts:
        found[f"{part.key}|heading"] = part.heading
        if isinstance(part, TextView):
            found[f"{part.key}|text"] = part.text
        else:
            look = part.look
            found |= {
                f"{part.key}|text": part.sentence, f"{part.key}|show": str(look.show), f"{part.key}|rows": look.rows,
                f"{part.key}|columns": look.columns, f"{part.key}|tables": look.tables, f"{part.key}|keep": str(part.keep),
            }  # fmt: skip
    return found


def opened(view: PaperView) -> Draft:
    """Return what is being written on this paper."""
    return draft(view.head.id, values(view))


def draw(view: PaperView) -> None:
    """Draw the head and all parts."""
    written = opened(view)
    stops = stopping(view)
    _head(written)
    _stopped(stops.get("", ()))
    for number, part in enumerate(view.parts, start=1):
        with st.container(border=True):
            _line(view, part, number)
            _stopped(stops.get(part.key, ()))
            if isinstance(part, TextView):
                _text(written, part)
            else:
                _answer(written, part)
    written.take()


def stopping(view: PaperView) -> dict[str, list[str]]:
    """Return what in the texts stops the export, by the key of the part; "" for title and committee."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for stop in reads.desk().stops(view.head.id).value if view.problems else ():
        found[stop.part].append(stop.text)
    return found


def _stopped(stops: Iterable[str]) -> None:
    for stop in stops:
        st.error(markdown(t("papers.held", what=stop)), icon=":material/lock:")


def unsaved(view: PaperView) -> None:
    """Say what is not saved, draw the button that saves, and both ways out of a conflict."""
    written = opened(view)
    if written.changed:
        names = ", ".join(dict.fromkeys(_named(view, name) for name in written.changed))
        st.warning(markdown(t("papers.unsaved", names=names)), icon=":material/edit_note:")
    for name in written.conflicts:
        with st.container(border=True):
            st.markdown(markdown(t("papers.conflict", name=_named(view, name))))
            theirs = written.stored[name]
            if isinstance(theirs, str) and theirs:
                st.code(theirs, language=None, wrap_lines=True)
            with st.container(horizontal=True):
                st.button(
                    t("papers.mine"), key=f"paper:mine:{name}", on_click=written.keep_mine, args=(name,)
                )
                st.button(
                    t("papers.theirs"), key=f"paper:theirs:{name}", on_click=written.take_theirs, args=(name,)
                )


def save_button(view: PaperView, place: str) -> None:
    """Draw the button that saves."""
    st.button(
        t("papers.save"), type="primary", icon=":material/save:", key=f"paper:save:{place}", on_click=acts.act, args=(_save, view),
    )  # fmt: skip


def then(view: PaperView, do: Callable[[int], object]) -> None:
    """Save what was typed and then do something to the paper; `do` gets the revision. For a button's `on_click`."""
    acts.act(_saved_then, view, do)


def _saved_then(view: PaperView, do: Callable[[int], object]) -> None:
    do(_stored(view))


def _save(view: PaperView) -> None:
    _stored(view)
    acts.say(t("papers.saved"))


def _stored(view: PaperView) -> int:
    """Save what was typed, and return the revision it is now."""
    written = opened(view)
    if not written.changed or written.conflicts:
        return view.head.revision
    looks = {part.key: part for part in view.parts}
    touched: defaultdict[str, dict[str, Value]] = defaultdict(dict)
    for name in written.changed:
        key, bar, field = name.partition("|")
        if bar:
            touched[key][field] = written.current[name]
    told = {key: _written(looks[key], written, fields) for key, fields in touched.items()}
    head = reads.desk().write(view.head.id, _new_head(written), told, seen=view.head.revision).value
    written.saved()
    return head.revision


def _new_head(written: Draft) -> NewPaper:
    title, committee, day, audience, status = (written.current[name] for name in _HEAD)
    return NewPaper(
        str(title),
        str(committee),
        day if isinstance(day, date) else None,
        Audience(str(audience)),
        Status(str(status)),
    )


def _written(part: TextView | AnswerPartView, written: Draft, fields: dict[str, Value]) -> Written:
    def text(name: str) -> str | None:
        return str(fields[name]) if name in fields else None

    if isinstance(part, TextView):
        return Written(text("heading"), text("text"))
    now: dict[str, Any] = {
        name: written.current[f"{part.key}|{name}"] for name in ("show", "rows", "columns", "tables", "keep")
    }
    look = Look(
        Show(now["show"]), int(now["rows"]), tuple(now["columns"]), tuple(now["tables"]), part.look.about
    )
    return Written(text("heading"), text("text"), look, Keep(now["keep"]))


def _named(view: PaperView, name: str) -> str:
    key, bar, _field = name.partition("|")
    if not bar:
        return t(f"papers.head_{name}")
    return next((part.heading for part in view.parts if part.key == key), key)


def _head(written: Draft) -> None:
    with st.expander(t("papers.head"), icon=":material/badge:"):
        st.text_input(t("papers.title"), max_chars=200, key=written.prepare("title"))
        left, right = st.columns(2)
        left.text_input(t("papers.committee"), max_chars=120, key=written.prepare("committee"))
        right.date_input(t("papers.meeting"), format=day_pattern(), key=written.prepare("day"))
        left.radio(
            t("papers.audience"), [Audience.PUBLIC.value, Audience.INTERN.value], horizontal=True,
            format_func=lambda value: t(f"papers.for_{value}"), key=written.prepare("audience"),
        )  # fmt: skip
        right.radio(
            t("papers.status"), [str(status) for status in Status], horizontal=True,
            format_func=lambda value: t(f"papers.status_{value}"), key=written.prepare("status"),
        )  # fmt: skip


def _line(view: PaperView, part: TextView | AnswerPartView, number: int) -> None:
    """The heading of a part and what can be done with the part."""
    head, desk = view.head, reads.desk()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{number}. {markdown(part.heading)}**", width="stretch")
        for words, icon, by, off in (
            ("up", "arrow_upward", -1, number == 1),
            ("down", "arrow_downward", 1, number == len(view.parts)),
        ):
            st.button(
                t(f"papers.move_{words}", number=number), icon=f":material/{icon}:", type="tertiary", disabled=off,
                key=f"paper:{words}:{part.key}", on_click=then,
                args=(view, lambda seen, by=by: desk.move(head.id, part.key, by, seen=seen)),
            )  # fmt: skip
        st.button(
            t("papers.take_out", number=number), icon=":material/delete:", type="tertiary", key=f"paper:out:{part.key}",
            on_click=then, args=(view, lambda seen: _take_out(head.id, part.key, seen)),
        )  # fmt: skip


def _take_out(name: str, key: str, seen: int) -> None:
    reads.desk().take_out(name, key, seen=seen)
    acts.say(t("papers.is_out"))


def _text(written: Draft, part: TextView) -> None:
    if not part.hint:
        st.text_input(t("papers.heading"), max_chars=150, key=written.prepare(f"{part.key}|heading"))
    if part.hint:
        st.caption(markdown(part.hint))
    st.text_area(
        t("papers.text_of", name=part.heading), height=170, key=written.prepare(f"{part.key}|text"),
        label_visibility="collapsed", placeholder=t("papers.text_example"),
    )  # fmt: skip


def _answer(written: Draft, part: AnswerPartView) -> None:
    if part.answer is None:
        st.error(markdown(part.problem), icon=":material/error:")
        return
    st.markdown(markdown(part.answer.lead))
    narrowed = t("papers.narrowed", name=part.narrowed) if part.narrowed else ""
    st.caption(markdown(" · ".join(filter(None, (named(part), part.asked_as, narrowed)))))
    if part.change:
        st.warning(markdown(t("papers.has_changed", change=part.change)), icon=":material/update:")
    with st.expander(t("papers.look"), icon=":material/tune:"):
        st.text_input(t("papers.heading"), max_chars=150, key=written.prepare(f"{part.key}|heading"))
        st.text_input(
            t("papers.sentence"),
            max_chars=600,
            key=written.prepare(f"{part.key}|text"),
            help=t("papers.sentence_help"),
        )
        _look(written, part)


def _look(written: Draft, part: AnswerPartView) -> None:
    answer = part.answer
    if answer is None:
        return
    left, right = st.columns(2)
    left.radio(
        t("papers.show"), [str(show) for show in Show],
        format_func=lambda value: t("papers.show_bild" if part.drawn and value == Show.BOTH else f"papers.show_{value}"),
        key=written.prepare(f"{part.key}|show"),
    )  # fmt: skip
    right.radio(
        t("papers.keep"), [str(keep) for keep in Keep], format_func=lambda value: t(f"papers.keep_{value}", state=part.asked_as),
        key=written.prepare(f"{part.key}|keep"),
    )  # fmt: skip
    tables = {table.name: table for table in tables_of(answer) if table.columns}
    names = {name: table.title or answer.title for name, table in tables.items()}
    labels = {c.name: c.label for table in tables.values() for c in selectable(table)}
    _several(written, f"{part.key}|tables", t("papers.tables"), names)
    _several(written, f"{part.key}|columns", t("papers.columns"), labels, t("papers.columns_help"))
    st.number_input(
        t("papers.rows"), min_value=1, max_value=MOST_ROWS, step=1, key=written.prepare(f"{part.key}|rows")
    )


def _several(written: Draft, name: str, label: str, options: dict[str, str], explained: str = "") -> None:
    """A choice of several; what was chosen once and is not there any more is still offered, by its name."""
    chosen = written.current[name]
    every = {
        **options,
        **{value: value for value in (chosen if isinstance(chosen, tuple) else ()) if value not in options},
    }
    st.multiselect(
        label, list(every), format_func=lambda value: every[value], key=written.prepare(name), placeholder=t("papers.by_itself"),
        help=explained or None,
    )  # fmt: skip
