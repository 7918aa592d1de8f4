"""The buttons that take an answer along: CSV and XLSX for Excel, JSON for programs, linked data. Made only when clicked."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app import exports
from app.answers import rdf_exports
from app.gate import Released
from app.views import AnswerView, MatrixView
from app.web.texts import t

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: tuple[tuple[str, Callable[[Any], bytes], str, str], ...] = (
    ("csv", exports.to_csv, "text/csv", ":material/table_rows:"),
    ("xlsx", exports.to_xlsx, XLSX, ":material/table_view:"),
    ("json", exports.to_json, "application/json", ":material/data_object:"),
)
_LINKED: tuple[tuple[str, Callable[[Any], bytes], str, str], ...] = (
    ("ttl", rdf_exports.to_turtle, "text/turtle", ":material/hub:"),
    ("jsonld", rdf_exports.to_jsonld, "application/ld+json", ":material/hub:"),
)


def buttons(released: Released[AnswerView] | Released[MatrixView], *, name: str, key: str) -> None:
    """Draw the buttons: tables for everything, linked data for answers.

    Args:
        released: what to take along; the exports accept nothing else.
        name: the stem of the file name.
        key: a name in the session.
    """
    start = stem(name)
    with st.container(horizontal=True, key=f"noprint_{key}"):
        linked = _LINKED if isinstance(released.value, AnswerView) else ()
        for suffix, make, mime, icon in (*_KINDS, *linked):
            st.download_button(
                t(f"download.{suffix}"),
                data=partial(make, released),
                file_name=f"{start}.{suffix}",
                mime=mime,
                key=f"{key}:{suffix}",
                icon=icon,
                on_click="ignore",
            )


def stem(name: str) -> str:
    """Return a name as the stem of a file's name, in letters every system has."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-").lower()
