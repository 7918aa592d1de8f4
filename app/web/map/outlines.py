"""Taking in outlines of areas from a GeoJSON file: what belongs to which area, and then one version."""

import hashlib
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.maps.views import OutlinesPreview
from app.web import evidence, reads
from app.web.errors import show_expected
from app.web.formats import integer, markdown
from app.web.map import reads as map_reads
from app.web.stand import Stand
from app.web.texts import language, plural, t
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

_MEGABYTES: Final = 20
_DONE: Final = "map:outlines:done"
_BY: Final = "map:outlines:by"
_ROUND: Final = "map:outlines:round"


def draw(chosen: Stand, *, open_: bool) -> None:
    """Draw the part, closed unless the town has no outline; only where something may be written."""
    if done := st.session_state.pop(_DONE, None):
        st.success(t("map.outlines.done", version=integer(done)), icon=":material/check:")
    if chosen.audience is not Audience.INTERN or not chosen.is_current or chosen.asked.scenario:
        return
    with st.expander(t("map.outlines.title"), icon=":material/draw:", expanded=open_):
        st.markdown(t("map.outlines.text"))
        file = st.file_uploader(
            t("map.outlines.file"), type=["geojson", "json"], max_upload_size=_MEGABYTES,
            key=f"map:outlines:file:{st.session_state.get(_ROUND, 0)}",
        )  # fmt: skip
        if file is not None:
            _file(file.getvalue(), file.name, chosen.version)


def _file(data: bytes, name: str, version: int) -> None:
    by = str(st.session_state.get(_BY) or "")
    digest = hashlib.sha256(data).hexdigest()
    with st.spinner(t("map.outlines.looking")):
        released = map_reads.outlines(digest, data, name, by, version, language())
    view = released.value
    if view.refused:
        st.error(markdown(view.refused), icon=":material/block:")
        return
    evidence.withheld(released)
    if view.properties:
        place = view.properties.index(view.by) if view.by in view.properties else None
        st.selectbox(
            t("map.outlines.by"), view.properties, index=place, key=_BY, help=t("map.outlines.by_help"),
            placeholder=t("map.outlines.by_none"),
        )  # fmt: skip
    if view.table is not None:
        evidence.block(view.table, key="map:table", records=False)
    for finding in view.findings:
        st.caption(markdown(finding.message))
    if view.missing:
        names = ", ".join(choice.label for choice in view.missing)
        st.caption(plural("map.outlines.missing", len(view.missing), names=markdown(names)))
    _take(view, data, by)


def _take(view: OutlinesPreview, data: bytes, by: str) -> None:
    if not view.acceptable:
        st.info(t("map.outlines.nothing"), icon=":material/info:")
        return
    left, right = st.columns(2)
    who = left.text_input(
        t("import.who"),
        help=t("import.who_help"),
        placeholder=t("import.who_example"),
        key="map:outlines:who",
    )
    why = right.text_input(t("import.why"), key="map:outlines:why", value=t("map.outlines.why"))
    if not st.button(plural("map.outlines.take", view.takes), type="primary", icon=":material/check:"):
        return
    if not who.strip() or not why.strip():
        st.error(t("import.who_and_why"))
        return
    try:
        taken = (
            reads.service()
            .map.take_outlines(data, view.filename, by=by, who=who.strip(), why=why.strip(), lang=language())
            .value
        )
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    if taken.version is not None:
        reads.town.clear()
        st.session_state[_DONE] = taken.version.number
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1  # a fresh field without the file
        st.rerun()
