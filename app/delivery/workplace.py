"""A delivery on the steward's desk: worked on, examined again after every act, and taken in at last.

raw file → corrections laid over it → mapping (or the form of the template) → examination. What comes of a state is
computed from the file and its acts alone, so any earlier state can be had again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rdflib import URIRef

from app import logs
from app.delivery.decisions import checked
from app.delivery.examination import Examination, Intake, decided, examine_workbook
from app.delivery.missing import Missing
from app.delivery.source_memory import remembered
from app.delivery.staging import StagedFile
from app.delivery.work import Act, MissingAre, UseMapping, Work
from app.errors import ConfirmationNeededError, RequestError, StagingError
from app.town import OpenTown
from graph import Effect, Entry, Version
from graph.town import Snapshot
from loaders import Limits, Source, Workbook, read_workbook
from loaders.canonical import EMPTY, canonical
from loaders.mapping import Mapping as Agreement
from loaders.mapping import read_mapping, write_mapping
from loaders.persons import trace_of_person
from loaders.recast import Recast, recast
from loaders.spreadsheet import Sheet
from loaders.workbook import ReadingChoice
from ontology.vocabulary import find_concept, scheme_iri
from shapes import sheet_specs

Step = Callable[[str, float], None]
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Bench:
    """A staged file in its present state: raw with the corrections, recast if a mapping says how, examined.

    `delivered` are the sheets as they came, without corrections.
    """

    staged: StagedFile
    raw: Workbook
    recast: Recast | None
    examination: Examination
    decisions: Mapping[URIRef, Missing] = field(default_factory=dict)
    delivered: tuple[Sheet, ...] = ()

    @property
    def work(self) -> Work:
        """What the steward did."""
        return self.staged.work


_benches: dict[tuple[str, str, int], Bench] = {}


def bench(town: OpenTown, token: str, step: Step = lambda _stage, _done: None) -> Bench:
    """A staged file as it stands, examined on the present version; remembered until something changes."""
    staged = town.staging.get(token)
    known = _benches.get(_key(town, staged))
    if known is None or known.work != staged.work or known.staged.accepted_as != staged.accepted_as:
        known = examined(town, staged, step)
        keep(town, known)
    return replace(known, staged=staged)


def keep(town: OpenTown, present: Bench) -> None:
    """Remember what was found out, so that deciding on a large file does not take as long as examining it."""
    _benches[_key(town, present.staged)] = present
    while len(_benches) > _KEPT:
        _benches.pop(next(iter(_benches)))


def do(town: OpenTown, token: str, *acts: Act) -> Work:
    """Write down what the steward did; what does not fit the file is refused before it is written.

    Raises:
        StagingError: the file does not wait any more.
        SourceError: the mapping is not one.
    """
    for act in acts:
        if isinstance(act, UseMapping) and act.mapping:
            read_mapping(act.mapping, "Zuordnung")
        if isinstance(act, MissingAre):
            _missing(act.records)
    return town.staging.add(token, *acts)


def accept(
    town: OpenTown,
    token: str,
    who: str,
    why: str,
    *,
    confirm_drop: bool,
    seen: tuple[str, int] | None = None,
    step: Step = lambda _stage, _done: None,
    writing: Callable[[], None] = lambda: None,
) -> Version:
    """Make a staged file the next version, and keep it on the desk if rows of it wait.

    Args:
        town: whose file it is.
        token: which file.
        who: office or role that takes it over.
        why: the reason, for the history.
        confirm_drop: so much may be missing.
        seen: the state of the work and the version the preview somebody decided on was made of; None = as it is now.
        step: told how far it is.
        writing: told right before the version is written; until then it may still raise to end everything.

    Raises:
        StagingError: it does not wait any more, cannot be taken in as it is, or is not what was seen any more.
        ConfirmationNeededError: too much is missing and nobody said that this is right.
        RequestError: `who` or `why` is empty or names a person, or a record cannot be what is said about it.
    """
    check_reason(who, why)
    present = bench(town, token, step)
    examination = present.examination
    if seen is not None and seen != (present.work.state, examination.base.version):
        raise StagingError(
            "Bereitstellung: Seit die Vorschau gezeigt wurde, hat jemand an der Lieferung gearbeitet oder eine andere übernommen. "
            "Bitte die Vorschau noch einmal ansehen und dann übernehmen"
        )
    if examination.refusal is not None:
        told = examination.refusal
        raise StagingError(f"{told.rule}: {told.message['de']} {told.remedy.get('de', '')}".strip())
    if examination.skipped:
        discard(town, token)
        raise StagingError(
            "Bereitstellung: Die Datei wurde inzwischen schon übernommen. Siehe die Liste der Versionen"
        )
    _check_newest(town, present)
    if examination.needs_confirmation and not confirm_drop:
        told = next(f for f in examination.findings if f.effect is Effect.CONFIRM)
        raise ConfirmationNeededError(f"{told.rule}: {told.message['de']} {told.remedy['de']}")
    counts = _counts(examination)
    step("write", 0.9)
    writing()
    version = town.store.commit(
        examination.patch, _entry(present, who, why, counts), base=examination.base.version
    )
    _tidy(town, present, version.number, waiting=counts["held_back"])
    logs.logger().info("desk.accepted", version=version.number, **counts)
    return version


def _entry(present: Bench, who: str, why: str, counts: dict[str, int]) -> Entry:
    delivery = present.examination.delivery
    return Entry(
        who=who,
        why=why,
        file=delivery.filename,
        file_sha256=delivery.sha256,
        source=delivery.source.key if delivery.source else None,
        counts=counts,
        partial=present.examination.partial,
        decided={str(record): str(said) for record, said in sorted(present.decisions.items())},
    )


def _counts(examination: Examination) -> dict[str, int]:
    changes = examination.changes
    return {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "unchanged": len(changes.unchanged),
        "missing": len(changes.missing - changes.ended),
        **({"ended": len(changes.ended)} if changes.ended else {}),
        "held_back": sum(record.held_back for record in examination.delivery.records),
    }


def check_missing(town: OpenTown, token: str, said: Mapping[str, Missing]) -> None:
    """Whether that can be said of records the file lacks.

    Raises:
        RequestError: one of them is not missing, or cannot end on that day.
    """
    checked(bench(town, token).examination.changes, said)


def discard(town: OpenTown, token: str) -> None:
    """Forget a staged file."""
    town.staging.discard(token)


def check_reason(who: str, why: str) -> None:
    """Whether both are given and name no person.

    Raises:
        RequestError: they are not.
    """
    if not who.strip() or not why.strip():
        raise RequestError(
            "Übernahme: Wer oder warum fehlt; erwartet beides, z. B. „Sozialplanung“ und „Lieferung November“"
        )
    if trace_of_person(f"{who} {why}"):
        raise RequestError(
            "Übernahme: Wer und warum sehen nach einer Person aus; erwartet eine Stelle oder Rolle, kein Name"
        )


def corrected(workbook: Workbook, work: Work) -> Workbook:
    """The workbook with the steward's texts in its cells and the rows emptied that were left out."""
    if not work.corrections and not work.left_out:
        return workbook
    return replace(workbook, sheets=tuple(_corrected(sheet, work) for sheet in workbook.sheets))


def source_of(mapping: Agreement, work: Work, day: date) -> Source:
    """Who delivers, as the mapping says; for `day` unless the steward named another.

    Raises:
        RequestError: there is no such kind of source.
    """
    kind = find_concept(scheme_iri("cl-quellenart"), mapping.source.kind)
    if kind is None:
        raise RequestError(
            f"Zuordnung: Es gibt keine Quellenart „{mapping.source.kind}“; erwartet Träger, Register oder Redaktion"
        )
    by = work.delivered_by or mapping.source.delivered_by
    return Source(mapping.source.key, mapping.source.title, kind, work.delivered_on or day, by)


def examined(town: OpenTown, staged: StagedFile, step: Step) -> Bench:
    """A file in the state its acts leave it in, examined on the present version."""
    step("read", 0.1)
    work, mapping = staged.work, staged.work.mapping
    reading = mapping.reading if mapping else ReadingChoice()
    found = read_workbook(staged.data, staged.filename, limits=limits_of(town), choice=reading)
    raw = corrected(found, work)
    day = staged.staged_at.astimezone().date()
    base = town.snapshot()
    if mapping is None:
        intake = Intake(partial=work.partial, again=staged.accepted_as is not None, waiting=work.set_aside)
        examination = examine_workbook(town, raw, intake, step, day)
        return Bench(staged, raw, None, *_decided(town, examination, work), found.sheets)
    step("map", 0.15)
    source = source_of(mapping, work, day)
    made = recast(raw, mapping, sheet_specs(), decisions_of(base, source.key, work))
    intake = Intake(
        source=source,
        partial=work.partial,
        again=staged.accepted_as is not None,
        mapping=write_mapping(mapping),
        same=work.same,
        waiting=work.set_aside,
    )
    examination = examine_workbook(town, made.workbook, intake, step, day)
    return Bench(staged, raw, made, *_decided(town, examination, work), found.sheets)


def decisions_of(base: Snapshot, source: str, work: Work) -> dict[tuple[str, str], str]:
    """What was decided about who is who, now or for an earlier delivery."""
    every = {**remembered(base, source).same, **work.same}
    return {key: other for key, other in every.items() if other}


def _decided(
    town: OpenTown, examination: Examination, work: Work
) -> tuple[Examination, dict[URIRef, Missing]]:
    """With what the steward said about missing records, as far as they are missing still."""
    said = _missing(work.missing)
    lacking = {str(iri): about for iri, about in said.items() if iri in examination.changes.missing}
    if examination.refusal is not None or not lacking:
        return examination, {}
    decisions = checked(examination.changes, lacking)
    return decided(town, examination, decisions), decisions


def _missing(records: Mapping[str, str]) -> dict[URIRef, Missing]:
    try:
        return {URIRef(iri): Missing.of(said) for iri, said in records.items()}
    except ValueError as error:
        raise RequestError(
            f"Nicht mehr geliefert: {error}; erwartet „ended JJJJ-MM-TT“, „forgotten“ oder „not_part“"
        ) from None


def _corrected(sheet: Sheet, work: Work) -> Sheet:
    edits = {
        (row, column): text for (name, row, column), text in work.corrections.items() if name == sheet.name
    }
    gone = {row for name, row in work.left_out if name == sheet.name}
    if not edits and not gone:
        return sheet
    grid = [[] if number in gone else list(cells) for number, cells in enumerate(sheet.grid, start=1)]
    for (row, column), text in edits.items():
        while len(grid) < row:
            grid.append([])
        grid[row - 1].extend([EMPTY] * (column - len(grid[row - 1])))
        grid[row - 1][column - 1] = canonical(text)
    outline = sheet.outline
    lost = {place: cached for place, cached in outline.formulas.items() if place not in edits}
    return replace(sheet, grid=grid, outline=replace(outline, formulas=lost))


def _check_newest(town: OpenTown, present: Bench) -> None:
    """Rows that wait may only be taken in while their file is the last of its source."""
    accepted, source = present.staged.accepted_as, present.examination.delivery.source
    if accepted is None or source is None or present.work.partial:
        return
    newer = [
        v
        for v in town.store.versions()
        if v.number > accepted and v.entry.source == source.key and not v.entry.partial
        and v.entry.file_sha256 != present.examination.delivery.sha256
    ]  # fmt: skip
    if newer:
        raise StagingError(
            f"Bereitstellung: Die Quelle hat seither neu geliefert (Version {newer[-1].number}); die wartenden Zeilen "
            "würden neuere Angaben ersetzen. Bitte in der neueren Lieferung nachtragen und diese Datei verwerfen"
        )


def _tidy(town: OpenTown, present: Bench, version: int, *, waiting: int) -> None:
    """Keep the file while rows of it wait; older files of the source are settled by this one."""
    source = present.examination.delivery.source
    for other in town.staging.all():
        kept = other.accepted_as is not None and other.token != present.staged.token
        if (
            kept
            and source is not None
            and not present.work.partial
            and _source_key(town, other) == source.key
        ):
            town.staging.discard(other.token)
    if waiting:
        town.staging.keep(present.staged.token, version)
    else:
        town.staging.discard(present.staged.token)


def _source_key(town: OpenTown, staged: StagedFile) -> str | None:
    version = next((v for v in town.store.versions() if v.number == staged.accepted_as), None)
    return version.entry.source if version else None


def _key(town: OpenTown, staged: StagedFile) -> tuple[str, str, int]:
    return str(town.home), staged.token, town.store.log.head


def limits_of(town: OpenTown) -> Limits:
    """How large a file may be here."""
    return Limits(file=town.settings.upload_mb * 1_000_000)
