"""Vorschau: what taking the delivery in would do: to records, to what is missing, to contradictions, to the matrix."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import DisputeView
from app.views import CellKind, CellView, ColumnView
from app.web import changes, evidence, tables
from app.web.desk import effect_part, missing_part
from app.web.desk.acts import desk
from app.web.desk.opened import Opened
from app.web.formats import day, integer
from app.web.stand import Stand
from app.web.texts import language, t

_TILE: Final = 135
_NUMBERS: Final = ("new", "changed", "unchanged", "missing", "held_back")


def draw(opened: Opened, chosen: Stand) -> None:
    """Draw the numbers, then each part in a tab of its own."""
    preview = opened.view.preview
    if preview.refused:
        st.error(preview.refused.reason, title=t("desk.preview.refused"), icon=":material/block:")
        st.caption(preview.refused.remedy)
        return
    _tiles(opened)
    if preview.needs_drop_confirmation:
        missing_part.drop_warning(preview)
    missing = [change for change in preview.changes if change.change == "missing"]
    names = {
        "changes": t("import.tab_changes", count=integer(len(preview.changes))),
        "missing": t("desk.preview.tab_missing", count=integer(len(missing))),
        "waiting": t("import.tab_held_back", count=integer(len(preview.held_back))),
        "disputes": t("desk.preview.tab_disputes"),
        "effect": t("desk.preview.tab_effect"),
        "sheets": t("import.tab_sheets", count=integer(len(preview.sheets))),
    }
    part = st.segmented_control(
        t("desk.preview.parts"),
        list(names),
        format_func=lambda name: names[name],
        default="changes",
        required=True,
        label_visibility="collapsed",
        key=f"desk:part:{opened.token}",
    )
    if part == "changes":
        changes.draw(preview.changes)
    elif part == "missing":
        missing_part.draw(opened, missing)
    elif part == "waiting":
        changes.held_back(preview.held_back)
    elif part == "disputes":
        _disputes(opened)
    elif part == "effect":
        effect_part.draw(opened, chosen)
    else:
        changes.sheets(preview)


def _tiles(opened: Opened) -> None:
    preview = opened.view.preview
    grid = st.grid(len(_NUMBERS), min_column_width=_TILE, gap="small")
    numbers = (preview.new, preview.changed, preview.unchanged, preview.missing, len(preview.held_back))
    for name, number in zip(_NUMBERS, numbers, strict=True):
        with grid.cell(), st.container(border=True, height="stretch"):
            st.html(
                f'<div class="q-tile"><p class="q-label">{escape(t(f"preview.{name}"))}</p>'
                f'<div class="q-value">{integer(number)}</div><p class="q-base">{escape(t(f"preview.{name}_text"))}</p></div>'
            )


def _disputes(opened: Opened) -> None:
    with st.spinner(t("desk.preview.looking")):
        released = opened.once("disputes", lambda: desk().disputes(opened.token, language()))
    evidence.withheld(released)
    found = released.value
    if not found:
        st.success(t("desk.preview.no_disputes"), icon=":material/check:")
        return
    st.markdown(t("desk.preview.disputes_text"))
    names = ("record", "field", "holds", "other", "why")
    columns = tuple(ColumnView(name, t(f"desk.preview.column_{name}"), CellKind.TEXT) for name in names)
    tables.draw(
        columns,
        [tuple(CellView(text) for text in _told(dispute)) for dispute in found],
        key="desk:disputes",
        caption=t("desk.preview.tab_disputes"),
        look=tables.Look(records=False),
    )


def _told(dispute: DisputeView) -> tuple[str, ...]:
    news = t("desk.preview.already") if dispute.known else ""
    return (
        f"{dispute.record} ({dispute.key})" if dispute.key else dispute.record,
        dispute.field,
        _said(dispute.value, dispute.source, day(dispute.day), here=dispute.here == "winner"),
        _said(
            dispute.other_value, dispute.other_source, day(dispute.other_day), here=dispute.here == "loser"
        ),
        f"{dispute.why}{news}",
    )


def _said(value: str, source: str, when: str, *, here: bool) -> str:
    by = t("desk.preview.this_delivery") if here else source
    return t("desk.preview.said", value=value or "–", source=by, day=when)
