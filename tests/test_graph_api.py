"""What the room promises is what it shows."""

import ast
import inspect
import types
from pathlib import Path

import graph
from graph import errors
from ontology.errors import KnowledgeGraphError


def test_all_is_sorted_and_complete():
    public = [
        name
        for name, value in vars(graph).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    ]
    assert graph.__all__ == sorted(graph.__all__)
    assert sorted(public) == graph.__all__


def test_error_tree_in_the_docstring_is_the_real_one():
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    assert all(issubclass(c, KnowledgeGraphError) for c in classes)
    drawn = {word for line in errors.__doc__.splitlines() for word in line.split() if word.endswith("Error")}
    assert drawn == {c.__name__ for c in classes} | {"KnowledgeGraphError"}


def test_no_sparql_stands_in_python():
    for path in Path(graph.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert "WHERE {" not in node.value, f"{path.name}:{node.lineno}"
