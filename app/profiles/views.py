"""A profile as it leaves the service: what one record or concept is, with everything that belongs to it."""

from dataclasses import dataclass
from datetime import date

from app.views import CellView, TableView


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """A field of the record. `said` is "" if it has values, else missing | unknown | none with `text` saying it.

    `property` is the path to what is said, so that exports can say it too: the IRI of a property, or two of them.
    """

    name: str
    label: str
    property: str
    cells: tuple[CellView, ...]
    said: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """A part of a profile: fields, or a table. An empty table says so in its note, `claim` how much that weighs.

    `properties` are the paths to what the columns of the table say, aligned with them; empty where a column is none.
    `relation` is the path from the record of the profile to those of the rows. A path is the IRI of a property or two of
    them; with `^` it goes backwards.
    """

    name: str
    title: str
    facts: tuple[ProfileFact, ...] = ()
    table: TableView | None = None
    properties: tuple[str, ...] = ()
    relation: str = ""
    claim: str = ""
    claim_text: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProfileQuestion:
    """A question about the record: `parameter` and `value` fill its form, if it can be asked about one record."""

    id: str
    title: str
    parameter: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class ProfileOrigin:
    """Where a record comes from and how fresh it is. `waiting` are rows of deliveries about it that wait."""

    text: str
    sources: TableView
    conflicts: TableView
    waiting: TableView
    verified_on: date | None = None
    freshness: str = ""
    freshness_text: str = ""
    missing_since: date | None = None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A profile. `unknown` are the fields nobody filled or said that they are unknown; `related` what else names it.

    `art` and `key` are its address; `scenario` is the name of the supposition it holds under, if any. A concept of a vocabulary has no `origin`: it is part of the program.
    """

    art: str
    key: str
    iri: str
    label: str
    kind: str
    lead: str
    sections: tuple[ProfileSection, ...]
    unknown: tuple[ProfileFact, ...]
    related: TableView
    questions: tuple[ProfileQuestion, ...]
    origin: ProfileOrigin | None
    reference_date: date
    version: int
    audience: str
    lang: str = "de"
    scenario: str = ""

    def section(self, name: str) -> ProfileSection:
        """The section of that name; `KeyError` if there is none."""
        return {section.name: section for section in self.sections}[name]
