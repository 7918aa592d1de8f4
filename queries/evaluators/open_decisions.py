"""H4: decisions that are not carried out yet; what is only proposed is none."""

from collections import defaultdict
from datetime import date

from rdflib import Literal, URIRef

from ontology.terms import CL
from queries.access import joined
from queries.answer import Exclusion, Outcome, Row
from queries.asking import Asking
from queries.reading import Binding, day_or_none, iri
from queries.words import Words, counted

_DECIDED: URIRef = CL["beschlussstatus-beschlossen"]
_OPEN: frozenset[URIRef] = frozenset({CL["umsetzung-offen"], CL["umsetzung-teilweise"]})


def evaluate(asking: Asking) -> Outcome:
    """Past due, open, and decisions nobody knows the state of."""
    today = asking.reading.reference_date
    found: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    for binding in asking.rows:
        found[iri(binding["decision"])].append(binding)
    decided = {name: rows for name, rows in found.items() if rows[0]["status"] == _DECIDED}
    taken = {name: rows for name, rows in decided.items() if not _is_after(rows[0], today)}
    blocks: dict[str, list[Row]] = {"overdue": [], "open": [], "unknown": []}
    for name, rows in taken.items():
        implementation, due = rows[0]["implementation"], day_or_none(rows[0]["due"])
        row: Row = _row(asking, name, rows)
        if implementation is None:
            blocks["unknown"].append(row)
        elif implementation in _OPEN:
            overdue = due is not None and due < today
            blocks["overdue" if overdue else "open"].append({
                **row, "implementation": implementation, "missing": _missing(rows),
            })  # fmt: skip
    for rows_shown in blocks.values():
        rows_shown.sort(key=lambda row: (row["due"] is None, str(row["due"]), str(row["decision"])))
    number = {name: len(shown) for name, shown in blocks.items()}
    lead = _LEAD.format(
        decisions=counted(len(taken), *_DECISIONS), open=number["overdue"] + number["open"], overdue=number["overdue"],
        done=len(taken) - sum(number.values()), unknown=number["unknown"],
    )  # fmt: skip
    left_out = (
        Exclusion(_NO_DECISIONS, len(found) - len(decided)),
        Exclusion(_LATER, len(decided) - len(taken)),
    )
    return Outcome(blocks, lead if taken else _NOTHING, left_out)


def _is_after(row: Binding, today: date) -> bool:
    day = day_or_none(row["decidedOn"])
    return day is not None and day > today


def _row(asking: Asking, name: URIRef, rows: list[Binding]) -> Row:
    first, day = rows[0], day_or_none(rows[0]["decidedOn"])
    return {
        "decision": name,
        "committee": first["committee"],
        "due": first["due"],
        "responsibleBodies": _named(asking, rows, "responsible"),
        "decidedOn": first["decidedOn"],
        "age": Literal((asking.reading.reference_date - day).days) if day else None,
        "evidence": _named(asking, rows, "document"),
    }


def _named(asking: Asking, rows: list[Binding], column: str) -> Words | None:
    things = {iri(row[column]) for row in rows if row[column] is not None}
    return asking.reading.named(things) if things else None


def _missing(rows: list[Binding]) -> Words | None:
    open_ones = [words for column, words in _COLUMNS.items() if rows[0][column] is None]
    return joined(open_ones) if open_ones else None


_COLUMNS = {
    "due": Words("Frist", "due date"),
    "responsible": Words("Zuständigkeit", "responsible body"),
    "decidedOn": Words("Beschlusstag", "day of decision"),
}
_DECISIONS = (
    Words("Beschluss bis zum Stichtag", "decision by the reference date"),
    Words("Beschlüsse bis zum Stichtag", "decisions by the reference date"),
)
_LEAD = Words(
    "{decisions}: {open} nicht oder nur teilweise umgesetzt, davon {overdue} nach Ablauf der Frist; {done} umgesetzt oder "
    "entfallen, zu {unknown} ist die Umsetzung nicht erhoben.",
    "{decisions}: {open} not or only partly implemented, {overdue} of them past due; {done} implemented or dropped, of {unknown} "
    "the implementation was not collected.",
)
_NOTHING = Words(
    "0 Beschlüsse erfasst, keine Aussage möglich.", "0 decisions recorded, no statement possible."
)
_NO_DECISIONS = Words(
    "Vorlagen, die vorgeschlagen, beraten, vertagt oder abgelehnt sind: keine Beschlüsse",
    "Items proposed, discussed, postponed or rejected: no decisions",
)
_LATER = Words("Beschlüsse nach dem Stichtag", "Decisions after the reference date")
