"""Single records for people: lists of a class, one record as a form, and what became of an edit."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from app import display
from app.cockpit.overviews import deliveries
from app.delivery.previews import finding_view
from app.freshness import Confirmed, Freshness, confirmed, freshness, freshness_text
from app.protection import ask, statement
from app.records.editing import EDITORIAL, Edited, record_of, sheet_of, speaking
from app.records.options import options
from app.records.rows import Reader, Row, key_column, reader_of
from app.records.views import FieldView, RecordEdit, RecordFinding, RecordForm, SaidView, SheetChoice
from app.small_numbers import counts_people
from app.town import OpenTown
from app.views import CellKind, CellView, ColumnView, FieldChange, RefusalView, TableView, VersionView
from graph.town import Snapshot
from ontology import iris
from ontology.codes import CL
from ontology.iris import Audience
from ontology.sheets import ColumnSpec, SheetSpec
from ontology.terms import SOZ
from ontology.vocabulary import label
from ontology.words import words_of
from queries.rq import fill
from shapes import inverse_columns, sheet_specs

_DIGITS: Final = re.compile(r"(.*?)(\d+)")
_WITHHELD: Final = {CL["wertstatus-gesperrt"]}
_COLUMNS: Final = ("key", "label", "status", "ends", "sources", "verified", "freshness")
_WORDS = words_of(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """For which day and reader."""

    today: date
    lang: str


def sheets(snapshot: Snapshot, lang: str) -> tuple[SheetChoice, ...]:
    """The classes that have a sheet, with how many records there are."""
    rows = ask(snapshot.engine, "class_counts.rq", [_stand(snapshot)]).rows
    counts = {cls: int(str(number)) for cls, number in rows}
    return tuple(
        SheetChoice(s.tag.removeprefix("#"), s.label[lang], s.help[lang], counts.get(s.cls, 0))
        for s in sheet_specs()
    )


def record_list(town: OpenTown, snapshot: Snapshot, sheet: str, asked: Asked) -> TableView:
    """All records of a class, by key."""
    spec = sheet_of(sheet)
    query = fill(statement("records_of_class.rq"), {"class": [spec.cls]}, "records_of_class.rq")
    found = {row[0]: row for row in snapshot.engine.select(query, [_stand(snapshot)]).rows}
    sources = _sources(snapshot, spec)
    has_status = any(c.paths == (SOZ.status,) for c in spec.columns)
    names = [n for n in _COLUMNS if n != "status" or has_status]
    kinds = {"key": CellKind.RECORD, "ends": CellKind.DATE, "verified": CellKind.DATE}
    columns = tuple(
        ColumnView(n, _WORDS(f"column.{n}", asked.lang), kinds.get(n, CellKind.TEXT)) for n in names
    )
    rows = []
    for record, key, name, verified, _since, ends, status in sorted(
        found.values(), key=lambda r: _natural(str(r[1]))
    ):
        day = _day(verified)
        step = freshness(day, asked.today, town.thresholds)
        cells = {
            "key": CellView(str(key), str(key), str(record)),
            "label": CellView(str(name or ""), str(name or "")),
            "status": CellView(label(status, asked.lang) if isinstance(status, URIRef) else ""),
            "ends": display.cell(ends, CellKind.DATE, asked.lang, {}),
            "sources": CellView(", ".join(sources.get(record, ()))),
            "verified": display.cell(verified, CellKind.DATE, asked.lang, {}),
            "freshness": CellView(freshness_text(step, asked.lang), str(step)),
        }
        rows.append(tuple(cells[n] for n in names))
    return TableView(spec.label[asked.lang], columns, tuple(rows), name=spec.tag.removeprefix("#"))


def form(town: OpenTown, snapshot: Snapshot, sheet: str, key: str | None, asked: Asked) -> RecordForm:
    """A record as a form; without key an empty one, with the next key that is free.

    Raises:
        RequestError: no such sheet, or a key that cannot be one.
    """
    spec = sheet_of(sheet)
    reader = reader_of(snapshot, town.secrets(snapshot))
    key = key or next_key(reader, spec)
    record = record_of(town, spec, key)
    row = reader.row(spec, record)
    said = speaking(reader, spec, record) if row.exists else {}
    titles = {d.source: (d.title, d.delivered_on) for d in deliveries(snapshot, asked.lang)}
    own = said.get(EDITORIAL)
    verified = next((_day(v) for v in (row.says or {}).get(SOZ.verifiedOn, ())), None)
    step = freshness(verified, asked.today, town.thresholds)
    fields = _Fields(town, reader, spec, row, asked, verified)
    others = {} if _is_withheld(row) else {k: r for k, r in said.items() if k != EDITORIAL or len(said) > 1}
    return RecordForm(
        sheet=spec.tag.removeprefix("#"),
        sheet_label=spec.label[asked.lang],
        sheet_help=spec.help[asked.lang],
        key=key,
        label=reader.name(record) if row.exists else "",
        iri=str(record),
        fields=tuple(fields.view(column, own, others, titles) for column in spec.columns),
        version=snapshot.version,
        exists=row.exists,
        editorial=own is not None,
        only_editorial=row.exists and set(said) <= {EDITORIAL},
        can_end=any(c.paths == (SOZ.validTo,) for c in spec.columns),
        verified_on=verified,
        freshness=str(step),
        freshness_text=freshness_text(step, asked.lang),
        sources=tuple(titles.get(k, (k, None))[0] for k in said),
        lang=asked.lang,
    )


def edit_view(
    edited: Edited, version: VersionView | None, spec: SheetSpec, key: str, lang: str
) -> RecordEdit:
    """What an edit does, in words; of a refused one only why."""
    refusal = edited.examination.refusal
    names = {c.tag: c.label[lang] for c in spec.columns}
    changes = tuple(FieldChange(names[tag], old, new) for tag, (old, new) in edited.fields.items())
    if refusal is not None:
        told = RefusalView(refusal.rule, refusal.message[lang], refusal.remedy.get(lang, ""))
        return RecordEdit(
            "" if refusal.rule.startswith(("DQ-L08", "DQ-04")) else key,
            (),
            (),
            acceptable=False,
            refused=told,
        )
    findings = tuple(RecordFinding(tag, finding_view(f, lang)) for f, tag in edited.problems)
    return RecordEdit(key, changes, findings, acceptable=edited.acceptable, version=version)


def next_key(reader: Reader, spec: SheetSpec) -> str:
    """The next free key by the pattern most keys of the class follow: after A-312 comes A-313."""
    slug = iris.key_slug(spec.cls)
    keys = [known.key for known in reader.known if (p := iris.parts(known.iri)) and p.slug == slug]
    series: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        match = _DIGITS.fullmatch(key)
        if match:
            series[match[1]].append(match[2])
    if not series:
        match = _DIGITS.fullmatch(key_column(spec).example)
        return f"{match[1]}{'1'.zfill(len(match[2]))}" if match else "1"
    prefix, numbers = max(series.items(), key=lambda item: len(item[1]))
    return f"{prefix}{str(max(map(int, numbers)) + 1).zfill(max(map(len, numbers)))}"


class _Fields:
    """The fields of one record, in one language."""

    def __init__(
        self, town: OpenTown, reader: Reader, spec: SheetSpec, row: Row, asked: Asked, verified: date | None
    ) -> None:
        self._town = town
        self._reader = reader
        self._row = row
        self._asked = asked
        self._whole = Confirmed(verified) if verified else None
        self._confirmed = confirmed(reader.snapshot, [row.record]) if row.exists else {}
        self._key = key_column(spec).tag

    def view(
        self,
        column: ColumnSpec,
        own: Row | None,
        others: Mapping[str, Row],
        titles: Mapping[str, tuple[str, date | None]],
    ) -> FieldView:
        lang, text = self._asked.lang, self._row.text(column.tag)
        when = self._when(column) if text else None
        step = freshness(when.day, self._asked.today, self._town.thresholds) if when else Freshness.NEVER
        fixed = self._row.exists and (column.tag == self._key or column.tag in inverse_columns())
        return FieldView(
            tag=column.tag,
            label=column.label[lang],
            help=column.help[lang],
            kind=str(column.kind),
            group=column.group,
            text=text,
            values=_parts(text, column),
            options=options(column, self._reader, lang),
            required=column.required,
            repeatable=column.repeatable,
            fixed=fixed,
            example=column.example,
            stated=own is not None and column.tag in own.settled,
            said=tuple(
                SaidView(
                    titles.get(key, (key, None))[0], row.text(column.tag), titles.get(key, (key, None))[1]
                )
                for key, row in others.items()
                if row.text(column.tag) and row.text(column.tag) != text
            ),
            confirmed_text=_when_text(when, lang) if when else "",
            freshness=str(step) if text and self._row.exists else "",
            freshness_text=freshness_text(step, lang) if text and self._row.exists else "",
            people=counts_people(column),
        )

    def _when(self, column: ColumnSpec) -> Confirmed | None:
        """The newest confirmation of a field: its own, or that of the whole record."""
        found = [self._whole, *(self._confirmed.get((self._row.record, path)) for path in column.paths)]
        return max((c for c in found if c is not None), key=lambda c: (c.day, bool(c.by)), default=None)


def _when_text(when: Confirmed, lang: str) -> str:
    day = display.day(when.day, lang)
    return (
        _WORDS("confirmed_by", lang, day=day, by=when.by) if when.by else _WORDS("confirmed", lang, day=day)
    )


def _parts(text: str, column: ColumnSpec) -> tuple[str, ...]:
    if not column.repeatable or not text:
        return (text,) if text else ()
    return tuple(text.split("; "))


def _sources(snapshot: Snapshot, spec: SheetSpec) -> Mapping[Node | None, list[str]]:
    query = fill(statement("class_sources.rq"), {"class": [spec.cls]}, "class_sources.rq")
    provenance = iris.provenance_graph(snapshot.ags)
    titles = {row[0]: str(row[2] or row[1]) for row in ask(snapshot.engine, "sources.rq", [provenance]).rows}
    found: defaultdict[Node | None, list[str]] = defaultdict(list)
    for record, source in snapshot.engine.select(query, [_stand(snapshot), provenance]).rows:
        found[record].append(titles.get(source, ""))
    return {record: sorted(set(names)) for record, names in found.items()}


def _is_withheld(row: Row) -> bool:
    """Whether something of the record must not be shown; then no source's words about it are either."""
    says = row.says or {}
    hidden = says.get(SOZ.disclosure, frozenset()) & {CL["offenlegung-geschuetzt"]}
    return bool(hidden or says.get(SOZ.valueStatus, frozenset()) & _WITHHELD)


def _stand(snapshot: Snapshot) -> URIRef:
    return iris.stand_graph(snapshot.ags, Audience.INTERN)


def _day(value: Node | None) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value is not None else None


def _natural(key: str) -> tuple[object, ...]:
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", key) if p)
