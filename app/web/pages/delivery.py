"""Import: the steward's workplace. What lies on the desk, or one delivery in its steps."""

from html import escape
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import DeskFileView
from app.errors import StagingError
from app.web import permalink
from app.web.desk import (
    accept_step,
    acts,
    case_panel,
    file_step,
    findings_step,
    head,
    mapping_step,
    matching_step,
    preview_step,
    shelf,
)
from app.web.desk.opened import Opened, open_file
from app.web.formats import integer
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import language, t

PAGE = PageHeader(
    title={"de": "Import", "en": "Import"},
    order=100,
    url_path="import",
    icon="upload_file",
    group={"de": "Datenpflege", "en": "Data care"},
    help={
        "de": "Lieferungen prüfen, zuordnen, berichtigen und übernehmen.",
        "en": "Check deliveries, map and correct them, and take them in.",
    },
    is_for_house=True,
)

_FILE, _MAPPING, _MATCHING, _FINDINGS, _PREVIEW, _ACCEPT = (
    "datei",
    "zuordnung",
    "abgleich",
    "befunde",
    "vorschau",
    "uebernehmen",
)
_ONLY_MAPPED: Final = (_MAPPING, _MATCHING)


def render(chosen: Stand) -> None:
    """Draw the list, or the delivery the address names."""
    if accept_step.under_way():
        return
    accept_step.say_done()
    token = permalink.remember(shelf.LINK, None)
    file = _file(token) if token else None
    if file is None:
        acts.show()
        shelf.draw()
        return
    opened = open_file(file, chosen.town.version)
    if opened is None:
        permalink.wait()
        st.html(f'<p class="q-lead">{escape(file.filename)}</p>')
        return
    head.draw(opened)
    step = _step(opened)
    acts.show()
    if step == _FILE:
        file_step.draw(opened)
    elif step == _MAPPING:
        mapping_step.draw(opened)
    elif step == _MATCHING:
        matching_step.draw(opened)
    elif step == _FINDINGS:
        findings_step.draw(opened)
        case_panel.waiting_rows(opened)
    elif step == _PREVIEW:
        preview_step.draw(opened, chosen)
    else:
        accept_step.draw(opened)


def _file(token: str) -> DeskFileView | None:
    try:
        return acts.desk().file(token, language()).value
    except StagingError:
        permalink.forget(shelf.LINK)
        st.warning(t("import.expired"), icon=":material/schedule:")
        return None


def _step(opened: Opened) -> str:
    """Draw the steps, each with what waits in it, and return the one that is open; in the address as `schritt`."""
    names = {
        step: label for step, label in _labels(opened).items() if opened.mapped or step not in _ONLY_MAPPED
    }
    mapping = opened.view.mapping
    default = _MAPPING if mapping is not None and not mapping.saved else _FINDINGS
    return permalink.choice(
        t("desk.steps.label"),
        names,
        name="schritt",
        default=default,
        key=f"desk:step:{opened.token}",
        widget=st.segmented_control,
        required=True,
        label_visibility="collapsed",
    )


def _labels(opened: Opened) -> dict[str, str]:
    view, preview = opened.view, opened.view.preview
    words = sum(
        len(entry.open_terms)
        for record in (view.mapping.records if view.mapping else ())
        for entry in record.fields
    )
    matches = opened.known("matches")
    pairs = matches.undecided if matches is not None else 0
    changes = preview.new + preview.changed + preview.missing
    return {
        _FILE: t("desk.steps.file"),
        _MAPPING: _counted(t("desk.steps.mapping"), words),
        _MATCHING: _counted(t("desk.steps.matching"), pairs),
        _FINDINGS: _counted(t("desk.steps.findings"), len(preview.findings)),
        _PREVIEW: _counted(t("desk.steps.preview"), changes),
        _ACCEPT: t("desk.steps.accept"),
    }


def _counted(label: str, count: int) -> str:
    return f"{label} ({integer(count)})" if count else label
