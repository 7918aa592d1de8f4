"""Doing something to a delivery: once, before the page is drawn again, and saying in words if it cannot be."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.desk import Desk
from app.web import reads
from app.web.errors import show_expected
from app.web.formats import markdown
from ontology.errors import KnowledgeGraphError

_TROUBLE: Final = "desk:trouble"
_SAID: Final = "desk:said"


def desk() -> Desk:
    """Return the desk of this process's town."""
    return reads.service().desk


def act(do: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """Do it, for a button's `on_click`; what went wrong is shown when the page is drawn."""
    done(do, *args, **kwargs)


def done(do: Callable[..., object], *args: Any, **kwargs: Any) -> bool:
    """Do it, and return whether it was done; what went wrong is shown when the page is drawn."""
    try:
        do(*args, **kwargs)
    except KnowledgeGraphError as error:
        st.session_state[_TROUBLE] = error
        return False
    return True


def say(text: str) -> None:
    """Say something when the page is drawn next."""
    st.session_state[_SAID] = text


def show() -> None:
    """Show what went wrong, or what was said."""
    trouble: KnowledgeGraphError | None = st.session_state.pop(_TROUBLE, None)
    if trouble is not None:
        show_expected(trouble)
    said: str | None = st.session_state.pop(_SAID, None)
    if said:
        st.success(markdown(said), icon=":material/check:")


def forget(names: Iterable[str]) -> None:
    """Let widgets begin anew."""
    for name in names:
        st.session_state.pop(name, None)
