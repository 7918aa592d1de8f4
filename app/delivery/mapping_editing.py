"""Small changes to a mapping, one at a time: what a steward may say about it without writing YAML.

Pure: each takes a mapping and gives another one. What cannot be is refused in the words of the page it is said on.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from pydantic import ValidationError

from app.errors import RequestError
from loaders import steps
from loaders.addresses import AddressPart
from loaders.mapping import FieldMapping, RecordMapping, TableMapping
from loaders.mapping import Mapping as Agreement
from loaders.steps import Marks, Step, Terms
from loaders.times import TimeForm
from ontology.sheets import SheetSpec
from ontology.vocabulary import fold

T = TypeVar("T")
FieldAt = tuple[int, int, int]
"""Positions of table, record and field in a mapping, from 0."""

STEPS: Final[Mapping[str, Step]] = {
    "split": steps.Split(),
    "split-comma": steps.Split(by=(",",)),
    "split-slash": steps.Split(by=("/",)),
    "join": steps.Join(),
    "first": steps.First(),
    "plain": steps.Plain(),
    "number": steps.Number(),
    "street": steps.Address(take=AddressPart.STREET),
    "house-number": steps.Address(take=AddressPart.NUMBER),
    "postcode": steps.Address(take=AddressPart.POSTCODE),
    "town": steps.Address(take=AddressPart.TOWN),
    "year-end": steps.Time(form=TimeForm.YEAR_END),
    "year-start": steps.Time(form=TimeForm.YEAR_START),
    "milliseconds": steps.Time(form=TimeForm.MILLISECONDS),
}
"""Steps that can be added without saying more about them."""


def read_as(mapping: Agreement, encoding: str | None, delimiter: str | None) -> Agreement:
    """Another encoding or separator of the text file; None = as found out."""
    return mapping.model_copy(update={"encoding": encoding or None, "delimiter": delimiter or None})


def with_source(mapping: Agreement, key: str, title: str, kind: str, delivered_by: str) -> Agreement:
    """Another head.

    Raises:
        RequestError: key or title is empty.
    """
    if not key.strip() or not title.strip():
        raise RequestError(
            "Quelle: Kürzel oder Name fehlt; erwartet beides, z. B. „pflegeportal“ und „Pflegeportal“"
        )
    head = mapping.source.model_copy(
        update={
            "key": key.strip(),
            "title": title.strip(),
            "kind": kind,
            "delivered_by": delivered_by.strip(),
        }
    )
    return mapping.model_copy(update={"source": head})


def with_layout(
    mapping: Agreement,
    sheet: str,
    header_rows: Sequence[int] | None,
    first_row: int | None,
    last_row: int | None,
    keep: Sequence[int],
) -> Agreement:
    """Say where the table of a sheet is; None = as before. What is in `keep` is data from now on.

    Raises:
        RequestError: rows that cannot be, or nothing is made of this sheet.
    """
    rows = [*(header_rows or ()), first_row or 1, last_row or 1, *keep]
    if any(row < 1 for row in rows):
        raise RequestError(
            "Tabelle: Zeilen zählen ab 1; erwartet Zeilennummern wie am linken Rand der Tabelle"
        )
    if first_row and last_row and last_row < first_row:
        raise RequestError("Tabelle: Die letzte Zeile liegt vor der ersten; erwartet umgekehrt")
    given = {
        "header_rows": tuple(sorted(set(header_rows))) if header_rows is not None else None,
        "first_row": first_row,
        "last_row": last_row,
    }
    said = {name: value for name, value in given.items() if value is not None}
    tables = mapping.tables
    if all(not fits(table, sheet) for table in tables):
        raise RequestError(
            f"Tabelle: Zum Blatt „{sheet}“ gibt es keine Zuordnung; erwartet ein zugeordnetes Blatt"
        )
    return mapping.model_copy(
        update={
            "tables": tuple(
                t.model_copy(update={**said, "keep": tuple(sorted({*t.keep, *keep}))})
                if fits(t, sheet)
                else t
                for t in tables
            )
        }
    )


def as_found(mapping: Agreement, sheet: str) -> Agreement:
    """Nothing said about where the table of a sheet is: as it is found."""
    nothing = {"header_rows": None, "first_row": None, "last_row": None, "keep": ()}
    tables = (t.model_copy(update=nothing) if fits(t, sheet) else t for t in mapping.tables)
    return mapping.model_copy(update={"tables": tuple(tables)})


def with_field(
    mapping: Agreement,
    at: FieldAt,
    columns: Sequence[str] = (),
    constant: str | None = None,
    chain: Sequence[Step] | None = None,
) -> Agreement:
    """Another origin of a field. Its steps stay unless others are given; with a constant there are none.

    Raises:
        RequestError: there is no such field, or neither columns nor a constant.
    """

    def changed(entry: FieldMapping) -> FieldMapping:
        kept = chain if chain is not None else entry.steps
        return field_of(entry.to, columns, constant, kept)

    return _field(mapping, at, changed)


def with_new_field(
    mapping: Agreement, at: tuple[int, int], to: str, columns: Sequence[str], constant: str | None
) -> Agreement:
    """One more column of ours that is filled.

    Raises:
        RequestError: it is filled already, or by nothing.
    """

    def more(record: RecordMapping) -> RecordMapping:
        if any(entry.to == to for entry in record.fields):
            raise RequestError(f"Zuordnung: {to} ist schon zugeordnet; erwartet eine noch freie Spalte")
        made = field_of(to, columns, constant, (steps.Join(),) if len(columns) > 1 else ())
        return record.model_copy(update={"fields": (*record.fields, made)})

    return _record(mapping, at, more)


def without_field(mapping: Agreement, at: FieldAt) -> Agreement:
    """A column of ours is filled no more."""

    def less(record: RecordMapping) -> RecordMapping:
        return record.model_copy(update={"fields": _without(record.fields, at[2])})

    return _record(mapping, at[:2], less)


def with_step(mapping: Agreement, at: FieldAt, code: str) -> Agreement:
    """One more step, one of `STEPS`; several values are divided first, everything else is done last.

    Raises:
        RequestError: there is no such step.
    """
    step = STEPS.get(code)
    if step is None:
        raise RequestError(
            f"Zuordnung: Den Schritt „{code}“ gibt es nicht; erwartet einer von {', '.join(STEPS)}"
        )
    before = isinstance(step, steps.Split | steps.Plain)

    def more(entry: FieldMapping) -> FieldMapping:
        chain = (step, *entry.steps) if before else (*entry.steps, step)
        return entry.model_copy(update={"steps": chain})

    return _field(mapping, at, more)


def without_step(mapping: Agreement, at: FieldAt, number: int) -> Agreement:
    """Without the step at this position, from 0."""

    def less(entry: FieldMapping) -> FieldMapping:
        return entry.model_copy(update={"steps": _without(entry.steps, number)})

    return _field(mapping, at, less)


def with_meanings(mapping: Agreement, at: FieldAt, meanings: Mapping[str, str]) -> Agreement:
    """What words of the source mean, or the crosses below a header; an empty meaning leaves the word out."""

    def told(entry: FieldMapping) -> FieldMapping:
        marks = next((s for s in entry.steps if isinstance(s, Marks)), None)
        crosses = {w: m for w, m in meanings.items() if marks is not None and w in entry.columns}
        words = {w: m for w, m in meanings.items() if w not in crosses}
        chain = entry.steps
        if marks is not None and crosses:
            told = {h: m for h, m in (marks.terms | crosses).items() if m}
            chain = tuple(s.model_copy(update={"terms": told}) if s is marks else s for s in chain)
        return entry.model_copy(update={"steps": _with_words(chain, words) if words else chain})

    return _field(mapping, at, told)


def with_record(mapping: Agreement, table: int, spec: SheetSpec) -> Agreement:
    """One more kind of record that rows become; it has no fields yet.

    Raises:
        RequestError: there is no such table.
    """
    if not 0 <= table < max(1, len(mapping.tables)):
        raise RequestError("Zuordnung: Diese Tabelle gibt es darin nicht (mehr). Bitte die Seite neu laden")
    tables = mapping.tables or (TableMapping(),)
    record = RecordMapping(into=spec.tag, fields=())
    return mapping.model_copy(
        update={
            "tables": tuple(
                t.model_copy(update={"records": (*t.records, record)}) if n == table else t
                for n, t in enumerate(tables)
            )
        }
    )


def without_record(mapping: Agreement, at: tuple[int, int]) -> Agreement:
    """Rows become this kind of record no more."""
    _found(mapping, at)
    tables = list(mapping.tables)
    tables[at[0]] = tables[at[0]].model_copy(update={"records": _without(tables[at[0]].records, at[1])})
    return mapping.model_copy(update={"tables": tuple(tables)})


def fits(table: TableMapping, sheet: str) -> bool:
    """Whether a table mapping is about a sheet of this name."""
    return not table.sheet or fold(table.sheet) == fold(sheet)


def field_of(to: str, columns: Sequence[str], constant: str | None, chain: Sequence[Step]) -> FieldMapping:
    """A field as it may stand in a mapping.

    Raises:
        RequestError: it needs columns or a constant, not both or none.
    """
    try:
        return FieldMapping(
            to=to,
            columns=tuple(dict.fromkeys(columns)),
            constant=constant,
            steps=() if constant is not None else tuple(chain),
        )
    except ValidationError:
        raise RequestError(
            "Zuordnung: Die Spalte wird aus nichts gefüllt; erwartet eine Spalte der Datei oder ein fester Wert"
        ) from None


def _with_words(chain: Sequence[Step], words: Mapping[str, str]) -> tuple[Step, ...]:
    known = next((s for s in chain if isinstance(s, Terms)), None)
    if known is None:
        return (*chain, Terms(values=dict(words)))
    said = {fold(word) for word in words}
    kept = {word: meaning for word, meaning in known.values.items() if fold(word) not in said}
    new = known.model_copy(update={"values": {**kept, **words}})
    return tuple(new if step is known else step for step in chain)


def _field(mapping: Agreement, at: FieldAt, change: Callable[[FieldMapping], FieldMapping]) -> Agreement:
    def changed(record: RecordMapping) -> RecordMapping:
        if not 0 <= at[2] < len(record.fields):
            raise RequestError("Zuordnung: Dieses Feld gibt es darin nicht (mehr). Bitte die Seite neu laden")
        fields = list(record.fields)
        fields[at[2]] = change(fields[at[2]])
        return record.model_copy(update={"fields": tuple(fields)})

    return _record(mapping, at[:2], changed)


def _record(
    mapping: Agreement, at: tuple[int, int], change: Callable[[RecordMapping], RecordMapping]
) -> Agreement:
    _found(mapping, at)
    tables = list(mapping.tables)
    records = list(tables[at[0]].records)
    records[at[1]] = change(records[at[1]])
    tables[at[0]] = tables[at[0]].model_copy(update={"records": tuple(records)})
    return mapping.model_copy(update={"tables": tuple(tables)})


def _found(mapping: Agreement, at: tuple[int, int]) -> RecordMapping:
    table, record = at
    if 0 <= table < len(mapping.tables) and 0 <= record < len(mapping.tables[table].records):
        return mapping.tables[table].records[record]
    raise RequestError(
        "Zuordnung: Diese Art von Datensatz gibt es darin nicht (mehr). Bitte die Seite neu laden"
    )


def _without(items: Sequence[T], number: int) -> tuple[T, ...]:
    return tuple(item for at, item in enumerate(items) if at != number)
