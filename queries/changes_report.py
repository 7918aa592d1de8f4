"""The report about what differs between two states of a town: a day and a version each.

It tells apart what happened in the time (began, ended), what is only known now (recorded, no longer delivered), and what
follows for the gap matrix. It names no causes.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import yaml
from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Answer, Block, Exclusion, Row
from queries.asking import ask
from queries.changes_words import (
    CELLS,
    DEFINITION,
    DOCUMENTED,
    LEAD,
    NO,
    NOTES,
    OF_CELLS,
    OF_RECORDS,
    PARTS,
    QUESTION,
    SAME_CELLS,
    SHOWN_CELLS,
    STATE,
    TITLE,
    TURNS,
    YES,
    number,
    told,
)  # fmt: skip
from queries.conflicts import shown_of
from queries.declarations import COVERED, LISTED, Declarations
from queries.header import EvidenceBlock
from queries.knowledge_changes import knowledge
from queries.matrix import Mark, stated_marks
from queries.matrix_difference import CellChange, MatrixDifference, matrix_difference
from queries.parameters import date_term
from queries.reading import Reading
from queries.record_changes import Fate, Kept, RecordChange, kept, record_changes
from queries.turns import Turn, turn_of
from queries.words import Words

MOST_CELLS: Final = 500
"""So many cells are listed, those with a documented need first; all are counted."""

LONGEST: Final = 120
"""Months the period may last: as far as the question about legal changes looks."""

_MATRIX_FROM, _MATRIX_TO = 0.3, 0.85
"""Which part of the time the cells take."""

CLASSES: Final[Mapping[str, tuple[URIRef, ...]]] = {
    "offers": (SOZ.Offer,),
    "fundings": (SOZ.Funding, SOZ.Contract),
    "needs": (SOZ.NeedAssessment,),
    "structures": (SOZ.Cooperation, SOZ.Committee),
    "decisions": (SOZ.Decision, SOZ.Measure),
    "statements": (SOZ.InventoryStatement,),
}


@dataclass(frozen=True, slots=True)
class _Sides:
    """The town read at both states, with its records."""

    before: Reading
    after: Reading
    had: Mapping[URIRef, Kept]
    has: Mapping[URIRef, Kept]

    def changes(self, classes: Sequence[URIRef]) -> list[RecordChange]:
        """What became of the records of some classes."""
        days = self.before.reference_date, self.after.reference_date
        had, has = (
            {r: k for r, k in side.items() if k.described.cls in classes} for side in (self.had, self.has)
        )
        return record_changes(had, has, days)


def changes_report(
    before: Reading, after: Reading, tell: Callable[[str, float], None] | None = None
) -> Answer:
    """What differs between an earlier and a later state, for the same audience.

    The day of the earlier state must not be after that of the later, and no more than `LONGEST` months before it. `tell`
    is told what is being compared (records | matrix | law) and how much of all is done, from 0 to 1.
    """
    step = tell or (lambda _stage, _fraction: None)
    step("records", 0.1)
    everything = [cls for classes in CLASSES.values() for cls in classes]
    sides = _Sides(before, after, kept(before, everything), kept(after, everything))
    found = matrix_difference(
        before.snapshot, after.snapshot, audience=after.audience, reference_date=after.reference_date,
        settings=after.thresholds, before_date=before.reference_date,
        tell=lambda done: step("matrix", _MATRIX_FROM + (_MATRIX_TO - _MATRIX_FROM) * done),
    )  # fmt: skip
    step("law", _MATRIX_TO)
    marks = stated_marks(after)
    documented = {
        c for c in found.changes if marks.get((c.need, c.group, c.area)) in (Mark.CHECKED, Mark.RECOGNISED)
    }
    parts = {name: sides.changes(classes) for name, classes in CLASSES.items()}
    declared = Declarations(after)
    rows: dict[str, Sequence[Row]] = {
        "summary": [*_turns(found, documented), *_summary(parts, sides)],
        "cells": _cells(found, documented),
        "law": _law(before, after),
        "knowledge": knowledge(before, after),
        **{name: list(_records(changes, sides)) for name, changes in parts.items()},
    }
    things = [
        value
        for given in rows.values()
        for row in given
        for value in row.values()
        if isinstance(value, URIRef)
    ]
    return Answer(
        question_id="veraenderungen",
        title=TITLE,
        question=QUESTION,
        definition=DEFINITION,
        parameters={},
        columns=(),
        blocks=tuple(Block(s.name, s.title, s.columns, rows[s.name], s.empty) for s in _layout()),
        lead=_lead(sides, found, documented, parts),
        reference_date=after.reference_date,
        version=after.snapshot.version,
        audience=after.audience,
        thresholds=after.thresholds,
        completeness=declared.completeness([LISTED, COVERED]),
        exclusions=(Exclusion(SHOWN_CELLS, max(0, len(found.changes) - MOST_CELLS)),)
        if len(found.changes) > MOST_CELLS
        else (),
        notes=NOTES,
        labels={**before.labels(things), **after.labels(things)},
        queries=after.queries,
    )  # fmt: skip


def _turns(found: MatrixDifference, documented: set[CellChange]) -> list[Row]:
    """How many cells turned how, and of how many there are."""
    cells = Counter(turn_of(change) for change in found.changes)
    of_them = Counter(turn_of(change) for change in documented)
    return [
        {
            "part": PARTS["cells"], "what": TURNS[turn], "number": Literal(cells[turn]),
            "documented": Literal(of_them[turn]), "base": OF_CELLS.format(cells=number(found.cells)),
        }
        for turn in Turn
        if cells[turn]
    ]  # fmt: skip


def _summary(parts: Mapping[str, Sequence[RecordChange]], sides: _Sides) -> list[Row]:
    """How many records of each part met which fate; the base counts those recorded on either side."""
    rows: list[Row] = []
    for name, changes in parts.items():
        counts = Counter(change.fate for change in changes)
        had, has = (
            sum(k.described.cls in CLASSES[name] for k in side.values()) for side in (sides.had, sides.has)
        )
        rows += [
            {
                "part": PARTS[name], "what": told(fate, name), "number": Literal(counts[fate]),
                "base": OF_RECORDS.format(had=number(had), has=number(has)),
            }
            for fate in Fate
            if counts[fate]
        ]  # fmt: skip
    return rows


def _cells(found: MatrixDifference, documented: set[CellChange]) -> list[Row]:
    order = list(Turn)
    ordered = sorted(found.changes, key=lambda c: (c not in documented, order.index(turn_of(c))))
    return [
        {
            "what": TURNS[turn_of(change)],
            "need": change.need,
            "group": change.group,
            "area": change.area,
            **_judged(change),
            "documented": YES if change in documented else NO,
            "reason": change.after.reason if change.after else None,
        }
        for change in ordered[:MOST_CELLS]
    ]


def _judged(change: CellChange) -> Row:
    row: Row = {}
    for verdict, state, claim in (
        (change.before, "stateBefore", "claimBefore"),
        (change.after, "state", "claim"),
    ):
        row[state] = Literal(str(verdict.state)) if verdict else None
        row[claim] = Literal(str(verdict.claim)) if verdict and verdict.claim else None
    return row


def _records(changes: Sequence[RecordChange], sides: _Sides) -> list[Row]:
    """A row for each record; one for each statement that differs, where that is all."""
    values = [
        value
        for change in changes
        if change.fate is Fate.CHANGED
        for prop in change.properties
        for side in (change.before, change.after)
        if side
        for value in side.described.said.get(prop, ())
    ]
    names = sides.before.labels(values) | sides.after.labels(values)
    gone = sides.before.labels([c.record for c in changes if c.fate is Fate.REMOVED])
    rows: list[Row] = []
    for change in changes:
        row: Row = {
            "what": told(change.fate, _part(change.cls)), "kind": change.cls, "record": change.record,
            "day": date_term(change.day) if change.day else None,
        }  # fmt: skip
        if change.fate is Fate.REMOVED:  # it leads nowhere any more, so only its name is shown
            name = gone.get(change.record, {})
            row["record"] = Words(name.get("de", ""), name.get("en") or name.get("de", ""))
        props = change.properties if change.fate is Fate.CHANGED else ()
        rows += [row | {"property": p, **_values(change, p, sides, names)} for p in props] or [row]
    return rows


def _part(cls: URIRef) -> str:
    return next(name for name, classes in CLASSES.items() if cls in classes)


def _values(change: RecordChange, prop: URIRef, sides: _Sides, names: dict[URIRef, dict[str, str]]) -> Row:
    smallest = sides.after.thresholds.smallest_number
    row: Row = {}
    for column, side in (("before", change.before), ("now", change.after)):
        said = sorted(side.described.said.get(prop, ()), key=str) if side else []
        words = [shown_of(prop, value, names, smallest) for value in said]
        row[column] = Words("; ".join(w.de for w in words), "; ".join(w.en for w in words)) if words else NO
    return row


def _law(before: Reading, after: Reading) -> list[Row]:
    """The legal changes of the period, as question L3 tells them from its first day on what is recorded at its end."""
    first, last = before.reference_date, after.reference_date
    if first == last:
        return []
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    answer = ask(
        after.snapshot, "L3", {"months": str(min(months, LONGEST))}, audience=after.audience, reference_date=first,
        settings=after.thresholds,
    )  # fmt: skip
    rows = [row for name in ("changes", "conditional", "without") for row in answer.block(name).rows]
    until = date_term(last)
    return sorted((row for row in rows if str(row["day"]) <= str(until)), key=lambda row: str(row["day"]))


def _lead(
    sides: _Sides,
    found: MatrixDifference,
    documented: set[CellChange],
    parts: Mapping[str, Sequence[RecordChange]],
) -> Words:
    fates = Counter(change.fate for change in parts["offers"])
    then, now = (
        STATE.format(day=side.reference_date, version=side.snapshot.version)
        for side in (sides.before, sides.after)
    )
    changed = len(found.changes)
    matrix = (
        CELLS.format(
            changed=number(changed),
            cells=number(found.cells),
            documented=DOCUMENTED.format(number=len(documented)),
        )
        if changed
        else SAME_CELLS.format(cells=number(found.cells))
    )
    return LEAD.format(
        then=then, now=now, matrix=matrix, begun=fates[Fate.BEGUN], ended=fates[Fate.ENDED],
        recorded=fates[Fate.RECORDED] + fates[Fate.LATER], undelivered=fates[Fate.UNDELIVERED],
    )  # fmt: skip


@cache
def _layout() -> tuple[EvidenceBlock, ...]:
    given = yaml.safe_load(files(__package__).joinpath("changes_tables.yaml").read_text("utf-8"))
    return tuple(EvidenceBlock.model_validate(block) for block in given)
