"""C6: for each legal basis the four roles side by side."""

from collections import defaultdict

from rdflib import Literal, URIRef

from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.reading import Binding, Reading, iri, text
from queries.words import Words, counted

_LOCAL = ("executing", "paying", "providing")


def evaluate(asking: Asking) -> Outcome:
    """One row per legal basis with a role that is recorded locally."""
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    for row in asking.rows:
        rows[iri(row["norm"])].append(row)
    # somebody who asks about one norm wants to see it even if only the law says something
    asked = asking.term("norm") is not None
    shown = [own for own in rows.values() if asked or any(text(row["role"]) in _LOCAL for row in own)]
    found = [_row(asking.reading, own) for own in shown]
    empty = asking.question.header.empty
    if not found and empty is not None:
        return Outcome({"rows": found}, empty)
    lead = _LEAD.format(norms=counted(len(found), *_NORMS), **{
        role: sum(1 for own in shown if any(text(row["role"]) == role for row in own)) for role in _LOCAL
    })  # fmt: skip
    return Outcome({"rows": found}, lead)


def _row(reading: Reading, rows: list[Binding]) -> Row:
    bodies: defaultdict[str, set[URIRef]] = defaultdict(set)
    for row in rows:
        bodies[text(row["role"])].add(iri(row["body"]))
    found = {row["offer"] for row in rows if row["offer"] is not None}
    return {
        "norm": rows[0]["norm"],
        "pillar": rows[0]["pillar"],
        "competent": _competent(reading, bodies["competent"], bodies["acting"]),
        **{role: reading.named(bodies[role]) if bodies[role] else _NOT_RECORDED for role in _LOCAL},
        "offers": Literal(len(found)),
    }


def _competent(reading: Reading, kinds: set[URIRef], acting: set[URIRef]) -> Words:
    if not kinds:
        return _NOT_RECORDED
    return (
        _ACTING.format(kinds=reading.named(kinds), acting=reading.named(acting))
        if acting
        else reading.named(kinds)
    )


_ACTING = Words("{kinds} ({acting})", "{kinds} ({acting})")
_NORMS = (Words("Rechtsgrundlage", "legal basis"), Words("Rechtsgrundlagen", "legal bases"))
_LEAD = Words(
    "{norms}: durchführende Stelle bei {executing} erfasst, Kostenträger bei {paying}, Leistungserbringer bei {providing}.",
    "{norms}: executing body recorded for {executing}, payer for {paying}, provider for {providing}.",
)
_NOT_RECORDED = Words("nicht erfasst", "not recorded")
