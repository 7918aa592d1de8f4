"""Bedarfe: what they rest on, on three tracks of equal rank, what contradicts, what is new, what is missing."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import evidence, permalink, stand
from app.web import reads as shared
from app.web.formats import markdown
from app.web.planning import parts, reads, tracks
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Bedarfe", "en": "Needs"},
    order=68,
    url_path="bedarfe",
    icon="record_voice_over",
    help={
        "de": "Worauf sich Bedarfe stützen: Statistik, Fachpraxis und gelebte Erfahrung auf Augenhöhe, und was fehlt.",
        "en": "What needs rest on: statistics, practice and lived experience on equal footing, and what is missing.",
    },
    group={"de": "Planung", "en": "Planning"},
)
_STUDY: Final = "need-tracks"
_PARTS: Final = (
    "tracks",
    "table",
    "contradictions",
    "new",
    "unmet",
    "challenges",
    "population",
    "unheard",
    "users",
)
_QUESTIONS: Final = {
    "contradictions": ("G2", ("field", "within")),
    "new": ("G1", ("field", "within")),
    "unmet": ("G5", ("field", "within")),
    "challenges": ("G4", ("field",)),
    "population": ("G3", ()),
    "unheard": ("G6", ()),
    "users": ("F5", ("field",)),
}
_SHOWN: Final = ("all", "lived", "practice", "statistics", "contradiction", "new", "unmet")


def render(chosen: Stand) -> None:
    """Draw the finding, the three tracks, then the part that is chosen."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        field = parts.narrowing("G5", "field", chosen, name="feld", label=t("planning.field"))
        within = parts.narrowing("G5", "within", chosen, name="gebiet", label=t("planning.area"))
    released = reads.study(_STUDY, field, within, chosen.asked)
    view = released.value
    parts.lead(view.lead)
    evidence.withheld(released)
    part = parts.choose({name: t(f"needs.part_{name}") for name in _PARTS}, default=_PARTS[0])
    if part in _QUESTIONS:
        question, narrowed = _QUESTIONS[part]
        given = {"field": field, "within": within}
        if missing := [name for name in ("field", "within") if given[name] and name not in narrowed]:
            st.caption(t(f"needs.not_narrowed_{'_'.join(missing)}"))
        parts.question(question, chosen, reads.given(**{name: given[name] for name in narrowed}))
    elif part == "table":
        parts.study_tables(_STUDY, chosen, field=field, within=within)
    else:
        _tracks(field, within, chosen)
    if part not in _QUESTIONS:
        with st.expander(t("answer.definition")):
            st.markdown(markdown(view.definition))
    stand.source_line(chosen)


def _tracks(field: str, within: str, chosen: Stand) -> None:
    given = reads.given(field=field, within=within)
    view = reads.study(_STUDY, field, within, chosen.asked).value
    if not view.rows:
        st.info(t("needs.none"), icon=":material/info:")
        return
    opposed, new, unmet = (shared.answer(name, given, chosen.asked).value for name in ("G2", "G1", "G5"))
    found = tracks.cards(view, opposed, new, unmet)
    tracks.tiles(found)
    st.caption(t("needs.equal"))
    shown = permalink.choice(
        t("needs.show"), {name: t(f"needs.show_{name}") for name in _SHOWN}, name="zeige", default=_SHOWN[0]
    )
    cards = [card for card in found if _is_shown(card, shown)]
    if cards:
        tracks.draw(cards)
    else:
        st.info(t("needs.nothing_shown"), icon=":material/filter_alt_off:")


def _is_shown(card: tracks.Card, shown: str) -> bool:
    if shown in tracks.TRACKS:
        return shown in card.missing
    return {
        "all": True,
        "contradiction": bool(card.contradictions),
        "new": card.is_new,
        "unmet": card.without_measure,
    }[shown]
