"""Quads as the text of a SPARQL update.

Terms are written by the engine's own serialiser, so nothing in a literal can end the statement.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from graph.terms import Quad, to_engine, to_engine_iri

_BLOCK = "  # quads\n"


def change_text(removed: Iterable[Quad], added: Iterable[Quad]) -> str:
    """One update request that removes, then adds; empty if there is nothing to do.

    Raises:
        TermError: a term that cannot be stored.
    """
    parts = [
        statement_text(name).replace(_BLOCK, block)
        for name, block in (("delete_data.ru", _blocks(removed)), ("insert_data.ru", _blocks(added)))
        if block
    ]
    return ";\n".join(parts)


@cache
def statement_text(name: str) -> str:
    """The text of one of the few SPARQL statements of this room (`graph/statements/<name>`)."""
    return files(__package__).joinpath("statements", name).read_text("utf-8")


def _blocks(quads: Iterable[Quad]) -> str:
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for subject, predicate, value, graph in quads:
        statement = f"{to_engine_iri(subject)} {to_engine_iri(predicate)} {to_engine(value)} ."
        lines[str(to_engine_iri(graph))].append(statement)
    return "".join(f"GRAPH {graph} {{\n" + "\n".join(body) + "\n}\n" for graph, body in lines.items())
