"""The enquiry "Stimmt das noch?": a filled template with a column for the answer in front of each row.

```
Stimmt das noch?        Kennung          Name …                              Anmerkung
#bestaetigung+antwort   #angebot+kennung #angebot+name …                     #bestaetigung+anmerkung
ja | geändert | beendet A-101            Stadtteilmütter Nordfeld …
```
"""

from collections.abc import Sequence
from dataclasses import replace

from loaders.columns import tag_of
from loaders.workbook import Workbook
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.terms import SOZ
from ontology.vocabulary import scheme_iri
from ontology.words import words_of

_TAG = "#bestaetigung"
_ROWS = 30  # a header stands no deeper

_WORDS = words_of(__name__)

ANSWER = ColumnSpec(
    tag=f"{_TAG}+antwort",
    paths=(SOZ.confirmationAnswer,),
    kind=Kind.CONCEPT,
    label=_WORDS.both("answer.label"),
    help=_WORDS.both("answer.help"),
    order=0,
    scheme=scheme_iri("cl-antwort"),
    example="ja",
)
NOTE = ColumnSpec(
    tag=f"{_TAG}+anmerkung",
    paths=(SOZ.confirmationNote,),
    kind=Kind.TEXT,
    label=_WORDS.both("note.label"),
    help=_WORDS.both("note.help"),
    order=999,
)


def with_answers(specs: Sequence[SheetSpec]) -> tuple[SheetSpec, ...]:
    """The sheets with a column for the answer in front and one for a note behind."""
    return tuple(replace(spec, columns=(ANSWER, *spec.columns, NOTE)) for spec in specs)


def is_enquiry(workbook: Workbook) -> bool:
    """Whether a workbook is such an enquiry, come back."""
    return any(
        tag_of(cell) == ANSWER.tag
        for sheet in workbook.sheets
        for row in sheet.grid[:_ROWS]
        for cell in row
        if cell
    )
