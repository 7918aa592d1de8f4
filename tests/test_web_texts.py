"""The sentences of the web app: complete in both languages, used, and in the words the field uses."""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from app.web.texts import LANGUAGES, keys, section, streamlit_strings, t

WEB = Path(__file__).parent.parent / "app" / "web"
CALLS = {"t", "plural", "section"}
PREFIXES = (
    "state.",
    "class.",
    "claim.",
    "audience.",
    "need.",
    "matrix.column_",
    "inbox.column.",
    "inbox.kinds.",
    "inbox.meant.",
    "delivery.",
    "preview.",
    "finding.",
    "change.",
    "sheet.",
    "versions.",
    "records.blank_",
    "calendar.",
    "severity.",
    "download.",
)
"""Families of keys whose last part is computed from data."""


def used_keys():
    """(key, file) of every literal key, and of the fixed beginning of a computed one."""
    for path in WEB.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in CALLS
                and node.args
            ):
                for value in ast.walk(node.args[0]):
                    if isinstance(value, ast.Constant) and re.match(r"\w+\.", str(value.value)):
                        yield node.func.id, value.value, path.name


def placeholders(text):
    return {name.partition("|")[0] for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def exists(call, key):
    if call == "plural":
        return f"{key}.one" in keys("de") and f"{key}.many" in keys("de")
    return key in keys("de")


def test_both_languages_have_the_same_keys():
    assert keys("de") == keys("en")
    assert len(keys("de")) > 200


def test_every_key_a_page_uses_exists():
    used = list(used_keys())
    assert len(used) > 150
    computed = [(key, file) for call, key, file in used if not exists(call, key)]
    assert [(key, file) for key, file in computed if not any(k.startswith(key) for k in keys("de"))] == []


def test_every_text_is_used():
    used = {key for _, key, _ in used_keys()}
    beginnings = tuple(used) + PREFIXES
    assert [key for key in sorted(keys("de")) if not key.startswith(beginnings)] == []


@pytest.mark.parametrize("key", sorted(keys("de")))
def test_both_languages_fill_in_the_same_values(key):
    if key == "query.example":  # braces of SPARQL, never filled
        return
    assert placeholders(t(key, "de")) == placeholders(t(key, "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_the_field_does_not_use(lang):
    forbidden = re.compile(
        r"einsparpotenzial|einsparung|duplikat|duplicate|ranking|rangliste|saving|fördersumme sparen",
        re.IGNORECASE,
    )
    assert [key for key in keys(lang) if forbidden.search(t(key, lang))] == []


def test_an_unknown_key_is_a_fault():
    with pytest.raises(KeyError, match=r"gibt\.es\.nicht"):
        t("gibt.es.nicht")


def test_sections_are_the_texts_below_a_prefix():
    assert section("state")["gap"] == "Lücke"


def test_patterns_for_streamlits_strings_are_regular_expressions():
    texts, patterns = streamlit_strings("de")
    assert "Choose an option" in texts
    for pattern, text in patterns:
        groups = re.compile(pattern).groups
        assert {int(n) for n in re.findall(r"\$(\d)", text)} <= set(range(1, groups + 1))


@pytest.mark.parametrize("path", sorted((WEB / "texts").rglob("*.toml")), ids=lambda path: path.name)
def test_the_files_are_toml(path):
    assert tomllib.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_files_say_the_same(lang):
    files = sorted((WEB / "texts" / lang).glob("*.toml"))
    assert [f.name for f in files] == [f.name for f in sorted((WEB / "texts" / "de").glob("*.toml"))]
    tables = [(table, f.name) for f in files for table in tomllib.loads(f.read_text("utf-8"))]
    assert len({table for table, _ in tables}) == len(tables), tables
