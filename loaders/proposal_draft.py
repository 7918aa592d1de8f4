"""A mapping while it is put together: every field with the reason it is there for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.evidence import Evidence
from loaders.mapping import Condition, FieldMapping, RecordMapping, TableMapping
from loaders.proposal_columns import Column
from loaders.reasons import Reason, reason
from loaders.steps import Blanks, Join, Key, Number, Plain, Step
from ontology.sheets import ColumnSpec, Kind

_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.MONEY})
_TEXTS = frozenset({Kind.NAME, Kind.TEXT, Kind.STRING})
_MARKUP = 0.05  # share of values with markup from which on it is taken out
PREFIXES = {
    "#traeger": "T",
    "#standort": "S",
    "#angebot": "A",
    "#abdeckung": "C",
    "#gebiet": "G",
    "#indikator": "I",
    "#messwert": "M",
}

Field = tuple[FieldMapping, Reason]


@dataclass(slots=True)
class RecordDraft:
    """A record mapping with its reasons."""

    into: str
    fields: list[Field] = field(default_factory=list)
    when: Condition | None = None
    unfold: tuple[str, ...] = ()
    repeats: bool = False

    def add(self, *fields: Field | None) -> None:
        """Add fields; None and what is filled already are passed over."""
        for entry in fields:
            if entry is not None and all(entry[0].to != known.to for known, _ in self.fields):
                self.fields.append(entry)

    @property
    def mapping(self) -> RecordMapping:
        """The record mapping itself."""
        return RecordMapping(
            into=self.into,
            fields=tuple(entry for entry, _ in self.fields),
            when=self.when,
            unfold=self.unfold,
            repeats=self.repeats,
        )


@dataclass(slots=True)
class TableDraft:
    """A table mapping with its reasons. `sheet` is empty if it is the only one of its kind in the workbook."""

    sheet: str
    records: list[RecordDraft]
    first_row: int | None = None

    @property
    def mapping(self) -> TableMapping:
        """The table mapping itself."""
        return TableMapping(sheet=self.sheet, records=tuple(record.mapping for record in self.records))


def taken(to: str, column: Column, *steps: Step) -> Field:
    """A field that takes a column as it is, or with steps."""
    return FieldMapping(to=to, columns=(column.header,), steps=steps), column.reason


def constant(to: str, text: str, why: Reason) -> Field:
    """A field that is the same in every record."""
    return FieldMapping(to=to, constant=text), why


def assumed(to: str, text: str, german: str, english: str, score: float = 0.6) -> Field:
    """A constant somebody has to confirm."""
    assumption = {"de": german, "en": english}
    return constant(to, text, reason("structure", "assumed", score, assumption=assumption))


def keyed(to: str, columns: Sequence[str], of: str, why: Reason, own: str = "") -> Field:
    """A field with the key made of columns.

    Args:
        to: the column of ours.
        columns: what names the record.
        of: the sheet the record stands in.
        why: the reason.
        own: key of the source, where numbers or headers mean something only there; names are the same everywhere.
    """
    prefix = f"{PREFIXES[of]}-{own}" if own else PREFIXES[of]
    steps: tuple[Step, ...] = (Key(of=of, prefix=prefix),)
    if len(columns) > 1:
        steps = (Join(), *steps)
    return FieldMapping(to=to, columns=tuple(columns), steps=steps), why


def cleaning(column: Evidence, spec: ColumnSpec) -> tuple[Step, ...]:
    """The steps that a column's values need before they are read as those of ours."""
    steps: list[Step] = []
    if spec.kind in _TEXTS and column.share("markup") > _MARKUP:
        steps.append(Plain())
    if spec.kind not in _TEXTS and column.missing:
        steps.append(blanks(column.missing))
    if spec.kind in _NUMBERS and any(text[:1] in "-−–" and " " in text for text in column.values):
        steps.append(Number())
    return tuple(steps)


def blanks(missing: dict[str, tuple[str, ...]] | object) -> Blanks:
    """The step for the signs of a source; see `Evidence.missing`."""
    said = dict(missing) if isinstance(missing, dict) else {}
    return Blanks(unknown=said.get("unknown", ()), none=said.get("none", ()), empty=said.get("empty", ()))
