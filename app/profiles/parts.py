"""The parts of a profile: fields, tables of related records, cells, rows of answers; with what an empty one weighs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from rdflib import URIRef
from rdflib.term import Node

from app import display
from app.answers import translating as answers
from app.asked import Asked, put
from app.profiles.facts import LANGUAGE_TEXTS, Material, kind_of
from app.profiles.layouts import FromAnswer, Layout, Related, Section, column_of, is_term, sheet_of
from app.profiles.views import ProfileFact, ProfileSection
from app.town import OpenTown
from app.views import CellKind, CellView, ColumnView, Row, TableView
from ontology.codes import CL
from ontology.namespaces import SKOS, namespace
from ontology.sheets import ColumnSpec, SheetSpec
from ontology.terms import SOZ
from ontology.vocabulary import label
from queries.answer import Row as AnswerRow
from queries.declarations import Declarations
from queries.record_absence import absence_of
from queries.record_cells import cells_of_need, cells_of_offer, supply_of_area
from queries.verdict import Claim
from queries.words import Words
from shapes import inverse_columns

MOST: Final = 300
_CELLS: Final = {"offer": cells_of_offer, "need": cells_of_need, "area": supply_of_area}


class Parts:
    """Makes the parts of the profile of one record or concept."""

    def __init__(
        self, town: OpenTown, asked: Asked, material: Material, subject: URIRef, layout: Layout
    ) -> None:
        self._town = town
        self._asked = asked
        self._material = material
        self._subject = subject
        self._layout = layout
        self._declarations = Declarations(material.reading)
        self.shown: set[URIRef] = set()

    def section(self, section: Section) -> ProfileSection:
        """A section as its layout says."""
        made = ProfileSection(
            section.name,
            section.title.get(self._lang),
            note=section.note.get(self._lang) if section.note else "",
        )
        if section.records is not None:
            return self._related(made, section.records)
        if section.answer is not None:
            return self._answer(made, section.answer)
        if section.cells is not None:
            block = _CELLS[section.cells](self._material.reading, self._subject)
            things = [v for row in block.rows for v in row.values() if isinstance(v, URIRef)]
            table = answers.table(block, self._lang, self._material.reading.labels(things))
            return _with(made, table, ())
        facts = tuple(self.fact(name) for name in section.fields)
        # a vocabulary explains a term where it needs it; that it does not is no gap in what is recorded
        facts = tuple(f for f in facts if f.said != "missing" or not f.name.startswith("skos:"))
        return ProfileSection(made.name, made.title, facts=facts, note=made.note)

    def fact(self, name: str) -> ProfileFact:
        """A field of the record, by tag of a column or by a term."""
        if is_term(name):
            prefix, _, local = name.partition(":")
            path = URIRef(namespace(prefix)[local])
            values = self._material.about([self._subject])[self._subject].get(path, ())
            if path in LANGUAGE_TEXTS:
                values = _in_language(values, self._lang)
            known = _SKOS.get(path)
            words = known.get(self._lang) if known else _headed(display.term_label(path, self._lang))
            kind, column = CellKind.TEXT, None
        else:
            column = column_of(sheet_of(self._layout.sheet), name)
            path, kind, words = column.paths[-1], kind_of(column), column.label[self._lang]
            values = self._material.values(self._subject, column)
        said = "" if values else self._said(column.paths[0] if column else path)
        return ProfileFact(
            name, words, _path(column) if column else str(path), self._material.cells(values, kind, column), said,
            _SAID[said].get(self._lang) if said else "",
        )  # fmt: skip

    @property
    def _lang(self) -> str:
        return self._asked.lang

    def _said(self, path: URIRef) -> str:
        """Why a field has no value: somebody said that it is unknown, or that there is none; or nobody said anything."""
        facts = self._material.about([self._subject])[self._subject]
        if path in facts.get(SOZ.noValueFor, ()):
            return "none"
        return "unknown" if path in facts.get(SOZ.unknownValueFor, ()) else "missing"

    def _related(self, made: ProfileSection, related: Related) -> ProfileSection:
        spec = sheet_of(related.sheet)
        records = sorted(self._records(spec, related))
        self.shown.update(records)
        columns = [column_of(spec, tag) for tag in related.columns]
        self._material.about(records)
        if any(c.tag in inverse_columns() for c in columns):
            self._material.naming(records)
        lines = [(record, [self._material.values(record, c) for c in columns]) for record in records]
        used = [i for i in range(len(columns)) if any(values[i] for _, values in lines)]
        table = TableView(
            title=made.title,
            columns=(
                ColumnView("record", _headed(label(spec.cls, self._lang)), CellKind.RECORD),
                *(
                    ColumnView(related.columns[i], columns[i].label[self._lang], kind_of(columns[i]))
                    for i in used
                ),
            ),
            rows=self._rows(lines, columns, used, related),
            name=made.name,
        )
        left = [columns[i].label[self._lang] for i in range(len(columns)) if i not in used]
        notes = [made.note] if made.note and records else []
        if records and left:
            notes.append(_NOWHERE.format(fields=", ".join(left)).get(self._lang))
        if len(records) > MOST:
            notes.append(_CUT.format(shown=MOST, all=len(records)).get(self._lang))
        properties = ("", *(_path(columns[i]) for i in used))
        made = replace(made, relation=self._relation(spec, related))
        if records:
            return _with(made, table, properties, note=" ".join(notes))
        if related.here:
            bare = _noted(table, self._empty_field(spec, related.here))
            return _with(made, bare, properties, note="", claim=Claim.NONE, lang=self._lang)
        claim, grounds = absence_of(
            self._material.reading, self._declarations, [spec.cls], _aspect(related.aspect)
        )
        empty = (_NONE.format(what=Words(spec.label["de"], spec.label["en"])) + grounds).get(self._lang)
        return _with(made, _noted(table, empty), properties, note="", claim=claim, lang=self._lang)

    def _relation(self, spec: SheetSpec, related: Related) -> str:
        """The path from the record to those of the table; empty if there are several ways."""
        if related.here:
            return _path(column_of(sheet_of(self._layout.sheet), related.here))
        if related.of is not None or len(related.there) > 1:
            return ""
        path = _path(column_of(spec, related.there[0]))
        return path.removeprefix("^") if path.startswith("^") else f"^{path}"

    def _empty_field(self, spec: SheetSpec, tag: str) -> str:
        """Why a field of the record leads to none of these: it is empty, or names something else."""
        column = column_of(sheet_of(self._layout.sheet), tag)
        words = _OTHER if self._material.values(self._subject, column) else _EMPTY
        return words.format(field=column.label[self._lang], what=label(spec.cls, self._lang)).get(self._lang)

    def _rows(
        self,
        lines: Sequence[tuple[URIRef, Sequence[Sequence[Node]]]],
        columns: Sequence[ColumnSpec],
        used: Sequence[int],
        related: Related,
    ) -> tuple[Row, ...]:
        made: list[tuple[list[Any], Row]] = []
        order = [related.columns.index(tag) for tag in related.order]
        for record, values in lines:
            cells = {
                i: self._material.cell(values[i], kind_of(columns[i]), columns[i]) for i in {*used, *order}
            }
            name = self._material.name(record)
            key: list[Any] = [*(_sortable(cells[i]) for i in order), name.casefold()]
            made.append((key, (CellView(name, name, str(record)), *(cells[i] for i in used))))
        made.sort(key=lambda line: line[0])
        return tuple(row for _, row in made)[:MOST]

    def _records(self, spec: SheetSpec, related: Related) -> set[URIRef]:
        if related.here:
            own = column_of(sheet_of(self._layout.sheet), related.here)
            values = {v for v in self._material.values(self._subject, own) if isinstance(v, URIRef)}
            return {v for v in values if spec.cls in self._material.about([v])[v].get(_TYPE, ())}
        targets = {self._subject}
        if related.of is not None:
            targets = self._naming(sheet_of(related.of.sheet), related.of.there, targets)
        return self._naming(spec, related.there, targets)

    def _naming(self, spec: SheetSpec, tags: Iterable[str], targets: Iterable[URIRef]) -> set[URIRef]:
        """The records of a sheet that name one of the targets in one of these columns."""
        found: set[URIRef] = set()
        wanted = sorted(targets)
        for tag in tags:
            column = column_of(spec, tag)
            if column.tag in inverse_columns():
                facts = self._material.about(wanted)
                found |= {
                    v for t in wanted for v in facts[t].get(column.paths[0], ()) if isinstance(v, URIRef)
                }
            else:
                named = self._material.naming(wanted)
                found |= {n.record for n in named if n.path == column.paths[0] and n.cls == spec.cls}
        return found

    def _answer(self, made: ProfileSection, given: FromAnswer) -> ProfileSection:
        """The rows of a question about this record, all its tables in one, each row with its heading."""
        answer = put(self._town, given.question, {}, self._asked)
        names = {
            n for block in answer.blocks for row in block.rows if self._concerns(row, given) for n in row
        }
        filled = [c for c in answer.columns if c.name in names and c.name not in given.where]
        rows = []
        for block in answer.blocks:
            mine = [row for row in block.rows if self._concerns(row, given)]
            heading = block.title.get(self._lang)
            rows += [
                (CellView(heading, heading), *cells)
                for cells in answers.rows(mine, filled, self._lang, answer.labels)
            ]
        used = [j for j in range(len(filled)) if any(row[j + 1].text for row in rows)]
        shown = answers.columns([filled[j] for j in used], self._lang)
        table = TableView(
            made.title,
            (ColumnView("heading", _HEADING.get(self._lang), CellKind.TEXT), *shown),
            tuple((row[0], *(row[j + 1] for j in used)) for row in rows),
            note=_NOT_NAMED.format(id=given.question).get(self._lang),
            name=made.name,
        )
        return _with(made, table, ())

    def _concerns(self, row: AnswerRow, given: FromAnswer) -> bool:
        return any(row.get(column) == self._subject for column in given.where)


def _with(
    made: ProfileSection,
    table: TableView,
    properties: tuple[str, ...],
    *,
    note: str | None = None,
    claim: Claim | None = None,
    lang: str = "de",
) -> ProfileSection:
    return replace(
        made, table=table, properties=properties, claim=str(claim or ""), note=made.note if note is None else note,
        claim_text=display.code_text(CellKind.CLAIM, claim, lang) if claim else "",
    )  # fmt: skip


def _path(column: ColumnSpec) -> str:
    """What a column says, as a path of properties; backwards if the other record says it."""
    backwards = "^" if column.tag in inverse_columns() else ""
    return backwards + " ".join(str(path) for path in column.paths)


def _noted(table: TableView, note: str) -> TableView:
    return TableView(table.title, table.columns, table.rows, note=note, name=table.name)


def _in_language(values: Sequence[Node], lang: str) -> Sequence[Node]:
    own = [v for v in values if getattr(v, "language", None) == lang]
    return own or values


def _headed(words: str) -> str:
    """As it heads a row or column: terms are written as they stand in a sentence."""
    return words[:1].upper() + words[1:]


def _sortable(cell: CellView) -> tuple[int, object]:
    """What a cell is sorted by: numbers and days before texts, nothing last."""
    if not cell.text:
        return 2, ""
    if isinstance(cell.value, date):
        return 0, cell.value.toordinal()
    return (0, cell.value) if isinstance(cell.value, int) else (1, cell.text.casefold())


def _aspect(name: str) -> URIRef | None:
    return CL[name] if name else None


_TYPE: Final = URIRef(namespace("rdf")["type"])
_SAID: Final = {
    "missing": Words("nicht erfasst", "not recorded"),
    "unknown": Words("ausdrücklich als unbekannt gemeldet", "expressly reported as unknown"),
    "none": Words("gemeldet: gibt es nicht", "reported: there is none"),
}
_SKOS: Final = {
    SKOS.definition: Words("Definition", "Definition"),
    SKOS.note: Words("Anmerkung", "Note"),
    SKOS.altLabel: Words("Auch genannt", "Also called"),
    SKOS.broader: Words("Gehört zu", "Belongs to"),
    SKOS.related: Words("Verwandt mit", "Related to"),
}
"""What terms of the standard are called here; they are no columns of a sheet."""

_NONE: Final = Words("Dazu erfasste {what}: keine.", "{what} recorded for it: none.")
_EMPTY: Final = Words(
    "‹{field}› ist nicht erfasst; das heißt nicht, dass es nichts gibt.",
    "‘{field}’ is not recorded, which does not mean that there is none.",
)
_OTHER: Final = Words(
    "Unter ‹{field}› steht nichts von der Art „{what}“.", "‘{field}’ names nothing of the kind “{what}”."
)
_NOWHERE: Final = Words("In keiner Zeile erfasst: {fields}.", "Recorded in no row: {fields}.")
_CUT: Final = Words("Gezeigt sind {shown} von {all}.", "{shown} of {all} are shown.")
_HEADING: Final = Words("Antwort", "Answer")
_NOT_NAMED: Final = Words(
    "Die Antwort auf {id} führt dies am Stichtag nicht auf; was sie zählt, steht dort.",
    "The answer to {id} does not list this at the reference date; what it counts is said there.",
)
