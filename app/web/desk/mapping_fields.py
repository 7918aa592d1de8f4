"""A kind of record that rows become: our columns, what fills them, through which steps, with examples."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import FreeColumnView, MappedFieldView, MappedRecordView, MappingView
from app.web.desk import mapping_terms
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.formats import integer, markdown
from app.web.texts import language, plural, t

_EXAMPLES: Final = 3
_LONGEST: Final = 60


def draw(opened: Opened, record: MappedRecordView, mapping: MappingView) -> None:
    """Draw the card of a kind of record."""
    with st.container(border=True):
        st.subheader(
            t("desk.fields.title", label=record.label), anchor=False, help=markdown(record.help) or None
        )
        told = [t("desk.fields.only_if", condition=record.condition)] if record.condition else []
        told += [t("desk.fields.unfolded", columns=record.unfolded)] if record.unfolded else []
        told += [t("desk.fields.repeats")] if record.repeats else []
        if told:
            st.caption(markdown(" ".join(told)))
        if record.missing:
            st.warning(
                t("desk.fields.missing", columns=markdown(", ".join(record.missing))),
                icon=":material/warning:",
            )
        st.html(_table(record, _title(record, mapping)))
        key = f"{opened.token}:{record.at}"
        change = st.expander(
            t("desk.fields.change"), icon=":material/edit:", key=f"desk:change:{key}", on_change="rerun"
        )
        if change.open:
            with change:
                _change(opened, record, mapping)
        add = st.expander(
            t("desk.fields.add"), icon=":material/add:", key=f"desk:more:{key}", on_change="rerun"
        )
        if add.open:
            with add:
                _add(opened, record)


def _title(record: MappedRecordView, mapping: MappingView) -> str:
    """What rows become; of several of a kind also where from."""
    title = t("desk.fields.title", label=record.label)
    alike = [other for other in mapping.records if other.into == record.into]
    named = next((entry for entry in record.fields if entry.to == "name"), None)
    if len(alike) > 1 and named is not None and named.columns:
        return t("desk.fields.title_of", title=title, columns=", ".join(named.columns))
    return title


def _table(record: MappedRecordView, title: str) -> str:
    names = ("ours", "from", "steps", "examples", "filled")
    head = "".join(f'<th scope="col">{escape(t(f"desk.fields.column_{name}"))}</th>' for name in names)
    rows = "".join(_line(entry) for entry in record.fields)
    caption = escape(title)
    return (
        f'<div class="q-scroll" role="group" tabindex="0" aria-label="{caption}"><table class="q-mapped">'
        f'<caption class="q-unseen">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _line(entry: MappedFieldView) -> str:
    required = f' <span class="q-must">{escape(t("desk.fields.required"))}</span>' if entry.required else ""
    origin = (
        escape(t("desk.fields.constant", value=entry.constant))
        if entry.constant is not None
        else "<br>".join(escape(column) for column in entry.columns)
    )
    reason = f"<br><small>{escape(entry.reason)}</small>" if entry.reason else ""
    steps = "<br>".join(escape(step.text) for step in entry.steps) or "–"
    examples = "<br>".join(
        f"{escape(_short(e.before)) or '–'} → {escape(_short(e.after)) or '–'}"
        for e in [e for e in entry.examples if e.before or e.after][:_EXAMPLES]
    )
    counts = escape(t("desk.fields.counts", filled=integer(entry.filled), empty=integer(entry.empty)))
    return (
        f'<tr><th scope="row" title="{escape(entry.help)}">{escape(entry.label)}{required}</th>'
        f"<td>{origin}{reason}</td><td>{steps}</td><td>{examples or '–'}</td><td>{counts}</td></tr>"
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _remove(opened: Opened, record: MappedRecordView) -> None:
    with st.popover(t("desk.fields.remove_record"), icon=":material/delete:"):
        st.markdown(t("desk.fields.remove_record_text", label=markdown(record.label)))
        st.button(
            t("desk.fields.remove_now"),
            on_click=act,
            args=(desk().remove_record, opened.token, record.at),
            key=f"desk:drop:{opened.token}:{record.at}",
        )


def _change(opened: Opened, record: MappedRecordView, mapping: MappingView) -> None:
    """One field after another: its origin, its steps, its words."""
    entries = {entry.at: entry for entry in record.fields}
    if not entries:
        st.caption(t("desk.fields.none"))
        _remove(opened, record)
        return
    at = st.selectbox(
        t("desk.fields.column_ours"),
        list(entries),
        format_func=lambda one: entries[one].label if one in entries else "",
        key=f"desk:field:{opened.token}:{record.at}",
    )
    entry = entries[at]
    if entry.help:
        st.caption(markdown(entry.help))
    key = f"{opened.state}:{at}"
    _origin(opened, record, entry, key)
    _steps(opened, entry, mapping, key)
    if entry.is_list and not entry.constant:
        _words(opened, record, entry, key)
    with st.container(horizontal=True):
        st.button(
            t("desk.fields.remove"),
            on_click=act,
            args=(desk().remove_field, opened.token, at),
            key=f"desk:less:{key}",
        )
        _remove(opened, record)


def _origin(opened: Opened, record: MappedRecordView, entry: MappedFieldView, key: str) -> None:
    columns, constant = _asked(
        record,
        entry.columns,
        entry.constant,
        desk_terms=(record.into, entry.to) if entry.is_list else None,
        key=key,
    )
    st.button(
        t("desk.fields.apply"),
        type="primary",
        disabled=not columns and constant is None,
        on_click=act,
        args=(desk().set_field, opened.token, entry.at),
        kwargs={"columns": columns, "constant": constant},
        key=f"desk:apply:{key}",
    )


def _asked(
    record: MappedRecordView,
    columns: tuple[str, ...],
    constant: str | None,
    *,
    desk_terms: tuple[str, str] | None,
    key: str,
) -> tuple[tuple[str, ...], str | None]:
    """Ask for columns of the file, or for the value that is the same everywhere."""
    fixed = st.radio(
        t("desk.fields.origin"),
        [False, True],
        index=int(constant is not None),
        format_func=lambda one: t("desk.fields.fixed") if one else t("desk.fields.of_file"),
        horizontal=True,
        key=f"desk:fixed:{key}",
    )
    if not fixed:
        offered = list(dict.fromkeys((*record.columns, *columns)))
        chosen = st.multiselect(
            t("desk.fields.column_from"), offered, default=list(columns), key=f"desk:cols:{key}"
        )
        return tuple(chosen), None
    terms = (
        {choice.value: choice.label for choice in desk().terms_of(*desk_terms, language()).value}
        if desk_terms
        else {}
    )
    if not terms:
        text = st.text_input(t("desk.fields.value"), value=constant or "", key=f"desk:const:{key}")
        return (), text.strip() or None
    known = list(terms)
    value = st.selectbox(
        t("desk.fields.value"),
        known,
        index=known.index(constant) if constant in known else None,
        format_func=lambda one: terms.get(one, one),
        placeholder=t("desk.mapping.choose"),
        key=f"desk:const:{key}",
    )
    return (), value


def _steps(opened: Opened, entry: MappedFieldView, mapping: MappingView, key: str) -> None:
    if entry.constant is not None:
        return
    st.markdown(f"**{t('desk.fields.column_steps')}**")
    for number, step in enumerate(entry.steps):
        st.button(
            t("desk.fields.remove_step", step=markdown(step.text)),
            icon=":material/close:",
            on_click=act,
            args=(desk().remove_step, opened.token, entry.at, number),
            key=f"desk:step:{key}:{number}",
        )
    names = {choice.value: choice.label for choice in mapping.step_choices}
    code = st.selectbox(
        t("desk.fields.new_step"),
        list(names),
        index=None,
        format_func=lambda value: names.get(value, value),
        placeholder=t("desk.mapping.choose"),
        key=f"desk:newstep:{key}",
    )
    st.button(
        t("desk.fields.add_step"),
        disabled=code is None,
        on_click=act,
        args=(desk().add_step, opened.token, entry.at, code),
        key=f"desk:addstep:{key}",
    )


def _words(opened: Opened, record: MappedRecordView, entry: MappedFieldView, key: str) -> None:
    """What words mean that were settled already."""
    meanings = {m.before: m.after for step in entry.steps for m in step.meanings}
    if not meanings:
        return
    word = st.selectbox(
        plural("desk.fields.words", len(meanings)),
        list(meanings),
        index=None,
        format_func=lambda one: f"{one} → {meanings.get(one) or '–'}",
        placeholder=t("desk.mapping.choose"),
        key=f"desk:word:{key}",
    )
    if word is not None:
        mapping_terms.other(opened, record.into, entry, word, key=f"{key}:{word}")


def _add(opened: Opened, record: MappedRecordView) -> None:
    free: dict[str, FreeColumnView] = {column.to: column for column in record.free}
    if not free:
        st.caption(t("desk.fields.all_filled"))
        return
    to = st.selectbox(
        t("desk.fields.column_ours"),
        list(free),
        format_func=lambda one: _named(free[one]) if one in free else one,
        key=f"desk:free:{opened.state}:{record.at}",
    )
    st.caption(markdown(free[to].help))
    key = f"{opened.state}:{record.at}:{to}"
    columns, constant = _asked(
        record, (), None, desk_terms=(record.into, to) if free[to].is_list else None, key=key
    )
    st.button(
        t("desk.fields.add"),
        type="primary",
        disabled=not columns and constant is None,
        on_click=act,
        args=(desk().add_field, opened.token, record.at, to),
        kwargs={"columns": columns, "constant": constant},
        key=f"desk:add:{key}",
    )


def _named(column: FreeColumnView) -> str:
    return f"{column.label} ({t('desk.fields.required')})" if column.required else column.label
