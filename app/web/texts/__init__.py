"""Every sentence of the web app, by language: one folder each, one file per page in it, the same keys in both.

`t("matrix.title")` gives the text in the reader's language. A test holds the two files against each other and against
the keys the pages use. Texts about the data (labels, reasons, findings) come from the service, not from here.
"""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

import streamlit as st  # noqa: TID251 the web pages are the one room that knows Streamlit
from streamlit.runtime.scriptrunner import get_script_run_ctx  # noqa: TID251 same

from ontology.words import inflected

LANGUAGES: Final = ("de", "en")
LANGUAGE_KEY: Final = "lang"


def language() -> str:
    """Return the reader's language; German outside a page and for anything unknown in the URL."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return LANGUAGES[0]
    chosen = st.session_state.get(LANGUAGE_KEY) or st.session_state.get(f"kept:{LANGUAGE_KEY}")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def t(key: str, lang: str | None = None, /, **values: object) -> str:
    """Return a text with its `{placeholders}` filled; `{name|one|many}` is the form that fits the number `name`.

    A key that is not there is a fault of the program and raises `KeyError` with the key.
    """
    text = _texts(lang or language())[key]
    return inflected(text, values).format(**values) if values else text


def plural(key: str, count: int, /, **values: object) -> str:
    """Return `key.one` or `key.many`, with `{count}` filled in the way numbers are written in the reader's language."""
    from app.web.formats import integer

    return t(f"{key}.{'one' if count == 1 else 'many'}", count=integer(count), **values)


def keys(lang: str) -> frozenset[str]:
    """Return all keys of a language."""
    return frozenset(_texts(lang))


def section(prefix: str, lang: str | None = None) -> dict[str, str]:
    """Return the texts below a prefix, e.g. all states for a legend."""
    start = f"{prefix}."
    return {k.removeprefix(start): v for k, v in _texts(lang or language()).items() if k.startswith(start)}


@cache
def streamlit_strings(lang: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """Return the translation of Streamlit's own strings: whole texts, and patterns with their replacement."""
    table = tomllib.loads(files(__package__).joinpath(f"streamlit_{lang}.toml").read_text("utf-8"))
    return table["texts"], tuple((rule["pattern"], rule["text"]) for rule in table["patterns"])


@cache
def _texts(lang: str) -> dict[str, str]:
    folder = files(__package__).joinpath(lang)
    trees = (
        tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    )
    return {key: text for tree in trees for key, text in _flatten(tree)}


def _flatten(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, dict):
            found.extend(_flatten(value, f"{prefix}{key}."))
        else:
            found.append((f"{prefix}{key}", value))
    return found
