"""A delivery as it stands. Examined again whenever something was done to it, and remembered until then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.delivery.views import DeskFileView, DeskView
from app.web.desk import long_work
from app.web.desk.acts import desk
from app.web.texts import language, t

_VIEWS: Final = "desk:views"
_KEPT: Final = 12
_OLD: Final = "desk:cancelled"
_BEGUN: Final = "desk:begun"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Opened:
    """A delivery in one state. `state` names it; it is another one after every step and every version."""

    token: str
    state: str
    view: DeskView

    @property
    def mapped(self) -> bool:
        """Whether a mapping says how the file is read; else it is in the form of the template."""
        return self.view.mapping is not None

    def once(self, name: str, ask: Callable[[], T]) -> T:
        """Ask once for something about this state."""
        return remembered((name, self.token, self.state, language()), ask)

    def known(self, name: str) -> Any:
        """Return what was asked about this state before; None if it was not."""
        return _kept().get((name, self.token, self.state, language()))


def remembered(key: tuple[str, ...], ask: Callable[[], T]) -> T:
    """Ask, unless it was asked with this key before; a few answers are kept per session."""
    kept = _kept()
    if key not in kept:
        kept[key] = ask()
        while len(kept) > _KEPT:
            kept.pop(next(iter(kept)))
    answer: T = kept[key]
    return answer


def open_file(file: DeskFileView, version: int) -> Opened | None:
    """Return the delivery; None while it is being examined, which is shown then."""
    state = f"{file.state}/{file.accepted_as}/{version}"
    key = ("view", file.token, state, language())
    if key not in _kept():
        if st.session_state.get(_OLD) == key:  # the reader stopped it: not again without being asked to
            st.info(t("desk.work.cancelled"), icon=":material/info:")
            st.button(t("desk.work.again"), icon=":material/refresh:", on_click=_again)
            return None
        # drawn again after it failed, the page must say so and not begin again
        begun = desk().progress(file.token, language()).value if st.session_state.get(_BEGUN) == key else None
        job = begun or long_work.waited(desk().start(file.token, language()).value)
        st.session_state[_BEGUN] = key
        if job.state == long_work.RUNNING:
            long_work.show(job, on_cancel=lambda: st.session_state.update({_OLD: key}))
            return None
        if job.state == long_work.FAILED:
            long_work.over(job, t("desk.work.again"), _again)
            return None
    view = remembered(key, lambda: desk().open(file.token, lang=language()).value)
    return Opened(file.token, state, view)


def _again() -> None:
    st.session_state.pop(_OLD, None)


def _kept() -> dict[tuple[str, ...], Any]:
    kept: dict[tuple[str, ...], Any] = st.session_state.setdefault(_VIEWS, {})
    return kept
