"""From an error raised on purpose to what the shell and the reader get."""

from app.errors import (
    ConfirmationNeededError,
    GateError,
    NoTownError,
    RequestError,
    SeveralTownsError,
    StagingError,
)
from app.gate import log_gate
from app.terminal import Exit
from graph.errors import BusyError, QuerySyntaxError, StoreError
from ontology.errors import IdentifierError, KnowledgeGraphError
from queries.errors import ParameterError, UnknownQuestionError

_USAGE = (
    NoTownError,
    SeveralTownsError,
    RequestError,
    QuerySyntaxError,
    IdentifierError,
    UnknownQuestionError,
    ParameterError,
)
_REFUSED = (StagingError, ConfirmationNeededError, GateError, BusyError)


def exit_code(error: KnowledgeGraphError) -> Exit:
    """What to tell the shell about an error raised on purpose."""
    if isinstance(error, _USAGE):
        return Exit.USAGE
    if isinstance(error, _REFUSED):
        return Exit.FINDINGS
    return Exit.BROKEN if isinstance(error, StoreError) else Exit.FINDINGS


def message(error: KnowledgeGraphError) -> str:
    """The error's own message, through the gate."""
    return log_gate.text(str(error))
