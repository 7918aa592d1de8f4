"""A mapping for a workbook nobody has mapped yet, with a reason for every part of it.

It is made of headers, values and the structure of each table. What is not sure enough is left open; a word is given a
meaning only if it names one term and no other; nothing is called public unless a column says so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from loaders.evidence import Evidence, evidence
from loaders.header_facts import date_in
from loaders.layout import Layout, data_rows, find_layout
from loaders.mapping import Mapping as Agreement
from loaders.mapping import SourceHead
from loaders.proposal_columns import Column, recognise_columns, spec_of
from loaders.proposal_draft import RecordDraft, TableDraft
from loaders.proposal_figures import (
    Figures,
    figures_in,
    propose_areas,
    propose_timeline,
    propose_years,
    year_columns,
)
from loaders.proposal_offers import propose_bodies, propose_offers
from loaders.proposal_terms import OpenTerm, with_terms
from loaders.reasons import Reason
from loaders.recast import FieldPlace
from loaders.spreadsheet import Sheet
from loaders.workbook import Workbook
from ontology.sheets import SheetSpec
from ontology.vocabulary import fold

__all__ = ["OpenTerm", "Proposal", "Reason", "propose"]

_REGISTER = "quellenart-register"
_TITLES = 8  # rows set aside that may name a date
_ID_LENGTH = 40
_DATES = re.compile(r"(?<!\d)(?:\d{1,2}[. -]){0,2}(?:19|20)\d\d(?:[-. ]?\d\d){0,2}(?!\d)")
_BODIES = frozenset({"#traeger+name", "#angebot+name"})
_CONTACT = frozenset({
    "#angebot+telefon", "#angebot+email", "#angebot+webseite", "#standort+strasse", "@anschrift", "@strasse-nummer", "#standort+plz",
    "@plz-ort",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping and why.

    Attributes:
        mapping: without tables if nothing was recognised.
        reasons: one per field of the mapping.
        open_columns: sheet and header of filled columns that nothing reads.
        open_terms: sheet tag and column of ours → words that no list knows, the most frequent first.
    """

    mapping: Agreement
    reasons: Mapping[FieldPlace, Reason] = field(default_factory=dict)
    open_columns: tuple[tuple[str, str], ...] = ()
    open_terms: Mapping[tuple[str, str], tuple[OpenTerm, ...]] = field(default_factory=dict)


def propose(
    workbook: Workbook, specs: Sequence[SheetSpec], *, source: SourceHead | None = None, town: str = ""
) -> Proposal:
    """Propose a mapping.

    Args:
        workbook: as read; of a refused one nothing is proposed.
        specs: the sheets of the template.
        source: who delivers; made of the file's name otherwise.
        town: municipality key of the town that is open; areas below it belong to it.
    """
    head = source or _source_of(workbook)
    tables = [table for sheet in workbook.sheets if (table := _Table.of(sheet)) is not None]
    drafts = [
        (table, draft)
        for table in tables
        if (draft := _draft(table, specs, workbook, head.key, town)) is not None
    ]
    named = len(tables) > 1
    reasons: dict[FieldPlace, Reason] = {}
    open_terms: dict[tuple[str, str], list[OpenTerm]] = {}
    finished: list[TableDraft] = []
    for number, (table, draft) in enumerate(drafts):
        by_header = {column.header: column for column in table.columns}
        for at, record in enumerate(draft.records):
            for place, (entry, why) in enumerate(record.fields):
                spec = spec_of(f"{record.into}+{entry.to}", specs)
                changed, waiting = with_terms(entry, spec, by_header) if spec else (entry, ())
                record.fields[place] = (changed, why)
                reasons[number, at, place] = why
                if waiting:
                    open_terms.setdefault((record.into, entry.to), []).extend(waiting)
        draft.sheet = table.sheet.name if named else ""
        finished.append(draft)
    mapping = Agreement(source=head, tables=tuple(draft.mapping for draft in finished))
    return Proposal(
        mapping,
        reasons,
        tuple(_open_columns(tables, [(t.sheet.name, d) for t, d in drafts], mapping)),
        {place: tuple(terms) for place, terms in open_terms.items()},
    )


@dataclass(frozen=True, slots=True)
class _Table:
    sheet: Sheet
    layout: Layout
    columns: tuple[Evidence, ...]
    rows: tuple[Mapping[int, str], ...]

    @classmethod
    def of(cls, sheet: Sheet) -> "_Table | None":
        """The table on a sheet; None if there is none that lists anything."""
        layout = find_layout(sheet)
        rows = list(data_rows(sheet, layout))
        columns = evidence(sheet.name, layout.headers, (cells for _, cells in rows))
        if len(rows) < 1 or sum(column.filled > 0 for column in columns) < 2 or not layout.header_rows:
            return None
        texts = tuple({number: cell.text for number, cell in cells.items()} for _, cells in rows)
        return cls(sheet, layout, columns, texts)


def _draft(
    table: _Table, specs: Sequence[SheetSpec], workbook: Workbook, source: str, town: str
) -> TableDraft | None:
    roles = recognise_columns(table.columns, specs)
    if "#standort+ort" in roles and not roles.keys() & (_CONTACT | _BODIES) and "@gebiet" not in roles:
        roles["@gebiet"] = roles.pop("#standort+ort")  # a town without any address is what the row is about
    records = _records(table, roles, specs, workbook, source, town)
    return TableDraft("", records) if records else None


def _records(
    table: _Table,
    roles: Mapping[str, Column],
    specs: Sequence[SheetSpec],
    workbook: Workbook,
    source: str,
    town: str,
) -> list[RecordDraft]:
    """What kind of table it is decides what becomes of it."""
    numeric = figures_in(table.columns, roles)
    titles = [aside.text for aside in table.layout.set_aside[:_TITLES] if aside.reason == "title"]
    told = next((day for text in titles if (day := date_in(text))), None)
    around = " ".join(_DATES.sub(" ", _plain_name(workbook)).split())
    figures = Figures(
        table.columns,
        roles,
        numeric,
        told or date_in(_plain_name(workbook)),
        sure=told is not None,
        around=around,
        source=source,
        town=town,
    )
    offers = "#traeger+name" in roles or (
        roles.keys() & {"#angebot+name", "#angebot+angebotsart"} and roles.keys() & _CONTACT
    )
    if len(year_columns(table.columns)) >= 2 and not roles.keys() & _CONTACT:
        return propose_years(figures)
    if "@jahr" in roles and len(numeric) >= 1 and not offers:
        return propose_timeline(figures)
    areas = (
        bool(roles.keys() & {"@gebiet", "#gebiet+ags"})
        and not roles.keys() & _CONTACT
        and "#traeger+name" not in roles
    )
    if areas and ("#gebiet+ags" in roles or "#gebiet+einwohner" in roles or len(numeric) >= 2):
        return propose_areas(figures)
    if not offers:
        return []
    if "#traeger+name" in roles and not roles.keys() & {
        "#angebot+name",
        "#angebot+angebotsart",
        "#abdeckung+plaetze",
    }:
        provider = roles["#traeger+name"].evidence
        if len(provider.values) >= 0.9 * provider.filled:
            return propose_bodies(roles, specs)
    used = {column.evidence.number for column in roles.values()}
    marks = tuple(c for c in table.columns if c.marks and c.number not in used)
    return propose_offers(roles, marks, table.rows, specs, source)


def _open_columns(
    tables: Sequence[_Table], drafts: Sequence[tuple[str, TableDraft]], mapping: Agreement
) -> list[tuple[str, str]]:
    used = {name: mapping.used_columns(draft.mapping) for name, draft in drafts}
    return [
        (table.sheet.name, column.header)
        for table in tables
        for column in table.columns
        if column.filled and column.header not in used.get(table.sheet.name, frozenset())
    ]


def _source_of(workbook: Workbook) -> SourceHead:
    name = _plain_name(workbook)
    undated = " ".join(_DATES.sub(" ", name).split())  # the next delivery is of the same source
    key = re.sub(r"[^a-z0-9]+", "-", fold(undated)).strip("-")[:_ID_LENGTH].strip("-")
    return SourceHead(key=key or "quelle", title=undated or name or "Quelle", kind=_REGISTER)


def _plain_name(workbook: Workbook) -> str:
    return " ".join(re.sub(r"[_.]+", " ", PurePath(workbook.filename).stem).split())
