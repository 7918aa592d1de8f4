"""The same question at two dates or versions: which rows came, went or changed, and why.

Both answers passed the gate before they are compared, so a number that may not be shown is not shown as "3 → 5" either.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.answers.translating import BEHIND
from app.display import day
from app.views import AnswerView, CellKind, CellView, ColumnView, CountView, FactView, Row, TableView
from queries.catalogue import Catalogue
from queries.words import NO_WORDS, Words, counted

Key = tuple[str, ...]
_NAMES = (CellKind.RECORD, CellKind.CONCEPT)


def compared(
    question_id: str, then: AnswerView, now: AnswerView, changed: Mapping[str, str], lang: str
) -> AnswerView:
    """How `now` differs from `then`, as an answer: tables of rows that came, moved, went and changed.

    A row that stood in another table before (a need that was covered and now is a gap) has moved; it is not new.

    Args:
        question_id: the question both answer.
        then: the earlier answer, released.
        now: the later one, released.
        changed: the records that differ between the versions, by IRI, with their names: why a row differs.
        lang: "de" or "en".
    """
    pairs = _pairs(then, now)
    places = _Places(question_id, pairs)
    why = _Why(changed, then, now, lang)
    parts = [_Part.of(question_id, *pair, places, why) for pair in pairs]
    tables = [table for part in parts for table in part.tables()]
    tables = tables or [replace(part.table((), ""), note=_SAME.get(lang)) for part in parts[:1]]
    sums = [sum(len(rows) for rows in kind) for kind in zip(*(part.kinds for part in parts), strict=True)]
    lead = _LEAD.format(
        then=_state(then), now=_state(now), new=counted(sums[0], *_NEW), moved=counted(sums[1], *_MOVED),
        gone=counted(sums[2], *_GONE), changed=counted(sums[3], *_CHANGED), same=counted(sum(part.same for part in parts), *_UNCHANGED),
    )  # fmt: skip
    main, *others = tables
    return replace(
        now,
        lead=lead.get(lang),
        columns=main.columns,
        rows=main.rows,
        totals=None,
        table_title=main.title,
        empty_text=main.note or "",
        blocks=tuple(others),
        notes=(*_said(then, now, lang), *now.notes),
        exclusions=tuple(_exclusions(then, now)),
        parameters=(*now.parameters, FactView(_BEFORE.get(lang), _state(then).get(lang))),
        chart="table",
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A table of both answers."""

    name: str
    title: str
    columns: tuple[ColumnView, ...]
    new: Sequence[Row]
    moved: Sequence[Row]
    gone: Sequence[Row]
    changed: Sequence[Row]
    same: int
    lang: str

    @classmethod
    def of(
        cls,
        question_id: str,
        before: TableView,
        after: TableView,
        places: "_Places",
        why: "_Why",
    ) -> "_Part":
        names = _identity(question_id, after.columns)
        old, new = _keyed(before, names), _keyed(after, names)
        came: list[Row] = []
        moved: list[Row] = []
        went: list[Row] = []
        differ: list[Row] = []
        same = 0
        for key in dict.fromkeys([*new, *old]):
            was, has = old.get(key, []), new.get(key, [])
            for left, right in zip(was, has, strict=False):
                if [c.text for c in left] == [c.text for c in right]:
                    same += 1
                else:
                    merged = tuple(_arrow(a, b) for a, b in zip(left, right, strict=True))
                    differ.append((*merged, why.of(left, right)))
            for row in has[len(was) :]:
                place = places.before(key, after.name)
                (moved if place else came).append((*row, why.of(row, place=place)))
            if not places.after(key, before.name):
                went += [(*row, why.of(row)) for row in was[len(has) :]]
        columns = (*after.columns, ColumnView("why", _REASON.get(why.lang), CellKind.TEXT))
        return cls(after.name, after.title, columns, came, moved, went, differ, same, why.lang)

    @property
    def kinds(self) -> tuple[Sequence[Row], ...]:
        return self.new, self.moved, self.gone, self.changed

    def tables(self) -> list[TableView]:
        kinds = zip(
            ("new", "moved", "gone", "changed"), self.kinds, (_CAME, _CAME_OVER, _WENT, _DIFFER), strict=True
        )
        return [
            self.table(
                rows, f"{title.get(self.lang)}: {self.title}" if self.title else title.get(self.lang), name
            )
            for name, rows, title in kinds
            if rows
        ]

    def table(self, rows: Sequence[Row], title: str, name: str = "") -> TableView:
        return TableView(title, self.columns, tuple(rows), name=f"{self.name}-{name}")


class _Places:
    """In which tables a row stood before and stands now, by its identity."""

    def __init__(self, question_id: str, pairs: Sequence[tuple[TableView, TableView]]) -> None:
        self._before: defaultdict[Key, dict[str, str]] = defaultdict(dict)
        self._after: defaultdict[Key, dict[str, str]] = defaultdict(dict)
        for pair in pairs:
            for found, table in zip((self._before, self._after), pair, strict=True):
                for key in _keyed(table, _identity(question_id, table.columns)):
                    found[key][table.name] = table.title

    def before(self, key: Key, name: str) -> str:
        """The title of another table a row stood in before, if it no longer stands there."""
        gone = [title for other, title in self._before[key].items() if other not in {name, *self._after[key]}]
        return gone[0] if gone else ""

    def after(self, key: Key, name: str) -> str:
        """The title of another table a row stands in now and did not before."""
        came = [title for other, title in self._after[key].items() if other not in {name, *self._before[key]}]
        return came[0] if came else ""


class _Why:
    """Why a row differs, as far as it can be told."""

    def __init__(self, changed: Mapping[str, str], then: AnswerView, now: AnswerView, lang: str) -> None:
        self._changed, self.lang = changed, lang
        self._moved = then.reference_date != now.reference_date
        self._versions = then.version != now.version

    def of(self, *rows: Row, place: str = "") -> CellView:
        moved = _FROM.format(place=_same_words(place)) if place else NO_WORDS
        touched = sorted(
            {
                self._changed[c.iri]
                for row in rows
                for c in row
                if c.iri is not None and c.iri in self._changed
            }
        )
        if touched:
            why = _TOUCHED.format(records=_same_words(", ".join(touched)))
        else:
            why = _BY_DATE if self._moved else _BY_OTHERS if self._versions else NO_WORDS
        return CellView((moved + why).get(self.lang))


def _pairs(then: AnswerView, now: AnswerView) -> list[tuple[TableView, TableView]]:
    """The tables of both, those that only one has beside an empty one; blocks keep their names."""
    before, after = _tables(then), _tables(now)
    found = []
    for name in dict.fromkeys([*after, *before]):
        new = after.get(name) or replace(before[name], rows=())
        found.append((before.get(name) or replace(new, rows=()), new))
    return found


def _tables(answer: AnswerView) -> dict[str, TableView]:
    main = TableView(answer.table_title, answer.columns, answer.rows, name=answer.table_name)
    return {table.name: _without_records(table) for table in (main, *answer.blocks)}


def _without_records(table: TableView) -> TableView:
    """Without the way to the records behind a row: it holds for one answer only."""
    kept = [i for i, column in enumerate(table.columns) if column.name != BEHIND]
    rows = tuple(tuple(row[i] for i in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in kept), rows=rows)


def _identity(question_id: str, columns: tuple[ColumnView, ...]) -> frozenset[str]:
    known = next(
        (q.header for q in Catalogue.load().questions if q.id == question_id), None
    )  # None: the report
    computed = {column.name for column in known.columns if column.computed} if known else set()
    shown = {column.name for column in columns}
    named = shown & set(known.identity) if known else set()
    naming = {c.name for c in columns if c.kind in _NAMES}
    return frozenset(named or (naming - computed) or naming or shown)


def _keyed(table: TableView, names: frozenset[str]) -> dict[Key, list[Row]]:
    at = [i for i, column in enumerate(table.columns) if column.name in names]
    found: defaultdict[Key, list[Row]] = defaultdict(list)
    for row in table.rows:
        found[tuple(row[i].iri or row[i].text for i in at)].append(row)
    return found


def _arrow(before: CellView, after: CellView) -> CellView:
    if before.text == after.text:
        return after
    return CellView(f"{before.text or '–'} → {after.text or '–'}", mark=after.mark or before.mark)


def _state(answer: AnswerView) -> Words:
    told = _STATE.format(
        day=Words(day(answer.reference_date, "de"), day(answer.reference_date, "en")), version=answer.version
    )
    return _SUPPOSED.format(state=told, name=_same_words(answer.scenario)) if answer.scenario else told


def _said(then: AnswerView, now: AnswerView, lang: str) -> list[str]:
    """What both answers said in a sentence, and how complete the record was."""
    found = [_SENTENCE.format(state=_state(a), lead=_same_words(a.lead)).get(lang) for a in (then, now)]
    if then.completeness and now.completeness and then.completeness.text != now.completeness.text:
        found.append(
            _RECORDED.format(
                then=_same_words(then.completeness.text), now=_same_words(now.completeness.text)
            ).get(lang)
        )
    return found


def _exclusions(then: AnswerView, now: AnswerView) -> list[CountView]:
    before = {count.label: count.count for count in then.exclusions}
    after = {count.label: count.count for count in now.exclusions}
    return [
        CountView(name if before.get(name, 0) == after.get(name, 0) else f"{name} ({before.get(name, 0)} → {after.get(name, 0)})", after.get(name, 0))
        for name in dict.fromkeys([*after, *before])
    ]  # fmt: skip


def _same_words(text: str) -> Words:
    return Words(text, text)


_STATE = Words("Stand {day}, Version {version}", "as of {day}, version {version}")
_SUPPOSED = Words("Szenario ‹{name}› ({state})", "scenario ‹{name}› ({state})")
_LEAD = Words(
    "Von {then} zu {now}: {new}, {moved}, {gone}, {changed}; {same}.",
    "From {then} to {now}: {new}, {moved}, {gone}, {changed}; {same}.",
)
_NEW = (Words("Zeile neu", "new row"), Words("Zeilen neu", "new rows"))
_MOVED = (Words("in eine andere Tabelle gewechselt", "moved to another table"),) * 2
_GONE = (Words("entfallen", "gone"), Words("entfallen", "gone"))
_CHANGED = (Words("geändert", "changed"), Words("geändert", "changed"))
_UNCHANGED = (Words("Zeile gleich", "row the same"), Words("Zeilen gleich", "rows the same"))
_CAME = Words("Neu", "New")
_CAME_OVER = Words("Gewechselt nach", "Moved to")
_FROM = Words("Vorher: {place}.", "Before: {place}.")
_WENT = Words("Entfallen", "Gone")
_DIFFER = Words("Geändert", "Changed")
_SAME = Words("Beide Antworten sind gleich.", "Both answers are the same.")
_REASON = Words("Warum", "Why")
_TOUCHED = Words("Datensätze geändert: {records}", "Records changed: {records}")
_BY_DATE = Words("anderer Stichtag", "another reference date")
_BY_OTHERS = Words("andere Datensätze geändert", "other records changed")
_SENTENCE = Words("{state}: {lead}", "{state}: {lead}")
_RECORDED = Words(
    "Auch die Erfassung ist anders: ‹{then}› – jetzt ‹{now}›. Ein Unterschied kann daher kommen.",
    "The record differs as well: “{then}” – now “{now}”. A difference may come from that.",
)
_BEFORE = Words("Verglichen mit", "Compared with")
