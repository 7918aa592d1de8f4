"""Import: hand in a workbook, see every finding at its cell and what would change, then accept or discard it."""

from collections.abc import Callable
from html import escape
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.service import template
from app.views import FactView, ImportPreview
from app.web import changes, evidence, findings, frame, permalink, reads
from app.web.errors import show_expected
from app.web.formats import day, integer, markdown, moment, percent
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError

PAGE = PageHeader(
    title={"de": "Import", "en": "Import"},
    order=30,
    url_path="import",
    icon="upload_file",
    help={
        "de": "Lieferungen prüfen, ansehen, annehmen oder verwerfen.",
        "en": "Check deliveries, look at them, accept or discard them.",
    },
)

_LINK: Final = "lieferung"
_PREVIEW: Final = "import:preview"
_DONE: Final = "import:done"
_ROUND: Final = "import:round"
_TYPES: Final = ("xlsx", "ods", "csv")
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TILE: Final = 135
_NUMBERS: Final = ("new", "changed", "unchanged", "missing", "held_back")


def render(chosen: Stand) -> None:
    """Draw the step the delivery is in."""
    _say_what_happened()
    token = permalink.remember(_LINK, None)
    preview = _staged(token, chosen) if token else None
    if preview is None:
        _hand_in()
        return
    _preview(preview)
    _decide(preview)


def _say_what_happened() -> None:
    done = st.session_state.pop(_DONE, None)
    if done is None:
        return
    st.success(done, icon=":material/check:")
    if frame.is_drawn():
        with st.container(horizontal=True):
            st.page_link(frame.page("ueberblick"), label=t("import.to_overview"), icon=":material/dashboard:")
            st.page_link(frame.page("versionen"), label=t("import.to_undo"), icon=":material/undo:")


def _hand_in() -> None:
    st.markdown(t("import.text"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        uploaded = st.file_uploader(
            t("import.file"),
            type=list(_TYPES),
            key=f"import:file:{st.session_state.get(_ROUND, 0)}",
            max_upload_size=25,
            help=t("import.file_help"),
        )
    with right, st.container(border=True):
        st.markdown(f"**{t('import.template')}**  \n{t('import.template_text')}")
        st.download_button(
            t("import.template_download"),
            data=_template,
            file_name="querblick-vorlage.xlsx",
            mime=_XLSX,
            icon=":material/download:",
            on_click="ignore",
        )
    if uploaded is not None:
        _stage(uploaded.getvalue(), uploaded.name)


def _template() -> bytes:
    return template(language())


def _stage(data: bytes, filename: str) -> None:
    bar = st.progress(0.0, text=t("import.reading"))
    try:
        released = reads.service().stage(data, filename, progress=_progress(bar), lang=language())
    except KnowledgeGraphError as error:
        bar.empty()
        show_expected(error)
        return
    bar.empty()
    preview = released.value
    if preview.refused:
        st.error(
            f"{markdown(preview.refused.reason)}  \n**{t('import.what_to_do')}** {markdown(preview.refused.remedy)}",
            title=t("import.refused"),
            icon=":material/block:",
        )
        st.caption(t("import.refused_text"))
    elif preview.already_version is not None:
        st.info(t("import.already", version=preview.already_version), icon=":material/content_copy:")
    elif preview.token is None:
        st.warning(t("import.not_acceptable"), icon=":material/block:")
        findings.draw(preview.findings)
    else:
        st.session_state[_PREVIEW] = preview
        st.session_state[f"link:{_LINK}"] = preview.token
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
        st.rerun()


def _progress(bar: Any) -> Callable[[str, float], None]:
    def show(stage: str, done: float) -> None:
        bar.progress(min(max(done, 0.0), 1.0), text=stage)

    return show


def _staged(token: str, chosen: Stand) -> ImportPreview | None:
    """Return the preview of a staged file; made afresh when another version came in between or the page was reopened."""
    kept = st.session_state.get(_PREVIEW)
    if isinstance(kept, ImportPreview) and kept.token == token and kept.base_version == chosen.town.version:
        return kept
    try:
        with st.spinner(t("import.reopening")):
            preview = reads.service().staged(token, lang=language()).value
    except KnowledgeGraphError:
        permalink.forget(_LINK)
        st.warning(t("import.expired"), icon=":material/schedule:")
        return None
    st.session_state[_PREVIEW] = preview
    return preview


def _preview(preview: ImportPreview) -> None:
    st.html(
        f'<p class="q-lead">{escape(t("import.lead", file=preview.filename, source=preview.source_title))}</p>'
    )
    grid = st.grid(len(_NUMBERS), min_column_width=_TILE, gap="small")
    numbers = (preview.new, preview.changed, preview.unchanged, preview.missing, len(preview.held_back))
    for name, number in zip(_NUMBERS, numbers, strict=True):
        with grid.cell(), st.container(border=True, height="stretch"):
            st.html(
                f'<div class="q-tile"><p class="q-label">{escape(t(f"preview.{name}"))}</p>'
                f'<div class="q-value">{integer(number)}</div><p class="q-base">{escape(t(f"preview.{name}_text"))}</p></div>'
            )
    count = len(preview.findings)
    found, changed, waiting, sheets, about = st.tabs(
        [
            t("import.tab_findings", count=integer(count)),
            t("import.tab_changes", count=integer(len(preview.changes))),
            t("import.tab_held_back", count=integer(len(preview.held_back))),
            t("import.tab_sheets", count=integer(len(preview.sheets))),
            t("import.tab_file"),
        ]
    )
    with found:
        findings.draw(preview.findings)
    with changed:
        changes.draw(preview.changes)
    with waiting:
        changes.held_back(preview.held_back)
    with sheets:
        changes.sheets(preview)
    with about:
        _about(preview)


def _about(preview: ImportPreview) -> None:
    evidence.facts(
        (
            FactView(t("import.filename"), preview.filename),
            FactView(t("import.source"), f"{preview.source_title} ({preview.source})"),
            FactView(t("import.kind"), preview.source_kind),
            FactView(t("import.delivered_on"), day(preview.delivered_on)),
            FactView(t("import.sha256"), preview.sha256),
            FactView(t("import.base_version"), str(preview.base_version)),
            *((FactView(t("import.expires"), moment(preview.expires_at)),) if preview.expires_at else ()),
        )
    )


def _decide(preview: ImportPreview) -> None:
    st.header(t("import.decide"), anchor=False)
    with st.form("accept", border=True):
        st.markdown(_what_accepting_does(preview))
        left, right = st.columns(2)
        who = left.text_input(
            t("import.who"), help=t("import.who_help"), placeholder=t("import.who_example"), key="import:who"
        )
        why = right.text_input(t("import.why"), placeholder=t("import.why_example"), key="import:why")
        confirmed = True
        if preview.needs_drop_confirmation:
            dropped = percent(preview.drop_share) if preview.drop_share is not None else "30 %"
            st.warning(
                t("import.drop", share=dropped, missing=integer(preview.missing)), icon=":material/warning:"
            )
            confirmed = st.checkbox(t("import.drop_confirm"), key="import:drop")
        pressed = st.form_submit_button(t("import.accept"), type="primary", icon=":material/check:")
    st.button(
        t("import.discard"),
        icon=":material/delete:",
        on_click=_discard,
        args=(preview.token,),
        key="import:discard",
    )
    st.caption(t("import.staging_text"))
    if pressed:
        _accept(preview, who.strip(), why.strip(), confirmed=confirmed)


def _what_accepting_does(preview: ImportPreview) -> str:
    waiting = len(preview.held_back)
    text = t("import.accepting", version=preview.base_version + 1)
    return f"{text} {plural('import.accepting_waits', waiting)}" if waiting else text


def _accept(preview: ImportPreview, who: str, why: str, *, confirmed: bool) -> None:
    if not who or not why:
        st.error(t("import.who_and_why"))
        return
    if not confirmed:
        st.error(t("import.drop_missing"))
        return
    try:
        with st.spinner(t("import.writing")):
            version = (
                reads.service()
                .accept(
                    preview.token or "",
                    who=who,
                    why=why,
                    confirm_drop=preview.needs_drop_confirmation,
                    lang=language(),
                )
                .value
            )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    reads.town.clear()
    _leave()
    st.session_state[_DONE] = t("import.done", number=version.number)
    st.rerun()


def _discard(token: str) -> None:
    reads.service().discard(token)
    _leave()
    st.session_state[_DONE] = t("import.discarded")


def _leave() -> None:
    st.session_state.pop(_PREVIEW, None)
    st.session_state.pop(f"link:{_LINK}", None)
