"""Errors of this room. What is wrong with a *file* is a finding, not one of these.

```
KnowledgeGraphError
└── SourceError          a sheet specification or a call contradicts itself
```
"""

from ontology.errors import KnowledgeGraphError


class SourceError(KnowledgeGraphError):
    """The caller asks for something that cannot be read or written, e.g. a tag no sheet has."""
