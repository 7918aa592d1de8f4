"""Which offers rest on which money: per offer the share of its cost that chosen fundings bear on a day.

It proposes what might end with a funding; whether it does is for people to say. An unknown share is not a small one.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rdflib import URIRef

from ontology.terms import CL
from queries.money import CONFIRMED, of_one_status
from queries.reading import Binding, Reading, iri, iri_or_none, text

_REFUSED: URIRef = CL["finanzierungsstatus-abgelehnt"]


@dataclass(frozen=True, slots=True)
class FundingItem:
    """A funding that pays at a date or later.

    Attributes:
        offers: what it pays for, with their keys.
        share: of the cost, if it is said and the funding is for one offer only.
        is_now: it is granted or paid and pays on the date itself.
    """

    iri: URIRef
    key: str
    offers: tuple[tuple[URIRef, str], ...]
    pot: URIRef | None
    payer: URIRef | None
    status: URIRef | None
    first_day: date
    last_day: date
    year: str
    share: Decimal | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Resting:
    """An offer and the share of its cost that chosen fundings bear; None = they pay, but it is not known how much."""

    offer: URIRef
    key: str
    share: Decimal | None


def fundings_from(reading: Reading) -> list[FundingItem]:
    """The fundings that pay at the reference date or later and were not refused, by key."""
    rows: defaultdict[URIRef, list[Binding]] = defaultdict(list)
    for row in reading.facts("fundings_from"):
        if row["status"] != _REFUSED:
            rows[iri(row["funding"])].append(row)
    return sorted((_item(reading.reference_date, own) for own in rows.values()), key=lambda item: item.key)


def resting(items: Iterable[FundingItem]) -> list[Resting]:
    """The offers the chosen fundings pay for today, by key, with the share they bear together."""
    paying: defaultdict[tuple[URIRef, str], list[FundingItem]] = defaultdict(list)
    for item in items:
        for offer in item.offers if item.is_now else ():
            paying[offer].append(item)
    return [
        Resting(offer, key, _together(own))
        for (offer, key), own in sorted(paying.items(), key=lambda entry: entry[0][1])
    ]


def _together(paying: Iterable[FundingItem]) -> Decimal | None:
    counted = of_one_status(
        paying, lambda item: item.payer or item.pot, lambda item: item.status, lambda item: item.share
    )
    shares = [item.share for item in counted]
    return None if None in shares else sum((s for s in shares if s is not None), Decimal(0))


def _item(today: date, rows: list[Binding]) -> FundingItem:
    first = rows[0]
    offers = tuple(dict.fromkeys((iri(row["offer"]), text(row["offerKey"])) for row in rows))
    begins, ends = date.fromisoformat(text(first["from"])), date.fromisoformat(text(first["to"]))
    share = first["share"] if len(offers) == 1 else None
    return FundingItem(
        iri=iri(first["funding"]), key=text(first["key"]), offers=offers, pot=iri_or_none(first["pot"]),
        payer=iri_or_none(first["payer"]), status=iri_or_none(first["status"]), first_day=begins, last_day=ends,
        year=text(first["year"]), share=None if share is None else Decimal(str(share)),
        is_now=first["status"] in CONFIRMED and begins <= today <= ends,
    )  # fmt: skip
