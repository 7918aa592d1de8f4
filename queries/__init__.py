"""What can be asked: questions, answers, the gap matrix, networks.

```python
answer = ask(snapshot, "A1", {"within": "PR-03"}, audience=Audience.INTERN, reference_date=date(2026, 11, 24))
cells = matrix(snapshot, "PR-03", audience=Audience.INTERN, reference_date=date(2026, 11, 24))
why = cell_evidence(snapshot, "BD-EX2", "ZG-E05", "PR-03", audience=…, reference_date=…)
```
"""

from queries.answer import Answer, Block, Completeness, Exclusion
from queries.asking import ask
from queries.catalogue import Catalogue, Question
from queries.derive import RuleDeriver
from queries.evidence import CellEvidence, cell_evidence
from queries.matrix import MatrixAnswer, matrix
from queries.memory import MemoryTown
from queries.settings import Thresholds
from queries.words import Words

__all__ = [
    "Answer",
    "Block",
    "Catalogue",
    "CellEvidence",
    "Completeness",
    "Exclusion",
    "MatrixAnswer",
    "MemoryTown",
    "Question",
    "RuleDeriver",
    "Thresholds",
    "Words",
    "ask",
    "cell_evidence",
    "matrix",
]
