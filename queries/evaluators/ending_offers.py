"""A5: offers that fall away within a period, and what becomes of the documented needs then."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rdflib import Literal, URIRef

from ontology.terms import SOZ
from queries.answer import Outcome, Row
from queries.asking import Asking
from queries.cells import cell_facts
from queries.parameters import date_term
from queries.reading import Record_, day_or_none, iri, iri_or_none
from queries.settings import shift_months
from queries.stated import DOCUMENTED, left_out
from queries.verdict import Grade, State, judge
from queries.words import Words, counted

_TRUE = Literal(True)  # noqa: FBT003 rdflib's way to write a boolean


@dataclass(frozen=True, slots=True)
class Part:
    """A funding of an offer: its share of the cost if known, its explicit end within the period if it has one."""

    share: Decimal | None
    ends_on: date | None
    starts_later: bool
    is_confirmed: bool


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
    gone = frozenset(f.offer for f in ending)
    changes = _changes(asking, gone)
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
    rows: defaultdict[URIRef, list[Record_]] = defaultdict(list)
    shared: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in asking.rows:
        rows[iri(row["offer"])].append(row)
        if funding := iri_or_none(row["funding"]):
            shared[funding].add(iri(row["offer"]))
    return [_fate(offer, own, shared) for offer, own in rows.items()]


def _fate(offer: URIRef, rows: Sequence[Record_], shared: dict[URIRef, set[URIRef]]) -> Fate:
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


def _parts(rows: Sequence[Record_]) -> list[Part]:
    """Fundings with their share; where no share is given, that of the amounts, if every amount is known."""
    confirmed = [row for row in rows if row["confirmed"] == _TRUE and row["startsLater"] != _TRUE]
    amounts = [Decimal(str(row["amount"])) for row in confirmed if row["amount"] is not None]
    total = sum(amounts) if len(amounts) == len(confirmed) else Decimal(0)
    parts = []
    for row in rows:
        share = None if row["share"] is None else Decimal(str(row["share"]))
        if share is None and total and row["amount"] is not None:
            share = Decimal(str(row["amount"])) / total
        parts.append(Part(
            share=share, ends_on=day_or_none(row["endsWithFunding"]), starts_later=row["startsLater"] == _TRUE,
            is_confirmed=row["confirmed"] == _TRUE,
        ))  # fmt: skip
    return parts


def secured_share(parts: Sequence[Part]) -> Decimal | None:
    """How much of the cost remains secured at most once confirmed funding with an explicit end has ended.

    What is not known is not taken for lost. None if there is no confirmed funding today or an ending one does not say
    its share.
    """
    today = [part for part in parts if part.is_confirmed and not part.starts_later]
    ending = [part.share for part in today if part.ends_on]
    if not today or any(share is None for share in ending):
        return None
    later = [p.share for p in parts if p.is_confirmed and p.starts_later and not p.ends_on]
    if any(share is None for share in later):
        return None
    lost = sum((share for share in ending if share), Decimal(0))
    gained = sum((share for share in later if share), Decimal(0))
    return min(Decimal(1), 1 - lost + gained)


def _changes(asking: Asking, gone: frozenset[URIRef]) -> list[Row]:
    """Documented needs that lose coverage, with the verdict before and after."""
    reading, cells = asking.reading, asking.cells
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
        verdict = judge(cell_facts(then, inventory), after, reading.thresholds)
        new_gap = verdict.state is State.GAP and before.state is not State.GAP
        if not new_gap and not before.grade >= Grade.GENERAL > verdict.grade:
            continue
        lost = sorted({m.coverage.offer for m in now} - {m.coverage.offer for m in then})
        found.append({
            "assessment": row["assessment"], "need": cell[0], "group": cell[1], "area": cell[2],
            "before": Literal(str(before.state)), "state": Literal(str(verdict.state)),
            "claim": Literal(str(verdict.claim)), "reason": verdict.reason, "lost": _names(asking, lost),
        })  # fmt: skip
    return found


def _names(asking: Asking, offers: Sequence[URIRef]) -> Words:
    labels = asking.reading.labels(offers)
    names = [labels.get(offer, {}).get("de") or str(offer).rpartition("-")[2] for offer in offers]
    return Words("; ".join(names), "; ".join(names))


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
