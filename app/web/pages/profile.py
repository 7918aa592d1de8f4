"""Steckbrief: one printable page about one record or concept, with everything that belongs to it."""

import re
from functools import partial
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.profiles import exports as profile_exports
from app.profiles.addresses import address
from app.profiles.views import ProfileView
from app.web import evidence, frame, origin, permalink, stand, tables
from app.web.formats import markdown
from app.web.profile import body, links, printing, reads
from app.web.registry import PageHeader
from app.web.search.bar import PAGE as SEARCH
from app.web.search.bar import WORDS
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Steckbrief", "en": "Profile"},
    order=82,
    url_path=links.PAGE,
    icon="badge",
    help={
        "de": "Ein Angebot, ein Träger, ein Gebiet, ein Bedarf, eine Rechtsgrundlage oder ein Gremium auf einer Seite.",
        "en": "An offer, provider, area, need, legal basis or committee on one page.",
    },
    group={"de": "Nachschlagen", "en": "Look up"},
)
_ART, _KEY, _NEXT = "profile:art", "profile:key", "profile:next"
_FILES: Final = (
    ("csv", profile_exports.to_csv, "text/csv", ":material/table_rows:"),
    ("ttl", profile_exports.to_turtle, "text/turtle", ":material/hub:"),
    ("jsonld", profile_exports.to_jsonld, "application/ld+json", ":material/hub:"),
)


def render(chosen: Stand) -> None:
    """Draw the profile the address names, or how to find one."""
    step = st.session_state.pop(_NEXT, (None, None))
    art = permalink.remember(links.ART, step[0], key=_ART) or ""
    key = permalink.remember(links.KEY, step[1], key=_KEY) or ""
    if not key:
        st.info(t("profile.none"), icon=":material/badge:")
        _to_search("")
        return
    released = reads.profile(art, key, chosen.asked)
    if released.value is None:
        st.warning(t("profile.unknown_key", key=markdown(key)), icon=":material/search_off:")
        st.markdown(t("profile.unknown_key_means"))
        _to_search(key)
        return
    if _followed(released.value):
        st.rerun()
    _profile(released, released.value, chosen)


def _profile(released: Released[ProfileView | None], profile: ProfileView, chosen: Stand) -> None:
    printing.repeat(profile, stand.source(chosen))
    with st.container(key=printing.SHEET):
        _sheet(released, profile, chosen)
    body.questions(profile)
    _downloads(released, profile)
    with st.container(key="noprint_profile_source"):  # printed at the foot of every page
        stand.source_line(chosen)


def _sheet(released: Released[ProfileView | None], profile: ProfileView, chosen: Stand) -> None:
    st.header(profile.label, anchor=False)
    st.markdown(f"**{markdown(profile.kind)}**" + (f" · {markdown(profile.lead)}" if profile.lead else ""))
    if profile.origin:
        fresh = f"{profile.origin.freshness_text} · " if profile.origin.verified_on else ""
        st.caption(markdown(f"{profile.key} · {fresh}{profile.origin.text}"))
    evidence.withheld(released)
    cells = f"{body.key(profile)}:{body.CELLS}"
    behind = origin.opened(f"steckbrief-{profile.art}-{profile.key}", (cells,), chosen)
    for section in profile.sections:
        body.section(profile, section, behind)
    body.unknown(profile)
    if profile.origin:
        body.origin(profile, profile.origin)
    body.related(profile)


def _followed(profile: ProfileView) -> bool:
    """Whether somebody clicked on another record or concept: then that one is shown from now on."""
    for name in body.table_keys(profile):
        click = tables.click(name)
        seen = f"seen:{name}"
        if click and click != st.session_state.get(seen):
            st.session_state[seen] = click
            there = address(click[0])
            if there:
                st.session_state[_NEXT] = (there.art, there.key)
                return True
    return False


def _to_search(words: str) -> None:
    if frame.is_drawn():
        given = {WORDS: words} if words else {}
        st.page_link(
            frame.page(SEARCH), label=t("profile.to_search"), icon=":material/search:",
            query_params={**permalink.stand(), **given},
        )  # fmt: skip


def _downloads(released: Released[ProfileView | None], profile: ProfileView) -> None:
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", f"querblick-{profile.art}-{profile.key}").lower()
    with st.container(horizontal=True, key="noprint_profile_files"):
        for suffix, make, mime, icon in _FILES:
            st.download_button(
                t(f"download.{suffix}"), data=partial(make, released), file_name=f"{stem}.{suffix}", mime=mime,
                key=f"profile:{suffix}", icon=icon, on_click="ignore",
            )  # fmt: skip
    with st.container(key="noprint_profile_hint"):
        st.caption(t("profile.print"))
