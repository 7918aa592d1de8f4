"""What a profile of a kind shows, as its file in `app/profiles` says: sections with fields, records, cells or answers.

A new kind is one file. Fields and columns are named by the tags of the template (`#angebot+status` is `status` on the
sheet `angebot`), terms without a column by their prefixed name (`soz:pillarDelivered`). What a file names is checked
when it is read.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import model_validator

from ontology.namespaces import prefixes
from ontology.sheets import ColumnSpec, SheetSpec
from queries.header import Strict
from queries.words import Words
from shapes import sheet_specs


class Through(Strict):
    """Records on the way to others: the offers of a provider, whose funding is shown."""

    sheet: str
    there: tuple[str, ...]


class Related(Strict):
    """Records that are shown as a table.

    They name this record in a column of theirs (`there`), or this one names them in a column of its own (`here`); with
    `of`, they name records that name this one. `order` names the columns to sort by, else the name. `aspect` is the
    aspect of the inventory that tells what an empty table weighs.
    """

    sheet: str
    columns: tuple[str, ...]
    here: str = ""
    there: tuple[str, ...] = ()
    of: Through | None = None
    order: tuple[str, ...] = ()
    aspect: str = ""

    @model_validator(mode="after")
    def known(self) -> "Related":
        """Whether there are such columns."""
        for tag in (*self.columns, *self.there, *self.order):
            column_of(sheet_of(self.sheet), tag)
        if bool(self.here) == bool(self.there):
            raise ValueError(f"{self.sheet}: give either 'here' or 'there'")
        return self


class FromAnswer(Strict):
    """The rows of a question that name the record in one of the columns `where`."""

    question: str
    where: tuple[str, ...]


class Section(Strict):
    """A part of a profile; it has one of fields, records, cells and answer."""

    name: str
    title: Words
    fields: tuple[str, ...] = ()
    records: Related | None = None
    cells: Literal["offer", "need", "area"] | None = None
    answer: FromAnswer | None = None
    note: Words | None = None


class Link(Strict):
    """A question about the record; `parameter` takes its key, if it takes one at all."""

    id: str
    parameter: str = ""


class Layout(Strict):
    """What a profile of a kind shows: of the records of a sheet, or of the concepts of a list."""

    art: str = ""
    sheet: str = ""
    scheme: str = ""
    sections: tuple[Section, ...]
    questions: tuple[Link, ...] = ()


@cache
def layouts() -> dict[str, Layout]:
    """File name → layout of all kinds that have one; the name stands in addresses (`art=rechtsgrundlage`)."""
    folder = files("app.profiles")
    found = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            given = yaml.safe_load(file.read_text("utf-8"))
            name = file.name.removesuffix(".yaml")
            found[name] = Layout.model_validate({"art": name} | given)
    return found


def layout_of(sheet: str = "", scheme: str = "") -> Layout:
    """The layout of a sheet or a list; a plain one, with all its fields, if it has no file."""
    for layout in layouts().values():
        if (sheet and layout.sheet == sheet) or (scheme and layout.scheme == scheme):
            return layout
    return _plain_sheet(sheet) if sheet else _plain_scheme(scheme)


@cache
def _plain_sheet(tag: str) -> Layout:
    fields = tuple(
        c.tag.partition("+")[2] for c in sheet_of(tag).columns if c.tag.partition("+")[2] not in ABOUT
    )
    section = Section(name="what", title=_SAID, fields=fields)
    return Layout(art=tag, sheet=tag, sections=(section,), questions=(Link(id="K3", parameter="record"),))


@cache
def _plain_scheme(slug: str) -> Layout:
    return Layout(art=slug, scheme=slug, sections=(Section(name="what", title=_MEANT, fields=_CONCEPT),))


@cache
def sheet_of(tag: str) -> SheetSpec:
    """The sheet with this tag (without `#`).

    Raises:
        ValueError: there is none.
    """
    found = next((s for s in sheet_specs() if s.tag == f"#{tag}"), None)
    if found is None:
        raise ValueError(f"app/profiles: there is no sheet '{tag}'")
    return found


def column_of(spec: SheetSpec, tag: str) -> ColumnSpec:
    """The column of a sheet with this tag (without the sheet's).

    Raises:
        ValueError: there is none.
    """
    found = spec.column(f"{spec.tag}+{tag}")
    if found is None:
        raise ValueError(f"app/profiles: the sheet {spec.tag} has no column '{tag}'")
    return found


def is_term(field: str) -> bool:
    """Whether a field is named by a term (`soz:pillarPaid`) and not by a column."""
    prefix, colon, _ = field.partition(":")
    return bool(colon) and prefix in prefixes()


ABOUT = frozenset({"kennung", "name", "quelle", "geprueft", "bestaetigt", "offenlegung", "lage"})
"""Columns about the record as such, which the head and the part on origin show; and outlines, which are for maps."""

_CONCEPT = (
    "skos:definition", "skos:note", "skos:altLabel", "skos:broader", "skos:related", "soz:validFrom", "soz:validTo"
)  # fmt: skip
_SAID = Words("Was erfasst ist", "What is recorded")
_MEANT = Words("Was gemeint ist", "What is meant")
