"""What is being written and not yet saved: per field what was read, what stands in the field, and what others saved since.

A field nobody touched here follows what is stored. A field touched here keeps what was typed until it is saved; if
somebody else saved the same field meanwhile, that is a conflict, said with both ways out. Nothing typed is dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

Value: TypeAlias = str | int | date | tuple[str, ...] | None


@dataclass(slots=True)
class Draft:
    """The fields of one paper in one session. `base` is what was read, `current` what stands in the fields."""

    paper: str
    base: dict[str, Value] = field(default_factory=dict)
    current: dict[str, Value] = field(default_factory=dict)
    stored: dict[str, Value] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The name of a field in the session."""
        return f"paper:{self.paper}:{name}"

    def prepare(self, name: str) -> str:
        """Give a field its value before it is drawn; returns its name in the session."""
        key = self.key(name)
        if key not in st.session_state:
            value = self.current[name]
            st.session_state[key] = list(value) if isinstance(value, tuple) else value
        return key

    def take(self) -> None:
        """Read what stands in the fields now."""
        for name in self.current:
            if self.key(name) in st.session_state:
                self.current[name] = _plain(st.session_state[self.key(name)])

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that are not saved."""
        return tuple(name for name in self.stored if self.current[name] != self.base[name])

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Those of them somebody else saved meanwhile."""
        return tuple(
            name
            for name in self.changed
            if self.stored[name] != self.base[name] and self.stored[name] != self.current[name]
        )

    def saved(self) -> None:
        """What stands in the fields is stored."""
        self.base = dict(self.current)

    def keep_mine(self, name: str) -> None:
        """What was typed here is to be saved over what somebody else saved."""
        self.base[name] = self.stored[name]

    def take_theirs(self, name: str) -> None:
        """Drop what was typed here."""
        self.base[name] = self.current[name] = self.stored[name]
        st.session_state.pop(self.key(name), None)


def draft(paper: str, stored: Mapping[str, Value]) -> Draft:
    """The draft of a paper in this session, brought up to date with what is stored."""
    found: Draft = st.session_state.setdefault(f"paper:draft:{paper}", Draft(paper))
    found.take()
    for name, value in stored.items():
        if name not in found.base or found.current[name] == found.base[name]:
            if found.current.get(name) != value:
                st.session_state.pop(found.key(name), None)
            found.base[name] = found.current[name] = value
    found.stored = dict(stored)
    return found


def _plain(value: object) -> Value:
    """What a field holds, as it is stored.

    Raises:
        TypeError: no field of a paper holds such a thing.
    """
    if isinstance(value, list):
        return tuple(map(str, value))
    if value is None or isinstance(value, str | int | date):
        return value
    raise TypeError(
        f"app/web/papers/draft.py: a field holds a {type(value).__name__}; expected text, number, day or list"
    )
