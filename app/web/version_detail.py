"""One version: what it changed, the town as it was then, and taking back this version alone."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import DifferenceView, VersionView
from app.web import changes, frame, permalink, reads
from app.web.errors import show_expected
from app.web.formats import integer, markdown, moment
from app.web.stand import Stand
from app.web.texts import language, t
from ontology.errors import KnowledgeGraphError

_NONE: Final = ""
_ASKED: Final = "versions:reversal"
DONE: Final = "versions:done"


def draw(versions: tuple[VersionView, ...], chosen: Stand) -> None:
    """Draw the choice of a version and, once one is chosen, what it changed."""
    st.header(t("versions.detail"), anchor=False)
    st.caption(t("versions.detail_text"))
    names = {
        str(v.number): f"{t('versions.version')} {v.number} · {moment(v.when)} · {v.action_text} · {v.why}"
        for v in versions
    }
    left, right = st.columns(2)
    with left:
        number = permalink.choice(
            t("versions.which"), {_NONE: t("versions.choose"), **names}, name="fassung", default=_NONE
        )
    if number == _NONE:
        return
    with right:
        before = _against(int(number), names)
    with st.spinner(t("versions.comparing")):
        difference = reads.difference(before, int(number), chosen.town.version, language()).value
    st.markdown(
        t("versions.difference", before=before, after=int(number), counts=_counts(difference))
        + _besides(difference)
    )
    if frame.is_drawn():
        st.page_link(
            frame.page("ueberblick"),
            label=t("versions.look_at", number=number),
            icon=":material/history:",
            query_params={**permalink.stand(), "version": number, "szenario": "keines"},
        )
    if difference.changes:
        changes.draw(difference.changes, key=f"versions:{before}:{number}", between=True)
    _reverse(int(number), chosen)


def _against(number: int, names: dict[str, str]) -> int:
    """The version to compare with; the one before by default."""
    others = {n: name for n, name in names.items() if int(n) != number}
    default = t("versions.the_one_before") if number > 1 else t("versions.empty_start")
    start = {"0": t("versions.empty_start")} if number > 1 else {}
    value = permalink.choice(
        t("versions.against"), {_NONE: default, **others, **start}, name="gegen", default=_NONE
    )
    return number - 1 if value == _NONE else int(value)


def _counts(difference: DifferenceView) -> str:
    parts = (f"{integer(count.count)} {count.label}" for count in difference.counts)
    return ", ".join(parts) or t("versions.no_records")


def _besides(difference: DifferenceView) -> str:
    before, after = difference.waiting
    waiting = t("versions.waiting", before=integer(before), after=integer(after)) if before or after else ""
    besides = t("versions.besides", count=integer(difference.besides)) if difference.besides else ""
    return "".join(f" {text}" for text in (waiting, besides) if text)


def _reverse(number: int, chosen: Stand) -> None:
    with st.container(border=True):
        st.markdown(f"**{t('versions.reverse')}**  \n{t('versions.reverse_text', number=number)}")
        if st.button(t("versions.reverse_preview"), icon=":material/preview:", key="versions:reverse"):
            st.session_state[_ASKED] = number
        if st.session_state.get(_ASKED) == number:
            _preview(number, chosen)


def _preview(number: int, chosen: Stand) -> None:
    with st.spinner(t("versions.reverse_checking")):
        view = reads.reversal(number, chosen.town.version, language()).value
    if not view.possible:
        st.warning(
            "  \n".join(markdown(reason) for reason in view.reasons),
            title=t("versions.reverse_impossible", number=number),
            icon=":material/block:",
        )
        st.caption(t("versions.reverse_instead"))
        return
    if view.difference is not None:
        counts = _counts(view.difference)
        st.info(
            t("versions.reverse_possible", number=number, counts=counts) + _besides(view.difference),
            icon=":material/undo:",
        )
        if view.difference.changes:
            changes.draw(view.difference.changes, key=f"versions:without:{number}", between=True)
    with st.form("reverse", border=False):
        left, right = st.columns(2)
        who = left.text_input(t("versions.reverse_who"), help=t("import.who_help"), key="reverse:who")
        why = right.text_input(t("import.why"), key="reverse:why")
        pressed = st.form_submit_button(t("versions.reverse_now", number=number), icon=":material/undo:")
    if pressed:
        _take_back(number, who.strip(), why.strip())


def _take_back(number: int, who: str, why: str) -> None:
    if not who or not why:
        st.error(t("import.who_and_why"))
        return
    try:
        version = reads.service().reverse(number, who=who, why=why, lang=language()).value
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    reads.town.clear()
    st.session_state.pop(_ASKED, None)
    st.session_state[DONE] = t("versions.reversed", of=number, number=version.number)
    st.rerun()
