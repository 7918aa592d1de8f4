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

_TAG = "#bestaetigung"
_ROWS = 30  # a header stands no deeper

ANSWER = ColumnSpec(
    tag=f"{_TAG}+antwort",
    paths=(SOZ.confirmationAnswer,),
    kind=Kind.CONCEPT,
    label={"de": "Stimmt das noch?", "en": "Is this still right?"},
    help={
        "de": "ja: alles in der Zeile stimmt. geändert: Zellen der Zeile wurden berichtigt, der Rest stimmt. beendet: das gibt "
        "es nicht mehr, der letzte Tag steht unter „Gültig bis“, sonst gilt der Tag der Rückmeldung. Leer: keine Aussage.",
        "en": "ja: all of the row is right. geändert: cells of the row were corrected, the rest is right. beendet: it exists "
        "no more; the last day stands under “Valid to”, else the day of the answer counts. Empty: nothing is said.",
    },
    order=0,
    scheme=scheme_iri("cl-antwort"),
    example="ja",
)
NOTE = ColumnSpec(
    tag=f"{_TAG}+anmerkung",
    paths=(SOZ.confirmationNote,),
    kind=Kind.TEXT,
    label={"de": "Anmerkung", "en": "Note"},
    help={
        "de": "Was die Datenpflege wissen soll. Keine Namen von Personen.",
        "en": "What data stewards should know. No names of persons.",
    },
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
