"""What this source delivered before and does not any more, and what is the matter with it."""

from datetime import date
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import ImportPreview, RecordChange
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.formats import day, day_pattern, integer, markdown, percent
from app.web.texts import plural, t

_ENDED: Final = "ended"
_KINDS: Final = ("ended", "forgotten", "not_part")


def drop_warning(preview: ImportPreview) -> None:
    """Draw the warning that unusually much is missing."""
    share = percent(preview.drop_share) if preview.drop_share is not None else percent(0.3)
    st.warning(t("import.drop", share=share, missing=integer(preview.missing)), icon=":material/warning:")


def draw(opened: Opened, missing: list[RecordChange]) -> None:
    """Draw the missing records and what can be said about them, one by one or all at once."""
    said = {choice.value: choice.label for choice in opened.view.said_missing}
    if not missing and not said:
        st.success(t("desk.missing.nothing"), icon=":material/check:")
        return
    if opened.view.partial:
        st.info(t("desk.missing.partial"), icon=":material/info:")
    st.markdown(t("desk.missing.text"))
    words = {kind: t(f"desk.missing.{kind}") for kind in _KINDS}
    lines = [
        f"- {markdown(change.cls)}: **{markdown(change.label)}** ({markdown(change.key)})"
        + (f" – {_said(said[change.iri])}" if change.iri in said else "")
        for change in missing
    ]
    with st.container(height=260 if len(lines) > 9 else "content", border=True):
        st.markdown("\n".join(lines) or t("desk.missing.all_told"))
    if said:
        st.caption(plural("desk.missing.told", len(said)))
    if missing:
        _form(opened, missing, words)


def _form(opened: Opened, missing: list[RecordChange], words: dict[str, str]) -> None:
    labels = {change.iri: f"{change.label} ({change.key})" for change in missing}
    with st.container(border=True):
        every = st.checkbox(plural("desk.missing.all", len(missing)), key=f"desk:every:{opened.token}")
        records = list(labels)
        if not every:
            records = st.multiselect(
                t("desk.missing.which"),
                records,
                format_func=lambda iri: labels.get(iri, ""),
                key=f"desk:missing:{opened.state}",
            )
        kind = st.radio(
            t("desk.missing.what"), _KINDS, format_func=lambda one: words[one], key=f"desk:why:{opened.token}"
        )
        last = None
        if kind == _ENDED:
            last = st.date_input(
                t("desk.missing.last_day"),
                value=opened.view.preview.delivered_on or date.today(),  # noqa: DTZ011 the reader's calendar
                format=day_pattern(),
                key=f"desk:last:{opened.token}",
            )
        decision = f"{_ENDED} {last.isoformat()}" if isinstance(last, date) else str(kind)
        st.button(
            plural("desk.missing.save", len(records)),
            type="primary",
            disabled=not records or (kind == _ENDED and last is None),
            on_click=act,
            args=(desk().missing, opened.token, dict.fromkeys(records, decision)),
            key=f"desk:say:{opened.token}",
        )


def _said(text: str) -> str:
    kind, _, last = text.partition(" ")
    if kind == _ENDED:
        return t("desk.missing.ended_on", day=day(date.fromisoformat(last)))
    return t(f"desk.missing.{kind}")
