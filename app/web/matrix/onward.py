"""Where to go from a cell: near misses, questions about it, other areas, other pages, and keeping it."""

from collections import defaultdict
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from rdflib import URIRef

from app.gaps.choice import short
from app.views import CellEvidence, MatrixCellView
from app.web import frame, permalink, reads
from app.web.desk import acts
from app.web.formats import markdown
from app.web.papers.putting import put_button
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology import iris

_QUESTIONS: Final = {
    "gap": ("A1", "L2", "G5", "D6"),
    "thin": ("A3", "A6", "A5", "L2"),
    "covered": ("A6", "A7", "B1", "L2"),
    "unknown": ("A12", "K4", "G5", "L2"),
}
"""What one asks about a cell next, by its state."""

_NAMED: Final = 6
_PAGES: Final = {"bedarfe": ("needs", "assignment"), "szenarien": ("scenario", "alt_route")}
"""Pages that may be there, with the text of their link and their icon."""


def draw(cell: MatrixCellView, found: CellEvidence, chosen: Stand) -> None:
    """Draw the near misses in a sentence each and the ways on."""
    _near(found)
    if not frame.is_drawn():
        return
    titles = {question.id: question for question in reads.questions(chosen.version, language()).value}
    own = parameters(cell)
    with st.container(border=True, key="noprint_onward"):
        st.markdown(f"**{t('matrix.onward')}**")
        with st.container(horizontal=True):
            for name in _QUESTIONS.get(cell.state, ()):
                question = titles.get(name)
                if question is None:
                    continue
                takes = {parameter.name for parameter in question.parameters}
                st.page_link(
                    frame.page("fragen"), label=f"{name} · {markdown(question.title)}", icon=":material/quiz:",
                    query_params={**permalink.stand(), "frage": name} | {key: value for key, value in own.items() if key in takes},
                )  # fmt: skip
        with st.container(horizontal=True):
            st.page_link(
                frame.page("luecken"), label=t("matrix.to_areas"), icon=":material/map:",
                query_params={
                    **permalink.stand(), "spalten": "gebiete", "fuer": short(cell.group), "zelle": f"{short(cell.need)}~{short(cell.area)}",
                },
            )  # fmt: skip
            for path, (text, icon) in _PAGES.items():
                if frame.has(path):
                    st.page_link(
                        frame.page(path), label=t(f"matrix.to_{text}"), icon=f":material/{icon}:",
                        query_params={**permalink.stand(), **_named(cell)},
                    )  # fmt: skip
            _pin(own, found, chosen)
            put_button("A1", (("within", (own["within"],)),), chosen)


def parameters(cell: MatrixCellView) -> dict[str, str]:
    """Return what questions may be given about a cell: the need, the group, and the area under both names in use."""
    area = _key(cell.area)
    return {"field": short(cell.need), "group": short(cell.group), "area": area, "within": area}


def _named(cell: MatrixCellView) -> dict[str, str]:
    """Return need, group and area by the names the other pages have for them."""
    need, area = short(cell.need), _key(cell.area)
    return {"bedarf": need, "feld": need, "gruppe": short(cell.group), "gebiet": area}


def _key(area: str) -> str:
    parts = iris.parts(URIRef(area))
    return parts.key if parts else short(area)


def _near(found: CellEvidence) -> None:
    """Say what single thing keeps offers from counting: perhaps the nearest way to close a gap."""
    offers = next((block for block in found.blocks if block.name == "offers"), None)
    if found.state not in ("gap", "thin", "unknown") or offers is None:
        return
    names = [column.name for column in offers.columns]
    rows = [dict(zip(names, row, strict=True)) for row in offers.rows]
    near = [row for row in rows if row["near"].text]
    st.markdown(f"**{t('matrix.near')}**")
    if not near:
        st.caption(t("matrix.near_none"))
        return
    by_reason: defaultdict[str, list[str]] = defaultdict(list)
    for row in near:
        by_reason[row["near"].text].append(row["offer"].text)
    # what is missing with few offers is told first: that an offer is elsewhere is true of most
    for what, offers_of in sorted(by_reason.items(), key=lambda item: len(item[1])):
        first = ", ".join(markdown(name) for name in offers_of[:_NAMED])
        more = plural("matrix.near_more", len(offers_of) - _NAMED) if len(offers_of) > _NAMED else ""
        st.markdown(f"- {t('matrix.near_if', what=markdown(what))}: {first} {more}")


def _pin(own: dict[str, str], found: CellEvidence, chosen: Stand) -> None:
    note = t("matrix.pin_note", need=found.need_label, group=found.group_label, area=found.area_label)
    st.button(
        t("matrix.pin"), icon=":material/keep:", key="matrix:pin", help=t("matrix.pin_help"),
        on_click=acts.act, args=(_keep, {"within": own["within"]}, note[:200], chosen),
    )  # fmt: skip


def _keep(given: dict[str, str], note: str, chosen: Stand) -> None:
    pin = reads.service().answers.pin("A1", given, chosen.asked, note=note)
    acts.say(t("pin.done", id=pin.value.id))


def drilled(shown: dict[str, str]) -> None:
    """Say which row or column of the sums is open, and offer to take that off."""
    for name, label in shown.items():
        if label:
            st.button(
                t("matrix.take_off", name=label), icon=":material/filter_alt_off:", key=f"noprint_off:{name}",
                on_click=permalink.forget, args=(name,),
            )  # fmt: skip
