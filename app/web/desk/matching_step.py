"""Abgleich: what of the delivery is probably recorded already, side by side, to be decided by a person."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import FieldScoreView, MatchesView, MatchView
from app.web.desk import acts
from app.web.desk.acts import desk
from app.web.desk.opened import Opened
from app.web.formats import integer, markdown, percent
from app.web.texts import language, plural, t

PAIRS: Final = 10
_OPEN, _SAME, _OWN = "open", "same", "own"
_ALIKE: Final = 0.95


def draw(opened: Opened) -> None:
    """Draw what is undecided, then what was decided."""
    with st.spinner(t("desk.matching.looking")):
        found = asked(opened)
    st.markdown(t("desk.matching.text"))
    if not found.matches:
        st.success(t("desk.matching.nothing"), icon=":material/check:")
        return
    undecided = [match for match in found.matches if not match.decided]
    decided = [match for match in found.matches if match.decided]
    _bulk(opened, found)
    labels = {
        _OPEN: t("desk.matching.tab_open", count=integer(len(undecided))),
        _SAME: t("desk.matching.tab_decided", count=integer(len(decided))),
    }
    shown = st.segmented_control(
        t("desk.matching.which"),
        list(labels),
        format_func=lambda one: labels[one],
        default=_OPEN,
        required=True,
        label_visibility="collapsed",
        key=f"desk:matches:{opened.token}",
    )
    _pairs(opened, undecided if shown == _OPEN else decided, str(shown))


def asked(opened: Opened) -> MatchesView:
    """Return the pairs of this state."""
    return opened.once("matches", lambda: desk().matches(opened.token, language()).value)


def _bulk(opened: Opened, found: MatchesView) -> None:
    if not found.bulk:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(plural("desk.matching.bulk_text", found.bulk))
        st.button(
            plural("desk.matching.bulk", found.bulk),
            icon=":material/done_all:",
            on_click=_decide_bulk,
            args=(opened.token,),
            key="desk:bulk",
        )


def _decide_bulk(token: str) -> None:
    counted: list[int] = []
    if acts.done(lambda: counted.append(desk().decide_bulk(token))):
        acts.say(plural("desk.matching.bulk_done", sum(counted)))


def _pairs(opened: Opened, matches: list[MatchView], name: str) -> None:
    if not matches:
        st.info(t("desk.matching.none_open") if name == _OPEN else t("desk.matching.none_decided"))
        return
    pages = -(-len(matches) // PAIRS)
    page = int(st.pagination(pages, key=f"desk:pairs:{opened.token}:{name}")) if pages > 1 else 1
    shown = matches[(page - 1) * PAIRS : page * PAIRS]
    words = {_SAME: t("desk.matching.same"), _OWN: t("desk.matching.own"), _OPEN: t("desk.matching.open")}
    said: dict[int, str] = {}
    with st.form(f"desk:pairs:{opened.state}:{name}:{page}", border=False):
        for number, match in enumerate(shown):
            with st.container(border=True):
                _pair(match)
                said[number] = (
                    st.segmented_control(
                        t("desk.matching.decide", name=match.name),
                        list(words),
                        format_func=lambda one: words[one],
                        default=match.decided if match.decided in words else _OPEN,
                        required=True,
                        label_visibility="collapsed",
                        key=f"desk:pair:{opened.state}:{match.tag}:{match.key}:{match.other_key}",
                    )
                    or _OPEN
                )
        pressed = st.form_submit_button(t("desk.matching.save"), type="primary", icon=":material/check:")
    if not pressed:
        return
    changed = [
        (match.tag, match.key, {_SAME: match.other_key, _OWN: match.key, _OPEN: None}[said[number]])
        for number, match in enumerate(shown)
        if said[number] != (match.decided or _OPEN)
    ]
    if changed and acts.done(desk().decide_many, opened.token, changed):
        st.rerun()
    if not changed:
        st.info(t("desk.matching.no_change"))


def _pair(match: MatchView) -> None:
    st.markdown(
        f"**{markdown(match.label)}: {markdown(match.name)}**  \n"
        f"{markdown(match.level_text)} · {t('desk.matching.score', score=percent(match.score))}"
    )
    if match.barrier:
        st.warning(t("desk.matching.barrier", barrier=markdown(match.barrier)), icon=":material/front_hand:")
    st.html(_side_by_side(match))


def _side_by_side(match: MatchView) -> str:
    cell = match.place.cell if match.place else None
    place = f" ({escape(t('desk.matching.cell', cell=cell))})" if cell else ""
    here = f"{escape(t('desk.matching.here'))}{place}"
    there = escape(t("desk.matching.also_here") if match.inside else t("desk.matching.known"))
    key = f" ({escape(match.other_key)})" if match.other_key and not match.inside else ""
    rows = "".join(_field(field) for field in match.fields if field.ours or field.theirs)
    caption = escape(t("desk.matching.compared", name=match.name))
    heads = f'<th scope="col">{escape(t("desk.matching.field"))}</th><th scope="col">{here}</th>'
    heads += f'<th scope="col">{there}{key}</th><th scope="col">{escape(t("desk.matching.alike"))}</th>'
    return (
        f'<div class="q-scroll" role="group" tabindex="0" aria-label="{caption}"><table class="q-mapped">'
        f'<caption class="q-unseen">{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _field(field: FieldScoreView) -> str:
    alike = "–" if field.score is None else percent(field.score)
    css = ' class="q-differs"' if field.score is not None and field.score < _ALIKE else ""
    return (
        f'<tr><th scope="row">{escape(field.label)}</th><td>{escape(field.ours) or "–"}</td>'
        f"<td>{escape(field.theirs) or '–'}</td><td{css}>{alike}</td></tr>"
    )
