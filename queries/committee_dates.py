"""The dates of committees: meetings calculated from their rhythm, decisions and their due dates, terms and seats that end."""

from dataclasses import dataclass, field
from datetime import date

from rdflib import URIRef
from rdflib.term import Node

from queries.answer import Outcome, Row
from queries.asking import ask
from queries.parameters import date_term
from queries.reading import Reading, day_or_none, iri, iri_or_none
from queries.rhythms import after
from queries.study import Narrowed
from queries.words import Words, counted


@dataclass(slots=True)
class _Committee:
    rhythm: URIRef | None
    meetings: list[date] = field(default_factory=list)

    @property
    def last(self) -> date | None:
        return max(self.meetings, default=None)

    @property
    def next(self) -> date | None:
        return after(self.last, self.rhythm) if self.last else None


def evaluate(reading: Reading, narrowed: Narrowed) -> Outcome:
    """Meetings to be expected, due dates, decisions, what ends, what cannot be calculated. It is narrowed by nothing."""
    del narrowed
    today, found = reading.reference_date, _committees(reading)
    blocks: dict[str, list[Row]] = {
        "meetings": [], "due": _due(reading), "decisions": _decisions(reading), "ending": _ending(reading), "undated": [],
    }  # fmt: skip
    for committee, own in sorted(found.items(), key=lambda item: _order(item[0], item[1], today)):
        row: Row = {
            "committee": committee,
            "rhythm": own.rhythm,
            "lastMeeting": date_term(own.last) if own.last else None,
        }
        if own.next:
            row |= {"next": date_term(own.next)}
            blocks["meetings"].append(row | ({"note": _NOT_SINCE} if own.next < today else {}))
        else:
            note = _NO_MEETING if own.last is None else _NO_RHYTHM if own.rhythm is None else _NO_LENGTH
            blocks["undated"].append(row | {"note": note})
    if not found:
        return Outcome({"meetings": []}, _NOTHING)
    expected = [own.next for own in found.values() if own.next]
    lead = _LEAD.format(
        committees=counted(len(found), *_COMMITTEES), coming=sum(1 for day in expected if day >= today),
        silent=sum(1 for day in expected if day < today), undated=len(blocks["undated"]),
        due=counted(len(blocks["due"]), *_DUE),
        overdue=sum(1 for row in blocks["due"] if (day_or_none(_node(row["due"])) or today) < today),
    )  # fmt: skip
    return Outcome(blocks, lead)


def _order(committee: URIRef, own: _Committee, today: date) -> tuple[bool, date, URIRef]:
    """What is to come first, by day."""
    return own.next is not None and own.next < today, own.next or date.max, committee


def _committees(reading: Reading) -> dict[URIRef, _Committee]:
    found: dict[URIRef, _Committee] = {}
    for row in reading.facts("committee_meetings"):
        own = found.setdefault(iri(row["committee"]), _Committee(iri_or_none(row["rhythm"])))
        if day := day_or_none(row["meeting"]):
            own.meetings.append(day)
    return found


def _due(reading: Reading) -> list[Row]:
    """The open decisions with a due date, as question H4 knows them, the earliest first."""
    answer = ask(
        reading.snapshot, "H4", {}, audience=reading.audience, reference_date=reading.reference_date,
        settings=reading.thresholds,
    )  # fmt: skip
    shown = ("due", "decision", "committee", "implementation", "responsibleBodies")
    blocks = {block.name: block.rows for block in answer.blocks}
    rows = [
        {name: row.get(name) for name in shown} | ({"note": _OVERDUE} if block == "overdue" else {})
        for block in ("overdue", "open")
        for row in blocks.get(block, ())
        if row.get("due") is not None
    ]
    return sorted(rows, key=lambda row: (str(row["due"]), str(row["decision"])))


def _decisions(reading: Reading) -> list[Row]:
    """Items and decisions with a day or a due date, the latest day first, those without a day before all others."""
    shown = ("decidedOn", "decision", "committee", "status", "implementation", "due")
    rows: list[Row] = [{name: row[name] for name in shown} for row in reading.facts("dated_decisions")]
    rows.sort(key=lambda row: str(row["decision"]))
    return sorted(rows, key=lambda row: day_or_none(_node(row["decidedOn"])) or date.max, reverse=True)


def _ending(reading: Reading) -> list[Row]:
    """Committees and seats whose end is recorded, the earliest first."""
    return [
        {
            "day": row["to"], "what": _TERM if row["record"] == row["committee"] else _SEAT,
            "committee": row["committee"], "member": row["member"], "record": row["record"],
        }
        for row in reading.facts("ending_terms")
    ]  # fmt: skip


def _node(value: object) -> Node | None:
    return value if isinstance(value, Node) else None


_COMMITTEES = (Words("Gremium", "committee"), Words("Gremien", "committees"))
_DUE = (
    Words("offener Beschluss mit Frist", "open decision with a due date"),
    Words("offene Beschlüsse mit Frist", "open decisions with a due date"),
)
_LEAD = Words(
    "{committees}: bei {coming} steht nach dem Rhythmus eine Sitzung bevor, bei {silent} war eine zu erwarten und ist keine erfasst, "
    "bei {undated} lässt sich kein Termin rechnen. {due}, davon {overdue} nach Ablauf.",
    "{committees}: by the rhythm a meeting of {coming} is to come, for {silent} one was to be expected and none is recorded, for "
    "{undated} no date can be calculated. {due}, {overdue} of them past.",
)
_NOTHING = Words(
    "Kein Gremium erfasst, keine Aussage möglich.", "No committee recorded, no statement possible."
)
_NOT_SINCE = Words(
    "Seither keine Sitzung erfasst; es kann eine gegeben haben.",
    "No meeting recorded since; there may have been one.",
)
_TERM = Words("Gremium endet", "committee ends")
_SEAT = Words("Sitz endet", "seat ends")
_OVERDUE = Words("Frist abgelaufen", "past due")
_NO_MEETING = Words("Keine Sitzung erfasst.", "No meeting recorded.")
_NO_RHYTHM = Words("Rhythmus nicht erhoben.", "Rhythm not collected.")
_NO_LENGTH = Words("Der Rhythmus nennt keinen Abstand.", "The rhythm names no interval.")
