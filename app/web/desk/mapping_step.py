"""Zuordnung: who delivers, which columns become what, what words mean; and the whole as a file."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import MappingView
from app.web.desk import acts, mapping_fields, mapping_terms
from app.web.desk.acts import act, desk
from app.web.desk.opened import Opened
from app.web.formats import day_pattern, markdown
from app.web.texts import plural, t

_YAML: Final = "application/yaml"


def draw(opened: Opened) -> None:
    """Draw the mapping from the source down to single columns."""
    mapping = opened.view.mapping
    if mapping is None:
        return
    st.markdown(_lead(mapping))
    _source(opened, mapping)
    mapping_terms.draw(opened, mapping)
    for record in mapping.records:
        mapping_fields.draw(opened, record, mapping)
    _more(opened, mapping)
    _unused(mapping)
    _as_file(opened, mapping)


def _lead(mapping: MappingView) -> str:
    if mapping.saved:
        return t("desk.mapping.saved")
    return t("desk.mapping.proposed") if mapping.proposed else t("desk.mapping.text")


def _source(opened: Opened, mapping: MappingView) -> None:
    view = opened.view
    kinds = {choice.value: choice.label for choice in mapping.kinds}
    with (
        st.expander(
            t("desk.mapping.source_of", source=markdown(mapping.source_title) or "–"),
            icon=":material/badge:",
            expanded=mapping.proposed,
        ),
        st.form(f"desk:source:{opened.state}", border=False),
    ):
        left, right = st.columns(2)
        title = left.text_input(
            t("desk.mapping.title"), value=mapping.source_title, help=t("desk.mapping.title_help")
        )
        key = right.text_input(
            t("desk.mapping.key"), value=mapping.source_key, help=t("desk.mapping.key_help")
        )
        kind = left.selectbox(
            t("desk.mapping.kind"),
            list(kinds),
            index=list(kinds).index(mapping.source_kind) if mapping.source_kind in kinds else 0,
            format_func=lambda value: kinds.get(value, value),
            help=t("desk.mapping.kind_help"),
        )
        by = right.text_input(t("desk.mapping.by"), value=mapping.delivered_by, help=t("import.who_help"))
        day = left.date_input(
            t("desk.mapping.day"),
            value=view.delivered_on or view.preview.delivered_on,
            format=day_pattern(),
            help=t("desk.mapping.day_help"),
        )
        whole = right.radio(
            t("desk.mapping.whole"),
            [False, True],
            index=int(view.partial),
            format_func=lambda partial: (
                t("desk.mapping.is_partial") if partial else t("desk.mapping.is_whole")
            ),
            help=t("desk.mapping.whole_help"),
        )
        pressed = st.form_submit_button(t("desk.mapping.save_source"), type="primary")
    if not pressed:
        return
    done = True
    if (key, title, kind, by) != (
        mapping.source_key,
        mapping.source_title,
        mapping.source_kind,
        mapping.delivered_by,
    ):
        done = acts.done(desk().set_source, opened.token, key, title, kind, by)
    known = (view.delivered_on or view.preview.delivered_on, view.partial)
    if done and (day, whole) != known:
        done = acts.done(desk().take_in, opened.token, delivered_on=day, partial=bool(whole))
    if done:
        st.rerun()
    acts.show()


def _more(opened: Opened, mapping: MappingView) -> None:
    names = {choice.value: choice.label for choice in mapping.sheets}
    with st.expander(t("desk.mapping.more"), icon=":material/add:"):
        st.caption(t("desk.mapping.more_text"))
        into = st.selectbox(
            t("desk.mapping.into"),
            list(names),
            format_func=lambda tag: names.get(tag, tag),
            index=None,
            placeholder=t("desk.mapping.choose"),
            key=f"desk:into:{opened.token}",
        )
        st.button(
            t("desk.mapping.add_record"),
            disabled=into is None,
            on_click=act,
            args=(desk().add_record, opened.token, into),
            key="desk:add_record",
        )


def _unused(mapping: MappingView) -> None:
    if mapping.unused:
        with st.expander(
            plural("desk.mapping.unused", len(mapping.unused)), icon=":material/visibility_off:"
        ):
            st.caption(t("desk.mapping.unused_text"))
            st.markdown("\n".join(f"- {markdown(place.text)}" for place in mapping.unused))


def _as_file(opened: Opened, mapping: MappingView) -> None:
    with st.expander(t("desk.mapping.as_file"), icon=":material/code:"):
        st.caption(t("desk.mapping.as_file_text"))
        st.download_button(
            t("desk.mapping.download"),
            data=mapping.text,
            file_name=f"zuordnung-{mapping.source_key or 'quelle'}.yaml",
            mime=_YAML,
            icon=":material/download:",
            on_click="ignore",
            key="desk:yaml_down",
        )
        given = st.file_uploader(
            t("desk.mapping.upload"),
            type=["yaml", "yml"],
            key=f"desk:yaml_up:{opened.state}",
            max_upload_size=1,
        )
        text = st.text_area(
            t("desk.mapping.yaml"), value=mapping.text, height=320, key=f"desk:yaml:{opened.state}"
        )
        if st.button(t("desk.mapping.use_text"), key="desk:yaml_use"):
            _use(opened, text)
    if given is not None:
        try:
            uploaded = given.getvalue().decode("utf-8")
        except UnicodeDecodeError:
            st.error(t("desk.mapping.not_text"))
            return
        if uploaded.strip() != mapping.text.strip():
            _use(opened, uploaded)


def _use(opened: Opened, text: str) -> None:
    if acts.done(desk().use_mapping, opened.token, text, t("desk.mapping.by_hand")):
        st.rerun()
    acts.show()
