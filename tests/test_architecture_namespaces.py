"""One prefix table, one place that builds an IRI: no room writes a namespace of its own."""

import ast
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from ontology.namespaces import prefixes
from ontology.vocabulary import vocabulary

ROOMS = ("ontology", "shapes", "graph", "loaders", "queries", "app")
ROOT = Path(str(files("ontology"))).parent
PYTHON_FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
RDF_FILES = sorted(
    path
    for room in (*ROOMS, "examples")
    for kind in ("*.ttl", "*.rq", "*.ru")
    for path in (ROOT / room).rglob(kind)
)
COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")
PREFIXED = re.compile(r"(?<![\w:/#<])([a-z]+):([A-Za-z][\w.-]*)")
PREFIX_LINE = re.compile(r"(?im)^\s*@?prefix\s+([\w-]*):\s*<([^>]+)>")


def strings_outside_docstrings(tree: ast.AST) -> list[ast.Constant]:
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def namespace_literals(source: str) -> list[str]:
    found = []
    for node in strings_outside_docstrings(ast.parse(source)):
        for iri in prefixes().values():
            if iri.rstrip("#/") in node.value:
                found.append(f"line {node.lineno}: {node.value!r}")
                break
    return found


def namespaces_made(source: str) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        f"line {call.lineno}"
        for call in calls
        if (isinstance(call.func, ast.Name) and call.func.id in ("Namespace", "ClosedNamespace"))
        or (isinstance(call.func, ast.Attribute) and call.func.attr in ("Namespace", "ClosedNamespace"))
    ]


@cache
def known_iris() -> frozenset[str]:
    return frozenset(str(term) for triple in vocabulary() for term in triple)


def unknown_terms(text: str) -> list[str]:
    ours = [
        prefix for prefix, iri in prefixes().items() if prefix == "soz" or iri.startswith(prefixes()["vok"])
    ]
    used = {
        (prefix, name.rstrip("."))
        for prefix, name in PREFIXED.findall(COMMENT.sub("", text))
        if prefix in ours
    }
    return sorted(
        f"{prefix}:{name}" for prefix, name in used if prefixes()[prefix] + name not in known_iris()
    )


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_namespace_iri_stands_in_python(path):
    assert namespace_literals(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_namespaces_are_made_only_from_the_prefix_table(path):
    if path == ROOT / "ontology" / "namespaces.py":
        assert namespaces_made(path.read_text("utf-8")) != []
    else:
        assert namespaces_made(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", RDF_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_prefixes_in_turtle_and_sparql_are_those_of_the_table(path):
    declared = dict(PREFIX_LINE.findall(path.read_text("utf-8")))
    assert {prefix: iri for prefix, iri in declared.items() if prefixes().get(prefix) != iri} == {}


@pytest.mark.parametrize("path", RDF_FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_our_terms_and_codes_exist_wherever_they_are_used(path):
    assert unknown_terms(path.read_text("utf-8")) == []


def test_the_checks_find_what_they_look_for():
    assert namespace_literals(f'"""A docstring."""\nx = "{prefixes()["soz"]}Offer"') != []
    assert namespace_literals('"""https://schema.org/ in a docstring."""\nx = "soz:Offer"') == []
    assert unknown_terms("?o a soz:Ofer ; soz:status cl:angebotsstatus-aktif ; soz:needType bd:BD-EX2 .") == [
        "cl:angebotsstatus-aktif",
        "soz:Ofer",
    ]
    assert namespaces_made('import rdflib\nX = rdflib.Namespace("x:")') != []


def test_no_two_prefixes_share_a_namespace():
    assert len(set(prefixes().values())) == len(prefixes())
