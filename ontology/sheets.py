"""What a sheet of a delivery looks like: the agreement between shapes (who know the rules) and loaders (who read).

`shapes` derives these specifications from its Turtle files, `app` hands them to `loaders`; neither knows the other.
"""

from dataclasses import dataclass
from enum import StrEnum

from rdflib import URIRef


class Kind(StrEnum):
    """How the text of a cell becomes a value."""

    KEY = "key"  # dcterms:identifier, makes the IRI
    NAME = "name"  # one line with language tag @de
    TEXT = "text"  # several lines with language tag @de
    STRING = "string"  # plain, no language
    DATE = "date"
    YEAR = "year"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"  # euro
    SHARE = "share"  # "40 %" or 0,4 → 0.4
    BOOLEAN = "boolean"
    CONCEPT = "concept"  # a term of `scheme`, by notation, label or synonym
    LEGAL = "legal"  # a legal reference as people write it → concept of legal-bases
    REFERENCE = "reference"  # key (or unique name) of a record of one of `classes`
    AGS = "ags"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    LANGUAGE = "language"  # BCP 47 code or German name of a language


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column. `label`, `help`: language → text. `paths` leads from the record to the value.

    `paths` has one property, or two when the value hangs on a node of its own (address: locn:address,
    locn:postCode); the loader mints that node as `<record>-anschrift`, `<record>-geometrie`.
    """

    tag: str
    paths: tuple[URIRef, ...]
    kind: Kind
    label: dict[str, str]
    help: dict[str, str]
    order: float
    group: str = ""
    required: bool = False
    repeatable: bool = False
    scheme: URIRef | None = None
    choices: tuple[URIRef, ...] = ()
    classes: tuple[URIRef, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """One sheet = one class. `tag` opens every column tag of the sheet, e.g. `#angebot`."""

    tag: str
    cls: URIRef
    label: dict[str, str]
    help: dict[str, str]
    order: float
    tier: int
    columns: tuple[ColumnSpec, ...]

    def column(self, tag: str) -> ColumnSpec | None:
        """The column with this machine tag, if the sheet has one."""
        return next((c for c in self.columns if c.tag == tag), None)
