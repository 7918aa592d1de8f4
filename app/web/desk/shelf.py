"""What lies on the desk, and how something comes there."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import DeskFileView, JobView, ReceivedView
from app.service import template
from app.views import CellKind, CellView, ColumnView
from app.web import findings, tables
from app.web.desk import acts, long_work
from app.web.desk.acts import desk
from app.web.errors import show_expected
from app.web.formats import integer, markdown, moment
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

LINK: Final = "lieferung"
_TYPES: Final = ("xlsx", "xls", "ods", "csv", "tsv", "txt", "json", "geojson", "xml")
_JOB: Final = "desk:job"
_ROUND: Final = "desk:round"
_TABLE: Final = "desk:files"
_OPENED: Final = "desk:opened"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MEGABYTES: Final = 25


def draw() -> None:
    """Draw upload and template, then the list."""
    st.markdown(t("desk.shelf.text"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _upload()
    with right, st.container(border=True):
        st.markdown(f"**{t('import.template')}**  \n{t('import.template_text')}")
        st.download_button(
            t("import.template_download"),
            data=lambda: template(language()),
            file_name="querblick-vorlage.xlsx",
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
        )
    _list(desk().files(language()).value)


def open_token(token: str | None) -> None:
    """Go to a delivery, or back to the list."""
    st.session_state[f"link:{LINK}"] = token


def _upload() -> None:
    uploaded = st.file_uploader(
        t("desk.shelf.file"),
        type=list(_TYPES),
        key=f"desk:file:{st.session_state.get(_ROUND, 0)}",
        max_upload_size=_MEGABYTES,
        help=t("desk.shelf.file_help"),
    )
    if uploaded is not None and _JOB not in st.session_state:
        try:
            job = desk().start_receiving(uploaded.getvalue(), uploaded.name, language()).value
        except KnowledgeGraphError as error:
            show_expected(error)
            return
        st.session_state[_JOB] = job.key
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    if _JOB in st.session_state:
        _receiving(st.session_state[_JOB])


def _receiving(key: str) -> None:
    now = desk().progress(key, language()).value
    job = long_work.waited(now) if now is not None else JobView(key, long_work.CANCELLED, "", 0.0)
    if job.state == long_work.RUNNING:
        long_work.show(job)
        return
    st.session_state.pop(_JOB, None)
    if job.state == long_work.DONE:
        _became(desk().received(key, language()).value)
    elif job.state == long_work.FAILED:
        st.error(markdown(job.message or t("desk.work.failed")), icon=":material/error:")
    else:
        st.info(t("desk.shelf.cancelled"), icon=":material/info:")


def _became(received: ReceivedView) -> None:
    """Say what became of a file, or open it."""
    if received.refused:
        st.error(
            f"{markdown(received.refused.reason)}  \n**{t('import.what_to_do')}** {markdown(received.refused.remedy)}",
            title=t("import.refused"),
            icon=":material/block:",
        )
        st.caption(t("import.refused_text"))
    elif received.already_version is not None:
        st.info(t("import.already", version=received.already_version), icon=":material/content_copy:")
    elif received.token:
        if received.returned is not None:
            acts.say(plural("desk.shelf.returned", received.returned))
        if received.problems:
            st.warning(t("desk.shelf.not_taken"), icon=":material/warning:")
            findings.draw(received.problems)
            st.button(
                t("desk.shelf.to_delivery"), on_click=open_token, args=(received.token,), type="primary"
            )
            return
        open_token(received.token)
        st.rerun()


def _list(files: tuple[DeskFileView, ...]) -> None:
    st.header(t("desk.shelf.title"), anchor=False)
    if not files:
        st.info(t("desk.shelf.empty"), icon=":material/inbox:")
        return
    names = ("file", "source", "when", "state", "steps", "until")
    kinds = (CellKind.RECORD, *(CellKind.TEXT for _ in names[1:]))
    columns = [
        ColumnView(name, t(f"desk.shelf.column_{name}"), kind)
        for name, kind in zip(names, kinds, strict=True)
    ]
    rows = [
        (
            CellView(file.filename, file.filename, file.token),
            *(CellView(text, text) for text in _told(file)),
        )
        for file in files
    ]
    tables.draw(columns, rows, key=_TABLE, caption=t("desk.shelf.title"), look=tables.Look(sortable=False))
    chosen = tables.click(_TABLE)
    if chosen is not None and chosen != st.session_state.get(_OPENED):
        st.session_state[_OPENED] = chosen  # the same click is not heard again when the list is drawn anew
        open_token(chosen[0])
        st.rerun()


def _told(file: DeskFileView) -> tuple[str, ...]:
    state = (
        t("desk.shelf.waiting", version=file.accepted_as)
        if file.accepted_as is not None
        else t("desk.shelf.open")
    )
    return (
        file.source_title or t("desk.shelf.in_file"),
        moment(file.staged_at),
        state,
        integer(file.steps),
        moment(file.expires_at) if file.expires_at else t("desk.shelf.stays"),
    )
