"""The fields of a record's form: a widget by kind, what other sources say, and the findings below the field."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.records.views import FieldView, RecordFinding
from app.web.formats import day, markdown
from app.web.texts import t

_BLANKS: Final = ("unbekannt", "keine")
_LISTS: Final = {"concept", "legal", "reference", "boolean"}
_LONG: Final = {"text"}
_SEPARATOR: Final = "; "
_SHOW: Final = {"violation": st.error, "warning": st.warning, "info": st.info}


def draw(field: FieldView, draft: dict[str, str], name: str, findings: Sequence[RecordFinding]) -> None:
    """Draw a field; what is entered differently from the record is kept in `draft` as the text of its cell.

    Args:
        field: the field.
        draft: tag → text of every field touched so far; lives in the session, so that nothing entered is lost.
        name: a name for the widgets of this record.
        findings: of the last attempt to save; those of other fields are not shown here.
    """
    key = f"{name}:{field.tag}"
    theirs = _meanwhile(field, draft, key)
    shown = draft.get(field.tag, field.text)
    text = _list(field, shown, key) if field.kind in _LISTS else _written(field, shown, key)
    if text == field.text:
        draft.pop(field.tag, None)
    else:
        draft[field.tag] = text
    if theirs is not None:
        st.warning(t("records.meanwhile", text=markdown(theirs or "–")), icon=":material/sync_problem:")
    for said in field.said:
        when = f" ({day(said.delivered_on)})" if said.delivered_on else ""
        st.caption(f"{t('records.says', source=markdown(said.source))}{when} {markdown(said.text)}")
    if field.stated:
        st.caption(f":material/edit: {t('records.stated')}")
    for found in findings:
        if found.tag == field.tag:
            show(found)


def _meanwhile(field: FieldView, draft: Mapping[str, str], key: str) -> str | None:
    """What somebody else saved since the field was drawn, if something was typed here; else the field follows the record."""
    read = st.session_state.setdefault(f"{key}:read", field.text)
    if read == field.text:
        return None
    if field.tag in draft:
        return field.text
    st.session_state[f"{key}:read"] = field.text
    st.session_state.pop(key, None)
    return None


def show(found: RecordFinding) -> None:
    """Draw a finding: what is wrong, what to do, what to write instead."""
    finding = found.finding
    parts = [finding.message, finding.remedy]
    if finding.suggestion:
        parts.append(t("records.suggestion", text=finding.suggestion))
    _SHOW.get(finding.severity, st.info)(markdown(" ".join(part for part in parts if part)))


def changed(fields: Sequence[FieldView], draft: Mapping[str, str]) -> dict[str, str]:
    """Return what was touched, by tag."""
    known = {field.tag for field in fields if not field.fixed}
    return {tag: text for tag, text in draft.items() if tag in known}


def _label(field: FieldView) -> str:
    mark = f" {field.freshness_text.partition(' ')[0]}" if field.freshness else ""
    return markdown(field.label) + (" \\*" if field.required else "") + mark


def _help(field: FieldView) -> str:
    parts = [field.help]
    if field.example:
        parts.append(t("records.example", text=field.example))
    if field.freshness:
        parts.append(field.confirmed_text or field.freshness_text)
    return "\n\n".join(markdown(part) for part in parts)


def _written(field: FieldView, shown: str, key: str) -> str:
    if key not in st.session_state:
        st.session_state[key] = shown
    widget = st.text_area if field.kind in _LONG else st.text_input
    widget(_label(field), key=key, help=_help(field), disabled=field.fixed, placeholder=_placeholder(field))
    return str(st.session_state[key]).strip()


def _placeholder(field: FieldView) -> str:
    if field.kind == "date":
        return t("records.date_format")
    return t("records.several") if field.repeatable else ""


def _list(field: FieldView, shown: str, key: str) -> str:
    names = {option.value: option.label for option in field.options}
    names |= {word: t(f"records.blank_{word}") for word in _BLANKS if word not in names}
    chosen = _parts(field, shown)
    options = [*names, *(value for value in chosen if value not in names)]
    arguments: dict[str, Any] = {
        "options": options,
        "format_func": lambda value: names.get(value, value),
        "key": key,
        "help": _help(field),
        "disabled": field.fixed,
        "placeholder": t("records.choose"),
    }
    if field.repeatable:
        if key not in st.session_state:
            st.session_state[key] = chosen
        st.multiselect(_label(field), accept_new_options=field.kind != "reference", **arguments)
        return _SEPARATOR.join(st.session_state[key])
    if key not in st.session_state:
        st.session_state[key] = chosen[0] if chosen else None
    st.selectbox(_label(field), accept_new_options=field.kind == "legal", **arguments)
    return str(st.session_state[key] or "")


def _parts(field: FieldView, shown: str) -> list[str]:
    if not shown:
        return []
    if shown == field.text:
        return list(field.values)
    return shown.split(_SEPARATOR) if field.repeatable else [shown]
