"""What leaves the service about single records: lists, forms, and what an edit would do."""

from dataclasses import dataclass
from datetime import date

from app.delivery.import_views import FieldChange, FindingView, RefusalView, VersionView


@dataclass(frozen=True, slots=True)
class OptionView:
    """Something a field offers: `value` is what the cell would hold, `label` what is read (with synonyms to find it)."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class SaidView:
    """What one source says in a field."""

    source: str
    text: str
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a form, as the template has it as a column.

    `kind` is that of `ontology.sheets.Kind`; `text` the whole cell, `values` its parts. `fixed` fields cannot be changed
    once the record exists; `stated` ones are said by the house itself. `said` lists sources if they say something else
    than what holds. `people`: it is a number of people, which the gate withholds if it is too small.
    """

    tag: str
    label: str
    help: str
    kind: str
    group: str
    text: str = ""
    values: tuple[str, ...] = ()
    options: tuple[OptionView, ...] = ()
    required: bool = False
    repeatable: bool = False
    fixed: bool = False
    example: str = ""
    stated: bool = False
    said: tuple[SaidView, ...] = ()
    confirmed_text: str = ""
    freshness: str = ""
    freshness_text: str = ""
    people: bool = False


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A record as a form, or an empty form for a new one (`exists` False, `key` proposed)."""

    sheet: str
    sheet_label: str
    sheet_help: str
    key: str
    label: str
    iri: str
    fields: tuple[FieldView, ...]
    version: int
    exists: bool = True
    editorial: bool = False
    only_editorial: bool = False
    can_end: bool = False
    verified_on: date | None = None
    freshness: str = ""
    freshness_text: str = ""
    sources: tuple[str, ...] = ()
    lang: str = "de"


@dataclass(frozen=True, slots=True)
class RecordFinding:
    """A finding with the field it belongs to; `tag` is empty if it is about the whole record."""

    tag: str
    finding: FindingView


@dataclass(frozen=True, slots=True)
class RecordEdit:
    """What an edit does: field by field, with findings; `version` once it was saved, None if it was not."""

    key: str
    changes: tuple[FieldChange, ...]
    findings: tuple[RecordFinding, ...]
    acceptable: bool
    refused: RefusalView | None = None
    version: VersionView | None = None


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A class of records that has a sheet; `count` records are known."""

    tag: str
    label: str
    help: str
    count: int


@dataclass(frozen=True, slots=True)
class EnquirySheet:
    """Rows of one sheet: pairs of column tag and text."""

    tag: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class EnquiryView:
    """An enquiry to a provider: what its cover says, and its rows. `source` is the source the answer will belong to."""

    provider: str
    label: str
    filename: str
    source: str
    cover: tuple[tuple[str, str], ...]
    sheets: tuple[EnquirySheet, ...]
    lang: str = "de"

    @property
    def count(self) -> int:
        """How many rows are asked about."""
        return sum(len(sheet.rows) for sheet in self.sheets)
