"""What stands out in a network, in sentences: the first ones at once, all of them with the records behind below."""

from typing import Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.views import TableView
from app.web.formats import markdown
from app.web.texts import plural

_FIRST: Final = 5


def draw(findings: TableView, *, connected: bool) -> None:
    """Draw the first sentences, and say how many more there are; without a connection nothing can stand out or not."""
    names = [column.name for column in findings.columns]
    lines = []
    for row in findings.rows[:_FIRST]:
        cell = dict(zip(names, row, strict=True))
        text = cell["finding"].text
        words = markdown(text[:1].upper() + text[1:]).replace(r"\*", "*")
        holds = f"  \n:small[{markdown(cell['holds'].text)}]" if cell["holds"].text else ""
        lines.append(f"- {words}{holds}")
    st.markdown("\n".join(lines) or (findings.note or "" if connected else ""))
    if len(findings.rows) > _FIRST:
        st.caption(plural("network.more", len(findings.rows) - _FIRST))
