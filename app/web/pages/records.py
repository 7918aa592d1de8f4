"""Datensätze: choose a class, find a record, read and change it in a form made of the template's columns."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app import exports
from app.gate import Released
from app.records.views import FieldView, RecordEdit, RecordFinding, RecordForm, SheetChoice
from app.views import TableView
from app.web import evidence, frame, permalink, reads, record_fields, tables
from app.web.errors import show_expected
from app.web.formats import day_pattern, integer, markdown
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

PAGE = PageHeader(
    title={"de": "Datensätze", "en": "Records"},
    order=110,
    url_path="datensaetze",
    icon="edit_note",
    group={"de": "Datenpflege", "en": "Data care"},
    help={
        "de": "Einzelne Datensätze suchen, ansehen, ändern und anlegen.",
        "en": "Find, read, change and add single records.",
    },
    is_for_house=True,
)

_RECORD: Final = "satz"
_NEW: Final = "neu"
_DONE: Final = "records:done"
_COLUMN: Final = 260
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(chosen: Stand) -> None:
    """Draw the list of a class, or the form of one record."""
    done = st.session_state.pop(_DONE, None)
    if done:
        st.success(done, icon=":material/check:")
        if frame.is_drawn():
            st.page_link(frame.page("versionen"), label=t("records.to_versions"), icon=":material/undo:")
    if not chosen.is_current:
        st.info(t("records.current_only"), icon=":material/history:")
    version, lang = chosen.town.version, language()
    choices = {s.tag: s for s in _sheets(version, lang).value}
    names = {tag: f"{s.label} ({integer(s.count)})" for tag, s in choices.items()}
    sheet = permalink.choice(t("records.class"), names, name="klasse", default="angebot")
    key = permalink.remember(_RECORD, None, key=_link(sheet))
    if key:
        _record(sheet, None if key == _NEW else key, version)
    else:
        _list(sheet, choices[sheet], _rows(sheet, version, lang))


@st.cache_resource(show_spinner=False, max_entries=4)
def _sheets(version: int, lang: str) -> Released[tuple[SheetChoice, ...]]:
    del version
    return reads.service().records.sheets(lang)


@st.cache_resource(show_spinner=False, max_entries=32)
def _rows(sheet: str, version: int, lang: str) -> Released[TableView]:
    del version
    return reads.service().records.list(sheet, lang=lang)


@st.cache_resource(show_spinner=False, max_entries=64)
def _form(sheet: str, key: str | None, version: int, lang: str) -> Released[RecordForm]:
    del version
    return reads.service().records.form(sheet, key, lang=lang)


def _list(sheet: str, about: SheetChoice, released: Released[TableView]) -> None:
    st.caption(markdown(about.help))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        wanted = permalink.text(t("records.search"), name="wort", key=f"records:search:{sheet}")
    with right:
        st.button(
            t("records.new"),
            icon=":material/add:",
            on_click=_open,
            args=(sheet, _NEW),
            key=f"records:new:{sheet}",
        )
    table = released.value
    words = wanted.casefold().split()
    rows = [r for r in table.rows if all(w in " ".join(c.text for c in r).casefold() for w in words)]
    if not rows:
        st.info(t("records.none_found") if table.rows else t("records.none"), icon=":material/search:")
        return
    st.caption(plural("records.count", len(rows)))
    name = f"records:table:{sheet}"
    tables.draw(table.columns, rows, key=name, caption=table.title)
    evidence.withheld(released)
    click = tables.click(name)
    if click and click != st.session_state.get(f"{name}:seen"):
        st.session_state[f"{name}:seen"] = click
        _open(sheet, next(row[0].text for row in table.rows if row[0].iri == click[0]))
        st.rerun()


def _record(sheet: str, key: str | None, version: int) -> None:
    st.button(
        t("records.back"), icon=":material/arrow_back:", on_click=_close, args=(sheet,), type="tertiary"
    )
    released = _form(sheet, key, version, language())
    form = released.value
    if not form.exists and key is not None:
        st.warning(t("records.unknown", key=markdown(key)), icon=":material/search:")
        return
    evidence.withheld(released)
    name = f"record:{sheet}:{key or _NEW}"
    draft: dict[str, str] = st.session_state.setdefault(f"{name}:draft", {})
    findings: tuple[RecordFinding, ...] = st.session_state.get(f"{name}:findings", ())
    _head(form)
    new_key = form.key if form.exists else st.text_input(t("records.key"), value=form.key, key=f"{name}:key")
    if st.session_state.get(f"{name}:refused"):
        st.error(t("records.not_saved"), icon=":material/block:")
    for found in findings:
        if not found.tag:
            record_fields.show(found)
    for group in dict.fromkeys(field.group for field in form.fields):
        _group(group, form, draft, findings, name)
    changes = record_fields.changed(form.fields, draft)
    _save(form, new_key.strip(), changes, name)


def _head(form: RecordForm) -> None:
    st.header(
        markdown(
            f"{form.key} {form.label}" if form.exists else t("records.new_title", name=form.sheet_label)
        ),
        anchor=False,
    )
    if form.exists:
        sources = ", ".join(form.sources)
        st.caption(markdown(f"{form.freshness_text} · {t('records.sources', names=sources)}"))
        st.caption(t("records.legend"))
    else:
        st.caption(markdown(form.sheet_help))
    st.caption(t("records.blanks"))


def _group(
    group: str, form: RecordForm, draft: dict[str, str], findings: tuple[RecordFinding, ...], name: str
) -> None:
    fields = [f for f in form.fields if f.group == group and not f.tag.endswith("+kennung")]
    if not fields:
        return
    filled = sum(bool(draft.get(f.tag, f.text)) for f in fields)
    tags = {f.tag for f in fields}
    is_open = (
        any(f.required for f in fields) or bool(tags & {f.tag for f in findings}) or bool(tags & draft.keys())
    )
    label = t("records.group", name=markdown(group), filled=filled, count=len(fields))
    with st.expander(label, expanded=is_open):
        grid = st.grid(3, min_column_width=_COLUMN)
        for field in fields:
            with grid.cell():
                record_fields.draw(field, draft, name, findings)


def _save(form: RecordForm, key: str, changes: dict[str, str], name: str) -> None:
    labels = {field.tag: field for field in form.fields}
    with st.container(border=True):
        if changes:
            st.markdown(f"**{plural('records.unsaved', len(changes))}**")
            for tag, text in changes.items():
                st.markdown(_change(labels[tag], text))
        else:
            st.caption(t("records.nothing_changed"))
        left, right = st.columns(2)
        who = left.text_input(t("records.who"), help=t("import.who_help"), key="records:who").strip()
        why = right.text_input(
            t("import.why"), placeholder=t("records.why_example"), key=f"{name}:why"
        ).strip()
        with st.container(horizontal=True):
            pressed = st.button(
                t("records.save"),
                type="primary",
                icon=":material/check:",
                disabled=not changes,
                key=f"{name}:save",
            )
            st.button(
                t("records.drop"), on_click=_forget, args=(name,), disabled=not changes, key=f"{name}:drop"
            )
    if form.exists:
        _further(form, who, why, name)
        if form.sheet == "traeger":
            _enquiry(form)
    if pressed and _said(who, why):
        _try(form, key, changes, (who, why), name)


def _change(field: FieldView, text: str) -> str:
    return f"{markdown(field.label)}: {markdown(field.text or '–')} → {markdown(text or '–')}"


def _further(form: RecordForm, who: str, why: str, name: str) -> None:
    """The steps that end a record or take back what was said by hand; both need who and why as saving does."""
    if not form.can_end and not form.editorial:
        return
    with st.expander(t("records.further")):
        if form.can_end:
            st.caption(t("records.end_text"))
            last = st.date_input(t("records.end_day"), format=day_pattern(), key=f"{name}:last")
            if st.button(t("records.end"), icon=":material/event_busy:", key=f"{name}:end") and _said(
                who, why
            ):
                _end(form, last, (who, why), name)
        if form.editorial and not form.only_editorial:
            st.caption(t("records.withdraw_text"))
            stated = {"": t("records.withdraw_all")} | {f.tag: f.label for f in form.fields if f.stated}
            tag = st.selectbox(
                t("records.withdraw_what"), list(stated), format_func=lambda v: stated[v], key=f"{name}:back"
            )
            if st.button(t("records.withdraw"), icon=":material/undo:", key=f"{name}:withdraw") and _said(
                who, why
            ):
                _withdraw(form, (tag,) if tag else (), (who, why), name)


def _enquiry(form: RecordForm) -> None:
    """The workbook that asks the provider whether all of it still holds."""
    with st.container(border=True):
        st.markdown(f"**{t('records.enquiry')}**  \n{t('records.enquiry_text')}")
        lang = language()  # the button's work runs outside of the page
        st.download_button(
            t("records.enquiry_download"),
            data=lambda: exports.to_enquiry(reads.service().records.enquiry(form.key, lang=lang)),
            file_name=f"stimmt-das-noch-{form.key.lower()}.xlsx",
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
            key=f"records:enquiry:{form.key}",
        )


def _said(who: str, why: str) -> bool:
    if not who or not why:
        st.error(t("import.who_and_why"))
    return bool(who and why)


def _try(form: RecordForm, key: str, changes: dict[str, str], reason: tuple[str, str], name: str) -> None:
    try:
        with st.spinner(t("records.saving")):
            edit = reads.service().records.edit(
                form.sheet, key, changes, who=reason[0], why=reason[1], new=not form.exists, lang=language()
            )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    _after(form, edit.value, name)


def _end(form: RecordForm, last: date, reason: tuple[str, str], name: str) -> None:
    try:
        with st.spinner(t("records.saving")):
            edit = reads.service().records.end(
                form.sheet, form.key, last, who=reason[0], why=reason[1], lang=language()
            )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    _after(form, edit.value, name)


def _withdraw(form: RecordForm, tags: tuple[str, ...], reason: tuple[str, str], name: str) -> None:
    try:
        version = reads.service().records.withdraw(
            form.sheet, form.key, tags, who=reason[0], why=reason[1], lang=language()
        )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    reads.town.clear()
    _forget(name)
    st.session_state[_DONE] = t("records.withdrawn", key=form.key, number=version.value.number)
    st.rerun()


def _after(form: RecordForm, edit: RecordEdit, name: str) -> None:
    if edit.refused is not None:
        st.error(
            f"{markdown(edit.refused.reason)}  \n**{t('import.what_to_do')}** {markdown(edit.refused.remedy)}",
            title=t("import.refused"),
            icon=":material/block:",
        )
        return
    if edit.version is None:
        st.session_state[f"{name}:findings"] = edit.findings
        st.session_state[f"{name}:refused"] = True
        st.rerun()
    reads.town.clear()
    _forget(name)
    if edit.findings:
        st.session_state[f"record:{form.sheet}:{edit.key}:findings"] = edit.findings
    _open(form.sheet, edit.key)
    st.session_state[_DONE] = t("records.saved", key=edit.key, number=edit.version.number)
    st.rerun()


def _forget(name: str) -> None:
    """Drop everything entered and found about a record; the session then holds what the record says."""
    for key in [k for k in st.session_state if str(k).startswith(f"{name}:")]:
        del st.session_state[key]


def _link(sheet: str) -> str:
    return f"records:open:{sheet}"


def _open(sheet: str, key: str) -> None:
    st.session_state[_link(sheet)] = key


def _close(sheet: str) -> None:
    st.session_state.pop(_link(sheet), None)
