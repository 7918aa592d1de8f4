"""A5: offers that fall away within a period, and what becomes of the documented needs then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts
from queries.parameters import date_term
from queries.reading import TRUE, Binding, day_or_none, iri, iri_or_none
from queries.settings import shift_months
from queries.stated import DOCUMENTED, left_out
from queries.verdict import Grade, State, judge
from queries.words import Words, counted


@dataclass(frozen=True, slots=True)
class Part:
    """A funding of an offer.

    Attributes:
        funder: who pays, if known.
        share: of the cost, if known.
        is_confirmed: granted or paid, not only planned or applied for.
        is_today: it pays on the reference date.
        is_later: it pays after the period.
        ends: it has an explicit end within the period.
    """

    funder: URIRef | None
    share: Decimal | None
    is_confirmed: bool
    is_today: bool = True
    is_later: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an offer. `secured` is the share that remains at most, None if unknown or not the matter."""

    offer: URIRef
    provider: URIRef | None
    ends_on: date | None
    secured: Decimal | None
    funding_known: bool
    has_funding: bool
    has_none: bool


def evaluate(asking: Asking) -> Outcome:
    """Offers that end, new gaps, weaker coverage, offers whose funding was not collected."""
    fates = _fates(asking)
    threshold = asking.reading.thresholds.secured_share
    ending = [f for f in fates if f.ends_on or (f.secured is not None and f.secured < threshold)]
    changes = _changes(asking, ending)
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


def _fates(asking: Asking) -> list[Fate]:
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    shared: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in asking.rows:
        rows[iri(row["offer"])].append(row)
        if funding := iri_or_none(row["funding"]):
            shared[funding].add(iri(row["offer"]))
    return [_fate(offer, own, shared) for offer, own in rows.items()]


def _fate(offer: URIRef, rows: Sequence[Binding], shared: dict[URIRef, set[URIRef]]) -> Fate:
    fundings = {iri(row["funding"]): row for row in rows if row["funding"] is not None}
    # a grant over several offers does not say how much of it is for this one
    own = [row for funding, row in fundings.items() if len(shared[funding]) == 1]
    parts = _parts(own)
    secured = secured_share(parts)
    return Fate(
        offer=offer,
        provider=iri_or_none(rows[0]["provider"]),
        ends_on=next((day_or_none(row["endsWithOffer"]) for row in rows if row["endsWithOffer"]), None),
        secured=secured,
        funding_known=secured is not None,
        has_funding=bool(fundings),
        has_none=any(row["blank"] == SOZ.funds for row in rows),
    )


def _parts(rows: Sequence[Binding]) -> list[Part]:
    """Fundings with their share; where no share is given, that of the amounts, if every amount is known."""
    today = [row for row in rows if row["confirmed"] == TRUE and row["isToday"] == TRUE]
    amounts = [Decimal(str(row["amount"])) for row in today if row["amount"] is not None]
    total = sum(amounts) if len(amounts) == len(today) else Decimal(0)
    parts = []
    for row in rows:
        share = None if row["share"] is None else Decimal(str(row["share"]))
        if share is None and total and row["amount"] is not None:
            share = Decimal(str(row["amount"])) / total
        flags = (row[name] == TRUE for name in ("confirmed", "isToday", "isLater", "ends"))
        parts.append(Part(iri_or_none(row["funder"]), share, *flags))
    return parts


def secured_share(parts: Sequence[Part]) -> Decimal | None:
    """How much of the cost is secured at most after the period.

    A share is lost if it ends explicitly or its funder shows only unconfirmed money afterwards; what is not known is not
    taken for lost. None if no share confirmed today is known, or something lost does not say its share.
    """
    today = [part for part in parts if part.is_confirmed and part.is_today]
    later = [part for part in parts if part.is_later]
    if all(part.share is None for part in today):
        return None
    lost = []
    for part in today:
        same = [p for p in later if p.funder == part.funder]
        if not any(p.is_confirmed for p in same) and (part.ends or same):
            lost.append(part.share)
    funders = {part.funder for part in today}
    gained = [p.share for p in later if p.is_confirmed and p.funder not in funders]
    if None in lost or None in gained:
        return None
    return min(
        Decimal(1), 1 - sum((s for s in lost if s), Decimal(0)) + sum((s for s in gained if s), Decimal(0))
    )


def _changes(asking: Asking, ending: Sequence[Fate]) -> list[Row]:
    """Documented needs that lose coverage, with the verdict before and after."""
    reading, cells = asking.reading, asking.cells
    gone = frozenset(f.offer for f in ending)
    unpaid = frozenset(f.offer for f in ending if not f.ends_on)
    money = len(asking.declarations.held_back_as({SOZ.Funding}))
    today = reading.reference_date
    after = shift_months(today, asking.number("months")) + timedelta(days=1)
    found: list[Row] = []
    for row in reading.facts("needs"):
        if row["status"] not in DOCUMENTED:
            continue
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
    "{offers} away within the period, as far as recorded: {gaps} among documented needs, {weaker} others covered "
    "only in part or not to be judged. For {unknown} not collected.",
)
