"""The address of a page holds everything that was chosen, in names that do not depend on language or wording.

Streamlit can bind a widget to the URL by itself, but writes the *label* of a choice there: such a link breaks when the
language or a label changes. Here the URL holds notations (`?gebiet=PR-01&gruppe=ZG-A06`), is written after every run,
and is read whenever it differs from what was written last (a link was opened, or the browser went back).

A page offers a choice with `choice`, `choices`, `day` or `remember`; the frame calls `arrive` before and `publish` after it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit

from app.web.formats import day_pattern

Url = dict[str, list[str]]

Link = dict[str, str | list[str]]
"""Parameters of an address: a name with one value or several."""

_WRITTEN: Final = "permalink:written"
_ARRIVED: Final = "permalink:arrived"
_PAGE: Final = "permalink:page"
_MOVED: Final = "permalink:moved"
_CURRENT: Final = "permalink:current"
_WAITING: Final = "permalink:waiting"


STAND: Final = ("stichtag", "sicht", "version", "lang", "szenario")
"""What is chosen once for all pages."""


def arrive(page: str) -> None:
    """Read the URL at the start of a run.

    A click in the navigation opens a page without any parameters: then what was chosen before is kept. Any other
    difference to what this session wrote is a link or the back button, and the URL decides. For whom, as of when and
    under which scenario one reads is chosen for all pages: a link to another page that says nothing of it keeps it.
    """
    url = _url()
    same_page = st.session_state.get(_PAGE) == page
    changed = url != st.session_state.get(_WRITTEN, {})
    if changed and not same_page:
        before: Url = st.session_state.get(_CURRENT, {})
        url = {name: values for name, values in before.items() if name in STAND} | url
    st.session_state[_ARRIVED] = None if not changed or (not _url() and not same_page) else url
    st.session_state[_PAGE] = page
    st.session_state[_MOVED] = not same_page
    st.session_state[_CURRENT] = {}


def publish() -> None:
    """Write what this run's page offered and the reader chose into the URL; defaults are left out.

    After a link within a page Streamlit knows the new parameters, but the address bar does not: it is written then, too.
    """
    if st.session_state.pop(_WAITING, False):
        return
    chosen: Url = st.session_state.get(_CURRENT, {})
    if _url() != chosen or st.session_state.get(_ARRIVED) is not None:
        st.query_params.from_dict(chosen)
    st.session_state[_WRITTEN] = dict(chosen)  # a copy: a button's `on_click` goes on writing into the other


def wait() -> None:
    """Leave the URL alone in this run: the page cannot be drawn yet, and a link is read when it can."""
    st.session_state[_WAITING] = True


def in_new_link(name: str) -> str | None:
    """Return what a link that was just opened says, before a page is chosen; None without a new link."""
    url = _url()
    return next(iter(url.get(name, [])), None) if url != st.session_state.get(_WRITTEN, {}) else None


def chosen() -> Url:
    """Return what the URL will say at the end of this run, for links that add to it."""
    return dict(st.session_state.get(_CURRENT, {}))


def stand() -> Link:
    """Return what of the URL says for whom, as of when, on which version: a link that leaves it out loses it in a new tab."""
    return {name: list(values) for name, values in chosen().items() if name in STAND}


def remember(name: str, value: str | None, *, key: str | None = None) -> str | None:
    """Keep a value that no widget holds (the chosen cell, the opened question) in session and URL.

    Args:
        name: its name in the URL.
        value: what it is now; None = what the URL or the session says.
        key: its name in the session, if not the same.
    """
    key = key or f"link:{name}"
    arrived = _arrived(name)
    if arrived is not None:
        st.session_state[key] = arrived[0] if arrived else None
    if value is not None:
        st.session_state[key] = value
    kept: str | None = st.session_state.get(key)
    _record(name, [kept] if kept else [], [])
    return kept


def forget(name: str, *, key: str | None = None) -> None:
    """Drop a remembered value."""
    st.session_state.pop(key or f"link:{name}", None)
    _record(name, [], [])


def put_back(key: str, value: object) -> None:
    """Set what a field of `choice`, `choices` or `text` holds, for a button's `on_click`."""
    st.session_state[key] = value
    st.session_state.pop(f"named:{key}", None)  # a day put back is no longer the one a link named
    _keep(key, value)


def choice(
    label: str,
    options: Mapping[str, str],
    *,
    name: str,
    default: str,
    key: str | None = None,
    widget: Callable[..., str | None] | None = None,
    **arguments: Any,
) -> str:
    """Offer one of `options` (value → label). A value in the URL that is not offered is ignored."""
    key = key or name
    _prepare(key, name, lambda values: values[0] if values else default, default)
    if st.session_state[key] not in options:
        st.session_state[key] = default
    draw = widget or st.selectbox
    draw(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=key,
        persist_state="session",
        **arguments,
    )
    value: str = st.session_state.get(key) or default
    _keep(key, value)
    _record(name, [value], [default])
    return value


def choices(
    label: str,
    options: Mapping[str, str],
    *,
    name: str,
    default: Sequence[str] = (),
    key: str | None = None,
    **arguments: Any,
) -> tuple[str, ...]:
    """Offer several of `options`."""
    key = key or name
    _prepare(key, name, lambda values: values or list(default), list(default))
    st.session_state[key] = [value for value in st.session_state[key] if value in options]
    st.multiselect(
        label,
        list(options),
        format_func=lambda value: options.get(value, value),
        key=key,
        persist_state="session",
        **arguments,
    )
    values: list[str] = list(st.session_state.get(key, []))
    _keep(key, values)
    _record(name, values, list(default))
    return tuple(values)


def day(label: str, *, name: str, default: date, key: str | None = None, **arguments: Any) -> date:
    """Offer a date; the URL has it as 2026-11-24.

    A date a link names stays in the URL although it is today's default: tomorrow it will not be.
    """
    key = key or name
    _prepare(key, name, lambda values: date_of(values[0] if values else "") or default, default)
    st.date_input(label, format=day_pattern(), key=key, **arguments)
    value = st.session_state.get(key)
    value = value if isinstance(value, date) else default
    _keep(key, value)
    arrived = _arrived(name)
    if arrived is not None:
        st.session_state[f"named:{key}"] = arrived == [value.isoformat()]
    named = st.session_state.get(f"named:{key}", False)
    _record(name, [value.isoformat()], [] if named else [default.isoformat()])
    return value


def text(label: str, *, name: str, default: str = "", key: str | None = None, **arguments: Any) -> str:
    """Offer a line of free text."""
    key = key or name
    _prepare(key, name, lambda values: values[0] if values else default, default)
    st.text_input(label, key=key, **arguments)
    value: str = st.session_state.get(key) or ""
    _keep(key, value)
    _record(name, [value] if value else [], [default] if default else [])
    return value


def switch(label: str, *, name: str, default: bool = False, key: str | None = None, **arguments: Any) -> bool:
    """Offer yes or no."""
    key = key or name
    _prepare(key, name, lambda values: values[0] == "ja" if values else default, default)
    st.toggle(label, key=key, **arguments)
    value = bool(st.session_state.get(key))
    _keep(key, value)
    _record(name, ["ja" if value else "nein"], ["ja" if default else "nein"])
    return value


def _url() -> Url:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _arrived(name: str) -> list[str] | None:
    """Return what an opened link says about `name` (empty = nothing, so the default), or None without a new link."""
    url: Url | None = st.session_state.get(_ARRIVED)
    return None if url is None else url.get(name, [])


def arrived(name: str) -> str | None:
    """Return what a link that was opened just now says about a name; empty if nothing, None without a new link."""
    values = _arrived(name)
    return None if values is None else next(iter(values), "")


def kept(key: str) -> object:
    """Return what was chosen last under a key, on whatever page; None if nothing was."""
    return st.session_state.get(f"kept:{key}")


def _prepare(key: str, name: str, read: Callable[[list[str]], object], default: object) -> None:
    """Give the widget its value: from a new link, else what it holds, else what was chosen on another page.

    Streamlit gives a widget of the same name on another page a state of its own; so what was chosen is kept beside it.
    """
    arrived = _arrived(name)
    if arrived is not None:
        st.session_state[key] = read(arrived)
    elif st.session_state.get(_MOVED) or key not in st.session_state:
        last = kept(key)
        st.session_state[key] = default if last is None else last


def _keep(key: str, value: object) -> None:
    st.session_state[f"kept:{key}"] = value


def _record(name: str, values: list[str], default: list[str]) -> None:
    current: Url = st.session_state.setdefault(_CURRENT, {})
    current.pop(name, None)
    if values != default and values:
        current[name] = values


def date_of(text_value: str) -> date | None:
    """Return the day a link names as 2026-11-24; None if it names none."""
    try:
        return date.fromisoformat(text_value)
    except ValueError:
        return None
