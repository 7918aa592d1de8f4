"""Vorlagen: papers for committees, written, filled with answers, looked at and taken along."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.papers.views import PaperHead
from app.web import permalink
from app.web.desk import acts
from app.web.formats import markdown
from app.web.papers import adding, listing, preview, reads, states_part, taking, writing
from app.web.registry import PageHeader
from app.web.stand import Stand
from app.web.texts import t

PAGE = PageHeader(
    title={"de": "Vorlagen", "en": "Papers"},
    order=42,
    url_path="vorlagen",
    icon="description",
    help={
        "de": "Vorlagen für Ausschüsse und Kapitel des Sozialberichts: schreiben, mit Antworten belegen, als Word und PDF mitnehmen.",
        "en": "Papers for committees and chapters of the social report: write, support with answers, take along as Word and PDF.",
    },
    group={"de": "Entscheidung", "en": "Decision"},
    is_for_house=True,
)
_WRITE: Final = "schreiben"
_SHEETS: Final = (_WRITE, "vorschau", "mitnehmen", "fassungen")


def render(chosen: Stand) -> None:
    """Draw the list, or the paper that is open."""
    acts.show()
    name = permalink.remember(listing.OPENED, None)
    if not name:
        listing.draw(chosen)
        return
    head = next((head for head in reads.papers() if head.id == name), None)
    if head is None:
        st.warning(markdown(t("papers.unknown", id=name)))
        _back()
        listing.draw(chosen)
        return
    _paper(head, chosen)


def _paper(head: PaperHead, chosen: Stand) -> None:
    _back()
    st.header(head.title, anchor=False)
    st.markdown(listing.words(head))
    sheet = permalink.choice(
        t("papers.sheets"), {name: t(f"papers.sheet_{name}") for name in _SHEETS}, name="blatt", default=_WRITE,
        widget=st.segmented_control, required=True, label_visibility="collapsed", width="content",
    )  # fmt: skip
    if sheet == "fassungen":
        states_part.draw(head)
        return
    with st.spinner(t("papers.asking")):
        released = reads.paper(
            head.id, head.revision, chosen.town.version, chosen.reference_date, reads.supposed()
        )
    view = released.value
    if sheet == _WRITE:
        with st.container(horizontal=True, vertical_alignment="center"):
            writing.save_button(view, "top")
            states_part.undo_button(head)
        told = st.container()
        writing.draw(view)
        with told:
            writing.unsaved(view)
        writing.save_button(view, "bottom")
        adding.draw(view, chosen)
        return
    writing.unsaved(view)
    if sheet == "vorschau":
        preview.draw(released)
    else:
        taking.draw(head, view, chosen)


def _back() -> None:
    st.button(
        t("papers.back"), icon=":material/arrow_back:", type="tertiary", key="noprint_back", on_click=permalink.forget,
        args=(listing.OPENED,),
    )  # fmt: skip
