"""What a delivery becomes: records with their places, and what is to be said about them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from rdflib import URIRef
from rdflib.term import Node

from graph.findings import Effect, Finding, Place
from graph.terms import Triple
from loaders.cover import Source
from loaders.messages import finding


@dataclass(frozen=True, slots=True)
class Statement:
    """One value. `column` is the letter in the user's file, None for what the loader added.

    `subject` is None for the record itself; else a node of its own (address, geometry) or, where a column names the
    subject, the other record (`<offer> soz:hasCoverage <coverage>` from the coverage's row).
    """

    path: URIRef
    value: Node
    column: str | None = None
    subject: URIRef | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One row, or the `part` of one that a mapping made a record of.

    `disclosure` is `cl:offenlegung-…`; `unreadable` are facets that may not be used while it is held back;
    `about_column` is the letter of the one column an unfolded record is about.
    """

    cls: URIRef
    iri: URIRef
    key: str
    place: Place
    disclosure: URIRef
    statements: tuple[Statement, ...] = ()
    held_back: bool = False
    rules: tuple[str, ...] = ()
    unreadable: frozenset[URIRef] = frozenset()
    part: int = 0
    about_column: str | None = None

    def values(self, path: URIRef) -> list[Node]:
        """The values of the record itself for `path`, each once."""
        return list(dict.fromkeys(s.value for s in self.statements if s.path == path and s.subject is None))

    def nodes(self) -> set[URIRef]:
        """The record and the nodes that hang on it alone: its address, its geometry."""
        hanging = {s.value for s in self.statements if s.subject is None and isinstance(s.value, URIRef)}
        own = {s.subject for s in self.statements if s.subject is not None and s.subject in hanging}
        return {self.iri, *own}


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """As what a column was read: `path` of the first step, for an address `locn:address`."""

    sheet: str
    sheet_number: int
    letter: str
    header: str
    tag: str
    cls: URIRef
    path: URIRef


@dataclass(frozen=True, slots=True)
class CompositeGroup:
    """A target group made by `+`: its triples, and the rows that use it."""

    iri: URIRef
    triples: tuple[Triple, ...]
    records: frozenset[URIRef]


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file, read. If `refused` or `skipped` there are no records, only findings.

    `recast`: a mapping made it, so one column may serve several classes.
    `counts`: class → rows delivered, held-back ones included; the app compares them with the delivery before (DQ-L09).
    """

    town: str
    filename: str
    sha256: str
    received: date
    source: Source | None = None
    records: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()
    columns: tuple[ColumnUse, ...] = ()
    groups: tuple[CompositeGroup, ...] = ()
    sheet_numbers: Mapping[str, int] = field(default_factory=dict)
    recast: bool = False

    @property
    def refused(self) -> bool:
        """Whether nothing of the file may be stored."""
        return any(f.effect is Effect.REJECT_FILE for f in self.findings)

    @property
    def skipped(self) -> bool:
        """Whether the very same file was imported before."""
        return any(f.effect is Effect.SKIP for f in self.findings)

    @property
    def counts(self) -> dict[URIRef, int]:
        """Class → rows delivered."""
        return dict(Counter(record.cls for record in self.records))

    @property
    def concepts(self) -> tuple[Triple, ...]:
        """The triples of all composite groups."""
        return tuple(triple for group in self.groups for triple in group.triples)


def hold_back(
    delivery: Delivery, rules: Mapping[URIRef, Iterable[str]], known: frozenset[URIRef] = frozenset()
) -> Delivery:
    """Hold records back, and with them those that would refer to nothing.

    A record that refers to a held-back one stays if the other is `known` from before: then the reference still leads
    somewhere, and the old state of the other holds until its row is mended.

    Args:
        delivery: as loaded.
        rules: record → identifiers of the rules that hold it back, e.g. from the shapes.
        known: records of the current Stand.
    """
    records = tuple(
        replace(r, held_back=True, rules=tuple(dict.fromkeys([*r.rules, *rules[r.iri]])))
        if r.iri in rules
        else r
        for r in delivery.records
    )
    headers = {(use.sheet, use.letter): use.header for use in delivery.columns}
    held, findings = _dependants(records, known, headers)
    return replace(delivery, records=held, findings=(*delivery.findings, *findings))


def set_aside(
    delivery: Delivery, rows: AbstractSet[tuple[str, int]], known: frozenset[URIRef] = frozenset()
) -> Delivery:
    """Let the records of these rows (sheet, row) wait because somebody wants it, and those that depend on them."""
    chosen = [r for r in delivery.records if (r.place.sheet or "", r.place.row or 0) in rows]
    if not chosen:
        return delivery
    told = tuple(finding("row-set-aside", record.place, focus=record.iri) for record in chosen)
    held = hold_back(delivery, {record.iri: [told[0].rule] for record in chosen}, known)
    return replace(held, findings=(*held.findings, *told))


def _dependants(
    records: tuple[Record, ...], known: frozenset[URIRef], headers: Mapping[tuple[str, str], str]
) -> tuple[tuple[Record, ...], list[Finding]]:
    """Follow references from record to record until nothing more is held back."""
    delivered = {record.iri for record in records if not record.held_back}
    lost = {r.iri: r for r in records if r.held_back and r.iri not in delivered and r.iri not in known}
    users: dict[URIRef, list[int]] = {}
    for number, record in enumerate(records):
        for target in _references(record):
            users.setdefault(target, []).append(number)
    current = list(records)
    findings: list[Finding] = []
    waiting = list(lost)
    while waiting:
        gone = lost[waiting.pop()]
        for number in users.get(gone.iri, ()):
            record = current[number]
            if record.held_back:
                continue
            found = finding(
                "depends-on-held",
                _cell(record, gone.iri, headers),
                focus=record.iri,
                fill={"target": gone.key, "where": gone.place.describe()},
                places=(gone.place,),
            )
            current[number] = replace(record, held_back=True, rules=(*record.rules, found.rule))
            # Of two records that one row became, the row itself says why it waits.
            if (record.place.sheet, record.place.row) != (gone.place.sheet, gone.place.row):
                findings.append(found)
            if record.iri not in known and record.iri not in lost:
                lost[record.iri] = current[number]
                waiting.append(record.iri)
    return tuple(current), findings


def _references(record: Record) -> set[URIRef]:
    inverse = {s.subject for s in record.statements if s.value == record.iri and s.subject is not None}
    own = {s.value for s in record.statements if s.subject is None and isinstance(s.value, URIRef)}
    return (own | inverse) - record.nodes()


def _cell(record: Record, target: URIRef, headers: Mapping[tuple[str, str], str]) -> Place:
    """The cell that refers to `target`."""
    column = next((s.column for s in record.statements if target in (s.value, s.subject)), None)
    header = headers.get((record.place.sheet or "", column or ""))
    return replace(record.place, column=column, header=header)
