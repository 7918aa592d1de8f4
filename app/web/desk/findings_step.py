"""Befunde: everything that was found, at its cell; choosing one shows the cell in its sheet and what may be done."""

from collections import Counter
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import SheetPageView
from app.views import CellKind, CellView, ColumnView, FindingView
from app.web import findings, permalink, tables
from app.web.desk import case_panel, file_step, sheet_table
from app.web.desk.acts import desk
from app.web.desk.opened import Opened
from app.web.findings import SEVERITIES, Located
from app.web.formats import integer, markdown
from app.web.texts import language, plural, t

ROWS: Final = 100
_ALL: Final = ""
_LINK: Final = "befund"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(opened: Opened) -> None:
    """Draw the list with its filters, and beside it the chosen finding in its sheet."""
    found = opened.view.preview.findings
    if not found:
        st.success(t("import.no_findings"), icon=":material/check:")
        _sheet(opened, None)
        return
    _annotated(opened)
    lines = _filtered(opened, found)
    left, right = st.columns([2, 3], gap="medium")
    with left:
        line = _list(opened, lines)
    with right:
        if line is not None:
            case_panel.draw(opened, line)
    _sheet(opened, line)


def key_of(line: Located) -> str:
    """Return a name for a finding at its place that says nothing of the data."""
    finding, place = line
    where = (place and (place.cell or str(place.row or ""))) or ""
    return f"{(place and place.sheet) or ''}!{where}!{finding.rule}"


def _annotated(opened: Opened) -> None:
    counts = Counter(finding.severity for finding in opened.view.preview.findings)
    words = [plural(f"severity.{severity}", counts[severity]) for severity in SEVERITIES if counts[severity]]
    released = opened.once("annotated", lambda: desk().annotated(opened.token, language()))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(" · ".join(words))
        st.space("stretch")
        if released.value.filename:
            st.download_button(
                t("desk.findings.annotated"),
                data=lambda: desk().annotated_bytes(released),
                file_name=released.value.filename,
                mime=_XLSX,
                icon=":material/download:",
                help=t("desk.findings.annotated_help"),
                on_click="ignore",
                key="desk:annotated",
            )


def _filtered(opened: Opened, found: tuple[FindingView, ...]) -> list[Located]:
    counts = Counter(finding.severity for finding in found)
    names = {_ALL: t("import.all_severities")} | {
        s: f"{t(f'severity.{s}.name')} ({integer(counts[s])})" for s in SEVERITIES if counts[s]
    }
    left, right = st.columns([2, 5], vertical_alignment="bottom")
    with left:
        severity = permalink.choice(
            t("import.severity"), names, name="schwere", default=_ALL, key=f"desk:severity:{opened.token}"
        )
    kept = [finding for finding in found if severity in (_ALL, finding.severity)]
    with right:
        rules = {_ALL: t("import.all_rules")} | findings.rules(kept)
        rule = permalink.choice(
            t("import.rule"), rules, name="regel", default=_ALL, key=f"desk:rule:{opened.token}"
        )
    return findings.located([finding for finding in kept if rule in (_ALL, finding.rule)])


def _list(opened: Opened, lines: list[Located]) -> Located | None:
    """Draw the lines; the chosen one stays chosen, and when it is settled the next in its place is."""
    if not lines:
        st.info(t("desk.findings.none_left"))
        return None
    keys: list[str] = []
    seen: Counter[str] = Counter()
    for line in lines:
        key = key_of(line)
        keys.append(f"{key}!{seen[key]}" if seen[key] else key)
        seen[key] += 1
    table, place_key = f"desk:list:{opened.token}", f"desk:at:{opened.token}"
    clicked, handled = tables.click(table), f"desk:heard:{opened.token}"
    if clicked is not None and clicked != st.session_state.get(handled):
        st.session_state[handled] = clicked
        chosen = permalink.remember(_LINK, clicked[0], key=f"link:{_LINK}:{opened.token}")
    else:
        chosen = permalink.remember(_LINK, None, key=f"link:{_LINK}:{opened.token}")
    if chosen in keys:
        at = keys.index(chosen)
    elif chosen is None:
        at = 0
    else:
        at = min(int(st.session_state.get(place_key, 0)), len(lines) - 1)
        permalink.remember(_LINK, keys[at], key=f"link:{_LINK}:{opened.token}")
    st.session_state[place_key] = at
    columns = (
        ColumnView("cell", t("finding.cell"), CellKind.RECORD),
        ColumnView("message", t("finding.message"), CellKind.TEXT),
    )
    several = len(opened.view.sheets) > 1
    rows = [
        (CellView(where := _where(line, several=several), where, key), CellView(_what(line)))
        for line, key in zip(lines, keys, strict=True)
    ]
    marked = {(i, 0): (findings.CSS[line[0].severity], line[0].severity_text) for i, line in enumerate(lines)}
    tables.draw(
        columns,
        rows,
        key=table,
        caption=t("import.findings"),
        look=tables.Look(
            sortable=False,
            marked={place: why for place, why in marked.items() if why[0]},
            chosen=keys[at],
            start=at,
            low=True,
        ),
    )
    return lines[at]


def _where(line: Located, *, several: bool) -> str:
    finding, place = line
    sheet = (place and several and place.sheet) or ""
    where = (place and (place.cell or (t("desk.findings.row", row=place.row) if place.row else ""))) or ""
    return f"{finding.severity_text}: {' '.join(part for part in (sheet, where) if part) or t('desk.findings.whole')}"


def _what(line: Located) -> str:
    finding, _ = line
    found = f" ({finding.found})" if finding.found and finding.found not in finding.message else ""
    return f"{finding.message}{found}"


def _sheet(opened: Opened, line: Located | None) -> None:
    """The sheet of the chosen finding at its row; or only rows in which something was found."""
    place = line[1] if line else None
    names = [sheet.name for sheet in opened.view.sheets]
    if not names:
        return
    st.subheader(t("desk.findings.in_sheet"), anchor=False)
    only = permalink.switch(t("desk.findings.only_found"), name="nur", key=f"desk:only:{opened.token}")
    near = place.sheet if place and place.sheet in names else None
    at = f"desk:near:{opened.token}"
    if near and st.session_state.get(at) != (near, place and place.row):
        st.session_state[at] = (near, place and place.row)
        st.session_state[f"desk:sheet:{opened.token}"] = near
        if place and place.row and not only:
            file_step.turn_to(opened, near, (place.row - 1) // ROWS + 1, ROWS)
    sheet = file_step.sheet_choice(opened, near or "")

    def ask(page: int) -> SheetPageView:
        first = (page - 1) * ROWS + 1
        return (
            desk().page(opened.token, sheet, first=first, count=ROWS, only_found=only, lang=language()).value
        )

    total = opened.once(f"total:{sheet}:{only}", lambda: ask(1).total)
    page = file_step.page_choice(opened, sheet, total, ROWS)
    shown = opened.once(f"page:{sheet}:{page}:{only}", lambda: ask(page))
    if not shown.rows:
        st.caption(t("desk.findings.no_rows"))
        return
    chosen = place.cell if place and place.sheet == sheet else None
    clicked = sheet_table.draw(
        shown,
        key=f"desk:cells:{opened.token}",
        caption=t("desk.file.table", sheet=markdown(sheet)),
        chosen=chosen,
    )
    _from_cell(opened, sheet, clicked)


def _from_cell(opened: Opened, sheet: str, clicked: tuple[str, int] | None) -> None:
    """A click on a cell in the sheet chooses the first finding there."""
    heard = f"desk:heard_cell:{opened.token}"
    if clicked is None or clicked == st.session_state.get(heard):
        return
    st.session_state[heard] = clicked
    line = next(
        (
            line
            for line in findings.located(list(opened.view.preview.findings))
            if line[1] is not None and line[1].sheet == sheet and line[1].cell == clicked[0]
        ),
        None,
    )
    if line is not None:
        st.session_state[f"link:{_LINK}:{opened.token}"] = key_of(line)
        st.rerun()
