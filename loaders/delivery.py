"""The way of a file: sheets → columns → protection → cover → rows → records, with everything that was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rdflib import URIRef

from graph.findings import Finding, Place
from loaders.answers import is_enquiry, with_answers
from loaders.cells import CellReader
from loaders.columns import HELP_TAG, LISTS_TAG, Table, recognise, tag_of
from loaders.concepts import group_triples
from loaders.cover import Source, is_cover, read_cover
from loaders.local_terms import LocalTerms
from loaders.made_concepts import holding, made_concepts, term_findings, term_of
from loaders.messages import finding
from loaders.notes import sheet_notes, table_notes
from loaders.protection import Sheets, protect
from loaders.readings import Group
from loaders.records import ColumnUse, CompositeGroup, Delivery, Record, hold_back
from loaders.references import KnownRecords, RecordIndex
from loaders.rows import read_row
from loaders.workbook import Workbook
from ontology import iris
from ontology.sheets import Kind, SheetSpec
from ontology.terms import SOZ

_NOTHING_KNOWN = KnownRecords()
_AREA_CODES = frozenset({SOZ.ags, SOZ.localAreaCode})  # areas are also referred to by these


def load(
    workbook: Workbook,
    specs: Sequence[SheetSpec],
    town: str,
    known: KnownRecords = _NOTHING_KNOWN,
    *,
    received: date,
    source: Source | None = None,
    again: bool = False,
) -> Delivery:
    """Make records of a workbook.

    Nothing about the data is raised: a refused delivery has no records, and its findings say why. A delivery that gives
    a protected place away has nothing but those findings, and they do not repeat what was found.

    Args:
        workbook: from `read_workbook`.
        specs: the sheets of the template.
        town: the municipality key that is open, 8 digits.
        known: records and files from before.
        received: the day the file arrived.
        source: who delivers, if the file itself does not say.
        again: take the file in although it was imported before.
    """
    empty = Delivery(town, workbook.filename, workbook.sha256, received)
    if workbook.refused:
        return replace(empty, findings=workbook.findings)
    specs = with_answers(specs) if is_enquiry(workbook) else specs
    reader = CellReader(RecordIndex.of(town, known), untyped=workbook.untyped, date1904=workbook.date1904)
    tables, found = _tables(workbook, specs)
    duplicates = [f for spec in specs for f in _index(spec, tables, reader)]
    cover = read_cover(workbook.filename, workbook.sheets, reader, received)
    deliverer = cover.source or source
    reader.terms = LocalTerms.of(known.terms, deliverer.key if deliverer else "")
    terms = _terms(tables, reader, workbook.sha256)
    protection = protect(Sheets(workbook.filename, workbook.sheets, tables, workbook.raw), reader, known)
    if protection.findings:
        return replace(empty, filename=protection.filename, findings=protection.findings)
    if workbook.sha256 in known.files and not again:
        return replace(empty, findings=(finding("already-imported", Place(workbook.filename)),))
    told = cover.findings if tables and (cover.source or source is None) else ()
    notes = [note for table in tables for note in table_notes(table)]
    read = _rows(tables, reader, workbook.sha256)
    findings = (*workbook.findings, *found, *told, *duplicates, *notes, *read.findings, *terms)
    delivery = replace(empty, source=deliverer, findings=findings)
    if delivery.refused:
        return delivery
    complete = replace(
        delivery,
        records=tuple(made_concepts(read.records)),
        columns=tuple(use for table in tables for use in _uses(table)),
        groups=_groups(read.groups),
        sheet_numbers={sheet.name: sheet.number for sheet in (workbook.raw or workbook.sheets)},
        recast=bool(workbook.raw),
    )
    return hold_back(complete, holding(terms), reader.index.known)


@dataclass(slots=True)
class _Read:
    records: tuple[Record, ...]
    findings: list[Finding]
    groups: Mapping[Group, frozenset[URIRef]]


def _tables(workbook: Workbook, specs: Sequence[SheetSpec]) -> tuple[list[Table], list[Finding]]:
    tables: list[Table] = []
    findings: list[Finding] = []
    for sheet in workbook.sheets:
        if tag_of(sheet.cell(1, 1)) in {HELP_TAG, LISTS_TAG} or not any(any(row) for row in sheet.grid):
            continue
        recognition = recognise(workbook.filename, sheet, specs)
        if recognition is not None:
            findings += recognition.findings
            tables += [recognition.table] if recognition.table else []
        elif not is_cover(sheet):
            findings += sheet_notes(workbook.filename, sheet)
            findings.append(finding("sheet-unknown", Place(workbook.filename, sheet.name)))
    if not tables:  # one finding says it all
        names = ", ".join(f"‹{sheet.name}›" for sheet in workbook.sheets) or "–"
        example = specs[0].columns[0].tag if specs else "#"
        fill = {"sheets": names, "example": example}
        return [], [finding("no-sheet", Place(workbook.filename), fill=fill)]
    return tables, findings


def _index(spec: SheetSpec, tables: Sequence[Table], reader: CellReader) -> list[Finding]:
    """Make the records of one class findable; two rows with one key would become one record (rule DQ-L05)."""
    rows: dict[str, list[tuple[Table, int]]] = {}
    for table in tables:
        column = table.column(Kind.KEY)
        if table.spec is not spec or column is None:
            continue
        for number, cells in table.rows:
            cell = cells.get(column.number)
            key = cell.text if cell else ""
            if not iris.is_key(key):
                continue
            rows.setdefault(key, []).append((table, number))
            names = [
                cells[c.number].text
                for c in table.columns
                if c.number in cells and (c is table.name_column or c.spec.paths[-1] in _AREA_CODES)
            ]
            reader.index.add(iris.record(reader.index.ags, spec.cls, key), key, names)
    return [
        finding(
            "key-duplicate",
            same[1][0].place(same[1][1], same[1][0].column(Kind.KEY)),
            found=key,
            places=tuple(table.place(number, table.column(Kind.KEY)) for table, number in same),
            fill={"rows": ", ".join(str(number) for _, number in same)},
        )
        for key, same in rows.items()
        if len(same) > 1
    ]


def _terms(tables: Sequence[Table], reader: CellReader, sha256: str) -> list[Finding]:
    """Let the file's own words count from its first cell on; what is to be said about them."""
    own = [
        read_row(table, number, cells, reader, sha256).record
        for table in tables
        if table.spec.cls == SOZ.LocalTerm
        for number, cells in table.rows
    ]
    told = list(term_findings(own, reader.terms))
    for record in own:
        term = term_of(record)
        if term is not None and record.iri not in holding(told):
            reader.terms.add(term)
    return told


def _rows(tables: Sequence[Table], reader: CellReader, sha256: str) -> _Read:
    records: list[Record] = []
    findings: list[Finding] = []
    groups: dict[Group, set[URIRef]] = {}
    for table in tables:
        for number, cells in table.rows:
            row = read_row(table, number, cells, reader, sha256)
            records.append(row.record)
            findings += row.findings
            for group in row.groups:
                groups.setdefault(group, set()).add(row.record.iri)
    return _Read(tuple(records), findings, {group: frozenset(users) for group, users in groups.items()})


def _uses(table: Table) -> list[ColumnUse]:
    """As what each column of the delivered file was read; of a recast table, the columns its cells came from."""
    if table.sheet.origins:
        return _recast_uses(table)
    return [
        ColumnUse(
            sheet=table.sheet.name,
            sheet_number=table.sheet.number,
            letter=column.letter,
            header=column.header,
            tag=column.spec.tag,
            cls=table.spec.cls,
            path=column.spec.paths[-1],
        )
        for column in table.columns
    ]


def _recast_uses(table: Table) -> list[ColumnUse]:
    uses: dict[tuple[str, str, str], ColumnUse] = {}
    columns = {column.number: column for column in table.columns}
    for (_, number), origin in table.sheet.origins.items():
        column = columns.get(number)
        if column is None or origin.column is None:
            continue
        use = ColumnUse(
            sheet=origin.sheet,
            sheet_number=origin.sheet_number,
            letter=origin.column,
            header=origin.header or "",
            tag=column.spec.tag,
            cls=table.spec.cls,
            path=column.spec.paths[-1],
        )
        uses.setdefault((use.sheet, use.letter, use.tag), use)
    return list(uses.values())


def _groups(groups: Mapping[Group, frozenset[URIRef]]) -> tuple[CompositeGroup, ...]:
    return tuple(
        CompositeGroup(group.iri, tuple(group_triples(group)), users)
        for group, users in sorted(groups.items(), key=lambda item: item[0].iri)
    )
