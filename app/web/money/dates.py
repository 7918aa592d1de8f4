"""View "Verträge und Fristen": an agenda by month, what has passed, what has no date recorded, and the file for calendars."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app import date_exports
from app.money.views import DateView
from app.views import CellKind, CellView, ColumnView, Row, TableView
from app.web import evidence, origin, permalink, tables
from app.web import reads as questions
from app.web.formats import day as written
from app.web.formats import integer, markdown, month
from app.web.money import reads
from app.web.origin import Behind
from app.web.stand import Stand
from app.web.texts import t

_MONTHS: Final = ("6", "12", "24", "36")
_KEY: Final = "money:dates"
_AGENDA: Final = {"day": CellKind.DATE, "days": CellKind.INTEGER, "term": CellKind.TEXT, "record": CellKind.RECORD, "offers": CellKind.TEXT, "parties": CellKind.TEXT}  # fmt: skip
_PASSED: Final = {**_AGENDA, "claim": CellKind.CLAIM, "reason": CellKind.TEXT}


def draw(chosen: Stand) -> None:
    """Draw the view."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        months = int(
            permalink.choice(
                t("money.months"), {n: t("money.months_of", number=n) for n in _MONTHS}, name="frist_monate",
                default="12", widget=st.segmented_control, required=True,
            )
        )  # fmt: skip
        offered = reads.dates(months, (), chosen.asked).value.kinds
        kinds = permalink.choices(
            t("money.date_kinds"), {kind.value: kind.label for kind in offered}, name="fristen", placeholder=t("money.all_kinds")
        )  # fmt: skip
    released = reads.dates(months, kinds, chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead"><strong>{escape(view.lead)}</strong></p>')
    evidence.withheld(released)
    with st.container(horizontal=True, key="noprint_money_dates"):
        st.download_button(
            t("money.ics"), data=lambda: date_exports.to_ics(released), file_name="fristen.ics", mime="text/calendar",
            icon=":material/event:", on_click="ignore",
        )  # fmt: skip
    contracts = questions.answer("E3", (), chosen.asked)
    listed = TableView(
        contracts.value.table_title, contracts.value.columns, contracts.value.rows, note=contracts.value.empty_text, name="contracts"
    )  # fmt: skip
    agenda = [
        (start, list(items)) for start, items in groupby(view.ahead, lambda item: item.day.replace(day=1))
    ]
    names = [f"{_KEY}:{start:%Y-%m}" for start, _ in agenda]
    others = ("passed", view.unknown.name, "contracts")
    behind = origin.opened(
        "geld-fristen", (*names, *(f"{_KEY}:{name}" for name in others)), chosen,
        rows=lambda block, row: questions.behind("L5", (("months", (str(months),)),), block, row, chosen.asked).value,
        of=months,
    )  # fmt: skip
    tabs = st.tabs([
        f"{t('money.ahead')} ({len(view.ahead)})", f"{t('money.passed')} ({len(view.passed)})",
        f"{view.unknown.title} ({len(view.unknown.rows)})", f"{t('money.contracts')} ({len(listed.rows)})",
    ])  # fmt: skip
    with tabs[0]:
        _agenda([(month(start), items) for start, items in agenda], names, behind)
    with tabs[1]:
        _passed(view.passed, behind)
    with tabs[2]:
        st.caption(t("money.unknown_text"))
        evidence.block(view.unknown, key=_KEY)
        behind.below(f"{_KEY}:{view.unknown.name}")
    with tabs[3]:
        st.caption(markdown(contracts.value.lead))
        evidence.block(listed, key=_KEY)
        behind.below(f"{_KEY}:contracts")


def _agenda(months: Sequence[tuple[str, list[DateView]]], names: Sequence[str], behind: Behind) -> None:
    if not months:
        st.info(t("money.no_dates"), icon=":material/event:")
    for (heading, items), name in zip(months, names, strict=True):
        st.markdown(f"**{heading}** · {integer(len(items))}")
        tables.draw(_columns(_AGENDA), _rows(items, _AGENDA), key=name, caption=heading)
        behind.below(name)


def _passed(items: Sequence[DateView], behind: Behind) -> None:
    if not items:
        st.info(t("money.none_passed"), icon=":material/check:")
        return
    st.caption(t("money.passed_text"))
    tables.draw(_columns(_PASSED), _rows(items, _PASSED), key=f"{_KEY}:passed", caption=t("money.passed"))
    behind.below(f"{_KEY}:passed")


def _columns(shown: Iterable[str]) -> list[ColumnView]:
    return [ColumnView(name, t(f"money.column_{name}"), _PASSED[name]) for name in shown]


def _rows(items: Iterable[DateView], shown: Iterable[str]) -> list[Row]:
    return [tuple(_cell(item, name) for name in shown) for item in items]


def _cell(item: DateView, name: str) -> CellView:
    if name == "day":
        return CellView(written(item.day), item.day)
    if name == "days":
        return CellView(integer(item.days), item.days)
    if name == "record":
        return CellView(item.label, item.label, item.iri)
    if name == "claim":
        return CellView(t(f"claim.{item.claim}") if item.claim else "", item.claim)
    text = str(getattr(item, name))
    return CellView(text, text)
