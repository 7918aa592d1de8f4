"""What becomes of offers after a day: their own term, and how much of their cost is secured beyond it.

Question A5 asks this for one period, the funding cliff for every day on which money ends. Rows come with the columns
offer, provider, lastDay, blank, funding, funder, status, share, amount, from, to, paidUntil.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from rdflib import URIRef

from ontology.terms import SOZ
from queries.money import CONFIRMED, of_one_status
from queries.reading import Binding, Reading, day_or_none, iri, iri_or_none


@dataclass(frozen=True, slots=True)
class Part:
    """A funding of an offer.

    Attributes:
        funder: who pays, if known.
        share: of the cost, if known.
        is_confirmed: granted or paid, not only planned or applied for.
        is_today: it is confirmed, pays on the reference date, and is not the same money as another one.
        is_later: it pays on the day after the period.
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


def fallen(fates: Iterable[Fate], threshold: Decimal) -> list[Fate]:
    """Those that fall away: by their own term, or because less than the threshold of their cost is secured."""
    return [f for f in fates if f.ends_on or (f.secured is not None and f.secured < threshold)]


def fates_of(given: Iterable[Binding], today: date, horizon: date) -> list[Fate]:
    """What becomes of every offer in the rows after a period from one day to another."""
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    shared: defaultdict[URIRef, set[URIRef]] = defaultdict(set)
    for row in given:
        rows[iri(row["offer"])].append(row)
        if funding := iri_or_none(row["funding"]):
            shared[funding].add(iri(row["offer"]))
    return [_fate(offer, own, shared, today, horizon) for offer, own in rows.items()]


def _fate(
    offer: URIRef, rows: Sequence[Binding], shared: Mapping[URIRef, set[URIRef]], today: date, horizon: date
) -> Fate:
    fundings = {iri(row["funding"]): row for row in rows if row["funding"] is not None}
    # a grant over several offers does not say how much of it is for this one
    own = [row for funding, row in fundings.items() if len(shared[funding]) == 1]
    secured = secured_share(_parts(own, today, horizon))
    last = day_or_none(rows[0]["lastDay"])
    return Fate(
        offer=offer,
        provider=iri_or_none(rows[0]["provider"]),
        ends_on=last if last is not None and last <= horizon else None,
        secured=secured,
        funding_known=secured is not None,
        has_funding=bool(fundings),
        has_none=any(row["blank"] == SOZ.funds for row in rows),
    )


def _parts(rows: Sequence[Binding], today: date, horizon: date) -> list[Part]:
    """Fundings with their share; where no share is given, that of the amounts, if every amount is known."""
    paying = _paying([row for row in rows if _is_confirmed(row) and _runs(row, today)])
    amounts = [Decimal(str(row["amount"])) for row in paying if row["amount"] is not None]
    total = sum(amounts) if len(amounts) == len(paying) else Decimal(0)
    parts = []
    for row in rows:
        share = None if row["share"] is None else Decimal(str(row["share"]))
        if share is None and total and row["amount"] is not None:
            share = Decimal(str(row["amount"])) / total
        end = day_or_none(row["paidUntil"])
        parts.append(
            Part(
                funder=iri_or_none(row["funder"]),
                share=share,
                is_confirmed=_is_confirmed(row),
                is_today=row in paying,
                # what follows without a gap begins on the day after the period
                is_later=_runs(row, horizon + timedelta(days=1)),
                ends=end is not None and end <= horizon,
            )
        )
    return parts


def _paying(rows: Sequence[Binding]) -> list[Binding]:
    """Those that count today; granted and paid by one funder is one money."""
    column = "share" if all(row["share"] is not None for row in rows) else "amount"
    return of_one_status(
        rows,
        funder=lambda row: iri_or_none(row["funder"]),
        status=lambda row: iri_or_none(row["status"]),
        size=lambda row: None if row[column] is None else Decimal(str(row[column])),
    )


def _is_confirmed(row: Binding) -> bool:
    return row["status"] in CONFIRMED


def _runs(row: Binding, day: date) -> bool:
    since, until = day_or_none(row["from"]), day_or_none(row["to"])
    return since is not None and until is not None and since <= day <= until


def secured_share(parts: Sequence[Part]) -> Decimal | None:
    """How much of the cost is secured at most after the period.

    A share is lost if it ends explicitly or its funder shows only unconfirmed money afterwards; what is not known is not
    taken for lost. None if no share confirmed today is known, or something lost does not say its share.
    """
    today = [part for part in parts if part.is_today]
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


class Fates:
    """What becomes of the offers active at the reference date, for any horizon; read once."""

    def __init__(self, reading: Reading) -> None:
        self._today, self._threshold = reading.reference_date, reading.thresholds.secured_share
        self._rows = reading.facts("offer_terms")

    def fallen(self, horizon: date) -> list[Fate]:
        """The offers that fall away until a day, as question A5 would say."""
        return fallen(fates_of(self._rows, self._today, horizon), self._threshold)

    def ends(self, horizon: date) -> set[date]:
        """The last days of offers until a day."""
        days = {day_or_none(row["lastDay"]) for row in self._rows}
        return {day for day in days if day is not None and day <= horizon}

    def not_collected(self) -> list[Fate]:
        """The offers whose funding is not known: they stay, whatever ends."""
        fates = fates_of(self._rows, self._today, self._today)
        return [fate for fate in fates if not fate.funding_known and not fate.has_none]
