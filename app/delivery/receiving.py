"""A file comes to the desk: can it be read, may it be kept, and how is it to be read?

A file that gives a protected place away, or a number too small, is refused and leaves no trace. Everything else that is
wrong with it can be mended on the desk.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app import logs
from app.delivery.examination import Examination
from app.delivery.source_memory import saved_mappings
from app.delivery.staging import StagedFile, plain_name
from app.delivery.work import Act, Correct, UseMapping, Work, WorkStep, reason_key
from app.delivery.workplace import Bench, Step, examined, keep, limits_of
from app.town import OpenTown
from graph import Finding
from loaders import Workbook, read_workbook
from loaders.columns import tag_of
from loaders.cover import is_cover
from loaders.layout import find_layout
from loaders.mapping import Mapping as Agreement
from loaders.mapping import TableMapping, read_mapping, write_mapping
from loaders.returned import original_of, read_returned
from loaders.spreadsheet import Sheet
from loaders.workbook import ReadingChoice
from ontology.vocabulary import fold
from shapes import sheet_specs

Cells = tuple[str, int, int, str]
_PROTECTIVE = ("DQ-L08", "DQ-04", "DQ-086")
_TEMPLATE_ROWS = 30
_FITS = 0.7  # of the columns a saved mapping reads


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a file: on the desk under `token`, or refused without a trace for `refusal`.

    `already`: the version that took in this very file. `returned`: an annotated workbook came back with so many
    corrections of the file under `token`; `problems` are those that could not be taken over.
    """

    token: str | None
    filename: str
    refusal: Finding | None = None
    already: int | None = None
    examination: Examination | None = None
    returned: int | None = None
    problems: tuple[Finding, ...] = ()


def receive(town: OpenTown, data: bytes, filename: str, step: Step) -> Received:
    """Put a file on the desk, unless it cannot be read, was taken in before or gives a protected place away.

    A file in another form than the template's gets the mapping saved for such files, or a proposed one.
    """
    name = plain_name(filename, hashlib.sha256(data).hexdigest())
    step("read", 0.05)
    workbook = read_workbook(data, name, limits=limits_of(town))
    original = original_of(workbook)
    if original is not None and (back := _come_back(town, workbook, original)) is not None:
        return back
    bench = look(town, data, name, step, workbook)
    found, refusal = bench.examination, bench.examination.refusal
    if refusal is not None and (workbook.refused or refusal.rule.startswith(_PROTECTIVE)):
        return Received(None, found.delivery.filename, refusal, examination=found)
    if found.skipped:
        return Received(None, name, already=_version_of(town, found), examination=found)
    waiting = town.staging.put(data, name)
    if bench.work.held:
        town.staging.add(waiting.token, *(done.act for done in bench.work.held))
    keep(town, replace(bench, staged=town.staging.get(waiting.token)))
    logs.logger().info("desk.received", findings=len(found.findings), mapped=bool(bench.work.held))
    return Received(waiting.token, name, examination=found)


def look(town: OpenTown, data: bytes, name: str, step: Step, workbook: Workbook | None = None) -> Bench:
    """A file as it would lie on the desk, without putting it there.

    Args:
        town: whose file it is.
        data: the file.
        name: a file name that may be repeated, see `plain_name`.
        step: told how far it is.
        workbook: what was read of the file, if somebody did already.
    """
    read = workbook or read_workbook(data, name, limits=limits_of(town))
    acts: list[Act] = []
    if not read.refused and not in_form_of_template(read):
        step("map", 0.1)
        acts.append(_first_mapping(town, data, read))
    work = Work.of(WorkStep(when=datetime.now(UTC), act=act) for act in acts)
    bench = examined(town, StagedFile("", name, data, datetime.now(UTC), None, work), step)
    step("done", 1.0)  # the last chance to cancel: whoever puts it on the desk does so after this
    return bench


def in_form_of_template(workbook: Workbook) -> bool:
    """Whether a workbook is ours: it has a cover, or a row of machine tags."""
    return any(
        is_cover(sheet) or any(tag_of(cell) for row in sheet.grid[:_TEMPLATE_ROWS] for cell in row)
        for sheet in workbook.sheets
    )


def _come_back(town: OpenTown, workbook: Workbook, sha256: str) -> Received | None:
    """Take over the corrections of an annotated workbook, if its delivery is still on the desk."""
    for staged in town.staging.all():
        mapping = staged.work.mapping
        choice = mapping.reading if mapping else ReadingChoice()
        if hashlib.sha256(staged.data).hexdigest() != sha256:
            continue
        original = read_workbook(staged.data, staged.filename, limits=limits_of(town), choice=choice)
        back = read_returned(workbook, original)
        if back is None:
            return None
        cells = (
            *((*spot, text) for spot, text in sorted(back.corrections.items())),
            *_added(original, back.added_rows),
        )
        if cells:
            town.staging.add(staged.token, Correct(cells=cells, how="returned"))
        return Received(staged.token, staged.filename, returned=len(cells), problems=back.problems)
    return None


def _added(original: Workbook, rows: Mapping[str, tuple[tuple[str, ...], ...]]) -> Iterator[Cells]:
    """New rows of a returned workbook, written below what was delivered."""
    for sheet in original.sheets:
        for number, texts in enumerate(rows.get(sheet.name, ()), start=len(sheet.grid) + 1):
            yield from (
                (sheet.name, number, column, text) for column, text in enumerate(texts, start=1) if text
            )


def _first_mapping(town: OpenTown, data: bytes, workbook: Workbook) -> UseMapping:
    """The saved mapping that fits the file best, else a proposed one.

    A list in which one column was renamed is still the same list: its mapping is taken, and what is missing is told.
    """
    best, share = "", 0.0
    mappings = saved_mappings(town.snapshot())
    for key, text in mappings.items():
        mapping = read_mapping(text, key)
        again = read_workbook(data, workbook.filename, limits=limits_of(town), choice=mapping.reading)
        fitting = 0.0 if again.refused else _fit(mapping, again)
        if fitting > share:
            best, share = key, fitting
    if share >= _FITS:
        return UseMapping(mapping=mappings[best], why=f"gespeicherte Zuordnung der Quelle {best}")
    from loaders.proposal import propose  # heavy, and only for a file nobody has mapped yet

    proposal = propose(workbook, sheet_specs(), town=town.ags)
    reasons = {
        reason_key(record.into, field): proposal.reasons[t, r, f].text
        for t, table in enumerate(proposal.mapping.tables)
        for r, record in enumerate(table.records)
        for f, field in enumerate(record.fields)
        if (t, r, f) in proposal.reasons
    }
    return UseMapping(mapping=write_mapping(proposal.mapping), why="Vorschlag", reasons=reasons)


def _fit(mapping: Agreement, workbook: Workbook) -> float:
    """Which share of the columns that a mapping reads is there, table by table on the sheet where most are."""
    shares = [
        max((_share(mapping, table, sheet) for sheet in workbook.sheets), default=0.0)
        for table in mapping.tables
    ]
    return min(shares, default=0.0)


def _share(mapping: Agreement, table: TableMapping, sheet: Sheet) -> float:
    if table.sheet and fold(table.sheet) != fold(sheet.name):
        return 0.0
    headers = {fold(header) for header in find_layout(sheet, table.layout).headers}
    used = {fold(name) for name in mapping.used_columns(table)}
    return len(used & headers) / len(used) if used else 0.0


def _version_of(town: OpenTown, examination: Examination) -> int | None:
    known = {v.entry.file_sha256: v.number for v in town.store.versions() if v.entry.file_sha256}
    return known.get(examination.delivery.sha256)
