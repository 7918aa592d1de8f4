"""What a delivered file would do to the town: read, checked by all rules, compared. Nothing is written.

file → cells → records → rules → rows held back, with their dependants → comparison with what the source said before.
Everything happens in memory; a file that must be refused leaves no trace (design D12).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from rdflib import Graph, URIRef

from app.delivery.changes import Changes, compare
from app.delivery.confirming import answers_of
from app.delivery.known import facts_of_source, known_records, stand_graph, waiting_quads
from app.delivery.missing import Missing
from app.delivery.source_memory import Decisions, memory_change
from app.protection import Secrets, secrets_of
from app.town import OpenTown
from graph import EmbeddedEngine, Patch, Quad, canonical
from graph.findings import Effect, Finding, Place, Severity
from graph.town import Snapshot
from loaders import (
    Delivery,
    Limits,
    Source,
    Workbook,
    held_back_quads,
    hold_back,
    load,
    provenance_quads,
    read_workbook,
    source_facts,
    source_quads,
)
from loaders.records import set_aside
from ontology.iris import VOCABULARY_GRAPH
from ontology.namespaces import SKOS
from ontology.terms import SOZ
from ontology.vocabulary import label, vocabulary
from ontology.words import LANGUAGES, words_of
from shapes import inverse_columns, sheet_specs, validate

Step = Callable[[str, float], None]
_WORDS = words_of(__name__)
_DROPPED = "DQ-L09"
_NO_CHANGE: tuple[frozenset[Quad], frozenset[Quad]] = (frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Intake:
    """How a workbook is taken in.

    Attributes:
        source: who delivers, if the workbook has no cover.
        partial: what is not in it is not missing, because it never meant to be all (a form, a confirmation).
        again: it may have been imported before, and is taken in once more on purpose (rows that waited, a new mapping).
        stated: which part of a checked delivery the source says; the rest was there to be checked along (a form shows a
            whole record, but only what was changed in it is said). None = all.
        beside: what goes into the provenance besides, such as confirmations.
        mapping: the mapping that recast the workbook, as YAML; it is saved with the source.
        same: who was decided to be who in this file; saved with the source, too.
        waiting: (sheet, row) of rows that shall wait although no rule objects.
    """

    source: Source | None = None
    partial: bool = False
    again: bool = False
    stated: Callable[[Delivery], Delivery] | None = None
    beside: Callable[[Delivery], Iterable[Quad]] | None = None
    mapping: str = ""
    same: Decisions = field(default_factory=dict)
    waiting: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Examination:
    """What would happen. `patch` is the whole change: sources, provenance, rows held back.

    `secrets` are those of the town and of the file itself: what is shown of it must hold back both.
    """

    delivery: Delivery
    base: Snapshot
    findings: tuple[Finding, ...]
    secrets: Secrets
    changes: Changes = field(default_factory=Changes)
    patch: Patch = field(default_factory=lambda: Patch(frozenset(), frozenset()))
    partial: bool = False
    memory: tuple[AbstractSet[Quad], AbstractSet[Quad]] = (frozenset(), frozenset())

    @property
    def refusal(self) -> Finding | None:
        """The finding for which nothing of the file may be kept."""
        return next((f for f in self.findings if f.effect is Effect.REJECT_FILE), None)

    @property
    def needs_confirmation(self) -> bool:
        """Whether somebody must say that so much may be missing (DQ-L09)."""
        return any(f.effect is Effect.CONFIRM for f in self.findings)

    @property
    def skipped(self) -> bool:
        """Whether this very file was imported before."""
        return self.delivery.skipped


def examine(town: OpenTown, data: bytes, filename: str, step: Step, today: date) -> Examination:
    """Find out what importing a file in the form of the template would do.

    Args:
        town: whose file it is.
        data: the file.
        filename: as the sender named it.
        step: told the stage and the fraction done.
        today: the day of receipt.
    """
    step("read", 0.05)
    limits = Limits(file=town.settings.upload_mb * 1_000_000)
    return examine_workbook(town, read_workbook(data, filename, limits=limits), Intake(), step, today)


def examine_workbook(
    town: OpenTown, workbook: Workbook, intake: Intake, step: Step, today: date
) -> Examination:
    """Find out what importing a workbook would do that is in the form of the template already; as `examine`."""
    base = town.snapshot()
    secrets = town.secrets(base)
    known = known_records(base, secrets)
    step("load", 0.2)
    delivery = load(
        workbook, sheet_specs(), town.ags, known, received=today, source=intake.source, again=intake.again
    )
    if delivery.refused or delivery.skipped or delivery.source is None:
        return Examination(delivery, base, delivery.findings, secrets)
    step("check", 0.4)
    own = _secrets_of_file(delivery)
    secrets = secrets | own
    if own.protected:  # what was open until now and is protected by this file
        secrets = secrets | secrets_of(base.engine, own.protected)
    answers = answers_of(town, delivery)
    if answers is not None:  # the enquiry "Stimmt das noch?", come back
        delivery = answers.answered(delivery)
        intake = replace(intake, partial=True, stated=answers.stated, beside=answers.quads)
    known_iris = frozenset(record.iri for record in known.records)
    delivery = set_aside(delivery, intake.waiting, known_iris)
    delivery, findings = _checked(delivery, base, known_iris, today)
    if any(f.effect is Effect.REJECT_FILE for f in findings):
        return Examination(delivery, base, findings, secrets)
    step("compare", 0.85)
    beside = intake.beside(delivery) if intake.beside is not None else ()
    delivery = intake.stated(delivery) if intake.stated is not None else delivery
    changes = _compared(town, delivery, partial=intake.partial)
    memory: tuple[AbstractSet[Quad], AbstractSet[Quad]] = (
        memory_change(base, delivery.source.key, intake.mapping, intake.same)
        if delivery.source
        else _NO_CHANGE
    )
    memory = (memory[0], {*memory[1], *beside})
    patch = _patch(delivery, base, changes, partial=intake.partial, memory=memory)
    findings = (*(answers.notes if answers else ()), *findings)
    findings = (*_dropped(changes, town.settings.drop_share, delivery.filename), *findings)
    return Examination(delivery, base, findings, secrets, changes, patch, intake.partial, memory)


def decided(town: OpenTown, examination: Examination, decisions: Mapping[URIRef, Missing]) -> Examination:
    """The examination once the steward has said what is the matter with records the delivery lacks."""
    if not decisions:
        return examination
    delivery = examination.delivery
    changes = _compared(town, delivery, partial=examination.partial, decisions=decisions)
    others = (f for f in examination.findings if f.rule != _DROPPED)
    findings = (*_dropped(changes, town.settings.drop_share, delivery.filename), *others)
    patch = _patch(
        delivery, examination.base, changes, partial=examination.partial, memory=examination.memory
    )
    return replace(examination, findings=findings, changes=changes, patch=patch)


@cache
def inverse_properties() -> frozenset[URIRef]:
    """Properties that stand in the row of their object, as the coverage names its offer."""
    tags = inverse_columns()
    return frozenset(c.paths[0] for sheet in sheet_specs() for c in sheet.columns if c.tag in tags)


def _checked(
    delivery: Delivery, base: Snapshot, known: frozenset[URIRef], today: date
) -> tuple[Delivery, tuple[Finding, ...]]:
    """The delivery with the rows held back that rules object to, and all findings."""
    data = Graph(store="SimpleMemory")
    for subject, path, value, _ in (*source_quads(delivery), *provenance_quads(delivery)):
        data.add((subject, path, value))
    report = validate(data, context=stand_graph(base), today=today)
    places = Places(delivery)
    rules: defaultdict[URIRef, list[str]] = defaultdict(list)
    for result in report.results:
        record = places.record_of(result.focus)
        if result.rule.effect is Effect.HOLD_ROW and record is not None:
            rules[record].append(result.rule.id)
    held = hold_back(delivery, rules, known)
    return held, (*held.findings, *report.findings(places.of))


def _compared(
    town: OpenTown,
    delivery: Delivery,
    *,
    partial: bool,
    decisions: Mapping[URIRef, Missing] | None = None,
) -> Changes:
    source = delivery.source
    if source is None:
        return Changes()
    waiting = {record.iri for record in delivery.records if record.held_back}
    return compare(
        town.store.source_quads(source.key),
        canonical(source_quads(delivery)),
        waiting,
        source.delivered_on,
        inverse_properties(),
        partial=partial,
        decisions=decisions,
    )


def _dropped(changes: Changes, allowed: float, filename: str) -> Iterable[Finding]:
    """DQ-L09: so many records are missing, of all or of one class, that the file may be incomplete."""
    share = f"{100 * changes.drop_share:.0f}"
    told: list[dict[str, str]] = []
    if changes.drop_share > allowed:
        told.append(_WORDS.both("dropped", share=share))
    else:
        for cls, (lost, had) in changes.dropped_classes(allowed).items():
            names = {lang: label(cls, lang) for lang in LANGUAGES}
            sheet = next((s.label for s in sheet_specs() if s.cls == cls), names)
            told.append(_WORDS.both("dropped_of_sheet", lost=lost, had=had, sheet=sheet))
    for message in told:
        yield Finding(
            rule=_DROPPED,
            severity=Severity.WARNING,
            effect=Effect.CONFIRM,
            message=message,
            place=Place(filename),
            remedy=_WORDS.both("dropped_remedy"),
        )


def _patch(
    delivery: Delivery,
    base: Snapshot,
    changes: Changes,
    *,
    partial: bool,
    memory: tuple[AbstractSet[Quad], AbstractSet[Quad]],
) -> Patch:
    """The whole change. Rows of this source that waited until now are replaced by those that wait now.

    What is remembered about how the source delivers stays, except for what `memory` (gone, come) says. A partial delivery replaces only those rows that would have become one of its records.
    """
    source = delivery.source
    if source is None:
        return changes.patch
    replaced = frozenset(record.iri for record in delivery.records) if partial else None
    facts = (quad for quad in facts_of_source(base, source.key) if quad[1] != SOZ.mapping)
    gone, come = memory
    removed = {*waiting_quads(base, source.key, replaced), *facts, *gone}
    added = {
        *come,
        *provenance_quads(delivery),
        *source_facts(delivery),
        *held_back_quads(delivery),
    }
    return Patch.of(changes.patch.removed | removed, changes.patch.added | added)


def _secrets_of_file(delivery: Delivery) -> Secrets:
    """What must not leave of a file that is not in the store yet."""
    engine = EmbeddedEngine()
    quads: Iterable[Quad] = source_quads(delivery)
    engine.apply((), quads)
    broader = vocabulary().subject_objects(SKOS.broader)
    kinds = [(s, SKOS.broader, o, VOCABULARY_GRAPH) for s, o in broader if isinstance(s, URIRef)]
    engine.apply((), kinds)
    return secrets_of(engine)


class Places:
    """Where the records and properties of a delivery stand in the file."""

    def __init__(self, delivery: Delivery) -> None:
        self._records = {node: record for record in delivery.records for node in record.nodes()}
        self._uses = {(use.sheet, use.cls, use.path): use for use in reversed(delivery.columns)}

    def record_of(self, focus: URIRef) -> URIRef | None:
        """The delivered record that a node is or belongs to."""
        record = self._records.get(focus)
        return record.iri if record else None

    def of(self, focus: URIRef, path: URIRef | None = None) -> Place | None:
        """The cell of a property, or the row; None for what was not delivered."""
        record = self._records.get(focus)
        if record is None:
            return None
        place, letter = record.place, None
        if path is not None:
            letter = next((s.column for s in record.statements if s.path == path and s.column), None)
        use = self._uses.get((place.sheet or "", record.cls, path)) if path is not None else None
        if letter is None and use is not None:
            letter = use.letter
        header = next(
            (u.header for u in self._uses.values() if u.sheet == place.sheet and u.letter == letter), None
        )
        return Place(place.file, place.sheet, place.row, letter, header)
