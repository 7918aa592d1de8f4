"""From a delivered file to records with places, and from the template to a workbook.

```python
workbook = read_workbook(path)                                    # XLSX, CSV, JSON … → sheets of text cells
delivery = load(workbook, specs, "99999001", known, received=day)  # → records, findings, columns
quads(delivery)                                                   # → what goes into the log
```
"""

from loaders.annotated import annotate
from loaders.annotations import Annotation
from loaders.cells import CellReader
from loaders.container import ACCEPTED
from loaders.cover import Source, cover_fields
from loaders.delimited import DELIMITERS
from loaders.delivery import load
from loaders.encoding import ENCODINGS
from loaders.errors import SourceError
from loaders.layout import Layout, LayoutChoice, SetAside, data_rows, find_layout
from loaders.limits import DEFAULT_LIMITS, Limits
from loaders.quads import held_back_quads, provenance_quads, quads, source_facts, source_quads
from loaders.records import ColumnUse, CompositeGroup, Delivery, Record, Statement, hold_back
from loaders.references import KnownRecord, KnownRecords, RecordIndex
from loaders.returned import Returned, original_of, read_returned
from loaders.single import workbook_of, workbook_of_sheets
from loaders.steady import steady
from loaders.template import write_records, write_template
from loaders.workbook import ReadingChoice, Workbook, read_workbook
from loaders.written import written, written_blank

__all__ = [
    "ACCEPTED",
    "DEFAULT_LIMITS",
    "DELIMITERS",
    "ENCODINGS",
    "Annotation",
    "CellReader",
    "ColumnUse",
    "CompositeGroup",
    "Delivery",
    "KnownRecord",
    "KnownRecords",
    "Layout",
    "LayoutChoice",
    "Limits",
    "ReadingChoice",
    "Record",
    "RecordIndex",
    "Returned",
    "SetAside",
    "Source",
    "SourceError",
    "Statement",
    "Workbook",
    "annotate",
    "cover_fields",
    "data_rows",
    "find_layout",
    "held_back_quads",
    "hold_back",
    "load",
    "original_of",
    "provenance_quads",
    "quads",
    "read_returned",
    "read_workbook",
    "source_facts",
    "source_quads",
    "steady",
    "workbook_of",
    "workbook_of_sheets",
    "write_records",
    "write_template",
    "written",
    "written_blank",
]
