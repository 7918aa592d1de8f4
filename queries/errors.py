"""Errors of questions, rules and settings.

```
KnowledgeGraphError
├── QuestionFileError      a .rq file breaks an agreement: header, parameters, columns, prefixes, forbidden words
├── UnknownQuestionError   no question of that name
├── ParameterError         a parameter is unknown, missing or not of its type
└── SettingsError          the settings file is incomplete or contradicts itself
```

A message says `<file>:<place>: what is wrong; expected …. What to do.`
"""

from ontology.errors import KnowledgeGraphError


class QuestionFileError(KnowledgeGraphError):
    """A `.rq` file breaks an agreement of this room."""


class UnknownQuestionError(KnowledgeGraphError, LookupError):
    """There is no question of that name."""


class ParameterError(KnowledgeGraphError, ValueError):
    """A parameter is unknown, missing or not of its type."""


class SettingsError(KnowledgeGraphError):
    """The settings file is incomplete or contradicts itself."""
