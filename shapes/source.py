"""The shapes files as one graph. A new `shapes/*.ttl` is found by itself."""

from functools import cache
from importlib.resources import files

from rdflib import Graph

from ontology.namespaces import bind_prefixes
from shapes.errors import ShapeError


def shape_files() -> tuple[str, ...]:
    """Names of the Turtle files of this room, sorted."""
    return tuple(sorted(f.name for f in files(__package__).iterdir() if f.name.endswith(".ttl")))


@cache
def shapes_graph() -> Graph:
    """All shapes files and the prefix table (for `sh:prefixes`) merged. Cached: do not change it.

    Raises:
        ShapeError: a file is not valid Turtle.
    """
    graph = bind_prefixes(Graph())
    graph.parse(data=files("ontology").joinpath("prefixes.ttl").read_text("utf-8"), format="turtle")
    for name in shape_files():
        text = files(__package__).joinpath(name).read_text("utf-8")
        try:
            graph.parse(data=text, format="turtle")
        except SyntaxError as error:
            raise ShapeError(f"shapes/{name}: not valid Turtle ({error}). Correct the file") from error
    return graph
