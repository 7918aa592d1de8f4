"""Errors of the shapes room."""

from ontology.errors import KnowledgeGraphError


class ShapeError(KnowledgeGraphError):
    """A shapes file says something that cannot be used: a rule without a message, a column without a kind."""
