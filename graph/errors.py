"""Errors of versions and stores.

```
KnowledgeGraphError
└── StoreError              the store or the log cannot do what was asked
    ├── TermError           a term RDF or this project does not allow (blank node, broken IRI, half a character)
    ├── QuerySyntaxError    a query that is not SPARQL, with line and column
    ├── EndpointError       a SPARQL server refused, timed out or answered with half an answer
    ├── LogError            the version log was changed by hand, is incomplete or belongs to another town
    └── BusyError           somebody else is writing
```
"""

import re

from ontology.errors import KnowledgeGraphError

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


class StoreError(KnowledgeGraphError):
    """The store or the log cannot do what was asked."""


class TermError(StoreError, ValueError):
    """A term RDF or this project does not allow."""


class QuerySyntaxError(StoreError, ValueError):
    """A query that is not SPARQL. `line` and `column` count from 1 and are `None` if the engine does not say."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column

    @classmethod
    def from_engine(cls, text: str) -> "QuerySyntaxError":
        """Read line and column out of what Oxigraph says ("error at 1:17: expected one of …")."""
        found = _PLACE.search(text)
        if found is None:
            return cls(f"query: {text}")
        line, column, expected = int(found[1]), int(found[2]), _shortened(found[3])
        return cls(f"query:{line}:{column}: {expected}. Correct the query at this place", line, column)


class EndpointError(StoreError):
    """A SPARQL server refused, timed out or answered with half an answer."""


class LogError(StoreError):
    """The version log was changed by hand, is incomplete or belongs to another municipality."""


class BusyError(StoreError):
    """Somebody else is writing, and did not finish in time."""


def _shortened(expected: str) -> str:
    """The parser lists whole character classes; nobody reads more than the first line."""
    first = expected.splitlines()[0]
    return first if len(first) <= 160 else first[:160] + " …"
