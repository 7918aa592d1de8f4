"""Editing one record by hand: what was changed is stated by the house itself, and everything is checked as in a file.

The whole record goes through reader and rules, so that a change is judged beside what it is changed in; only the
changed fields become statements of the editorial source. What other sources say stays, and holds again once the
editorial statement is taken back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from rdflib import URIRef

from app.delivery.changes import Records
from app.delivery.examination import Examination, Intake, examine_workbook
from app.delivery.stating import Said, narrowed, stated_columns
from app.delivery.workplace import check_reason
from app.errors import RequestError
from app.records.rows import Reader, Row, graphs_of, key_column, reader_of
from app.town import OpenTown
from graph import Entry, Finding, Patch, Version
from graph.manifest import Kind as Occasion
from graph.sources import source_of
from loaders import Source, workbook_of_sheets
from ontology import iris
from ontology.codes import CL
from ontology.namespaces import DCTERMS, PROV, RDF
from ontology.sheets import SheetSpec
from shapes import inverse_columns, sheet_specs

if TYPE_CHECKING:
    from graph.town import Snapshot

EDITORIAL: Final = "datenpflege"
_TITLE: Final = "Datenpflege im Haus"
_KIND: URIRef = CL["quellenart-redaktion"]
_PUBLIC: URIRef = CL["offenlegung-oeffentlich"]
_FRAME: Final = {RDF.type, DCTERMS.identifier, PROV.wasDerivedFrom}


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants to change. `changes`: column tag → new text, only of what was touched; `lang` of findings."""

    spec: SheetSpec
    key: str
    changes: Mapping[str, str]
    new: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A change that was looked at. `fields`: column tag → text before and after; `problems`: finding and its column."""

    examination: Examination
    fields: Mapping[str, tuple[str, str]]
    problems: tuple[tuple[Finding, str], ...]

    @property
    def acceptable(self) -> bool:
        """Whether it may be saved: nothing refused, nothing that would hold a row back."""
        held = any(record.held_back for record in self.examination.delivery.records)
        return self.examination.refusal is None and not held and bool(self.fields)


def sheet_of(name: str) -> SheetSpec:
    """The sheet of this tag, with or without `#`.

    Raises:
        RequestError: there is none.
    """
    wanted = f"#{name.removeprefix('#').casefold()}"
    found = next((spec for spec in sheet_specs() if spec.tag == wanted), None)
    if found is None:
        known = ", ".join(spec.tag.removeprefix("#") for spec in sheet_specs())
        raise RequestError(f"Datensätze: ‹{name}› gibt es nicht; erwartet eines von {known}")
    return found


def examined(town: OpenTown, edit: Edit, today: date) -> Edited:
    """Find out what an edit would do. Nothing is stored.

    Raises:
        RequestError: no such record or field, the key is taken, or a field is emptied that other sources fill.
    """
    examination, fields = examined_together(town, [edit], today)
    return Edited(examination, fields[0], tuple((f, _column_of(f, edit.spec)) for f in examination.findings))


def examined_together(
    town: OpenTown, edits: Sequence[Edit], today: date
) -> tuple[Examination, list[Mapping[str, tuple[str, str]]]]:
    """Find out what several edits would do at once, so that one may refer to a record another makes.

    Args:
        town: whose records.
        edits: at most one per record.
        today: the day it is stated on.

    Returns:
        The examination, and for each edit column tag → text before and after.

    Raises:
        RequestError: as `examined`.
    """
    base = town.snapshot()
    reader = reader_of(base, town.secrets(base))
    prepared = [_prepared(town, reader, edit) for edit in edits]
    sheets = {edit.spec.tag: edit.spec for edit in edits}
    rows = [(spec, [p.texts for p in prepared if p.edit.spec.tag == tag]) for tag, spec in sheets.items()]
    workbook = workbook_of_sheets(rows, occasion=f"{today.isoformat()} {base.version}")
    source = Source(EDITORIAL, _TITLE, _KIND, today)
    said = {p.record: Said(p.edit.spec, p.stated) for p in prepared}
    intake = Intake(source=source, partial=True, again=True, stated=narrowed(said))
    return examine_workbook(town, workbook, intake, _no_step, today), [p.fields for p in prepared]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An edit as the whole row it makes. `stated`: the columns the house states, None = all."""

    edit: Edit
    record: URIRef
    texts: Mapping[str, str]
    stated: frozenset[str] | None
    fields: Mapping[str, tuple[str, str]]


def _prepared(town: OpenTown, reader: Reader, edit: Edit) -> _Prepared:
    record = record_of(town, edit.spec, edit.key)
    row = reader.row(edit.spec, record)
    own = reader.row(edit.spec, record, graphs_of(town.ags, EDITORIAL))
    fields = _touched(edit, row)
    if not edit.new:
        _check_emptied(edit, fields, reader, own, only=only_editorial(reader, edit.spec, record))
    texts = {
        **row.texts,
        **{tag: after for tag, (_, after) in fields.items()},
        key_column(edit.spec).tag: edit.key,
    }
    stated = None if edit.new else stated_columns(edit.spec, {*fields, *own.settled}, texts)
    return _Prepared(edit, record, texts, stated, fields)


def save(town: OpenTown, edit: Edit, who: str, why: str, today: date) -> tuple[Edited, Version | None]:
    """Make an edit the next version, if it may be; otherwise nothing changes and the findings say why.

    Raises:
        RequestError: as `examined`; or `who` or `why` is empty or names a person.
    """
    check_reason(who, why)
    edited = examined(town, edit, today)
    if not edited.acceptable:
        return edited, None
    return edited, keep(town, edited.examination, who, why)


def keep(town: OpenTown, examination: Examination, who: str, why: str) -> Version:
    """Make edits that were examined, and may be saved, the next version."""
    changes = examination.changes
    counts = {"new": len(changes.new), "changed": len(changes.changed)}
    sha256 = examination.delivery.sha256  # by it a later reversal knows what this edit said
    entry = Entry(who, why, Occasion.EDIT, file_sha256=sha256, source=EDITORIAL, counts=counts, partial=True)
    return town.store.commit(examination.patch, entry, base=examination.base.version)


def withdraw(
    town: OpenTown, spec: SheetSpec, key: str, tags: tuple[str, ...], *, who: str, why: str
) -> Version:
    """Take editorial statements back, so that what the other sources say holds again.

    Args:
        town: whose record it is.
        spec: the sheet of the record.
        key: of the record.
        tags: of the columns; empty = everything the house says about the record.
        who: who wants it.
        why: for what reason.

    Raises:
        RequestError: nothing is stated editorially, or the record is known from nowhere else.
    """
    check_reason(who, why)
    base = town.snapshot()
    reader = reader_of(base, town.secrets(base))
    record = record_of(town, spec, key)
    if only_editorial(reader, spec, record):
        raise RequestError(
            f"Datensatz {key}: Er ist nur aus der Datenpflege bekannt; ohne ihre Angaben gäbe es ihn nicht. Soll er nicht "
            "mehr gelten, bitte beenden"
        )
    said = Records.of(town.store.source_quads(EDITORIAL)).by_record.get(record, frozenset())
    paths = {column.paths[0] for column in spec.columns if column.tag in tags or not tags}
    parts = {value for _, path, value, _ in said if path in paths and str(value).startswith(f"{record}-")}
    gone = {
        quad
        for quad in said
        if (quad[0] == record and (quad[1] in paths - _FRAME or quad[2] in paths)) or quad[0] in parts
    }
    if all(quad[1] in _FRAME for quad in said - gone):
        gone = set(said)
    if not gone:
        raise RequestError(f"Datensatz {key}: Die Datenpflege sagt dazu nichts, das zurückzunehmen wäre")
    entry = Entry(who, why, Occasion.EDIT, source=EDITORIAL, counts={"changed": 1}, partial=True)
    return town.store.commit(Patch.of(gone, ()), entry)


def record_of(town: OpenTown, spec: SheetSpec, key: str) -> URIRef:
    """The IRI of a record.

    Raises:
        RequestError: the key cannot be one.
    """
    if not iris.is_key(key):
        raise RequestError(
            f"Kennung ‹{key}›: erwartet Buchstaben, Ziffern, Punkt, Unter- und Bindestrich, keine Leerzeichen"
        )
    return iris.record(town.ags, spec.cls, key)


def speaking(reader: Reader, spec: SheetSpec, record: URIRef) -> dict[str, Row]:
    """The sources that speak about a record, each with its row."""
    snapshot: Snapshot = reader.snapshot
    graphs = snapshot.engine.graph_names()
    keys = {found[0] for graph in graphs if (found := source_of(snapshot.ags, graph))}
    rows = {key: reader.row(spec, record, graphs_of(snapshot.ags, key)) for key in sorted(keys)}
    return {key: row for key, row in rows.items() if row.exists}


def only_editorial(reader: Reader, spec: SheetSpec, record: URIRef) -> bool:
    """Whether nobody but the house speaks about a record."""
    return set(speaking(reader, spec, record)) <= {EDITORIAL}


def _touched(edit: Edit, row: Row) -> dict[str, tuple[str, str]]:
    if row.exists and edit.new:
        raise RequestError(
            f"Kennung ‹{edit.key}› ist schon vergeben; eine freie wählen oder den Datensatz bearbeiten"
        )
    if not row.exists and not edit.new:
        raise RequestError(
            f"Datensatz {edit.key} gibt es in ‹{edit.spec.label['de']}› nicht. Schreibweise prüfen"
        )
    key, fixed = key_column(edit.spec).tag, set() if edit.new else inverse_columns()
    fields: dict[str, tuple[str, str]] = {}
    for tag, text in edit.changes.items():
        column = edit.spec.column(tag)
        if column is None or tag == key:
            known = ", ".join(c.tag.partition("+")[2] for c in edit.spec.columns if c.tag != key)
            raise RequestError(
                f"Feld ‹{tag.partition('+')[2] or tag}› gibt es hier nicht; erwartet eines von {known}"
            )
        before, after = row.text(tag), text.strip()
        if before == after:
            continue
        if tag in fixed:
            raise RequestError(
                f"Feld ‹{column.label['de']}› steht fest, sobald es den Datensatz gibt. Ihn beenden und neu anlegen"
            )
        fields[tag] = (before, after)
    return fields


def _check_emptied(
    edit: Edit, fields: Mapping[str, tuple[str, str]], reader: Reader, own: Row, *, only: bool
) -> None:
    """An empty field says nothing, so it cannot contradict a source that fills it."""
    emptied = [tag for tag, (_, after) in fields.items() if not after]
    if only or not emptied:
        return
    others = {k: r for k, r in speaking(reader, edit.spec, own.record).items() if k != EDITORIAL}
    for tag in emptied:
        if any(row.text(tag) for row in others.values()):
            column = edit.spec.column(tag)
            name = column.label["de"] if column else tag
            raise RequestError(
                f"Feld ‹{name}›: Eine Quelle nennt hier einen Wert, ein leeres Feld widerspricht ihm nicht. Bitte „keine“ "
                "(geprüft, gibt es nicht) oder „unbekannt“ (gefragt, aber nicht bekannt) eintragen"
            )


def _column_of(finding: Finding, spec: SheetSpec) -> str:
    """The column a finding belongs to; empty if it is about the whole record."""
    place = finding.place
    if place is not None and place.column:
        number = 0
        for character in place.column:
            number = number * 26 + ord(character) - 64
        if 0 < number <= len(spec.columns):
            return spec.columns[number - 1].tag
    return next((c.tag for c in spec.columns if finding.path in (c.paths[-1], c.paths[0])), "")


def _no_step(_stage: str, _fraction: float) -> None:
    """A single record is examined too quickly to tell stages."""
