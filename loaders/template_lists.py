"""What the drop-downs of the template offer, on a hidden sheet."""

from collections.abc import Sequence

from openpyxl import Workbook  # noqa: TID251 this room owns spreadsheets
from openpyxl.utils import get_column_letter  # noqa: TID251 same
from openpyxl.worksheet.datavalidation import DataValidation  # noqa: TID251 same
from openpyxl.worksheet.worksheet import Worksheet  # noqa: TID251 same
from rdflib import URIRef

from loaders.columns import LISTS_TAG
from loaders.concepts import allowed, concept_text
from ontology.sheets import ColumnSpec, Kind, SheetSpec
from ontology.vocabulary import label
from ontology.words import words_of

_NAME = "Listen"
_SHOWN = 12  # terms named in an explanation; the drop-down has all
_PROMPT = 255  # Excel's limit for the text of an input message
_WORDS = words_of(__name__)
_YES_NO = ("ja", "nein", "unbekannt")


class Lists:
    """One column of terms per list, shared by all drop-downs that offer it."""

    last_row = 5000  # so far down the drop-downs reach

    def __init__(self, specs: Sequence[SheetSpec], lang: str) -> None:
        self._lang = lang
        self._specs = {spec.cls: spec for spec in specs}
        self._columns: dict[tuple[str, ...], str] = {}

    def validate(self, sheet: Worksheet, column: ColumnSpec, cells: str) -> None:
        """Offer a drop-down, or at least a hint, for some cells.

        A list is enforced only where exactly one term of it can be meant; where several values, `ZG-A06 + ZG-M02` or
        "unbekannt" are possible, other input is let through and judged when it is delivered.
        """
        source = self._source(column)
        if source is None:
            return
        validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        validation.promptTitle = column.label[self._lang][:32]
        validation.prompt = column.help[self._lang][:_PROMPT]
        validation.showInputMessage = True
        validation.add(cells)
        sheet.add_data_validation(validation)

    def allowed_text(self, column: ColumnSpec, *, short: bool = False) -> str:
        """In words what a column takes."""
        if column.kind is Kind.REFERENCE:
            sheets = [self._specs[cls].label[self._lang] for cls in column.classes if cls in self._specs]
            return _WORDS("reference", self._lang, sheets=", ".join(sheets)) if sheets else ""
        terms = self._terms(column)
        if not terms:
            return ""
        if len(terms) <= _SHOWN:
            return "; ".join(terms)
        name = label(column.scheme, self._lang) if column.scheme else ""
        if short:
            return _WORDS("list", self._lang, name=name)
        more = _WORDS("more", self._lang, n=len(terms), name=name)
        return f"{'; '.join(terms[:_SHOWN])}; {more}"

    def write(self, workbook: Workbook) -> None:
        """Write the hidden sheet with the lists that were used."""
        sheet = workbook.create_sheet(_NAME)
        sheet["A1"] = LISTS_TAG
        for terms, letter in self._columns.items():
            for row, term in enumerate(terms, start=2):
                sheet[f"{letter}{row}"] = term
        sheet.sheet_state = "hidden"

    def _source(self, column: ColumnSpec) -> str | None:
        if column.kind is Kind.REFERENCE:
            return self._keys(column.classes)
        terms = self._terms(column)
        if not terms:
            return None
        letter = self._columns.setdefault(terms, get_column_letter(len(self._columns) + 1))
        return f"{_NAME}!${letter}$2:${letter}${len(terms) + 1}"

    def _terms(self, column: ColumnSpec) -> tuple[str, ...]:
        if column.kind is Kind.BOOLEAN:
            return _YES_NO
        if column.kind not in {Kind.CONCEPT, Kind.LEGAL}:
            return ()
        return tuple(concept_text(concept, self._term_language(column)) for concept in allowed(column))

    def _term_language(self, column: ColumnSpec) -> str:
        return "de" if column.kind is Kind.LEGAL else self._lang

    def _keys(self, classes: Sequence[URIRef]) -> str | None:
        """The keys entered on the sheet that is referred to, if it is only one."""
        specs = [self._specs[cls] for cls in classes if cls in self._specs]
        if len(specs) != 1:
            return None
        keys = [n for n, c in enumerate(specs[0].columns, start=1) if c.kind is Kind.KEY]
        if not keys:
            return None
        letter = get_column_letter(keys[0])
        name = specs[0].label[self._lang].replace("'", "''")
        return f"'{name}'!${letter}$3:${letter}${self.last_row}"
