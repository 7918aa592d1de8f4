"""Agreements as cards: what, who, until when, how far; changed, taken back, with their history."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.coordination.agreements import About, Progress, Terms
from app.coordination.views import AgreementView, RevisionView
from app.gaps.choice import short
from app.overlaps.words import kind_text
from app.web import frame, permalink, reads
from app.web.coordination import fields
from app.web.desk import acts
from app.web.formats import day, markdown, moment
from app.web.stand import Stand
from app.web.texts import language, plural, t

_ICONS = {
    Progress.AGREED: ":material/handshake:",
    Progress.UNDER_WAY: ":material/pending:",
    Progress.DONE: ":material/task_alt:",
}


def cards(
    found: Sequence[AgreementView], chosen: Stand, kinds: Mapping[str, str], *, titles: bool = False
) -> None:
    """Draw agreements; those taken back stand folded below. `kinds` is the class of a pair today, by its key."""
    for agreement in (a for a in found if not a.now.is_withdrawn):
        with st.container(border=True):
            _card(agreement, chosen, kinds, title=titles)
    withdrawn = [a for a in found if a.now.is_withdrawn]
    if withdrawn:
        with st.expander(plural("agreement.withdrawn", len(withdrawn)), icon=":material/undo:"):
            for agreement in withdrawn:
                with st.container(border=True):
                    _card(agreement, chosen, kinds, title=titles)


def _card(agreement: AgreementView, chosen: Stand, kinds: Mapping[str, str], *, title: bool) -> None:
    now = agreement.now
    if title:
        st.markdown(f"**{markdown(agreement.title)}**")
        _link(agreement)
    icon = _ICONS[Progress(now.progress)]
    status = t("agreement.is_withdrawn") if now.is_withdrawn else now.progress_text
    st.markdown(f"{icon} **{markdown(now.what)}** · {markdown(status)}  \n{_who(now)}{_late(now, chosen)}")
    if now.note:
        st.markdown(markdown(now.note))
    st.caption(_since(agreement, kinds))
    if now.progress == Progress.DONE and not now.is_withdrawn and agreement.about == About.PAIR:
        st.info(t("agreement.done_means"), icon=":material/info:")
    with st.container(horizontal=True, key=f"noprint_card:{agreement.id}"):
        if now.is_withdrawn:
            _act(agreement, "resume", ":material/restart_alt:", _undo)
            _act(agreement, "remove", ":material/delete_forever:", _remove)
        else:
            _change(agreement)
            _act(agreement, "withdraw", ":material/undo:", _withdraw)
        _history(agreement)


def _who(now: RevisionView) -> str:
    until = t("agreement.until_day", day=day(now.until)) if now.until else t("agreement.no_day")
    return markdown(f"{now.who} · {until}")


def _late(now: RevisionView, chosen: Stand) -> str:
    late = now.until is not None and now.until < chosen.town.reference_date and now.progress != Progress.DONE
    return f" · {t('agreement.late')}" if late and not now.is_withdrawn else ""


def _since(agreement: AgreementView, kinds: Mapping[str, str]) -> str:
    first = agreement.revisions[0]
    words = t(
        "agreement.since", when=moment(first.when), by=markdown(first.by), version=agreement.seen_version
    )
    if not agreement.seen_kind:
        return words
    today = kinds.get(agreement.key)
    if today is None:
        return f"{words} {t('agreement.pair_gone', then=agreement.seen_kind_text)}"
    if today == agreement.seen_kind:
        return f"{words} {t('agreement.same_kind', kind=agreement.seen_kind_text)}"
    return f"{words} {t('agreement.other_kind', then=agreement.seen_kind_text, now=kind_text(today, language()))}"


def _link(agreement: AgreementView) -> None:
    if not frame.is_drawn():
        return
    if agreement.about == About.PAIR:
        url, chosen = "ueberschneidungen", {"paar": agreement.key}
    else:
        url, chosen = (
            "schnittstellen",
            dict(zip(("gruppe", "gruppe2"), map(short, agreement.parts), strict=False)),
        )
    st.page_link(
        frame.page(url),
        label=t("agreement.open"),
        icon=":material/arrow_forward:",
        query_params={**permalink.stand(), **chosen},
    )


def _change(agreement: AgreementView) -> None:
    now, key = agreement.now, f"change:{agreement.id}:{agreement.now.number}"
    terms = Terms(now.what, now.who, now.until, Progress(now.progress), now.note)
    with (
        st.popover(t("agreement.change"), icon=":material/edit:", key=f"{key}:open"),
        st.form(key, border=False),
    ):
        fields.draw(key, terms)
        _by_and_why(key)
        st.form_submit_button(
            t("agreement.save_change"), type="primary", on_click=_save, args=(key, agreement)
        )


def _by_and_why(key: str) -> None:
    st.text_input(t("agreement.by"), key=f"{key}:by", placeholder=t("agreement.by_example"))
    st.text_input(t("agreement.why"), key=f"{key}:why", placeholder=t("agreement.why_example"))


def _act(agreement: AgreementView, name: str, icon: str, do: Callable[[str, AgreementView], None]) -> None:
    """A button that asks who and why before it does something."""
    key = f"{name}:{agreement.id}:{agreement.now.number}"
    with st.popover(t(f"agreement.{name}"), icon=icon, key=f"{key}:open"), st.form(key, border=False):
        st.caption(t(f"agreement.{name}_text"))
        if name != "remove":
            _by_and_why(key)
        st.form_submit_button(t(f"agreement.{name}"), type="primary", on_click=do, args=(key, agreement))


def _history(agreement: AgreementView) -> None:
    with st.popover(t("agreement.history"), icon=":material/history:", key=f"history:{agreement.id}"):
        for revision in reversed(agreement.revisions):
            status = t("agreement.is_withdrawn") if revision.is_withdrawn else revision.progress_text
            st.markdown(
                f"**{moment(revision.when)} · {markdown(status)}** · {markdown(revision.by)}  \n"
                f"{markdown(revision.what)}  \n{_who(revision)}"
                + (f"  \n{t('agreement.because', why=markdown(revision.why))}" if revision.why else "")
            )
        if len(agreement.revisions) > 1 and not agreement.now.is_withdrawn:
            key = f"undo:{agreement.id}:{agreement.now.number}"
            with st.form(key, border=False):
                _by_and_why(key)
                st.form_submit_button(t("agreement.undo"), on_click=_undo, args=(key, agreement))


def _told(key: str) -> dict[str, str]:
    return {name: str(st.session_state.get(f"{key}:{name}") or "").strip() for name in ("by", "why")}


def _save(key: str, agreement: AgreementView) -> None:
    terms, by = fields.given(key)
    desk = reads.service().coordination
    if acts.done(desk.change, agreement.id, terms, by=by, why=_told(key)["why"], base=agreement.now.number):
        acts.say(t("agreement.changed"))


def _withdraw(key: str, agreement: AgreementView) -> None:
    if acts.done(
        reads.service().coordination.withdraw, agreement.id, **_told(key), base=agreement.now.number
    ):
        acts.say(t("agreement.was_withdrawn"))


def _undo(key: str, agreement: AgreementView) -> None:
    if acts.done(reads.service().coordination.undo, agreement.id, **_told(key), base=agreement.now.number):
        acts.say(t("agreement.undone"))


def _remove(key: str, agreement: AgreementView) -> None:
    del key
    if acts.done(reads.service().coordination.remove, agreement.id):
        acts.say(t("agreement.removed"))
