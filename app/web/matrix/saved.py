"""Views kept under a name: keep what is chosen now, open one, give it another name, throw it away and bring it back."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.views import SavedViewView
from app.web import frame, permalink, reads
from app.web.desk import acts
from app.web.formats import markdown
from app.web.matrix import matrix_reads
from app.web.texts import language, t
from ontology.iris import Audience

_LEFT_OUT: Final = frozenset({"stichtag", "version", "sicht", "lang", "zelle", "beleg"})
"""What a view does not keep: it is opened on the state of knowledge one reads just then."""

_UNDO: Final = "view:undo"
_LONGEST: Final = 80


def draw(page: str, audience: Audience) -> None:
    """Draw the menu of kept views of a page for whom one reads; called after all its fields, so that it knows what is chosen."""
    views = matrix_reads.views(page, language(), audience)
    with st.popover(t("view.menu", count=len(views)), icon=":material/bookmark:", key="noprint_views"):
        st.markdown(t("view.text"))
        chosen = {name: tuple(v) for name, v in permalink.chosen().items() if name not in _LEFT_OUT}
        st.text_input(t("view.name"), max_chars=_LONGEST, key="view:name")
        st.button(
            t("view.keep"), type="primary", key="view:keep", on_click=acts.act, args=(_keep, page, chosen)
        )  # fmt: skip
        for view in views:
            _one(page, view)
    if gone := st.session_state.get(_UNDO):
        st.button(
            t("view.undo", name=markdown(gone[1])), icon=":material/undo:", key="noprint_view_undo",
            on_click=acts.act, args=(_restore, gone[0]),
        )  # fmt: skip


def _one(page: str, view: SavedViewView) -> None:
    with st.container(border=True, gap="xsmall"):
        if frame.is_drawn():
            st.page_link(
                frame.page(page), label=markdown(view.name), icon=":material/bookmark:",
                query_params={**permalink.stand(), **{name: list(values) for name, values in view.choices}},
            )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = f"view:rename:{view.id}"
            st.text_input(t("view.new_name"), value=view.name, max_chars=_LONGEST, key=key)
            st.button(
                t("view.rename"), key=f"{key}:go", on_click=acts.act, args=(_rename, view.id, key),
                disabled=st.session_state.get(key, view.name) == view.name,
            )  # fmt: skip
            st.button(
                t("view.remove"), key=f"view:remove:{view.id}", type="tertiary", icon=":material/delete:",
                on_click=acts.act, args=(_remove, view),
            )  # fmt: skip


def _keep(page: str, chosen: dict[str, tuple[str, ...]]) -> None:
    # read now: what was typed just before the click is not yet known when the button is drawn
    view = reads.service().gaps.save_view(str(st.session_state.get("view:name") or ""), page, chosen).value
    st.session_state["view:name"] = ""
    acts.say(t("view.kept", name=view.name))


def _rename(id_: str, key: str) -> None:
    view = reads.service().gaps.rename_view(id_, str(st.session_state.get(key) or "")).value
    acts.say(t("view.renamed", name=view.name))


def _remove(view: SavedViewView) -> None:
    reads.service().gaps.remove_view(view.id)
    st.session_state[_UNDO] = (view.id, view.name)
    acts.say(t("view.removed", name=view.name))


def _restore(id_: str) -> None:
    view = reads.service().gaps.restore_view(id_).value
    st.session_state.pop(_UNDO, None)
    acts.say(t("view.restored", name=view.name))
