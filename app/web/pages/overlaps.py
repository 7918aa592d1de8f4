"""Überschneidungen: pairs of offers by class with reasons, what is known around them, and what was agreed about them."""

from collections import Counter
from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.choice import short
from app.overlaps.rows import among
from app.overlaps.views import OverlapsView
from app.views import QuestionView
from app.web import answers, downloads, evidence, permalink, reads, stand
from app.web.coordination import agreeing
from app.web.formats import indented, markdown
from app.web.overlap import beside, listing, opened
from app.web.overlap import reads as own
from app.web.papers import putting
from app.web.question import pinning
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

PAGE = PageHeader(
    title={"de": "Überschneidungen", "en": "Overlaps"},
    order=60,
    url_path="ueberschneidungen",
    icon="join_inner",
    group={"de": "Planung", "en": "Planning"},
    help={
        "de": "Wo mehrere Angebote denselben Bedarf decken: gewollt, abzustimmen oder zu klären, mit Begründung.",
        "en": "Where several offers cover the same need: wanted, to be coordinated or to be clarified, with the reason.",
    },
)
_PAIRS, _MONEY, _NEW, _AGREED = "paare", "geld", "neu", "vereinbart"
_ALL: Final = ""


def render(chosen: Stand) -> None:
    """Draw the list, the pair that is open, or what stands beside the list."""
    key = permalink.remember(listing.PAIR, listing.clicked())
    if key:
        opened.draw(key, chosen)
        return
    views = {name: t(f"overlaps.view_{name}") for name in (_PAIRS, _MONEY, _NEW, _AGREED)}
    view = permalink.choice(
        t("overlaps.view"), views, name="ansicht", key="overlaps:view", default=_PAIRS, widget=st.segmented_control,
        required=True, label_visibility="collapsed", width="content",
    )  # fmt: skip
    if view == _PAIRS:
        _list(chosen)
    elif view == _AGREED:
        pairs = own.overlaps(_ALL, _ALL, chosen.asked).value.pairs
        agreeing.everything(agreeing.agreements(), {pair.key: pair.kind for pair in pairs}, chosen)
    else:
        beside.draw("B3" if view == _MONEY else "E2", chosen)


def _list(chosen: Stand) -> None:
    question = next(q for q in reads.questions(chosen.version, language()).value if q.id == "B1")
    field, within = _narrowing(question)
    released = own.overlaps(field, within, chosen.asked)
    view = released.value
    kinds, pillars = _filters(view)
    st.header(t("overlaps.heading"), anchor=False)
    st.html(f'<p class="q-lead"><strong>{escape(view.answer.lead)}</strong></p>')
    evidence.withheld(released)
    for note in view.answer.notes:
        st.caption(markdown(note))
    if not view.pairs:
        st.info(markdown(view.answer.empty_text), icon=":material/search_off:")
        return
    shown = [pair for pair in view.pairs if among(pair, kinds, pillars)]
    agreed = Counter(a.key for a in agreeing.for_house(chosen) if not a.now.is_withdrawn)
    listing.draw(shown, view.kinds, len(view.pairs), agreed)
    _take_along(question, (field, within), (kinds, pillars), chosen)
    answers.foundations(view.answer)
    stand.source_line(chosen)


def _narrowing(question: QuestionView) -> tuple[str, str]:
    """The filters the question itself takes: field and area."""
    choices = {parameter.name: parameter.choices for parameter in question.parameters}
    fields = {c.value: indented(c.label, c.level) for c in choices["field"] if c.level == 0}
    areas = {c.value: indented(c.label, c.level) for c in choices["within"]}
    left, right = st.columns(2)
    with left:
        field = permalink.choice(
            t("matrix.field"), {_ALL: t("matrix.all_fields"), **fields}, name="feld", key="overlaps:field", default=_ALL
        )  # fmt: skip
    with right:
        within = permalink.choice(
            t("matrix.area"), {_ALL: t("overlaps.everywhere"), **areas}, name="gebiet", key="overlaps:area", default=_ALL
        )  # fmt: skip
    return field, within


def _filters(view: OverlapsView) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, right = st.columns(2)
    with left:
        kinds = permalink.choices(
            t("overlaps.kinds"), {kind.key: kind.text for kind in view.kinds}, name="ue", key="overlaps:kinds",
            placeholder=t("overlaps.all_kinds"),
        )  # fmt: skip
    with right:
        pillars = permalink.choices(
            t("overlaps.pillars"), {short(c.value): c.label for c in view.pillars}, name="saeule",
            key="overlaps:pillars", placeholder=t("overlaps.all_pillars"),
        )  # fmt: skip
    return kinds, pillars


def _take_along(
    question: QuestionView,
    narrowed: tuple[str, str],
    filters: tuple[tuple[str, ...], tuple[str, ...]],
    chosen: Stand,
) -> None:
    downloads.buttons(
        own.answer(*narrowed, *filters, chosen.asked),
        name="querblick-ueberschneidungen",
        key="overlaps:files",
    )
    given = tuple(
        (name, (value,)) for name, value in zip(("field", "within"), narrowed, strict=True) if value
    )
    with st.container(horizontal=True, key="noprint_overlaps_pin"):
        pinning.draw(question, given, chosen)
        putting.put_button(question.id, given, chosen)
