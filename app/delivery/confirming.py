"""What an answered enquiry "Stimmt das noch?" says: confirmed, changed or ended, row by row; an unanswered row says nothing.

It comes in as a partial delivery of the provider's own source, so what the provider changes counts as its own word and
its next delivery replaces it. What it confirms becomes a `soz:Confirmation` per record with the properties that were
filled; the record's own `soz:verifiedOn` is the day of the answer.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rdflib import Literal, URIRef
from rdflib.term import Node

from app.delivery.changes import Records
from app.delivery.missing import can_end
from app.records.rows import Reader, reader_of
from app.town import OpenTown
from graph import Quad
from graph.findings import Effect, Finding, Severity
from loaders import Delivery, Record, Statement
from loaders.answers import ANSWER, NOTE
from ontology import iris
from ontology.codes import CL
from ontology.namespaces import DCTERMS, PROV, RDF, XSD
from ontology.sheets import SheetSpec
from ontology.terms import SOZ
from ontology.vocabulary import concepts
from ontology.words import words_of
from shapes import inverse_columns, sheet_specs

_WORDS = words_of(__name__)
_ENDED: URIRef = CL["antwort-beendet"]
_ASKED = {SOZ.confirmationAnswer, SOZ.confirmationNote}
_NOT_SAID = {PROV.wasDerivedFrom, SOZ.notDeliveredSince, RDF.type}
_UNCONFIRMED = {SOZ.verifiedOn, DCTERMS.identifier, SOZ.disclosure}


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of an enquiry, on the version it comes back to."""

    town: OpenTown
    reader: Reader
    day: date
    source: str
    answers: Mapping[URIRef, URIRef]
    notes: tuple[Finding, ...] = ()
    body: URIRef | None = None

    @classmethod
    def of(cls, town: OpenTown, reader: Reader, delivery: Delivery) -> "Answers | None":
        """The answers of a delivery; None if it is no enquiry."""
        if delivery.source is None or not any(use.tag == ANSWER.tag for use in delivery.columns):
            return None
        answers = {
            r.iri: a
            for r in delivery.records
            for a in r.values(SOZ.confirmationAnswer)
            if isinstance(a, URIRef)
        }
        provider = next((r.iri for r in delivery.records if r.cls == SOZ.Provider), None)
        notes = tuple(_note(r, n) for r in delivery.records for n in r.values(SOZ.confirmationNote))
        source = delivery.source
        return cls(town, reader, source.delivered_on, source.key, answers, notes, provider)

    def answered(self, delivery: Delivery) -> Delivery:
        """The delivery with the answered rows only, each as it would be: an ended one with its last day and status."""
        kept = [self._as_meant(_without_answer(r)) for r in delivery.records if self._counts(r)]
        columns = tuple(use for use in delivery.columns if use.tag not in (ANSWER.tag, NOTE.tag))
        return replace(delivery, records=tuple(kept), columns=columns)

    def stated(self, delivery: Delivery) -> Delivery:
        """What the provider's source says after it: as before, but for what was changed in the form."""
        said = Records.of(self.town.store.source_quads(self.source), _inverse()).by_record
        records = tuple(self._stated(r, said.get(r.iri, frozenset())) for r in delivery.records)
        return replace(delivery, records=records)

    def quads(self, delivery: Delivery) -> Iterator[Quad]:
        """A confirmation for each answered record that does not wait and has not ended."""
        graph = iris.provenance_graph(self.town.ags)
        for record in delivery.records:
            if record.held_back or self.answers[record.iri] == _ENDED:
                continue
            marks = f"{record.iri}\n{self.day}\n{self.source}"
            node = iris.record(
                self.town.ags, SOZ.Confirmation, hashlib.sha256(marks.encode()).hexdigest()[:20]
            )
            yield node, RDF.type, SOZ.Confirmation, graph
            yield node, SOZ.confirms, record.iri, graph
            yield node, SOZ.verifiedOn, _date(self.day), graph
            yield node, SOZ.source, iris.source(self.town.ags, self.source), graph
            if self.body is not None:
                yield node, SOZ.confirmedBy, self.body, graph
            paths = {s.path for s in record.statements if s.column is not None} - _UNCONFIRMED - {SOZ.settles}
            yield from ((node, SOZ.onProperty, path, graph) for path in sorted(paths))

    def _counts(self, record: Record) -> bool:
        """Answered; a row whose answer could not be read waits with its finding."""
        return record.iri in self.answers or (
            record.held_back and SOZ.confirmationAnswer in record.unreadable
        )

    def _as_meant(self, record: Record) -> Record:
        checked = [s for s in record.statements if s.path != SOZ.verifiedOn]
        checked.append(Statement(SOZ.verifiedOn, _date(self.day)))
        if self.answers.get(record.iri) == _ENDED:
            checked = list(self._ended(record, checked))
        return replace(record, statements=tuple(checked))

    def _ended(self, record: Record, statements: Iterable[Statement]) -> Iterator[Statement]:
        """With the last day the form names, else the day of the answer, and the status that says so."""
        status = _ended_status(record.cls)
        given = [s.value for s in statements if s.path == SOZ.validTo and not _later(s.value, self.day)]
        for s in statements:
            replaced = {SOZ.validTo} if can_end(record.cls) else set()
            replaced |= {SOZ.status} if status else set()
            if s.path not in replaced and not (
                s.path in (SOZ.noValueFor, SOZ.unknownValueFor) and s.value in replaced
            ):
                yield s
        if can_end(record.cls):
            yield Statement(SOZ.validTo, given[0] if given else _date(self.day))
        if status is not None:
            yield Statement(SOZ.status, status)

    def _stated(self, record: Record, before: frozenset[Quad]) -> Record:
        changed = self._changed(record)
        own = [
            Statement(path, value, None, None if subject == record.iri else subject)
            for subject, path, value, _ in before
            if path not in _NOT_SAID and not _touches(path, value, changed)
        ]
        types = [
            Statement(RDF.type, v, None, s) for s, p, v, _ in before if p == RDF.type and s != record.iri
        ]
        fresh = [
            s for s in record.statements if _touches(s.path, s.value, changed) or s.path == DCTERMS.identifier
        ]
        nodes = {s.subject for s in fresh if s.subject is not None}
        fresh += [s for s in record.statements if s.path == RDF.type and s.subject in nodes]
        paths = {
            p
            for spec in _specs(record.cls)
            for c in spec.columns
            if c.tag not in inverse_columns()
            for p in c.paths[:1]
        }
        marks = [Statement(SOZ.settles, path) for path in sorted(changed & paths - _UNCONFIRMED)]
        return replace(record, statements=tuple(dict.fromkeys([*own, *types, *fresh, *marks])))

    def _changed(self, record: Record) -> set[URIRef]:
        """The properties whose values differ from what holds now; `soz:verifiedOn` always, because it was confirmed."""
        changed: set[URIRef] = {SOZ.verifiedOn}
        for spec in _specs(record.cls):
            row = self.reader.row(spec, record.iri)
            says = row.says or {}
            for column in spec.columns:
                if column.tag in inverse_columns():
                    continue
                first = column.paths[0]
                if len(column.paths) == 1:
                    new, old = set(record.values(first)), set(says.get(first, ()))
                    blank = {(s.path, s.value) for s in record.statements if s.value == first}
                    known = {
                        (p, first) for p in (SOZ.noValueFor, SOZ.unknownValueFor) if first in says.get(p, ())
                    }
                    differs = bool(new or blank) and (new != old or blank != known)
                else:
                    text = self.reader.written(
                        column, [s.value for s in record.statements if s.path == column.paths[1]]
                    )
                    differs = bool(text) and text != row.text(column.tag)
                if differs:
                    changed.update(column.paths)
                    if len(column.paths) > 1:
                        changed |= {p for c in spec.columns if c.paths[0] == first for p in c.paths}
        return changed


def answers_of(town: OpenTown, delivery: Delivery) -> Answers | None:
    """The answers of a delivery on the present version; None if it is no enquiry."""
    if not any(use.tag == ANSWER.tag for use in delivery.columns):
        return None
    base = town.snapshot()
    return Answers.of(town, reader_of(base, town.secrets(base)), delivery)


def _touches(path: URIRef, value: Node, changed: set[URIRef]) -> bool:
    blank = path in (SOZ.noValueFor, SOZ.unknownValueFor, SOZ.settles)
    return value in changed if blank else path in changed


def _without_answer(record: Record) -> Record:
    return replace(record, statements=tuple(s for s in record.statements if s.path not in _ASKED))


def _note(record: Record, note: Node) -> Finding:
    """What the provider wrote beside a row, for whoever decides."""
    return Finding(
        rule="DQ-L07",
        severity=Severity.INFO,
        effect=Effect.REPORT,
        message=_WORDS.both("note", key=record.key, note=note),
        place=record.place,
        focus=record.iri,
        remedy=_WORDS.both("note_remedy"),
    )


def _specs(cls: URIRef) -> list[SheetSpec]:
    return [spec for spec in sheet_specs() if spec.cls == cls]


def _inverse() -> frozenset[URIRef]:
    return frozenset(c.paths[0] for s in sheet_specs() for c in s.columns if c.tag in inverse_columns())


def _ended_status(cls: URIRef) -> URIRef | None:
    column = next((c for s in _specs(cls) for c in s.columns if c.paths == (SOZ.status,)), None)
    if column is None:
        return None
    terms = column.choices or (concepts(column.scheme) if column.scheme else ())
    return next((c for c in terms if str(c).endswith("-beendet")), None)


def _later(value: Node, day: date) -> bool:
    return str(value) > day.isoformat()


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)
