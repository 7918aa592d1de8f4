"""Errors of this room; their messages may be shown as they are (the service has them censored before they leave)."""

from ontology.errors import KnowledgeGraphError


class NoTownError(KnowledgeGraphError):
    """The home folder holds no town yet."""


class SeveralTownsError(KnowledgeGraphError):
    """The home folder holds several towns and none was named."""


class NoAreaError(KnowledgeGraphError):
    """The town itself is not among its areas yet, so there is nothing a cell could be about."""


class StagingError(KnowledgeGraphError):
    """A staged file is unknown, has expired or does not fit the present version any more."""


class ConfirmationNeededError(KnowledgeGraphError):
    """An import would mark so many records as missing that it must be confirmed."""


class RequestError(KnowledgeGraphError):
    """A parameter, option or name that was asked for does not exist or cannot be read."""


class GateError(KnowledgeGraphError):
    """Something tried to leave that the release gate cannot look into or that is not for this audience."""


class QueryStoppedError(KnowledgeGraphError):
    """A query somebody wrote took too long or too much, or was not allowed."""


class EntangledError(KnowledgeGraphError):
    """A version cannot be left out because a later one, `version`, builds on it."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"version {version} builds on what would be taken back. Roll back to before it instead"
        )
        self.version = version


class CancelledError(KnowledgeGraphError):
    """Somebody cancelled a piece of long work."""
