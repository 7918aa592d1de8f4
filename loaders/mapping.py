"""How a source's own tables become records: which column is which, and every step in between, as a file.

```yaml
format: 1
source: {key: pflegeportal, title: Pflegeportal des Landkreises, kind: quellenart-register}
tables:
- sheet: ''                       # any; else the name of the sheet
  records:
  - into: '#traeger'
    fields:
    - {to: kennung, columns: [traeger], steps: [{do: key, of: '#traeger', prefix: T}]}
    - {to: name, columns: [traeger]}
  - into: '#angebot'
    when: {column: versorgungsart, is: [Ambulante Pflege]}
    fields:
    - {to: angebotsart, columns: [angebot], steps: [{do: terms, values: {Pflegedienst: AT-P1}}]}
```

A mapping is saved with its source and applied again to the next delivery. It holds headers and words of lists, never
rows; nothing in it can run. `loaders.recast` applies it, `loaders.proposal` proposes one.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from loaders.errors import SourceError
from loaders.layout import LayoutChoice
from loaders.steps import Marks, Step
from loaders.workbook import ReadingChoice
from ontology.sheets import SheetSpec

FORMAT = 1
"""Counts up when an older Querblick could misread a mapping."""

UNFOLDED_HEADER, UNFOLDED_CELL = "@spalte", "@wert"
"""In an unfolded table: the header of the column a record comes from, and its cell."""

_LONGEST = 1_000_000  # characters of a mapping; the longest of real ones has a hundredth of it

_STRICT = ConfigDict(extra="forbid", frozen=True)


class Condition(BaseModel):
    """A row makes a record only if the cell says so. Texts are compared without case and surrounding blanks."""

    model_config = _STRICT

    column: str
    is_: Annotated[tuple[str, ...], Field(alias="is")] = ()
    is_not: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether a cell with this text fulfils it; without any words: whether it is filled."""
        word = text.strip().casefold()
        if not self.is_ and not self.is_not:
            return bool(word)
        wanted = {w.strip().casefold() for w in self.is_}
        unwanted = {w.strip().casefold() for w in self.is_not}
        return (not wanted or word in wanted) and word not in unwanted


class FieldMapping(BaseModel):
    """One column of ours. `to` is its tag without the sheet; values come from `columns` or are a `constant`."""

    model_config = _STRICT

    to: str
    columns: tuple[str, ...] = ()
    constant: str | None = None
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.constant is None) == (not self.columns):
            raise ValueError(f"field '{self.to}' needs either columns or a constant")
        return self


class RecordMapping(BaseModel):
    """One record per row into the sheet `into`; with `unfold`, one per row and filled column of these.

    `repeats`: the same record may stand in several rows, as a provider does beside each of its offers.
    """

    model_config = _STRICT

    into: str
    fields: tuple[FieldMapping, ...]
    when: Condition | None = None
    unfold: tuple[str, ...] = ()
    repeats: bool = False

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        names = [field.to for field in self.fields]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"'{self.into}': {', '.join(twice)} is filled twice")
        return self


class TableMapping(BaseModel):
    """What becomes of one sheet. `layout` only where the detected header is wrong."""

    model_config = _STRICT

    sheet: str = ""
    header_rows: tuple[int, ...] | None = None
    first_row: int | None = None
    last_row: int | None = None
    keep: tuple[int, ...] = ()
    records: tuple[RecordMapping, ...] = ()

    @property
    def layout(self) -> LayoutChoice:
        """The correction of the layout."""
        return LayoutChoice(
            header_rows=self.header_rows,
            first_row=self.first_row,
            last_row=self.last_row,
            keep=frozenset(self.keep),
        )


class SourceHead(BaseModel):
    """The source as the cover of our template would name it. `kind`: notation of the list of source kinds."""

    model_config = _STRICT

    key: str
    title: str
    kind: str
    delivered_by: str = ""


class Mapping(BaseModel):
    """The whole agreement with a source."""

    model_config = _STRICT

    format: Literal[1] = 1
    source: SourceHead
    encoding: str | None = None
    delimiter: str | None = None
    tables: tuple[TableMapping, ...] = ()

    @property
    def reading(self) -> ReadingChoice:
        """How the file is to be read, where the detection is wrong."""
        return ReadingChoice(encoding=self.encoding, delimiter=self.delimiter)

    def used_columns(self, table: TableMapping) -> frozenset[str]:
        """Every header a table's records read."""
        return frozenset(_used(table))


def read_mapping(text: str, name: str = "mapping") -> Mapping:
    """A mapping from YAML (or JSON, which is YAML too).

    Raises:
        SourceError: not YAML, of a later format, or with an entry that does not belong there; says which.
    """
    if len(text) > _LONGEST:
        raise SourceError(
            f"{name}: {len(text)} characters; expected at most {_LONGEST}. Export the mapping again"
        )
    try:
        return Mapping.model_validate(yaml.load(text, _Reader))  # noqa: S506 a safe loader, and a stricter one
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(f"{name}: not YAML ({error}). Export the mapping again") from None
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise SourceError(f"{name}: not a mapping of format {FORMAT}: {told}. Correct the entry") from None


def write_mapping(mapping: Mapping) -> str:
    """A mapping as YAML, without what is only a default; `read_mapping` gives it back."""
    entries = {"format": FORMAT} | mapping.model_dump(
        mode="json", by_alias=True, exclude_defaults=True, exclude_none=True
    )
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=110)


def check_mapping(mapping: Mapping, specs: tuple[SheetSpec, ...]) -> list[str]:
    """What in a mapping fits no sheet or column of ours, one sentence each."""
    known = {spec.tag: spec for spec in specs}
    problems = []
    for record in (r for table in mapping.tables for r in table.records):
        spec = known.get(record.into)
        if spec is None:
            problems.append(f"Es gibt kein Blatt {record.into}; erwartet eines von {', '.join(known)}.")
            continue
        problems += [
            f"Das Blatt {record.into} hat keine Spalte {field.to}."
            for field in record.fields
            if spec.column(f"{record.into}+{field.to}") is None
        ]
    return problems


class _Reader(yaml.SafeLoader):
    """YAML without references, which nobody needs here and which can make a small file endless."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references (*name) are not allowed")
        return super().compose_node(parent, index)


def _used(table: TableMapping) -> Iterator[str]:
    for record in table.records:
        yield from record.unfold
        if record.when is not None:
            yield record.when.column
        for field in record.fields:
            yield from (c for c in field.columns if not c.startswith("@"))
            for step in field.steps:
                if isinstance(step, Marks):
                    yield from step.terms
