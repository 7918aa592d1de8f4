"""The sums of rows and columns as tables; a row of them opens the cells behind it, as many as it says."""

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.gaps.choice import short
from app.gaps.tables import sums
from app.views import MatrixView, TableView
from app.web import permalink, tables
from app.web.formats import markdown
from app.web.matrix.filters import TABLE
from app.web.texts import t

_NAMES = {"rows": "zeile", "columns": "spalte"}


def draw(view: MatrixView) -> None:
    """Draw both tables; a click opens the cells of that row or column as a list."""
    st.caption(t("matrix.sums_text"))
    for table in sums(view):
        st.markdown(f"**{markdown(table.title)}**")
        _table(table)


def _table(table: TableView) -> None:
    key = f"matrix:sums:{table.name}"
    tables.draw(
        table.columns, table.rows, key=key, caption=table.title, look=tables.Look(totals=table.totals)
    )
    click, seen = tables.click(key), f"{key}:seen"
    if click and click != st.session_state.get(seen):
        st.session_state[seen] = click
        st.session_state[NEXT] = (_NAMES[table.name], short(click[0]))
        st.rerun()


NEXT = "matrix:next"


def arrive() -> None:
    """Open what a sum led to, before the fields are drawn that hold it."""
    if step := st.session_state.pop(NEXT, None):
        name, value = step
        permalink.remember(name, value)
        permalink.put_back("ansicht", TABLE)
