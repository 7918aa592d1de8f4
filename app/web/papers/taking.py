"""Taking a paper along: what stops it, what changed since answers were put in, and the three files."""

import re
from functools import partial
from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gate import Released
from app.papers.desk import NewPaper, Written
from app.papers.excel import to_xlsx
from app.papers.paper import Keep, Status
from app.papers.pdf import to_pdf
from app.papers.views import AnswerPartView, PaperHead, PaperView
from app.papers.word import to_docx
from app.web.desk import acts
from app.web.errors import show_expected
from app.web.formats import markdown
from app.web.papers import reads
from app.web.stand import Stand
from app.web.texts import plural, t
from ontology.errors import KnowledgeGraphError
from ontology.iris import Audience

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw(head: PaperHead, view: PaperView, chosen: Stand) -> None:
    """Draw what changed, and the files if nothing stops them."""
    changed = [part for part in view.answers if part.change]
    if not view.answers:
        st.info(markdown(t("papers.no_answers")), icon=":material/quiz:")
    elif changed:
        st.warning(plural("papers.changed_answers", len(changed)), icon=":material/update:")
        for part in changed:
            _changed(head, part, chosen)
    else:
        st.success(plural("papers.same_answers", len(view.answers)), icon=":material/check:")
    try:
        released = reads.desk().exportable(head.id, reads.now(chosen))
        letterhead = reads.desk().letterhead_bytes()
    except KnowledgeGraphError as error:
        show_expected(error)
        return
    _files(released, letterhead)


def _changed(head: PaperHead, part: AnswerPartView, chosen: Stand) -> None:
    with st.container(border=True):
        st.markdown(f"**{markdown(part.heading)}**  \n{markdown(part.change)}")
        shown = (
            t("papers.shows_now") if part.keep is Keep.NOW else t("papers.shows_then", state=part.asked_as)
        )
        st.caption(markdown(shown))
        with st.container(horizontal=True):
            other, words = (
                (Keep.PINNED, t("papers.show_then"))
                if part.keep is Keep.NOW
                else (Keep.NOW, t("papers.show_now"))
            )
            st.button(
                words, key=f"paper:keep:{part.key}", icon=":material/swap_horiz:", on_click=acts.act,
                args=(_keep, head, part.key, other),
            )  # fmt: skip
            st.button(
                t("papers.renew"), key=f"paper:renew:{part.key}", icon=":material/update:", type="tertiary",
                help=t("papers.renew_help"), on_click=acts.act, args=(_renew, head, part.key, chosen),
            )  # fmt: skip


def same_head(head: PaperHead) -> NewPaper:
    """Return the head of a paper as it is."""
    return NewPaper(head.title, head.committee, head.day, Audience(head.audience), Status(head.status))


def _keep(head: PaperHead, key: str, keep: Keep) -> None:
    reads.desk().write(head.id, same_head(head), {key: Written(keep=keep)}, seen=head.revision)


def _renew(head: PaperHead, key: str, chosen: Stand) -> None:
    reads.desk().renew(head.id, key, reads.now(chosen), seen=head.revision)


def _files(released: Released[PaperView], letterhead: bytes | None) -> None:
    head = released.value.head
    stem = re.sub(r"[^a-z0-9]+", "-", _plain(head.title))[:60].strip("-") or head.id
    st.markdown(markdown(t("papers.take_text")))
    with st.container(horizontal=True):
        for suffix, made, mime, icon in (
            ("docx", partial(to_docx, released, letterhead), DOCX, "description"),
            ("pdf", partial(to_pdf, released), "application/pdf", "picture_as_pdf"),
            ("xlsx", partial(to_xlsx, released), _XLSX, "table_view"),
        ):
            st.download_button(
                t(f"papers.take_{suffix}"), data=made, file_name=f"{stem}.{suffix}", mime=mime, on_click="ignore",
                icon=f":material/{icon}:", key=f"paper:take:{suffix}", type="primary" if suffix == "docx" else "secondary",
            )  # fmt: skip
    st.caption(markdown(t("papers.take_xlsx_text")))


def _plain(text: str) -> str:
    table = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
    return text.lower().translate(table)
