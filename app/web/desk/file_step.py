"""Datei: how the file was read and where its table is, and saying it otherwise."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import MappingView, SheetFactsView
from app.views import ChoiceView, FactView
from app.web import evidence, permalink
from app.web.desk import acts, sheet_table
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.formats import integer, moment
from app.web.texts import language, plural, t

ROWS: Final = 50
_FOUND_OUT: Final = ""


def draw(opened: Opened) -> None:
    """Draw how the file was read, and its rows sheet by sheet."""
    view = opened.view
    st.markdown(t("desk.file.text_mapped") if opened.mapped else t("desk.file.text_template"))
    mapping = view.mapping
    if mapping is not None and view.delimiter:
        _reading(opened, mapping)
    sheet = _sheet(opened)
    if sheet is None:
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        _facts(opened, sheet)
    with right:
        if mapping is not None and sheet.mapped:
            _layout(opened, sheet)
    _rows(opened, sheet)


def sheet_choice(opened: Opened, default: str = "") -> str:
    """Draw the choice of a sheet if there are several; in the address as `blatt`."""
    names = [sheet.name for sheet in opened.view.sheets]
    if not names:
        return ""
    if len(names) == 1:
        return names[0]
    facts = {sheet.name: sheet for sheet in opened.view.sheets}
    return permalink.choice(
        t("desk.file.sheet"),
        {name: plural("desk.file.sheet_of", facts[name].rows, name=name) for name in names},
        name="blatt",
        default=default or names[0],
        key=f"desk:sheet:{opened.token}",
    )


def page_choice(opened: Opened, sheet: str, total: int, per_page: int) -> int:
    """Draw the choice of a page of a sheet; in the address as `seite`."""
    count = max(1, -(-total // per_page))
    name = f"{opened.token}:{sheet}:{per_page}"
    link = f"link:seite:{name}"
    named = permalink.remember("seite", None, key=link) or "1"
    wanted = min(int(named), count) if named.isdecimal() and named != "0" else 1
    # A page that is jumped to is another widget: its value cannot be set from outside once it is drawn.
    turn = st.session_state.get(f"turn:{name}", 0)
    page = (
        int(st.pagination(count, default=wanted, key=f"desk:page:{name}:{count}:{turn}")) if count > 1 else 1
    )
    if page > 1:
        permalink.remember("seite", str(page), key=link)
    else:
        permalink.forget("seite", key=link)
    return page


def turn_to(opened: Opened, sheet: str, page: int, per_page: int) -> None:
    """Show this page of a sheet next."""
    name = f"{opened.token}:{sheet}:{per_page}"
    st.session_state[f"link:seite:{name}"] = str(page)
    st.session_state[f"turn:{name}"] = st.session_state.get(f"turn:{name}", 0) + 1


def _sheet(opened: Opened) -> SheetFactsView | None:
    name = sheet_choice(opened)
    return next((sheet for sheet in opened.view.sheets if sheet.name == name), None)


def _reading(opened: Opened, mapping: MappingView) -> None:
    """The two things a text file does not say itself."""
    view = opened.view
    encodings = {_FOUND_OUT: t("desk.file.found_out", what=_name(mapping.encodings, view.encoding))}
    encodings |= {choice.value: choice.label for choice in mapping.encodings}
    delimiters = {_FOUND_OUT: t("desk.file.found_out", what=_name(mapping.delimiters, view.delimiter))}
    delimiters |= {choice.value: choice.label for choice in mapping.delimiters}
    with st.form(f"desk:reading:{opened.state}", border=True):
        left, middle, right = st.columns([3, 3, 2], vertical_alignment="bottom")
        encoding = left.selectbox(
            t("desk.file.encoding"),
            list(encodings),
            index=list(encodings).index(mapping.encoding) if mapping.encoding in encodings else 0,
            format_func=lambda value: encodings[value],
            help=t("desk.file.encoding_help"),
        )
        delimiter = middle.selectbox(
            t("desk.file.delimiter"),
            list(delimiters),
            index=list(delimiters).index(mapping.delimiter) if mapping.delimiter in delimiters else 0,
            format_func=lambda value: delimiters[value],
        )
        pressed = right.form_submit_button(t("desk.file.read_again"), icon=":material/refresh:")
    if pressed and acts.done(
        desk().read_as, opened.token, encoding=encoding or None, delimiter=delimiter or None
    ):
        st.rerun()


def _name(choices: tuple[ChoiceView, ...], value: str) -> str:
    return next((choice.label for choice in choices if choice.value == value), value)


def _facts(opened: Opened, sheet: SheetFactsView) -> None:
    aside = len(sheet.aside)
    evidence.facts(
        (
            FactView(
                t("desk.file.size"),
                t("desk.file.size_of", rows=integer(sheet.rows), columns=integer(sheet.columns)),
            ),
            FactView(t("desk.file.header"), _numbers(sheet.header_rows) or t("desk.file.no_header")),
            FactView(
                t("desk.file.data"),
                t("desk.file.from_to", first=integer(sheet.first_row), last=integer(sheet.last_row))
                if sheet.last_row >= sheet.first_row
                else t("desk.file.no_table"),
            ),
            FactView(t("desk.file.aside"), plural("desk.file.rows", aside) if aside else t("desk.file.none")),
            FactView(t("desk.file.came"), moment(opened.view.file.staged_at)),
        )
    )
    if sheet.hidden:
        st.caption(t("desk.file.hidden"))


def _layout(opened: Opened, sheet: SheetFactsView) -> None:
    """Where the table is, to be said otherwise."""
    with (
        st.expander(t("desk.file.correct"), icon=":material/edit:"),
        st.form(f"desk:layout:{opened.state}:{sheet.name}", border=False),
    ):
        st.caption(t("desk.file.correct_text"))
        header, first, last = st.columns(3)
        rows = header.text_input(
            t("desk.file.header"), value=_numbers(sheet.header_rows), help=t("desk.file.header_help")
        )
        first_row = first.number_input(
            t("desk.file.first"),
            min_value=1,
            max_value=max(1, sheet.rows),
            value=max(1, min(sheet.first_row, sheet.rows)),
        )
        last_row = last.number_input(
            t("desk.file.last"),
            min_value=1,
            max_value=max(1, sheet.rows),
            value=max(1, min(sheet.last_row, sheet.rows)),
        )
        texts = {aside.row: f"{aside.row} · {aside.reason_text}: {aside.text[:60]}" for aside in sheet.aside}
        keep = st.multiselect(
            t("desk.file.keep"),
            list(texts),
            format_func=lambda row: texts.get(row, str(row)),
            help=t("desk.file.keep_help"),
        )
        with st.container(horizontal=True):
            pressed = st.form_submit_button(t("desk.file.apply"), type="primary")
            st.form_submit_button(
                t("desk.file.as_found"), on_click=act, args=(desk().forget_layout, opened.token, sheet.name)
            )
    if pressed:
        said = _read_numbers(rows)
        if said is None:
            st.error(t("desk.file.header_unclear"))
            return
        if acts.done(
            desk().set_layout,
            opened.token,
            sheet.name,
            header_rows=said if said != list(sheet.header_rows) else None,
            first_row=int(first_row) if int(first_row) != sheet.first_row else None,
            last_row=int(last_row) if int(last_row) != sheet.last_row else None,
            keep=keep,
        ):
            st.rerun()
        acts.show()


def _rows(opened: Opened, sheet: SheetFactsView) -> None:
    page = page_choice(opened, sheet.name, sheet.rows, ROWS)
    shown = opened.once(
        f"rows:{sheet.name}:{page}",
        lambda: (
            desk()
            .page(opened.token, sheet.name, first=(page - 1) * ROWS + 1, count=ROWS, lang=language())
            .value
        ),
    )
    st.caption(t("desk.file.rows_text"))
    if shown.rows:
        sheet_table.draw(
            shown,
            key=f"desk:rows:{opened.token}",
            caption=t("desk.file.table", sheet=sheet.name),
            marks=False,
        )


def _numbers(rows: tuple[int, ...]) -> str:
    return ", ".join(map(str, rows))


def _read_numbers(text: str) -> list[int] | None:
    """Read "3, 4" or "3-4"; None if it is not that."""
    found: list[int] = []
    for part in text.replace("–", "-").replace(";", ",").split(","):
        first, _, last = (piece.strip() for piece in part.partition("-"))
        if not part.strip():
            continue
        if not first.isdecimal() or (last and not last.isdecimal()):
            return None
        found += range(int(first), int(last or first) + 1)
    return sorted(set(found))
