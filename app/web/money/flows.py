"""View "Wer zahlt was für wen": the choice, a picture for each status, and tables that say the same."""

from datetime import date
from decimal import Decimal
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.money.desk import DIVISIONS
from app.money.views import FlowChoice, FlowView
from app.views import ChoiceView, TableView
from app.web import answers, downloads, evidence, frame, origin, permalink
from app.web.formats import indented, markdown
from app.web.money import reads, sankey
from app.web.stand import Stand
from app.web.texts import language, plural, t

STATUSES: Final = ("bewilligt", "ausgezahlt", "beantragt", "geplant")
_BACK: Final = 6
_AHEAD: Final = 2
_NARROWED: Final = ("von", "wofuer", "wem")
_NEXT: Final = "money:next"


def draw(chosen: Stand) -> None:
    """Draw the view."""
    for name, value in st.session_state.pop(_NEXT, {}).items():
        permalink.put_back(name, value)  # before the field is drawn that holds it
    choice = _choice(chosen.reference_date)
    whole = reads.flows(choice, chosen.asked).value
    choice = _narrowed(choice, whole)
    released = reads.flows(choice, chosen.asked)
    view = released.value
    st.html(f'<p class="q-lead"><strong>{escape(view.answer.lead)}</strong></p>')
    evidence.withheld(released)
    if view.answer.completeness:
        st.caption(markdown(view.answer.completeness.text))
    _pictures(view, choice)
    if choice.funder and frame.is_drawn():
        st.page_link(
            frame.page("geld"), label=t("money.to_cliff"), icon=":material/stairs:",
            query_params={**permalink.stand(), "ansicht": "stufe", "stufe_von": choice.funder},
        )  # fmt: skip
    _tables(view, choice, chosen)
    downloads.buttons(
        reads.flows_answer(choice, chosen.asked),
        name=f"querblick-geld-{choice.year}-{choice.by}",
        key="money:flows",
    )
    answers.foundations(view.answer)


def _choice(today: date) -> FlowChoice:
    years = {str(year): str(year) for year in range(today.year + _AHEAD, today.year - _BACK, -1)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = permalink.choice(t("money.year"), years, name="jahr", default=str(today.year), width=110)
        statuses = permalink.choices(
            t("money.statuses"), {name: t(f"money.status_{name}") for name in STATUSES}, name="mittel",
            default=STATUSES[:1], help=t("money.statuses_help"), placeholder=t("money.status_bewilligt"),
        ) or STATUSES[:1]  # fmt: skip
        by = permalink.choice(
            t("money.by"), {name: t(f"money.by_{name}") for name in DIVISIONS}, name="nach", default="field"
        )
        to = permalink.choice(
            t("money.to"),
            {name: t(f"money.to_{name}") for name in ("provider", "offer")},
            name="an",
            default="provider",
        )
        kinds = {"": t("money.all_kinds")} | {
            kind.value: indented(kind.label, kind.level) for kind in reads.funding_kinds(language()).value
        }
        kind = permalink.choice(t("money.kind"), kinds, name="art", default="")
    ordered = tuple(name for name in STATUSES if name in statuses)
    return FlowChoice(int(year), ordered, by, to, kind)


def _narrowed(choice: FlowChoice, whole: FlowView) -> FlowChoice:
    """What the reader narrowed it to, by field or by a click in the picture."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        funder, group, target = (
            permalink.choice(
                t(f"money.only_{name}"), {"": t("money.all")} | _options(offered), name=name, default=""
            )
            for name, offered in zip(_NARROWED, (whole.funders, whole.groups, whole.targets), strict=True)
        )
        if funder or group or target:
            st.button(t("money.widen"), icon=":material/zoom_out_map:", on_click=_widen, type="tertiary")
    return FlowChoice(
        choice.year,
        choice.statuses,
        choice.by,
        choice.to,
        choice.kind,
        funder=funder,
        group=group,
        target=target,
    )


def _options(offered: tuple[ChoiceView, ...]) -> dict[str, str]:
    return {choice.value: choice.label for choice in offered}


def short(iri: str | None) -> str:
    """Return the end of an IRI, which is what a choice and the URL hold."""
    return (iri or "").rpartition("/")[2]


def _widen() -> None:
    for name in _NARROWED:
        permalink.put_back(name, "")


def _pictures(view: FlowView, choice: FlowChoice) -> None:
    """One picture per status, one below the other: they are never added."""
    names = tuple(_options(offered) for offered in (view.funders, view.groups, view.targets))
    columns = [column.name for column in view.answer.columns]
    keys = [{label: key for key, label in layer.items()} for layer in names]
    ways: dict[str, list[sankey.Way]] = {}
    unknown: dict[str, int] = {}
    for row in view.answer.rows:
        cell = dict(zip(columns, row, strict=True))
        status = cell["status"].text
        unknown[status] = unknown.get(status, 0) + int(str(cell["withoutAmount"].value or 0))
        if isinstance(cell["sum"].value, int | Decimal):
            funder, group, target = (
                short(cell[name].iri) if cell[name].iri else keys[at].get(cell[name].text, cell[name].text)
                for at, name in enumerate(("funder", "group", "target"))
            )
            ways.setdefault(status, []).append(
                sankey.Way((funder, group, target), Decimal(cell["sum"].value))
            )
    iris = {short(cell.iri) for row in view.answer.rows for cell in row if cell.iri}
    open_ones = {key for layer in names for key in layer if key not in iris}
    for status, missing in unknown.items():
        st.markdown(f"**{markdown(t('money.picture', status=status, by=t(f'money.by_{choice.by}')))}**")
        if ways.get(status):
            shown = sankey.picture(ways[status])
            clicked = sankey.draw(shown, names, open_ones, key=f"money:{status}", title=view.answer.title)
            if any(shown.folded):
                st.caption(t("money.folded_text"))
            if clicked:
                st.session_state[_NEXT] = {_NARROWED[layer]: key for layer, key in clicked.items()}
                st.rerun()
        if missing:
            st.caption(plural("money.not_drawn", missing))
    if not unknown:
        st.info(markdown(view.answer.empty_text), icon=":material/search_off:")


def _tables(view: FlowView, choice: FlowChoice, chosen: Stand) -> None:
    """The tables say all the pictures say, and name every item."""
    answer = view.answer
    ways = TableView(
        answer.table_title, answer.columns, answer.rows, note=answer.empty_text, name=answer.table_name
    )
    blocks = (ways, *answer.blocks)
    behind = origin.opened(
        "geld-wege", tuple(f"money:flows:{block.name}" for block in blocks), chosen,
        rows=lambda block, row: reads.behind_flow(choice, block, row, chosen.asked).value, of=choice,
    )  # fmt: skip
    for tab, block in zip(st.tabs([_tab(block) for block in blocks]), blocks, strict=True):
        with tab:
            evidence.block(block, key="money:flows")
            behind.below(f"money:flows:{block.name}")


def _tab(block: TableView) -> str:
    return f"{block.title.partition(':')[0]} ({len(block.rows)})"
