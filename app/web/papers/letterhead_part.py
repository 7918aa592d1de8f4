"""The town's own Word template: which one is used, another one, the placeholders it may hold."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.papers.letterhead import PLACEHOLDERS
from app.papers.word_look import default_template
from app.web.desk import acts
from app.web.formats import markdown, moment
from app.web.papers import reads
from app.web.papers.taking import DOCX
from app.web.texts import t


def draw() -> None:
    """Draw the letterhead in use and the ways to change it."""
    view = reads.desk().letterhead().value
    with st.expander(t("papers.letterhead"), icon=":material/badge:"):
        if view is None:
            st.markdown(markdown(t("papers.letterhead_none")))
        else:
            kept = t("papers.letterhead_kept", name=view.filename, when=moment(view.kept_on))
            st.markdown(
                f"{markdown(kept)}  \n{markdown(t('papers.letterhead_found', names=', '.join(view.placeholders)))}"
            )
            for line in view.advice:
                st.caption(markdown(line))
            st.button(
                t("papers.letterhead_drop"), icon=":material/undo:", type="tertiary", key="paper:letterhead:drop",
                on_click=acts.act, args=(_drop,),
            )  # fmt: skip
        st.markdown(markdown(t("papers.letterhead_text")))
        items = "\n".join(
            f"- `{{{{{'p ' if n == 'inhalt' else ' '}{n} }}}}` {markdown(w)}" for n, w in PLACEHOLDERS.items()
        )
        st.markdown(items)
        st.download_button(
            t("papers.letterhead_start"), data=default_template, file_name="querblick-briefkopf.docx", mime=DOCX,
            icon=":material/download:", on_click="ignore", key="paper:letterhead:start",
        )  # fmt: skip
        file = st.file_uploader(t("papers.letterhead_new"), type=["docx"], key="paper:letterhead:file")
        if file is not None:
            st.button(
                t("papers.letterhead_keep"), type="primary", key="paper:letterhead:keep", on_click=acts.act,
                args=(_keep, file.getvalue(), file.name),
            )  # fmt: skip


def _keep(data: bytes, name: str) -> None:
    reads.desk().keep_letterhead(data, name)
    acts.say(t("papers.letterhead_done"))


def _drop() -> None:
    reads.desk().drop_letterhead()
    acts.say(t("papers.letterhead_dropped"))
