"""What was found in the data: records, not exceptions.

Severity says how bad it is, the effect says what the import does about it; a rule fixes both.
Messages of protective rules never carry the value they found.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from rdflib import URIRef

from ontology.words import words_of

_WORDS = words_of(__name__)
FORM = "Formular"
"""Stands for the file where there was none: the record was entered in a form."""

_NEVER_ECHO = ("DQ-04", "DQ-086", "DQ-163", "DQ-L06", "DQ-L08")


class Severity(StrEnum):
    """As in SHACL."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    def in_words(self, lang: str) -> str:
        """What it is called."""
        return _WORDS(f"severity.{self}", lang)


class Effect(StrEnum):
    """What the import does; the words stand in the shapes files (`dq:importEffect`)."""

    REJECT_FILE = "Datei abweisen"
    HOLD_ROW = "Zeile zurückstellen"
    NOTE = "annehmen mit Hinweis"
    REPORT = "nur Bericht"
    SKIP = "überspringen"
    CONFIRM = "anhalten, Bestätigung"


def is_never_echoed(rule: str) -> bool:
    """Whether a rule protects people: what it found is never repeated, not even where it was found in a record."""
    return rule.startswith(_NEVER_ECHO)


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, a row (no column), a sheet (no row) or a file. `row` counts as the spreadsheet shows it, from 1."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None

    @property
    def cell(self) -> str | None:
        """The address as the spreadsheet shows it, e.g. `F17`."""
        return f"{self.column}{self.row}" if self.column and self.row else None

    def describe(self, lang: str = "de") -> str:
        """The place in words: "Tabelle ‹Angebote›, Zelle F17 (Zielgruppe)", or "Formular ‹Angebote›, Feld ‹Träger›"."""
        if self.file == FORM and self.sheet:
            parts = [_WORDS("form", lang, name=self.sheet)]
            parts += [_WORDS("field", lang, name=self.header)] if self.header else []
            return ", ".join(parts)
        parts = [_WORDS("sheet", lang, name=self.sheet)] if self.sheet else [self.file]
        if self.cell:
            parts.append(_WORDS("cell", lang, cell=self.cell) + (f" ({self.header})" if self.header else ""))
        elif self.row:
            parts.append(_WORDS("row", lang, row=self.row))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found. `message`, `remedy`: language → text.

    `found` is the text as delivered and is dropped for rules that protect people; `suggestion` is what to write
    instead, if there is one; `places` lists further cells that contribute (e.g. all shares of a sum).
    """

    rule: str
    severity: Severity
    effect: Effect
    message: dict[str, str]
    place: Place | None = None
    focus: URIRef | None = None
    path: URIRef | None = None
    found: str | None = None
    remedy: dict[str, str] = field(default_factory=dict)
    suggestion: str | None = None
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if is_never_echoed(self.rule):
            object.__setattr__(self, "found", None)
            object.__setattr__(self, "suggestion", None)
