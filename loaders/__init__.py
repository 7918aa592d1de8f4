"""From a delivered file to records with places, and from the template to a workbook.

```python
workbook = read_workbook(path)                                    # XLSX, ODS or CSV → sheets of text cells
delivery = load(workbook, specs, "99999001", known, received=day)  # → records, findings, columns
quads(delivery)                                                   # → what goes into the log
```
"""

from loaders.cover import Source, cover_fields
from loaders.delivery import load
from loaders.errors import SourceError
from loaders.limits import DEFAULT_LIMITS, Limits
from loaders.quads import held_back_quads, provenance_quads, quads, source_facts, source_quads
from loaders.records import ColumnUse, CompositeGroup, Delivery, Record, Statement, hold_back
from loaders.references import KnownRecord, KnownRecords
from loaders.template import write_records, write_template
from loaders.workbook import Workbook, read_workbook

__all__ = [
    "DEFAULT_LIMITS",
    "ColumnUse",
    "CompositeGroup",
    "Delivery",
    "KnownRecord",
    "KnownRecords",
    "Limits",
    "Record",
    "Source",
    "SourceError",
    "Statement",
    "Workbook",
    "cover_fields",
    "held_back_quads",
    "hold_back",
    "load",
    "provenance_quads",
    "quads",
    "read_workbook",
    "source_facts",
    "source_quads",
    "write_records",
    "write_template",
]
