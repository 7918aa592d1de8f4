"""Errors of the program, as opposed to findings about the data.

```
KnowledgeGraphError
├── VocabularyError      a term, prefix, scheme or label is missing or contradicts itself
├── IdentifierError      a key cannot become an IRI
└── (each room adds its own: ShapeError, StoreError, SourceError, QuestionError …)
```

A message says `<file>:<place>: what is wrong; expected …. What to do.`
"""


class KnowledgeGraphError(Exception):
    """Base of all errors Querblick raises on purpose."""


class VocabularyError(KnowledgeGraphError):
    """A term, prefix, scheme or label that code or a file relies on does not exist."""


class IdentifierError(KnowledgeGraphError, ValueError):
    """A key or municipality code cannot be turned into an IRI."""
