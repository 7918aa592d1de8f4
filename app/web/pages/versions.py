"""Versionen: what was delivered when and by whom, what it changed, and the way back."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import CellKind, CellView, ColumnView, VersionView
from app.web import reads, tables, version_detail
from app.web.formats import integer, markdown, moment
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

PAGE = PageHeader(
    title={"de": "Versionen", "en": "Versions"},
    order=120,
    url_path="versionen",
    icon="history",
    group={"de": "Datenpflege", "en": "Data care"},
    help={
        "de": "Jede übernommene Lieferung ist eine Version; jede lässt sich zurücknehmen.",
        "en": "Every accepted delivery is a version; each can be undone.",
    },
    is_for_house=True,
)


def render(chosen: Stand) -> None:
    """Draw the list of versions, one of them in detail, and the two ways back."""
    st.markdown(t("versions.text"))
    done = st.session_state.pop(version_detail.DONE, None)
    if done:
        st.success(done, icon=":material/check:")
    versions = reads.versions(chosen.town.version, language()).value
    if not versions:
        st.info(t("versions.none"), icon=":material/upload_file:")
        return
    tables.draw(
        _columns(),
        [_row(v) for v in versions],
        key="versions:table",
        caption=PAGE.title[language()],
        look=tables.Look(records=False),
    )
    version_detail.draw(versions, chosen)
    _undo(versions, chosen)
    _check()


def _columns() -> tuple[ColumnView, ...]:
    kinds = {
        "number": CellKind.INTEGER,
        "when": CellKind.TEXT,
        "action": CellKind.TEXT,
        "who": CellKind.TEXT,
        "why": CellKind.TEXT,
        "file": CellKind.TEXT,
        "held_back": CellKind.INTEGER,
        "added": CellKind.INTEGER,
        "removed": CellKind.INTEGER,
    }
    return tuple(ColumnView(name, t(f"versions.{name}"), kind) for name, kind in kinds.items())


def _row(version: VersionView) -> tuple[CellView, ...]:
    number = (
        f"{integer(version.number)} {t('versions.current')}" if version.current else integer(version.number)
    )
    held = next((count.count for count in version.counts if count.name == "held_back"), None)
    return (
        CellView(number, version.number),
        CellView(moment(version.when), version.when.isoformat()),
        CellView(version.action_text, version.action),
        CellView(version.who, version.who),
        CellView(version.why, version.why),
        CellView(version.filename or "–", version.filename),
        CellView("–" if held is None else integer(held), held),
        CellView(integer(version.added), version.added),
        CellView(integer(version.removed), version.removed),
    )


def _check() -> None:
    with st.expander(t("versions.check")):
        st.caption(t("versions.check_text"))
        if st.button(t("versions.check_now"), icon=":material/fact_check:", key="versions:check"):
            with st.spinner(t("versions.checking")):
                result = reads.service().verify(language()).value
            if result.ok:
                st.success(t("versions.check_ok", versions=integer(result.versions)), icon=":material/check:")
            for problem in result.problems:
                st.error(markdown(problem))


def _undo(versions: tuple[VersionView, ...], chosen: Stand) -> None:
    earlier = {
        v.number: f"{t('versions.version')} {v.number} · {moment(v.when)} · {v.why}"
        for v in versions
        if not v.current
    }
    if not earlier:
        st.caption(t("versions.only_one"))
        return
    with st.expander(t("versions.undo"), icon=":material/undo:"), st.form("undo", border=False):
        st.caption(t("versions.undo_text", current=chosen.town.version))
        to = st.selectbox(t("versions.to"), list(earlier), format_func=lambda number: earlier[number])
        left, right = st.columns(2)
        who = left.text_input(t("import.who"), help=t("import.who_help"), key="undo:who")
        why = right.text_input(t("import.why"), key="undo:why")
        pressed = st.form_submit_button(t("versions.undo_now"), icon=":material/undo:")
    if not pressed:
        return
    if not who.strip() or not why.strip():
        st.error(t("import.who_and_why"))
        return
    version = reads.service().rollback(to, who=who.strip(), why=why.strip(), lang=language()).value
    reads.town.clear()
    st.session_state[version_detail.DONE] = t("versions.undone", to=to, number=version.number)
    st.rerun()
