"""One pair opened: why it has its class, how both work together, what is known of the demand, both side by side."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.coordination.agreements import About, Subject
from app.gaps.choice import short
from app.overlaps.views import OverlapPair
from app.web import evidence, frame, origin, permalink, stand
from app.web.coordination import agreeing
from app.web.formats import day, markdown
from app.web.overlap import listing, reads
from app.web.papers import putting
from app.web.question import pinning
from app.web.reads import questions
from app.web.stand import Stand
from app.web.texts import language, t

_PLACE: Final = "ueberschneidung"
_QUESTIONS: Final = ("B1", "B4", "B2")


def draw(key: str, chosen: Stand) -> None:
    """Draw the pair of this key."""
    st.button(
        t("overlaps.back"), icon=":material/arrow_back:", type="tertiary", on_click=permalink.forget,
        args=(listing.PAIR,), key="noprint_back",
    )  # fmt: skip
    listed = reads.overlaps("", "", chosen.asked).value.pairs
    need = next((short(pair.need) for pair in listed if pair.key == key), "")
    released = reads.pair(key, need, chosen.asked)
    view, pair = released.value, released.value.pair
    st.header(f"{pair.one.label} – {pair.other.label}", anchor=False)
    st.markdown(
        markdown(t("overlaps.same", need=pair.need_label, groups=pair.groups_text, areas=pair.areas_text))
    )
    evidence.withheld(released)
    st.markdown(f"**{markdown(_kind(pair))}**  \n{markdown(pair.reason)}")
    _steps(pair)
    _situation(pair)
    behind = origin.opened(_PLACE, (f"{_PLACE}:features",), chosen)
    evidence.block(view.features, key=_PLACE)
    behind.below(f"{_PLACE}:features")
    evidence.block(view.joined_by, key=_PLACE, records=False)
    agreeing.section(Subject(About.PAIR, pair.parts), pair.kind, chosen)
    _further(pair, chosen)
    stand.source_line(chosen)


def _kind(pair: OverlapPair) -> str:
    return f"{pair.kind_text} ({pair.kind})" if pair.kind.startswith("UE-") else pair.kind_text


def _steps(pair: OverlapPair) -> None:
    """The way through the tree, in words; the deciding question is marked by a word and not by weight alone."""
    if not pair.steps:
        return
    items = ""
    for step in pair.steps:
        words = f"{escape(step.question)} {escape(step.answer)}"
        items += (
            f"<li><strong>{words}. {t('overlaps.decides')}</strong></li>"
            if step.decides
            else f"<li>{words}</li>"
        )
    with st.expander(t("overlaps.why"), icon=":material/account_tree:"):
        st.html(f'<ol class="q-list">{items}</ol>')


def _situation(pair: OverlapPair) -> None:
    grid = st.grid(2, min_column_width=320)
    with grid.cell(), st.container(border=True, height="stretch"):
        st.markdown(f"**{t('overlaps.column_together')}: {markdown(pair.together_text)}**")
        st.markdown(markdown(pair.together_reason))
        if pair.claim:
            st.caption(t("overlaps.claim", claim=pair.claim_text))
    with grid.cell(), st.container(border=True, height="stretch"):
        st.markdown(f"**{t('overlaps.column_demand')}**")
        st.markdown(markdown(listing.demand(pair)))
        listing.cell_chips(pair)
        if frame.is_drawn() and pair.cells:
            first = pair.cells[0]
            st.page_link(
                frame.page("luecken"), label=t("overlaps.to_matrix"), icon=":material/grid_on:",
                query_params={
                    **permalink.stand(), "gebiet": short(first.area), "gruppe": [short(c.group) for c in pair.cells],
                    "zelle": f"{short(first.need)}~{short(first.group)}",
                },
            )  # fmt: skip


def _further(pair: OverlapPair, chosen: Stand) -> None:
    """The questions this rests on, and pinning the answer for a paper."""
    catalogue = {q.id: q for q in questions(chosen.version, language()).value}
    given = (("field", (short(pair.need),)),)
    with st.container(horizontal=True, key="noprint_overlap_further"):
        if frame.is_drawn():
            for name in _QUESTIONS:
                st.page_link(
                    frame.page("fragen"), label=f"{name} · {markdown(catalogue[name].title)}", icon=":material/quiz:",
                    query_params={**permalink.stand(), "frage": name, "field": short(pair.need)},
                )  # fmt: skip
        pinning.draw(catalogue["B1"], given, chosen)
        putting.put_button("B1", given, chosen)
    checked = [pair.one.checked, pair.other.checked]
    st.caption(t("overlaps.checked", one=day(checked[0]), other=day(checked[1])))
