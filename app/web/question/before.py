"""Before a question is asked: what it needs, how full that is, and how much weight its answer can bear."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web import evidence, reads
from app.web.formats import markdown
from app.web.stand import Stand
from app.web.texts import t

_ICONS: Final = {"yes": ":material/check_circle:", "partly": ":material/info:", "no": ":material/block:"}


def draw(question: str, chosen: Stand) -> None:
    """Draw the sentence, and behind it the numbers."""
    view = reads.readiness(question, chosen.asked).value
    st.markdown(f"{_ICONS[view.ready]} {markdown(view.text)}")
    with st.expander(t("question.readiness")):
        evidence.block(view.classes, key=f"ready:{question}:classes", records=False)
        evidence.block(view.properties, key=f"ready:{question}:properties", records=False)
        if view.completeness.statements:
            st.markdown(f"**{t('answer.completeness')}**")
            evidence.facts(view.completeness.statements)
