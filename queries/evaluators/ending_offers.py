"""A5: offers that fall away within a period, and what becomes of the documented needs then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from rdflib import Literal

from ontology.terms import SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts
from queries.ending import Fate, fallen, fates_of
from queries.parameters import date_term
from queries.reading import day_or_none, iri
from queries.settings import shift_months
from queries.stated import DOCUMENTED, left_out
from queries.verdict import Grade, State, judge
from queries.words import Words, counted


def evaluate(asking: Asking) -> Outcome:
    """Offers that end, new gaps, weaker coverage, offers whose funding was not collected."""
    today = asking.reading.reference_date
    horizon = shift_months(today, asking.number("months"))
    fates = fates_of(asking.rows, today, horizon)
    ending = fallen(fates, asking.reading.thresholds.secured_share)
    changes = _changes(asking, ending, horizon + timedelta(days=1))
    unknown = [f for f in fates if not f.funding_known and not f.has_none]
    blocks: dict[str, Sequence[Row]] = {
        "ending": [_ending_row(f) for f in ending],
        "gap": [row for row in changes if row["state"] == Literal(str(State.GAP))],
        "weaker": [row for row in changes if row["state"] != Literal(str(State.GAP))],
        "unknown": [
            {"offer": f.offer, "provider": f.provider, "why": _NO_SHARE if f.has_funding else _NOT_COLLECTED}
            for f in unknown
        ],
    }
    lead = _LEAD.format(
        offers=counted(len(ending), *_OFFERS), gaps=counted(len(blocks["gap"]), *_GAPS), weaker=len(blocks["weaker"]),
        unknown=counted(len(unknown), *_UNKNOWN),
    )  # fmt: skip
    return Outcome(blocks, lead, left_out(asking, None))


def _changes(asking: Asking, ending: Sequence[Fate], after: date) -> list[Row]:
    """Documented needs that lose coverage, with the verdict today and on the day after the period."""
    reading, cells = asking.reading, asking.cells
    gone = frozenset(f.offer for f in ending)
    unpaid = frozenset(f.offer for f in ending if not f.ends_on)
    money = len(asking.declarations.held_back_as({SOZ.Funding}))
    today = reading.reference_date
    found: list[Row] = []
    for row in reading.facts("needs"):
        until = day_or_none(row["until"])
        if row["status"] not in DOCUMENTED or (until is not None and until < after):
            continue  # where the need itself has ended by then, nothing is missing
        cell = iri(row["need"]), iri(row["group"]), iri(row["area"])
        inventory = asking.declarations.inventory(*cell)
        now, then = cells.matches(*cell, today), cells.matches(*cell, after, gone)
        before = judge(cell_facts(now, inventory), today, reading.thresholds)
        lost = {m.coverage.offer for m in now} - {m.coverage.offer for m in then}
        if money and lost & unpaid:  # a row that waits may be the very money
            inventory = replace(inventory, held_back=inventory.held_back + money)
        verdict = judge(cell_facts(then, inventory), after, reading.thresholds)
        new_gap = verdict.state is State.GAP and before.state is not State.GAP
        # covered so far, if only in part, and then less than in general
        weaker = before.grade >= Grade.PART and verdict.grade < min(before.grade, Grade.GENERAL)
        if not new_gap and not weaker:
            continue
        found.append({
            "assessment": row["assessment"], "need": cell[0], "group": cell[1], "area": cell[2],
            "before": Literal(str(before.state)), "state": Literal(str(verdict.state)),
            "claim": Literal(str(verdict.claim)), "reason": verdict.reason, "lost": reading.named(lost),
        })  # fmt: skip
    return found


def _ending_row(fate: Fate) -> Row:
    return {
        "offer": fate.offer,
        "provider": fate.provider,
        "endsOn": date_term(fate.ends_on) if fate.ends_on else None,
        "secured": None if fate.ends_on or fate.secured is None else Literal(round(fate.secured, 4)),
        "why": _TERM if fate.ends_on else _FUNDING,
    }


_TERM = Words("Laufzeit endet", "term ends")
_FUNDING = Words("Finanzierung endet", "funding ends")
_NOT_COLLECTED = Words("Finanzierung nicht erhoben", "funding not collected")
_GAPS = (Words("neue Lücke", "new gap"), Words("neue Lücken", "new gaps"))
_NO_SHARE = Words(
    "erfasst, aber nicht, welchen Anteil es bestätigt deckt",
    "recorded, but not which share it covers for certain",
)
_OFFERS = (Words("Angebot fällt", "offer falls"), Words("Angebote fallen", "offers fall"))
_UNKNOWN = (
    Words("aktivem Angebot ist die Finanzierung", "active offer the funding is"),
    Words("aktiven Angeboten ist die Finanzierung", "active offers the funding is"),
)
_LEAD = Words(
    "{offers} im Zeitraum weg, soweit erfasst: {gaps} bei festgestellten Bedarfen, {weaker} weitere nur noch zum "
    "Teil gedeckt oder nicht beurteilbar. Bei {unknown} nicht erhoben.",
    "{offers} away within the period, as far as recorded: {gaps} among documented needs, {weaker} {weaker|other|others} covered "
    "only in part or not to be judged. For {unknown} not collected.",
)
